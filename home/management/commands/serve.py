"""`manage.py serve`: the portal on HOST and PORT until Ctrl-C or SIGTERM."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home import serving


class Command(BaseCommand):
    help = "Serve the portal (granian, no access log) until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--workers", default=settings.WORKERS)

    def handle(
        self, *args: Any, host: str, port: str, workers: str, **options: Any
    ) -> None:
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise CommandError(f"PORT={port}：端口是 1 到 65535 的数字。")
        if not (workers.isascii() and workers.isdigit() and int(workers) > 0):
            raise CommandError(f"WORKERS={workers}：进程数是正整数。")
        try:
            serving.check_port(host, int(port))
            serving.check_database(int(workers))
        except serving.CannotServe as error:
            raise CommandError(str(error)) from error
        serving.serve(
            host=host,
            port=int(port),
            workers=int(workers),
            ready=lambda: self._say(serving.address(host, int(port))),
        )
        self.stdout.write("已停止 · stopped")

    def _say(self, url: str) -> None:
        self.stdout.write(f"地址 · address  {url}")
        self.stdout.write(f"后台 · admin    {url}admin/")
        self.stdout.flush()
