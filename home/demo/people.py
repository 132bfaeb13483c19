"""The invented units, and an account of every role with its second factor."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit

from . import naming

DATA = Path(__file__).with_name("data")
#: Who publishes, and where the plan's office sits.
OFFICE = "reform"
CONGRESS = "congress"


@dataclass(frozen=True)
class Account:
    """One that may sign in; `unit` is a unit's key."""

    role: str
    username: str
    unit: str
    group: Role


@dataclass(frozen=True)
class Cast:
    """Everybody by username, units by key."""

    users: Mapping[str, User]
    units: Mapping[str, Unit]

    def head(self, unit: str) -> User:
        return self.users[f"head-{unit}"]

    def editor(self, unit: str) -> User:
        return self.users[f"editor-{unit}"]


def make_units() -> dict[str, Unit]:
    rows = json.loads((DATA / "units.json").read_text(encoding="utf-8"))
    return {
        key: Unit.objects.create(
            key=key, name=name, short_name=short, kind=kind, order=order
        )
        for order, (key, name, short, kind) in enumerate(rows)
    }


def accounts(units: Mapping[str, Unit]) -> Iterator[Account]:
    """Two of each unit but the congress; of the other roles as many as it takes."""
    for key in units:
        if key != CONGRESS:
            yield Account("department_editor", f"editor-{key}", key, Role.EDITOR)
            yield Account("department_head", f"head-{key}", key, Role.HEAD)
    yield Account("publisher", "publisher", OFFICE, Role.PUBLISHER)
    for number in (1, 2):
        yield Account("moderator", f"moderator-{number}", OFFICE, Role.MODERATOR)
        yield Account("reviewer", f"reviewer-{number}", CONGRESS, Role.REVIEWER)
    yield Account("congress_office", "office", CONGRESS, Role.CONGRESS_OFFICE)
    yield Account("administrator", "administrator", OFFICE, Role.ADMINISTRATOR)


def make_cast() -> tuple[Cast, list[dict[str, str]]]:
    """Units and users, and what their owners need to sign in. One password for all."""
    units = make_units()
    password = naming.password()
    # One hash for everybody: seventy of them would take half a minute.
    hashed = make_password(password)
    users, notes = {}, []
    for account in accounts(units):
        user = User.objects.create(
            username=account.username,
            email=f"{account.username}@lanxi.example",
            password=hashed,
            unit=units[account.unit],
        )
        user.groups.add(Group.objects.get(name=account.group.value))
        users[account.username] = user
        notes.append(
            {
                "role": account.role,
                "unit": account.unit,
                "username": account.username,
                "email": user.email or "",
                "password": password,
                "totp_secret": _second_factor(user),
            }
        )
    return Cast(users, units), notes


def write_accounts(notes: list[dict[str, str]]) -> Path:
    """`accounts.json` beside the database, for its owner's eyes only."""
    path = settings.VAR_DIR / "accounts.json"
    path.touch(mode=0o600)
    path.chmod(0o600)
    text = json.dumps(notes, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _second_factor(user: User) -> str:
    secret = naming.totp_secret(user.username)
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, secret)
    return secret
