"""What a row says, and the words for who gets in."""

from dataclasses import dataclass, field

#: Everybody that the matrix asks as, in this order. "superuser" is the control: what
#: even that one does not reach is not there, and a closed door would prove nothing.
NOBODY = "nobody"
PLAIN = "plain"  # signed in, no group
ROLES = (
    "editor", "head", "moderator", "publisher", "reviewer", "congress_office",
    "administrator",
)  # fmt: skip
SUPERUSER = "superuser"
PEOPLE = (NOBODY, PLAIN, *ROLES)

Who = frozenset[str]
NONE: Who = frozenset()
SIGNED_IN: Who = frozenset({PLAIN, *ROLES})
WITH_ROLE: Who = frozenset(ROLES)
EVERYBODY: Who = frozenset(PEOPLE)


def who(words: str) -> Who:
    """`who("editor head")`; a word that is nobody's name fails."""
    named = frozenset(words.split())
    assert named <= EVERYBODY, named - EVERYBODY
    return named


@dataclass(frozen=True)
class Row:
    """One address. `get` and `post`: who gets in.

    `name` is the address's name in the URLconf, or its route where it has none.
    `values` fills the address: argument → key of the world (default: the argument's
    own name). The address is asked for another unit's object as well, where that has
    another address or `foreign` is given; (get, post) of `foreign` say who gets in to
    that one, else the same as to the own. `data` is posted, its {words} filled from
    the world.
    """

    name: str
    get: Who = NONE
    post: Who = NONE
    values: dict[str, str] = field(default_factory=dict)
    foreign: tuple[Who, Who] | None = None
    data: dict[str, str] = field(default_factory=dict)


def public(name: str, /, **values: str) -> Row:
    """Everybody reads it; a POST is no method of it."""
    return Row(name, get=EVERYBODY, values=values)


def table(*rows: Row) -> dict[str, Row]:
    found = {row.name: row for row in rows}
    assert len(found) == len(rows), "two rows of one name"
    return found
