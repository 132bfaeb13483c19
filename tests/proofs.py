"""How many rounds a heavy proof does: few in the suite, all under `make prove`."""

import os


def rounds(reduced: int, full: int) -> int:
    """`full` under PROVE=full, else `reduced`; printed, so that a report can say it."""
    chosen = full if os.environ.get("PROVE") == "full" else reduced
    print(f"rounds: {chosen} of {full}")
    return chosen
