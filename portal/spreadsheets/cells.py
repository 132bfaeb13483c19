"""What a cell says, in the type that is asked for, or what is wrong with it."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from .problems import Problems
from .reading import SIGNIFICANT, Cell, Line

NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
T = TypeVar("T")


@dataclass
class CellReader:
    """Notes in `problems` what is wrong with a cell; None then stands for its value.

    A cell with a formula is told once, by `refuse_formulas`.
    """

    problems: Problems

    def refuse_formulas(self, lines: Iterable[Line]) -> None:
        for line in lines:
            for cell in line.cells.values():
                if cell.formula:
                    self.problems.add(
                        cell.where, "这是公式。", "请粘贴为数值，照文件填写。"
                    )

    def refuse_long(self, cell: Cell | None, longest: int) -> None:
        if cell and len(cell.text) > longest:
            self.problems.add(cell.where, f"超过{longest}字。", "请缩短。")

    def text(self, cell: Cell, head: str, longest: int, *, needed: bool = True) -> str:
        """Without the spaces around it; what is too long is told and cut."""
        if needed and not cell.text and not cell.formula:
            self.problems.add(cell.where, f"没有{head}。", "请填写。")
        self.refuse_long(cell, longest)
        return cell.text[:longest]

    def day(
        self, cell: Cell, head: str, *, needed: bool = True
    ) -> datetime.date | None:
        if isinstance(cell.value, datetime.date):
            return cell.value
        if cell.formula or not (needed or cell.text):
            return None
        try:
            return datetime.date.fromisoformat(cell.text)
        except ValueError:
            self.problems.add(
                cell.where, f"{head}读不出来。", "请写成 2022-04-01 的样子。"
            )
            return None

    def year(self, cell: Cell, head: str, *, needed: bool = True) -> int | None:
        if YEAR.fullmatch(cell.text):
            return int(cell.text)
        if not cell.formula and (needed or cell.text):
            self.problems.add(cell.where, f"{head}读不出来。", "请写四位数，如 2021。")
        return None

    def number(
        self, cell: Cell, *, needed: bool = True, mend: str = "只写数字和小数点。"
    ) -> Decimal | None:
        """As it is printed: `78.90` keeps its zero. `mend` says what to do."""
        if cell.formula or not (needed or cell.text):
            return None
        value = cell.value
        if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
            value = Decimal(value.strip())
        if not isinstance(value, Decimal):
            said = f"“{cell.text[:20]}”不是数。" if cell.text else "没有数值。"
            self.problems.add(cell.where, said, mend)
            return None
        if len(value.as_tuple().digits) > SIGNIFICANT:
            self.problems.add(
                cell.where, f"{value}像是算出来的。", "请照文件印出的样子填写。"
            )
            return None
        return value

    def choice(
        self, cell: Cell, head: str, choices: Mapping[str, T], *, needed: bool = True
    ) -> T | None:
        """One of the words that the template offers."""
        if cell.formula or not (needed or cell.text):
            return None
        found = choices.get(cell.text)
        if found is None:
            self.problems.add(
                cell.where,
                f"{head}“{cell.text}”不认识。",
                f"请选{'、'.join(choices)}。",
            )
        return found
