"""The public ledger: entries, commitments and, with them, append-only tables."""
