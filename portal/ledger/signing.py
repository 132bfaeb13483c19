"""C2SP signed notes with Ed25519, spelled as Go's sumdb/note spells them.

note      = text, empty line, "— <name> <base64(key id ‖ signature)>"
key id    = first 4 bytes of SHA-256(name ‖ 0A ‖ 01 ‖ public key)
verifier  = <name>+<key id, hex>+<base64(01 ‖ public key)>
signer    = PRIVATE+KEY+<name>+<key id, hex>+<base64(01 ‖ seed)>
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_ALGORITHM = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_NAME = re.compile(r"[^\s+]{1,200}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class BadKey(ValueError):
    """The text is no key of this kind; it is never shown in the message."""


class BadNote(ValueError):
    """The note does not carry a valid signature of the key."""


@dataclass(frozen=True)
class Verifier:
    """What anybody may hold: `text` is what the site publishes."""

    name: str
    public: bytes

    @cached_property
    def key_id(self) -> bytes:
        message = self.name.encode() + b"\n" + _ALGORITHM + self.public
        return hashlib.sha256(message).digest()[:4]

    @property
    def text(self) -> str:
        encoded = base64.b64encode(_ALGORITHM + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Raises BadKey."""
        name, key_id, public = _split_key(text)
        verifier = cls(name, public)
        if verifier.key_id != key_id:
            raise BadKey("key id")
        return verifier

    def open(self, note: str) -> str:
        """The note's text, ending in a newline. Raises BadNote."""
        text, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n") or _CONTROL.search(note):
            raise BadNote("not a note")
        public = Ed25519PublicKey.from_public_bytes(self.public)
        for signature in self._signatures(lines):
            try:
                public.verify(signature, f"{text}\n".encode())
            except InvalidSignature as error:
                raise BadNote("signature") from error
            return f"{text}\n"
        raise BadNote("no signature of this key")

    def _signatures(self, lines: str) -> list[bytes]:
        """Signatures that claim this key; other keys' lines are left alone."""
        found = []
        for line in lines.splitlines():
            dash, _, rest = line.partition(" ")
            name, _, encoded = rest.partition(" ")
            raw = _decode(encoded)
            if dash != "—" or raw is None or len(raw) < 5:
                raise BadNote("signature line")
            if name == self.name and hmac.compare_digest(raw[:4], self.key_id):
                found.append(raw[4:])
        return found


@dataclass(frozen=True)
class Signer:
    """`seed` (32 bytes) is the secret; repr leaves it out."""

    name: str
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls, name: str) -> "Signer":
        _check_name(name)
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """Raises BadKey."""
        if not text.startswith(_PRIVATE):
            raise BadKey("not a private key")
        name, key_id, seed = _split_key(text.removeprefix(_PRIVATE))
        signer = cls(name, seed)
        if signer.verifier.key_id != key_id:
            raise BadKey("key id")
        return signer

    @property
    def text(self) -> str:
        encoded = base64.b64encode(_ALGORITHM + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{encoded}"

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """`text` (ends in a newline, no control characters) as a signed note."""
        if not text.endswith("\n") or _CONTROL.search(text):
            raise BadNote("text of a note")
        raw = self.verifier.key_id + self._key.sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(raw).decode()}\n"

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def _split_key(text: str) -> tuple[str, bytes, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = _decode(encoded)
    if raw is None or len(raw) != 33 or raw[:1] != _ALGORITHM:
        raise BadKey("key")
    _check_name(name)
    if not re.fullmatch(r"[0-9a-f]{8}", key_id):
        raise BadKey("key id")
    return name, bytes.fromhex(key_id), raw[1:]


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise BadKey("a name has no spaces and no plus")


def _decode(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        return None
