"""The plan, the samples and small invented texts for the importer's tests."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests/golden"
SAMPLES = ROOT.parent / "shared/plan/samples"
KORLA = (ROOT / "plan_pages/importer/data/korla-14fyp.txt").read_text(encoding="utf-8")

STATUTE = """某市公园条例

第一章 总则

第一条 为了管理公园，制定本条例。

第二条 本市公园适用本条例。

第二章 管理

第三条 公园免费开放。

第四条 本条例自公布之日起施行。
"""

PLAN = """某市国民经济和社会发展第十五个五年规划纲要

目录
第一章 基础\t1
第一节 现状.....\t1
第二章 目标\t3

第一章 基础

本市经济社会发展取得新的成就。

第一节 现状

产业持续升级，交通更加便利，公共服务不断改善。

第二章 目标

到二〇三〇年，全市人民生活更加富裕。
"""


def golden(name: str) -> dict:
    """A golden list by file name."""
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def sample(name: str) -> str:
    """The text of a sample beside the project; skips the test where it is absent."""
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"sample {name} is not at hand")
    return path.read_text(encoding="utf-8")
