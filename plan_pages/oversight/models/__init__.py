"""A finding, its release by another person, and the unit's answers."""

from .finding import Finding, FindingQuerySet
from .release import FindingAnswer, FindingRelease

__all__ = ["Finding", "FindingAnswer", "FindingQuerySet", "FindingRelease"]
