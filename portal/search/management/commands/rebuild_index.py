"""`manage.py rebuild_index`: write the search index anew from what is published."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.search import comparing, nightly, rebuilding
from portal.search.engines.choosing import uses_elasticsearch
from portal.search.engines.lazily import mirror
from portal.search.engines.protocol import EngineUnavailable
from portal.search.management.progress import Bar
from portal.search.models import Entry


class Command(BaseCommand):
    help = "Write the search index anew; searching goes on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mirror-only",
            action="store_true",
            help="only fill Elasticsearch from the entries",
        )

    def handle(self, *args: Any, mirror_only: bool, **options: Any) -> None:
        if not mirror_only:
            count = rebuilding.rebuild(
                Bar(self.stderr, "条目 entries"), mirrored_next=uses_elasticsearch()
            )
            self.stdout.write(f"{count} entries in the database")
        if not uses_elasticsearch():
            return
        total, bar = Entry.objects.count(), Bar(self.stderr, "Elasticsearch")
        try:
            count = mirror.rebuild(lambda done: bar(done, max(done, total)))
        except EngineUnavailable as error:
            nightly.owe(comparing.MIRROR[0])
            raise CommandError(
                f"Elasticsearch does not answer ({error}); the database's index is "
                "complete. Run again: manage.py rebuild_index --mirror-only"
            ) from error
        self.stdout.write(f"{count} entries in Elasticsearch")
