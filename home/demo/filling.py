"""Fill an empty site with the demonstration; mark it as one, for good."""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command

from feedback.suggestions.models import Suggestion
from home import preparing
from plan_pages.document import plans
from plan_pages.document.models import Plan
from portal.clock import today
from portal.outbox.relay import Relay

from .calendar import Diary
from .deeds import Deeds
from .desks import Desks
from .figures import Figures
from .marking import mark
from .naming import same_names
from .people import DATA, make_cast, write_accounts
from .stage import Stage
from .voices import tell_voices
from .works import Works

PLAN = DATA / "lanxi-15.txt"
PLAN_KEY = "lanxi-15"
Progress = Callable[[int, int], None]


class NotEmpty(Exception):
    """The site holds something real, or what looks like it; nothing was changed."""


def fill(progress: Progress) -> Path:
    """Units, accounts, the invented plan, and fourteen months of its life.

    Returns where the accounts were written. Raises NotEmpty. Not one transaction:
    an interrupted filling is begun anew in an empty folder.
    """
    _refuse_real()
    mark()
    with same_names():
        preparing.prepare_plan()
        _import_invented()
        cast, notes = make_cast()
        diary = Diary(today())
        stage = Stage(diary, cast, list(Plan.objects.order_by("-is_current", "pk")))
        works = Works(stage)
        tell_voices(diary, cast)
        Deeds(stage, works).tell()
        Figures(stage).tell()
        Desks(stage, works).tell()
        diary.live(progress)
    _deliver()
    return write_accounts(notes)


def _refuse_real() -> None:
    staff = get_user_model().objects.filter(is_superuser=False)
    if staff.exists() or Suggestion.objects.exists():
        raise NotEmpty


def _import_invented() -> None:
    """The invented plan runs now: it is the one that the front door shows."""
    call_command(
        "import_plan",
        str(PLAN),
        plan=PLAN_KEY,
        phase="implementing",
        publish=True,
        verbosity=0,
    )
    plans.make_current(plan=Plan.objects.get(key=PLAN_KEY))


def _deliver() -> None:
    """What fourteen months owe is carried out here, mail included (`make demo` sends
    it nowhere), so that the server begins with an empty outbox and a full index.
    """
    relay = Relay()
    while relay.turn():
        pass
    relay.let_go()
