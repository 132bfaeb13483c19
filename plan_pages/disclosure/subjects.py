"""What an update is about: its column, its place in the text, its standing claim."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.models import Anchor, Project, Task
from plan_pages.delivery.responsibilities import units_of
from plan_pages.document.models import Part
from plan_pages.progress.models import Indicator
from portal.refusals import Refused

from .models import Update, UpdateVersion
from .states import Delivery

Subject = Indicator | Project | Task | Part
_COLUMNS: dict[type, str] = {
    Indicator: "indicator",
    Project: "project",
    Task: "task",
    Part: "part",
}


def column_of(subject: Subject) -> str:
    return _COLUMNS[type(subject)]


def reference_of(subject: Subject) -> str:
    """`project:0a1b2c3d`; an indicator by the id of its Part."""
    named = subject.part if isinstance(subject, Indicator) else subject
    return f"{column_of(subject)}:{named.public_id}"


def home_of(subject: Subject) -> Part:
    """The Part where it stands in the text."""
    return subject if isinstance(subject, Part) else subject.part


def parts_of(subject: Subject) -> list[Part]:
    """Every Part that shows it: its home and those it is anchored to."""
    home = home_of(subject)
    if isinstance(subject, Part):
        return [home]
    anchors = Anchor.objects.filter(**{column_of(subject): subject})
    return [home, *(anchor.part for anchor in anchors.select_related("part"))]


def standing_claims(subject: Subject) -> QuerySet[UpdateVersion]:
    """The newest version of each update about it that stands; the latest period first.

    The first is what the unit says of it today.
    """
    rows = UpdateVersion.objects.standing()
    rows = rows.filter(**{f"update__{column_of(subject)}": subject})
    return rows.order_by("-period_end", "-update_id")


def state_before(update: Update) -> str:
    """The state that publishing `update` would change; empty where none was said."""
    own = update.versions.order_by("-number").first()
    if own is not None:
        return own.delivery
    last = standing_claims(update.subject).first()
    return last.delivery if last else ""


def changes_state(before: str, after: str) -> bool:
    """Where nobody said anything yet, not having begun is no change."""
    return (before or Delivery.NOT_STARTED) != after


def refuse_strangers(subject: Subject, unit_id: int | None) -> None:
    """Where units answer for it, only they speak of it. Raises Refused (not_theirs)."""
    if isinstance(subject, Part):
        return
    units = units_of(subject)
    if units and unit_id not in units:
        raise Refused("not_theirs", _("这一项由别的单位负责。"))


def is_gone(subject: Any) -> bool:
    """It left the plan's text: nothing new is said of it."""
    if isinstance(subject, Indicator):
        return subject.number is None
    return isinstance(subject, Part) and subject.status != "current"
