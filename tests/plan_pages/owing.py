"""Rules, leads and published versions for tests of what is owed.

Versions are written as rows, which costs a millisecond; tests of the whole way use
tests.plan_pages.disclosing, and the recount publishes by the services alone.
"""

import datetime
from typing import Any

from django.utils import timezone

from plan_pages.delivery.models import (
    Project,
    ProjectVersion,
    Responsibility,
    Task,
    TaskVersion,
)
from plan_pages.disclosure import periods
from plan_pages.disclosure.models import Evidence, Update, UpdateVersion
from plan_pages.disclosure.subjects import home_of
from plan_pages.document.models import Part, Plan
from plan_pages.obligations.models import DisclosureSettings, Obligation, Rule
from plan_pages.obligations.rules import set_rule
from plan_pages.oversight.models import Finding, FindingRelease
from plan_pages.progress.models import Indicator
from portal.accounts.models import User
from portal.units.models import Unit

LAUNCH = datetime.date(2025, 1, 1)


def launch(on: datetime.date | None = LAUNCH, **columns: Any) -> DisclosureSettings:
    site = DisclosureSettings.load()
    for name, value in {"launch_date": on, **columns}.items():
        setattr(site, name, value)
    site.save()
    return site


def rule(by: User, **facts: Any) -> Rule:
    """Projects, by the quarter from 2025-Q1, 20 working days, words; in every phase."""
    return set_rule(
        by=by,
        **{
            "name": "季度进展",
            "subject": "project",
            "cycle": "quarter",
            "first_period": "2025-Q1",
            "term_days": 20,
            "basis": "plan",
            "basis_text": "第十五章第二节“加强重大项目管理”",
            "phases": ["implementing", "final_evaluation"],
            **facts,
        },
    )


def unit_named(key: str, name: str = "") -> Unit:
    unit, _made = Unit.objects.get_or_create(
        key=key, defaults={"name": name or f"{key}局", "kind": "department"}
    )
    return unit


def place_in(plan: Plan, section: str = "4/5", at: int = 0) -> Part:
    """A paragraph of a section."""
    parts = Part.objects.current().of_plan(plan.pk).filter(kind="paragraph")
    return parts.filter(page__url_path__endswith=f"/{section}/").order_by("order")[at]


def project_row(
    part: Part, by: User, name: str = "供水管网改造", **said: Any
) -> Project:
    project = Project.objects.create(plan_id=part.plan_id, part=part)
    ProjectVersion.objects.create(
        project=project, number=1, name=name, published_on=LAUNCH, by=by, **said
    )
    return project


def task_row(part: Part, by: User, name: str = "出台管护办法", **said: Any) -> Task:
    task = Task.objects.create(plan_id=part.plan_id, part=part)
    TaskVersion.objects.create(
        task=task, number=1, name=name, published_on=LAUNCH, by=by, **said
    )
    return task


def lead(unit: Unit, subject: Any, by: User, role: str = "lead") -> Responsibility:
    return Responsibility.objects.create(
        unit=unit, role=role, since=LAUNCH, by=by, **{_column(subject): subject}
    )


def said(
    subject: Any,
    unit: Unit,
    by: User,
    *,
    period: str = "2025-Q1",
    on: datetime.date,
    evidence: int = 0,
    update: Update | None = None,
    **columns: Any,
) -> UpdateVersion:
    """A published version; of a new update, or the next one of `update`."""
    claim = {
        "period": period,
        "period_end": periods.last_day(period),
        "delivery": "in_progress",
        "words": "主体完工。",
        **columns,
    }
    held = update or Update.objects.create(
        plan_id=subject.plan_id, unit=unit, live=True, home=home_of(subject), **claim,
        **{_column(subject): subject},
    )  # fmt: skip
    number = held.versions.count() + 1
    version = UpdateVersion.objects.create(
        update=held, number=number, unit=unit, content_hash="0" * 64,
        published_on=on, by=by, **claim | ({"note": "补充"} if number > 1 else {}),
    )  # fmt: skip
    for order in range(evidence):
        Evidence.objects.create(
            version=version, order=order, title="公告", url="https://example.org/"
        )
    return version


def obligation(
    subject: Any, unit: Unit, *, rule: Rule, period: str = "2025-Q1"
) -> Obligation:
    """What `unit` owes about `subject`, due twenty days after the period."""
    end = periods.last_day(period)
    return Obligation.objects.create(
        rule=rule, rule_key=rule.key, plan_id=subject.plan_id, unit=unit,
        subject=_column(subject), period=period, period_end=end,
        due_on=end + datetime.timedelta(days=20), made_on=end,
        **{_column(subject): subject},
    )  # fmt: skip


def found(
    about: UpdateVersion | Obligation, by: User, office: User, *,
    value: str = "disputed", words: str = "存疑。", on: datetime.date = LAUNCH,
) -> Finding:  # fmt: skip
    """A released finding as rows; by the services, tests of oversight make theirs."""
    carrier: Any = about.update if isinstance(about, UpdateVersion) else about
    column = "version" if isinstance(about, UpdateVersion) else "obligation"
    finding = Finding.objects.create(
        plan_id=carrier.plan_id, unit=about.unit, value=value, words=words, made_on=on,
        by=by, **{column: about},
    )  # fmt: skip
    FindingRelease.objects.create(finding=finding, released_on=on, by=office)
    return finding


def owed_row(**columns: Any) -> Obligation:
    """The one obligation of that description."""
    return Obligation.objects.get(**columns)


def _column(subject: Any) -> str:
    kinds = {Indicator: "indicator", Project: "project", Task: "task", Part: "part"}
    return kinds[type(subject)]


def noon(day: datetime.date) -> datetime.datetime:
    """Of that Beijing day, for time-machine."""
    at = datetime.datetime.combine(day, datetime.time(12))
    return at.replace(tzinfo=timezone.get_default_timezone())
