"""What projects and tasks have in common, and the rule "exactly one of these"."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models.part import (
    ALPHABET,
    PUBLIC_ID_LENGTH,
    new_public_id,
)

public_id_shape = RegexValidator(rf"^[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}$")


class Identity(models.Model):
    """Append-only: never deleted, no column changes. `part` is its home in the text."""

    public_id = models.CharField(
        max_length=PUBLIC_ID_LENGTH,
        unique=True,
        default=new_public_id,
        validators=[public_id_shape],
    )
    plan = models.ForeignKey(
        "document.Plan", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    part = models.ForeignKey(
        "document.Part", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    item = models.ForeignKey(
        "progress.PlanItem",
        null=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.public_id


class Said(models.Model):
    """Columns of every version. `unit` is the 填报单位, `by` who typed, `handover`
    the stamped paper where they are of two offices (代录).

    `note` says what changed: empty in version 1, needed in every later one.
    """

    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("名称"), max_length=300)
    unit = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.ForeignKey(
        "progress.SourceDocument",
        verbose_name=_("来源文件"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    handover = models.ForeignKey(
        "progress.Handover",
        verbose_name=_("代录"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(_("修改说明"), max_length=300, blank=True)
    published_on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


def version_constraints(owner: str) -> list[models.BaseConstraint]:
    """Numbered once, named, and every later one says what changed."""
    return [
        models.UniqueConstraint(
            fields=[owner, "number"], name=f"{owner}_version_number_once"
        ),
        models.CheckConstraint(
            condition=Q(number=1, note="") | (Q(number__gt=1) & ~Q(note="")),
            name=f"{owner}_later_version_has_note",
        ),
        models.CheckConstraint(condition=~Q(name=""), name=f"{owner}_has_name"),
    ]


def exactly_one(*names: str) -> Q:
    """A condition: one of these columns is set and the others are null."""
    return reduce(
        or_,
        (Q(**{f"{other}__isnull": other != name for other in names}) for name in names),
    )


def superseding_constraints(prefix: str) -> list[models.BaseConstraint]:
    """A row that takes another's place says why; a first one has nothing to say."""
    return [
        models.CheckConstraint(
            condition=Q(supersedes__isnull=True, reason="")
            | (Q(supersedes__isnull=False) & ~Q(reason="")),
            name=f"{prefix}_superseding_has_reason",
        ),
    ]
