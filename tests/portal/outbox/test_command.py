"""`manage.py relay`: as a job that ends, and as a process that is asked to stop."""

import os
import signal
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from portal.outbox.events import Handler

from .owing import deaf, owe


def test_relay_command_once_says_how_many(
    db: None, handlers: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", deaf)
    handlers.append(Handler("mail", deaf))
    owe("m1", "m2", "m3")
    out = StringIO()
    call_command("relay", "--once", stdout=out)
    assert out.getvalue() == "3\n"


@pytest.mark.django_db(transaction=True)
def test_relay_command_ends_on_sigterm() -> None:
    """The real command, against the test's database, with code 0."""
    database = django_settings.DATABASES["default"]
    program = (
        "import django; from django.conf import settings; "
        f"settings.DATABASES['default']['NAME'] = {str(database['NAME'])!r}; "
        "django.setup(); from django.core.management import call_command; "
        "from portal.outbox import relay; "
        "run = relay.Relay.run; "
        "relay.Relay.run = lambda s, e: (print('up', flush=True), run(s, e)); "
        "call_command('relay'); print('down', flush=True)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    process.send_signal(signal.SIGTERM)
    assert process.stdout.read() == "down\n"
    assert process.wait() == 0
