"""`manage.py measure_pages`: queries, bytes and time of pages, one JSON a line.

For the bench: a process of its own is cold, so its first page pays for everything.
"""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plan_pages.document.models import Division


class Command(BaseCommand):
    help = "Measure pages without a server: queries, gzip bytes, milliseconds."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--page", help="the path of one page")
        which.add_argument("--sections", action="store_true", help="every section")

    def handle(
        self, *args: Any, page: str | None, sections: bool, **options: Any
    ) -> None:
        client = Client(headers={"accept-encoding": "gzip", "host": "127.0.0.1"})
        if sections:
            paths = [
                division.url
                for division in Division.objects.live().filter(level="section")
            ]
            client.get(paths[0])
        else:
            paths = [str(page)]
        for path in paths:
            self.stdout.write(json.dumps(_measure(client, path)))


def _measure(client: Client, path: str) -> dict[str, object]:
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    milliseconds = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise CommandError(f"{path} answers {answer.status_code}")
    return {
        "path": path,
        "queries": len(queries),
        "bytes": len(answer.content),
        "ms": milliseconds,
    }
