"""Staff with the rights of their roles."""

from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.units.models import Unit

PASSWORD = "a long and odd pass phrase"


def colleague(name: str, *roles: Role, unit: Unit | None = None) -> User:
    user = User.objects.create_user(username=name, password=PASSWORD, unit=unit)
    for role in roles:
        user.groups.add(Group.objects.get(name=role.value))
    return user
