"""Entry: one line of the public ledger. Salt: what an erasure takes away.

An entry has no number: leaves are numbered later, in shuffled batches, by rows of
another table. Its key is random, so that not even the row order tells who came first.
"""

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from .canonical import MAX_BYTES


class EntryType(models.TextChoices):
    """Fixed for good: verifiers outside know these names."""

    SUGGESTION_RECEIVED = "suggestion.received", _("收到建议")
    SUGGESTION_WITHDRAWN = "suggestion.withdrawn", _("作者撤回")
    MODERATION_DECIDED = "moderation.decided", _("审核决定")
    APPEAL_OPENED = "appeal.opened", _("提出申诉")
    APPEAL_DECIDED = "appeal.decided", _("申诉决定")
    SUGGESTION_ANSWERED = "suggestion.answered", _("答复")
    SUGGESTION_ERASED = "suggestion.erased", _("作者删除")
    DISCLOSURE_PUBLISHED = "disclosure.published", _("公开")
    DISCLOSURE_REVISED = "disclosure.revised", _("公开更正")
    DISCLOSURE_WITHDRAWN = "disclosure.withdrawn", _("公开撤回")
    REPORT_FROZEN = "report.frozen", _("报告定稿")
    REVIEW_FOUND = "review.found", _("核查结论")
    RULES_CHANGED = "rules.changed", _("规则修订")
    KEY_ROTATED = "key.rotated", _("密钥更换")
    DAY_CLOSED = "day.closed", _("当日封存")


#: Entries that say the week only, because a date could point at a person.
WEEKLY = frozenset(
    {
        EntryType.SUGGESTION_RECEIVED,
        EntryType.SUGGESTION_WITHDRAWN,
        EntryType.MODERATION_DECIDED,
        EntryType.APPEAL_OPENED,
        EntryType.APPEAL_DECIDED,
        EntryType.SUGGESTION_ANSWERED,
        EntryType.SUGGESTION_ERASED,
    }
)


def random_key() -> int:
    """A positive 63-bit number: a primary key that tells no order."""
    return secrets.randbits(63) or 1


class Entry(models.Model):
    """`payload` is canonical JSON (portal.ledger.canonical); append-only."""

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    entry_id = models.CharField(max_length=26, unique=True)
    type = models.CharField(max_length=24, choices=EntryType.choices)
    subject = models.CharField(max_length=64, db_index=True)
    payload = models.CharField(max_length=MAX_BYTES)

    class Meta:
        verbose_name = verbose_name_plural = _("账本条目")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=EntryType.values), name="entry_type_known"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("payload"), MAX_BYTES),
                name="entry_payload_one_kib",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.entry_id}"

    @property
    def leaf_hash(self) -> bytes:
        """RFC 6962: SHA-256 of a zero byte and the payload's bytes."""
        return hashlib.sha256(b"\0" + self.payload.encode("ascii")).digest()


class Salt(models.Model):
    """The salt of one commitment. An erasure deletes the row; nothing points at it."""

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    subject = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=24)
    value = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = _("盐值")

    def __str__(self) -> str:
        return f"{self.kind} {self.commitment[:8]}"
