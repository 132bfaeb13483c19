"""A figure as it is handed in, and whether it can stand beside what stands already."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.refusals import Refused
from portal.units.models import Unit

from .models import IndicatorRow, Observation, ObservationStatus, SourceDocument
from .recording import places_of, refuse_half_a_revision, refuse_other_years

#: Row, year and the source's public id.
Paper = tuple[int, int, str]

#: The id of the last figure of each paper, and the ids that a later row supersedes.
Standing = tuple[dict[Paper, int], set[int]]

#: In the place of an id: a figure of the same upload, which has none yet.
UNWRITTEN = 0


@dataclass(frozen=True)
class Figure:
    """A figure as a paper prints it; `supersedes` with its public `reason`.

    `row` comes with its part, its indicator and the indicator's plan.
    """

    row: IndicatorRow
    period: int
    value: Decimal
    status: str
    source: SourceDocument
    reporting_unit: Unit
    supersedes: Observation | None = None
    reason: str = ""
    scope: str = ""

    @property
    def paper(self) -> Paper:
        """One paper has one figure for a row and year."""
        return (self.row.pk, self.period, self.source.public_id)


def accepted(figures: Sequence[Figure]) -> list[int]:
    """The revision number of each. Raises Refused for the first that cannot stand."""
    found = []
    for verdict in check(figures):
        if isinstance(verdict, Refused):
            raise verdict
        found.append(verdict)
    return found


def check(figures: Sequence[Figure]) -> list[int | Refused]:
    """For each figure its revision number, or why it cannot stand. One query."""
    latest, superseded = standing(figures)
    found: list[int | Refused] = []
    for figure in figures:
        try:
            _refuse_what_does_not_fit(figure)
            revision = _revision(figure, latest.get(figure.paper), superseded)
        except Refused as refused:
            found.append(refused)
            continue
        found.append(revision)
        latest[figure.paper] = UNWRITTEN
        if figure.supersedes is not None:
            superseded.add(figure.supersedes.pk)
    return found


def _revision(figure: Figure, last: int | None, superseded: set[int]) -> int:
    """Against the paper's `last` figure (its id) and what is superseded.

    Raises Refused.
    """
    earlier = figure.supersedes
    if earlier is not None and earlier.pk in superseded:
        raise Refused("superseded", _("这个数已有修订，请修订最新的一个。"))
    if last is not None and (
        earlier is None or (last != earlier.pk and last not in superseded)
    ):
        raise Refused(
            "already", _("这份文件已有该指标该年份的数；更正请指明修订哪一个数。")
        )
    return earlier.revision + 1 if earlier else 1


def standing(figures: Sequence[Figure]) -> Standing:
    """What stands for the same rows and years. One query."""
    if not figures:
        return {}, set()
    years = [figure.period for figure in figures]
    rows = Observation.objects.filter(
        row__in={figure.row.pk for figure in figures},
        period__gte=min(years),
        period__lte=max(years),
    ).order_by("revision")
    latest: dict[Paper, int] = {}
    superseded: set[int] = set()
    for pk, row, year, source, earlier in rows.values_list(
        "pk", "row_id", "period", "source__public_id", "supersedes_id"
    ):
        latest[row, year, source] = pk
        if earlier:
            superseded.add(earlier)
    return latest, superseded


def _refuse_what_does_not_fit(figure: Figure) -> None:
    refuse_other_years(figure.period)
    places_of(figure.value)
    if figure.status not in ObservationStatus.values:
        raise Refused("status", _("数据状态须为初步数、最终数或修订数。"))
    if figure.row.code is None:
        raise Refused("row_gone", _("这一行已不在规划文本中。"))
    refuse_half_a_revision(figure.supersedes, figure.reason)
    earlier = figure.supersedes
    if earlier and (earlier.row_id, earlier.period) != (figure.row.pk, figure.period):
        raise Refused("supersedes_other", _("只能修订同一指标同一年份的数。"))
