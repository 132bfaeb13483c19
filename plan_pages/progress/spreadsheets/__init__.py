"""Spreadsheets of units that never log in: 发改 enters for them (代录).

Read, validate, write, report: one bad cell imports nothing and is named. Figures have
a way of their own here (ten thousand at once); other rooms hang their kinds in `kinds`.
"""

from .importing import Delivery, Outcome, import_observations
from .kinds import Job, Kind, Step, in_order, kind_of, kinds
from .tables import Result, import_sheets
from .template import template, template_of

__all__ = [
    "Delivery",
    "Job",
    "Kind",
    "Outcome",
    "Result",
    "Step",
    "import_observations",
    "import_sheets",
    "in_order",
    "kind_of",
    "kinds",
    "template",
    "template_of",
]
