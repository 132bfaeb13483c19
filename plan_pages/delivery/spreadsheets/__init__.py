"""What units send about projects, tasks and who answers for what (代录)."""

from . import projects, responsibilities, tasks

__all__ = ["projects", "responsibilities", "tasks"]
