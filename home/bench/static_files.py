"""whitenoise alone as a WSGI application, for the bench: files of BENCH_STATIC."""

import os
from typing import Any

from whitenoise import WhiteNoise


def _nothing(environ: Any, start_response: Any) -> list[bytes]:
    start_response("404 Not Found", [("Content-Length", "0")])
    return []


application = WhiteNoise(_nothing, root=os.environ.get("BENCH_STATIC"), max_age=0)
