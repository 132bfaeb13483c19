"""`manage.py measure_processor PATH`: CPU of an uncached page and of a bare view.

For the bench: prints one line of JSON, seconds a request.
"""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

TIMES = 100
BARE = "bare"


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path(BARE, bare)]


class Command(BaseCommand):
    help = "Processor time of an uncached page beside a bare view's."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        page = _seconds(WSGIHandler(), path)
        with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
            said = {"page": page, "bare": _seconds(WSGIHandler(), f"/{BARE}")}
        self.stdout.write(json.dumps(said))


def _seconds(application: WSGIHandler, path: str) -> float:
    """CPU of one request, of TIMES after a first one that warms up."""
    _ask(application, path)
    began = time.process_time()
    for _time in range(TIMES):
        _ask(application, path)
    return (time.process_time() - began) / TIMES


def _ignored(*_said: Any) -> Any:
    """Nobody reads the headers."""


def _ask(application: WSGIHandler, path: str) -> None:
    environ = RequestFactory().get(path, HTTP_HOST="127.0.0.1").environ
    answer: Any = application(environ, _ignored)
    b"".join(answer)
    answer.close()
