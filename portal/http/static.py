"""Static files with hashed names; only our own are compressed ahead of time.

Compressing the editors' admin too takes most of a minute at the first start and saves
nothing for readers.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticStorage(CompressedManifestStaticFilesStorage):
    """Addresses are worked out once: a page asks for ten, and they stay the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._known: dict[tuple[str | None, bool, bool], str] = {}
        super().__init__(*args, **kwargs)

    #: Folders below STATIC_ROOT that readers load.
    compressed_folders = ("portal/",)

    def compress_files(self, paths: Any) -> Iterator[tuple[str, str]]:
        ours = [path for path in paths if path.startswith(self.compressed_folders)]
        yield from super().compress_files(ours)

    def url(self, name: str | None, force: bool = False) -> str:
        key = (name, force, settings.DEBUG)
        if key not in self._known:
            self._known[key] = super().url(name, force)
        return self._known[key]

    def save_manifest(self) -> None:
        """New files have new names."""
        super().save_manifest()
        self._known.clear()
