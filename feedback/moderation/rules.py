"""The moderation rules: versions that nothing changes, the newest in force."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.clock import today
from portal.ledger.commitments import public_hash
from portal.ledger.entries import record
from portal.ledger.models import EntryType
from portal.outbox.purges import purge
from portal.pages.sanitiser import clean
from portal.refusals import Refused
from portal.writing import write_transaction

from .models import RulesVersion
from .permissions import can_change_rules

FIRST = Path(__file__).with_name("first_rules.html")


def current() -> RulesVersion:
    """The rules in force; the first version is written where there is none."""
    return RulesVersion.objects.first() or _publish(
        html=FIRST.read_text(encoding="utf-8"), note="", by=None
    )


def publish_rules(
    *, html: str, note: str, by: User, base: int | None = None
) -> RulesVersion:
    """A new version; `base`: the number of the one that was worked on.

    Raises Refused (not_publisher, note, unchanged, rules, changed).
    """
    if not can_change_rules(by):
        raise Refused("not_publisher", _("只有发布员可以修订审核规则。"))
    if not note.strip():
        raise Refused("note", _("请写明修订了什么。"))
    cleaned = clean(html)
    if not cleaned.strip():
        raise Refused("rules", _("规则不能为空。"))
    newest = current()
    if base is not None and base != newest.number:
        raise Refused("changed", _("规则刚由他人修订过，请从现行版本重新修改。"))
    if cleaned == newest.html:
        raise Refused("unchanged", _("内容没有变化。"))
    return _publish(html=cleaned, note=note, by=by)


def _publish(*, html: str, note: str, by: User | None) -> RulesVersion:
    with write_transaction():
        newest = RulesVersion.objects.first()
        version = RulesVersion.objects.create(
            number=newest.number + 1 if newest else 1,
            html=clean(html),
            note=note,
            published_on=today(),
            by=by,
        )
        record(
            type=EntryType.RULES_CHANGED,
            subject=f"rules:{version.number}",
            data={"number": version.number, "hash": public_hash(version.html.encode())},
        )
        purge(keys=["rules"])
    return version
