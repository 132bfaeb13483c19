"""`manage.py outbox`: what is owed, what is dead; `--retry` revives the dead."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.outbox.models import OutboxEvent
from portal.outbox.retrying import retry_dead_letters


class Command(BaseCommand):
    help = "Lists dead letters; with --retry they become due again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--retry", nargs="*", metavar="KEY", help="these keys, or all without a key"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"] is not None:
            self.stdout.write(f"retried {retry_dead_letters(keys=options['retry'])}")
        dead = OutboxEvent.objects.dead_letters()
        waiting = OutboxEvent.objects.filter(dead=False).count()
        self.stdout.write(f"waiting {waiting}, dead {len(dead)}")
        for event in dead:
            self.stdout.write(
                f"{event.topic}\t{event.key}\t{event.attempts}\t{event.last_error}"
            )
