"""Figures by spreadsheet: 发改 enters for units that never log in (代录).

Read, validate, write, report: one bad cell imports nothing and is named.
"""

from .importing import Delivery, Outcome, import_observations
from .template import template

__all__ = ["Delivery", "Outcome", "import_observations", "template"]
