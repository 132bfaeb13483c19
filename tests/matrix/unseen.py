"""Texts of the other unit that nobody else has seen, each with a mark of its own."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.replies import drafts as replies
from feedback.replies.models import Reply
from feedback.suggestions.models import Suggestion
from plan_pages.delivery.models import Project
from plan_pages.disclosure import drafts
from plan_pages.disclosure.models import Update
from plan_pages.obligations.models import Obligation
from plan_pages.oversight import findings
from portal.accounts.models import User
from portal.units.models import Unit
from tests.feedback.lifecycle import advance, send
from tests.feedback.replying import drafted, routed
from tests.plan_pages import disclosing

from .world import World

#: In no text of the plan. A page that repeats what is searched for repeats this alone.
HALF = "蓝鲸听雨"
DRAFT, CORRECTION, EVIDENCE, REPLY, LETTER, FINDING = (
    f"{HALF}{word}" for word in ("初稿", "改稿", "附件", "回话", "来信", "核查")
)
MARKS = (DRAFT, CORRECTION, EVIDENCE, REPLY, LETTER, FINDING)


def write(world: World) -> dict[str, str]:
    """Next versions of what the other unit has published, and things of which nothing
    is public; values that name the latter in an address.
    """
    editor = User.objects.get(username="drafter-jtj")
    update = Update.objects.get(public_id=world.foreign["update"])
    drafts.correct(update=update, note=CORRECTION, words=CORRECTION, by=editor)
    reply = Reply.objects.get(pk=world.foreign["reply"])
    replies.save_draft(reply=reply, body=_body(), by=editor)
    reviewer = User.objects.get(username="reviewer-jtj")
    obligation = Obligation.objects.get(public_id=world.foreign["obligation"])
    judged: list[dict[str, Any]] = [
        {"version": update.versions.get()}, {"obligation": obligation}
    ]  # fmt: skip
    for about in judged:
        findings.make(value="disputed", words=FINDING, by=reviewer, **about)
    return world.foreign | _update(world, editor) | _suggestion(world, editor)


def _update(world: World, editor: User) -> dict[str, str]:
    """On its way to the head: a revision, a workflow and a task of Wagtail's."""
    project = Project.objects.get(public_id=world.foreign["a_project"])
    update = disclosing.drafted(
        project, editor, evidence=False, words=DRAFT, problems=DRAFT, next_step=DRAFT
    )
    file = SimpleUploadedFile("x.pdf", f"%PDF-1.7 {EVIDENCE}".encode())
    evidence = drafts.add_evidence(update=update, title=EVIDENCE, file=file, by=editor)
    state = drafts.submit(update=update, by=editor)
    document: Any = evidence.document
    task = state.current_task_state
    numbers = {
        "draft_file": evidence.pk,
        "revision_id": update.latest_revision.pk,
        "workflow_state_id": state.pk,
        "task_state_id": task.pk,
        **dict.fromkeys(("document", "document_id", "doc_id"), document.pk),
    }
    section = project.part.page.url_path.partition("/plan/")[2].strip("/")
    return {name: str(value) for name, value in numbers.items()} | {
        "update": update.public_id,
        "document_name": document.filename,
        "plan_path": section,
        "part": project.part.public_id,
    }


def _suggestion(world: World, editor: User) -> dict[str, str]:
    """The author wants it kept from the public; routed to the other unit."""
    project = Project.objects.get(public_id=world.foreign["a_project"])
    moderator = User.objects.get(username="moderator")
    row: Suggestion = send(
        project.part, visibility="private", text=f"{LETTER}。"
    ).suggestion
    advance(row, "accepted_unpublished", by=moderator, second=moderator)
    unit = Unit.objects.get(key=world.foreign["unit_key"])
    routed(row, unit=unit, by=moderator)
    reply = drafted(row, by=editor, body=_body())
    return {"suggestion": row.number, "reply": str(reply.pk)}


def _body() -> str:
    return f"<p>{REPLY}</p>"
