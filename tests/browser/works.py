"""What departments said they did and the congress found, in a browser's portal.

Through the services, each step on its day; invented throughout. `furnish_works` gives
the numbers that addresses in kinds.py, scenes.py and the lives are filled in with.
"""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from feedback.congress import assignments
from plan_pages.delivery import projects, responsibilities, tasks
from plan_pages.disclosure import approving, drafts, versions
from plan_pages.document.models import Division, Part
from plan_pages.obligations import due, rules
from plan_pages.obligations.models import DisclosureSettings, Obligation
from plan_pages.oversight import findings
from plan_pages.progress import observations, sources
from plan_pages.progress.models import Indicator, IndicatorRow, PlanItem
from portal.accounts.models import User
from portal.clock import today
from portal.units.models import Unit

from .furnishing import LAPSE, LIFE

#: The indicator that has figures.
MEASURED = "4"
WORDS = "主体结构已封顶，正在安装设备。"

People = dict[str, User]


def furnish_works(people: People, unit: Unit, other: Unit) -> dict[str, str]:
    """Names of addresses → numbers, public ids, keys."""
    works = Works(people, unit, other)
    for days, step in works.steps():
        with time_machine.travel(_ago(days)):
            step()
    return works.made


class Works:
    """`made` grows with every step; `other` is the unit of `people["stranger"]`."""

    def __init__(self, people: People, unit: Unit, other: Unit) -> None:
        self.people, self.unit, self.other = people, unit, other
        self.office = people["publisher"]
        self.made = {"unit_key": unit.key, "other_key": other.key}
        self.rows: dict[str, Any] = {}

    def steps(self) -> list[tuple[int, Callable[[], None]]]:
        """(days ago, what happened)."""
        return [
            (28, self.launch),
            (28, self.register),
            (28, self.oblige),
            (24, self.publish),
            (20, self.find_wanting),
            (14, self.supplement),
            (10, self.find_complete),
            (9, self.withdraw),
            (8, self.measure),
            (3, self.draft),
            (1, self.find_missing),
            (0, self.register_for_lives),
            (0, self.oblige),
        ]

    def launch(self) -> None:
        site = DisclosureSettings.load()
        site.launch_date = today()
        site.save()
        self.period = (today().replace(day=1) - datetime.timedelta(days=1)).isoformat()
        facts = {"basis": "plan", "basis_text": "第十五章第二节“强化规划实施监督”"}
        facts["phases"] = ["implementing", "final_evaluation"]
        rule = rules.set_rule(
            by=self.people["administrator"], name="总结评估情况", subject="project",
            cycle="once", first_period=self.period[:7], term_days=5,
            needs_evidence=True, **facts,
        )  # fmt: skip
        rules.set_rule(
            by=self.people["administrator"], name="指标年度数据", subject="indicator",
            cycle="annual", first_period="2025", term_days=60, needs_words=False,
            needs_value=True, **facts | {"basis": "statute"},
        )  # fmt: skip
        self.made["a_rule"] = rule.key

    def register(self) -> None:
        """A project that goes well, one that is silent, a task, an indicator."""
        supply = projects.add_project(
            part=paragraph("4/5"), item=item_in("4/5"), by=self.office,
            name="纺织服装产业园二期（虚构）",
            content="新建标准厂房六栋，配套污水管网。",
            site="示例园区（虚构）", first_year=2023, last_year=2026,
            total_investment=Decimal(36500),
        )  # fmt: skip
        day = today() - datetime.timedelta(days=200)
        for stage, on in (("preparatory", day), ("under_construction", today())):
            projects.enter_stage(project=supply, stage=stage, on=on, by=self.office)
        for kind, amount in (("planned", 12000), ("actual", 9800)):
            projects.record_investment(
                project=supply, year=2025, kind=kind, amount=Decimal(amount),
                by=self.office,
            )  # fmt: skip
        tasks.set_milestone(of=supply, name="设备安装", due_on=day, by=self.office)
        silent = self._project("4/5", "绿色印染车间（虚构）", self.unit)
        task = tasks.add_task(
            part=paragraph("15/2"), by=self.office, name="公布责任分解方案（虚构）",
            deliverable="责任分解方案", timetable="每年第一季度",
        )  # fmt: skip
        indicator = Indicator.objects.current().get(number=int(MEASURED))
        for subject in (supply, task, indicator):
            self._lead(self.unit, subject)
        responsibilities.assign(
            unit=self.other, role="cooperating", subject=supply, by=self.office
        )
        self.rows |= {"supply": supply, "silent": silent, "task": task}
        self.rows["indicator"] = indicator
        self.made |= {"a_project": supply.public_id, "a_task": task.public_id}
        self.made["an_item"] = supply.item.part.public_id
        for chapter in Division.objects.filter(level="chapter", ordinal__in=(4, 15)):
            assignments.assign(
                reviewer=self.people["reviewer"], chapter=chapter,
                by=self.people["office"],
            )  # fmt: skip

    def oblige(self) -> None:
        due.make()
        for name, project in (("an_obligation", "silent"), ("lapse_owed", "lapse")):
            if project in self.rows:
                row = Obligation.objects.get(project=self.rows[project])
                self.made[name] = row.public_id

    def publish(self) -> None:
        """Version 1, with a file and an address as evidence."""
        figures = [{"name": "完成投资", "value": "9800", "unit": "万元"}]
        update = self._drafted(
            self.rows["supply"], delivery="in_progress", words=WORDS, figures=figures,
            problems="部分管线迁改尚未完成。", next_step="下一步安装设备。",
        )  # fmt: skip
        drafts.add_evidence(
            update=update, title="监理月报（虚构）", url="https://example.org/report",
            by=self.people["editor"],
        )  # fmt: skip
        self.rows["version"] = self._released(update)
        self.made["an_update"] = update.public_id

    def find_wanting(self) -> None:
        words = "没有写明完成的工程量，请补充。"
        self._found("to_be_supplemented", words, released=True)
        findings.answer(
            finding=self.rows["version"].findings.get(), words="已核实，将补充月报。",
            by=self.people["head"],
        )  # fmt: skip

    def supplement(self) -> None:
        update = self.rows["version"].update
        drafts.correct(
            update=update, by=self.people["editor"],
            note="应核查意见补充了完成的工程量。",
            words=f"{WORDS}\n\n完成年度工程量的七成。",
        )  # fmt: skip
        self.rows["version"] = self._released(update)

    def find_complete(self) -> None:
        self._found("complete", "内容齐全，佐证与说明一致。", released=True)

    def withdraw(self) -> None:
        update = self._drafted(
            paragraph("15/2"), delivery="in_progress", words="已召开两次调度会。"
        )
        self._released(update)
        versions.withdraw(
            update=update, reason="所附文件有误，另行公开。", by=self.office
        )
        self.made["gone_update"] = update.public_id

    def measure(self) -> None:
        """Year by year towards the target; two papers disagree about the third."""
        row = IndicatorRow.objects.select_related("part", "indicator__plan").get(
            code=MEASURED, indicator__plan__key="korla-14"
        )
        one, two = (
            sources.record_source(
                title=f"{name}（虚构）", issuer="示例统计局（虚构）",
                number="示统〔2026〕1号", dated=today(), by=self.office,
            )
            for name in ("统计公报", "统计年鉴")
        )  # fmt: skip
        reach = row.target_value - row.baseline_value
        values = [
            (2020 + step, row.baseline_value + reach * step * step / 25, one)
            for step in range(1, 6)
        ]
        values.append((2023, row.baseline_value + reach / 2, two))
        observations.record_observations(
            figures=[
                observations.Figure(
                    row=row, period=year, source=source, reporting_unit=self.unit,
                    value=Decimal(value).quantize(Decimal("0.01")),
                    status="provisional" if year == 2025 else "final",
                )
                for year, value, source in values
            ],
            by=self.office,
        )  # fmt: skip
        update = self._drafted(
            self.rows["indicator"], delivery="in_progress", words="已公布年度数据。"
        )
        self._released(update)

    def draft(self) -> None:
        """One draft at each desk."""
        said = {
            "delivery": "delayed",
            "reason": "等待用地批复。",
            "words": "前期工作。",
        }
        at_desk = self._drafted(self.rows["silent"], **said)
        self.made["a_draft"] = at_desk.public_id
        for name, place in (("at_head", "12/4"), ("at_office", "12/2")):
            update = self._drafted(
                paragraph(place), delivery="in_progress", words="在办。"
            )
            drafts.submit(update=update, by=self.people["editor"])
            if name == "at_office":
                approving.approve(update=update, by=self.people["head"])
            self.made[name] = update.public_id

    def find_missing(self) -> None:
        """Internal: waits for the office."""
        findings.make(
            by=self.people["reviewer"], value="evidence_insufficient",
            words="到期没有公开，也没有申请延期。",
            obligation=Obligation.objects.get(project=self.rows["silent"]),
        )  # fmt: skip

    def register_for_lives(self) -> None:
        """One project a unit, of which nothing was said yet."""
        life = self._project("12/4", LIFE, self.unit)
        lapse = self._project("12/3", LAPSE, self.other)
        self.rows["lapse"] = lapse
        self.made |= {"life": life.public_id, "lapse": lapse.public_id}
        self.made["period"] = self.period[:7]

    def _project(self, section: str, name: str, unit: Unit) -> Any:
        project = projects.add_project(
            part=paragraph(section), name=name, by=self.office
        )
        self._lead(unit, project)
        return project

    def _lead(self, unit: Unit, subject: Any) -> None:
        responsibilities.assign(unit=unit, role="lead", subject=subject, by=self.office)

    def _drafted(self, subject: Any, **said: Any) -> Any:
        editor = self.people["editor"]
        update = drafts.save_draft(
            by=editor, subject=subject, period=self.period[:7], **said
        )
        paper = SimpleUploadedFile("minutes.pdf", b"%PDF-1.7 minutes")
        drafts.add_evidence(
            update=update, title="会议纪要（虚构）", file=paper, by=editor
        )
        return update

    def _released(self, update: Any) -> Any:
        drafts.submit(update=update, by=self.people["editor"])
        approving.approve(update=update, by=self.people["head"])
        days = dict.fromkeys(
            ("first_read_on", "second_read_on", "third_read_on", "secrecy_on"), today()
        )
        release = versions.Release(
            first_reader="甲", second_reader="乙", third_reader="丙", secrecy_by="丁",
            secrecy_result="open", **days,
        )  # fmt: skip
        return versions.publish(update=update, release=release, by=self.office)

    def _found(self, value: str, words: str, *, released: bool) -> None:
        finding = findings.make(
            by=self.people["reviewer"], value=value, words=words,
            version=self.rows["version"],
        )  # fmt: skip
        if released:
            findings.release(finding=finding, by=self.people["office"])


def paragraph(section: str) -> Part:
    """The first paragraph of a section of the plan that ships with the project."""
    parts = Part.objects.current().filter(kind="paragraph").order_by("order")
    found = parts.filter(page__url_path__endswith=f"/korla-14/{section}/").first()
    assert found is not None, section
    return found


def item_in(section: str) -> PlanItem:
    items = PlanItem.objects.current().select_related("part", "plan")
    return items.filter(part__page__url_path__endswith=f"/korla-14/{section}/")[0]


def _ago(days: int) -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
