"""The letter to a unit about which a finding became public: where to read and answer.

It says that there is one, never what it says.
"""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from plan_pages.oversight.models import Finding
from plan_pages.oversight.notices import MAIL
from plan_pages.oversight.queries import public_findings
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.events import Delivery, Handler, handlers


def readers_of(unit_id: int) -> list[str]:
    """Addresses of the unit's heads and editors who have one, in a fixed order."""
    roles = [Role.HEAD.value, Role.EDITOR.value]
    people = User.objects.filter(
        is_active=True, email__isnull=False, unit_id=unit_id, groups__name__in=roles
    )
    return sorted({str(person.email) for person in people})


def _send(delivery: Delivery) -> None:
    rows = public_findings().filter(public_id=str(delivery.payload["finding"]))
    finding = rows.first()
    if finding is None:
        return
    to = readers_of(finding.unit_id)
    if to:
        with override(settings.LANGUAGE_CODE):
            _message(finding, to).send()


def _message(finding: Finding, to: list[str]) -> EmailMessage:
    said = {"unit": finding.unit.name, "id": finding.public_id}
    base = (settings.BASE_URL or settings.WAGTAILADMIN_BASE_URL).rstrip("/")
    url = f"{base}{reverse('findings_to_answer')}#f-{finding.public_id}"
    lines = [_("负责人登录后在此阅读并回应：\n%(url)s\n") % {"url": url}]
    if due_on := finding.release.supplement_due_on:
        lines.append(_("请于 %(day)s 前补充公开。") % {"day": due_on.isoformat()})
    subject = _("核查结论已公开：%(unit)s %(id)s") % said
    connection = get_connection(fail_silently=False)
    return EmailMessage(subject, "\n".join(lines), bcc=to, connection=connection)


handlers.register(Handler(topic=MAIL, run=_send))
