"""What an erasure takes out of replies: whatever may quote the author and is unsaid.

A draft for this suggestion alone goes. One that answers others as well loses it, with
its history, and its words too where they quote the author. Of a published reply the
immutable versions stay, because they are what the office said in public; its earlier
drafts, the head's remarks and the details of the log go.
"""

import html
from collections.abc import Iterable

from django.db.models import Q
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry, Revision, TaskState, WorkflowState

from feedback.suggestions.authors import erasers
from feedback.suggestions.models import Suggestion
from feedback.suggestions.scrubbing import stores

from .dispositions import Disposition
from .drafts import FIELDS
from .models import Reply

for _model in (Reply, Revision, TaskState, WorkflowState, ModelLogEntry):
    stores.register(_model)

#: So many characters in a row, whitespace apart, are a quotation.
_RUN = 8


@erasers.register
def erase_words(suggestion: Suggestion) -> None:
    """Called while the text is still there to be compared with."""
    about = Q(targets__suggestion=suggestion) | Q(
        versions__answered__suggestion=suggestion
    )
    mine = set(Reply.objects.filter(about).values_list("pk", flat=True))
    drafts = Q(versions=None)
    touched = Reply.objects.filter(Q(pk__in=mine) | drafts).distinct()
    quoted = _quotations(suggestion)
    for reply in Reply.objects.select_for_update().filter(pk__in=touched.values("pk")):
        if reply.versions.exists():
            _keep_versions(reply)
        elif reply.pk in mine:
            leave(reply, suggestion, quoted)
        elif _quotes(_said_in(reply), quoted):
            _blank(reply)


def leave(reply: Reply, suggestion: Suggestion, quoted: set[str]) -> None:
    """The draft no longer answers `suggestion`; `quoted` are runs of its words."""
    reply.targets.filter(suggestion=suggestion).delete()
    if not reply.targets.exists():
        reply.drop()
        return
    _forget_history(reply, reply.latest_revision)
    # The row has the words of the first draft: those of the newest take their place.
    newest = reply.get_latest_revision_as_object()
    for name in FIELDS:
        setattr(reply, name, getattr(newest, name))
    reply.save()
    if _quotes(_said_in(reply), quoted):
        _blank(reply)


def _keep_versions(reply: Reply) -> None:
    states = WorkflowState.objects.filter(reply=reply)
    states.exclude(status=WorkflowState.STATUS_APPROVED).delete()
    _forget_history(reply, reply.live_revision)
    Reply.objects.filter(pk=reply.pk).update(
        latest_revision=reply.live_revision, has_unpublished_changes=False
    )


def _forget_history(reply: Reply, kept: Revision | None) -> None:
    """Its tasks point at the revision that is kept, else they would go with theirs."""
    TaskState.objects.filter(workflow_state__reply=reply).update(
        revision=kept, comment=""
    )
    revisions = Revision.objects.for_instance(reply)
    revisions.exclude(pk=kept.pk if kept else None).delete()
    reply.silence_log()


def _blank(reply: Reply) -> None:
    """Nothing to approve is left: the editor begins anew, for those that remain."""
    WorkflowState.objects.filter(reply=reply).delete()
    empty = dict.fromkeys(FIELDS, "") | {"disposition": Disposition.ANSWERED}
    for name, value in empty.items():
        setattr(reply, name, value)
    reply.latest_revision = None
    reply.save()
    Revision.objects.for_instance(reply).delete()
    reply.save_revision(clean=False)


def _said_in(reply: Reply) -> list[str]:
    """Everything that stands in an unpublished reply and beside it."""
    said = [str(getattr(reply, name)) for name in FIELDS]
    for revision in Revision.objects.for_instance(reply):
        said += [str(revision.content.get(name, "")) for name in FIELDS]
    comments = TaskState.objects.filter(workflow_state__reply=reply)
    return [*said, *comments.values_list("comment", flat=True)]


def _quotations(suggestion: Suggestion) -> set[str]:
    """Runs of the author's words that are not the plan's own."""
    words = getattr(suggestion, "words", None)
    if words is None:
        return set()
    plan = _bare(suggestion.part.text)
    return {run for run in _runs(_bare(words.text)) if run not in plan}


def _quotes(texts: Iterable[str], quoted: set[str]) -> bool:
    return any(
        not quoted.isdisjoint(_runs(_bare(html.unescape(strip_tags(text)))))
        for text in texts
    )


def _runs(text: str) -> set[str]:
    return {text[at : at + _RUN] for at in range(len(text) - _RUN + 1)}


def _bare(text: str) -> str:
    return "".join(text.split())
