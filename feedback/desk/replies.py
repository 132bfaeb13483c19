"""What a unit owes and has said: the list, and the page on which it answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.rich_text import expand_db_html

from feedback.queries.answers import answers_of
from feedback.queries.departments import routed_text
from feedback.replies import approving, drafts, routing, versions
from feedback.replies.models import AnsweredSuggestion, Reply, ReplyTarget
from feedback.replies.permissions import can_approve_for
from feedback.suggestions.models import Suggestion
from portal.pages.meta import PageMeta
from portal.pages.sanitiser import clean
from portal.refusals import Refused

from .access import may_reply, staff_page
from .case_forms import ExtendForm
from .fields import DeskForm
from .reply_forms import (
    FORMS,
    CorrectionForm,
    DraftForm,
    SendBackForm,
    WithdrawForm,
    initial_of,
)
from .showing import pieces
from .today import Row, place_of, rows_of_unit

#: Answered ones on the list; the rest is found by its public page.
SHOWN = 50


@require_safe
@staff_page(may_reply)
def reply_list(request: HttpRequest) -> HttpResponse:
    """What the unit owes, the earliest due first, and what it answered last."""
    user: Any = request.user
    answered = (
        AnsweredSuggestion.objects.standing()
        .first_versions()
        .filter(version__unit_id=user.unit_id)
        .select_related("suggestion__part__page", "version")
        .order_by("-version_id", "suggestion__number")[:SHOWN]
    )
    owed = rows_of_unit(user)
    context = {
        "meta": PageMeta(_("答复")),
        "unit": user.unit,
        "rows": owed,
        "free": free_of_drafts(owed),
        "answered": [
            (row.suggestion, place_of(row.suggestion.part), row.version)
            for row in answered
        ],
    }
    return render(request, "feedback/staff/replies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(may_reply)
def reply_case(request: HttpRequest, number: str) -> HttpResponse:
    """The moderated text of what was routed here, and the unit's answer to it."""
    rows = Suggestion.objects.select_related("part__page")
    row = get_object_or_404(rows, number=number)
    try:
        text = routed_text(suggestion=row, user=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        raise PermissionDenied from refusal
    if request.method != "POST":
        return _page(request, row, text)
    action = request.POST.get("action", "")
    if action not in FORMS:
        raise Http404
    form = FORMS[action](request.POST)
    try:
        done = form.is_valid() and _run(action, row, form.cleaned_data, form, request)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        done = False
    if not done:
        return _page(request, row, text, form, status=422)
    messages.success(request, SAID[action])
    return redirect("reply_case", row.number)


SAID = {
    "save": gettext_lazy("草稿已保存。"),
    "submit": gettext_lazy("已送负责人审批。"),
    "publish": gettext_lazy("答复已公布。"),
    "approve": gettext_lazy("答复已公布。"),
    "send_back": gettext_lazy("已退回修改。"),
    "correct": gettext_lazy("更正已公布。"),
    "withdraw": gettext_lazy("答复已撤回。"),
    "extend": gettext_lazy("期限已延长。"),
}


def _run(
    action: str, row: Suggestion, data: Any, form: Any, request: HttpRequest
) -> bool:
    by: Any = request.user
    reply = reply_of(row, by)
    if action in ("save", "submit", "publish"):
        _draft(action, row, reply, form.columns(), by)
    elif action == "extend":
        routing.extend(suggestion=row, by=by, **data)
    elif reply is None:
        raise Refused("nothing", _("还没有答复。"))
    elif action == "approve":
        approving.approve(reply=reply, by=by)
    elif action == "send_back":
        approving.send_back(reply=reply, comment=data["comment"], by=by)
    elif action == "withdraw":
        versions.withdraw_reply(reply=reply, reason=data["reason"], by=by)
    elif action == "correct":
        columns = form.columns()
        versions.correct_reply(reply=reply, by=by, note=columns.pop("note"), **columns)
    return True


def _draft(
    action: str, row: Suggestion, reply: Reply | None, columns: Any, by: Any
) -> None:
    if reply is not None and reply.live:
        raise Refused("answered", _("这条建议已经答复。"))
    if reply is not None and reply.workflow_in_progress:
        raise Refused("in_approval", _("已在审批中。"))
    if action == "publish" and not can_approve_for(by, by.unit_id):
        raise Refused("not_head", _("须由承办单位的负责人公布。"))
    saved = drafts.save_draft(by=by, suggestions=[row], reply=reply, **columns)
    kept = Reply.objects.get(pk=saved.pk)
    if action == "submit":
        drafts.submit(reply=kept, by=by)
    elif action == "publish":
        approving.approve(reply=kept, by=by)


def reply_of(row: Suggestion, user: Any) -> Reply | None:
    """The unit's draft or standing reply to `row`; a withdrawn one is no more."""
    replies = Reply.objects.of_unit(user.unit_id).filter(withdrawal__isnull=True)
    return replies.filter(targets__suggestion=row).order_by("-pk").first()


def _page(
    request: HttpRequest,
    row: Suggestion,
    text: str,
    sent: Any = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    reply = reply_of(row, user)
    answers = answers_of([row.pk])[row.pk]
    published = answers.standing is not None
    draft: Any = reply.get_latest_revision_as_object() if reply else None
    state = reply.current_workflow_state if reply and not published else None
    forms_ = _forms(draft, sent, published)
    context = {
        "meta": PageMeta(_("答复 %(number)s") % {"number": row.number}),
        "row": row,
        "place": place_of(row.part),
        "text": pieces(text),
        "reply": reply,
        "draft": draft,
        "draft_html": clean(expand_db_html(draft.body)) if draft else "",
        "published": published,
        "in_approval": bool(state and state.status == "in_progress"),
        "sent_back": state.current_task_state.comment
        if state and state.status == "needs_changes"
        else "",
        "others": _others(reply, row),
        "is_head": can_approve_for(user, user.unit_id),
        "answers": answers,
        "sent": sent and sent.action,
        **forms_,
    }
    if sent is not None and not _is_offered(sent.action, context):
        context["plain_form"] = sent
    return render(request, "feedback/staff/reply.html", context, status=status)


def _is_offered(action: str, context: dict[str, Any]) -> bool:
    """The page has a form in which to show what was wrong."""
    if action == "draft":
        return True
    waits = context["in_approval"] if action == "send_back" else True
    of_published = context["published"] == (action in ("correct", "withdraw"))
    return bool(context["is_head"] and waits and of_published and action)


def _forms(draft: Any, sent: Any, published: bool) -> dict[str, Any]:
    """One form of each sort; the one just sent with its words and errors."""
    initial = initial_of(draft) if draft else {}
    made: dict[str, DeskForm] = {
        "draft": DraftForm(initial=initial),
        "correct": CorrectionForm(initial=initial | {"note": ""}),
        "withdraw": WithdrawForm(),
        "send_back": SendBackForm(),
        "extend": ExtendForm(),
    }
    if sent is not None:
        made[sent.action or "plain"] = sent
    return {f"{name}_form": form for name, form in made.items()}


def free_of_drafts(rows: list[Row]) -> set[str]:
    """Numbers of those that nobody has begun to answer. One query."""
    begun = ReplyTarget.objects.filter(
        suggestion__number__in=[row.number for row in rows],
        reply__withdrawal__isnull=True,
    )
    taken = set(begun.values_list("suggestion__number", flat=True))
    return {row.number for row in rows} - taken


def _others(reply: Reply | None, row: Suggestion) -> list[str]:
    """Numbers of the other suggestions that the same reply answers."""
    if reply is None:
        return []
    targets = reply.targets.exclude(suggestion=row)
    return sorted(targets.values_list("suggestion__number", flat=True))
