"""`make run`: one process, SQLite, secrets made in var/ with mode 0600, DEBUG off."""

from .base import *
from .secrets import read_or_make_secret

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_make_secret(
    VAR_DIR / "secrets" / "secret_key"
)
INTAKE_SECRET = env.str("INTAKE_SECRET", default=SECRET_KEY)
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
RELAY_IN_PROCESS = env.bool("RELAY_IN_PROCESS", default=True)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost", "[::1]", env.str("HOST", default="")],
)
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend"
)
# Where the file backend puts mails: the demonstration's go nowhere else.
EMAIL_FILE_PATH = VAR_DIR / "mail"
# http://localhost is where browsers allow a passkey without https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
