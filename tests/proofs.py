"""How many rounds a heavy proof does: few in the suite, all under `make prove`."""

import os
from collections.abc import Iterator
from typing import Any

WORDS = ("rounds:", "measured:")


def rounds(reduced: int, full: int) -> int:
    """`full` under PROVE=full, else `reduced`; said at the end of the run."""
    chosen = full if in_full() else reduced
    print(f"rounds: {chosen} of {full}")
    return chosen


def in_full() -> bool:
    """Under `make prove`: only there are times asserted."""
    return os.environ.get("PROVE") == "full"


def measured(what: str) -> None:
    """A figure that is said at the end of the run."""
    print(f"measured: {what}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what each proof did; tests/conftest.py makes this a hook of the suite."""
    lines = sorted(_lines(terminalreporter.stats))
    if lines:
        terminalreporter.section("proofs")
        for line in lines:
            terminalreporter.write_line(line)


def _lines(stats: dict[str, list[Any]]) -> Iterator[str]:
    for word in ("passed", "failed"):
        for report in stats.get(word, []):
            for line in getattr(report, "capstdout", "").splitlines():
                if line.startswith(WORDS):
                    yield f"{word} {report.nodeid}: {line}"
