"""How a file that somebody uploaded is handed out, whatever its address."""

from typing import Any

from django.conf import settings
from django.http import FileResponse


def attachment(file: Any, name: str) -> FileResponse:
    """`file`, open for reading, to be saved as `name`; never shown as a page of ours.

    Octets to the browser whatever they are, and its policy is the uploaded files'.
    """
    response = FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    setattr(response, "_csp_config", settings.UPLOADED_SECURITY_POLICY)  # noqa: B010
    return response
