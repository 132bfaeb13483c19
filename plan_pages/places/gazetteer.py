"""The list of a plan's places, and the search for their names in a text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"


class PlaceKind(models.TextChoices):
    TOWN = "town", _("乡镇")
    FARM = "farm", _("农牧场")
    DISTRICT = "district", _("城区")
    PARK = "park", _("开发区与园区")
    RIVER = "river", _("河流")
    SCENIC = "scenic", _("山与景区")


@dataclass(frozen=True)
class Place:
    """`names` are all the plan's ways to write it; `near` the slugs of 另见."""

    slug: str
    name: str
    kind: PlaceKind
    names: tuple[str, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """text[start:end] is one of the place's names."""

    start: int
    end: int
    slug: str


class Gazetteer:
    """All places of one plan, in the order of its file."""

    def __init__(self, places: list[Place], not_places: list[str]) -> None:
        self.places = places
        self.by_slug = {place.slug: place for place in places}
        self._owner = {name: place.slug for place in places for name in place.names}
        words = sorted([*self._owner, *not_places], key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, words)))

    def mentions(self, text: str) -> Iterator[Mention]:
        """Every place named in `text`, longest name first at each point."""
        for match in self._pattern.finditer(text):
            slug = self._owner.get(match.group())
            if slug is not None:
                yield Mention(match.start(), match.end(), slug)


@cache
def gazetteer(plan_key: str) -> Gazetteer | None:
    """The places of a plan, or None where it has no list."""
    path = DATA / f"{plan_key}.json"
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    places = [
        Place(
            slug=row["slug"],
            name=row["name"],
            kind=PlaceKind(row["kind"]),
            names=tuple(row["names"]),
            near=tuple(row.get("near", ())),
        )
        for row in data["places"]
    ]
    return Gazetteer(places, data["not_places"])
