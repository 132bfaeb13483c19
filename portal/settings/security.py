"""What browsers are told: policies, headers, cookies."""

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

from .environment import PATH_PREFIX

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
