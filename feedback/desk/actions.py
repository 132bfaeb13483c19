"""What a moderator may do with a suggestion: a form each, and the service it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feedback.moderation import appeals, decisions, proposals, takedowns
from feedback.moderation.models import Appeal, AppealOutcome, Decision, UnlawfulProposal
from feedback.moderation.moves import DecisionKind, Destination, Exemption, Ground
from feedback.replies import routing
from feedback.replies.dispositions import Complexity
from feedback.suggestions.models import Suggestion
from feedback.suggestions.states import ANSWERABLE, State
from portal.accounts.models import User
from portal.refusals import Refused
from portal.units.models import Unit

from .fields import DeskForm, MaskingForm, PartField, choice_field, reason_field


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


class GroundedForm(DeskForm):
    """Unlawful needs the provision; a second person then decides."""

    ground = choice_field(_("依据"), Ground.choices)
    reason = reason_field(required=True)
    provision = forms.CharField(
        label=_("所依条款"),
        required=False,
        max_length=200,
        help_text=_("只在认定违法时填写；由第二名审核员确认后生效。"),
    )


class MaskedForm(MaskingForm, GroundedForm):
    action = "publish_masked"
    field_order = ["detected", "sentences", "phrases", "ground", "reason", "provision"]


class RefuseForm(GroundedForm):
    action = "refuse"


class AppealForm(MaskingForm):
    action = "decide_appeal"
    field_order = [
        "outcome", "to", "exemption", "reason", "detected", "sentences", "phrases",
    ]  # fmt: skip
    outcome = choice_field(_("申诉结果"), AppealOutcome.choices)
    to = choice_field(
        _("改变为"),
        [(state.value, state.label) for state in sorted(ANSWERABLE)],
        required=False,
    )
    exemption = choice_field(
        _("不公开的情形"),
        [("", _("没有")), *Exemption.choices],
        required=False,
        initial="",
        help_text=_("作者选择了公开的，只有这一情形可以改变为“已接收，不公开”。"),
    )
    reason = reason_field(required=True)


class MergeForm(DeskForm):
    action = "merge"
    into = forms.CharField(
        label=_("并入的建议编号"),
        max_length=12,
        error_messages={"required": _("请填写编号。")},
    )
    reason = reason_field()

    def clean_into(self) -> Suggestion:
        number = self.cleaned_data["into"].strip().upper()
        found = Suggestion.objects.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号。"))
        return found


class RelocateForm(DeskForm):
    action = "relocate"
    part = PartField()
    reason = reason_field()


class RouteForm(DeskForm):
    action = "route"
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("承办单位"),
        error_messages={"required": _("请选择承办单位。")},
    )
    complexity = choice_field(
        _("办理时限"),
        Complexity.choices,
        help_text=_("纠错一律按页面纠错计时，除非选“复杂”。"),
    )


class ExtendForm(DeskForm):
    action = "extend"
    due_on = forms.DateField(
        label=_("新期限"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写日期，例如 2026-03-31。")},
    )
    reason = forms.CharField(
        label=_("延期理由（公开）"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("延期须写明理由，理由将公开。")},
    )


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
