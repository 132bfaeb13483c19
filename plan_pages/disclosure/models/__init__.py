"""The draft, its workflow, and the versions that nothing changes."""

from .approval import PublishingOfficeTask, UnitHeadTask
from .measured import VersionFigure
from .update import DraftEvidence, Update
from .version import Evidence, ReleaseRecord, UpdateVersion, UpdateWithdrawal

__all__ = [
    "DraftEvidence",
    "Evidence",
    "PublishingOfficeTask",
    "ReleaseRecord",
    "UnitHeadTask",
    "Update",
    "UpdateVersion",
    "UpdateWithdrawal",
    "VersionFigure",
]
