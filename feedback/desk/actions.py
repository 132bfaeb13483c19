"""What a moderator may do with a suggestion: a form each, and the service it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.moderation import appeals, decisions, proposals, takedowns
from feedback.moderation.models import Appeal, Decision, UnlawfulProposal
from feedback.moderation.moves import DecisionKind, Destination, Exemption, Ground
from feedback.replies import routing
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import ANSWERABLE, State
from portal.accounts.models import User
from portal.refusals import Refused

from .case_forms import (
    AppealForm,
    ExtendForm,
    MaskedForm,
    MergeForm,
    RefuseForm,
    RelocateForm,
    RouteForm,
)
from .fields import DeskForm, MaskingForm, choice_field, reason_field


@dataclass(frozen=True)
class Target:
    """The suggestion, and what is open about it, as the case page shows it."""

    suggestion: Suggestion
    text: str
    proposal: UnlawfulProposal | None = None
    take_down: Decision | None = None
    appeal: Appeal | None = None


@dataclass(frozen=True)
class Action:
    """`run(target, data, by)` calls the service; `form` has what it needs."""

    name: str
    label: str | Promise
    form: type[DeskForm]
    run: Callable[[Target, Any, User], object]
    button: str | Promise = ""
    danger: bool = False

    @property
    def masks(self) -> bool:
        return issubclass(self.form, MaskingForm)


def _form(action: str, **fields: Any) -> type[DeskForm]:
    base = MaskingForm if fields.pop("masks", False) else DeskForm
    return type(f"{action.title()}Form", (base,), {"action": action, **fields})


def _grounded(target: Target, data: Any, by: User, kind: DecisionKind) -> object:
    """Decide, or for the ground unlawful ask a second person."""
    spans = data["spans"] if kind == DecisionKind.PUBLISH_MASKED else []
    if data["ground"] == Ground.UNLAWFUL:
        return proposals.propose_unlawful(
            suggestion=target.suggestion,
            kind=kind,
            provision=data["provision"],
            reason=data["reason"],
            spans=spans,
            by=by,
        )
    if data["provision"].strip():
        raise Refused("provision", _("只有认定违法才填写条款。"))
    known = {"ground": data["ground"], "reason": data["reason"], "by": by}
    if kind == DecisionKind.REFUSE:
        return decisions.refuse(suggestion=target.suggestion, **known)
    return decisions.publish_masked(suggestion=target.suggestion, spans=spans, **known)


def _confirm(target: Target, data: Any, by: User) -> object:
    if target.proposal is None:
        raise Refused("closed", _("这项提议已有结果。"))
    return proposals.confirm_unlawful(proposal=target.proposal, by=by)


def _decline(target: Target, data: Any, by: User) -> object:
    if target.proposal is None:
        raise Refused("closed", _("这项提议已有结果。"))
    return proposals.decline_unlawful(proposal=target.proposal, by=by)


def _confirm_take_down(target: Target, data: Any, by: User) -> object:
    if target.take_down is None:
        raise Refused("closed", _("这次下架已有结果。"))
    return takedowns.confirm_take_down(decision=target.take_down, by=by)


def _keep_childs(target: Target, data: Any, by: User) -> object:
    return decisions.accept_unpublished(
        suggestion=target.suggestion,
        by=by,
        exemption=Exemption.AUTHOR_IS_CHILD,
        **data,
    )


def _decide_appeal(target: Target, data: Any, by: User) -> object:
    if target.appeal is None:
        raise Refused("decided", _("这项申诉已有决定。"))
    return appeals.decide_appeal(appeal=target.appeal, by=by, **data)


def _verb(service: Callable[..., object]) -> Callable[[Target, Any, User], object]:
    """A service that takes the suggestion and the form's fields by their names."""

    def run(target: Target, data: Any, by: User) -> object:
        return service(suggestion=target.suggestion, by=by, **data)

    return run


_REASON = {"reason": reason_field()}
_MUST = {"reason": reason_field(required=True)}
_WHERE = {"destination": choice_field(_("转往"), Destination.choices)}

