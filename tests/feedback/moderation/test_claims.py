from feedback.moderation import claims, decisions
from feedback.moderation.models import Claim
from feedback.suggestions.models import Suggestion
from portal.accounts.models import User

from ..unchanged import refused, rows


def test_claim_keeps_others_off_until_it_expires(
    suggestion: Suggestion, moderator: User, second: User
) -> None:
    claims.claim(suggestion=suggestion, by=moderator)
    with refused("claimed"):
        claims.claim(suggestion=suggestion, by=second)
    with refused("claimed"):
        decisions.publish(suggestion=suggestion, by=second)
    before = rows()
    claims.release(suggestion=suggestion, by=second)
    assert rows() == before
    Claim.objects.update(expires_at="2020-01-01T00:00:00Z")
    claims.claim(suggestion=suggestion, by=second)
    assert Claim.objects.get().by == second
    decisions.publish(suggestion=suggestion, by=second)
    assert not Claim.objects.exists()


def test_claim_and_release(suggestion: Suggestion, moderator: User, head: User) -> None:
    with refused("not_moderator"):
        claims.claim(suggestion=suggestion, by=head)
    first = claims.claim(suggestion=suggestion, by=moderator)
    again = claims.claim(suggestion=suggestion, by=moderator)
    assert (again.pk, Claim.objects.count()) == (first.pk, 1)
    claims.release(suggestion=suggestion, by=moderator)
    assert not Claim.objects.exists()
