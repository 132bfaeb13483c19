import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.outbox.events import enqueue
from portal.outbox.models import OutboxEvent


@pytest.fixture
def dead(db: None) -> None:
    for key in ("mail:1", "mail:2"):
        enqueue(topic="mail", key=key)
    OutboxEvent.objects.update(dead=True, attempts=10, last_error="OSError")
    enqueue(topic="mail", key="mail:3")


@pytest.fixture
def keeper(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("keeper"))
    return client


def dead_keys() -> set[str]:
    return set(OutboxEvent.objects.dead_letters().values_list("key", flat=True))


def test_dead_letters_are_listed(keeper: Client, dead: None) -> None:
    page = keeper.get(reverse("outbox_dead_letters")).content.decode()
    assert "mail:1" in page and "mail:2" in page and "mail:3" not in page
    assert "等待处理 1 项" in page and "人工处理 2 项" in page


def test_retry_one_leaves_the_other(keeper: Client, dead: None) -> None:
    answer = keeper.post(reverse("outbox_retry"), {"key": "mail:1"})
    assert answer.status_code == 302
    assert dead_keys() == {"mail:2"}


def test_retry_all(keeper: Client, dead: None) -> None:
    keeper.post(reverse("outbox_retry"))
    assert dead_keys() == set()


def test_retry_by_get_changes_nothing(keeper: Client, dead: None) -> None:
    assert keeper.get(reverse("outbox_retry")).status_code == 405
    assert dead_keys() == {"mail:1", "mail:2"}


@pytest.mark.parametrize("name", ["outbox_dead_letters", "outbox_retry"])
def test_outbox_is_closed_to_others(client: Client, dead: None, name: str) -> None:
    ordinary = User.objects.create_user("clerk", is_staff=True)
    client.force_login(ordinary)
    answer = client.post(reverse(name))
    assert answer.status_code in {302, 403}
    assert dead_keys() == {"mail:1", "mail:2"}
    assert "mail:1" not in answer.content.decode()


def test_admin_home_offers_the_outbox_to_keepers_only(
    keeper: Client, dead: None
) -> None:
    home = keeper.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("outbox_dead_letters") in home
