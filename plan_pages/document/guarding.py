"""Which pages a plan's text needs, and the one way past their own class.

`Page.objects.get(…)` is a bare Page, which knows none of its kind's refusals.
"""

from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import Page

from .errors import TextGuarded
from .models import Division, Plan


def holds_plan_text(page: Page) -> bool:
    """Whether the page is of a plan or has a plan below it."""
    at_or_below = {"path__startswith": page.path}
    return (
        Plan.objects.filter(**at_or_below).exists()
        or Division.objects.filter(**at_or_below).exists()
    )


def refuse_taking_off(
    sender: type, instance: Page, raw: bool = False, **kwargs: Any
) -> None:
    """A bare page that was live is to be saved as not live. Raises TextGuarded."""
    if raw or instance.live or not instance.pk:
        return
    was_live = Page.objects.filter(pk=instance.pk, live=True).exists()
    if was_live and holds_plan_text(instance):
        raise TextGuarded("unpublish")


def connect() -> None:
    """Watch bare pages alone; called once, when the app is ready."""
    pre_save.connect(refuse_taking_off, sender=Page, dispatch_uid="plan text stays")
