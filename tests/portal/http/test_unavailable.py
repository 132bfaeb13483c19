from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from portal.http.unavailable import WriteUnavailableMiddleware
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
    from django.utils.translation import override

    from portal.http.unavailable import busy as page_for

    with override(language):
        page = page_for(WriteUnavailable()).content.decode()
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ug")
