"""`manage.py check_rights`: what the database allows beyond the table of roles."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.rights import differences


class Command(BaseCommand):
    help = "Lists every right that portal/accounts/rights.py does not give; 1 if any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} 处不符 differences")
        self.stdout.write("权限与角色表一致 rights as in the table")
