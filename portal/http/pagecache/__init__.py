"""Whole public pages, kept in the memory of each process, in front of Django.

A page is kept only if what rendered it said what it depends on (`depends_on`); what
changes it purges those tags in its own transaction (portal.outbox.purges). So a form,
an account, the admin and the search are never kept: they say nothing.
"""

from .tags import depends_on

__all__ = ["depends_on"]
