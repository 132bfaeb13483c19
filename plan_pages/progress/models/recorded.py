"""What every entered figure has: its paper, its revision, who typed it and when."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import new_public_id

#: Periods are calendar years: the plan measures by the year.
FIRST_YEAR, LAST_YEAR = 1949, 2100
MAX_DIGITS, PLACES = 20, 6


class RecordedQuerySet(models.QuerySet):
    def current(self) -> "RecordedQuerySet":
        """Those that no later row of the same thing names as superseded."""
        same: tuple[str, ...] = getattr(self.model, "SAME", ())
        later = self.model._base_manager.filter(
            supersedes=OuterRef("pk"), **{name: OuterRef(name) for name in same}
        )
        return self.filter(~Exists(later))


class Recorded(models.Model):
    """Append-only. The first row is revision 1; a later one names the row before it
    and says why. `places` is how many decimals the paper prints.
    """

    #: A revision is about the same of these as the row that it supersedes.
    SAME: ClassVar[tuple[str, ...]] = ("row",)

    public_id = models.CharField(
        max_length=8, unique=True, default=new_public_id, editable=False
    )
    row = models.ForeignKey(
        "progress.IndicatorRow", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    value = models.DecimalField(_("数值"), max_digits=MAX_DIGITS, decimal_places=PLACES)
    places = models.PositiveSmallIntegerField(_("小数位数"), default=0)
    source = models.ForeignKey(
        "progress.SourceDocument",
        verbose_name=_("来源文件"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    revision = models.PositiveSmallIntegerField(_("修订号"), default=1)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.CharField(_("修订原因"), max_length=300, blank=True)
    content_hash = models.CharField(max_length=64)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_on = models.DateField(_("录入日期"))

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(revision=1, supersedes__isnull=True)
                | (Q(revision__gt=1, supersedes__isnull=False) & ~Q(reason="")),
                name="%(class)s_revision_says_why",
            ),
            models.CheckConstraint(
                condition=Q(places__lte=PLACES), name="%(class)s_places_fit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.printed}"

    @property
    def printed(self) -> str:
        """The value with as many decimals as its paper prints."""
        return f"{self.value.quantize(Decimal(1).scaleb(-self.places)):f}"


def year_fits(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(period__gte=FIRST_YEAR, period__lte=LAST_YEAR), name=name
    )
