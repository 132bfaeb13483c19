"""Who may see how the portal's machinery does."""

from django.contrib.auth.models import AnonymousUser

from portal.accounts.models import User


def can_see_page_cache(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("outbox.change_outboxevent")
