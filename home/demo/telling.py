"""The way of an update: the editor's draft with its evidence, the head, the office."""

from typing import Any

from django.core.files.base import ContentFile

from plan_pages.disclosure import approving, drafts, versions
from plan_pages.disclosure.models import Update, UpdateVersion
from portal.units.models import Unit

from .papers import measurements, stamped
from .stage import Stage, release
from .stories import EVIDENCE

#: Every so manieth shows a file beside a link.
FILE_EVERY = 4


def disclose(
    stage: Stage, subject: Any, unit: Unit, period: str, said: dict[str, Any]
) -> UpdateVersion:
    """All the way to the public."""
    update = sent_up(stage, subject, unit, period, said)
    approving.approve(update=update, by=stage.cast.head(unit.key))
    return published(stage, update)


def sent_up(
    stage: Stage, subject: Any, unit: Unit, period: str, said: dict[str, Any]
) -> Update:
    """It lies before the unit's head."""
    update = drafted(stage, subject, unit, period, said)
    drafts.submit(update=update, by=stage.cast.editor(unit.key))
    return update


def drafted(
    stage: Stage, subject: Any, unit: Unit, period: str, said: dict[str, Any]
) -> Update:
    editor = stage.cast.editor(unit.key)
    saved = drafts.save_draft(by=editor, subject=subject, period=period, **said)
    update = Update.objects.get(pk=saved.pk)
    title, url = EVIDENCE
    drafts.add_evidence(update=update, title=title, url=url, by=editor)
    if update.pk % FILE_EVERY == 0:
        file = ContentFile(measurements(), name="evidence.csv")
        drafts.add_evidence(
            update=update, title="（演示）工程量清单", file=file, by=editor
        )
    return update


def on_behalf(
    stage: Stage, subject: Any, unit: Unit, period: str, said: dict[str, Any]
) -> UpdateVersion:
    """代录: the office types for a unit that never logs in, from its stamped paper."""
    by = stage.publisher
    saved = drafts.save_draft(by=by, subject=subject, unit=unit, period=period, **said)
    update = Update.objects.get(pk=saved.pk)
    paper = ContentFile(stamped(), name="stamped.png")
    drafts.add_evidence(
        update=update, title="（演示）填报单位盖章件", file=paper, by=by
    )
    drafts.submit(update=update, by=by)
    return published(stage, update)


def published(stage: Stage, update: Update) -> UpdateVersion:
    return versions.publish(update=update, release=release(), by=stage.publisher)


def corrected(stage: Stage, update: Update, note: str, words: str) -> None:
    """The next version is drafted and sent up."""
    editor = stage.cast.editor(update.unit.key)
    drafts.correct(update=update, note=note, by=editor, words=words)
    drafts.submit(update=update, by=editor)


def supplement(stage: Stage, update: Update) -> None:
    """A second version, as the finding asked for; nobody supplements twice."""
    if update.versions.count() > 1:
        return
    editor = stage.cast.editor(update.unit.key)
    drafts.add_evidence(
        update=update, title="（演示）监理月报", url=EVIDENCE[1], by=editor
    )
    corrected(
        stage,
        update,
        "（演示）应核查意见补充了完成量和佐证。",
        "（演示）完成年度工程量的七成，附监理月报和现场照片。",
    )
    approving.approve(update=update, by=stage.cast.head(update.unit.key))
    published(stage, update)
