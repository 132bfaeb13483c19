"""What changed between two texts, line by line and within a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: (what happened: "", "ins" or "del"; the words)
Run = tuple[str, str]
#: Lines less alike than this are shown as one gone and one new.
_ALIKE = 0.4


@dataclass(frozen=True)
class Line:
    runs: list[Run]

    @property
    def changed(self) -> bool:
        return any(kind for kind, _words in self.runs)


def differences(before: str, after: str) -> list[Line]:
    """Every line of both texts, in order; empty lines are left out."""
    old, new = _lines(before), _lines(after)
    found: list[Line] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found += [Line([("", line)]) for line in old[a:b]]
        else:
            found += _changed(old[a:b], new[c:d])
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _changed(old: list[str], new: list[str]) -> Iterator[Line]:
    for number in range(max(len(old), len(new))):
        gone = old[number] if number < len(old) else ""
        come = new[number] if number < len(new) else ""
        if gone and come and SequenceMatcher(None, gone, come).ratio() >= _ALIKE:
            yield Line(_within(gone, come))
            continue
        if gone:
            yield Line([("del", gone)])
        if come:
            yield Line([("ins", come)])


def _within(old: str, new: str) -> list[Run]:
    runs: list[Run] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            runs.append(("", old[a:b]))
            continue
        if a < b:
            runs.append(("del", old[a:b]))
        if c < d:
            runs.append(("ins", new[c:d]))
    return runs
