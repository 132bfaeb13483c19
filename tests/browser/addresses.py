"""Full addresses of the kinds of pages on a running portal."""

import re
from urllib.parse import urljoin

from tests.real_portal import RealPortal

from .furnishing import Furnished
from .kinds import KINDS, LANGUAGES, PLAIN_KINDS


class Addresses:
    """Kind and language to a full address; `*` is looked up once."""

    def __init__(self, portal: RealPortal, furnished: Furnished) -> None:
        self.portal = portal
        self.furnished = furnished
        self._found: dict[str, str] = {}

    def __call__(self, kind: str, language: str = "zh") -> str:
        if kind in PLAIN_KINDS:
            return self.portal.url + self.filled(PLAIN_KINDS[kind])
        path = LANGUAGES[language] + self.filled(KINDS[kind])
        if not path.endswith("*"):
            return self.portal.url + path
        if path not in self._found:
            self._found[path] = self._first_below(path.removesuffix("*"))
        return self._found[path]

    def filled(self, path: str) -> str:
        """The furnished numbers put in."""
        return path.format(part=self.furnished.part, **self.furnished.numbers)

    def _first_below(self, path: str) -> str:
        listing = self.portal.url + path
        page = self.portal.get(listing.removeprefix(self.portal.root)).text
        for link in re.findall(r'href="([^"#?]+)"', page):
            full = urljoin(listing, link)
            if full.startswith(listing) and full != listing:
                return full
        raise AssertionError(f"{listing} links to nothing below it")
