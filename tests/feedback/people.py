"""Staff for tests."""

from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit


def person(name: str, *roles: Role, unit: Unit | None = None) -> User:
    user = User.objects.create_user(username=name, password="x", unit=unit)
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    return user
