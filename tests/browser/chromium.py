"""Where Chromium is, and how it is started."""

import os
import shutil
from pathlib import Path

#: The shell without windows is the same engine and opens a page in a fifth of the work.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
INSTALL = "apt-get install chromium-headless-shell fonts-noto-cjk fonts-noto-core"
#: No sandbox because CI is root; the rest keeps it off the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """$CHROMIUM, or the system's Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, NAMES)), None)
