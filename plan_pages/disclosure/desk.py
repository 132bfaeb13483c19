"""A unit's desk at /disclosures/: its list, a new draft, and the page of one.

Nothing is written here: every button calls a service, which may refuse. What is not the
reader's own unit's does not exist for them.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import WorkflowState

from plan_pages.delivery.models import Responsibility
from plan_pages.progress.models import Indicator
from portal.accounts.roles import Role, has_role
from portal.media.serving import attachment
from portal.pages.meta import PageMeta
from portal.pages.staff import Door, doors, staff_page
from portal.refusals import Refused

from . import approving, drafts, versions
from .desk_case import context_of
from .desk_forms import (
    CorrectionForm,
    DraftForm,
    EvidenceForm,
    NewForm,
    PlainForm,
    ReleaseForm,
    SendBackForm,
    WithdrawForm,
)
from .measured import rows_of
from .models import DraftEvidence, Update
from .naming import name_of, remember_names, typed_address
from .permissions import can_draft_for, can_publish, can_see_draft_of
from .states import UpdateState
from .waiting import workflows

#: Lines of a page of the list.
SHOWN = 50
FORMS: dict[str, Callable[..., Any]] = {
    "save": DraftForm,
    "submit": DraftForm,
    "evidence": EvidenceForm,
    "drop_evidence": PlainForm,
    "approve": PlainForm,
    "send_back": SendBackForm,
    "publish": ReleaseForm,
    "withdraw": WithdrawForm,
}
_SAID = {
    "save": gettext_lazy("草稿已保存。"),
    "submit": gettext_lazy("已送审批。"),
    "evidence": gettext_lazy("佐证已加上。"),
    "drop_evidence": gettext_lazy("佐证已去掉。"),
    "approve": gettext_lazy("已批准，送发布审查。"),
    "send_back": gettext_lazy("已退回修改。"),
    "publish": gettext_lazy("已公开。"),
    "withdraw": gettext_lazy("已撤回。"),
}


def may_disclose(user: Any) -> bool:
    """Editors and heads that have a unit, and the office."""
    return can_publish(user) or can_draft_for(user, user.unit_id)


def register() -> None:
    doors.register(
        Door("disclosure_list", gettext_lazy("进展填报"), may_disclose, 35, "doc-full")
    )


@require_safe
@staff_page(may_disclose)
def disclosure_list(request: HttpRequest) -> HttpResponse:
    """The unit's own, or every unit's for the office; what was changed last first."""
    user: Any = request.user
    rows = Update.objects.all()
    if not can_publish(user):
        rows = rows.of_unit(user.unit_id)
    open_ones = workflows(WorkflowState.STATUS_IN_PROGRESS)
    rows = rows.annotate(version=Max("versions__number"), waits=Exists(open_ones))
    pages = Paginator(
        rows.select_related(
            "unit", "indicator", "project", "task", "part__page", "withdrawal"
        ).order_by("-pk"),
        SHOWN,
    )
    page = pages.get_page(request.GET.get("page"))
    remember_names(row.subject for row in page)
    context = {
        "meta": PageMeta(_("进展填报")),
        "page": page,
        "lines": [(row, name_of(row.subject), state_of(row)) for row in page],
        "office": can_publish(user),
    }
    return render(request, "plan_pages/disclosure/list.html", context)


def state_of(row: Any) -> UpdateState:
    """Of a row annotated with `version` and `waits`."""
    if hasattr(row, "withdrawal"):
        return UpdateState.WITHDRAWN
    if row.waits:
        return UpdateState.IN_APPROVAL
    if row.version is None:
        return UpdateState.DRAFT
    return UpdateState.CORRECTED if row.version > 1 else UpdateState.PUBLISHED


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(may_disclose)
def disclosure_new(request: HttpRequest) -> HttpResponse:
    """What the draft is about, chosen before anything is written; then the draft."""
    user: Any = request.user
    sent = request.POST or (request.GET if "about" in request.GET else None)
    form = NewForm(sent, office=can_publish(user), own=user.unit)
    chosen = form.is_bound and form.is_valid()
    unit = form.cleaned_data.get("unit") if chosen else None
    subject = form.cleaned_data["about"] if chosen else None
    rows = rows_of(subject if isinstance(subject, Indicator) else None)
    draft = DraftForm(
        request.POST if request.POST and chosen else None,
        rows=rows,
        initial={"period": request.GET.get("period", "")},
    )
    if request.POST and chosen and draft.is_valid():
        try:
            saved = drafts.save_draft(
                by=user, unit=unit, subject=form.cleaned_data["about"],
                **draft.cleaned_data,
            )  # fmt: skip
        except Refused as refusal:
            draft.add_error(None, str(refusal.message))
        else:
            messages.success(request, _SAID["save"])
            return redirect("disclosure_case", saved.public_id)
    context = {
        "meta": PageMeta(_("填报进展")),
        "form": form,
        "draft_form": draft if chosen else None,
        "about": name_of(form.cleaned_data["about"]) if chosen else "",
        "own": _responsible(user),
        "unit": unit or user.unit,
    }
    status = 422 if request.POST else 200
    return render(request, "plan_pages/disclosure/new.html", context, status=status)


def _responsible(user: Any) -> list[tuple[str, ...]]:
    """(role, name, what `about` takes, its page of anchors) of what the unit answers
    for.
    """
    if not user.unit_id:
        return []
    rows = Responsibility.objects.standing().filter(unit_id=user.unit_id)
    rows = rows.select_related("indicator__plan", "project", "task")
    found = list(rows)
    remember_names(row.project or row.task for row in found)
    return [(row.get_role_display(), *_address(row)) for row in found]


def _address(row: Responsibility) -> tuple[str, str, str]:
    if row.indicator is not None:
        plan, number = row.indicator.plan.key, row.indicator.number
        page = reverse("registry_indicator", args=[plan, number]) if number else ""
        return str(row.indicator), typed_address(row.indicator, plan), page
    thing: Any = row.project or row.task
    kind = "projects" if row.project else "tasks"
    page = reverse("registry_thing", args=[kind, thing.public_id])
    return name_of(thing), typed_address(thing, ""), page


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(may_disclose)
def disclosure_case(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft, what was published of it, and what this person may do with it."""
    update = _own(request, public_id)
    if request.method != "POST":
        return _page(request, update)
    action = request.POST.get("action", "")
    if action not in FORMS:
        raise Http404
    form = _form(action, update, request)
    try:
        done = form.is_valid() and _run(action, update, form, request)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        done = False
    if not done:
        return _page(request, update, form, status=422)
    messages.success(request, _SAID[action])
    return redirect("disclosure_case", update.public_id)


