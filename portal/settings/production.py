"""A city's servers: everything secret or local comes from the environment."""

from .base import *

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
INTAKE_SECRET = env.str("INTAKE_SECRET", default=SECRET_KEY)
# Several machines sign with one key, so no machine makes its own.
LEDGER_KEYS_DIR = None
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
# Attempts at signing in are counted once for all processes and machines.
CACHES = CACHES | {
    "attempts": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
