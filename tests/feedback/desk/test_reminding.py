"""The daily reminder: numbers to each by mail, and to the office's messenger."""

import datetime
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from feedback.desk import reminding
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from portal.clock import add_working_days, today
from portal.outbox import messenger
from portal.outbox.models import OutboxEvent
from portal.outbox.relay import Relay
from portal.units.models import Unit

from ..lifecycle import TEXT
from ..replying import routed


class Office:
    """A messenger on this machine: what it was told, and what it answers."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.status, self.answer = 200, b'{"errcode": 0}'
        office = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                office.told.append(json.loads(self.rfile.read(length)))
                office.paths.append(self.path)
                self.send_response(office.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(office.answer)

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?key=k"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def office(settings: Any) -> Iterator[Office]:
    made = Office()
    settings.OFFICE_WEBHOOK_URL = made.url
    settings.BASE_URL = "https://www.example.gov.cn"
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def late(
    brought: Callable[..., Suggestion], unit: Unit, moderator: User, head: User
) -> Suggestion:
    """Owed by the unit, three working days late as seen `in_time`."""
    return routed(brought("published"), unit=unit, by=moderator)


@pytest.fixture
def in_time() -> datetime.datetime:
    """Nine o'clock in Beijing, eleven working days on."""
    day = add_working_days(today(), 11).on
    at = datetime.time(9, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    return datetime.datetime.combine(day, at)


def deliver() -> None:
    relay = Relay()
    while relay.turn():
        pass
    relay.let_go()


def addressed(*people: User) -> None:
    for person in people:
        person.email = f"{person.username}@example.org"
        person.save()


def test_reminder_says_numbers_to_each_and_to_the_office(
    late: Suggestion,
    head: User,
    other_head: User,
    moderator: User,
    office: Office,
    in_time: datetime.datetime,
    mailoutbox: list[Any],
) -> None:
    addressed(head, other_head, moderator)
    with time_machine.travel(in_time, tick=False):
        assert reminding.remind() == reminding.Owed(mails=1, office=True)
        assert reminding.remind() is None
        deliver()
    (letter,) = mailoutbox
    assert letter.to == ["head@example.org"]
    assert letter.subject == "今天要办：已逾期 1"
    url = reminding.today_url()
    assert url in letter.body
    assert office.told == [
        {"title": "建议与答复：催办", "lines": ["发展改革部门：已逾期 1"], "url": url}
    ]
    said = letter.body + json.dumps(office.told, ensure_ascii=False)
    for secret in (TEXT, late.number, "head@", moderator.username):
        assert secret not in said.replace(letter.to[0], "")
    assert OutboxEvent.objects.filter(topic__startswith="remind").count() == 0


@pytest.mark.parametrize("kind", ["wecom", "dingtalk"])
def test_messenger_gets_its_own_shape(office: Office, settings: Any, kind: str) -> None:
    settings.OFFICE_WEBHOOK_KIND = kind
    messenger.post(title="催办", lines=["甲：已逾期 1"], url="https://x/")
    content = "催办\n甲：已逾期 1\nhttps://x/"
    assert office.told == [{"msgtype": "text", "text": {"content": content}}]
    assert office.paths == ["/hook?key=k"]


def test_messenger_signs_where_a_secret_is_set(office: Office, settings: Any) -> None:
    settings.OFFICE_WEBHOOK_SECRET = "SEC1"
    with time_machine.travel(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)):
        signed = messenger._signed(1767225600000)
        messenger.post(title="x", lines=[])
    assert signed["sign"] == "HPFHugH1A+acGr13GtVWd8qv0xuQH5+zzmm7/cG8mLk="
    assert office.paths[0].startswith("/hook?key=k&timestamp=17672256")


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, b""), (302, b""), (200, b'{"errcode": 93000, "errmsg": "invalid"}')],
)
def test_messenger_that_refuses_is_tried_again_and_ends_dead(
    late: Suggestion,
    office: Office,
    in_time: datetime.datetime,
    status: int,
    answer: bytes,
) -> None:
    office.status, office.answer = status, answer
    with time_machine.travel(in_time, tick=False) as clock:
        reminding.remind()
        for _hour in range(12):
            deliver()
            clock.shift(3700)
    (event,) = OutboxEvent.objects.filter(topic=reminding.OFFICE)
    assert (event.dead, event.attempts, len(office.told)) == (True, 10, 10)
    assert event.last_error in ("HTTPError", "MessengerRefused")
    assert event.payload == {"day": str(in_time.date())}


def test_reminder_without_a_messenger_is_mail_alone(
    late: Suggestion,
    head: User,
    in_time: datetime.datetime,
    capsys: Any,
) -> None:
    addressed(head)
    with time_machine.travel(in_time, tick=False):
        call_command("remind")
        said = capsys.readouterr().out
        assert "邮件 mails 1" in said and "待配置" in said
        call_command("remind")
        assert "--again" in capsys.readouterr().out
    topics = OutboxEvent.objects.filter(topic__startswith="remind")
    assert list(topics.values_list("topic", flat=True)) == [reminding.MAIL]


def test_reminder_of_what_was_done_meanwhile_is_not_sent(
    late: Suggestion,
    head: User,
    in_time: datetime.datetime,
    mailoutbox: list[Any],
) -> None:
    addressed(head)
    with time_machine.travel(in_time, tick=False):
        reminding.remind()
        head.is_active = False
        head.save()
        deliver()
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("moment", "reminds"),
    [
        ("2026-03-02T08:29:00+08:00", False),
        ("2026-03-02T08:31:00+08:00", True),
        ("2026-03-07T09:00:00+08:00", False),  # a Saturday
    ],
)
def test_relay_reminds_in_the_morning_of_working_days(
    moment: str, reminds: bool, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REMIND_AT = "08:30"
    days: list[datetime.date] = []
    monkeypatch.setattr(reminding, "remind", lambda *, on: days.append(on))
    with time_machine.travel(datetime.datetime.fromisoformat(moment)):
        reminding.remind_in_the_morning()
    assert days == ([datetime.date(2026, 3, 2)] if reminds else [])
