"""Papers and figures for tests."""

import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group

from plan_pages.progress import observations
from plan_pages.progress.models import IndicatorRow, Observation, SourceDocument
from portal.accounts.models import User
from portal.accounts.rights import apply_rights
from portal.accounts.roles import Role
from portal.units.models import Unit


def person(name: str, *roles: Role, unit: Unit | None = None) -> User:
    apply_rights()
    user = User.objects.create(username=name, unit=unit)
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


def row_of(code: str) -> IndicatorRow:
    return IndicatorRow.objects.select_related("part", "indicator__plan").get(code=code)


def paper(by: User, **columns: Any) -> SourceDocument:
    return SourceDocument.objects.create(
        **{
            "title": "2021年国民经济和社会发展统计公报",
            "issuer": "统计局",
            "number": "示统〔2022〕1号",
            "dated": datetime.date(2022, 4, 1),
            "entered_by": by,
            "entered_on": datetime.date(2022, 4, 2),
            **columns,
        }
    )


def figure(
    row: IndicatorRow, by: User, source: SourceDocument, unit: Unit, **columns: Any
) -> Observation:
    return Observation.objects.create(
        **{
            "row": row,
            "period": 2021,
            "value": Decimal("79.3"),
            "places": 1,
            "status": "final",
            "source": source,
            "reporting_unit": unit,
            "content_hash": "0" * 64,
            "entered_by": by,
            "entered_on": datetime.date(2022, 4, 2),
            **columns,
        }
    )


def given(code: str, period: int, value: str, by: User, unit: Unit, **columns: Any):
    """A figure through the service; `source` made for it where none is given."""
    source = columns.pop("source", None) or paper(by, number=f"{code}-{period}-{value}")
    return observations.record_observation(
        row=row_of(code),
        period=period,
        value=Decimal(value),
        source=source,
        reporting_unit=unit,
        by=by,
        **{"status": "final", **columns},
    )
