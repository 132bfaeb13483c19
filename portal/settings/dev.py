"""A developer's machine: DEBUG on, templates and static files read from the tree."""

from .embedded import *

DEBUG = True
PAGE_CACHE = False
ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
