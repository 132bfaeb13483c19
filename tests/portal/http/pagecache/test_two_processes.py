"""Two real servers on one database, readers all the time, and random changes.

After each change is acknowledged, each process is asked for the pages that show it.
Each suggestion's own words are the truth: drawn anew for it, and written nowhere else.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.db import connection
from django.test import Client

from feedback.moderation import decisions, rules, takedowns
from feedback.replies import setup, versions
from feedback.replies.models import Reply
from feedback.suggestions import authors
from feedback.suggestions.models import FeedbackSettings, Suggestion
from plan_pages.document.models import Part, Plan
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.clock import today
from portal.units.models import Unit
from tests.feedback.lifecycle import send
from tests.feedback.people import person
from tests.feedback.replying import answered
from tests.proofs import rounds
from tests.real_portal import Answer, RealPortal

pytestmark = [pytest.mark.xdist_group("serve"), pytest.mark.once]

PAGE = "/plan/korla-14/15/2/"
LIST = "/suggestions/"
READ_MEANWHILE = (PAGE, "/en" + PAGE, LIST, "/", "/moderation/log/", "/plan/")


@pytest.fixture
def servers(
    korla_transactional: Plan, tmp_path: Path, settings: Any
) -> Iterator[list[RealPortal]]:
    """Both on this test's database and bell, each a process with a port of its own."""
    var = tmp_path / "var"
    settings.PURGE_BELL = var / "run" / "purges"
    setup.prepare()
    FeedbackSettings.load()
    rules.current()
    environment = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
        "SECRET_KEY": live_settings.SECRET_KEY,
        "RELAY_IN_PROCESS": "false",
        # Long, so that the bell alone can be what is heard.
        "PAGE_CACHE_POLL_SECONDS": "3600",
    }
    with ExitStack() as stack:
        found = [RealPortal(var, environment=environment) for _ in range(2)]
        assert found[0].manage("collectstatic", "--noinput", "-v0").returncode == 0
        yield [stack.enter_context(each.running()) for each in found]


def database_url() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(given['NAME']).resolve()}"
    host = f"{given['HOST'] or '127.0.0.1'}:{given['PORT'] or 5432}"
    word = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{word}@{host}/{given['NAME']}"


class Readers:
    """Ask both servers for public pages until told to stop."""

    def __init__(self, servers: list[RealPortal]) -> None:
        self.stop, self.count = threading.Event(), 0
        self.failed: list[str] = []
        self.threads = [
            threading.Thread(target=self._read, args=(each,)) for each in servers
        ]

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(60)

    def _read(self, server: RealPortal) -> None:
        while not self.stop.is_set():
            for path in READ_MEANWHILE:
                answer = server.get(path)
                self.count += 1
                if answer.status != 200 or "set-cookie" in answer.headers:
                    self.failed.append(f"{path} {answer.status} {answer.headers}")
            self.stop.wait(0.005)


class City:
    """Random public acts; `truth` says which words must and must not be read now."""

    def __init__(self, part: Part, draw: random.Random) -> None:
        self.part, self.draw = part, draw
        self.moderator = person("moderator", Role.MODERATOR)
        self.unit = Unit.objects.create(key="fgw", name="发展改革部门", kind="park")
        self.head = person("head", Role.HEAD, unit=self.unit)
        self.shown: list[Suggestion] = []
        self.words: dict[int, str] = {}
        self.replies: dict[int, tuple[Reply, str]] = {}
        self.gone: list[str] = []
        self.compared = 0
        self.touched = ""

    def act(self) -> str:
        """One change; its name."""
        acts: list[Callable[[], str]] = [self.publish]
        if self.shown:
            acts += [self.reply, self.erase, self.take_down, self.withdraw]
        if self.replies:
            acts += [self.correct] * 2
        if len(self.shown) > 12:  # the page shows twenty
            acts = [self.erase, self.take_down, self.withdraw]
        return self.draw.choice(acts)()

    def publish(self) -> str:
        words = f"建议{self.draw.randrange(10**12):012d}号。"
        row = send(self.part, text=words).suggestion
        decisions.publish(suggestion=row, by=self.moderator)
        self.shown.append(row)
        self.words[row.pk] = words
        self.touched = row.number
        return "publish"

    def reply(self) -> str:
        open_ones = [row for row in self.shown if row.pk not in self.replies]
        if not open_ones:
            return self.publish()
        row = self.draw.choice(open_ones)
        words = self._answer_words()
        reply = answered(
            row,
            unit=self.unit,
            head=self.head,
            by=self.moderator,
            body=f"<p>{words}</p>",
        )
        self.replies[row.pk] = (reply, words)
        self.touched = row.number
        return "reply"

    def correct(self) -> str:
        key = self.draw.choice(sorted(self.replies))
        reply, _old = self.replies[key]
        words = self._answer_words()
        versions.correct_reply(
            reply=reply, note="更正", by=self.head, body=f"<p>{words}</p>"
        )
        self.replies[key] = (reply, words)
        self.touched = next(row.number for row in self.shown if row.pk == key)
        return "correct"

    def erase(self) -> str:
        authors.erase(suggestion=self._leaves())
        return "erase"

    def withdraw(self) -> str:
        authors.withdraw(suggestion=self._leaves())
        return "withdraw"

    def take_down(self) -> str:
        takedowns.take_down(suggestion=self._leaves(), reason="x", by=self.moderator)
        return "take down"

    def _leaves(self) -> Suggestion:
        row = self.shown.pop(self.draw.randrange(len(self.shown)))
        self.gone.append(self.words[row.pk])
        self.replies.pop(row.pk, None)
        row.refresh_from_db()
        self.touched = row.number
        return row

    def _answer_words(self) -> str:
        return f"答复{self.draw.randrange(10**12):012d}号"

    def wrong(self, text: str, fresh: str) -> list[str]:
        """What a page says that is not so, or does not say; `fresh` is it made anew.

        A page shows twenty, and what is gone leaves its number there: after a while not
        everything that is public stands on the first.
        """
        public = [self.words[row.pk] for row in self.shown]
        public += [words for _reply, words in self.replies.values()]
        self.compared += sum(words in fresh for words in public)
        differ = [
            f"-{words}" for words in public if (words in text) != (words in fresh)
        ]
        return differ + [f"+{words}" for words in self.gone if words in text + fresh]


