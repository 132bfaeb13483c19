"""Published suggestions and public replies as search documents, a scope each."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from feedback.replies.dispositions import Disposition
from feedback.suggestions.models import Suggestion
from feedback.suggestions.notices import SCOPE, scope_of
from feedback.suggestions.states import ANSWERABLE, PUBLIC, Kind, State, Visibility
from plan_pages.document.search import Whereabouts, open_plans, pages_in
from portal.clock import monday_of
from portal.search import documents as search

from . import stones
from .answers import PublicReply, answers_of
from .published import public_texts

_BLOCK_ENDS = re.compile(r"</(?:p|h[1-6]|li|div|blockquote)>|<[bh]r\s*/?>", re.I)
KINDS = (
    search.Kind("suggestion", _("公众建议"), 50, dict(Kind.choices)),
    search.Kind("reply", _("答复"), 60, dict(Disposition.choices)),
)


def scopes() -> Iterator[str]:
    """Every suggestion, in the order of the random numbers."""
    numbers = Suggestion.objects.order_by("number").values_list("number", flat=True)
    for number in numbers.iterator():
        yield f"{SCOPE}:{number}"


def derived(changed: Sequence[str]) -> Iterator[str]:
    """Those about a part of a page that changed: they are called by its title."""
    if pages := pages_in(changed):
        rows = Suggestion.objects.filter(part__page__in=pages, state__in=ANSWERABLE)
        for number in rows.values_list("number", flat=True):
            yield f"{SCOPE}:{number}"


def documents(wanted: Sequence[str]) -> Iterator[search.Document]:
    """What stands on public pages of these suggestions, and nothing else."""
    numbers = [scope.partition(":")[2] for scope in wanted]
    rows = list(
        Suggestion.objects.filter(
            number__in=numbers,
            state__in=ANSWERABLE,
            erased_week="",
            visibility=Visibility.PUBLIC,
        )
        .exclude(stones.NAMELESS, state=State.ACCEPTED_UNPUBLISHED)
        .select_related("part")
    )
    plans = open_plans(row.part.plan_id for row in rows)
    open_ids = {plan.pk for plan in plans}
    shown = [row for row in rows if row.part.plan_id in open_ids]
    whereabouts = Whereabouts(plans)
    texts = public_texts(row.pk for row in shown)
    answers = answers_of(row.pk for row in shown)
    for row in shown:
        reply = answers[row.pk].standing
        if row.pk in texts and row.state in PUBLIC:
            yield _of_text(row, texts[row.pk], reply, whereabouts)
        if reply is not None:
            yield _of_reply(row, reply, whereabouts)


def _of_text(
    row: Suggestion, text: str, reply: PublicReply | None, where: Whereabouts
) -> search.Document:
    """Dated by the Monday of the week that its page names: a day could point at a
    person.
    """
    place = (row.part.plan_id, row.part.page_id)
    return search.Document(
        key=f"suggestion:{row.number}",
        scope=scope_of(row),
        kind="suggestion",
        label=row.kind,
        title=where.title(*place),
        text=text,
        path=f"suggestions/{row.number}/",
        plan=where.key(place[0]),
        chapter=where.chapter(*place),
        unit=reply.unit.key if reply else "",
        date=monday_of(row.received_on),
        state=State(row.state).value,
    )


def _of_reply(
    row: Suggestion, reply: PublicReply, where: Whereabouts
) -> search.Document:
    place = (row.part.plan_id, row.part.page_id)
    version = reply.current
    said = [plain_text(version.html), version.reason, version.note]
    return search.Document(
        key=f"reply:{row.number}",
        scope=scope_of(row),
        kind="reply",
        label=version.disposition,
        title=where.title(*place),
        text="\n".join(filter(None, said)),
        path=f"suggestions/{row.number}/",
        plan=where.key(place[0]),
        chapter=where.chapter(*place),
        unit=reply.unit.key,
        date=monday_of(version.published_on),
    )


def plain_text(html: str) -> str:
    """What a reader sees of it, a line a block."""
    lines = unescape(strip_tags(_BLOCK_ENDS.sub("\n", html))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def register() -> None:
    """Hang suggestions into the search; called once, when the app is ready."""
    for kind in KINDS:
        search.search_kinds.register(kind)
    source = search.Source(SCOPE, scopes, documents, derived)
    search.search_sources.register(source)
