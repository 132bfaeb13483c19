"""nginx and Varnish themselves, with the files of deploy/, before a real portal.

Only ports, certificate and folders differ. A change behind the portal's back shows that
a page is kept; the purge of a command shows that it is let go.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.real_portal import ROOT, RealPortal, free_port

pytestmark = [pytest.mark.xdist_group("serve"), pytest.mark.once]

#: Seconds in which a front cache starts, and in which a purge has arrived.
PATIENCE = 60
#: What nginx keeps a page for, see deploy/nginx.conf.
SECOND = 1


@dataclass
class Front:
    """A front cache before `portal`, which stands below `prefix`."""

    portal: RealPortal
    port: int

    def get(self, path: str, **headers: str) -> str:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{self.portal.prefix.rstrip('/')}{path}",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            self.headers = {
                name.lower(): value for name, value in answer.headers.items()
            }
            return str(answer.read().decode())

    def waits_for(self, words: str, path: str) -> bool:
        until = time.monotonic() + PATIENCE
        while words not in self.get(path):
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        message = f"no {name}: apt-get install nginx-light varnish"
        if os.environ.get("REQUIRE_FRONTS"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@contextmanager
def started(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + PATIENCE
            while process.poll() is None and time.monotonic() < until:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
                    break
                except OSError as error:
                    if getattr(error, "code", None):
                        break
                    time.sleep(0.1)
            else:
                pytest.fail(f"{command[0]} did not come up")
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def serving(
    prepared_var: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., RealPortal]]:
    """Start a portal with a copy of the prepared data."""
    with ExitStack() as stack:

        def serve(prefix: str, **environment: str) -> RealPortal:
            var = tmp_path_factory.mktemp("front") / "var"
            shutil.copytree(prepared_var, var)
            portal = RealPortal(
                var, prefix, {"PAGE_TAGS_HEADER": "xkey", **environment}
            )
            return stack.enter_context(portal.running())

        yield serve


@pytest.fixture(scope="module")
def nginx(
    serving: Callable[..., RealPortal], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    binary, home, port = program("nginx"), tmp_path_factory.mktemp("nginx"), free_port()
    portal = serving("/ghzl/", FRONT_CACHE_SECONDS=str(SECOND))
    conf = (ROOT / "deploy/nginx.conf").read_text()
    conf = re.sub(r"\n\s*ssl_certificate\S*\s.*", "", conf)
    for there, here in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8000": f"127.0.0.1:{portal.port}",
        "/var/cache/nginx/portal": str(home / "cache"),
        "/srv/portal/var/static/": f"{portal.var}/static/",
    }.items():
        assert conf.count(there) == 1, there
        conf = conf.replace(there, here)
    whole = home / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""  # the folders are the test's own
    whole.write_text(
        f"{user} daemon off; pid {home}/pid; error_log stderr;"
        f"events {{}} http {{ client_body_temp_path {home}/body; {conf} }}"
    )
    with started([binary, "-c", str(whole), "-p", str(home)], port):
        yield Front(portal, port)


@pytest.fixture(scope="module")
def varnish(
    serving: Callable[..., RealPortal], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    binary, home, port = (
        program("varnishd"),
        tmp_path_factory.mktemp("varnish"),
        free_port(),
    )
    portal = serving(
        "/", FRONT_CACHES=f"http://127.0.0.1:{port}/", FRONT_CACHE_SECONDS="3600"
    )
    vcl = (ROOT / "deploy/varnish.vcl").read_text()
    assert vcl.count('"8000"') == 1
    (home / "portal.vcl").write_text(vcl.replace('"8000"', f'"{portal.port}"'))
    command = [binary, "-F", "-n", str(home / "work"), "-f", str(home / "portal.vcl")]
    jail = ["-j", "none"] if os.geteuid() == 0 else []
    where = ["-a", f"127.0.0.1:{port}", "-s", "malloc,32m"]
    with started([*command[:1], *jail, *command[1:], *where], port):
        yield Front(portal, port)


def rename(portal: RealPortal, title: str) -> None:
    """Behind the portal's back: nobody is told."""
    with closing(sqlite3.connect(portal.var / "portal.db")) as database, database:
        (changed,) = database.execute(
            "UPDATE wagtailcore_page SET title = ?"
            " WHERE id = (SELECT page_ptr_id FROM document_plan) RETURNING id",
            (title,),
        ).fetchall()
        assert changed


def purge(portal: RealPortal) -> None:
    done = portal.manage("purge_pages", "--all")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["nginx", "varnish"])
def test_readers_of_the_elder_view_get_theirs(
    name: str, request: pytest.FixtureRequest
) -> None:
    front: Front = request.getfixturevalue(name)
    for _twice in range(2):
        assert 'class="elder"' not in front.get("/plan/")
        assert 'class="elder"' in front.get("/plan/", Cookie="elder=1")
    assert "xkey" not in front.headers
    assert "set-cookie" not in front.headers


def test_varnish_keeps_a_page_until_it_is_purged(varnish: Front) -> None:
    assert "先前的名字" not in varnish.get("/plan/")
    rename(varnish.portal, "先前的名字")
    time.sleep(2 * SECOND)
    assert "先前的名字" not in varnish.get("/plan/")
    purge(varnish.portal)
    assert varnish.waits_for("先前的名字", "/plan/")


def test_varnish_passes_who_is_signed_in_to_the_portal(varnish: Front) -> None:
    varnish.get("/plan/")
    rename(varnish.portal, "给登录的人")
    assert "给登录的人" not in varnish.get("/plan/")
    assert "给登录的人" in varnish.get("/plan/", Cookie="sessionid=somebody")


def test_varnish_takes_a_purge_from_the_relays_machine_alone(varnish: Front) -> None:
    """From here it does; the list of machines stands in the file."""
    vcl = (ROOT / "deploy/varnish.vcl").read_text()
    assert re.findall(r'acl relays \{\s*"127\.0\.0\.1";\s*\}', vcl)


def test_nginx_is_a_second_behind_at_most(nginx: Front) -> None:
    assert "改过的名字" not in nginx.get("/plan/")
    rename(nginx.portal, "改过的名字")
    purge(nginx.portal)
    time.sleep(1.5 * SECOND)
    assert "改过的名字" in nginx.get("/plan/")


def test_nginx_gives_hashed_files_for_good(nginx: Front) -> None:
    (path,) = re.findall(
        r'href="/ghzl(/static/portal/css/base\.[0-9a-f]+\.css)"', nginx.get("/")
    )
    assert nginx.get(path)
    assert "immutable" in nginx.headers["cache-control"]
    assert nginx.headers["x-content-type-options"] == "nosniff"
