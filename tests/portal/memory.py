"""What this process's own code remembers between requests: for those who look in it."""

import functools
import gc
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

#: Packages whose memories are looked into.
OURS = ("portal", "feedback", "plan_pages", "home")
#: Neither words nor holders of words.
_CLOSED = (type, ModuleType, functools.partial)


def remembered() -> dict[str, str]:
    """The words in every `lru_cache` of ours and in every module's own collections, by
    the memory's name.
    """
    return {name: "\n".join(_words([held])) for name, held in _memories()}


def _memories() -> Iterator[tuple[str, object]]:
    for module in [each for name, each in sys.modules.items() if _is_ours(name)]:
        for name, value in list(vars(module).items()):
            where = f"{module.__name__}.{name}"
            if isinstance(value, functools._lru_cache_wrapper):
                if _is_ours(getattr(value, "__module__", "")):
                    yield where, gc.get_referents(value)
            elif isinstance(value, dict | list | set) and not name.startswith("__"):
                yield where, value


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in OURS


def _words(found: list[Any]) -> Iterator[str]:
    seen: set[int] = set()
    while found:
        each = found.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, bytes):
            yield each.decode("utf-8", "replace")
        elif id(each) not in seen and not isinstance(each, _CLOSED):
            seen.add(id(each))
            if isinstance(each, dict):
                found += [*each.keys(), *each.values()]
            elif isinstance(each, tuple | list | set | frozenset):
                found += each
            elif type(each).__module__ == "functools":
                found += gc.get_referents(each)  # a link of an lru_cache
