"""The queue and the case: every button a POST, every error with what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from feedback.moderation import claims, contacts
from feedback.moderation.masking import mask
from feedback.moderation.models import (
    Appeal,
    Claim,
    Decision,
    MaskedText,
    UnlawfulProposal,
)
from feedback.moderation.moves import DecisionKind
from feedback.moderation.permissions import can_moderate
from feedback.queries.answers import answers_of
from feedback.suggestions.models import FeedbackSettings, Suggestion
from feedback.suggestions.states import State
from portal.clock import add_working_days
from portal.clock import today as beijing_today
from portal.pages.meta import PageMeta
from portal.refusals import Refused

from .access import staff_page
from .actions import ACTIONS, Action, Target, offered
from .fields import DeskForm
from .showing import pieces
from .today import place_of

PAGE = 50


@require_safe
@staff_page(can_moderate)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest day first, 50 a page."""
    rows = Suggestion.objects.waiting().select_related("part__page")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    days, day = FeedbackSettings.load().moderation_days, beijing_today()
    holders = _holders(page.object_list)
    lines = []
    for row in page.object_list:
        due_on = add_working_days(row.received_on, days).on
        lines.append(
            {
                "suggestion": row,
                "place": place_of(row.part),
                "due_on": due_on,
                "late": due_on < day,
                "claim": holders.get(row.pk),
            }
        )
    return render(
        request,
        "feedback/staff/queue.html",
        {"meta": PageMeta(_("待审核")), "page": page, "lines": lines},
    )


@require_POST
@staff_page(can_moderate)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Claim and open it."""
    return _claim(request, number, claims.claim)


@require_POST
@staff_page(can_moderate)
def release(request: HttpRequest, number: str) -> HttpResponse:
    """Give it back, and back to the queue."""
    row = get_object_or_404(Suggestion, number=number)
    claims.release(suggestion=row, by=_user(request))
    return redirect("moderation_queue")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(can_moderate)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """A suggestion with all that may be done; a POST does `action`."""
    target = _target(number)
    if request.method != "POST":
        return _case(request, target)
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise Http404
    form = action.form(request.POST, text=target.text)
    if "preview" in request.POST and action.masks:
        return _preview(request, target, form)
    try:
        done = form.is_valid() and _run(action, target, form, _user(request))
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        done = False
    if not done:
        return _case(request, target, form, status=422)
    messages.success(request, _("已办理：%(action)s。") % {"action": action.label})
    return redirect("moderation_case", target.suggestion.number)


def _run(action: Action, target: Target, form: DeskForm, by: Any) -> bool:
    action.run(target, _data(form), by)
    return True


def _data(form: Any) -> dict[str, Any]:
    """The form's answers; of a masking form the spans in place of its three fields."""
    data = dict(form.cleaned_data)
    if hasattr(form, "spans"):
        for name in ("detected", "sentences", "phrases"):
            data.pop(name, None)
        data["spans"] = form.spans()
    return data


def _preview(request: HttpRequest, target: Target, form: Any) -> HttpResponse:
    """The masked text as everybody would read it; nothing is written."""
    form.is_valid()
    try:
        masked = mask(target.text, form.spans())
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _case(request, target, form, status=422)
    kept: dict[str, Any] = request.POST.dict()
    for name in ("detected", "sentences"):
        kept[name] = request.POST.getlist(name)
    unjudged = type(form)(initial=kept, text=target.text)
    return _case(request, target, unjudged, preview=pieces(masked, marked=False))


def _claim(request: HttpRequest, number: str, service: Any) -> HttpResponse:
    row = get_object_or_404(Suggestion, number=number)
    try:
        service(suggestion=row, by=_user(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("moderation_queue")
    return redirect("moderation_case", number)


def _target(number: str) -> Target:
    rows = Suggestion.objects.select_related("part__page", "words", "merged_into")
    row = get_object_or_404(rows, number=number)
    words = getattr(row, "words", None)
    hidden = row.is_erased or row.state == State.WITHDRAWN or words is None
    proposal = UnlawfulProposal.objects.open().filter(suggestion=row)
    take_down = Decision.objects.filter(
        suggestion=row,
        kind=DecisionKind.TAKE_DOWN,
        outcome__isnull=True,
        suggestion__state=State.TAKEN_DOWN,
    )
    appeal = Appeal.objects.open().filter(suggestion=row)
    return Target(
        suggestion=row,
        text="" if hidden or words is None else words.text,
        proposal=proposal.select_related("words", "by").first(),
        take_down=take_down.select_related("reason").first(),
        appeal=appeal.select_related("words", "decision__outcome").first(),
    )


@dataclass(frozen=True)
class Offer:
    """An action with its form; `bound` when it is the one that was just sent."""

    action: Action
    form: Any
    bound: bool


def _case(
    request: HttpRequest,
    target: Target,
    sent: Any = None,
    *,
    preview: Any = None,
    status: int = 200,
) -> HttpResponse:
    row = target.suggestion
    answers = answers_of([row.pk])[row.pk]
    actions = (
        []
        if row.is_erased
        else offered(
            target,
            answered=answers.standing is not None,
            extensible=answers.clock is not None and not answers.clock.is_overdue,
        )
    )
    # What was sent is never lost, even where the state has moved on meanwhile.
    if sent is not None and sent.action not in {action.name for action in actions}:
        actions = [ACTIONS[sent.action], *actions]
    masked = MaskedText.objects.filter(suggestion=row).order_by("-pk").first()
    appeal_words = getattr(target.appeal, "words", None)
    context = {
        "meta": PageMeta(_("审核 %(number)s") % {"number": row.number}),
        "row": row,
        "place": place_of(row.part),
        "text": pieces(target.text),
        "masked": masked and pieces(masked.text, marked=False),
        "target": target,
        "proposal_words": getattr(target.proposal, "words", None),
        "appeal_text": appeal_words and pieces(appeal_words.text),
        "claim": _holders([row]).get(row.pk),
        "offers": [_offer(action, sent, target.text) for action in actions],
        "history": _history(row),
        "contact": contacts.is_left(row),
        "contact_looks": row.contact_looks.select_related("by").order_by("-id"),
        "answers": answers,
        "preview": preview,
        "deadline": add_working_days(
            row.received_on, FeedbackSettings.load().moderation_days
        ).on,
    }
    return render(request, "feedback/staff/case.html", context, status=status)


def _offer(action: Action, sent: Any, text: str) -> Offer:
    bound = sent is not None and sent.action == action.name
    return Offer(action, sent if bound else action.form(text=text), bound)


def _history(row: Suggestion) -> list[Decision]:
    decisions = Decision.objects.filter(suggestion=row).newest_first()
    return list(
        decisions.select_related(
            "reason", "rules", "by", "confirmed_by", "outcome", "part_from__page",
            "part_to__page", "merged_into",
        )
    )  # fmt: skip


def _holders(rows: Iterable[Suggestion]) -> dict[int, Claim]:
    held = Claim.objects.filter(
        suggestion__in=[row.pk for row in rows], expires_at__gt=timezone.now()
    )
    return {claim.suggestion_id: claim for claim in held.select_related("by")}


def _user(request: HttpRequest) -> Any:
    return request.user
