"""`manage.py obligations`: write down what is owed today, and remind of it."""

from typing import Any

from django.core.management.base import BaseCommand

from plan_pages.obligations.due import make
from plan_pages.obligations.models import DisclosureSettings
from plan_pages.obligations.notices import remind


class Command(BaseCommand):
    help = "按公开规则登记应公开事项并发出提醒 (the relay does so every day)"

    def handle(self, *args: Any, **options: Any) -> None:
        if DisclosureSettings.load().launch_date is None:
            self.stdout.write("没有设置启用日期，不登记任何事项 (no launch day is set)")
            return
        made, letters = make(), remind()
        self.stdout.write(f"新登记 {made} 项，提醒 {letters} 封 (new, letters)")
