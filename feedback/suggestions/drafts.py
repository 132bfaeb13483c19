"""What was written, before it is stored: complete, and fit to come back exactly."""

import datetime
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.clock import today
from portal.intake import bodies
from portal.refusals import Refused

from .models import Suggestion
from .states import Channel, Kind, Visibility

#: NUL, and halves of a pair that no UTF-8 can spell.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Draft:
    """What was written, checked and not stored yet."""

    part: Part
    kind: str
    visibility: str
    text: str
    contact: str = ""
    channel: Channel = Channel.WEB
    received_on: datetime.date = field(default_factory=today)
    entered_by: User | None = None
    resubmission_of: Suggestion | None = None

    def __post_init__(self) -> None:
        if self.kind not in Kind:
            raise Refused("kind", _("请先选择来信类型。"))
        if self.visibility not in Visibility:
            raise Refused("visibility", _("请选择公开或不公开。"))
        if self.received_on > today():
            raise Refused("future", _("收到日期不能晚于今天。"))
        check_exact(self.text)


def check_exact(text: str) -> None:
    """Raise Refused for what could not come back byte for byte."""
    length = bodies.count_characters(text)
    if not bodies.MIN_LENGTH <= length <= bodies.MAX_LENGTH:
        raise Refused("text", _("正文须为 1 至 3000 字。"))
    if _UNKEEPABLE.search(text):
        raise Refused("text", _("正文含有无法保存的字符。"))
