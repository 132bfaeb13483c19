"""`manage.py ledgerkey`: print a new receipt key and its verifier; store nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.ledger.keys import receipt_key_name
from portal.ledger.signing import Signer


class Command(BaseCommand):
    help = "Prints a new signing key (LEDGER_RECEIPT_KEY) and its verifier."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", help="default: from LEDGER_ORIGIN")

    def handle(self, *args: Any, **options: Any) -> None:
        signer = Signer.new(options["name"] or receipt_key_name())
        self.stdout.write(f"LEDGER_RECEIPT_KEY={signer.text}")
        self.stdout.write(f"# public: {signer.verifier.text}")
