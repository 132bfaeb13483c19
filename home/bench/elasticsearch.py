"""An Elasticsearch node of the bench's own, where Maven and a JDK are."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from .children import ChildFailed
from .starting import free_port

NODE = settings.BASE_DIR / ".ci" / "elasticsearch" / "node"


def at_hand() -> bool:
    """A node answers at ELASTICSEARCH_URL, or one can be started."""
    return "ELASTICSEARCH_URL" in os.environ or bool(
        NODE.exists() and shutil.which("mvn") and shutil.which("java")
    )


@contextmanager
def node() -> Iterator[str]:
    """The URL of the node that was named, or of one that is gone afterwards.

    Raises ChildFailed.
    """
    if named := os.environ.get("ELASTICSEARCH_URL"):
        yield named
        return
    port = str(free_port())
    try:
        yield _run("start", port).strip()
    finally:
        _run("wipe", port)


def _run(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603  (our own script)
        [str(NODE), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ChildFailed("Elasticsearch does not start")
    return done.stdout
