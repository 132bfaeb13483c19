"""What a browser may do with an answer: Content-Security-Policy and its neighbours.

Public pages: nothing but this site's own files, no inline script or style. The admin:
inline scripts by nonce. Files that were uploaded: nothing at all, in a sandbox.
"""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest

from . import nonce

ADMIN = "/admin/"
#: What people uploaded; never a page of this site.
UPLOADED = ("/documents/", "/media/")

#: Where a page leaves word that its links and forms send no referrer.
SILENT = "portal.policy.no-referrer"
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def send_no_referrer(request: HttpRequest) -> None:
    """The page's address goes with none of its links and forms.

    Such a page posts with `Origin: null`: no form on it may need Django's token check.
    """
    request.META[SILENT] = True


def sends_no_referrer(request: HttpRequest) -> bool:
    return SILENT in request.META


class PolicyMiddleware(CSPMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        within = request.path_info.startswith(ADMIN)
        nonce.current.set(getattr(request, "csp_nonce") if within else None)  # noqa: B009

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        answer: Any = super().process_response(request, response)
        nonce.current.set(None)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if sends_no_referrer(request):
            answer["Referrer-Policy"] = "no-referrer"
        return answer

    def get_policy_parts(
        self, request: HttpRequest, response: Any, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or parts.config is not None:
            return parts
        if request.path_info.startswith(UPLOADED):
            parts.config = settings.UPLOADED_SECURITY_POLICY
        elif request.path_info.startswith(ADMIN):
            parts.config = settings.ADMIN_SECURITY_POLICY
        return parts
