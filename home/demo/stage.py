"""What every part of the demonstration needs: the days, the people, the plans, dice."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from plan_pages.disclosure import versions
from plan_pages.document.models import Part, PartKind, Plan
from portal.accounts.models import User
from portal.clock import today
from portal.units.models import Unit

from .calendar import Diary
from .naming import SEED
from .people import CONGRESS, Cast
from .stories import UNITS


@dataclass
class Stage:
    """`plans`: the invented one, which is current, and the real one."""

    diary: Diary
    cast: Cast
    plans: list[Plan]
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311

    @property
    def invented(self) -> Plan:
        return self.plans[0]

    @property
    def publisher(self) -> User:
        return self.cast.users["publisher"]

    @property
    def office(self) -> User:
        return self.cast.users["office"]

    def reviewer(self) -> User:
        return self.cast.users[f"reviewer-{self.chance.randint(1, 2)}"]

    def unit_for(self, name: str) -> Unit:
        """By what the name speaks of, else by lot."""
        for words, key in UNITS.items():
            if any(word in name for word in words.split()):
                return self.cast.units[key]
        return self.other_unit()

    def other_unit(self, *but: Unit) -> Unit:
        keys = [key for key in self.cast.units if key != CONGRESS]
        keys = [key for key in keys if self.cast.units[key] not in but]
        return self.cast.units[self.chance.choice(keys)]

    def paragraphs(self, plan: Plan, *sections: str) -> Iterator[Part]:
        """In printed order, without the cover; of all sections where none is named."""
        found = Part.objects.current().of_plan(plan.pk).in_order()
        found = found.filter(kind=PartKind.PARAGRAPH, number__isnull=False)
        for part in found.select_related("page"):
            where = part.page.url_path.split(f"/{plan.key}/")[-1].strip("/")
            if where and (not sections or where in sections):
                yield part


def part_at(where: str, paragraph: int) -> Part:
    """The paragraph of that number on the page `<plan>/<no>/<no>`."""
    return Part.objects.current().get(
        page__url_path__endswith=f"/plan/{where}/",
        kind=PartKind.PARAGRAPH,
        number=paragraph,
    )


def release() -> versions.Release:
    """Three readings and the secrecy check, today."""
    day = today()
    return versions.Release(
        first_reader="（演示）甲", first_read_on=day,
        second_reader="（演示）乙", second_read_on=day,
        third_reader="（演示）丙", third_read_on=day,
        secrecy_by="（演示）丁", secrecy_on=day, secrecy_result="open",
    )  # fmt: skip


def lead_of(subject: Any) -> Unit:
    rows = subject.responsibilities.filter(role="lead").select_related("unit")
    unit: Unit = rows.order_by("pk")[0].unit
    return unit
