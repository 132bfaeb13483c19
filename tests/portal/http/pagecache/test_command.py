import pytest
from django.core.management import CommandError, call_command

from portal.outbox.models import Purge


def keys() -> list[list[str]]:
    return [row.keys for row in Purge.objects.all()]


def test_purge_pages_by_tag(db: None) -> None:
    call_command("purge_pages", "page:12", "suggestions")
    assert keys() == [["page:12", "suggestions"]]


def test_purge_pages_all(db: None) -> None:
    call_command("purge_pages", "--all")
    assert keys() == [["site"]]


@pytest.mark.parametrize("arguments", [[], ["page:12", "--all"]])
def test_purge_pages_says_which(db: None, arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("purge_pages", *arguments)
    assert keys() == []
