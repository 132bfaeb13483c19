"""One real portal and one Chromium for the whole folder.

Package scope: playwright keeps an event loop running in this thread, in which Django
refuses its database, so it must be gone before the next folder's tests.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import prepared_portal
from tests.real_portal import RealPortal

from .addresses import Addresses
from .chromium import ARGUMENTS, INSTALL, chromium_path
from .furnishing import Furnished, furnish_portal
from .pace import PACE


@pytest.hookimpl(tryfirst=True)  # before xdist reads the group
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Half of them on either worker, so that server and browser start once on each."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            half = "pages" if item.path.stem == "test_accessibility" else "lives"
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(f"browser-{half}"))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        message = f"no Chromium: {INSTALL}, or CHROMIUM=/path/to/it"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def portal(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealPortal]:
    var = tmp_path_factory.mktemp("browser") / "var"
    prepared_portal.copy_to(var)
    real = RealPortal(
        var,
        prefix=os.environ.get("PATH_PREFIX", "/"),
        environment=PACE,
    )
    real.prepare()
    with real.running():
        yield real


@pytest.fixture(scope="package")
def furnished(portal: RealPortal) -> Furnished:
    return furnish_portal(portal)


@pytest.fixture(scope="package")
def addresses(portal: RealPortal, furnished: Furnished) -> Addresses:
    return Addresses(portal, furnished)
