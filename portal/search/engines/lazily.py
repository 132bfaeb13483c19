"""Elasticsearch's client costs a second to import: loaded when it is first used.

A city on the database engine never pays for it.
"""

from functools import partial
from importlib import import_module
from typing import Any

from django.utils.functional import SimpleLazyObject

_here = "portal.search.engines"

#: The modules of the same names.
elastic: Any = SimpleLazyObject(partial(import_module, f"{_here}.elastic"))
mirror: Any = SimpleLazyObject(partial(import_module, f"{_here}.mirror"))
