from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.translation import override
from lxml import html

from portal.http.unavailable import WriteUnavailableMiddleware
from portal.http.unavailable import busy as page_for
from portal.urls import *  # noqa: F403  (the templates link into the site)
from portal.writing import WriteUnavailable


def content(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def busy(request: HttpRequest) -> HttpResponse:
    raise WriteUnavailable


urlpatterns = [path("busy/", busy)]


def test_write_unavailable_answers_503_with_retry_after(
    db: None, settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    answer = Client().post("/busy/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    page = answer.content.decode()
    assert "没有保存" in page and "5 秒" in page


def test_write_unavailable_gives_back_what_was_typed(db: None, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    sent = {
        "action": "publish",
        "number": ["A", "B"],
        "note": "</textarea> 第一行\r\n第二行",
        "csrfmiddlewaretoken": "old",
    }
    answer = Client().post("/busy/?page=2", sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    (form,) = html.fromstring(answer.content.decode()).forms
    here = settings.PATH_PREFIX.rstrip("/") + "/busy/?page=2"
    assert (form.action, form.method) == (here, "POST")
    back = dict.fromkeys(name for name, _value in form.form_values())
    assert list(back) == ["csrfmiddlewaretoken", "action", "number", "note"]
    assert [v for name, v in form.form_values() if name == "number"] == ["A", "B"]
    (words,) = form.xpath(".//textarea")
    assert words.text.removeprefix("\n") == "</textarea> 第一行\n第二行"
    assert form.fields["csrfmiddlewaretoken"] not in ("", "old")


def test_other_errors_are_left_alone() -> None:
    middleware = WriteUnavailableMiddleware(content)
    request = RequestFactory().get("/")
    assert middleware.process_exception(request, ValueError()) is None
    assert middleware(request).status_code == 200


def test_503_page_needs_no_database(settings: Any) -> None:
    """The page of a database that is away asks it nothing (no db fixture here)."""
    middleware = WriteUnavailableMiddleware(content)
    answer = middleware.process_exception(RequestFactory().get("/"), WriteUnavailable())
    assert answer is not None and answer.status_code == 503


@pytest.mark.parametrize("language", ["en", "ug"])
def test_503_page_speaks_the_readers_language(language: str) -> None:
    with override(language):
        page = page_for(WriteUnavailable(), RequestFactory().get("/")).content.decode()
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ug")
