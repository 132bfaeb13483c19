"""What stands of published updates as search documents, a scope each."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plan_pages.delivery.notices import PROJECT, TASK
from plan_pages.document.search import Whereabouts, open_plans, pages_in
from plan_pages.progress.search import INDICATORS
from portal.search import documents as search

from .models import Update, UpdateVersion
from .naming import name_of, remember_names
from .notices import SCOPE
from .states import Delivery

KIND = search.Kind("update", _("进展公开"), 40, dict(Delivery.choices))


def scopes() -> Iterator[str]:
    """Every update that was ever published, in the order of its random id."""
    rows = Update.objects.filter(versions__isnull=False).distinct()
    for public_id in rows.order_by("public_id").values_list("public_id", flat=True):
        yield f"{SCOPE}:{public_id}"


def derived(changed: Sequence[str]) -> Iterator[str]:
    """Updates that say the name of what changed, or stand on a page that did."""
    asked = {
        "project__public_id__in": search.ids_in(changed, PROJECT),
        "task__public_id__in": search.ids_in(changed, TASK),
        "indicator__plan__in": search.ids_in(changed, INDICATORS),
        "home__page__in": pages_in(changed),
        "part__page__in": pages_in(changed),
    }
    wanted = [Q(**{name: ids}) for name, ids in asked.items() if ids]
    if wanted:
        rows = Update.objects.filter(reduce(or_, wanted), versions__isnull=False)
        for public_id in rows.distinct().values_list("public_id", flat=True):
            yield f"{SCOPE}:{public_id}"


def documents(wanted: Sequence[str]) -> Iterator[search.Document]:
    """The newest version of each that is not withdrawn."""
    ids = [scope.partition(":")[2] for scope in wanted]
    rows = list(
        UpdateVersion.objects.standing()
        .filter(update__public_id__in=ids)
        .select_related(
            "unit", "update__home", "update__indicator", "update__project",
            "update__task", "update__part__page",
        )
        .order_by("update__public_id")
    )  # fmt: skip
    plans = open_plans(row.update.plan_id for row in rows)
    open_ids = {plan.pk for plan in plans}
    shown = [row for row in rows if row.update.plan_id in open_ids]
    if not shown:
        return
    where = Whereabouts(plans)
    remember_names(row.update.subject for row in shown)
    for row in shown:
        yield _document(row, where)


def _document(row: UpdateVersion, where: Whereabouts) -> search.Document:
    update = row.update
    place = (update.plan_id, update.home.page_id)
    key = where.key(update.plan_id)
    said = [
        name_of(update.subject), row.words, row.reason, row.problems, row.next_step,
    ]  # fmt: skip
    return search.Document(
        key=f"{SCOPE}:{update.public_id}",
        scope=f"{SCOPE}:{update.public_id}",
        kind=KIND.key,
        label=row.delivery,
        title=where.title(*place),
        text="\n".join(filter(None, said)),
        path=f"plan/{key}/updates/{update.public_id}/",
        plan=key,
        chapter=where.chapter(*place),
        unit=row.unit.key,
        state=row.delivery,
        date=row.published_on,
    )


def register() -> None:
    """Hang updates into the search; called once, when the app is ready."""
    search.search_kinds.register(KIND)
    source = search.Source(SCOPE, scopes, documents, derived)
    search.search_sources.register(source)
