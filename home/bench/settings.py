"""The embedded settings, with a bare view to compare with."""

from portal.settings.embedded import *  # noqa: F403

ROOT_URLCONF = "home.bench.urls"
