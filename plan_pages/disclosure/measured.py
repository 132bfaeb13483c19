"""The year's figures in an update about an indicator: one entry, one truth.

Publishing a version writes them as observations in the same transaction, provisional
unless the unit says final. A correction supersedes what it changes, with its public
note; what it leaves alone stays, also where somebody revised it since.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from plan_pages.progress.models import (
    IndicatorRow,
    Observation,
    ObservationWithdrawal,
    SourceDocument,
)
from plan_pages.progress.observations import record_observation, withdraw_observation
from plan_pages.progress.sources import record_source
from portal.refusals import Refused

from .models import Evidence, Update, UpdateVersion, VersionFigure

#: Row code → (year, value as text, status).
Measured = dict[str, tuple[str, str, str]]


def rows_of(indicator: Any) -> list[IndicatorRow]:
    """Rows that a unit can give the year's figure of; none without an indicator."""
    if indicator is None or indicator.number is None:
        return []
    rows = IndicatorRow.objects.filter(indicator=indicator, code__isnull=False)
    return list(rows.select_related("part", "indicator__plan").order_by("order"))


def refuse_unmeasurable(draft: Update) -> None:
    """Raises Refused (figures)."""
    codes = [figure["row"] for figure in draft.figures if figure["row"]]
    if not codes:
        return
    known = {row.code for row in rows_of(draft.indicator)}
    if not set(codes) <= known or len(set(codes)) < len(codes):
        raise Refused("figures", _("指标数据须对应这个指标的行，一行一个。"))
    if not (len(draft.period) == 4 and draft.period.isdecimal()):
        raise Refused("figures", _("指标数据按年公布：时期请写四位年份，如 2024。"))


def has_figures(claim: Any) -> bool:
    return bool(_measured(claim))


def write_figures(version: UpdateVersion, evidence: list[Evidence], by: Any) -> None:
    """What this version says against the one before it. Raises Refused.

    Belongs into the transaction that publishes.
    """
    earlier = version.update.versions.filter(number=version.number - 1).first()
    before = _measured(earlier) if earlier else {}
    now = _measured(version)
    changed = {code: said for code, said in now.items() if before.get(code) != said}
    for code, (year, _value, _status) in before.items():
        if code not in now or now[code][0] != year:
            _take_back(version.update, code, int(year), version.note, by)
    if not changed:
        return
    rows = {row.code: row for row in rows_of(version.update.indicator)}
    source = _source(version, evidence, by)
    for code, (year, value, status) in changed.items():
        head = _head(version.update, code, int(year))
        observation = record_observation(
            row=rows[code],
            period=int(year),
            value=Decimal(value),
            status=status,
            source=source,
            reporting_unit=version.unit,
            supersedes=head,
            reason=version.note if head else "",
            by=by,
        )
        VersionFigure.objects.create(version=version, observation=observation)


def withdraw_figures(update: Update, reason: str, by: Any) -> None:
    """With the update goes what it said. Raises Refused."""
    last = update.versions.order_by("-number").first()
    for code, (year, _value, _status) in (_measured(last) if last else {}).items():
        _take_back(update, code, int(year), reason, by)


def _measured(claim: Any) -> Measured:
    return {
        figure["row"]: (claim.period, figure["value"], figure["status"])
        for figure in claim.figures
        if figure.get("row") and figure.get("status")
    }


def _take_back(update: Update, code: str, year: int, reason: str, by: Any) -> None:
    """Only what this update said last; another paper's revision is not ours."""
    head = _head(update, code, year)
    if head is not None and VersionFigure.objects.filter(
        observation=head, version__update=update
    ):
        withdraw_observation(observation=head, reason=reason[:300], by=by)


def _head(update: Update, code: str, year: int) -> Observation | None:
    """The newest revision of what this update said of that row and year."""
    rows = Observation.objects.filter(
        disclosed__version__update=update, row__code=code, period=year
    )
    head = rows.order_by("-pk").first()
    while head is not None:
        later = Observation.objects.filter(supersedes=head).first()
        if later is None:
            break
        head = later
    gone = head and ObservationWithdrawal.objects.filter(observation=head).exists()
    return None if gone else head


def _source(
    version: UpdateVersion, evidence: list[Evidence], by: Any
) -> SourceDocument:
    """The first evidence, cited with the number of the disclosure it lies open in."""
    said = {"id": version.update.public_id, "n": version.number}
    shown = evidence[0]
    return record_source(
        title=shown.title,
        issuer=version.unit.name,
        number=f"进展公开 {said['id']} 第{said['n']}版",
        dated=version.published_on,
        url=shown.url,
        document=shown.document,
        by=by,
    )
