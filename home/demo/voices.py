"""Suggestions in every state, decided, appealed and answered by the invented staff."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from feedback.moderation import appeals, decisions, takedowns
from feedback.moderation.masking import spans_of
from feedback.replies import approving, drafts, routing
from feedback.suggestions import authors, intake
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part, PartKind
from portal.clock import today
from portal.intake import formkeys

from .calendar import Diary
from .people import DATA, Cast


@dataclass(frozen=True)
class Told:
    """An entry of `data/voices.json`, with what it needs to happen."""

    entry: dict[str, Any]
    cast: Cast
    diary: Diary

    def receive(self) -> None:
        entry = self.entry
        received = intake.receive(
            key=formkeys.issue(purpose="suggest"),
            part=part_at(entry["at"], entry["paragraph"]),
            kind=entry.get("kind", "suggestion"),
            visibility=entry.get("visibility", "public"),
            text=entry["text"],
        )
        row = received.suggestion
        if entry["fate"] == "withdrawn":
            self.diary.after(today(), 1, lambda: _withdraw(row))
        elif entry["fate"] != "received":
            self.diary.after(today(), 2, lambda: self.decide(row))

    def decide(self, row: Suggestion) -> None:
        by, fate = self.cast.users["moderator-1"], self.entry["fate"]
        match fate:
            case "masked":
                spans = spans_of(row.words.text, [self.entry["hide"]])
                decisions.publish_masked(
                    suggestion=row,
                    spans=spans,
                    ground="personal_data",
                    reason="遮盖了电话号码，其余照发。",
                    by=by,
                )
            case "refused":
                reason = self.entry["reason"]
                ground = self.entry["ground"]
                decisions.refuse(suggestion=row, ground=ground, reason=reason, by=by)
            case "handed_off":
                decisions.hand_off(suggestion=row, destination="hotline", by=by)
            case "merged":
                into = Suggestion.objects.filter(part=row.part, state="published")
                decisions.merge(suggestion=row, into=into.latest("pk"), by=by)
            case "private":
                decisions.accept_unpublished(suggestion=row, by=by)
            case "appealed":
                decisions.refuse(
                    suggestion=row, ground="abuse_or_threat", reason="措辞激烈", by=by
                )
                self.diary.after(today(), 1, lambda: self.appeal(row))
            case _:
                decisions.publish(suggestion=row, by=by)
        if fate == "taken_down":
            self.diary.after(today(), 1, lambda: self.take_down(row))
        elif "unit" in self.entry:
            self.route(row)

    def route(self, row: Suggestion) -> None:
        entry = self.entry
        complexity = "complex" if entry.get("complex") else "normal"
        routing.route(
            suggestion=row,
            unit=self.cast.units[entry["unit"]],
            complexity="page_error" if entry.get("kind") == "error" else complexity,
            by=self.cast.users["moderator-1"],
        )
        if "reply" in entry:
            days = entry["reply"]["after"]
            self.diary.after(today(), days, lambda: self.answer(row))

    def answer(self, row: Suggestion) -> None:
        given = {k: v for k, v in self.entry["reply"].items() if k != "after"}
        editor = self.cast.editor(self.entry["unit"])
        reply = drafts.save_draft(by=editor, suggestions=[row], **given)
        drafts.submit(reply=reply, by=editor)
        approving.approve(reply=reply, by=self.cast.head(self.entry["unit"]))

    def take_down(self, row: Suggestion) -> None:
        first, second = (self.cast.users[f"moderator-{n}"] for n in (1, 2))
        decision = takedowns.take_down(suggestion=row, reason="写有他人住址", by=first)
        takedowns.confirm_take_down(decision=decision, by=second)

    def appeal(self, row: Suggestion) -> None:
        appeal = appeals.open_appeal(
            suggestion=row, text="这是批评，不是辱骂，请重新审核。"
        )
        appeals.decide_appeal(
            appeal=appeal,
            outcome="overturned",
            reason="批评和不同意见不是不予公开的理由。",
            by=self.cast.users["moderator-2"],
            to="published",
        )


def tell_voices(diary: Diary, cast: Cast) -> None:
    """Put every entry on its day."""
    entries = json.loads((DATA / "voices.json").read_text(encoding="utf-8"))
    for entry in entries:
        diary.ago(entry["days"], Told(entry, cast, diary).receive)


def part_at(where: str, paragraph: int) -> Part:
    """The paragraph of that number on the page `<plan>/<no>/<no>`."""
    return Part.objects.current().get(
        page__url_path__endswith=f"/plan/{where}/",
        kind=PartKind.PARAGRAPH,
        number=paragraph,
    )


def _withdraw(row: Suggestion) -> None:
    authors.withdraw(suggestion=row)


def oldest_day(today: datetime.date) -> datetime.date:
    """The day on which the first of them came in."""
    entries = json.loads((DATA / "voices.json").read_text(encoding="utf-8"))
    return today - datetime.timedelta(days=max(entry["days"] for entry in entries))
