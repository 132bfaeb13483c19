"""Entries: what can be found now. The full-text index hangs on them by triggers.

An entry is narrow, because every hit of a query is read for the counts; what is shown
stands in its own row. A migration adds each database's own index.
"""

from pathlib import Path

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from .synonym_lines import readable


class EntryQuerySet(models.QuerySet["Entry"]):
    def fingerprints(self) -> dict[str, str]:
        """Key → fingerprint; empty where the entry's text is missing."""
        text = EntryText.objects.filter(id=OuterRef("id"), key=OuterRef("key"))
        rows = self.annotate(whole=Exists(text)).values_list(
            "key", "fingerprint", "whole"
        )
        return {key: said if whole else "" for key, said, whole in rows}


class Entry(models.Model):
    """`version` counts up over all writes and deletions of the index."""

    key = models.CharField(max_length=80, unique=True)
    scope = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=20)
    chapter = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)
    boost = models.SmallIntegerField(default=0)
    length = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=32)
    version = models.BigIntegerField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("搜索条目")

    def __str__(self) -> str:
        return self.key


class EntryTextQuerySet(models.QuerySet["EntryText"]):
    def astray(self) -> "EntryTextQuerySet":
        """Texts that belong to no entry."""
        entry = Entry.objects.filter(id=OuterRef("id"), key=OuterRef("key"))
        return self.filter(~Exists(entry))


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

    objects = EntryTextQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("搜索条目的文字")

    def __str__(self) -> str:
        return self.title


class Clock(models.Model):
    """One row: the version of the last change, and how the index was last found.

    `tidied` is the version up to which what was taken out has left the files;
    `repaired` and `mirror_repaired` count what the last whole comparison put right;
    since `mirror_behind_since` Elasticsearch takes no change, for `mirror_error`.
    """

    version = models.BigIntegerField(default=0)
    tidied = models.BigIntegerField(default=0)
    tokens = models.PositiveSmallIntegerField(default=0)
    compared_at = models.DateTimeField(null=True)
    repaired = models.PositiveIntegerField(default=0)
    mirror_compared_at = models.DateTimeField(null=True)
    mirror_repaired = models.PositiveIntegerField(default=0)
    mirror_behind_since = models.DateTimeField(null=True)
    mirror_error = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("搜索索引的时钟")

    def __str__(self) -> str:
        return str(self.version)


#: The list that comes with the software, which an editor sees beside the own one.
SHIPPED = Path(__file__).parent / "data" / "synonyms.txt"


@register_setting(icon="search")
class SearchWords(BaseGenericSetting):
    """One row: what editors add to the shipped list, see `synonyms.py`."""

    synonyms = models.TextField(
        _("同义词"),
        blank=True,
        validators=[readable],
        help_text=_(
            "每行一组，例如：养老院 = 养老服务机构、养老机构。搜左边的词，"
            "也找右边的词；反过来不找。与下面所列相同的词，以这里写的为准。"
            "保存后几秒内生效。"
        ),
    )

    panels = [
        FieldPanel("synonyms"),
        HelpPanel(
            heading=_("随软件提供的同义词"),
            content=format_html("<pre>{}</pre>", SHIPPED.read_text("utf-8")),
        ),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("搜索用词")
