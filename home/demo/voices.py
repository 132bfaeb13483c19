"""Suggestions in every state: decided, taken down, appealed, by the invented staff."""

import json
from dataclasses import dataclass
from typing import Any

from feedback.congress import looks
from feedback.moderation import appeals, decisions, proposals, takedowns
from feedback.moderation.masking import spans_of
from feedback.moderation.moves import DecisionKind
from feedback.suggestions import authors, intake
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.clock import today
from portal.intake import formkeys

from .answering import Answers
from .calendar import Diary
from .people import DATA, Cast
from .stage import part_at

OPINION = "这是批评，不是辱骂，请重新审核。"
PROVISION = "（演示）互联网信息服务管理办法第十五条"


@dataclass(frozen=True)
class Told:
    """An entry of `data/voices.json`, with what it needs to happen."""

    entry: dict[str, Any]
    cast: Cast
    diary: Diary
    answers: Answers

    def moderator(self, number: int = 1) -> User:
        return self.cast.users[f"moderator-{number}"]

    def receive(self, earlier: Suggestion | None = None) -> None:
        entry = self.entry
        given: dict[str, Any] = {
            "key": formkeys.issue(purpose="suggest"),
            "part": part_at(entry["at"], entry["paragraph"]),
            "kind": entry.get("kind", "suggestion"),
            "visibility": entry.get("visibility", "public"),
            "text": entry["text"] if earlier is None else entry["again"],
        }
        if entry.get("paper"):
            received = intake.enter_paper(by=self.moderator(2), **given)
        else:
            received = intake.receive(resubmission_of=earlier, **given)
        row = received.suggestion
        if earlier is not None:
            self._later(2, lambda: decisions.publish(suggestion=row, by=self.first))
        elif entry["fate"] in ("withdrawn", "erased"):
            self._later(1, lambda: self._leave(row))
        elif entry["fate"] != "received":
            self._later(2, lambda: self.decide(row))

    @property
    def first(self) -> User:
        return self.moderator(1)

    def _later(self, working_days: int, step: Any) -> None:
        self.diary.after(today(), working_days, step)

    def _leave(self, row: Suggestion) -> None:
        authors.withdraw(suggestion=row)
        if self.entry["fate"] == "erased":
            authors.erase(suggestion=row)

    def decide(self, row: Suggestion) -> None:
        fate = self.entry["fate"]
        decide = getattr(self, f"_{fate}", None)
        if decide is None:
            decisions.publish(suggestion=row, by=self.first)
        else:
            decide(row)
        if "unit" in self.entry:
            self.answers.route(row, self.entry)

    def _masked(self, row: Suggestion) -> None:
        decisions.publish_masked(
            suggestion=row,
            spans=spans_of(row.words.text, [self.entry["hide"]]),
            ground="personal_data",
            reason="遮盖了电话号码，其余照发。",
            by=self.first,
        )

    def _refused(self, row: Suggestion) -> None:
        """Whoever was refused may write anew; the congress may look."""
        decisions.refuse(
            suggestion=row,
            ground=self.entry["ground"],
            reason=self.entry["reason"],
            by=self.first,
        )
        self._later(1, lambda: self._look(row))
        if "again" in self.entry:
            self._later(2, lambda: self.receive(earlier=row))

    def _look(self, row: Suggestion) -> None:
        looks.look(
            suggestion=row, purpose="check_decision", by=self.cast.users["reviewer-1"]
        )

    def _handed_off(self, row: Suggestion) -> None:
        where = self.entry.get("where", "hotline")
        decisions.hand_off(suggestion=row, destination=where, by=self.first)

    def _merged(self, row: Suggestion) -> None:
        into = Suggestion.objects.filter(part=row.part, state="published").latest("pk")
        decisions.merge(suggestion=row, into=into, by=self.first)

    def _private(self, row: Suggestion) -> None:
        decisions.accept_unpublished(suggestion=row, by=self.first)

    def _child(self, row: Suggestion) -> None:
        decisions.accept_unpublished(
            suggestion=row, exemption="author_is_child", by=self.first
        )

    def _relocated(self, row: Suggestion) -> None:
        decisions.publish(suggestion=row, by=self.first)
        part = part_at(self.entry["to"], 1)
        decisions.relocate(suggestion=row, part=part, by=self.first)

    def _taken_down(self, row: Suggestion) -> None:
        """Confirmed, lapsed for want of a second person, or still to be confirmed."""
        decisions.publish(suggestion=row, by=self.first)
        if self.entry.get("second") == "waits":
            self.diary.ago(0, lambda: self._take_down(row))
        else:
            self._later(1, lambda: self._take_down(row))

    def _take_down(self, row: Suggestion) -> None:
        decision = takedowns.take_down(
            suggestion=row, reason="写有他人住址", by=self.first
        )
        match self.entry.get("second", "confirms"):
            case "confirms":
                takedowns.confirm_take_down(decision=decision, by=self.moderator(2))
            case "lapses":
                self._later(3, takedowns.restore_unconfirmed)

    def _appealed(self, row: Suggestion) -> None:
        decisions.refuse(
            suggestion=row, ground="abuse_or_threat", reason="措辞激烈", by=self.first
        )
        self._later(1, lambda: self._appeal(row))

    def _appeal(self, row: Suggestion) -> None:
        appeal = appeals.open_appeal(suggestion=row, text=OPINION)
        outcome = self.entry["outcome"]
        reasons = {
            "overturned": "批评和不同意见不是不予公开的理由。",
            "upheld": "文中有针对他人的威胁，维持原决定；改写后可以重新提交。",
        }
        if outcome in reasons:
            appeals.decide_appeal(
                appeal=appeal,
                outcome=outcome,
                reason=reasons[outcome],
                by=self.moderator(2),
                to="published" if outcome == "overturned" else "",
            )

    def _unlawful(self, row: Suggestion) -> None:
        """One moderator proposes; the second confirms, declines, or has not yet."""
        proposal = proposals.propose_unlawful(
            suggestion=row,
            kind=DecisionKind.REFUSE,
            provision=PROVISION,
            reason="（演示）疑似传播谣言。",
            by=self.first,
        )
        match self.entry["second"]:
            case "confirms":
                proposals.confirm_unlawful(proposal=proposal, by=self.moderator(2))
            case "declines":
                proposals.decline_unlawful(proposal=proposal, by=self.moderator(2))
                decisions.publish(suggestion=row, by=self.moderator(2))


def tell_voices(diary: Diary, cast: Cast) -> None:
    """Put every entry on its day."""
    entries = json.loads((DATA / "voices.json").read_text(encoding="utf-8"))
    answers = Answers(diary, cast)
    for entry in entries:
        diary.ago(entry["days"], Told(entry, cast, diary, answers).receive)
