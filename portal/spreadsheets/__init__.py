"""Spreadsheets that people send: read within limits, said back cell by cell; and what
is written into those that they fill in.

Nothing of a file is trusted: its size, its unpacked size, its rows and columns are
bounded before it is read, and a formula, a macro or an XML entity is refused.
"""

from .cells import CellReader
from .problems import BadSheet, Problem, Problems
from .reading import Cell, Line, count_rows, read_sheets
from .writing import append

__all__ = [
    "BadSheet",
    "Cell",
    "CellReader",
    "Line",
    "Problem",
    "Problems",
    "append",
    "count_rows",
    "read_sheets",
]
