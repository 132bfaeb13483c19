"""An address with a NUL is a bad request in every database, and no error of ours."""

import pytest
from django.test import Client
from django.urls import reverse

from plan_pages.document.models import Plan


@pytest.mark.parametrize("name", ["suggest", "suggestions", "wagtail_serve"])
def test_nul_in_a_query_is_refused(client: Client, korla: Plan, name: str) -> None:
    path = reverse(name, args=("",) if name == "wagtail_serve" else ())
    response = client.get(f"{path}?part=a%00&unit=%00&page=%00")
    assert response.status_code == 400
    assert "请求无法处理" in response.text


def test_nul_in_a_path_is_refused(client: Client, korla: Plan) -> None:
    root = reverse("wagtail_serve", args=("",))
    assert client.get(f"{root}p/%00/").status_code in (400, 404)
    assert client.get(f"{root}plan/%00/").status_code == 400


def test_search_cleans_what_was_typed(client: Client, korla: Plan) -> None:
    response = client.get(f"{reverse('search')}?q=%00")
    assert response.status_code == 200


def test_nul_in_a_body_is_told(client: Client, korla: Plan) -> None:
    response = client.post(reverse("suggest"), {"part": "\0"})
    assert response.status_code == 400
