"""The bytes of the database that is open here, read by another process.

Whoever closes a file loses all locks of the process on it (POSIX), and SQLite its own:
the next process that ends would then think that it was the last, and take the log away.
"""

import subprocess
from pathlib import Path


def content(path: Path) -> bytes:
    """Empty where there is no such file."""
    if not path.exists():
        return b""
    return subprocess.run(["cat", path], capture_output=True, check=True).stdout
