"""Whole pages that are kept in front of Django, and the caches before the server."""

from .environment import VAR_DIR, env

# Whole anonymous pages in each process's memory: bytes, and seconds at most.
PAGE_CACHE = env.bool("PAGE_CACHE", default=False)
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=64 * 1024 * 1024)
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=600)
# How often a process asks what was purged on other machines.
PAGE_CACHE_POLL_SECONDS = env.float("PAGE_CACHE_POLL_SECONDS", default=1.0)
# Shared by the processes of one machine: whoever purges rings, all hear it at once.
PURGE_BELL = VAR_DIR / "run" / "purges"
# Addresses of nginx or Varnish in front that are sent PURGE, by commas.
FRONT_CACHES = env.list("FRONT_CACHES", default=[])
# The header in which they get a page's tags (xkey, Surrogate-Key); none without a name.
PAGE_TAGS_HEADER = env.str("PAGE_TAGS_HEADER", default="")
FRONT_CACHE_SECONDS = env.int("FRONT_CACHE_SECONDS", default=60)
