import re
from typing import Any

from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.http.pagecache import running
from portal.http.pagecache.application import PageCache

from .asking import Scripted, ask


def test_status_counts_hits_misses_and_bytes(
    client: Client, db: None, monkeypatch: Any
) -> None:
    cache = PageCache(Scripted())
    monkeypatch.setattr(running, "_running", [cache])
    for _time in range(3):
        ask(cache, "/")
    client.force_login(User.objects.create_superuser("keeper"))
    page = client.get(reverse("page_cache_status")).content.decode()
    shown = re.findall(r"<td>([\d,]+)</td>", page)
    assert [each.replace(",", "") for each in shown] == ["1", "2064", "2", "1", "0"]


def test_status_is_closed_to_others(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    answer = client.get(reverse("page_cache_status"))
    assert answer.status_code in {302, 403}
