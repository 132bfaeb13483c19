"""Image and document of this project, set before the first migration."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from .uploads import check_upload


class PortalImage(AbstractImage):
    admin_form_fields = (
        "title", "file", "description", "collection",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(
        PortalImage, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class PortalDocument(AbstractDocument):
    """`unit` is the department whose evidence this is; null for the site's own."""

    unit = models.ForeignKey(
        "units.Unit",
        verbose_name=_("单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )

    admin_form_fields = ("title", "file", "collection", "unit")

    def clean(self) -> None:
        """Every form of the admin comes through here."""
        super().clean()
        try:
            check_upload(self.file)
        except ValidationError as error:
            raise ValidationError({"file": error}) from error
