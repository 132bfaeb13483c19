"""Which decision may be made in which state, and where it leads: the only table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..suggestions.states import ANSWERABLE, APPEALABLE, PUBLIC, State


class DecisionKind(models.TextChoices):
    PUBLISH = "publish", _("公开")
    PUBLISH_MASKED = "publish_masked", _("遮盖后公开")
    ACCEPT_UNPUBLISHED = "accept_unpublished", _("接收，不公开")
    MERGE = "merge", _("合并")
    RELOCATE = "relocate", _("移到所说的段落")
    HAND_OFF = "hand_off", _("转交")
    REFUSE = "refuse", _("不予公开")
    TAKE_DOWN = "take_down", _("紧急下架")
    REINSTATE = "reinstate", _("恢复")


class Ground(models.TextChoices):
    """Only for publish_masked and refuse."""

    PERSONAL_DATA = "personal_data", _("含他人个人信息")
    ABUSE_OR_THREAT = "abuse_or_threat", _("辱骂或威胁")
    SPAM_OR_ADVERTISING = "spam_or_advertising", _("灌水或广告")
    UNLAWFUL = "unlawful", _("违反法律规定")


class Exemption(models.TextChoices):
    """The one case without a ground in which a text that is due is not published."""

    AUTHOR_IS_CHILD = "author_is_child", _("作者在文中自称未成年")


#: Kinds that name a ground.
GROUNDED = (DecisionKind.PUBLISH_MASKED, DecisionKind.REFUSE)


class Destination(models.TextChoices):
    HOTLINE = "hotline", _("12345 热线")
    PETITION_OFFICE = "petition_office", _("信访部门")


class DecidingRole(models.TextChoices):
    """Who decided, as the public log says it: never a name."""

    MODERATOR = "moderator", _("审核员")
    TWO_MODERATORS = "two_moderators", _("两名审核员")
    APPEAL = "appeal", _("处理申诉的另一名审核员")
    CLOCK = "clock", _("期限届满")


@dataclass(frozen=True)
class Move:
    """`to` is None when the state stays (relocate), several when the person chooses."""

    before: frozenset[State]
    to: frozenset[State] | None
    needs_reason: bool = False


_RECEIVED = frozenset({State.RECEIVED})

MOVES: Mapping[DecisionKind, Move] = {
    DecisionKind.PUBLISH: Move(_RECEIVED, frozenset({State.PUBLISHED})),
    DecisionKind.PUBLISH_MASKED: Move(
        _RECEIVED, frozenset({State.PUBLISHED_MASKED}), needs_reason=True
    ),
    DecisionKind.ACCEPT_UNPUBLISHED: Move(
        _RECEIVED, frozenset({State.ACCEPTED_UNPUBLISHED})
    ),
    DecisionKind.MERGE: Move(_RECEIVED, frozenset({State.MERGED})),
    DecisionKind.RELOCATE: Move(_RECEIVED | ANSWERABLE, None),
    DecisionKind.HAND_OFF: Move(_RECEIVED, frozenset({State.HANDED_OFF})),
    DecisionKind.REFUSE: Move(_RECEIVED, frozenset({State.REFUSED}), needs_reason=True),
    DecisionKind.TAKE_DOWN: Move(
        PUBLIC, frozenset({State.TAKEN_DOWN}), needs_reason=True
    ),
    DecisionKind.REINSTATE: Move(APPEALABLE, ANSWERABLE, needs_reason=True),
}
