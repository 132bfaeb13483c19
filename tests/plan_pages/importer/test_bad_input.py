"""Files that are no plan: one clear line in Chinese, exit code 1, nothing changed."""

import re

import pytest
from django.core.management import CommandError, call_command

from plan_pages.importer.importing import Order, import_plan
from tests.plan_pages.importer.runs import everything
from tests.plan_pages.importer.texts import KORLA, PLAN, STATUTE, sample

pytestmark = pytest.mark.django_db
TABLE_ROW = next(line for line in KORLA.split("\n") if line.startswith("\t13."))

BAD = {
    "empty": (b"", "空"),
    "blank": (b" \n\t\n", "空"),
    "binary": (bytes(range(256)) * 40, "二进制|纯文本"),
    "pdf": (b"%PDF-1.7\n" + b"x" * 100, "PDF"),
    "utf-16": (KORLA.encode("utf-16"), "编码"),
    "wrong encoding": ("規劃，綱要。".encode("big5") * 50, "编码"),
    "statute": (STATUTE.encode(), "条"),
    "second plan without a key": (PLAN.encode(), "--plan"),
    "truncated table": (KORLA[: KORLA.index(TABLE_ROW)].encode(), "表|章|不完整|缺"),
    "ten megabytes": ((KORLA * 60).encode()[: 10 * 1024 * 1024], "MB"),
    "no plan": (("春天来了。\n\n花开了。\n" * 20).encode(), "规划|标题"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused(korla, tmp_path, name):
    data, says = BAD[name]
    path = tmp_path / "file.txt"
    path.write_bytes(data)
    refused(says, path)


def test_missing_file(korla, tmp_path):
    refused("找不到文件", tmp_path / "nowhere.txt")


def test_folder(korla, tmp_path):
    refused("不是文件", tmp_path)


@pytest.mark.parametrize(
    "name", ["information-disclosure-2019", "supervision-law-2024"]
)
def test_statute_of_the_samples(korla, tmp_path, name):
    path = tmp_path / "statute.txt"
    path.write_text(sample(f"statute-{name}.txt"), encoding="utf-8")
    refused("条", path)
    refused("条", path, plan="statute")


def test_unknown_phase(korla, tmp_path):
    path = write(tmp_path, KORLA)
    refused("没有“finished”这个阶段", path, phase="finished")


@pytest.mark.parametrize("key", ["Korla 14", "", "korla/14", "规划", "a" * 41])
def test_key_that_is_no_address(korla, tmp_path, key):
    refused("代号", write(tmp_path, KORLA), plan=key)


def test_first_plan_needs_a_key(db, tmp_path):
    refused("--plan", write(tmp_path, KORLA))


def test_gb18030_is_read(db, tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(KORLA.encode("gb18030"))
    report = import_plan(Order(path, key="korla-14"))
    assert (report["encoding"], report["lost_characters"]) == ("gb18030", 0)


def test_report_that_cannot_be_written(korla, tmp_path):
    path = write(tmp_path, KORLA)
    with pytest.raises(CommandError, match="报告写不到"):
        call_command("import_plan", str(path), report=tmp_path, verbosity=0)


def write(tmp_path, text):
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return path


def refused(says, path, **options):
    """The command fails with one line that says so, and nothing is changed."""
    before = everything()
    with pytest.raises(CommandError) as error:
        call_command("import_plan", str(path), verbosity=0, **options)
    message = str(error.value)
    assert re.search(says, message), message
    assert "\n" not in message
    assert error.value.returncode == 1
    assert everything() == before
