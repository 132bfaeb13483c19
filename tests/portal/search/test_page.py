"""The results page as a reader gets it."""

import datetime
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from lxml import etree

from plan_pages.document.models import Plan
from portal.search import results, store
from portal.search.documents import Document

RESULTS = re.compile(r'<div class="columns-main" data-results="(\d+)">')


def page(client: Client, **asked: object) -> str:
    response = client.get(reverse("search"), asked)
    assert response.status_code == 200
    return response.content.decode()


def total(html: str) -> int:
    match = RESULTS.search(html)
    assert match
    return int(match.group(1))


def hits_of(html: str) -> list[str]:
    return re.findall(r'class="hit-name" href="([^"]+)"', html)


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


@pytest.mark.parametrize("asked", ["7", "50", "99999", "999999999999"])
def test_page_beyond_the_last_is_the_last(
    client: Client, indexed: Plan, asked: str
) -> None:
    pages = -(-total(page(client, q="发展", kind="plan")) // 20)
    assert pages < 50
    asked = str(pages + 1) if asked == "7" else asked
    last = page(client, q="发展", kind="plan", page=pages)
    beyond = page(client, q="发展", kind="plan", page=asked)
    for html in (last, beyond):
        assert f"第 {pages} 页，共 {pages} 页" in html
    assert hits_of(beyond) == hits_of(last) != []


def test_page_that_lists_not_all_says_so(
    client: Client, indexed: Plan, monkeypatch: Any
) -> None:
    assert "请缩小范围" not in page(client, q="发展", kind="plan")
    monkeypatch.setattr(results, "LAST_PAGE", 2)
    monkeypatch.setattr(results, "LISTED", 40)
    html = page(client, q="发展", kind="plan", page=2)
    assert "只列前 40 条，请缩小范围" in html
    assert "第 2 页，共 2 页" in html
    assert "请缩小范围" not in page(client, q="发展")


def test_page_empty_says_what_else_to_try(client: Client, indexed: Plan) -> None:
    html = page(client, q="龘龘")
    assert total(html) == 0
    assert "没有找到" in html


def test_page_offers_words_that_sound_alike(client: Client, indexed: Plan) -> None:
    for typed, meant in (("塔什点", "塔什店"), ("yanglao", "养老")):
        results = page(client, q=typed).partition("data-results")[2]
        assert f">{meant}</a>" in results


def test_page_without_hits_shows_those_of_the_likeliest_other(
    client: Client, indexed: Plan
) -> None:
    html = page(client, q="香黎")
    assert total(html) == 0
    results = html.partition("data-results")[2]
    assert "没有“香黎”，下面是“香梨”的结果" in results
    assert "您是不是要找：" in results
    assert "<mark>香梨</mark>" in results
    answer = client.get(reverse("search_json"), {"q": "香黎"}).json()
    assert (answer["total"], answer["groups"]) == (0, [])
    assert "香梨" in answer["try"]


def test_page_says_nothing_of_others_where_only_the_narrowing_is_too_narrow(
    client: Client, indexed: Plan
) -> None:
    html = page(client, q="养老 服务", year=1999)
    assert total(html) == 0
    assert "所选范围里没有找到" in html
    assert "去掉已选的范围再找" in html
    assert "<h2>年份</h2>" not in html
    assert "也可以试试" not in html
    assert "没有同时含有" not in html


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
    feed = etree.fromstring(response.content)
    days = [entry.findtext("{*}updated") for entry in feed.iterfind("{*}entry")]
    # The plan's text has no date of its own: the day on which it was put here.
    assert set(days) == {f"{timezone.localdate()}T00:00:00+08:00"}
    assert len(days) == min(50, total(page(client, q="养老")))


def test_atom_has_the_newest_of_all_kinds_however_it_ranks(
    client: Client, indexed: Plan
) -> None:
    """A new text that says the word once among much else ranks behind the plan's."""
    late = [
        Document(
            key=f"test:{day}", scope="test:1", kind="update", title=f"第{day}条",
            text="养老。" + "另外说了很多别的事情" * 40, path=f"t/{day}/",
            date=datetime.date(2031, 1, day),
        )
        for day in range(1, 29)
    ]  # fmt: skip
    with store.locked():
        store.put(late, version=store.next_version())
    feed = etree.fromstring(client.get(reverse("search_atom"), {"q": "养老"}).content)
    titles = [entry.findtext("{*}title") for entry in feed.iterfind("{*}entry")]
    assert titles[:28] == [f"第{day}条" for day in range(28, 0, -1)]
    assert feed.findtext("{*}updated") == "2031-01-28T00:00:00+08:00"


def test_atom_is_about_the_very_words(client: Client, indexed: Plan) -> None:
    """A feed is no place for a wider query: what comes in must be what was asked."""
    for typed in ("香梨 出口", "香黎"):
        response = client.get(reverse("search_atom"), {"q": typed})
        assert b"<entry>" not in response.content


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
