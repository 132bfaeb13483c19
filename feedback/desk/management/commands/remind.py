"""`manage.py remind`: owe today's reminders now, whatever the hour."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from feedback.desk.reminding import remind
from portal.outbox import messenger


class Command(BaseCommand):
    help = "Mails everybody what is late or due soon, and tells the office's messenger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="even if it was done today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        owed = remind(again=options["again"])
        if owed is None:
            self.stdout.write("今天已催办过 done today already (--again)")
            return
        office = "待配置 not set (OFFICE_WEBHOOK_URL)"
        if messenger.is_set():
            office = "1" if owed.office else "0"
        self.stdout.write(f"邮件 mails {owed.mails}\n办公消息 messenger {office}")
