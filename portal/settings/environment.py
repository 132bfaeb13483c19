"""Where the project and its data lie, and what the environment says."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var")))

# Where the portal stands below the host: "/" or a column such as "/ghzl/".
PATH_PREFIX = "/" + env.str("PATH_PREFIX", default="/").strip("/")
