"""What a report of an error may quote: where it happened, and nothing of the sender.

Django's own filter hides passwords alone. A report would carry the address, the cookies
and the words of a form into a mailbox.
"""

from types import FrameType, TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

#: Nobody is known by these.
KEPT = frozenset(
    {"CONTENT_LENGTH", "CONTENT_TYPE", "PATH_INFO", "REQUEST_METHOD", "SCRIPT_NAME"}
    | {"SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.url_scheme"}
)


class QuietFilter(SafeExceptionReporterFilter):
    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        meta = super().get_safe_request_meta(request)
        return {name: value for name, value in meta.items() if name in KEPT}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType | TracebackType
    ) -> Any:
        """Names alone: a local variable may hold the words."""
        names: Any = getattr(tb_frame, "f_locals", {})
        return [(name, self.cleansed_substitute) for name in names]
