"""Released findings and their answers as search documents, a scope each."""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plan_pages.document.search import Whereabouts, open_plans, pages_in
from portal.search.documents import (
    Document,
    Kind,
    Source,
    search_kinds,
    search_sources,
)

from .models import Finding, FindingAnswer
from .notices import SCOPE, home_of
from .queries import public_findings
from .states import Value

FINDING = Kind("finding", _("核查结论"), 45, dict(Value.choices))


def scopes() -> Iterator[str]:
    ids = Finding.objects.released().order_by("pk").values_list("public_id", flat=True)
    for public_id in ids.iterator():
        yield f"{SCOPE}:{public_id}"


def derived(changed: Sequence[str]) -> Iterator[str]:
    """Findings on what stands on a page that changed: they are called by its title."""
    if pages := pages_in(changed):
        at_home = Q(version__update__home__page__in=pages)
        for thing in ("indicator", "project", "task"):
            at_home |= Q(**{f"obligation__{thing}__part__page__in": pages})
        ids = Finding.objects.released().filter(at_home)
        for public_id in ids.values_list("public_id", flat=True):
            yield f"{SCOPE}:{public_id}"


def documents(wanted: Sequence[str]) -> Iterator[Document]:
    """What is released of these, and nothing else."""
    ids = [scope.partition(":")[2] for scope in wanted]
    rows = list(public_findings().filter(public_id__in=ids))
    plans = open_plans(row.plan_id for row in rows)
    open_ids = {plan.pk for plan in plans}
    where = Whereabouts(plans)
    answers: dict[int, list[str]] = {}
    for pk, words in FindingAnswer.objects.filter(finding__in=rows).values_list(
        "finding_id", "words"
    ):
        answers.setdefault(pk, []).append(words)
    for row in rows:
        if row.plan_id in open_ids:
            yield _document(row, answers.get(row.pk, []), where)


def _document(row: Finding, answers: list[str], where: Whereabouts) -> Document:
    part, key = home_of(row), where.key(row.plan_id)
    page = f"units/{row.unit.key}/"
    if row.version is not None:
        page = f"updates/{row.version.update.public_id}/"
    return Document(
        key=f"{SCOPE}:{row.public_id}",
        scope=f"{SCOPE}:{row.public_id}",
        kind=FINDING.key,
        label=row.value,
        title=where.title(row.plan_id, part.page_id) if part else row.unit.name,
        text="\n".join([row.words, *answers]),
        path=f"plan/{key}/{page}#f-{row.public_id}",
        plan=key,
        chapter=where.chapter(row.plan_id, part.page_id) if part else "",
        unit=row.unit.key,
        state=row.value,
        date=row.release.released_on,
    )


def register() -> None:
    """Hang findings into the search; called once, when the app is ready."""
    search_kinds.register(FINDING)
    search_sources.register(Source(SCOPE, scopes, documents, derived))
