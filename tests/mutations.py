"""Go through the mutation list: `python -m tests.mutations [n …]`, or `make mutations`.

The list is the table in TESTING.md, its one source. Each row is applied in a throw-away
copy of the tree, its test is run there and must fail; before that the same test must
pass unchanged. A row whose code is not found exactly once is a mistake of the list.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "TESTING.md"
HEAD = "| No | Protects | File | Code taken out | Instead | Test that fails |"
#: Seconds that one test may take; a test that hangs under its mutation fails too.
PATIENCE = 900
_CELL = re.compile(r"`([^`]*)`")
_LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", ".*_cache", "node_modules"
)


@dataclass(frozen=True)
class Mutation:
    """`instead` is empty where the code simply goes; `protects`: a number or a word."""

    number: int
    protects: str
    path: str
    code: str
    instead: str
    test: str

    def applied(self, source: str) -> str:
        """`source` without the protection. Raises ValueError unless it is there once.

        The code is a whole line, indented however it stands, or any piece of text.
        """
        instead = self.instead or _nothing(self.code)
        lines = source.splitlines(keepends=True)
        whole = [at for at, line in enumerate(lines) if line.strip() == self.code]
        if len(whole) == 1:
            at = whole[0]
            lines[at] = lines[at].replace(self.code, instead)
            return "".join(lines)
        if source.count(self.code) != 1:
            found = source.count(self.code)
            raise ValueError(f"row {self.number}: code found {found} times")
        return source.replace(self.code, instead)


def mutations(text: str | None = None) -> list[Mutation]:
    """The rows of the list in their order."""
    whole = LIST.read_text("utf-8") if text is None else text
    _before, _head, table = whole.partition(HEAD)
    return list(_rows(table.splitlines()[2:]))


def _rows(lines: Iterable[str]) -> Iterator[Mutation]:
    for line in lines:
        if not line.startswith("|"):
            return
        number, protects, rest = line.strip("| ").split("|", 2)
        path, code, instead, test = _CELL.findall(rest)
        code, instead = (cell.replace("¶", "\n") for cell in (code, instead))
        yield Mutation(int(number), protects.strip(), path, code, instead.strip(), test)


def _nothing(code: str) -> str:
    """A statement that does nothing; inside brackets, nothing."""
    return "" if code.rstrip().endswith(",") else "pass"


def main(wanted: list[int]) -> int:
    """Run the rows `wanted` (all when empty); how many did not fail as they must."""
    rows = [row for row in mutations() if not wanted or row.number in wanted]
    survived = 0
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=_LEFT_BEHIND)
        (tree / ".venv").symlink_to((ROOT / ".venv").resolve())
        if not _passes(tree, sorted({row.test for row in rows})):
            print("the tests do not pass unchanged; nothing is proved")
            return len(rows)
        for row in rows:
            failed = _fails(tree, row)
            survived += not failed
            verdict = "fails, as it must" if failed else "SURVIVED"
            print(f"{row.number:3} {row.protects:12} {verdict}: {row.test}", flush=True)
    print(f"{len(rows) - survived} of {len(rows)} mutations are noticed")
    return survived


def _fails(tree: Path, row: Mutation) -> bool:
    target = tree / row.path
    source = target.read_text("utf-8")
    target.write_text(row.applied(source), "utf-8")
    try:
        return not _passes(tree, [row.test], fresh="/migrations/" in row.path)
    finally:
        target.write_text(source, "utf-8")


def _passes(tree: Path, tests: list[str], *, fresh: bool = False) -> bool:
    """Whether the tests pass in `tree`; a mutated migration needs a fresh database."""
    var = tree.parent / ("fresh" if fresh else "kept")
    if fresh:
        shutil.rmtree(var, ignore_errors=True)
    environment = {**os.environ, "PORTAL_VAR": str(var), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            [*command, *([] if fresh else ["--reuse-db"]), *tests],
            cwd=tree,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in (0, 1):
        # Neither passed nor failed: not collected, or no such test.
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main([int(each) for each in sys.argv[1:]]) and 1)
