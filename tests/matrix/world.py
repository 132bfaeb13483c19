"""Two units, one person a role, and an object for every argument of an address."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from feedback.suggestions.models import Suggestion
from plan_pages.delivery import responsibilities, tasks
from plan_pages.document.models import Division, Part, Plan
from plan_pages.oversight import findings
from plan_pages.progress import uploads
from plan_pages.progress.models import Indicator
from plan_pages.scorecard import snapshots
from portal.accounts.models import User
from portal.accounts.rights import apply_rights
from portal.accounts.roles import Role
from portal.units.models import Unit
from tests.feedback.lifecycle import advance, send
from tests.feedback.replying import drafted, routed
from tests.plan_pages import disclosing, owing
from tests.portal.accounts.people import colleague

from .admin_objects import admin_values
from .rows import NOBODY, PEOPLE, PLAIN, SUPERUSER


@dataclass
class World:
    clients: dict[str, Client]
    own: dict[str, str]
    foreign: dict[str, str]
    #: Of the other unit, and of nobody else's knowledge: test_leaks.py.
    hidden: dict[str, str] = field(default_factory=dict)


def build(plan: Plan) -> World:
    """Own is of the unit that the editor and the head belong to."""
    apply_rights()
    ours = Unit.objects.create(key="fgw", name="发展改革部门", kind="department")
    theirs = Unit.objects.create(key="jtj", name="交通部门", kind="department")
    people = {word: _person(word, ours) for word in PEOPLE if word != NOBODY}
    values = _plan_values(plan) | admin_values(people[PLAIN])
    values["rule_key"] = owing.rule(people["administrator"]).key
    year, office = plan.period_start, people["publisher"]
    frozen = snapshots.freeze(plan=plan, kind="mid_term", year=year, by=office)
    values["snapshot"] = frozen.public_id
    sheet = SimpleUploadedFile("figures.xlsx", b"x")
    upload = uploads.receive(sheet=sheet, plan=plan, unit=ours, by=office)
    values["upload"] = upload.public_id
    own = values | _said(plan, ours, people["moderator"], indicator="1")
    foreign = values | _said(plan, theirs, people["moderator"], indicator="2")
    clients = {NOBODY: Client(raise_request_exception=False)}
    for word, user in people.items():
        clients[word] = Client(raise_request_exception=False)
        clients[word].force_login(user)
    superuser = User.objects.create_superuser("root-of-all")
    clients[SUPERUSER] = Client(raise_request_exception=False)
    clients[SUPERUSER].force_login(superuser)
    return World(clients, own, foreign)


def _person(word: str, unit: Unit) -> User:
    if word == PLAIN:
        return colleague(word)
    role = Role[word.upper()]
    of_unit = unit if role in {Role.EDITOR, Role.HEAD} else None
    return colleague(word, role, unit=of_unit)


def _plan_values(plan: Plan) -> dict[str, str]:
    section = Division.objects.get(url_path__endswith="/15/2/")
    parts = Part.objects.current().of_plan(plan.pk)
    return {
        "key": plan.key,
        "plan_path": f"{plan.key}/15/2",
        "item": parts.filter(kind="box_item")[0].public_id,
        "part": parts.filter(kind="paragraph", page=section)[0].public_id,
        "slug": "tashidian",
        "ordinal": "15",
        "a_list": "new",
        "rules": "1",
        "kind_key": "projects",
    }


def _said(plan: Plan, unit: Unit, moderator: User, *, indicator: str) -> dict[str, str]:
    """A published suggestion, routed to `unit`, which leads an indicator."""
    part = Part.objects.current().of_plan(plan.pk).filter(kind="paragraph")[0]
    row: Suggestion = send(part).suggestion
    advance(row, "published", by=moderator, second=moderator)
    routed(row, unit=unit, by=moderator)
    drafter = colleague(f"drafter-{unit.key}", Role.EDITOR, unit=unit)
    reply: Any = drafted(row, by=drafter)
    measured = Indicator.objects.get(plan=plan, number=indicator)
    return _disclosed(part, unit, drafter, measured) | {
        "indicator": indicator,
        "suggestion": row.number,
        "reply": str(reply.pk),
        "unit": str(unit.pk),
    }


def _reviewed(project: Any, unit: Unit, update: Any) -> dict[str, str]:
    """What the unit owes about the project, and an internal finding."""
    administrator = colleague(f"administrator-{unit.key}", Role.ADMINISTRATOR)
    rule = owing.rule(administrator)
    obligation = owing.obligation(project, unit, rule=rule)
    reviewer = colleague(f"reviewer-{unit.key}", Role.REVIEWER)
    version = update.versions.get()
    finding = findings.make(version=version, value="complete", words="x", by=reviewer)
    return {"obligation": obligation.public_id, "finding": finding.public_id}


def _disclosed(
    part: Part, unit: Unit, editor: User, indicator: Indicator
) -> dict[str, str]:
    """A published update of `unit`, with its file, about a project that it leads; a
    task and an indicator that it leads too.
    """
    office = colleague(f"office-{unit.key}", Role.PUBLISHER)
    head = colleague(f"head-{unit.key}", Role.HEAD, unit=unit)
    paper, handover = disclosing.paper(office), disclosing.handover(unit, office)
    project = disclosing.project_at(part, office, handover=handover)
    task = tasks.add_task(part=part, by=office, name="任务")
    for thing in (project, task, indicator):
        responsibilities.assign(unit=unit, role="lead", subject=thing, by=office)
    update = disclosing.drafted(project, editor)
    disclosing.released(update, editor=editor, head=head, office=office)
    return _reviewed(project, unit, update) | {
        "a_project": project.public_id,
        "a_task": task.public_id,
        "a_paper": paper.public_id,
        "a_handover": handover.public_id,
        "update": update.public_id,
        "of_version": "1",
        "in_order": "0",
        "draft_file": str(update.draft_evidence.get().pk),
        "unit_key": unit.key,
    }
