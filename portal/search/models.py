"""Entries: what can be found now. The full-text index hangs on them by triggers.

An entry is narrow, because every hit of a query is read for the counts; what is shown
stands in its own row. A migration adds each database's own index.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """`version` counts up over all writes and deletions of the index."""

    key = models.CharField(max_length=80, unique=True)
    scope = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=20)
    chapter = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    boost = models.SmallIntegerField(default=0)
    length = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=32)
    version = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("搜索条目")

    def __str__(self) -> str:
        return self.key


class EntryText(models.Model):
    """`id` and `key` are its entry's. `tokens` has a space on both sides of each."""

    key = models.CharField(max_length=80, unique=True)
    title = models.TextField()
    text = models.TextField()
    tokens = models.TextField()
    path = models.TextField()
    label = models.CharField(max_length=40, blank=True)
    plan = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=30, blank=True)
    date = models.DateField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("搜索条目的文字")

    def __str__(self) -> str:
        return self.title


class Clock(models.Model):
    """One row: the version of the last change, and when the index was last compared.

    `tidied` is the version up to which what was taken out has left the files.
    """

    version = models.BigIntegerField(default=0)
    tidied = models.BigIntegerField(default=0)
    tokens = models.PositiveSmallIntegerField(default=0)
    compared_at = models.DateTimeField(null=True)
    repaired = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("搜索索引的时钟")

    def __str__(self) -> str:
        return str(self.version)
