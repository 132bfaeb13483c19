"""What every environment shares: the frame; modules beside it hold a subject each.

Values that differ come from the environment, through django-environ; docs/operations
lists every variable.
"""

from django.utils.translation import gettext_lazy as _

from .accounts import *
from .environment import *
from .intake import *
from .page_cache import *
from .security import *
from .wagtail import *

if PATH_PREFIX != "/":
    FORCE_SCRIPT_NAME = PATH_PREFIX

INSTALLED_APPS = [
    "home",
    "feedback.congress",
    "feedback.desk",
    "feedback.public",
    "feedback.queries",
    "feedback.replies",
    "feedback.moderation",
    "feedback.suggestions",
    "plan_pages.importer",
    "plan_pages.scorecard",
    "plan_pages.oversight",
    "plan_pages.obligations",
    "plan_pages.disclosure",
    "plan_pages.delivery",
    "plan_pages.progress",
    "plan_pages.document",
    "portal.pages",
    "portal.search",
    "portal.intake",
    "portal.ledger",
    "portal.outbox",
    "portal.media",
    "portal.accounts",
    "portal.units",
    "portal.http",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.accounts.users_config.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "portal.outbox.admin_config.AdminConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "portal.http.prefix.PathPrefixMiddleware",
    "portal.http.policy.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.http.compression.CompressionMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.http.oversize.OversizeMiddleware",
    "portal.http.nul.NulMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.UnfinishedMiddleware",
    "portal.pages.trial.TrialMiddleware",
    "portal.http.unavailable.WriteUnavailableMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.pages.context_processors.chrome",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.db'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL: with NORMAL an acknowledged row can be lost at a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=FULL;"
            "PRAGMA secure_delete=ON;"
            "PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiled, a list of duties took 4 s, not 0.1 s, on tables without statistics.
    # What the address itself says of `options` comes last and counts.
    given = DATABASES["default"].setdefault("OPTIONS", {})
    given["options"] = f"-c jit=off {given.get('options', '')}".rstrip()
    # The statements of every request (portal.prepared), from their second time on.
    if env.bool("DATABASE_PREPARES", default=True):
        given.setdefault("prepare_threshold", 1)
# SQLite too: closing the last connection empties the write-ahead log, with an fsync.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
# A relay thread in the server's processes; off where `manage.py relay` runs by itself.
RELAY_IN_PROCESS = env.bool("RELAY_IN_PROCESS", default=False)
# The office's messenger: a webhook for the daily reminder; empty: there is none.
OFFICE_WEBHOOK_URL = env.str("OFFICE_WEBHOOK_URL", default="")
# json (title, lines, url), wecom 企业微信, dingtalk 钉钉 (whose secret signs).
OFFICE_WEBHOOK_KIND = env.str("OFFICE_WEBHOOK_KIND", default="json")
OFFICE_WEBHOOK_SECRET = env.str("OFFICE_WEBHOOK_SECRET", default="")
# Beijing time after which the relay reminds on working days; empty: it does not.
REMIND_AT = env.str("REMIND_AT", default="08:30")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "attempts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "attempts",
    },
}
# Processes of the server on this machine (`manage.py serve`).
WORKERS = env.str("WORKERS", default="") or "1"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", _("中文")),
    ("en", _("English")),
    ("ug", _("ئۇيغۇرچە")),
]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.http.static.PortalStaticStorage"},
}
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"

# The address readers use; empty: whatever host the request names (ALLOWED_HOSTS).
BASE_URL = env.str("BASE_URL", default="")

# Never an address: the server's access log is off, no format names a peer, and Django's
# error reports by mail, which quote the request, are not sent.
DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.http.reports.QuietFilter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}
