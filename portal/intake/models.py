"""SpentChallenge: a form whose effort has been used. The only row the intake keeps."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def random_key() -> int:
    """A positive 63-bit number: a primary key that tells no order of arrival."""
    return secrets.randbits(63) or 1


class SpentChallenge(models.Model):
    """`digest` of the form key, from which nobody finds the key or its return code.

    `forget_after` is a date, never a time of day: the key has expired by then.
    """

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    forget_after = models.DateField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("已用验证")

    def __str__(self) -> str:
        return self.digest[:8]
