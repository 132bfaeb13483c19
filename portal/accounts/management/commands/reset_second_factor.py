"""`manage.py reset_second_factor NAME`: who lost the telephone enrols anew.

On the server and not in the admin: an administrator who could do both, set a password
and take the second factor away, could sign in as anybody.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Removes a user's authenticator app, passkeys and recovery codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        user = users.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"没有这个用户 no such user: {options['username']}")
        rows, _by_model = Authenticator.objects.filter(user=user).delete()
        self.stdout.write(f"已清除 removed: {rows}")
