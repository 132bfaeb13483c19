"""Error pages look like the site and say where to go."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client, RequestFactory
from django.urls import reverse

from plan_pages.document.models import Plan
from portal.pages import errors

from .markup import one, text, tree

TITLES = {
    "/nowhere/": "没有找到这个页面",
    "/en/nowhere/": "Page not found",
    "/ug/nowhere/": "بۇ بەت تېپىلمىدى",
}


@pytest.mark.parametrize("path", TITLES)
def test_missing_page_in_each_language(client: Client, korla: Plan, path: str) -> None:
    response = client.get(path)
    root = tree(response)
    assert response.status_code == 404
    assert text(one(root, "//main//h1")) == TITLES[path]


def test_missing_page_says_where_to_go(client: Client, korla: Plan) -> None:
    links = tree(client.get("/nowhere/")).xpath("//main//a/@href")
    assert reverse("wagtail_serve", args=[""]) in links
    assert reverse("site_map") in links


@pytest.mark.parametrize(
    ("handler", "error", "status", "title"),
    [
        (errors.bad_request, SuspiciousOperation(), 400, "请求无法处理"),
        (errors.permission_denied, PermissionDenied(), 403, "没有权限"),
    ],
)
def test_refusal_in_the_sites_look(
    rf: RequestFactory, db: None, handler, error, status: int, title: str
) -> None:
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    request.resolver_match = None
    response = handler(request, error)
    assert response.status_code == status
    assert text(one(tree(response), "//main//h1")) == title


def test_forged_form_is_refused_in_the_sites_look(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert text(one(tree(response), "//main//h1")) == "表单已过期"


def test_server_error_needs_no_database(rf: RequestFactory) -> None:
    """No `db` fixture: a query would fail the test."""
    response = errors.server_error(rf.get("/"))
    root = tree(response)
    assert response.status_code == 500
    assert text(one(root, "//h1")) == "服务出错了"
    assert one(root, "//main//a").get("href") == reverse("wagtail_serve", args=[""])


def test_server_error_survives_a_broken_template(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> str:
        raise ValueError("no manifest entry")

    monkeypatch.setattr(errors, "render_to_string", fail)
    response = errors.server_error(rf.get("/"))
    assert (response.status_code, response.content.decode()) == (500, errors.LAST_WORDS)


def test_server_error_asks_the_database_nothing_on_its_way_out(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even whether the site is in trial."""
    client = Client(raise_request_exception=False)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the database is gone")

    with monkeypatch.context() as without:
        without.setattr(BaseDatabaseWrapper, "cursor", fail)
        response = client.get("/")
    assert response.status_code == 500
    assert "X-Robots-Tag" not in response
