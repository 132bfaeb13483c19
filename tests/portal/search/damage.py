"""What a disk or a hand may do to SQLite's full-text index behind the portal's back."""

from django.db import connection


def forget_a_text(words: str = "养 老 服 务 机 构") -> None:
    """The texts with these words stand; the index has lost them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_tokens(search_tokens, rowid, tokens) "
            "SELECT 'delete', id, tokens FROM search_entrytext WHERE tokens LIKE %s",
            [f"%{words}%"],
        )


def tear_full_text() -> None:
    """The pages with the index's words are torn out; its structure names them still."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_tokens_data WHERE id > 10")
