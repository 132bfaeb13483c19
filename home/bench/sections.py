"""Every section of the bench, by the name that picks it."""

from collections.abc import Callable, Iterator

from .caching import caching
from .importing import importing
from .observing import observing
from .rows import Row
from .searching import searching
from .starting import starting
from .submitting import submitting

SECTIONS: dict[str, Callable[[], Iterator[Row]]] = {
    "import": importing,
    "observations": observing,
    "start": starting,
    "search": searching,
    "submissions": submitting,
    "cache": caching,
}
