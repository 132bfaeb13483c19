"""Where signing keys come from: the environment, or a file of mode 0600 made once."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings.secrets import read_or_make_secret

from .signing import Signer


def receipt_signer() -> Signer:
    """The key of the promises on receipts; never the key of checkpoints.

    LEDGER_RECEIPT_KEY when set; else a file in LEDGER_KEYS_DIR. Raises
    ImproperlyConfigured where there is neither.
    """
    if settings.LEDGER_RECEIPT_KEY:
        return _parsed(settings.LEDGER_RECEIPT_KEY)
    if settings.LEDGER_KEYS_DIR is None:
        raise ImproperlyConfigured("LEDGER_RECEIPT_KEY is needed: manage.py ledgerkey")
    return _from_file(Path(settings.LEDGER_KEYS_DIR) / "ledger_receipt_key")


def receipt_key_name() -> str:
    return f"{settings.LEDGER_ORIGIN}/receipts"


_parsed = lru_cache(maxsize=4)(Signer.parse)


@lru_cache(maxsize=4)
def _from_file(path: Path) -> Signer:
    made = read_or_make_secret(path, make=lambda: Signer.new(receipt_key_name()).text)
    return Signer.parse(made)
