"""The WSGI application; refuses to start on a database that could lose rows."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
application = get_wsgi_application()

from portal.durability import assert_durable  # noqa: E402  (needs the apps)

assert_durable()
