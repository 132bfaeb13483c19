"""Indicators and items come from the text; figures come from papers and only grow."""

from .handovers import Handover
from .indicators import (
    Direction,
    Indicator,
    IndicatorKind,
    IndicatorRow,
    OnImport,
    Property,
    TargetForm,
)
from .items import PlanItem
from .observations import Observation, ObservationStatus, ObservationWithdrawal
from .recorded import Recorded
from .sources import SourceDocument
from .uploads import FigureUpload, UploadState
from .yardsticks import (
    AssignedTarget,
    Checkpoint,
    GrowthBasis,
    Tolerance,
    Yardstick,
    YardstickWithdrawal,
)

__all__ = [
    "AssignedTarget",
    "Checkpoint",
    "Direction",
    "FigureUpload",
    "GrowthBasis",
    "Handover",
    "Indicator",
    "IndicatorKind",
    "IndicatorRow",
    "Observation",
    "ObservationStatus",
    "ObservationWithdrawal",
    "OnImport",
    "PlanItem",
    "Property",
    "Recorded",
    "SourceDocument",
    "TargetForm",
    "Tolerance",
    "UploadState",
    "Yardstick",
    "YardstickWithdrawal",
]
