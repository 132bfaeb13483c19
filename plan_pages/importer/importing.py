"""Import a plan: read, validate, write, report; all of it or nothing.

One transaction holds everything, so a refused, failed or killed import leaves the site
as it was. A file that says what the site says writes nothing at all.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from plan_pages.document import plans, publishing
from plan_pages.document.errors import ReasonRequired
from plan_pages.document.models import Plan, PlanIndex, PlanPhase
from plan_pages.importer.decoding import read_file
from plan_pages.importer.drafting import PAGE_LEVELS
from plan_pages.importer.entries import load_entries
from plan_pages.importer.errors import ImportRefused
from plan_pages.importer.models import ImportRun
from plan_pages.importer.reading import read_plan
from plan_pages.importer.report import Report, make_report
from plan_pages.importer.source import PlanSource
from plan_pages.importer.validating import validate_plan
from plan_pages.importer.writing import Progress, Written, silent, write_text
from plan_pages.importer.writing_rows import write_rows
from plan_pages.progress.search import plan_changed
from portal.outbox.purges import purge_everything

KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
LONGEST_KEY = 40


@dataclass(frozen=True)
class Order:
    """What is to be imported, and how; `key` and `phase` may be left to the site."""

    path: Path
    key: str | None = None
    phase: str | None = None
    correction: str = ""
    publish: bool = False
    dry_run: bool = False


def import_plan(order: Order, *, by: Any = None, progress: Progress = silent) -> Report:
    """Carry out the order and return its report.

    Raises ImportRefused, with nothing changed, when the order or the file will not do.
    """
    refuse_order(order)
    decoded = read_file(order.path)
    with transaction.atomic():
        key = order.key or _key_of(read_plan(decoded.text).title)
        entries = load_entries(key, order.path.parent)
        source = read_plan(decoded.text, entries=entries, encoding=decoded.encoding)
        validate_plan(source, entries=entries)
        report = _write(order, key, source, decoded.text, by, progress)
        transaction.set_rollback(order.dry_run)
    return report


def refuse_order(order: Order) -> None:
    """Raise ImportRefused for a phase or a key that cannot be."""
    if order.phase is not None and order.phase not in PlanPhase.values:
        known = "、".join(f"{value}（{label}）" for value, label in PlanPhase.choices)
        raise ImportRefused(f"没有“{order.phase}”这个阶段。可用的阶段：{known}。")
    if order.key is not None and (
        not KEY.fullmatch(order.key) or len(order.key) > LONGEST_KEY
    ):
        raise ImportRefused(
            f"规划代号“{order.key}”不合规则：只用小写字母、数字和连字符，"
            f"不超过 {LONGEST_KEY} 个字符，例如 korla-14。"
        )


def _key_of(title: str) -> str:
    """The key of the only plan, when it bears this title."""
    standing = list(Plan.objects.all()[:2])
    if len(standing) == 1 and standing[0].title == title:
        return standing[0].key
    if not standing:
        raise ImportRefused(
            "请用 --plan 给出规划代号（用作网址），例如 --plan korla-14。"
        )
    raise ImportRefused(
        f"站内已有规划，这份文本的标题是“{title or '（无）'}”。请用 --plan 写明："
        "更正已有的规划，写它的代号；导入另一部规划，写一个新的代号。"
    )


def _write(
    order: Order,
    key: str,
    source: PlanSource,
    text: str,
    by: Any,
    progress: Progress,
) -> Report:
    plan = Plan.objects.filter(key=key).first()
    standing = plan is not None
    if plan is None:
        plan = add_plan(source, key, order.phase or PlanPhase.IMPLEMENTING)
    written = _write_text(order, plan, source, by, progress)
    if standing and written.changes and not order.correction.strip():
        raise ImportRefused(_reason_missing(plan))
    wrote = [write_rows(written), bool(written.touched), bool(written.removed)]
    wrote.append(_settle_plan(order, plan, source, by))
    wrote.append(_publish(order, written, by))
    if any(wrote):
        plan_changed(plan)
        purge_everything()
    report = make_report(text, source, written)
    if any(wrote):
        ImportRun.objects.create(
            plan=plan,
            source_name=order.path.name[:200],
            source_sha256=hashlib.sha256(order.path.read_bytes()).hexdigest(),
            correction=order.correction,
            report=report,
        )
    return report


def _write_text(
    order: Order, plan: Plan, source: PlanSource, by: Any, progress: Progress
) -> Written:
    try:
        return write_text(
            plan, source, correction=order.correction.strip(), by=by, progress=progress
        )
    except ReasonRequired as refused:
        raise ImportRefused(_reason_missing(plan)) from refused


def _reason_missing(plan: Plan) -> str:
    return (
        f"这份文本与已导入的“{plan.key}”不同。如果这是更正，请用 --correction "
        "写明理由；如果这是另一部规划，请用 --plan 给出新的代号。"
    )


def add_plan(source: PlanSource, key: str, phase: str) -> Plan:
    """The plan's page, still empty and unpublished; the first plan is current."""
    start, end = period_of(source)
    index = plan_index()
    plan = Plan(
        title=source.title,
        slug=key,
        key=key,
        phase=phase,
        period_start=start,
        period_end=end,
        page_levels=list(PAGE_LEVELS),
        is_current=not Plan.objects.exists(),
        live=False,
    )
    index.add_child(instance=plan)
    return plan


def period_of(source: PlanSource) -> tuple[int, int]:
    if source.period is None:
        raise ImportRefused(
            "从标题读不出规划期。标题里须有“第十四个五年规划”或“2021—2025年”这样的字样。"
        )
    return source.period


def plan_index() -> PlanIndex:
    """The page above all plans, made where it is missing, unpublished."""
    index = PlanIndex.objects.first()
    if index is not None:
        return index
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        raise ImportRefused("还没有站点：请先运行 manage.py prepare 建立首页。")
    root = Page.objects.get(pk=site.root_page_id)
    if root.get_children().filter(slug="plan").exists():
        raise ImportRefused("首页下已有网址为 plan 的页面，请先改掉它的网址。")
    index = PlanIndex(title="规划", slug="plan", live=False)
    root.add_child(instance=index)
    return index


def _settle_plan(order: Order, plan: Plan, source: PlanSource, by: Any) -> bool:
    """Period and phase of a standing plan; whether anything was written."""
    start, end = period_of(source)
    wrote = False
    if (plan.period_start, plan.period_end) != (start, end):
        plan.period_start, plan.period_end = start, end
        Plan.objects.filter(pk=plan.pk).update(period_start=start, period_end=end)
        wrote = True
    if order.phase is not None and order.phase != plan.phase:
        plans.enter_phase(plan=plan, phase=order.phase, by=by)
        wrote = True
    return wrote


def _publish(order: Order, written: Written, by: Any) -> bool:
    """Publish what changed of a published plan, and all of one to be published."""
    if not (order.publish or written.plan.live):
        return False
    touched = {page.pk for page in written.touched}
    pages = [page for page in written.pages if page.pk in touched or not page.live]
    publishing.publish_saved(pages=pages, by=by)
    index = PlanIndex.objects.get()
    if not index.live:
        index.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    return bool(pages)