@require_safe
@staff_page(may_disclose)
def disclosure_file(
    request: HttpRequest, public_id: str, number: int
) -> HttpResponseBase:
    """A file of the draft, for those who may see the draft."""
    update = _own(request, public_id)
    row = get_object_or_404(DraftEvidence, update=update, pk=number)
    if row.document is None:
        raise Http404
    return attachment(row.document.file.open("rb"), row.file_name)


def _own(request: HttpRequest, public_id: str) -> Update:
    rows = Update.objects.select_related(
        "unit", "plan", "indicator__part", "project__part", "task__part", "part__page"
    )
    update = get_object_or_404(rows, public_id=public_id)
    if not can_see_draft_of(request.user, update.unit_id):
        raise Http404
    return update


def _form(action: str, update: Update, request: HttpRequest) -> Any:
    make = FORMS[action]
    if make is DraftForm and update.versions.exists():
        make = CorrectionForm
    if action in ("save", "submit"):
        return make(request.POST, rows=rows_of(update.indicator))
    return make(request.POST, request.FILES)


def _run(action: str, update: Update, form: Any, request: HttpRequest) -> bool:
    by: Any = request.user
    data = form.cleaned_data
    if action in ("save", "submit"):
        write = drafts.correct if update.versions.exists() else drafts.save_draft
        write(by=by, update=update, **data)
        if action == "submit":
            drafts.submit(update=Update.objects.get(pk=update.pk), by=by)
    elif action == "evidence":
        drafts.add_evidence(update=update, by=by, **data)
    elif action == "drop_evidence":
        row = get_object_or_404(
            DraftEvidence, update=update, pk=request.POST.get("row", "0")
        )
        drafts.remove_evidence(evidence=row, by=by)
    elif action == "approve":
        approving.approve(update=update, by=by)
    elif action == "send_back":
        approving.send_back(update=update, by=by, **data)
    elif action == "publish":
        versions.publish(update=update, release=versions.Release(**data), by=by)
    else:
        versions.withdraw(update=update, by=by, **data)
    return True


def _page(
    request: HttpRequest, update: Update, sent: Any = None, *, status: int = 200
) -> HttpResponse:
    context = context_of(update, request.user, sent)
    context["meta"] = PageMeta(_("填报 %(id)s") % {"id": update.public_id})
    context["is_editor"] = has_role(request.user, Role.EDITOR, Role.HEAD)
    template = "plan_pages/disclosure/case.html"
    return render(request, template, context, status=status)
