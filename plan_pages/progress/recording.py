"""What every write of a figure shares: who may, does it hold together, who is told."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Context, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import Plan
from portal.ledger.canonical import Value
from portal.outbox.purges import purge
from portal.refusals import Refused

from .models import IndicatorRow
from .models.recorded import FIRST_YEAR, LAST_YEAR, MAX_DIGITS, PLACES
from .permissions import can_enter_figures
from .search import plan_changed

#: SQLite keeps a Decimal as a double: so many digits come back as they went in.
SIGNIFICANT = 15


def refuse_others(by: Any) -> None:
    """Raises Refused (not_publisher)."""
    if not can_enter_figures(by):
        raise Refused("not_publisher", _("只有发布员可以录入数据。"))


def places_of(value: Decimal) -> int:
    """How many decimals `value` was given with. Raises Refused (value).

    `Decimal("78.90")` has two. A float has no printed decimals and is never taken.
    """
    if not isinstance(value, Decimal) or not value.is_finite():
        raise Refused("value", _("数值须为十进制数。"))
    places = max(0, -int(value.as_tuple().exponent))
    if places > PLACES:
        raise Refused("value", _("数值最多六位小数。"))
    if value.adjusted() >= MAX_DIGITS - PLACES or len(_digits(value)) > SIGNIFICANT:
        raise Refused("value", _("数值过大。"))
    return places


def _digits(value: Decimal) -> tuple[int, ...]:
    return value.normalize(Context(prec=100)).as_tuple().digits


def refuse_other_years(period: int) -> None:
    """Raises Refused (period)."""
    if not FIRST_YEAR <= period <= LAST_YEAR:
        raise Refused("period", _("年份须写四位数，如 2021。"))


def refuse_half_a_revision(supersedes: object, reason: str) -> None:
    """A revision says why; a first figure revises nothing. Raises Refused (reason)."""
    if supersedes is not None and not reason.strip():
        raise Refused("reason", _("修订须写明原因，原因将公开。"))
    if supersedes is None and reason.strip():
        raise Refused("reason", _("写了修订原因，但没有指明修订哪一个数。"))


def content_hash(facts: Mapping[str, Value]) -> str:
    """SHA-256 of the public facts as sorted JSON in UTF-8: anyone can do it again."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def forget_pages(rows: Iterable[IndicatorRow]) -> None:
    """Owe the search index and every page cache a new look, a plan at a time.

    Expects `indicator__plan` and `part` to be there. Belongs into the transaction.
    """
    plans: dict[int, Plan] = {}
    keys = {"indicators"}
    for row in rows:
        indicator = row.indicator
        plans[indicator.plan_id] = indicator.plan
        keys |= {
            f"indicator:{indicator.plan_id}:{indicator.number}",
            f"part:{row.part.public_id}",
            f"page:{row.part.page_id}",
        }
    for plan in plans.values():
        plan_changed(plan)
    purge(keys=keys)
