"""Page: one kept answer, with its compressed forms made when first asked for."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from .encodings import COMPRESSIBLE, COMPRESSORS

Headers = list[tuple[str, str]]
#: Ours, so that they are right for every form of the page.
_OWN = {"content-length", "content-encoding", "etag", "vary", "cache-control"}
#: Asked anew each time, answered by 304 where nothing changed.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
VARY = "Accept-Encoding, Cookie"
#: Bytes that a page takes beside its body: headers, tags, key.
OVERHEAD = 2048
_WORTH_COMPRESSING = 256


@dataclass(frozen=True)
class Form:
    """One encoding of a page: what is sent, and the headers of a 304."""

    body: bytes
    etag: str
    headers: Headers
    unchanged: Headers


@dataclass
class Page:
    """`expires` in seconds since 1970."""

    status: str
    headers: Headers
    body: bytes
    tags: frozenset[str]
    expires: float
    forms: dict[str, Form] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """Bytes in memory, the compressed forms included at their most likely."""
        return 2 * len(self.body) + OVERHEAD

    def form(self, encoding: str) -> Form:
        """Two threads may make the same one at once; either is right."""
        found = self.forms.get(encoding)
        if found is None:
            found = self.forms[encoding] = self._made(encoding)
        return found

    def _made(self, encoding: str) -> Form:
        body = self.body
        if encoding and self._is_compressible():
            body = COMPRESSORS[encoding](self.body)
        if len(body) >= len(self.body):
            body, encoding = self.body, ""
        name = hashlib.sha256(self.body).hexdigest()[:32]
        etag = f'"{name}{"-" * bool(encoding)}{encoding}"'
        ours = [("ETag", etag), ("Cache-Control", CACHE_CONTROL), ("Vary", VARY)]
        sent = [*self.headers, *ours, ("Content-Length", str(len(body)))]
        if encoding:
            sent.append(("Content-Encoding", encoding))
        kind = {"content-type", "content-language", "content-disposition"}
        kept = [header for header in self.headers if header[0].lower() not in kind]
        return Form(body, etag, sent, [*kept, *ours])

    def _is_compressible(self) -> bool:
        said = {name.lower(): value for name, value in self.headers}
        kind = said.get("content-type", "")
        return len(self.body) >= _WORTH_COMPRESSING and kind.startswith(COMPRESSIBLE)


def made_page(
    status: str,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    tags: Iterable[str],
    expires: float,
) -> Page:
    """A page from Django's answer, without the headers that are ours to say."""
    kept = [(name, value) for name, value in headers if name.lower() not in _OWN]
    return Page(status, kept, body, frozenset(tags), expires)
