"""A portal as `make run` starts it: its own var/, its own port, real processes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
#: Seconds that anything here may take before it counts as stuck.
PATIENCE = 600


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@dataclass
class RealPortal:
    """`prepare`, `start`, `get`, `stop`; data in `var`, SQLite unless `environment`
    says otherwise."""

    var: Path
    prefix: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    program: list[str] = field(default_factory=lambda: list(MANAGE))
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The home page's address, with the slash."""
        path = self.prefix.strip("/")
        return f"http://127.0.0.1:{self.port}/{path}/" if path else self.root

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def log(self) -> Path:
        """What the server says on its terminal."""
        return self.var / f"serve-{self.port}.log"

    def environ(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "HOST"}
        }
        return inherited | {
            "PORTAL_VAR": str(self.var),
            "PATH_PREFIX": self.prefix,
            "PORT": str(self.port),
            **self.environment,
        }

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.program, *arguments],
            env=self.environ(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def prepare(self, *options: str) -> str:
        done = self.manage("prepare", *options)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it says its address."""
        self.var.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as log:  # a pipe nobody reads would stop it one day
            self.process = subprocess.Popen(
                [*self.program, "serve"],
                env=self.environ(),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            if re.search(r"address\s+http", self.log.read_text()):
                return
            time.sleep(0.05)
        self.stop()
        raise AssertionError("the server did not come up:\n" + self.log.read_text())

    @contextmanager
    def running(self) -> Iterator["RealPortal"]:
        """Started inside, ended afterwards whatever happens."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def get(self, path: str, **headers: str) -> Answer:
        """GET `path` (from the host's root); redirects are answers, not followed."""
        request = urllib.request.Request(
            self.root + path.lstrip("/"),
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            with opener.open(request, timeout=PATIENCE) as found:
                return Answer(found.status, _lower(found.headers), found.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, _lower(refused.headers), refused.read())

    def stop(self, number: int = signal.SIGTERM) -> int | None:
        """End the server; returns its exit code, None when it was not running."""
        if self.process is None:
            return None
        self.process.send_signal(number)
        code = self.process.wait(timeout=PATIENCE)
        self.process = None
        return code

    def kill(self) -> None:
        """`kill -9` of the server and of every process that it started."""
        assert self.process is not None
        first = psutil.Process(self.process.pid)
        every = [first, *first.children(recursive=True)]  # it starts no new ones
        for each in every:
            each.kill()
        self.process.wait(timeout=PATIENCE)
        psutil.wait_procs(every, timeout=PATIENCE)
        self.process = None

    def wait_until_gone(self) -> None:
        """Until nobody listens on the port any more."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.05)
        raise AssertionError(f"port {self.port} is still listened on")


def _lower(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
