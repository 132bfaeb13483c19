"""Every pair of colours in use reads at 4.5:1, in every scheme."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "portal" / "static" / "portal" / "css"
#: Ink on ground; each is used somewhere in the style sheets.
GROUNDS = ["paper", "surface", "accent-tint", "pear", "late-tint"]
INKS = ["ink", "ink-2", "accent", "late", "done"]
PAIRS = [(ink, ground) for ink in INKS for ground in GROUNDS]
PAIRS += [("on-accent", "accent"), ("paper", "ink")]


def schemes() -> dict[str, dict[str, str]]:
    """Colours by name, for light, dark and both with more contrast."""
    source = (CSS / "tokens.css").read_text(encoding="utf-8")
    blocks = re.split(r"@media ", source)
    found: dict[str, dict[str, str]] = {}
    for block in blocks:
        query = block[: block.index("{")].strip() if block is not blocks[0] else "light"
        found[query] = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", block))
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_schemes_share_their_names() -> None:
    names = {query: set(colours) for query, colours in schemes().items()}
    assert len(names) == 4
    assert all(found == names["light"] for found in names.values())


@pytest.mark.parametrize("query", schemes())
def test_pairs_reach_the_contrast(query: str) -> None:
    colours = schemes()[query]
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in PAIRS
        if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    }
    assert weak == {}


def test_literal_stands_before_each_variable() -> None:
    """Engines that know no custom properties read the declaration before it."""
    bare = []
    for path in sorted(CSS.glob("*.css")):
        source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        for rule in re.findall(r"\{([^{}]*)\}", source):
            declared = [d.strip() for d in rule.split(";") if d.strip()]
            known: set[str] = set()
            for declaration in declared:
                name, _, value = declaration.partition(":")
                if "var(" in value and not known & fallbacks(name):
                    bare.append(f"{path.name}: {declaration}")
                if "var(" not in value:
                    known.add(name.strip())
    assert bare == []


def fallbacks(name: str) -> set[str]:
    """The declarations that may stand in: the property, its shorthands, its side."""
    parts = name.strip().split("-")
    names = {"-".join(parts[:count]) for count in range(1, len(parts) + 1)}
    return names | {"border-left", "border-top", "border-bottom", "padding-left"}


def test_stylesheet_stays_readable() -> None:
    assert {
        path.name: lines
        for path in CSS.glob("*.css")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 300
    } == {}


def test_stylesheet_loads_nothing() -> None:
    for path in CSS.glob("*.css"):
        assert not re.search(r"@import|@font-face|url\(|//", path.read_text("utf-8"))
