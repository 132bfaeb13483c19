import pytest

from feedback.moderation import rules
from feedback.moderation.models import RulesVersion
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.ledger.models import Entry

from ..people import person
from ..unchanged import refused


@pytest.fixture
def publisher(db: None) -> User:
    return person("publisher", Role.PUBLISHER)


def test_rules_first_version_is_written_once(db: None) -> None:
    first = rules.current()
    assert (first.number, first.note, first.by) == (1, "", None)
    assert "批评" in first.html
    assert rules.current() == first
    assert Entry.objects.filter(type="rules.changed").count() == 1


def test_rules_change_is_a_new_version(publisher: User) -> None:
    first = rules.current()
    second = rules.publish_rules(
        html="<p>新规则</p><script>x</script>", note="更简短", by=publisher
    )
    assert second.number == 2
    assert "<script" not in second.html
    assert rules.current() == second
    assert RulesVersion.objects.get(number=1).html == first.html


def test_rules_refused(publisher: User, moderator: User) -> None:
    first = rules.current()
    with refused("not_publisher"):
        rules.publish_rules(html="<p>x</p>", note="x", by=moderator)
    with refused("note"):
        rules.publish_rules(html="<p>x</p>", note=" ", by=publisher)
    with refused("rules"):
        rules.publish_rules(html=" ", note="x", by=publisher)
    with refused("unchanged"):
        rules.publish_rules(html=first.html, note="x", by=publisher)
