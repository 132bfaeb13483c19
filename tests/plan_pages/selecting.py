"""The few selectors that tests use: tag, .class, [attribute], ="value", descendants."""

import re
from typing import Any

_PIECE = re.compile(r'\.([\w-]+)|\[([\w-]+)(?:="([^"]*)")?\]')


def select(page: Any, selector: str) -> list[Any]:
    """Elements of an lxml tree, in document order; commas join selectors."""
    paths = ["." + "".join(map(_step, each.split())) for each in selector.split(",")]
    found: list[Any] = page.xpath(" | ".join(paths))
    return found


def _step(step: str) -> str:
    tag = re.match(r"[a-z0-9]*", step)[0] or "*"  # type: ignore[index]
    tests = []
    for name, attribute, value in _PIECE.findall(step):
        if name:
            tests.append(f"contains(concat(' ', @class, ' '), ' {name} ')")
        elif f'{attribute}="' in step:
            tests.append(f"@{attribute}='{value}'")
        else:
            tests.append(f"@{attribute}")
    return f"//{tag}" + "".join(f"[{test}]" for test in tests)
