"""Static files with hashed names; only our own are compressed ahead of time.

Compressing the editors' admin too takes most of a minute at the first start and saves
nothing for readers.
"""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticStorage(CompressedManifestStaticFilesStorage):
    #: Folders below STATIC_ROOT that readers load.
    compressed_folders = ("portal/",)

    def compress_files(self, paths: Any) -> Iterator[tuple[str, str]]:
        ours = [path for path in paths if path.startswith(self.compressed_folders)]
        yield from super().compress_files(ours)
