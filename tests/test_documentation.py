"""Documents that must not fall behind the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
READ = re.compile(r"""env(?:iron)?\.(?:\w+)\(\s*["']([A-Z_]+)["']""")
ENGLISH, CHINESE = "docs/operations.md", "docs/operations.zh-CN.md"


def _variables() -> set[str]:
    sources = [
        *(ROOT / "portal" / "settings").glob("*.py"),
        ROOT / "home" / "management" / "commands" / "serve.py",
    ]
    return {
        name
        for path in sources
        for name in READ.findall(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("document", [ENGLISH, CHINESE])
def test_documentation_names_every_variable(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert {"PORT", "DATABASE_URL", "SECRET_KEY"} <= _variables()
    assert {name for name in _variables() if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_documentation_readme_begins_with_the_two_commands(document: str) -> None:
    lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
    assert lines[2] == "```sh"
    assert lines[3].startswith("make run ")
    assert lines[4].startswith("make test ")


def test_documentation_links_lead_somewhere() -> None:
    missing = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            if "://" not in link and not (path.parent / link).exists():
                missing.append(f"{path.relative_to(ROOT)}: {link}")
    assert missing == []
