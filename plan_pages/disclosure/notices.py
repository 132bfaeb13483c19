"""Telling others that a disclosure changed: the index, the caches, the next person.

Mail says what waits and where, never what it says.
"""

from typing import Literal

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import WorkflowState

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.events import Delivery, Handler, enqueue, handlers
from portal.outbox.purges import purge
from portal.search import freshness

from .models import PublishingOfficeTask, UnitHeadTask, Update
from .subjects import parts_of

#: What its search scopes begin with.
SCOPE = "update"
MAIL = "update.mail"
Reader = Literal["head", "office", "editor"]


def tell_and_forget_pages(update: Update) -> None:
    """Owe the index a new look, and let every process forget the pages that show it."""
    keys = {"updates", f"update:{update.public_id}", f"unit:{update.unit.key}", "units"}
    for part in parts_of(update.subject):
        # A plan item is a Part with a page of its own.
        of_part = f"part:{part.public_id}", f"page:{part.page_id}"
        keys |= {*of_part, f"item:{part.public_id}"}
    for thing, kind in ((update.project, "project"), (update.task, "task")):
        if thing is not None:
            keys |= {f"{kind}:{thing.public_id}", f"{kind}s"}
    if update.indicator is not None:
        keys.add(f"indicator:{update.indicator.plan_id}:{update.indicator.number}")
    purge(keys=keys)
    freshness.changed([scope_of(update)])


def scope_of(update: Update) -> str:
    return f"{SCOPE}:{update.public_id}"


def ask(update: Update, reader: Reader) -> None:
    """Owe one mail to whoever is next: the unit's heads, the office, the editors."""
    enqueue(
        topic=MAIL,
        key=f"{MAIL}:{update.public_id}",
        payload={"update": update.public_id, "reader": reader},
    )


def readers_of(update: Update, reader: str) -> list[str]:
    """Addresses of those who have one, in a fixed order."""
    people = User.objects.filter(is_active=True, email__isnull=False)
    if reader == "office":
        people = people.filter(groups__name=Role.PUBLISHER.value)
    else:
        role = Role.HEAD if reader == "head" else Role.EDITOR
        people = people.filter(unit_id=update.unit_id, groups__name=role.value)
    return sorted({str(person.email) for person in people})


def _send(delivery: Delivery) -> None:
    update = (
        Update.objects.select_related("unit")
        .filter(public_id=str(delivery.payload["update"]))
        .first()
    )
    reader = str(delivery.payload["reader"])
    if update is None or not _still_waits(update, reader):
        return
    to = readers_of(update, reader)
    if to:
        with override(settings.LANGUAGE_CODE):
            _message(update, reader, to).send()


def _still_waits(update: Update, reader: str) -> bool:
    """At that reader's desk: it may have moved on since the mail was owed."""
    workflow = update.current_workflow_state
    if workflow is None or workflow.current_task_state is None:
        return False
    if reader == "editor":
        return bool(workflow.status == WorkflowState.STATUS_NEEDS_CHANGES)
    task = UnitHeadTask if reader == "head" else PublishingOfficeTask
    at_desk = isinstance(workflow.current_task_state.task.specific, task)
    return at_desk and workflow.status == WorkflowState.STATUS_IN_PROGRESS


def _message(update: Update, reader: str, to: list[str]) -> EmailMessage:
    said = {"unit": update.unit.name, "id": update.public_id}
    subject = {
        "head": _("待审批：%(unit)s的进展填报 %(id)s"),
        "office": _("待发布审查：%(unit)s的进展填报 %(id)s"),
        "editor": _("已退回修改：%(unit)s的进展填报 %(id)s"),
    }[reader] % said
    base = (settings.BASE_URL or settings.WAGTAILADMIN_BASE_URL).rstrip("/")
    url = base + reverse("disclosure_case", args=[update.public_id])
    body = _("请登录后打开：\n%(url)s\n") % {"url": url}
    return EmailMessage(
        subject, body, bcc=to, connection=get_connection(fail_silently=False)
    )


handlers.register(Handler(topic=MAIL, run=_send))
