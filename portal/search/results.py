"""A results page: asked, widened where nothing was found, counted, cut to a page."""

from dataclasses import dataclass, field

from . import widening
from .documents import kinds
from .engines.choosing import Answer, Instead, ask, ask_database
from .query import WHOLE, Found, Narrowing, Query, Window
from .reading import Reading, read
from .showing import Group, Texts, groups, texts_of

#: Of each kind on the page of all kinds, and on a page of one kind.
FEW, PAGE = 5, 20
#: Hits that are ranked by what they say before a page is cut from them.
RANKED_FEW, _RANKED = 10, 100
LAST_PAGE = 50
#: Of a kind with more hits the page lists no further.
LISTED = LAST_PAGE * PAGE


@dataclass
class Results:
    """`relaxed`: no text had all the words, these have some of them.

    `others` are queries to try. `corrected` are the results of the first of them, where
    the query itself has none.
    """

    reading: Reading
    narrowing: Narrowing
    page: int = 1
    groups: list[Group] = field(default_factory=list)
    found: Found = field(default_factory=Found)
    instead: Instead = Instead.NOT
    relaxed: bool = False
    others: list[str] = field(default_factory=list)
    corrected: "Results | None" = None

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def pages(self) -> int:
        """How many pages the chosen kind has; 1 where none is chosen."""
        if not self.narrowing.kind:
            return 1
        return max(1, min(LAST_PAGE, -(-self.total // PAGE)))

    @property
    def listed(self) -> int:
        """How many can be reached by turning pages, if that is not all; else 0."""
        return LISTED if self.narrowing.kind and self.total > LISTED else 0


def search(typed: str, narrowing: Narrowing, page: int = 1) -> Results:
    """The results page for what somebody typed; two queries for one that is found."""
    reading = read(typed)
    results = Results(reading, narrowing, page)
    query = reading.query
    if not query:
        return results
    _fill(results, query)
    if not results.groups and not any(results.found.counts.values()):
        _widen(results, query)
    elif len(query.terms) > 1 and not _says_all(results.found):
        results.others = widening.sounding_like(reading.said)
    return results


def correct(results: Results) -> None:
    """Where there is no hit, those of the likeliest other query, of every kind."""
    if results.others and not results.groups:
        reading = read(results.others[0])
        results.corrected = Results(reading, Narrowing())
        _fill(results.corrected, reading.query)


def _widen(results: Results, query: Query) -> None:
    """If nothing at all is a hit: what some of the words find, and what else to try."""
    if widening.finds(query):
        return
    wider, missing = widening.some_of(query)
    for other in wider:
        _fill(results, other)
        results.relaxed = any(results.found.counts.values())
        if results.relaxed:
            break
    results.others = widening.corrected(query, missing)
    if not results.others and len(query.terms) > 1:
        results.others = widening.sounding_like(results.reading.said)


def _says_all(found: Found) -> bool:
    """Some text has the whole query."""
    return any(hit.tier >= WHOLE for hit in found.hits)


def _fill(results: Results, query: Query) -> None:
    """Ask, and show the page that was asked for, or the last there is."""
    _show(results, query)
    if results.page > results.pages:
        results.page = results.pages
        _show(results, query)


def _show(results: Results, query: Query) -> None:
    kind, page = results.narrowing.kind, results.page
    answer, texts = _answer(query, results.narrowing, page)
    start = (page - 1) * PAGE % _RANKED
    cut = slice(start, start + PAGE) if kind else slice(FEW)
    results.found, results.instead = answer.found, answer.instead
    results.groups = list(groups(query, answer.found, texts, kind=kind, cut=cut))


def _answer(query: Query, narrowing: Narrowing, page: int) -> tuple[Answer, Texts]:
    """The mirror's answer only if every hit of it is one by the entries as well.

    One that is not was taken out or changed a moment ago, and the mirror's counts have
    it too: the database then says all of it.
    """
    window = _window(narrowing, page)
    answer = ask(query, narrowing, window)
    texts = texts_of([hit.key for hit in answer.found.hits])
    if answer.from_mirror and not _are_true(query, answer, texts):
        answer = ask_database(query, narrowing, window, instead=Instead.BEHIND)
        texts = texts_of([hit.key for hit in answer.found.hits])
    return answer, texts


def _are_true(query: Query, answer: Answer, texts: Texts) -> bool:
    return all(
        hit.key in texts and query.stands_in(texts[hit.key].tokens)
        for hit in answer.found.hits
    )


def _window(narrowing: Narrowing, page: int) -> Window:
    chosen = tuple(kind.key for kind in kinds() if narrowing.kind in ("", kind.key))
    if not narrowing.kind:
        return Window(chosen, RANKED_FEW)
    block = (page - 1) * PAGE // _RANKED
    return Window(chosen, _RANKED, block * _RANKED)