def stale(city: City, servers: list[RealPortal]) -> list[str]:
    """What the first anonymous request after the acknowledgement finds wrong."""
    found = []
    for path in (PAGE, LIST, f"{LIST}{city.touched}/"):
        fresh = Client().get(path).text
        for number, server in enumerate(servers):
            for wrong in city.wrong(server.get(path).text, fresh):
                found.append(f"server {number} {path} {wrong}")
    return found


@pytest.fixture
def city(servers: list[RealPortal]) -> City:
    rows = Part.objects.current().filter(kind="paragraph")
    part = rows.filter(page__url_path__endswith="/15/2/").order_by("order")[0]
    return City(part, random.Random(20211014))


def test_no_process_is_stale_after_a_change_is_acknowledged(
    city: City, servers: list[RealPortal]
) -> None:
    done: dict[str, int] = {}
    wrong: list[str] = []
    with Readers(servers) as readers:
        for _round in range(rounds(10, 500)):
            act = city.act()
            done[act] = done.get(act, 0) + 1
            wrong += [f"after {act}: {each}" for each in stale(city, servers)]
    print(f"rounds: {done}, {readers.count} reads meanwhile, {len(wrong)} stale")
    assert city.compared > sum(done.values())
    assert wrong == []
    assert readers.failed == []
    assert readers.count > len(READ_MEANWHILE)


def test_control_a_process_that_hears_no_bell_is_stale(
    city: City, servers: list[RealPortal], settings: Any, tmp_path: Path
) -> None:
    """The same without the ring: the pages are kept, so the proof can fail."""
    heard = settings.PURGE_BELL
    for _try in range(2):  # no page outlives midnight, which comes once
        day, settings.PURGE_BELL = today(), heard
        city.publish()
        assert stale(city, servers) == []
        settings.PURGE_BELL = tmp_path / "elsewhere"
        city.publish()
        found = stale(city, servers)
        if today() == day:
            break
    assert len(found) == 4


def test_signed_in_page_enters_no_process(
    city: City, servers: list[RealPortal]
) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("keeper"))
    session = client.cookies[live_settings.SESSION_COOKIE_NAME].value
    cookie = f"{live_settings.SESSION_COOKIE_NAME}={session}"
    for server in servers:
        first: Answer = server.get(PAGE, Cookie=cookie)
        assert first.status == 200
        assert "etag" not in first.headers
        assert "etag" in server.get(PAGE).headers
        assert "etag" not in server.get(PAGE, Cookie=cookie).headers


def test_command_purges_in_every_process(city: City, servers: list[RealPortal]) -> None:
    """A change behind the services' back shows only when somebody says so."""
    city.publish()
    assert stale(city, servers) == []
    Plan.objects.filter(pk=city.part.plan_id).update(title="改名规划")
    assert not any("改名规划" in server.get(PAGE).text for server in servers)
    done = servers[0].manage("purge_pages", "--all")
    assert done.returncode == 0, done.stderr
    assert all("改名规划" in server.get(PAGE).text for server in servers)
