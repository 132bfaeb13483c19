"""The HTTP Observatory's score of one answer, after its published table.

mdn/mdn-http-observatory 1.6.3: src/grader/charts.js (modifiers), src/analyzer/tests/
(conditions). Left out, because one answer does not show them: redirection, preloading,
certificates, CORS probes. COOP and COEP are scored since 1.6; without them the most
that a page without script and cookie reaches is 130, with them 150.
"""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from lxml import html

MINIMUM_FOR_EXTRA_CREDIT = 90
BROAD = {
    "ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*",
    "https://*.*",
}  # fmt: skip
UNSAFE = {"'unsafe-inline'", "data:"}
NONCES = ("'sha256-", "'sha384-", "'sha512-", "'nonce-")
SIX_MONTHS = 15_768_000
PRIVATE = {
    "no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin",
}  # fmt: skip


@dataclass
class Score:
    """`modifiers` by test. `total` follows the rule of extra credit."""

    modifiers: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        uncurved = 100 + sum(each for each in self.modifiers.values() if each < 0)
        if uncurved < MINIMUM_FOR_EXTRA_CREDIT:
            return max(uncurved, 0)
        return 100 + sum(self.modifiers.values())


def score(response: Any, *, since_1_6: bool = False) -> Score:
    """Of a Django response that was asked for over https."""
    headers = response.headers
    policy = parse(headers.get("Content-Security-Policy", ""))
    found = {
        "content-security-policy": _policy(policy),
        "cookies": _cookies(response.cookies),
        "cross-origin-resource-policy": _one_of(
            headers.get("Cross-Origin-Resource-Policy"),
            {"same-origin": 10, "same-site": 10, "cross-origin": 0},
        ),
        "referrer-policy": _referrer(headers.get("Referrer-Policy")),
        "strict-transport-security": _hsts(headers.get("Strict-Transport-Security")),
        "subresource-integrity": _integrity(response),
        "x-content-type-options": 0
        if headers.get("X-Content-Type-Options", "").lower() == "nosniff"
        else -5,
        "x-frame-options": _frames(policy, headers.get("X-Frame-Options")),
    }
    if since_1_6:
        found["cross-origin-opener-policy"] = _one_of(
            headers.get("Cross-Origin-Opener-Policy"),
            {"same-origin": 10, "same-origin-allow-popups": 10, "unsafe-none": 0},
        )
        found["cross-origin-embedder-policy"] = _one_of(
            headers.get("Cross-Origin-Embedder-Policy"),
            {"require-corp": 10, "credentialless": 10, "unsafe-none": 0},
        )
    return Score(found)


def parse(policy: str) -> dict[str, set[str]]:
    """Directive to its sources; the first of two of one name counts."""
    found: dict[str, set[str]] = {}
    for directive in filter(None, map(str.strip, policy.split(";"))):
        name, *sources = directive.split()
        found.setdefault(name.lower(), set(sources))
    return found


def _policy(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    otherwise = policy.get("default-src", {"*"})
    script = set(policy.get("script-src", otherwise))
    style = set(policy.get("style-src", otherwise))
    objects = policy.get("object-src", otherwise)
    for sources in (script, style):
        if any(source.startswith(NONCES) for source in sources):
            sources.discard("'unsafe-inline'")
    active = script.union(
        *(
            sources
            for name, sources in policy.items()
            if name not in {"img-src", "media-src", "script-src"}
        )
    )
    passive = policy.get("img-src", otherwise) | policy.get("media-src", otherwise)
    insecure = ("http:", "ftp:")
    if script & (BROAD | UNSAFE) or objects & BROAD:
        return -20
    if any(source.startswith(insecure) for source in active):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if any(source.startswith(insecure) for source in passive):
        return -10
    if style & (BROAD | UNSAFE):
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def _cookies(cookies: SimpleCookie) -> int:
    """With HSTS, which `_hsts` demands."""
    if not cookies:
        return 0
    worst = 5
    for name, cookie in cookies.items():
        in_session = any(word in name.lower() for word in ("login", "sess"))
        if cookie["samesite"].lower() not in {"lax", "strict"}:
            worst = min(worst, -20 if "csrf" in name.lower() else 0)
        if in_session and not cookie["httponly"]:
            worst = min(worst, -30)
        if not cookie["secure"]:
            worst = min(worst, -10 if in_session else -5)
    return worst


def _one_of(value: str | None, modifiers: dict[str, int]) -> int:
    if value is None:
        return 0
    return modifiers.get(value.strip().lower(), -5)


def _referrer(value: str | None) -> int:
    if value is None:
        return 0
    return 5 if value.split(",")[-1].strip().lower() in PRIVATE else -5


def _hsts(value: str | None) -> int:
    for parameter in (value or "").lower().split(";"):
        if parameter.strip().startswith("max-age="):
            return 0 if int(parameter.strip()[8:]) >= SIX_MONTHS else -10
    return -20


def _frames(policy: dict[str, set[str]], value: str | None) -> int:
    if policy.get("frame-ancestors"):
        return 5
    return 5 if (value or "").strip().lower() in {"deny", "sameorigin"} else -20


def _integrity(response: Any) -> int:
    """Scripts of this origin need no hash; one of another would cost points."""
    if not response.content.strip():  # a redirect
        return 0
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return 0
    scripts = html.document_fromstring(response.content).xpath("//script/@src")
    foreign = [src for src in scripts if src.startswith(("//", "http:", "https:"))]
    return -50 if foreign else 0
