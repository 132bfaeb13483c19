"""HTTP as cheaply as it can be spoken: the load shares the server's processors.

One kept connection, no redirects, no encodings, answers with Content-Length only.
"""

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_LENGTH = re.compile(rb"^content-length: *(\d+)", re.I | re.M)
#: Seconds without a byte after which the server counts as gone.
PATIENCE = 60


class Cut(ConnectionError):
    """The connection ended before the answer was whole: no answer came."""


@dataclass(frozen=True)
class Answer:
    status: int
    head: bytes
    body: bytes


class Talk:
    """A connection to this machine's `port`, opened at first use and after a cut."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send(request("GET", path, headers=headers))

    def send(self, whole: bytes) -> Answer:
        """Send a whole request; the answer to it. Raises Cut or OSError."""
        try:
            if self._socket is None:
                self._socket = socket.create_connection(
                    ("127.0.0.1", self.port), timeout=PATIENCE
                )
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(whole)
            return self._receive(self._socket)
        except OSError:
            self.close()
            raise

    def _receive(self, connection: socket.socket) -> Answer:
        received = b""
        while b"\r\n\r\n" not in received:
            received += _more(connection)
        head, _, body = received.partition(b"\r\n\r\n")
        found = _LENGTH.search(head)
        if found is None:
            raise Cut("an answer without a length")
        length = int(found[1])
        while len(body) < length:
            body += _more(connection)
        return Answer(int(head[9:12]), head, body)


def request(
    method: str,
    path: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """A whole request, ready to be sent."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded"]
        lines += [f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(1 << 16)
    if not received:
        raise Cut("the connection ended")
    return received
