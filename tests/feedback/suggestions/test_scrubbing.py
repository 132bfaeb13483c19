"""After an erasure and one turn of the relay the files do not hold the words either."""

from pathlib import Path

import pytest
from django.db import connection

from feedback.moderation import decisions
from feedback.replies import approving, drafts, setup
from feedback.replies.models import Reply
from feedback.suggestions import authors, scrubbing
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.units.models import Unit
from tests.database_files import content

from ..lifecycle import send
from ..people import person
from ..replying import drafted, routed

#: Han characters are indexed one by one, so only a word of letters can be found.
WORD = "qxjmarker7731"
MARKER = f"落霞与孤鹜齐飞 {WORD}"


def _in_files() -> bool:
    base = Path(connection.settings_dict["NAME"])
    files = [base, base.with_name(f"{base.name}-wal")]
    return any(WORD.encode() in content(file) for file in files)


def test_erased_text_leaves_the_files(korla_transactional: Plan) -> None:
    relay = Relay()
    part = Part.objects.filter(kind="paragraph").order_by("pk")[0]
    row = send(part, text=f"{MARKER}。" * 40).suggestion
    by = person("m", Role.MODERATOR)
    decisions.publish_masked(
        suggestion=row, spans=[(0, 1)], ground="personal_data", reason=MARKER, by=by
    )
    _draft_that_quotes(row, by)
    while relay.turn():
        pass
    if connection.vendor == "sqlite":
        assert _in_files()
    authors.erase(suggestion=row)
    while relay.turn():
        pass
    assert list(OutboxEvent.objects.values_list("topic", "last_error")) == []
    if connection.vendor == "sqlite":
        assert not _in_files()


def _draft_that_quotes(row: Suggestion, moderator: User) -> None:
    """In the draft, in its revisions, in the head's remark on it."""
    setup.prepare()
    unit = Unit.objects.create(key="fgw", name="发展改革部门", kind="department")
    head = person("h", Role.HEAD, unit=unit)
    routed(row, unit=unit, by=moderator)
    reply = drafted(row, by=head, body=f"<p>{MARKER}</p>" * 20)
    drafts.submit(reply=Reply.objects.get(pk=reply.pk), by=head)
    sent = Reply.objects.get(pk=reply.pk)
    approving.send_back(reply=sent, comment=f"别抄{MARKER}", by=head)


@pytest.mark.django_db(transaction=True)
def test_scrub_does_not_wait_for_a_reader() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL vacuums beside its readers")
    reader = connection.copy()
    try:
        reader.ensure_connection()
        reader.connection.execute("BEGIN DEFERRED")
        reader.connection.execute("SELECT count(*) FROM outbox_outboxevent")
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM outbox_outboxevent")
            cursor.execute("PRAGMA busy_timeout")
            before = cursor.fetchone()
        OutboxEvent.objects.create(key="x", topic="x")
        with pytest.raises(scrubbing.Busy):
            scrubbing.scrub()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone() == before
    finally:
        reader.close()
    scrubbing.scrub()
