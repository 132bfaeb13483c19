"""Who may see what is owed, and let the dead letters try again."""

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User


def can_retry_outbox(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("outbox.change_outboxevent")