CONFIRM_UNLAWFUL = Action(
    "confirm_unlawful", _("确认违法认定"), _form("confirm_unlawful"), _confirm
)
DECLINE_UNLAWFUL = Action(
    "decline_unlawful", _("不同意这项认定"), _form("decline_unlawful"), _decline
)
CONFIRM_TAKE_DOWN = Action(
    "confirm_take_down",
    _("确认紧急下架"),
    _form("confirm_take_down"),
    _confirm_take_down,
)
DECIDE_APPEAL = Action("decide_appeal", _("处理申诉"), AppealForm, _decide_appeal)
PUBLISH = Action(
    "publish",
    DecisionKind.PUBLISH.label,
    _form("publish", **_REASON),
    _verb(decisions.publish),
)
PUBLISH_MASKED = Action(
    "publish_masked",
    DecisionKind.PUBLISH_MASKED.label,
    MaskedForm,
    lambda target, data, by: _grounded(target, data, by, DecisionKind.PUBLISH_MASKED),
)
REFUSE = Action(
    "refuse",
    DecisionKind.REFUSE.label,
    RefuseForm,
    lambda target, data, by: _grounded(target, data, by, DecisionKind.REFUSE),
    danger=True,
)
ACCEPT = Action(
    "accept_unpublished",
    DecisionKind.ACCEPT_UNPUBLISHED.label,
    _form("accept_unpublished", **_REASON),
    _verb(decisions.accept_unpublished),
)
#: Where the text is due, this is offered in the place of ACCEPT.
KEEP_CHILDS = Action(
    "keep_childs",
    _("作者在文中自称未成年：接收，不公开"),
    _form("keep_childs", **_REASON),
    _keep_childs,
)
MERGE = Action("merge", DecisionKind.MERGE.label, MergeForm, _verb(decisions.merge))
RELOCATE = Action(
    "relocate", DecisionKind.RELOCATE.label, RelocateForm, _verb(decisions.relocate)
)
HAND_OFF = Action(
    "hand_off",
    DecisionKind.HAND_OFF.label,
    _form("hand_off", **_WHERE, **_REASON),
    _verb(decisions.hand_off),
)
TAKE_DOWN = Action(
    "take_down",
    DecisionKind.TAKE_DOWN.label,
    _form("take_down", **_MUST),
    _verb(takedowns.take_down),
    danger=True,
)
ROUTE = Action("route", _("分办"), RouteForm, _verb(routing.route))
EXTEND = Action("extend", _("延期"), ExtendForm, _verb(routing.extend))

ACTIONS = {
    action.name: action
    for action in (
        CONFIRM_TAKE_DOWN, CONFIRM_UNLAWFUL, DECLINE_UNLAWFUL, DECIDE_APPEAL, PUBLISH,
        PUBLISH_MASKED, ACCEPT, KEEP_CHILDS, MERGE, RELOCATE, HAND_OFF, REFUSE, ROUTE,
        EXTEND, TAKE_DOWN,
    )
}  # fmt: skip


def offered(target: Target, *, answered: bool, extensible: bool) -> list[Action]:
    """What the state leaves to do; whether this person may, the service says."""
    state = State(target.suggestion.state)
    found: list[Action] = []
    if target.take_down:
        found.append(CONFIRM_TAKE_DOWN)
    if target.proposal:
        found += [CONFIRM_UNLAWFUL, DECLINE_UNLAWFUL]
    if target.appeal:
        found.append(DECIDE_APPEAL)
    if state == State.RECEIVED:
        accept = KEEP_CHILDS if target.suggestion.text_is_due else ACCEPT
        found += [PUBLISH, PUBLISH_MASKED, accept, MERGE, RELOCATE, HAND_OFF, REFUSE]
    if state in ANSWERABLE:
        if not answered:
            found += [ROUTE, *([EXTEND] if extensible else [])]
        found.append(RELOCATE)
    if state in (State.PUBLISHED, State.PUBLISHED_MASKED):
        found.append(TAKE_DOWN)
    return found
