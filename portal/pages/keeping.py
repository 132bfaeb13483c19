"""What of a page may stay in the process's memory: nothing that somebody typed."""

from django.http import HttpRequest

_FOREIGN = "_names_nothing_of_ours"


def keep_nothing(request: HttpRequest) -> None:
    """The address is somebody's own: no page of ours has it."""
    vars(request)[_FOREIGN] = True


def may_keep_path(request: HttpRequest) -> bool:
    """The address without its query is one of ours."""
    return _FOREIGN not in vars(request)


def may_keep(request: HttpRequest) -> bool:
    """Nothing of the reader's own words stands in the address."""
    return may_keep_path(request) and not request.META.get("QUERY_STRING")
