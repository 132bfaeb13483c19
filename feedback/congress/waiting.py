"""What waits in 今天要办: answers and supplements that a unit owes, what reviewers have
to read, what the office has to release."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from plan_pages.disclosure.naming import name_of
from plan_pages.disclosure.permissions import can_draft_for
from plan_pages.oversight import queries
from plan_pages.oversight.models import Finding
from plan_pages.oversight.permissions import can_find, can_release_any
from portal.pages.staff import Duty, duties

from . import narrowing, reading
from .naming import address_of, with_subjects
from .permissions import may_answer


@duties.register
def duties_of(user: Any, most: int) -> Iterable[Duty]:
    """Nothing is asked for whom nothing can wait."""
    if may_answer(user):
        yield from _answers(user, most)
    if user.unit_id and can_draft_for(user, user.unit_id):
        yield from _supplements(user, most)
    if can_find(user):
        yield from _releases(user, most)
        yield from _chapters(user, most)


def _answers(user: Any, most: int) -> Iterable[Duty]:
    for row, name in with_subjects(queries.to_answer(user.unit_id), most=most):
        yield Duty(
            task=_("回应核查结论"),
            reference=row.public_id,
            place=_place(row, name),
            button=_("回应"),
            url=f"{reverse('findings_to_answer')}#f-{row.public_id}",
            since=row.release.released_on,
        )


def _supplements(user: Any, most: int) -> Iterable[Duty]:
    """The unit's own: the next version, or what it never disclosed."""
    own = queries.to_supplement().filter(unit_id=user.unit_id)
    for row, name in with_subjects(own, most=most):
        url = reverse("disclosure_new")
        if row.version is not None:
            url = reverse("disclosure_case", args=[row.version.update.public_id])
        yield Duty(
            task=_("补充公开"),
            reference=row.public_id,
            place=_place(row, name),
            button=_("补充"),
            url=url,
            due_on=row.release.supplement_due_on,
        )


def _releases(user: Any, most: int) -> Iterable[Duty]:
    """Of the office: what another person wrote."""
    for row, name in with_subjects(queries.releasable(user), most=most):
        yield Duty(
            task=_("公开核查结论"),
            reference=row.public_id,
            place=_place(row, name),
            button=_("查看"),
            url=address_of(row),
            since=row.made_on,
            who=row.by.get_username(),
        )


def _chapters(user: Any, most: int) -> Iterable[Duty]:
    """New claims and open supplements in one's chapters; the office without any
    follows every supplement.
    """
    mine = narrowing.chapters_of(user)
    if not mine and not can_release_any(user):
        return
    fresh = reading.unchecked(mine)[:most] if mine else ()
    for version in reading.named(fresh):
        update = version.update
        yield Duty(
            task=_("核查新公开的进展"),
            reference=update.public_id,
            place=f"{version.unit} · {name_of(update.subject)}",
            button=_("核查"),
            url=reverse("review_claim", args=[update.public_id, version.number]),
            since=version.published_on,
        )
    for row, name in with_subjects(reading.supplements(mine), most=most):
        yield Duty(
            task=_("跟踪补充"),
            reference=row.public_id,
            place=_place(row, name),
            button=_("查看"),
            url=address_of(row),
            due_on=row.release.supplement_due_on,
        )


def _place(row: Finding, name: str) -> str:
    return f"{row.unit} · {name} · {row.get_value_display()}"
