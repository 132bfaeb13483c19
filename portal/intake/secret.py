"""Keys of the intake, each derived from INTAKE_SECRET for one use."""

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def derived_key(use: str) -> bytes:
    """32 bytes for `use`. A new INTAKE_SECRET voids open forms, never return codes."""
    return _derived(settings.INTAKE_SECRET, use)


def hkdf(material: bytes, *, salt: bytes | None, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(
        material
    )


@lru_cache(maxsize=16)
def _derived(secret: str, use: str) -> bytes:
    info = b"plan-portal/intake/v1/" + use.encode()
    return hkdf(secret.encode(), salt=None, info=info, length=32)
