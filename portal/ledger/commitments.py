"""Commitments: what was received, provable later, erasable at any time.

commitment = SHA-256( DOMAIN, kind, 00, salt of 32 random bytes, exact bytes )

The commitment stands in an entry for good; the salt stands in a side row. When the salt
is erased nobody can test a guess of the text any more. One salt per part that can be
erased on its own. Contact details are never committed.
"""

import hashlib
import hmac
import re
import secrets

from portal.prepared import PreparedInsert
from portal.writing import require_transaction

from .models import Salt

DOMAIN = b"plan-portal/commitment/v1/"
SALT_BYTES = 32
_KIND = re.compile(r"[a-z][a-z0-9_]{0,23}")
_keep = PreparedInsert(Salt)


def commit(*, kind: str, content: bytes, subject: str) -> tuple[str, Salt]:
    """Commit to the exact bytes: (64 hex digits for the entry, the erasable row).

    `kind` names the part ("text", "masked", "reason"). Belongs into the caller's
    transaction, before `record`.
    """
    require_transaction("commit")
    salt = secrets.token_bytes(SALT_BYTES)
    digest = commitment(kind=kind, salt=salt, content=content)
    row = Salt(subject=subject, kind=kind, value=salt, commitment=digest)
    _keep(row)
    return digest, row


def commitment(*, kind: str, salt: bytes, content: bytes) -> str:
    """The commitment as 64 hex digits. Raises ValueError for a bad kind or salt."""
    if not _KIND.fullmatch(kind):
        raise ValueError(f"kind {kind!r}")
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    message = DOMAIN + kind.encode() + b"\0" + salt + content
    return hashlib.sha256(message).hexdigest()


def opens(digest: str, *, kind: str, salt: bytes, content: bytes) -> bool:
    """Whether salt and content are what `digest` commits to."""
    return hmac.compare_digest(
        digest, commitment(kind=kind, salt=salt, content=content)
    )


def public_hash(content: bytes) -> str:
    """The plain hash of published content (replies, disclosures): 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def erase_salts(*, subject: str, kind: str | None = None) -> int:
    """Delete the salts of `subject` (of one `kind` only, when given): how many went."""
    require_transaction("erase_salts")
    rows = Salt.objects.filter(subject=subject)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return rows.delete()[0]
