"""Telling others that a suggestion changed: the outbox, and the page caches at once."""

from collections.abc import Callable, Sequence

from plan_pages.document.models import Part
from portal.outbox.events import Delivery, Handler, enqueue, handlers
from portal.outbox.purges import purge
from portal.registry import Point
from portal.search import freshness

from .models import Suggestion

TOPIC = "suggestion.changed"
#: What its search scopes begin with.
SCOPE = "suggestion"

#: Called by the relay with the public number: index it, tell the office, refresh feeds.
#: Providers read the present state from the rows, and bear being called twice.
followers: Point[Callable[[str], None]] = Point("followers of a suggestion")


def tell(suggestion: Suggestion, **more: object) -> None:
    """Owe the followers one call. One statement, in the caller's transaction."""
    enqueue(
        topic=TOPIC,
        key=f"{TOPIC}:{suggestion.number}",
        payload={"number": suggestion.number, **more},
    )


def tell_received(suggestion: Suggestion) -> None:
    """`tell`; the relay lets the pages forget how many were received.

    By the relay, because only a number is new, and whoever writes is not to wait.
    """
    tell(suggestion, page=suggestion.part.page_id)


def tell_and_forget_pages(suggestion: Suggestion, *parts: Part) -> None:
    """`tell`, and every process forgets the pages that show it (`parts`: where it was).

    Purged beside the commit, not by the relay, so that a take-down shows in seconds.
    """
    tell(suggestion)
    purge(keys=page_keys(suggestion, *parts))
    freshness.changed([scope_of(suggestion)])


def forget_at_once(suggestion: Suggestion) -> None:
    """Out of the search index in this transaction: taken down, withdrawn, erased."""
    freshness.gone([scope_of(suggestion)])


def scope_of(suggestion: Suggestion) -> str:
    return f"{SCOPE}:{suggestion.number}"


def page_keys(suggestion: Suggestion, *parts: Part) -> set[str]:
    """Cache keys of the pages about `suggestion`: its own, the lists, its parts'."""
    keys = {"suggestions", f"suggestion:{suggestion.number}"}
    for part in (suggestion.part, *parts):
        keys |= {f"part:{part.public_id}", f"page:{part.page_id}"}
    return keys


def _call_followers(delivery: Delivery) -> None:
    for follower in followers:
        follower(str(delivery.payload["number"]))


def _forget_pages(deliveries: Sequence[Delivery]) -> None:
    """The counts of what came in: once for all that came together."""
    pages = {d.payload["page"] for d in deliveries if "page" in d.payload}
    if pages:
        purge(keys={"suggestions", *(f"page:{page}" for page in pages)})


handlers.register(Handler(topic=TOPIC, run=_call_followers, closing=_forget_pages))
