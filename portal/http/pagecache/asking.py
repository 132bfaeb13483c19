"""What a request asks for: the key of its page, or None where Django must answer.

A page differs by address, elder view and the query words it reads; the language is in
the path. Whoever is signed in, or is to be shown a message, is Django's.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import parse_cookie

from ..elder import ELDER_COOKIE
from .store import Key

Environ = dict[str, Any]
#: Django keeps a message for the next page in a cookie of this name.
_MESSAGES = "messages"
_LONGEST_QUERY = 512
_COMMON_PORTS = {"", "80", "443"}


class Asking:
    """Settings are read once: this stands before every request."""

    def __init__(self) -> None:
        self._personal = (settings.SESSION_COOKIE_NAME, _MESSAGES)
        name, value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
        self._proxy_scheme, self._https = name, value
        self._own_port = urlsplit(settings.BASE_URL).port

    def key(self, environ: Environ) -> Key | None:
        """None for a request that no kept page may answer. The query is left raw."""
        path = environ["PATH_INFO"]
        if "HTTP_AUTHORIZATION" in environ or "//" in path:
            return None
        cookie, elder = environ.get("HTTP_COOKIE"), False
        if cookie:
            if any(name in cookie for name in self._personal):
                return None
            elder = ELDER_COOKIE in cookie and _is_elder(cookie)
        host = environ.get("HTTP_HOST", "").lower()
        query = environ.get("QUERY_STRING", "")
        return self._is_secure(environ), host, path, elder, query

    def is_own_host(self, environ: Environ, host: str) -> bool:
        """Whether the port is one we serve: Django takes any, and so many keys."""
        port = host.rpartition(":")[2] if ":" in host.rpartition("]")[2] else ""
        known = {*_COMMON_PORTS, str(self._own_port), environ.get("SERVER_PORT", "")}
        return bool(host) and port in known

    def _is_secure(self, environ: Environ) -> bool:
        """As HttpRequest.is_secure."""
        said = environ.get(self._proxy_scheme) if self._proxy_scheme else None
        if said is not None:
            return bool(said.split(",", 1)[0].strip() == self._https)
        return bool(environ["wsgi.url_scheme"] == "https")


def canonical_query(query: str, words: frozenset[str]) -> str:
    """`query` with `words` alone, in order, the last of each as Django reads it."""
    if not query or len(query) > _LONGEST_QUERY:
        return query
    asked = dict(parse_qsl(query, keep_blank_values=True))
    return urlencode(sorted((w, v) for w, v in asked.items() if w in words))


def wants(environ: Mapping[str, Any], etag: str) -> bool:
    """False where the reader has that very form already."""
    held = environ.get("HTTP_IF_NONE_MATCH")
    return held is None or (etag not in held and held.strip() != "*")


def _is_elder(cookie: str) -> bool:
    return bool(parse_cookie(cookie).get(ELDER_COOKIE) == "1")
