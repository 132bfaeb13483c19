"""The published method: pure functions from figures to a word, with the sum shown.

Decimal throughout, one division at the end of every ratio, so that equal ratios give
equal words whatever the unit. Nothing missing is ever 0, nothing is replaced by a small
number, no progress is capped. A change of any rule is a new METHOD_VERSION.
"""

from .assessment import Assessment, Figure, Inputs, Kind, Step, YearResult
from .choosing import assess
from .composite import composite
from .reasons import Reason
from .second import SecondOpinion, SecondWord
from .words import Schedule

METHOD_VERSION = "1"

__all__ = [
    "METHOD_VERSION",
    "Assessment",
    "Figure",
    "Inputs",
    "Kind",
    "Reason",
    "Schedule",
    "SecondOpinion",
    "SecondWord",
    "Step",
    "YearResult",
    "assess",
    "composite",
]
