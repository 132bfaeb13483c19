"""Part: what every suggestion, indicator, project and update points at.

A part is never deleted. One that leaves the text is retired, or superseded by its
successors; its last text stays readable.
"""

import secrets

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

#: Crockford base32, lower case.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 8


def new_public_id() -> str:
    """8 random Crockford characters: 40 bits, unique over all plans by constraint."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


class PartKind(models.TextChoices):
    PLAN = "plan", _("规划")
    DIVISION = "division", _("章节")
    HEADING = "heading", _("小标题")
    PARAGRAPH = "paragraph", _("段落")
    BOX = "box", _("专栏")
    BOX_ITEM = "box_item", _("规划项目")
    TABLE = "table", _("表")
    TABLE_ROW = "table_row", _("表中一行")
    NOTE = "note", _("注")


class PartStatus(models.TextChoices):
    CURRENT = "current", _("现行")
    RETIRED = "retired", _("已不在文本中")
    SUPERSEDED = "superseded", _("已由后文取代")


class PartQuerySet(models.QuerySet["Part"]):
    def current(self) -> "PartQuerySet":
        return self.filter(status=PartStatus.CURRENT)

    def of_plan(self, plan_id: int) -> "PartQuerySet":
        return self.filter(plan_id=plan_id)

    def in_order(self) -> "PartQuerySet":
        """Printed order inside each page."""
        return self.order_by("page__path", "order")


class Part(models.Model):
    """`order` counts from 0 inside the page; `number` is the quiet one in the margin.

    `text` is what the part says, as printed (a box: heading and paragraphs, a line
    each; a row: its cells, TAB between); `text_hash` its SHA-256 in hex.
    """

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH,
        unique=True,
        default=new_public_id,
        validators=[RegexValidator(rf"^[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}$")],
    )
    plan = models.ForeignKey(
        "document.Plan", on_delete=models.PROTECT, related_name="+"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.PROTECT, related_name="parts"
    )
    kind = models.CharField(max_length=10, choices=PartKind.choices)
    block_id = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="children"
    )
    order = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    status = models.CharField(
        max_length=10, choices=PartStatus.choices, default=PartStatus.CURRENT
    )
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors"
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("文本单元")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "block_id"],
                condition=Q(status="current"),
                name="part_once_a_page",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PartKind.values), name="part_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=PartStatus.values), name="part_status_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["box_item", "table_row"], parent__isnull=False)
                | (~Q(kind__in=["box_item", "table_row"]) & Q(parent__isnull=True)),
                name="part_parent_of_items_and_rows",
            ),
        ]
        indexes = [models.Index(fields=["plan", "status", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"


class Change(models.TextChoices):
    ADDED = "added", _("增补")
    AMENDED = "amended", _("文字更正")
    SUPERSEDED = "superseded", _("由后文取代")
    RETIRED = "retired", _("移出文本")
    RESTORED = "restored", _("恢复")


class PartAmendment(models.Model):
    """Append-only: what a correction or a new edition made of an adopted part's text.

    `old_text` is empty for an added part, `new_text` where a part left the text.
    """

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="amendments")
    change = models.CharField(max_length=10, choices=Change.choices)
    old_text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文字更正")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="amendment_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(change__in=Change.values), name="amendment_change_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_change_display()} {self.made_at:%Y-%m-%d}"
