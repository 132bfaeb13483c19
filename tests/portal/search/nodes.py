"""Nodes of Elasticsearch that a test starts and kills itself (.ci/elasticsearch)."""

import os
import shutil
import socket
import subprocess

import pytest
from django.conf import settings
from elasticsearch import Elasticsearch

from tests.real_portal import free_port

STARTER = settings.BASE_DIR / ".ci" / "elasticsearch" / "node"


def require_nodes() -> None:
    """Skip in the everyday suite; fail in CI where they cannot be started."""
    required = bool(os.environ.get("REQUIRE_ELASTICSEARCH"))
    if not (required or os.environ.get("PROVE") == "full"):
        pytest.skip("starts nodes of its own: make prove, and CI")
    if not (shutil.which("mvn") and shutil.which("java")):
        (pytest.fail if required else pytest.skip)("needs maven and a JDK of 17")


def free_ports() -> str:
    """A port for a node; the nodes talk to each other a hundred above."""
    while True:
        port = free_port()
        with socket.socket() as trial:
            if port + 100 < 65536 and trial.connect_ex(("127.0.0.1", port + 100)):
                return str(port)


def wait_for_cluster(client: Elasticsearch, **until: str) -> None:
    client.options(request_timeout=120).cluster.health(timeout="100s", **until)  # type: ignore[arg-type]


def node(command: str, port: str, **environment: str) -> None:
    subprocess.run(
        [STARTER, command, port],
        env=os.environ | {"CLUSTER": "portal-two", "ES_HEAP": "384m", **environment},
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=300,
    )
