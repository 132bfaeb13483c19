"""Who may see what is owed, and let the dead letters try again."""

from django.contrib.auth.models import AbstractUser, AnonymousUser


def can_retry_outbox(user: AbstractUser | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("outbox.change_outboxevent")
