"""Replies at every desk: routed, put off, drafted, sent back, published, corrected."""

from typing import Any

from feedback.replies import approving, drafts, routing, versions
from feedback.replies.models import Reply
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.clock import add_working_days, today

from .calendar import Diary
from .people import Cast


class Answers:
    """Suggestions of one `group` are answered by one reply."""

    def __init__(self, diary: Diary, cast: Cast) -> None:
        self.diary, self.cast = diary, cast
        self.groups: dict[str, list[Suggestion]] = {}

    def route(self, row: Suggestion, entry: dict[str, Any]) -> None:
        complexity = "complex" if entry.get("complex") else "normal"
        routing.route(
            suggestion=row,
            unit=self.cast.units[entry["unit"]],
            complexity="page_error" if entry.get("kind") == "error" else complexity,
            by=self.cast.users["moderator-1"],
        )
        together = self.groups.setdefault(entry.get("group", row.number), [])
        together.append(row)
        if "extended" in entry:
            self.diary.after(today(), 4, lambda: self._extend(row, entry))
        if "reply" in entry:
            days = entry["reply"]["after"]
            self.diary.after(today(), days, lambda: self._answer(together, entry))

    def _extend(self, row: Suggestion, entry: dict[str, Any]) -> None:
        due = routing.current_due(row)
        if due is not None:
            routing.extend(
                suggestion=row,
                due_on=add_working_days(due, entry["extended"]).on,
                reason="（演示）需要现场勘查后才能答复。",
                by=self.cast.head(entry["unit"]),
            )

    def _answer(self, rows: list[Suggestion], entry: dict[str, Any]) -> None:
        """As far as the entry says: to the draft, the head, the public, and on."""
        said = {k: v for k, v in entry["reply"].items() if k not in ("after", "then")}
        then = entry["reply"].get("then", "")
        editor, head = self.cast.editor(entry["unit"]), self.cast.head(entry["unit"])
        saved = drafts.save_draft(by=editor, suggestions=rows, **said)
        reply = Reply.objects.get(pk=saved.pk)
        if then == "draft":
            return
        drafts.submit(reply=reply, by=editor)
        if then == "in_approval":
            return
        if then == "sent_back":
            comment = "（演示）请写明何时完成。"
            approving.send_back(reply=reply, comment=comment, by=head)
            return
        approving.approve(reply=reply, by=head)
        if then:
            self.diary.after(today(), 2, lambda: self._afterwards(reply, then, head))

    def _afterwards(self, reply: Reply, then: str, head: User) -> None:
        if then == "withdrawn":
            versions.withdraw_reply(
                reply=reply, reason="（演示）答复有误，将另行答复。", by=head
            )
            return
        versions.correct_reply(
            reply=reply,
            body="<p>（演示）更正：开工时间为九月，不是八月。</p>",
            note="（演示）更正开工时间。",
            by=head,
        )
