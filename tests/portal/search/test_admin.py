"""Wagtail's admin search over pages, in Chinese."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from plan_pages.document.models import Plan


def found(words: str) -> set[str]:
    return {page.title for page in Page.objects.live().search(words)}


@pytest.mark.parametrize("words", ["社会保障", "会保", "社會保障", "社会保障 制度"])
def test_pages_are_found_by_words_in_mid_title(indexed: Plan, words: str) -> None:
    assert "第四节 完善社会保障制度" in found(words)


def test_pages_are_found_by_words_in_their_text(indexed: Plan) -> None:
    assert "第四节 完善社会保障制度" in found("医养结合机构")
    assert "第四节 完善社会保障制度" in {
        page.title for page in Page.objects.live().autocomplete("医养结合机构")
    }


@pytest.mark.parametrize("words", ["龘龘", '"', "'", "%", "a\x00b", "(", "养" * 3000])
def test_odd_words_find_nothing_and_never_fail(indexed: Plan, words: str) -> None:
    assert not found(words) or words in ("%", "(")


def test_admin_page_search(client: Client, indexed: Plan) -> None:
    client.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    response = client.get(reverse("wagtailadmin_pages:search"), {"q": "医养结合"})
    assert response.status_code == 200
    assert "完善社会保障制度" in response.content.decode()
