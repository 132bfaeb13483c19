"""The project's own messages, read from code and templates without gettext."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

BASE = Path(settings.BASE_DIR)
FLOORS = ("portal", "home", "plan_pages", "feedback")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
#: What templatize leaves of a template: gettext(…), ngettext(…) and _(…) with literals.
MARKED = re.compile(r"""(?<!\w)(n?gettext|_)\s*\(\s*(u?(?:"[^"]*"|'[^']*'))""")


def messages() -> set[str]:
    """Every msgid of ours."""
    return {*_of_code(), *_of_templates()}


def _of_code() -> Iterator[str]:
    for floor in FLOORS:
        for path in sorted((BASE / floor).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in CALLS:
                    yield from _literal(node)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literal(call: ast.Call) -> Iterator[str]:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        yield first.value


def _of_templates() -> Iterator[str]:
    folders = [BASE / "templates", *(BASE / floor for floor in FLOORS)]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".txt", ".xml") and "static" not in path.parts:
                yield from _marked(path)


def _marked(path: Path) -> Iterator[str]:
    for _function, literal in MARKED.findall(templatize(path.read_text("utf-8"))):
        yield ast.literal_eval(literal)
