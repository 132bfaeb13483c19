"""`manage.py relay`: carry out what the outbox owes, until SIGTERM or SIGINT."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.outbox import wake
from portal.outbox.relay import Relay


class Command(BaseCommand):
    help = "Delivers outbox events. A stop signal lets the event in hand finish."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="until nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def ask_to_stop(*received: object) -> None:
            stop.set()
            wake.ring()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_stop)
        relay = Relay()
        if not options["once"]:
            relay.run(stop)
            return
        delivered = 0
        while taken := relay.turn(stop):
            delivered += taken
        relay.let_go()
        self.stdout.write(f"{delivered}")
