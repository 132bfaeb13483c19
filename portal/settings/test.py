"""The suite: a real SQLite file (or DATABASE_URL), fast password hashing."""

from .base import *

DEBUG = False
PAGE_CACHE = False
SECRET_KEY = "test-only-secret-key-with-more-than-fifty-characters-0123456789"
INTAKE_SECRET = env.str("INTAKE_SECRET", default=SECRET_KEY)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# Whole pages of both floors are served without a collectstatic before.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# A chore of every relay; what it does must not hang on the hour of the run.
REMIND_AT = ""
MEDIA_ROOT = VAR_DIR / "test-media"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, never :memory:, so that WAL, triggers and locks are the real ones.
    (VAR_DIR / "test").mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test" / "test.db")}
