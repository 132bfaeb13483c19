"""User: staff only. Those who take part have no account."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(DjangoUserManager):
    @classmethod
    def normalize_email(cls, email: str | None) -> str | None:  # type: ignore[override]
        """Lower case; None, not "", without an address: many may have none."""
        return (email or "").strip().lower() or None


class User(AbstractUser):
    """A login name, an e-mail where there is one, and the unit the person acts for."""

    email = models.EmailField(_("电子邮箱"), unique=True, null=True, blank=True)
    unit = models.ForeignKey(
        "units.Unit",
        verbose_name=_("单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="users",
    )
    password_change_required = models.BooleanField(_("下次登录须改密码"), default=False)

    objects = UserManager()
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=True)
                | (Q(email=Lower("email")) & ~Q(email="")),
                name="user_email_lower_or_null",
            )
        ]

    def clean(self) -> None:
        super().clean()
        self.email = UserManager.normalize_email(self.email)
