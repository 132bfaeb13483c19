"""Which compression an answer gets: br, gzip, or none."""

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli

#: The best first. Pages hold no secret (no form token), so their length tells nothing.
COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
#: Longer headers are nobody's browser.
LONGEST = 200
COMPRESSIBLE = ("text/", "application/json", "application/xml", "image/svg")


def encoding_for(accepted: str) -> str:
    """`br`, `gzip` or "" (identity) for the header Accept-Encoding."""
    return _chosen(accepted) if len(accepted) <= LONGEST else ""


@lru_cache(maxsize=256)
def _chosen(accepted: str) -> str:
    weights = dict(_weighed(part) for part in accepted.lower().split(","))
    rest = weights.get("*", 0.0)
    best = max(COMPRESSORS, key=lambda name: weights.get(name, rest))
    weight = weights.get(best, rest)
    # A sender who wants it plain more than compressed says so by identity's weight.
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def _weighed(part: str) -> tuple[str, float]:
    name, _semicolon, parameter = part.partition(";")
    key, _equals, value = parameter.partition("=")
    if key.strip() != "q":
        return name.strip(), 1.0
    try:
        return name.strip(), float(value)
    except ValueError:
        return name.strip(), 0.0
