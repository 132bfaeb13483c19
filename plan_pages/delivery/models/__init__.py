"""Identities, their versions, and the dated rows about them."""

from .anchor import Anchor
from .milestone import Milestone
from .money import AnnualClass, Investment, MoneyKind
from .project import Project, ProjectVersion, Stage, StageChange
from .responsibility import Responsibility, ResponsibilityEnd, UnitRole
from .task import Task, TaskVersion

__all__ = [
    "Anchor",
    "AnnualClass",
    "Investment",
    "Milestone",
    "MoneyKind",
    "Project",
    "ProjectVersion",
    "Responsibility",
    "ResponsibilityEnd",
    "Stage",
    "StageChange",
    "Task",
    "TaskVersion",
    "UnitRole",
]
