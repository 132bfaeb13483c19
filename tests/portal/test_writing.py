import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from portal import writing
from portal.ledger.models import Salt
from portal.writing import WriteUnavailable, write_transaction


def salt(name: str) -> Salt:
    return Salt.objects.create(subject=name, kind="k", value=b"", commitment=name)


@pytest.mark.django_db(transaction=True)
def test_write_transaction_commits_and_frees_the_turn() -> None:
    with write_transaction():
        salt("a")
    with write_transaction():
        salt("b")
    assert Salt.objects.count() == 2
    assert not writing._turn.locked()


@pytest.mark.django_db(transaction=True)
def test_write_transaction_rolls_back_and_frees_the_turn() -> None:
    with pytest.raises(RuntimeError), write_transaction():
        salt("a")
        raise RuntimeError
    assert not Salt.objects.exists()
    assert not writing._turn.locked()


@pytest.mark.django_db(transaction=True)
def test_write_transaction_says_unavailable_when_the_turn_does_not_come() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is left to its own locks")
    with writing._turn, pytest.raises(WriteUnavailable), write_transaction(seconds=0):
        salt("a")
    assert not Salt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_write_transaction_on_postgresql_takes_no_lock() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite queues")
    with writing._turn, write_transaction(seconds=0):
        salt("a")
    assert Salt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_write_transaction_says_unavailable_when_the_database_is_away() -> None:
    with pytest.raises(WriteUnavailable) as refused, write_transaction():
        salt("a")
        raise OperationalError("disk I/O error")
    assert refused.value.retry_after == 5
    assert not Salt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_write_transaction_leaves_constraint_errors_as_they_are() -> None:
    with write_transaction():
        salt("a")
    with pytest.raises(IntegrityError), write_transaction():
        salt("b")
        salt("a")
    assert Salt.objects.get().subject == "a"


@pytest.mark.django_db(transaction=True)
def test_write_transaction_inside_another_is_a_savepoint() -> None:
    with write_transaction():
        salt("a")
        with pytest.raises(RuntimeError), write_transaction():
            salt("b")
            raise RuntimeError
    assert Salt.objects.get().subject == "a"


@pytest.mark.django_db(transaction=True)
def test_write_transaction_many_writers_lose_nothing() -> None:
    def work(name: str) -> None:
        for turn in range(10):
            with write_transaction(seconds=60):
                salt(f"{name}-{turn}")
        connection.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Salt.objects.count() == 80


@pytest.mark.django_db(transaction=True)
def test_require_transaction_follows_the_real_state() -> None:
    with pytest.raises(Exception, match="record belongs"):
        writing.require_transaction("record")
    with transaction.atomic():
        writing.require_transaction("record")
