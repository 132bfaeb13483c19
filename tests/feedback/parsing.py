"""Pages read as a browser reads them: by the rules of HTML 5, line ends included.

lxml drops control characters and keeps a raw CR; browsers do neither.
"""

import importlib
from typing import Any

from django.http import HttpResponse

#: The parser that comes with bleach; the sanitiser alone may use bleach itself.
html5lib: Any = importlib.import_module("bleach._vendor.html5lib")


def parse(response: HttpResponse) -> Any:
    """The tree of the page, elements without namespaces."""
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def own_text(response: HttpResponse) -> str:
    """What the return page shows as one's own words."""
    (shown,) = parse(response).findall(".//*[@data-own-text]")
    return "".join(shown.itertext())


def case_text(response: HttpResponse) -> str:
    """What the case page shows of the letter, named characters read back."""
    (section,) = parse(response).findall(".//section[@class='beside-text']")
    (shown,) = section.findall("./p[@class='citizen']")
    return "".join(_characters(shown))


def _characters(shown: Any) -> list[str]:
    found = [shown.text or ""]
    for child in shown:
        word = "".join(child.itertext())
        named = child.get("class") == "unseen"
        found += [chr(int(word[2:].split()[0], 16)) if named else word]
        found += [child.tail or ""]
    return found
