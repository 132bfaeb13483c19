"""OutboxEvent: a side effect that is owed. Lease: who does them. Purge: what to forget.

None of them holds a citizen's words or a salt, and none tells when it was made: a new
event is simply due, and a delivered one is deleted.
"""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    return secrets.token_hex(8)


class OutboxEventQuerySet(models.QuerySet["OutboxEvent"]):
    def due(self, now: object, *, most: int) -> list["OutboxEvent"]:
        """Not dead, and not waiting for a later try; the longest owed first.

        Two queries that each end after `most` rows of the index `outbox_due`: asked
        for in one, a long backlog would be sorted anew for every batch.
        """
        living = self.filter(dead__in=[False])  # "NOT dead" would pass the index by
        again = living.filter(next_try__lte=now).order_by("next_try", "id")[:most]
        fresh = living.filter(next_try__isnull=True).order_by("id")[:most]
        found: list[OutboxEvent] = [*again, *fresh]
        return sorted(found, key=lambda event: event.id)[:most]

    def dead_letters(self) -> "OutboxEventQuerySet":
        return self.filter(dead=True).order_by("id")


class OutboxEvent(models.Model):
    """`key` stands once; a second enqueue replaces payload and `token`.

    The relay deletes by id and token, so that a change that arrives while the old
    event is being carried out is carried out as well.
    """

    key = models.CharField(max_length=200, unique=True)
    topic = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    token = models.CharField(max_length=16, default=new_token)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    dead = models.BooleanField(default=False)
    last_error = models.CharField(max_length=120, blank=True)

    objects = OutboxEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("待办事件")
        indexes = [
            models.Index(fields=["dead", "next_try", "id"], name="outbox_due"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class Lease(models.Model):
    """One holder at a time; after `expires_at` any other may take it over."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("租约")

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class Purge(models.Model):
    """Cache keys to forget; every process reads them with a cursor of its own.

    `gone_after` is rounded to ten minutes and at most an hour away.
    """

    keys = models.JSONField()
    gone_after = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("缓存清除")

    def __str__(self) -> str:
        return ", ".join(self.keys)
