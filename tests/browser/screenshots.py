"""`make screenshots`: pictures of the main pages, to be looked at.

PNG files into var/screenshots/; `--keep` also puts the chosen few, smaller, into
docs/screenshots/. Names: page-width-look.png. Every picture says that its data are
invented: what was disclosed comes from a site that `make demo` filled.
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.real_portal import ROOT, RealPortal

from .addresses import Addresses
from .chromium import ARGUMENTS, INSTALL, chromium_path
from .demo_scenes import DEMO_SCENES, Demonstration, fill_demonstration
from .furnishing import furnish_portal
from .pace import PACE
from .scenes import DESKS, SCENES, sign_in

PAGES = {
    "home": "home",
    "contents": "contents",
    "section": "section",
    "box": "section-box",
    "indicator": "indicator-chart",
    "table": "section-table",
    "not-found": "not-found",
    "suggestions": "suggestions",
    "suggestion": "suggestion-answered",
    "return": "return",
    "rules": "rules",
}
#: Pages that a form leads to; in Chinese and light alone.
TAKING_PART = ("writing", "problems", "receipt", "paper_form", "own_refused")
#: Pages of the staff, likewise.
AT_DESKS = (
    "today-moderator", "today-head", "queue", "case-waiting", "replies",
    "reply-in-approval", "rules-edit",
)  # fmt: skip
WIDTHS = (1280, 360)
#: look → (language, colour scheme)
LOOKS = {"light": ("zh", "light"), "dark": ("zh", "dark"), "ug": ("ug", "light")}
#: What a picture is about, where that is not the head of its page.
SHOWN = {"box": ".box", "table": "main table"}
TO_TOP = "(element) => scrollTo(0, element.getBoundingClientRect().top - 120)"
#: The few that the documents show.
KEPT = (
    "home-1280-light",
    "contents-1280-light",
    "section-1280-light",
    "section-360-light",
    "section-1280-dark",
    "section-1280-ug",
    "box-1280-light",
    "table-1280-light",
    "indicator-1280-light",
    "home-360-light",
    "writing-360-light",
    "receipt-360-light",
    "today-moderator-1280-light",
    "case-waiting-1280-light",
    "update-1280-light",
    "update-360-light",
    "indicator-data-1280-light",
    "indicator-data-360-light",
    "project-1280-light",
    "scorecard-1280-light",
    "unit-360-light",
    "review-1280-light",
    "review-claim-1280-light",
    "review-360-light",
    "review-claim-360-light",
    "login-1280-light",
    "login-360-light",
)
#: Pixels: long pages are cut below.
HEIGHTS = {1280: 1600, 360: 1400}
#: The furnished portal's people and letters are invented too.
MARK = """
from portal.pages.models import SiteFurniture
from wagtail.models import Site
furniture = SiteFurniture.for_site(Site.objects.get(is_default_site=True))
furniture.is_demonstration = True
furniture.save()
"""


def main(keep: bool) -> None:
    path = chromium_path()
    if path is None:
        sys.exit(f"no Chromium: {INSTALL}")
    target = ROOT / "var" / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        portal = RealPortal(Path(var) / "furnished", prefix="/", environment=PACE)
        portal.prepare()
        addresses = Addresses(portal, furnish_portal(portal))
        assert portal.manage("shell", "-c", MARK).returncode == 0
        with portal.running():
            count = _take(browser, addresses, target)
            count += _take_forms(browser, addresses, target)
        filled = fill_demonstration(Path(var) / "demo")
        with filled.portal.running():
            count += take_demonstration(browser, filled, target)
        browser.close()
    print(f"{count} pictures in {target}")
    if keep:
        _keep(target, ROOT / "docs" / "screenshots")


def _take(browser: Browser, addresses: Addresses, target: Path) -> int:
    count = 0
    for width, (look, (language, scheme)) in product(WIDTHS, LOOKS.items()):
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme
        )
        page = context.new_page()
        for name, kind in PAGES.items():
            page.goto(addresses(kind, language))
            if name in SHOWN:
                page.locator(SHOWN[name]).first.evaluate(TO_TOP)
            page.screenshot(path=target / f"{name}-{width}-{look}.png")
            count += 1
        context.close()
    return count


def _take_forms(browser: Browser, addresses: Addresses, target: Path) -> int:
    """The whole length of what a form leads to, and of the staff's pages."""
    count = 0
    for width in WIDTHS:
        viewport = {"width": width, "height": HEIGHTS[width]}
        page = browser.new_page(viewport=viewport)
        for name in TAKING_PART:
            SCENES[name](page, addresses, "zh")
            picture = target / f"{name.replace('_', '-')}-{width}-light.png"
            page.screenshot(path=picture, full_page=True)
            count += 1
        for name in AT_DESKS:
            person, path = DESKS[name]
            page.context.clear_cookies()
            sign_in(page, addresses, person)
            page.goto(addresses.portal.url + addresses.filled(path))
            page.screenshot(path=target / f"{name}-{width}-light.png", full_page=True)
            count += 1
        page.close()
    return count


def take_demonstration(browser: Browser, filled: Demonstration, target: Path) -> int:
    """What departments disclosed and the congress found."""
    pages: dict[str, Page] = {}
    for name, (who, _path) in DEMO_SCENES.items():
        if who not in pages:
            pages[who] = browser.new_page()
            if who:
                filled.sign_in(pages[who], who)
        for width in WIDTHS:
            page = pages[who]
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            page.goto(filled.address(name))
            page.screenshot(path=target / f"{name}-{width}-light.png")
    return len(DEMO_SCENES) * len(WIDTHS)


def _keep(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in KEPT:
        with Image.open(source / f"{name}.png") as picture:
            picture.convert("RGB").save(target / f"{name}.webp", quality=82, method=6)
    size = sum(path.stat().st_size for path in target.glob("*.webp"))
    print(f"{len(KEPT)} kept in {target}, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(keep="--keep" in sys.argv[1:])
