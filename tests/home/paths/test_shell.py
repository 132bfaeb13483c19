"""As in `manage.py shell`: a service leaves its trace, a published row stays."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from feedback.replies import versions as replies
from feedback.replies.models import Reply, ReplyVersion
from feedback.suggestions.models import Suggestion
from plan_pages.disclosure import versions as updates
from plan_pages.disclosure.models import Update, UpdateVersion
from plan_pages.document import publishing
from plan_pages.document.errors import ReasonRequired, TextGuarded
from plan_pages.document.models import Division, Part, PartAmendment
from plan_pages.progress import observations
from plan_pages.progress.models import Observation
from portal.accounts.models import User
from portal.ledger.models import Entry
from portal.refusals import Refused
from tests.plan_pages.importer.texts import KORLA
from tests.plan_pages.progress.figures import given
from tests.portal.pages.markup import one, text, tree

from .conftest import Read, Unchanged

NEW = "改写了的一段。"


def rewritten(section: Division) -> Division:
    """In memory, its first paragraph."""
    section = Division.objects.get(pk=section.pk)
    block = next(each for each in section.body if each.block_type == "paragraph")
    block.value["text"] = NEW
    return section


def test_revised_figure_stands_beside_what_it_revises(
    figure: Observation, office: User, unchanged: Unchanged, reader: Read
) -> None:
    columns = {"by": office, "unit": figure.reporting_unit, "source": figure.source}
    with unchanged():
        for more in ({}, {"supersedes": figure}, {"reason": "核定"}):
            with pytest.raises(Refused):
                given("3", 2021, "79.9", **columns, **more)
    given("3", 2021, "79.9", **columns, supersedes=figure, reason="年鉴核定")
    page = reader("/indicators/3/")
    history = page[page.index("修订记录") :]
    assert "79.3" in history and "年鉴核定" in history


def test_withdrawn_figure_says_why(
    figure: Observation, office: User, unchanged: Unchanged, reader: Read
) -> None:
    with unchanged(), pytest.raises(Refused):
        observations.withdraw_observation(observation=figure, reason=" ", by=office)
    observations.withdraw_observation(observation=figure, reason="录错行", by=office)
    page = reader("/indicators/3/")
    assert "录错行" in page and "79.3" in page


def test_withdrawn_update_says_why(
    update: Update, office: User, unchanged: Unchanged, reader: Read
) -> None:
    with unchanged(), pytest.raises(Refused):
        updates.withdraw(update=update, reason=" ", by=office)
    updates.withdraw(update=update, reason="填错项目", by=office)
    page = reader(f"/updates/{update.public_id}/")
    assert "填错项目" in page and "主体结构已封顶。" in page


def test_reply_changes_by_its_services_alone(
    reply: Reply,
    suggestion: Suggestion,
    head: User,
    unchanged: Unchanged,
    reader: Read,
) -> None:
    address = f"/suggestions/{suggestion.number}/"
    with unchanged():
        with pytest.raises(Refused):
            replies.correct_reply(reply=reply, note=" ", by=head, body="<p>再议。</p>")
        with pytest.raises(Refused):
            replies.withdraw_reply(reply=reply, reason=" ", by=head)
    replies.correct_reply(reply=reply, note="有误", by=head, body="<p>再议。</p>")
    assert "更正说明：有误" in reader(address)
    replies.withdraw_reply(reply=reply, reason="发错了", by=head)
    assert "发错了" in reader(address)


def test_a_model_publishes_and_takes_off_nothing_by_itself(
    update: Update, reply: Reply, section: Division, unchanged: Unchanged
) -> None:
    update.note = reply.note = "更正"
    with unchanged():
        for thing, refusal in (
            (update, Refused), (reply, Refused), (rewritten(section), ReasonRequired),
        ):  # fmt: skip
            revision = thing.save_revision(clean=False)
            with pytest.raises(refusal), transaction.atomic():
                revision.publish()
        for thing, refusal in (
            (update, Refused), (reply, Refused), (section, TextGuarded),
        ):  # fmt: skip
            with pytest.raises(refusal):
                thing.unpublish()


def test_adopted_text_is_published_with_its_reason(
    section: Division, part: Part, unchanged: Unchanged, reader: Read
) -> None:
    with unchanged(), pytest.raises(ReasonRequired), transaction.atomic():
        publishing.publish(page=rewritten(section))
    publishing.publish(page=rewritten(section), reason="勘误")
    root = tree(Client().get(section.get_url()))
    told = text(one(root, "//section[@id='amendments']"))
    for words in (NEW, part.text, "理由：勘误", "文字更正"):
        assert words in told
    assert "1处文字更正" in text(one(root, "//ul[@class='state']"))


def test_corrected_text_tells_what_was_corrected(
    section: Division, part: Part, tmp_path: Path, unchanged: Unchanged
) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(KORLA.replace(part.text, part.text + NEW), encoding="utf-8")
    order = {"plan": "korla-14", "publish": True, "verbosity": 0}
    with unchanged(), pytest.raises(CommandError):
        call_command("import_plan", file, **order)
    call_command("import_plan", file, **order, correction="第二次印刷补字")
    root = tree(Client().get(section.get_url()))
    assert [text(each) for each in root.xpath("//section[@id='amendments']//del")] == [
        part.text
    ]
    assert [text(each) for each in root.xpath("//section[@id='amendments']//ins")] == [
        part.text + NEW
    ]
    assert "第二次印刷补字" in text(one(root, "//section[@id='amendments']"))
    (passage,) = root.xpath("//*[contains(@class,'note')]//a[@href='#amendments']")
    assert text(passage) == "已更正"


def _save(row: models.Model, column: str, value: Any) -> None:
    setattr(row, column, value)
    row.save()


def _bulk_update(row: models.Model, column: str, value: Any) -> None:
    setattr(row, column, value)
    type(row)._default_manager.bulk_update([row], [column])


def _queryset(row: models.Model, column: str, value: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**{column: value})


def _raw(row: models.Model, column: str, value: Any) -> None:
    with connection.cursor() as cursor:
        table = row._meta.db_table
        cursor.execute(f"UPDATE {table} SET {column} = %s", [str(value)])


ROWS: list[tuple[type[models.Model], str, Any]] = [
    (Observation, "value", Decimal("80")),
    (UpdateVersion, "words", NEW),
    (ReplyVersion, "html", NEW),
    (PartAmendment, "reason", NEW),
    (Entry, "subject", "x"),
]


@pytest.mark.parametrize("way", [_save, _bulk_update, _queryset, _raw])
def test_published_rows_stay_as_they_are(
    section: Division,
    unchanged: Unchanged,
    way: Callable[[models.Model, str, Any], None],
) -> None:
    publishing.publish(page=rewritten(section), reason="勘误")
    with unchanged():
        for model, column, value in ROWS:
            row = model._default_manager.order_by("pk").last()
            assert row is not None, model
            with pytest.raises(IntegrityError), transaction.atomic():
                way(row, column, value)
