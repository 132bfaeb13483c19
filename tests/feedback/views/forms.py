"""Forms as browsers send them, through Django's client."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from lxml import html

FORM = "application/x-www-form-urlencoded"


def post(client: Client, path: str, fields: dict[str, str], **extra: Any) -> Any:
    """Exactly these fields, UTF-8."""
    return client.post(path, urlencode(fields), content_type=FORM, **extra)


def tree(response: HttpResponse) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def hidden(response: HttpResponse) -> dict[str, str]:
    """The hidden fields of the form for writing."""
    (form,) = tree(response).xpath("//form[.//textarea[@name='text']]")
    return {
        field.get("name"): field.get("value") or ""
        for field in form.xpath(".//input[@type='hidden']")
    }


def written(response: HttpResponse) -> str:
    """What stands in the field for the text, as a browser reads it."""
    (area,) = tree(response).xpath("//textarea[@name='text']")
    return (area.text or "").removeprefix("\n")


def receipt(response: HttpResponse) -> dict[str, str]:
    (found,) = tree(response).xpath("//*[@data-receipt-number]")
    return {
        name: found.get(f"data-{name}")
        for name in ("receipt-number", "return-code", "return-digits")
    }
