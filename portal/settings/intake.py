"""Taking in what people say: ledger, form keys, waiting times, contact."""

from .environment import VAR_DIR, env

# The ledger's name for outside verifiers, without scheme; fixed once keys are made.
LEDGER_ORIGIN = env.str("LEDGER_ORIGIN", default="") or (
    env.str("BASE_URL", default="http://127.0.0.1:8000").split("://")[-1].strip("/")
    + "/ledger"
)
LEDGER_RECEIPT_KEY = env.str("LEDGER_RECEIPT_KEY", default="")
LEDGER_KEYS_DIR = VAR_DIR / "secrets"
# Days after receipt by which an entry stands in the ledger.
LEDGER_MERGE_DAYS = env.int("LEDGER_MERGE_DAYS", default=3)
# Contact details are taken only where a public key is set: deploy/unseal.py makes one.
CONTACT_PUBLIC_KEY = env.str("CONTACT_PUBLIC_KEY", default="")
# A header in which the front server gives a pseudonym of a sender, never an address.
INTAKE_PSEUDONYM_HEADER = env.str("INTAKE_PSEUDONYM_HEADER", default="")
# Seconds that a writer waits for its turn before the answer is 503 (SQLite only).
WRITE_LOCK_SECONDS = env.float("WRITE_LOCK_SECONDS", default=5.0)
# Seconds between the issue of a form and its acceptance: with a proof of work, without.
INTAKE_MINIMUM_SECONDS = env.int("INTAKE_MINIMUM_SECONDS", default=3)
INTAKE_SLOW_SECONDS = env.int("INTAKE_SLOW_SECONDS", default=20)
