"""FigureUpload: a large spreadsheet on its way in, checked and written by the relay."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.models import new_public_id


class UploadState(models.TextChoices):
    WAITING = "waiting", _("排队等候")
    WORKING = "working", _("正在处理")
    WRITTEN = "written", _("已写入")
    CHECKED = "checked", _("检查通过，没有写入")
    WRONG = "wrong", _("有不对的格，什么都没有写入")
    FAILED = "failed", _("读不出来或不能写入，什么都没有写入")


class FigureUpload(models.Model):
    """`sheet` is gone once it is done with; `problems`: [cell, what, mend], the first
    of `problem_total`. `beat` is when the relay last showed that it is at it.
    """

    RUNNING = (UploadState.WAITING, UploadState.WORKING)

    public_id = models.CharField(
        max_length=8, unique=True, default=new_public_id, editable=False
    )
    plan = models.ForeignKey("document.Plan", on_delete=models.PROTECT)
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sheet = models.BinaryField()
    stamped = models.ForeignKey(
        "media.PortalDocument", null=True, on_delete=models.PROTECT, related_name="+"
    )
    dry_run = models.BooleanField()
    sent_on = models.DateField()
    state = models.CharField(
        max_length=8, choices=UploadState.choices, default=UploadState.WAITING
    )
    doing = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat = models.DateTimeField(null=True)
    figures = models.PositiveIntegerField(default=0)
    new_sources = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    problem_total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    handover = models.OneToOneField(
        "progress.Handover", null=True, on_delete=models.PROTECT, related_name="upload"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("表格上传")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UploadState.values), name="upload_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=UploadState.WRITTEN, handover__isnull=False)
                | (~Q(state=UploadState.WRITTEN) & Q(handover__isnull=True)),
                name="upload_written_has_handover",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING
