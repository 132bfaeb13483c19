"""Why nothing is disclosed yet about a thing: who owes it, and by when."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from plan_pages.delivery.models import Responsibility
from plan_pages.delivery.models.responsibility import SUBJECTS
from portal.registry import Point

#: Kind (indicator, project, task) and primary key.
Key = tuple[str, int]


@dataclass(frozen=True)
class Due:
    """The unit's name and the first day by which it has yet to speak of a thing."""

    unit: str
    on: datetime.date


#: What is due about things: Callable[[keys], {key: Due}]; hung, like the next one, by
#: the rooms of the obligations, which stand above this one.
due_days: Point[Callable[[list[Key]], dict[Key, Due]]] = Point("due days")
#: The same of all that shows on a page of the plan: Callable[[request, page], …]. It
#: shares the query of what is overdue there.
due_on_page: Point[Callable[[HttpRequest, Any], dict[Key, Due]]] = Point("due on page")


def reasons(keys: Iterable[Key]) -> dict[Key, str]:
    """A sentence for each thing of which nothing is disclosed. Two queries at most."""
    wanted = list(keys)
    if not wanted:
        return {}
    due = {key: each for ask in due_days for key, each in ask(wanted).items()}
    leads = _leads([key for key in wanted if key not in due])
    return {key: reason(due.get(key), leads.get(key, [])) for key in wanted}


def reason(due: Due | None, leads: list[str]) -> str:
    """`leads`: names of the units that lead, said where no day is known."""
    if due is not None:
        said = {"unit": due.unit, "day": due.on.isoformat()}
        return _("还没有公开：%(unit)s应于 %(day)s 前公开") % said
    if leads:
        said = {"unit": "、".join(leads)}
        return _("还没有公开：由%(unit)s负责，公开期限还没有登记") % said
    return _("还没有公开：责任单位还没有登记")


def about(keys: Iterable[Key]) -> Q:
    """Rows whose indicator, project or task is one of these."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, pk in keys:
        by_kind[kind].append(pk)
    found = Q(pk__in=[])
    for kind, pks in by_kind.items():
        found |= Q(**{f"{kind}__in": pks})
    return found


def key_of(row: Any) -> Key:
    """Of a row about exactly one indicator, project or task."""
    kind = next(each for each in SUBJECTS if getattr(row, f"{each}_id"))
    return kind, getattr(row, f"{kind}_id")


def _leads(keys: list[Key]) -> dict[Key, list[str]]:
    found: dict[Key, list[str]] = defaultdict(list)
    if keys:
        rows: QuerySet[Any] = Responsibility.objects.leading().filter(about(keys))
        for row in rows.select_related("unit"):
            found[key_of(row)].append(row.unit.name)
    return found
