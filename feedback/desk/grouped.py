"""One answer for several suggestions: chosen on the list, drafted on one page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from feedback.queries.departments import routed_text
from feedback.replies import approving, drafts
from feedback.replies.models import Reply
from feedback.replies.permissions import can_approve_for
from feedback.suggestions.models import Suggestion
from portal.pages.meta import PageMeta
from portal.refusals import Refused

from .access import may_reply, staff_page
from .replies import SAID, reply_of
from .reply_forms import DraftForm
from .showing import pieces
from .today import place_of

#: Suggestions that one page shows in full.
MOST = 30
_STEPS = ("save", "submit", "publish")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(may_reply)
def reply_group(request: HttpRequest) -> HttpResponse:
    """`?number=…&number=…`: their texts, and one draft for all of them."""
    asked = request.POST if request.method == "POST" else request.GET
    rows = _chosen(asked.getlist("number"))
    if not rows:
        messages.error(request, _("请先勾选要一并答复的建议。"))
        return redirect("reply_list")
    texts = _texts(rows, request.user)
    if request.method != "POST":
        return _page(request, texts, DraftForm())
    step = request.POST.get("action", "")
    if step not in _STEPS:
        raise Http404
    form = DraftForm(request.POST)
    try:
        done = form.is_valid() and _draft(step, rows, form.columns(), request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        done = False
    if not done:
        return _page(request, texts, form, status=422)
    messages.success(request, SAID[step])
    return redirect("reply_case", rows[0].number)


def _chosen(numbers: list[str]) -> list[Suggestion]:
    found = Suggestion.objects.filter(number__in=numbers[:MOST])
    return list(found.select_related("part__page").order_by("number"))


def _texts(rows: list[Suggestion], user: Any) -> list[dict[str, Any]]:
    """Each with its moderated text; 403 for one that is another unit's."""
    try:
        return [
            {
                "row": row,
                "place": place_of(row.part),
                "text": pieces(routed_text(suggestion=row, user=user)),
            }
            for row in rows
        ]
    except Refused as refusal:
        raise PermissionDenied from refusal


def _draft(step: str, rows: list[Suggestion], columns: Any, by: Any) -> bool:
    for row in rows:
        if reply_of(row, by) is not None:
            said = _("%(number)s 已有草稿或答复，请从名单里去掉。")
            raise Refused("drafted", said % {"number": row.number})
    if step == "publish" and not can_approve_for(by, by.unit_id):
        raise Refused("not_head", _("须由承办单位的负责人公布。"))
    saved = drafts.save_draft(by=by, suggestions=rows, **columns)
    kept = Reply.objects.get(pk=saved.pk)
    if step == "submit":
        drafts.submit(reply=kept, by=by)
    elif step == "publish":
        approving.approve(reply=kept, by=by)
    return True


def _page(
    request: HttpRequest, texts: list[dict[str, Any]], form: Any, status: int = 200
) -> HttpResponse:
    user: Any = request.user
    count = len(texts)
    title = _("一并答复 %(count)s 条")
    context = {
        "meta": PageMeta(title % {"count": count}),
        "texts": texts,
        "draft_form": form,
        "is_head": can_approve_for(user, user.unit_id),
    }
    return render(request, "feedback/staff/reply_group.html", context, status=status)
