"""People and suggestions in a browser's portal, made by its own services.

`furnish_portal` runs this module as a process with the portal's environment: the test's
own Django has another database.
"""

import datetime
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field

import django
import time_machine

from tests.real_portal import ROOT, RealPortal

PASSWORD = "an-honest-long-password"
#: Login name → (role, key of the unit).
STAFF = {
    "moderator": ("审核员", None),
    "second": ("审核员", None),
    "publisher": ("发布员", None),
    "administrator": ("系统管理员", None),
    "editor": ("部门编辑", "shili"),
    "head": ("部门负责人", "shili"),
    "stranger": ("部门编辑", "linju"),
    "reviewer": ("人大审查员", "renda"),
    "office": ("人大办公室", "renda"),
}
UNIT, OTHER_UNIT = "示例局（虚构）", "邻居局（虚构）"
#: Projects of UNIT and OTHER_UNIT of which nothing was said yet.
LIFE, LAPSE = "梨城养老服务站改造（虚构）", "社区食堂建设（虚构）"
UNITS = {
    "shili": (UNIT, "department"),
    "linju": (OTHER_UNIT, "department"),
    "renda": ("示例人大（虚构）", "congress"),
}


@dataclass
class Furnished:
    """`numbers` and `codes` (return codes, letters) by what became of it.

    `numbers` also holds what works.py made.
    """

    part: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


def furnish_portal(portal: RealPortal) -> Furnished:
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        env=portal.environ(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Furnished(**json.loads(done.stdout))


def furnish() -> Furnished:
    """Suggestions and disclosures in every state. Invented throughout."""
    from .works import furnish_works

    people, units = _people()
    made = _voices(people, units["shili"])
    made.numbers |= furnish_works(people, units["shili"], units["linju"])
    return made


def _voices(people, unit) -> Furnished:  # type: ignore[no-untyped-def]
    """One suggestion in every state that has a look of its own."""
    from feedback.moderation import appeals, decisions
    from feedback.moderation.masking import spans_of
    from feedback.replies import drafts, routing, versions
    from feedback.suggestions import authors
    from feedback.suggestions.models import FeedbackSettings
    from plan_pages.document.models import Part
    from tests.feedback.lifecycle import advance, send
    from tests.feedback.replying import answered, drafted, routed

    by, second = people["moderator"], people["second"]
    parts = Part.objects.current().filter(kind="paragraph").order_by("order")
    here = list(parts.filter(page__url_path__endswith="/15/2/"))
    made = Furnished(part=here[0].public_id)

    def say(name: str, text: str, part: int = 0, **changes: str):  # type: ignore[no-untyped-def]
        received = send(here[part], text=text, **changes)
        row = received.suggestion
        made.numbers[name] = row.number
        made.codes[name] = received.receipt.code.letters
        return row

    month_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=28)
    with time_machine.travel(month_ago):
        late = say("late", "年度监测报告能不能也放到社区公告栏？很多老人不上网。", 1)
        routed(advance(late, "published", by=by, second=second), unit=unit, by=by)
        say("waiting_late", "评估会可以让居民代表旁听吗？", 2, kind="question")
    row = advance(
        say("answered", "希望每年写明哪些事情做完了，哪些没有做完，为什么。"),
        "published",
        by=by,
        second=second,
    )
    answered(
        row,
        unit=unit,
        head=people["head"],
        by=by,
        body="<p>已列入下一年度的编制工作，分三步：</p><ul><li>先列清单；</li>"
        "<li>再写完成情况；</li><li>最后说明原因。</li></ul>",
    )
    words = "李某某家门口的路灯坏了，电话 13800138000，请尽快修。"
    decisions.publish_masked(
        suggestion=say("masked", words, 3),
        spans=spans_of(words, ["李某某", "13800138000"]),
        ground="personal_data",
        reason="写有别人的姓名和电话",
        by=by,
    )
    advance(say("refused", "加我的号，低价办证。", 4), "refused", by=by, second=second)
    row = say("appealed", "这里的项目为什么还没有开工？", 5)
    advance(row, "refused", by=by, second=second)
    appeals.open_appeal(suggestion=row, text="我问的是项目，不是广告。")
    row = say("withdrawn", "这一条我想收回。", 2)
    advance(row, "published", by=by, second=second)
    authors.withdraw(suggestion=row)
    advance(say("merged", "写明完成情况。"), "merged", by=by, second=second)
    row = say("owed", "数据来源请写清楚。", 6)
    routed(advance(row, "published", by=by, second=second), unit=unit, by=by)
    row = say("in_approval", "表格请提供可下载的版本。", 6, kind="error")
    routed(advance(row, "published", by=by, second=second), unit=unit, by=by)
    drafts.submit(reply=drafted(row, by=people["editor"]), by=people["editor"])
    row = advance(say("extended", "路灯何时装？", 6), "published", by=by, second=second)
    routed(row, unit=unit, by=by)
    later = routing.current_due(row) + datetime.timedelta(days=14)
    routing.extend(suggestion=row, due_on=later, reason="要实地核实", by=people["head"])
    row = advance(
        say("corrected", "预算写清楚。", 6), "published", by=by, second=second
    )
    reply = answered(
        row, unit=unit, head=people["head"], by=by, body="<p>二百万元。</p>"
    )
    versions.correct_reply(
        reply=reply, note="数字有误", body="<p>二百二十万元。</p>", by=people["head"]
    )
    site = FeedbackSettings.load()
    FeedbackSettings.objects.update(publication_mode="selection")
    row = say("withheld", "选登时没有登的一条。", 3)
    advance(row, "accepted_unpublished", by=by, second=second)
    answered(row, unit=unit, head=people["head"], by=by)
    FeedbackSettings.objects.update(publication_mode=site.publication_mode)
    say("waiting", "有\u202e方向\u200b字符，还有一个电话 13900139000。", 4)
    say("waiting_private", "不公开的一条。", 1, visibility="private")
    return made


def _people():  # type: ignore[no-untyped-def]
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group

    from portal.accounts.models import User
    from portal.units.models import Unit

    units = {
        key: Unit.objects.create(key=key, name=name, kind=kind)
        for key, (name, kind) in UNITS.items()
    }
    hashed = make_password(PASSWORD)  # one hash for all: each takes a third of a second
    people = {}
    for name, (role, key) in STAFF.items():
        person = User.objects.create(
            username=name,
            email=f"{name}@shili.example",
            password=hashed,
            unit=units[key] if key else None,
        )
        person.groups.set(Group.objects.filter(name=role))
        people[name] = person
    return people, units


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.embedded"
    django.setup()
    json.dump(vars(furnish()), sys.stdout)
