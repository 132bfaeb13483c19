"""Wagtail's own search in the admin, in Chinese: by fields, and by published text.

Wagtail's database backend finds no Chinese word in mid-sentence. Here a word is looked
for in the fields themselves, which are few, and for pages in the search index too.
"""

from django.db.models import Q
from wagtail.models import Page
from wagtail.search.backends.database.fallback import (
    DatabaseSearchBackend,
    DatabaseSearchQueryCompiler,
)

from .engines.choosing import database_engine
from .models import Entry
from .query import Narrowing, Query, Term, Window
from .reading import clean
from .tokens import fold, tokens

#: Entries that are looked at for one word; more pages than that nobody reads.
_MOST = 2000
_SCOPE = "page:"


class QueryCompiler(DatabaseSearchQueryCompiler):
    def build_single_term_filter(self, term: str) -> Q:
        term = clean(term)  # PostgreSQL takes no NUL
        found: Q = super().build_single_term_filter(term)
        if fold(term) != term:
            found |= super().build_single_term_filter(fold(term))
        if issubclass(self.queryset.model, Page):
            found |= Q(pk__in=pages_that_say(term))
        return found


class SearchBackend(DatabaseSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = QueryCompiler


def pages_that_say(words: str) -> set[int]:
    """Ids of the pages in whose published text the words stand in a row."""
    phrase = tuple(tokens(words))
    if not phrase:
        return set()
    kinds = tuple(Entry.objects.values_list("kind", flat=True).distinct())
    found = database_engine().search(
        Query(terms=(Term((phrase,)),)), Narrowing(), Window(kinds, _MOST)
    )
    entries = Entry.objects.filter(key__in=[hit.key for hit in found.hits])
    scopes = entries.filter(scope__startswith=_SCOPE).values_list("scope", flat=True)
    return {int(scope.removeprefix(_SCOPE)) for scope in scopes}
