#!/usr/bin/env python3
"""Open sealed contact details, on a machine that is not the web server.

    unseal.py new KEYFILE              make a key pair: the private key goes to KEYFILE
                                       (mode 0600), the public one is printed for
                                       CONTACT_PUBLIC_KEY
    unseal.py open KEYFILE < LINES     each line "<subject> <base64>"; prints
                                       "<subject> <content>"; needs `cryptography`

Keep KEYFILE offline, with a copy in a safe: without it nobody opens anything.
"""

import argparse
import base64
import hashlib
import os
import sys
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

MAGIC = b"S1"
INFO = b"plan-portal/sealed-contact/v1/"
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


class CannotOpen(Exception):
    """Said to the person at the keyboard, without the content."""


def new_key(path: str) -> str:
    """Write a new private key to `path` (refused when it exists): the public key."""
    key = X25519PrivateKey.generate()
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key.private_bytes_raw()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def read_key(path: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(
        base64.b64decode(Path(path).read_bytes())
    )


def unseal(sealed: bytes, *, subject: str, key: X25519PrivateKey) -> bytes:
    """The content that was sealed for `subject`. Raises CannotOpen."""
    public = key.public_key().public_bytes_raw()
    if not sealed.startswith(MAGIC):
        raise CannotOpen("not sealed contact details")
    if sealed[2:6] != hashlib.sha256(public).digest()[:4]:
        raise CannotOpen("sealed to another key")
    try:
        framed = SUITE.decrypt(sealed[6:], key, info=INFO + subject.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("changed, or of another subject") from error
    length = int.from_bytes(framed[:2], "big")
    return framed[2 : 2 + length]


def open_lines(key: X25519PrivateKey) -> int:
    failed = 0
    for line in sys.stdin:
        subject, _, encoded = line.strip().partition(" ")
        if not subject:
            continue
        try:
            content = unseal(base64.b64decode(encoded), subject=subject, key=key)
            print(subject, content.decode("utf-8", errors="replace"))
        except (CannotOpen, ValueError) as error:
            failed += 1
            print(subject, f"cannot be opened: {error}", file=sys.stderr)
    return 1 if failed else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["new", "open"])
    parser.add_argument("keyfile")
    chosen = parser.parse_args(arguments)
    if chosen.what == "new":
        print(new_key(chosen.keyfile))
        return 0
    return open_lines(read_key(chosen.keyfile))


if __name__ == "__main__":
    sys.exit(main())
