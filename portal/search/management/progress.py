"""A line of progress on a terminal; nothing where nobody watches."""

from typing import Any

WIDTH = 30


class Bar:
    """Call it with (done, total); it writes when the shown figure changes."""

    def __init__(self, stream: Any, what: str) -> None:
        self.stream, self.what = stream, what
        self.watched = stream.isatty()
        self.shown = -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        if not self.watched or percent == self.shown:
            return
        self.shown = percent
        filled = "█" * (WIDTH * percent // 100)
        self.stream.write(
            f"\r{self.what} {filled:░<{WIDTH}} {percent:3d} %  {done}/{total}",
            ending="",
        )
        if done >= total:
            self.stream.write("")
