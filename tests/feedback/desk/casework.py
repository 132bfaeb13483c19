"""A case sent to its page, and what a refusal says there."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from feedback.suggestions.models import Suggestion
from portal.accounts.models import User
from tests.portal.pages.markup import text, tree

As = Callable[[User | None], Client]
WORDS = "王某的电话是13800138000，路灯坏了。请修。"


def post(client: Client, row: Suggestion, action: str, **data: Any) -> Any:
    return client.post(f"/moderation/case/{row.number}/", {"action": action, **data})


def refused(response: Any, *words: str) -> None:
    """422, the words are said in an alert or beside a field."""
    assert response.status_code == 422
    root = tree(response)
    said = [text(item) for item in root.xpath("//ul[contains(@class,'errorlist')]/li")]
    assert said == list(words)
