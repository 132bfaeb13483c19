"""Fill an empty site with the demonstration; mark it as one, for good."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import Site

from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Plan
from portal.clock import today
from portal.pages.models import SiteFurniture

from .calendar import Diary
from .deeds import Deeds
from .people import DATA, make_cast, write_accounts
from .voices import tell_voices

PLAN = DATA / "lanxi-15.txt"
PLAN_KEY = "lanxi-15"
Progress = Callable[[int, int], None]


class NotEmpty(Exception):
    """The site holds something real, or what looks like it; nothing was changed."""


def is_demonstration() -> bool:
    return SiteFurniture.objects.filter(is_demonstration=True).exists()


def fill(progress: Progress) -> Path:
    """Units, accounts, the invented plan, and half a year of its life.

    Returns where the accounts were written. Raises NotEmpty. Not one transaction:
    an interrupted filling is begun anew in an empty folder.
    """
    _refuse_real()
    _mark()
    call_command(
        "import_plan",
        str(PLAN),
        plan=PLAN_KEY,
        phase="implementing",
        publish=True,
        verbosity=0,
    )
    cast, notes = make_cast()
    diary = Diary(today())
    tell_voices(diary, cast)
    Deeds(diary, cast, list(Plan.objects.order_by("-is_current", "pk"))).tell()
    diary.live(progress)
    return write_accounts(notes)


def _refuse_real() -> None:
    staff = get_user_model().objects.filter(is_superuser=False)
    if staff.exists() or Suggestion.objects.exists():
        raise NotEmpty


def _mark() -> None:
    """Before anything else: no invented row without the banner."""
    furniture = SiteFurniture.for_site(Site.objects.get(is_default_site=True))
    furniture.is_demonstration = True
    furniture.save()
