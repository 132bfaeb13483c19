"""`depends_on`: a page says what it shows, so that it may be kept and is forgotten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest

from portal.outbox.purges import EVERYTHING

#: Where Django's side leaves word for the cache: the environ both sides hold.
DECLARED = "portal.pagecache.declared"
#: The cache's word to Django's side that it will compress what it may keep.
KEEPER = "portal.pagecache.keeper"


@dataclass
class Declared:
    """`tags` the page depends on; `words` of the query that it reads."""

    tags: set[str] = field(default_factory=lambda: {EVERYTHING})
    words: set[str] = field(default_factory=set)


def depends_on(request: HttpRequest, *tags: str, words: Iterable[str] = ()) -> None:
    """Let the answer be kept until one of `tags` is purged, or everything.

    `words` are all words of the query that the answer reads: others make no page of
    their own. May be called from several places; what they say adds up. Tags are
    visible ASCII without spaces or commas (`page:12`), because front caches get them.
    """
    declared = request.META.setdefault(DECLARED, Declared())
    declared.tags.update(tags)
    declared.words.update(words)


def declared_in(environ: Mapping[str, object]) -> Declared | None:
    found = environ.get(DECLARED)
    return found if isinstance(found, Declared) else None
