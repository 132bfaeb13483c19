"""What every write of this room asks: may you, does it fit, is it valid."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Part
from plan_pages.progress.models import PlanItem
from portal.refusals import Refused

from .permissions import can_record

Row = TypeVar("Row", bound=models.Model)


def kept(row: Row) -> Row:
    """Save a new row. Raises Refused (invalid) with the constraints' own words."""
    empty = {
        field.name
        for field in row._meta.concrete_fields
        if field.null and getattr(row, field.attname) is None
    }
    try:
        row.full_clean(exclude=empty)
    except ValidationError as error:
        raise Refused("invalid", " ".join(error.messages)) from error
    row.save(force_insert=True)
    return row


def refuse_others(by: Any) -> None:
    if not can_record(by):
        raise Refused("not_recorder", _("只有发布员可以登记。"))


def refuse_other_plan(part: Part, item: PlanItem | None) -> None:
    if item is not None and item.plan_id != part.plan_id:
        raise Refused("other_plan", _("规划项目和所在文本不属于同一规划。"))


def revised(last: Any, facts: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """All facts of the next version: those given, the others as `last` has them.

    Raises Refused (unchanged), TypeError for a fact that no version has.
    """
    if unknown := facts.keys() - set(names):
        raise TypeError(f"unknown facts: {sorted(unknown)}")
    before = {name: getattr(last, name) for name in names}
    if before | facts == before:
        raise Refused("unchanged", _("没有任何改动。"))
    return before | facts
