"""The queue and its claims, through the pages."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.moderation import claims
from feedback.moderation.models import Claim
from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from tests.portal.pages.markup import one, text, tree

from ..lifecycle import send
from ..unchanged import rows
from .casework import As, post, refused


def test_queue_by_age_with_claims(
    as_: As, part: Part, row: Suggestion, moderator: User, second: User
) -> None:
    other = send(part).suggestion
    claims.claim(suggestion=other, by=second)
    root = tree(as_(moderator).get("/moderation/"))
    numbers = [item.get("data-number") for item in root.xpath("//li[@data-number]")]
    assert numbers == sorted([row.number, other.number])
    assert text(one(root, f"//li[@data-number='{row.number}']//button")).startswith(
        "认领"
    )
    assert not root.xpath(f"//li[@data-number='{other.number}']//button")
    assert "second 处理中" in text(one(root, f"//li[@data-number='{other.number}']"))


def test_claim_and_release(as_: As, row: Suggestion, moderator: User) -> None:
    client = as_(moderator)
    response = client.post(f"/moderation/case/{row.number}/claim/")
    assert response["Location"].endswith(f"/moderation/case/{row.number}/")
    assert Claim.objects.get().by == moderator
    client.post(f"/moderation/case/{row.number}/release/")
    assert not Claim.objects.exists()


def test_a_claimed_one_is_left_to_its_holder(
    as_: As, row: Suggestion, moderator: User, second: User
) -> None:
    claims.claim(suggestion=row, by=second)
    before = rows()
    client = as_(moderator)
    assert client.post(f"/moderation/case/{row.number}/claim/").status_code == 302
    refused(post(client, row, "publish"), "另一名审核员正在处理。")
    assert rows() == before


def test_queue_and_case_cost_the_same(
    as_: As, part: Part, moderator: User, second: User
) -> None:
    def spent(path: str) -> int:
        client = as_(moderator)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    row = send(part).suggestion
    paths = ["/moderation/", f"/moderation/case/{row.number}/"]
    first = [spent(path) for path in paths]
    for _ in range(5):
        claims.claim(suggestion=send(part).suggestion, by=second)
    assert [spent(path) for path in paths] == first
