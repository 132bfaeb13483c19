"""Every address of the URLconf, and how one is filled in for a request."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

#: The parts of a regular expression that take an argument without a name.
UNNAMED = re.compile(r"\((?!\?)[^()]*(?:\([^()]*\)[^()]*)*\)")
NAMED = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
NAMED_EXPRESSION = re.compile(r"\(\?P<(?P<name>\w+)>(?:[^()\[\]]|\[[^\]]*\])+\)")


@dataclass(frozen=True)
class Address:
    """`name` with its namespaces, or the route where there is none."""

    name: str
    route: str

    def path(self, values: dict[str, str]) -> str:
        """The path below the root. KeyError names an argument nobody has filled."""
        counter = itertools.count(1)
        path = NAMED_EXPRESSION.sub(lambda found: values[found["name"]], self.route)
        path = NAMED.sub(lambda found: values[found["name"]], path)
        path = UNNAMED.sub(lambda _found: values[f"arg{next(counter)}"], path)
        return "/" + re.sub(r"[\^$]|\\Z", "", path).replace("\\.", ".")


def addresses() -> list[Address]:
    """In the order of the URLconf; other languages than Chinese have the same views."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(
    patterns: list[URLPattern | URLResolver], route: str, namespace: str
) -> Iterator[Address]:
    for each in patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each.url_patterns, here, inner)
        else:
            name = f"{namespace}{each.name}" if each.name else here
            yield Address(name, here)
