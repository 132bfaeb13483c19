"""The WSGI application; refuses to start on a database that could lose rows."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (needs the apps)

from portal.durability import assert_durable  # noqa: E402
from portal.outbox import thread as relay_thread  # noqa: E402

assert_durable()
if settings.RELAY_IN_PROCESS:
    relay_thread.start()
