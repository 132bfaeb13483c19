"""Staff, projects and disclosures brought into any state through the services alone."""

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from plan_pages.delivery import projects
from plan_pages.delivery.models import Project
from plan_pages.disclosure import approving, drafts, versions
from plan_pages.disclosure.models import Update, UpdateVersion
from plan_pages.document.models import Part, Plan
from plan_pages.progress.handovers import record_handover
from plan_pages.progress.models import Handover, SourceDocument
from plan_pages.progress.sources import record_source
from portal.accounts.models import User
from portal.media.keeping import keep_file
from portal.units.models import Unit
from portal.writing import write_transaction

DAY = datetime.date(2026, 3, 2)
RELEASE = versions.Release(
    first_reader="甲",
    first_read_on=DAY,
    second_reader="乙",
    second_read_on=DAY,
    third_reader="丙",
    third_read_on=DAY,
    secrecy_by="丁",
    secrecy_on=DAY,
    secrecy_result="open",
)
SAID = {"period": "2024", "delivery": "in_progress", "words": "主体结构已封顶。"}


def pdf(name: str = "纪要.pdf", body: bytes = b"%PDF-1.7 evidence") -> Any:
    return SimpleUploadedFile(name, body)


def paragraph(plan: Plan, section: str = "4/5") -> Part:
    """The first paragraph of a section."""
    parts = Part.objects.current().of_plan(plan.pk).filter(kind="paragraph")
    return parts.filter(page__url_path__endswith=f"/{section}/").order_by("order")[0]


def project_at(part: Part, by: User, **facts: Any) -> Project:
    return projects.add_project(
        part=part, by=by, **{"name": "城区供水管网改造", **facts}
    )


def paper(by: User) -> SourceDocument:
    """A paper with its own file."""
    return record_source(
        title="年度计划", issuer="发展改革委", dated=DAY, file=pdf("计划.pdf"), by=by
    )


def handover(unit: Unit, by: User) -> Handover:
    """The unit's stamped paper, that the office typed from."""
    with write_transaction():
        stamped, _digest = keep_file(file=pdf(), title="盖章表", unit=unit, by=by)
    return record_handover(unit=unit, stamped=stamped, sheet_sha256="0" * 64, by=by)


def drafted(subject: Any, by: User, *, evidence: bool = True, **said: Any) -> Update:
    """A draft of the writer's unit, with a file as evidence."""
    unit = said.pop("unit", None)
    saved = drafts.save_draft(by=by, subject=subject, unit=unit, **(SAID | said))
    update = Update.objects.get(pk=saved.pk)
    if evidence:
        drafts.add_evidence(update=update, title="会议纪要", file=pdf(), by=by)
    return update


def released(
    update: Update, *, editor: User, head: User, office: User
) -> UpdateVersion:
    """Submitted, approved, published."""
    drafts.submit(update=update, by=editor)
    if not update.on_behalf:
        approving.approve(update=update, by=head)
    return versions.publish(update=update, release=RELEASE, by=office)
