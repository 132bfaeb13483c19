"""Plan items: what the plan's boxes list, made by the import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def current(self) -> "PlanItemQuerySet":
        """Those that stand in the plan's text."""
        return self.filter(key__isnull=False)


class PlanItem(models.Model):
    """An item of a box: often a class of works, so 0…n projects will carry it out.

    `key` is box number and place in it (`4-5/1`), none for one that left the text; its
    public id is its Part's.
    """

    plan = models.ForeignKey(
        "document.Plan", on_delete=models.PROTECT, related_name="items"
    )
    part = models.OneToOneField(
        "document.Part", on_delete=models.PROTECT, related_name="plan_item"
    )
    box = models.ForeignKey(
        "document.Part", on_delete=models.PROTECT, related_name="box_items"
    )
    box_number = models.TextField(_("专栏号"))
    box_title = models.TextField(_("专栏"), blank=True)
    key = models.TextField(null=True)
    order = models.PositiveIntegerField()
    name = models.TextField(_("名称"))
    label = models.TextField(_("分组"), blank=True)
    ambiguous = models.BooleanField(default=False)
    alternatives = models.JSONField(default=list)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("规划项目")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"], name="item_key_once_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return self.name
