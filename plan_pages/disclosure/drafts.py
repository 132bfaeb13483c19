"""The unit's draft: written, given its evidence, sent up."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from wagtail.models import Workflow, WorkflowState

from portal.accounts.models import User
from portal.media.keeping import keep_file
from portal.media.models import PortalDocument
from portal.refusals import Refused
from portal.units.models import Unit
from portal.writing import write_transaction

from . import periods
from .figures import checked
from .measured import has_figures, refuse_unmeasurable
from .models import DraftEvidence, Evidence, Update
from .notices import ask
from .permissions import can_draft_for, can_publish, types_for_another
from .subjects import (
    Subject,
    changes_state,
    column_of,
    home_of,
    is_gone,
    refuse_strangers,
    state_before,
)

#: Columns that a draft fills.
FIELDS = (
    "period", "delivery", "reason", "decided_by", "words", "problems", "next_step",
    "figures", "note",
)  # fmt: skip


def save_draft(
    *,
    by: User,
    subject: Subject | None = None,
    unit: Unit | None = None,
    update: Update | None = None,
    **columns: Any,
) -> Update:
    """A new draft of `unit` (the writer's own when left out) about `subject`, or a
    change of `update`. `columns`: any of FIELDS. A publisher of another unit types it
    for `unit` (代录).

    Raises Refused (not_own_unit, not_theirs, gone, in_approval, withdrawn, invalid,
    figures).
    """
    if unknown := columns.keys() - set(FIELDS):
        raise TypeError(f"unknown columns: {sorted(unknown)}")
    unit_id = update.unit_id if update else (unit.pk if unit else by.unit_id)
    refuse_other_units(by, unit_id)
    with write_transaction():
        draft = editable(update) if update else _begin(by, subject, unit_id)
        for name, value in columns.items():
            setattr(draft, name, value)
        _check(draft)
        if not draft.live:
            draft.save()
        draft.save_revision(user=by)
    if update:
        update.refresh_from_db()
    return draft


def add_evidence(
    *, update: Update, title: str, by: User, file: File | None = None, url: str = ""
) -> DraftEvidence:
    """A file or an address for the next version.

    Raises Refused (not_own_unit, in_approval, withdrawn, title, one, invalid, and of
    portal.media.keeping: type, empty, size, content).
    """
    refuse_other_units(by, update.unit_id)
    if not title.strip():
        raise Refused("title", _("请写明佐证材料的名称。"))
    if (file is None) == (not url.strip()):
        raise Refused("one", _("请上传一个文件，或填写一个链接。"))
    with write_transaction():
        held = editable(update)
        row = DraftEvidence(update_id=held.pk, title=title.strip(), url=url.strip())
        _valid(row, exclude=["update", "document", *([] if url else ["url"])])
        if file is not None:
            row.document, _digest = keep_file(
                file=file, title=row.title, unit=held.unit, by=by
            )
        row.save()
    return row


def attach_stamped(
    *, update: Update, document: PortalDocument, by: User
) -> DraftEvidence:
    """The paper that a unit stamped, kept with its handover, as evidence of a draft.

    Raises Refused (not_publisher, in_approval, withdrawn).
    """
    if not can_publish(by):
        raise Refused("not_publisher", _("须由发布员代录。"))
    with write_transaction():
        held = editable(update)
        row = DraftEvidence(
            update_id=held.pk, title=str(_("填报单位盖章件")), document=document
        )
        _valid(row, exclude=["update", "url"])
        row.save()
    return row


def remove_evidence(*, evidence: DraftEvidence, by: User) -> None:
    """Not with the next version; what was published keeps its own.

    Raises Refused (not_own_unit, in_approval, withdrawn).
    """
    refuse_other_units(by, evidence.update.unit_id)
    with write_transaction():
        editable(evidence.update)
        evidence.delete()


def submit(*, update: Update, by: User) -> WorkflowState:
    """Send the newest draft to the unit's head.

    Only what a publisher of another unit typed and sends (代录) skips the head: the
    unit's word is then a stamped paper that came with this very version.

    Raises Refused (not_own_unit, in_approval, withdrawn, nothing_new, note, evidence,
    stamped).
    """
    refuse_other_units(by, update.unit_id)
    with write_transaction():
        draft = editable(update)
        if update.live and not update.has_unpublished_changes:
            raise Refused("nothing_new", _("没有未公开的改动。"))
        refuse_unready(draft)
        stamped = draft.on_behalf and types_for_another(by, draft.unit_id)
        if stamped:
            _refuse_without_new_paper(draft)
        state = _start(update, by)
        if stamped:
            task_state = update.current_workflow_task_state
            task_state.task.specific.on_action(
                task_state, user=by, action_name="approve", comment=str(_("代录"))
            )
        ask(draft, "office" if stamped else "head")
    update.refresh_from_db()
    return state


def correct(*, update: Update, note: str, by: User, **columns: Any) -> Update:
    """Draft the next version of what was published, with a public note on what was
    wrong. It then goes the same way up.

    Raises Refused (not_published, note, and what `save_draft` raises).
    """
    if not update.versions.exists():
        raise Refused("not_published", _("还没有公开。"))
    if not note.strip():
        raise Refused("note", _("更正须写明更正了什么，说明将公开。"))
    return save_draft(by=by, update=update, note=note, **columns)


def newest(update: Update) -> Any:
    """What the newest draft says (not saved)."""
    return update.get_latest_revision_as_object()


def editable(update: Update) -> Any:
    """The row, held, with the content of its newest draft, when nobody is judging it.

    Raises Refused (in_approval, withdrawn).
    """
    held = Update.objects.select_for_update().get(pk=update.pk)
    if hasattr(held, "withdrawal"):
        raise Refused("withdrawn", _("这项公开已经撤回，请另写一份。"))
    if held.workflow_in_progress:
        raise Refused("in_approval", _("已在审批中。"))
    return newest(held)


def refuse_unready(draft: Update) -> None:
    """A correction has its note, a change of state its evidence, 代录 its paper.

    Raises Refused (note, evidence, stamped).
    """
    evidence = list(DraftEvidence.objects.filter(update_id=draft.pk))
    if draft.versions.exists() and not draft.note.strip():
        raise Refused("note", _("更正须写明更正了什么，说明将公开。"))
    if not evidence and changes_state(state_before(draft), draft.delivery):
        raise Refused("evidence", _("改变实施状态须附佐证：文件或链接。"))
    if not evidence and has_figures(draft):
        raise Refused("evidence", _("指标数据须附来源作佐证：文件或链接。"))
    if draft.on_behalf and not any(each.document_id for each in evidence):
        raise Refused("stamped", _("代录须附填报单位盖章的文件。"))


def refuse_other_units(by: User, unit_id: int | None) -> None:
    if not can_draft_for(by, unit_id):
        raise Refused("not_own_unit", _("只能填报本单位的进展。"))


def _refuse_without_new_paper(draft: Update) -> None:
    """A file among the evidence that no earlier version showed. Raises Refused."""
    shown = Evidence.objects.filter(version__update_id=draft.pk, document__isnull=False)
    files = DraftEvidence.objects.filter(update_id=draft.pk, document__isnull=False)
    if not files.exclude(document__in=shown.values("document")).exists():
        raise Refused("stamped", _("代录须附填报单位为这一版盖章的文件。"))


def _begin(by: User, subject: Subject | None, unit_id: int | None) -> Update:
    if subject is None:
        raise Refused("subject", _("请选择填报的内容。"))
    if is_gone(subject):
        raise Refused("gone", _("这一项已不在现行文本中。"))
    refuse_strangers(subject, unit_id)
    return Update(
        plan_id=subject.plan_id,
        home=home_of(subject),
        unit_id=unit_id,
        on_behalf=types_for_another(by, unit_id),
        live=False,
        **{column_of(subject): subject},
    )


def _check(draft: Update) -> None:
    draft.figures = checked(draft.figures)
    refuse_unmeasurable(draft)
    try:
        draft.period_end = periods.last_day(draft.period)
    except ValidationError as error:
        raise Refused("invalid", " ".join(error.messages)) from error
    _valid(
        draft,
        exclude=["latest_revision", "live_revision", "indicator", "project", "task",
                 "part"],
    )  # fmt: skip


def _valid(row: Any, exclude: list[str]) -> None:
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        raise Refused("invalid", " ".join(error.messages)) from error


def _start(update: Update, by: User) -> WorkflowState:
    sent_back: WorkflowState | None = update.current_workflow_state
    if sent_back is not None and sent_back.status == WorkflowState.STATUS_NEEDS_CHANGES:
        # From the unit's head on again, whoever sent it back.
        sent_back.cancel(user=by)
    workflow: Workflow = update.get_workflow()
    return workflow.start(update, by)
