"""The results page as a reader gets it."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan_pages.document.models import Plan
from portal.search.documents import Document
from tests.proofs import rounds

RESULTS = re.compile(r'<div class="columns-main" data-results="(\d+)">')
#: Texts that people or machines might put into the field.
ODD = st.one_of(
    st.text(max_size=400),
    st.text(alphabet=" \"“”'-－*()^~:|&!+{}[]<>\\/%_¶库尔勒养老abc1", max_size=80),
    st.text(alphabet="养老服务 \u202e\u2066\u200b\u0000\u0007😀👩‍👩‍👧🏳️‍🌈", max_size=80),
    st.sampled_from(
        ["养" * 10_000, '"' * 10_000, "- " * 5_000, "a" * 10_000, "<" * 9_999]
    ),
)


def page(client: Client, **asked: object) -> str:
    response = client.get(reverse("search"), asked)
    assert response.status_code == 200
    return response.content.decode()


def total(html: str) -> int:
    match = RESULTS.search(html)
    assert match
    return int(match.group(1))


def test_page_without_query_explains(client: Client, indexed: Plan) -> None:
    html = page(client)
    assert "data-results" not in html
    assert "几个词用空格分开" in html


def test_page_hits_are_marked_and_counted(
    client: Client, documents: list[Document]
) -> None:
    html = page(client, q="养老")
    assert total(html) == sum("养老" in document.text for document in documents)
    results = html[html.index("data-results") :]
    assert "<mark>养老</mark>" in results


@pytest.mark.parametrize("typed", ["養老", "“养老”", "养老 的"])
def test_page_other_ways_to_write_find_the_same(
    client: Client, indexed: Plan, typed: str
) -> None:
    assert total(page(client, q=typed)) == total(page(client, q="养老"))


def test_page_leads_to_the_paragraph(client: Client, indexed: Plan) -> None:
    results = page(client, q='"支持社会力量建设医养结合机构"')
    path, fragment = re.findall(r'class="hit-name" href="([^"#]+)#([^"]+)"', results)[0]
    with override("zh-hans"):
        section = client.get(path)
    assert section.status_code == 200
    assert f'id="{fragment}"' in section.content.decode()


def test_page_every_link_of_every_kind_works(client: Client, indexed: Plan) -> None:
    html = page(client, q="教育")
    paths = set(re.findall(r'class="hit-name" href="([^"#]+)', html))
    assert len(paths) > 5
    assert {client.get(path).status_code for path in paths} == {200}


def test_page_facets_narrow(client: Client, indexed: Plan) -> None:
    html = page(client, q="养老")
    links = re.findall(r'<li><a href="\?([^"]+)">.*?facet-count">(\d+)<', html)
    assert links
    for query, count in links:
        narrowed = client.get(f"{reverse('search')}?{unescape(query)}")
        assert total(narrowed.content.decode()) == int(count)


def test_page_goes_through_all_hits_of_a_kind(client: Client, indexed: Plan) -> None:
    wanted = total(page(client, q="发展", kind="plan"))
    seen: list[str] = []
    for number in range(1, wanted // 20 + 2):
        html = page(client, q="发展", kind="plan", page=number)
        seen += re.findall(r'class="hit-name" href="([^"]+)"', html)
    assert len(seen) == len(set(seen)) == wanted


def test_page_empty_says_what_else_to_try(client: Client, indexed: Plan) -> None:
    html = page(client, q="龘龘")
    assert total(html) == 0
    assert "没有找到" in html


def test_page_offers_words_that_sound_alike(client: Client, indexed: Plan) -> None:
    assert ">塔什店</a>" in page(client, q="塔什点")
    assert ">养老</a>" in page(client, q="yanglao")


def test_page_says_when_it_has_only_some_words(client: Client, indexed: Plan) -> None:
    html = page(client, q="香梨 出口")
    assert "没有同时含有" in html
    assert total(html) > 0


def test_page_query_is_escaped(client: Client, indexed: Plan) -> None:
    html = page(client, q='<script>alert("养老")</script>')
    assert "<script>alert" not in html
    assert 'value="&lt;script&gt;' in html


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "nothing"},
        {"chapter": "korla-14.99"},
        {"chapter": "' OR 1=1 --"},
        {"unit": "\x00"},
        {"year": "20x1"},
        {"year": "٢٠٢١"},
        {"page": "-1"},
        {"page": "999999999999", "kind": "plan"},
        {"page": "²", "kind": "plan"},
    ],
)
def test_page_bears_any_facet(
    client: Client, indexed: Plan, asked: dict[str, str]
) -> None:
    page(client, q="养老", **asked)


@pytest.mark.parametrize("language", ["en", "ug"])
def test_page_in_other_languages(client: Client, indexed: Plan, language: str) -> None:
    with override(language):
        html = page(client, q="教育")
        root = reverse("wagtail_serve", args=("",))
    assert f'class="hit-name" href="{root}plan/korla-14/' in html
    assert "<mark>教育</mark>" in html


def test_json_says_the_same(client: Client, indexed: Plan) -> None:
    answer = client.get(reverse("search_json"), {"q": "养老"}).json()
    assert answer["total"] == total(page(client, q="养老"))
    urls = [result["url"] for group in answer["groups"] for result in group["results"]]
    assert all(client.get(url.split("#")[0]).status_code == 200 for url in urls)


def test_atom_is_a_feed(client: Client, indexed: Plan) -> None:
    response = client.get(reverse("search_atom"), {"q": "养老\x0b"})
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert response.content.count(b"<entry>") > 3


def test_page_is_not_for_search_engines_and_sets_no_cookie(
    client: Client, indexed: Plan
) -> None:
    response = client.get(reverse("search"), {"q": "养老"})
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert not response.cookies


def test_page_reads_and_asks_no_more_than_it_must(
    client: Client, indexed: Plan, django_assert_max_num_queries: Any
) -> None:
    page(client, q="养老")
    with django_assert_max_num_queries(6):
        page(client, q="养老")


def test_completions_are_names_and_headings(client: Client, indexed: Plan) -> None:
    def offered(typed: str) -> list[str]:
        return client.get(reverse("search_complete"), {"q": typed}).json()

    assert offered("kuer")[0] == "库尔勒"
    assert "第四节 完善社会保障制度" in offered("社会保")
    assert offered("") == offered("龘龘") == []
    assert len(offered("发展")) == 8


@pytest.mark.parametrize(
    "address", ["search", "search_json", "search_atom", "search_complete"]
)
def test_fuzzed_queries_never_fail(client: Client, indexed: Plan, address: str) -> None:
    url = reverse(address)

    @settings(
        max_examples=rounds(60, 700),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(ODD)
    def ask(typed: str) -> None:
        response = client.get(url, {"q": typed})
        assert response.status_code == 200
        if address == "search":
            body = response.content.decode()
            assert body.count("<script") == 1
            assert body.count("<mark>") == body.count("</mark>")

    ask()
