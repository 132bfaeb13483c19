"""The last days: an update at every desk and in every state, so that each page of the
staff has something to do and the front door has news.
"""

from typing import Any

from plan_pages.delivery.models import Project, Task
from plan_pages.disclosure import approving, versions
from plan_pages.disclosure.models import Update
from portal.clock import today

from .stage import Stage, lead_of
from .stories import ADJUSTED, LIFE, NEWS, STOPPED
from .telling import (
    corrected,
    disclose,
    drafted,
    on_behalf,
    sent_up,
)
from .works import Works

RUNNING = LIFE[1]
#: Days ago on which something was disclosed, the newest first.
NEWS_DAYS = (0, 1, 3, 5, 8)


class Desks:
    def __init__(self, stage: Stage, works: Works) -> None:
        self.stage, self.works = stage, works

    def tell(self) -> None:
        on = self.stage.diary.ago
        for number, (days, words) in enumerate(zip(NEWS_DAYS, NEWS, strict=True)):
            on(days, lambda number=number, words=words: self.news(number, words))
        on(30, lambda: self._about(self._tasks()[6], ADJUSTED))
        on(28, lambda: self._about(self._projects()[8], STOPPED))
        on(26, lambda: self._about(self._projects()[9], ADJUSTED))
        on(15, self.indicator)
        on(14, self.township)
        on(11, self.withdraw)
        on(4, self.wait)
        on(2, self.send_back)

    def _tasks(self) -> list[Task]:
        return self._mine(self.works.tasks)

    def _projects(self) -> list[Project]:
        return self._mine(self.works.projects)

    def _mine(self, things: list[Any]) -> list[Any]:
        plan = self.stage.invented
        return [thing for thing in things if thing.plan_id == plan.pk]

    def _about(self, subject: Any, said: dict[str, Any]) -> Any:
        return disclose(self.stage, subject, lead_of(subject), _month(), said)

    def news(self, number: int, words: str) -> None:
        things = [self._tasks()[number], self._projects()[number + 1]]
        self._about(things[number % 2], RUNNING | {"words": words, "problems": ""})

    def indicator(self) -> None:
        """What is measured is spoken of too."""
        for plan in self.stage.plans:
            subject = plan.indicators.order_by("number")[1]
            said = RUNNING | {"words": "（演示）全年数据将在统计公报发布后公开。"}
            self._about(subject, said)

    def township(self) -> None:
        """A unit that never signs in; the office types its stamped paper."""
        task = self._tasks()[3]
        helper = task.responsibilities.filter(role="cooperating").order_by("pk")[0]
        on_behalf(self.stage, task, helper.unit, _month(), RUNNING)

    def withdraw(self) -> None:
        version = self._about(self._projects()[10], RUNNING)
        self.stage.diary.after(
            today(),
            1,
            lambda: versions.withdraw(
                update=version.update,
                reason="（演示）误填到另一项目名下，已另行公开。",
                by=self.stage.publisher,
            ),
        )

    def wait(self) -> None:
        """At the editor's, the head's, the office's; a correction at the head's."""
        begun, sent, approved, published_before = self._projects()[3:7]
        drafted(self.stage, begun, lead_of(begun), _month(), RUNNING)
        self._sent(sent)
        self._approved(approved)
        version = self._about(published_before, RUNNING)
        corrected(
            self.stage,
            version.update,
            "（演示）更正完成量。",
            "（演示）完成量应为八成，前文写作七成有误。",
        )

    def send_back(self) -> None:
        by_head, by_office = self._tasks()[7:9]
        approving.send_back(
            update=self._sent(by_head),
            comment="（演示）请写明完成了多少。",
            by=self.stage.cast.head(lead_of(by_head).key),
        )
        approving.send_back(
            update=self._approved(by_office),
            comment="（演示）佐证打不开，请换一份。",
            by=self.stage.publisher,
        )

    def _sent(self, subject: Any) -> Update:
        return sent_up(self.stage, subject, lead_of(subject), _month(), RUNNING)

    def _approved(self, subject: Any) -> Update:
        update = self._sent(subject)
        approving.approve(update=update, by=self.stage.cast.head(update.unit.key))
        return update


def _month() -> str:
    return f"{today():%Y-%m}"
