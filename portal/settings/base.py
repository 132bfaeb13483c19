"""What every environment shares. Values that differ come from the environment.

Read through django-environ; docs/operations lists every variable.
"""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var")))

# Where the portal stands below the host: "/" or a column such as "/ghzl/".
PATH_PREFIX = "/" + env.str("PATH_PREFIX", default="/").strip("/")
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
# SQLite too: closing the last connection empties the write-ahead log, with an fsync.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
# The ledger's name for outside verifiers, without scheme; fixed once keys are made.
LEDGER_ORIGIN = env.str("LEDGER_ORIGIN", default="") or (
    env.str("BASE_URL", default="http://127.0.0.1:8000").split("://")[-1].strip("/")
    + "/ledger"
)
LEDGER_RECEIPT_KEY = env.str("LEDGER_RECEIPT_KEY", default="")
LEDGER_KEYS_DIR = VAR_DIR / "secrets"
# Days after receipt by which an entry stands in the ledger.
LEDGER_MERGE_DAYS = env.int("LEDGER_MERGE_DAYS", default=3)
# A relay thread in the server's processes; off where `manage.py relay` runs by itself.
RELAY_IN_PROCESS = env.bool("RELAY_IN_PROCESS", default=False)
# Contact details are taken only where a public key is set: deploy/unseal.py makes one.
CONTACT_PUBLIC_KEY = env.str("CONTACT_PUBLIC_KEY", default="")
# A header in which the front server gives a pseudonym of a sender, never an address.
INTAKE_PSEUDONYM_HEADER = env.str("INTAKE_PSEUDONYM_HEADER", default="")
# Seconds that a writer waits for its turn before the answer is 503 (SQLite only).
WRITE_LOCK_SECONDS = env.float("WRITE_LOCK_SECONDS", default=5.0)
# Seconds between the issue of a form and its acceptance: with a proof of work, without.
INTAKE_MINIMUM_SECONDS = env.int("INTAKE_MINIMUM_SECONDS", default=3)
INTAKE_SLOW_SECONDS = env.int("INTAKE_SLOW_SECONDS", default=20)
# The office's messenger: a webhook for the daily reminder; empty: there is none.
OFFICE_WEBHOOK_URL = env.str("OFFICE_WEBHOOK_URL", default="")
# json (title, lines, url), wecom 企业微信, dingtalk 钉钉 (whose secret signs).
OFFICE_WEBHOOK_KIND = env.str("OFFICE_WEBHOOK_KIND", default="json")
OFFICE_WEBHOOK_SECRET = env.str("OFFICE_WEBHOOK_SECRET", default="")
# Beijing time after which the relay reminds on working days; empty: it does not.
REMIND_AT = env.str("REMIND_AT", default="08:30")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Whole anonymous pages in each process's memory: bytes, and seconds at most.
PAGE_CACHE = env.bool("PAGE_CACHE", default=False)
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=64 * 1024 * 1024)
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=600)
# How often a process asks what was purged on other machines.
PAGE_CACHE_POLL_SECONDS = env.float("PAGE_CACHE_POLL_SECONDS", default=1.0)
# Shared by the processes of one machine: whoever purges rings, all hear it at once.
PURGE_BELL = VAR_DIR / "run" / "purges"
# Addresses of nginx or Varnish in front that are sent PURGE, by commas.
FRONT_CACHES = env.list("FRONT_CACHES", default=[])
# The header in which they get a page's tags (xkey, Surrogate-Key); none without a name.
PAGE_TAGS_HEADER = env.str("PAGE_TAGS_HEADER", default="")
FRONT_CACHE_SECONDS = env.int("FRONT_CACHE_SECONDS", default=60)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_FORMS = {"login": "portal.accounts.login.LoginForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "portal.accounts.adapter.MFAAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# "ip" is one constant for everybody (adapter.get_client_ip): what stands there holds
# for the whole site and is wide; what keeps guessers off is counted by account.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "300/m/ip,5/300s/key",
    "reset_password": "60/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
    "signup": None,
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on http for localhost alone; allauth would refuse that too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)

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

WAGTAIL_SITE_NAME = "规划公开平台"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "中文")]
WAGTAILIMAGES_IMAGE_MODEL = "media.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Always an attachment; the policy of uploaded files stands below.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = False
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.media.forms.DocumentForm"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "portal.search.admin"},
}
# "database": the full-text index of DATABASES. "elasticsearch": as well as that.
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="database")
ELASTICSEARCH_URL = env.list("ELASTICSEARCH_URL", default=["http://127.0.0.1:9200"])
ELASTICSEARCH_PREFIX = env.str("ELASTICSEARCH_PREFIX", default="portal")
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=1)
# Seconds that a reader waits for it before the database answers.
ELASTICSEARCH_TIMEOUT = env.float("ELASTICSEARCH_TIMEOUT", default=1.0)
# For the client: {"api_key": …}, {"basic_auth": […, …]}, {"ca_certs": …}.
ELASTICSEARCH_OPTIONS = env.json("ELASTICSEARCH_OPTIONS", default={})
# The address readers use; empty: whatever host the request names (ALLOWED_HOSTS).
BASE_URL = env.str("BASE_URL", default="")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# Wagtail sets styles as attributes; its scripts are files, or carry the nonce.
ADMIN_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
}
UPLOADED_SECURITY_POLICY = {
    "default-src": [NONE],
    "sandbox": True,
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "form-action": [NONE],
}
# Widgets find their templates where pages do, so that the admin's can be overridden.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# Until the browser is closed: a year's cookie would say that somebody wrote here once.
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "portal.pages.errors.form_refused"
# With a prefix the cookies must not leak to the city's other columns.
SESSION_COOKIE_PATH = PATH_PREFIX
CSRF_COOKIE_PATH = PATH_PREFIX
LANGUAGE_COOKIE_PATH = PATH_PREFIX

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
