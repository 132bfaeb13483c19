"""`manage.py compare_index`, nightly: put right what differs, and say how much did."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.search import comparing
from portal.search.engines.choosing import uses_elasticsearch
from portal.search.engines.protocol import EngineUnavailable
from portal.search.management.progress import Bar
from portal.search.models import Entry


class Command(BaseCommand):
    help = "Compare the search index with what is published, and repair it."

    def handle(self, *args: Any, **options: Any) -> None:
        repaired = comparing.compare(Bar(self.stderr, "核对 comparing"))
        self.stdout.write(
            f"{Entry.objects.count()} entries, {repaired} repaired in the database"
        )
        if not uses_elasticsearch():
            return
        try:
            repaired = comparing.compare_mirror(Bar(self.stderr, "Elasticsearch"))
        except EngineUnavailable as error:
            raise CommandError(f"Elasticsearch does not answer ({error})") from error
        self.stdout.write(f"{repaired} repaired in Elasticsearch")
