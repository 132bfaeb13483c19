"""Pages from memory beside the same bytes as static files, by wrk in one run.

The longest section of the plan, and a page of 60 kB, which is longer than any of its.

Without wrk nothing is measured but the processor time of an uncached page; nginx, where
it is installed, shows what the machine can do at most.
"""

import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from home.serving import THREADS

from .children import ChildFailed, environment, manage, scratch
from .rows import Row
from .starting import free_port

#: The page of 60 kB in `home.bench.urls`.
LONG = "/bench/page/"
ROUNDS = 3
SECONDS = 4
CONNECTIONS = 16
FILE = "bench-page.html"


@dataclass(frozen=True)
class Contender:
    name: str
    url: str


def caching() -> Iterator[Row]:
    with scratch() as var:
        manage(var, "prepare")
        pages = _sections(var)
        yield from _processor_time(var, pages[len(pages) // 2][1])
        if not shutil.which("wrk"):
            yield Row("cache: requests a second", None, "no wrk on this machine")
            return
        for path in (pages[-1][1], LONG):
            with ExitStack() as stack:
                yield from _race(var, path, stack)


def _sections(var: Path) -> list[tuple[int, str]]:
    """(gzip bytes, path) of every section, the smallest first."""
    output = manage(var, "measure_pages", "--sections").output
    found = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return sorted((page["bytes"], page["path"]) for page in found)


def _processor_time(var: Path, path: str) -> Iterator[Row]:
    output = manage(var, "measure_processor", path).output
    found = json.loads(output.splitlines()[-1])
    page, bare = found["page"], found["bare"]
    yield Row("uncached section page: CPU", page * 1000, "ms")
    yield Row("bare Django view: CPU", bare * 1000, "ms")
    yield Row("uncached section page / bare Django view: CPU", page / bare, "×")


def _race(var: Path, path: str, stack: ExitStack) -> Iterator[Row]:
    with _portal(var) as root:
        body = _body(root + path)
    (var / "static" / FILE).write_bytes(body)
    root = stack.enter_context(_portal(var))
    alone = stack.enter_context(_whitenoise(var))
    contenders = [
        Contender("cached page", root + path),
        Contender("whitenoise in the portal", f"{root}/static/{FILE}"),
        Contender("whitenoise alone, same server", f"{alone}/{FILE}"),
    ]
    if shutil.which("nginx"):
        limit = stack.enter_context(_nginx(var))
        contenders.append(Contender("nginx static", f"{limit}/{FILE}"))
    best = _best_of(contenders)
    what = f"cache, {len(body) / 1000:.0f} kB"
    yield Row(f"{what}: bytes of {path}", len(body) / 1000, "kB")
    for name, rate in best.items():
        yield Row(f"{what}: {name}", rate, "/s")
    page = best["cached page"]
    for each in contenders[1:3]:
        yield Row(f"{what}: {each.name} / cached page", best[each.name] / page, "×", 1)
    what = f"{what}: nginx static / cached page"
    if "nginx static" in best:
        yield Row(what, best["nginx static"] / page, "×")
    else:
        yield Row(what, None, "no nginx on this machine")


def _best_of(contenders: list[Contender]) -> dict[str, float]:
    """Requests a second, in turns, so that the machine's mood meets all alike."""
    rates: dict[str, float] = {each.name: 0.0 for each in contenders}
    for _round in range(ROUNDS):
        for each in contenders:
            rates[each.name] = max(rates[each.name], _wrk(each.url))
    return rates


def _wrk(url: str) -> float:
    done = subprocess.run(  # noqa: S603  (our own server)
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", url],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout:
        raise ChildFailed(f"{url}\n{done.stdout}")
    (line,) = (each for each in done.stdout.splitlines() if "Requests/sec" in each)
    return float(line.split(":")[1])


def _portal(var: Path) -> AbstractContextManager[str]:
    return _started(
        lambda _port: [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve"],
        var,
        "/healthz",
        DJANGO_SETTINGS_MODULE="home.bench.settings",
    )


def _whitenoise(var: Path) -> AbstractContextManager[str]:
    return _started(
        lambda port: [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
            *("--blocking-threads", str(THREADS), "--no-ws"),
            "home.bench.static_files:application",
        ],
        var,
        f"/{FILE}",
    )


def _nginx(var: Path) -> AbstractContextManager[str]:
    def command(port: int) -> list[str]:
        (var / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {var}/nginx.pid;"
            f"error_log {var}/nginx.log; events {{}} http {{ access_log off;"
            f"server {{ listen 127.0.0.1:{port}; root {var}/static; }} }}"
        )
        return ["nginx", "-p", str(var), "-c", str(var / "nginx.conf")]

    # Its worker may be another user, who must be able to read the file.
    var.chmod(0o755)
    return _started(command, var, f"/{FILE}")


@contextmanager
def _started(
    command: Callable[[int], list[str]], var: Path, ready: str, **changes: str
) -> Iterator[str]:
    """A server on a port of its own: its root without the slash; ended afterwards."""
    port = free_port()
    here = {"PORT": str(port), "HOST": "127.0.0.1", "BENCH_STATIC": f"{var}/static"}
    env = environment(var, **here, **changes)
    child = subprocess.Popen(  # noqa: S603  (our own commands)
        command(port),
        cwd=settings.BASE_DIR,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    root = f"http://127.0.0.1:{port}"
    try:
        _wait_for(root + ready, child)
        yield root
    finally:
        child.terminate()
        child.wait(timeout=60)


def _wait_for(url: str, child: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(1200):
        if child.poll() is not None:
            break
        try:
            _body(url)
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise ChildFailed(f"{url} did not come up")


def _body(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  (http)
        body: bytes = answer.read()
    return body
