"""What happened when: steps told in any order and taken day by day.

Every step runs as if it were its day, so that rows, ledger and clocks agree.
"""

import datetime
import heapq
from collections.abc import Callable
from itertools import count

from portal.clock import add_working_days, as_if

Step = Callable[[], object]


class Diary:
    """Steps by day; a step may tell further ones, of its own day or later."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self._steps: list[tuple[datetime.date, int, Step]] = []
        self._order = count()

    def on(self, day: datetime.date, step: Step) -> None:
        """What would come after today does not happen yet."""
        if day <= self.today:
            heapq.heappush(self._steps, (day, next(self._order), step))

    def ago(self, days: int, step: Step) -> None:
        """`days` calendar days ago."""
        self.on(self.today - datetime.timedelta(days=days), step)

    def after(self, day: datetime.date, working_days: int, step: Step) -> None:
        """`working_days` working days after `day`."""
        self.on(add_working_days(day, working_days).on, step)

    def live(self, progress: Callable[[int, int], None]) -> int:
        """Take every step; how many there were."""
        taken = 0
        while self._steps:
            day, _order, step = heapq.heappop(self._steps)
            with as_if(day):
                step()
            taken += 1
            progress(taken, taken + len(self._steps))
        return taken
