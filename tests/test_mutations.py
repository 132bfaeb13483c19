"""The mutation list fits the code; `make mutations` goes through it."""

import ast
from pathlib import Path

import pytest

from tests.mutations import ROOT, Mutation, mutations

ROWS = mutations()


def test_every_protection_has_a_row() -> None:
    assert {str(number) for number in range(1, 10)} <= {row.protects for row in ROWS}
    assert [row.number for row in ROWS] == list(range(1, len(ROWS) + 1))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_mutation_fits_the_code(row: Mutation) -> None:
    source = (ROOT / row.path).read_text("utf-8")
    mutated = row.applied(source)
    assert mutated != source
    ast.parse(mutated)
    file, _colons, name = row.test.partition("::")
    names = {
        node.name
        for node in ast.walk(ast.parse((ROOT / Path(file)).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert name in names


def test_mutation_must_be_there_once() -> None:
    row = Mutation(1, "x", "file", "twice()", "", "test")
    for source in ("", "twice()\ntwice()\n"):
        with pytest.raises(ValueError, match="found"):
            row.applied(source)
    assert row.applied("if a:\n    twice()\n") == "if a:\n    pass\n"
