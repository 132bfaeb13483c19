"""Unscheduled: what is public changes by somebody's act, never by a date."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.refusals import Refused


class Unscheduled:
    """Before Wagtail's DraftStateMixin or Page: no date of going live or expiring.

    Refused when somebody sets it, because nobody is there to be told when it is due.
    Raises Refused (scheduled).
    """

    def save(self, *args: Any, **options: Any) -> Any:
        refuse_dates(self)
        return super().save(*args, **options)

    def save_revision(
        self, user: Any = None, approved_go_live_at: Any = None, **options: Any
    ) -> Any:
        refuse_dates(self, approved_go_live_at)
        return super().save_revision(user=user, **options)


def refuse_dates(thing: Any, *more: Any) -> None:
    if any((thing.go_live_at, thing.expire_at, *more)):
        raise Refused(
            "scheduled", _("公开的内容不能定时发布或到期撤下，须由人当时办理。")
        )
