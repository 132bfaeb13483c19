"""Pictures of the site, as Wagtail has scaled them. Originals are not served."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """`name` has no slash: nothing but the folder of renditions can be named."""
    folder = Path(settings.MEDIA_ROOT) / "images"
    path = folder / name
    kind = TYPES.get(path.suffix.lower())
    if kind is None or path.parent != folder or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=kind)
    response["Cache-Control"] = "public, max-age=86400"
    return response
