"""The WSGI application; refuses to start on a database that could lose rows."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
application: Any = get_wsgi_application()

from django.conf import settings  # noqa: E402  (needs the apps)

from portal.durability import assert_durable  # noqa: E402
from portal.http.pagecache import running as page_cache  # noqa: E402
from portal.outbox import thread as relay_thread  # noqa: E402

assert_durable()
if settings.PAGE_CACHE:
    application = page_cache.in_front_of(application)
if settings.RELAY_IN_PROCESS:
    relay_thread.start()
