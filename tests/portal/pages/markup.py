"""Read an answer as a tree."""

from typing import Any

from lxml import html


def tree(response: Any) -> html.HtmlElement:
    return html.document_fromstring(response.content)


def text(element: html.HtmlElement) -> str:
    """The element's words, white space folded."""
    return " ".join(element.text_content().split())


def one(root: html.HtmlElement, selector: str) -> html.HtmlElement:
    """The only element that the XPath finds."""
    (found,) = root.xpath(selector)
    return found
