"""A card as CSV: one count a line, whether counted now or frozen."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from portal.csv_tables import csv_response

from .axes import BY_KEY, words_of
from .cards import Card


def card_csv(shown: Card) -> HttpResponse:
    """Where, which axis, which state, how many."""
    head = [
        _("规划"), _("周期"), _("截至"), _("范围"), _("编号"), _("名称"), _("项"),
        _("代码"), _("状态"), _("数"),
    ]  # fmt: skip
    name = f"scorecard-{shown['plan']}-{cycle_of(shown)}"
    return csv_response(name, head, list(_cells(shown)))


def cycle_of(shown: Card) -> str:
    """`2023`, `mid_term-2023`."""
    kind = shown.get("kind")
    return f"{kind}-{shown['year']}" if kind else str(shown["year"])


def _cells(shown: Card) -> Any:
    scopes = [(_("全规划合计"), "", "", shown["total"])]
    scopes += [
        (_("章"), row["chapter"] or "", f"{row['number']} {row['name']}".strip(), row)
        for row in shown["rows"]
    ]
    scopes += [(_("单位"), row["key"], row["name"], row) for row in shown["units"]]
    for label, key, name, row in scopes:
        begin = [shown["plan"], cycle_of(shown), shown["as_of"], label, key, name]
        for axis in BY_KEY:
            for code, number in row[axis].items():
                word = words_of(axis, code)
                yield [*begin, axis, code, word, number]
        yield [*begin, "timeliness", "on_time", _("按期"), row["on_time"]]
        yield [*begin, "timeliness", "due", _("到期"), row["due"]]
        yield [*begin, "completeness", "present", _("已有的必填项"), row["present"]]
        yield [*begin, "completeness", "required", _("应有的必填项"), row["required"]]
