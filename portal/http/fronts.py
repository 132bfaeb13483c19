"""Caches in front of the portal (nginx, Varnish) are sent PURGE with the tags.

One event an address, through the outbox: a cache that is away is told when it is back,
and keeps nobody else waiting. Until it was told its pages live FRONT_CACHE_SECONDS.
"""

import urllib.request
from typing import cast

from portal.outbox.events import Delivery, Handler, handlers
from portal.outbox.purges import FRONT_TOPIC

#: Seconds that a front cache may take to answer.
TIMEOUT = 5.0
#: The tags, space between: of pages that are to go.
HEADER = "xkey-purge"


def send_purge(delivery: Delivery) -> None:
    """Raises OSError (also for an answer of 400 and above), to be tried again."""
    keys = cast(list[str], delivery.payload["keys"])
    request = urllib.request.Request(  # noqa: S310  (the operator's own address)
        str(delivery.payload["url"]),
        method="PURGE",
        headers={HEADER: " ".join(keys)},
    )
    with _opener.open(request, timeout=TIMEOUT) as answer:
        answer.read()


#: Straight to the cache, whatever proxy the machine uses for the world outside.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def register() -> None:
    handlers.register(Handler(FRONT_TOPIC, send_purge))
