"""`manage.py plan_phase KEY [--phase PHASE] [--current]`: as at /plans/."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from plan_pages.document.models import Plan, PlanPhase
from plan_pages.document.plans import enter_phase, make_current
from portal.refusals import Refused


class Command(BaseCommand):
    help = "规划的阶段和现行规划；不带参数列出各规划 (a plan's phase, the current plan)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", nargs="?", help="korla-14")
        parser.add_argument("--phase", choices=PlanPhase.values)
        parser.add_argument("--current", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["key"]:
            self._change(options)
        for plan in Plan.objects.order_by("-is_current", "key"):
            current = " 现行 (current)" if plan.is_current else ""
            self.stdout.write(f"{plan.key}  {plan.phase}{current}")

    def _change(self, options: dict[str, Any]) -> None:
        plan = Plan.objects.filter(key=options["key"]).first()
        if plan is None:
            raise CommandError(f"没有这部规划 (no such plan): {options['key']}")
        try:
            with transaction.atomic():
                if options["phase"]:
                    enter_phase(plan=plan, phase=options["phase"])
                if options["current"]:
                    make_current(plan=plan)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
