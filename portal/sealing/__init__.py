"""Contact details, sealed to a key that this server does not hold.

HPKE (RFC 9180): X25519, HKDF-SHA256, ChaCha20-Poly1305. The server has the public key
only; `deploy/unseal.py` makes the pair and opens what is sealed, on another machine.
Off until the operator sets CONTACT_PUBLIC_KEY.

    sealed = "S1" ‖ key id (4) ‖ HPKE ciphertext of (length (2) ‖ content ‖ zeros)

The content is padded to a multiple of 256 bytes, so that its length says little.
"""

import base64
import binascii
import hashlib

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MAGIC = b"S1"
INFO = b"plan-portal/sealed-contact/v1/"
STEP = 256
MAX_BYTES = 2000

SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def available() -> bool:
    """Whether the operator has set a key. Raises ImproperlyConfigured for a bad one."""
    return bool(settings.CONTACT_PUBLIC_KEY) and bool(_public_bytes())


def seal(content: bytes, *, subject: str) -> bytes:
    """`content` (1 to MAX_BYTES bytes) sealed; it opens only together with `subject`.

    Raises ImproperlyConfigured without a key, ValueError for the length.
    """
    if not 0 < len(content) <= MAX_BYTES:
        raise ValueError(f"1 to {MAX_BYTES} bytes")
    public = _public_bytes()
    framed = len(content).to_bytes(2, "big") + content
    padded = framed.ljust(-(-len(framed) // STEP) * STEP, b"\0")
    key = X25519PublicKey.from_public_bytes(public)
    sealed = SUITE.encrypt(padded, key, info=INFO + subject.encode())
    return MAGIC + key_id(public) + sealed


def key_id(public: bytes) -> bytes:
    """Four bytes that say to which key something was sealed."""
    return hashlib.sha256(public).digest()[:4]


def _public_bytes() -> bytes:
    try:
        raw = base64.b64decode(settings.CONTACT_PUBLIC_KEY, validate=True)
    except (ValueError, binascii.Error) as error:
        raise ImproperlyConfigured("CONTACT_PUBLIC_KEY is not base64") from error
    if len(raw) != 32:
        raise ImproperlyConfigured("CONTACT_PUBLIC_KEY: 32 bytes in base64 are needed")
    return raw
