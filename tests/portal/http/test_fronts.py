"""Front caches are sent PURGE with the tags, through the outbox, by real HTTP."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from portal.http.fronts import HEADER
from portal.outbox.models import OutboxEvent
from portal.outbox.purges import purge
from portal.outbox.relay import Relay


class Front:
    """A small server that notes what it is sent; `status` is what it answers."""

    def __init__(self) -> None:
        self.status, self.got = 200, list[tuple[str, str, str]]()
        front = self

        class Handler(BaseHTTPRequestHandler):
            def do_PURGE(self) -> None:
                tags = self.headers.get(HEADER, "")
                front.got.append((self.command, self.path, tags))
                self.send_response(front.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_said: Any) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def fronts(db: None, settings: Any) -> Iterator[list[Front]]:
    found = [Front(), Front()]
    settings.FRONT_CACHES = [each.url for each in found]
    yield found
    for each in found:
        each.server.shutdown()
        each.server.server_close()


def deliver() -> None:
    while Relay(holder="test").turn():
        pass


def test_fronts_are_each_sent_the_tags(fronts: list[Front]) -> None:
    purge(keys=["suggestions", "page:12"])
    deliver()
    for each in fronts:
        assert each.got == [("PURGE", "/", "page:12 suggestions")]
    assert not OutboxEvent.objects.exists()


def test_front_that_fails_is_told_again_and_holds_up_nobody(
    fronts: list[Front],
) -> None:
    fronts[0].status = 503
    purge(keys=["page:12"])
    deliver()
    assert len(fronts[1].got) == 1
    (owed,) = OutboxEvent.objects.all()
    assert owed.payload["url"] == fronts[0].url
    fronts[0].status = 200
    OutboxEvent.objects.update(next_try=None)
    deliver()
    assert len(fronts[0].got) == 2
    assert not OutboxEvent.objects.exists()


def test_no_fronts_owe_nothing(db: None, settings: Any) -> None:
    settings.FRONT_CACHES = []
    purge(keys=["page:12"])
    assert not OutboxEvent.objects.exists()
