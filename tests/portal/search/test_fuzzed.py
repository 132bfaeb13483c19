"""Whatever is typed: an answer, in time, that says it as text and as nothing else."""

import json
import random
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from plan_pages.document.models import Plan
from portal.search.models import EntryText
from portal.search.reading import LONGEST, clean
from tests.feedback.parsing import html5lib
from tests.proofs import in_full, measured, rounds

#: Each has several readings: twenty of them have 5.9 thousand million spellings.
MANY_READINGS = "着曾差参乐行长重藏朝传弹降解着都给会假将角觉看可了落没模宁铺强切"
MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=x>",
    "'><b>", "<mark>", "</mark></p><h1>", "&lt;b&gt;", "<!--", "]]>", "javascript:x",
    "</script><script>", "<a href='//x'>", "&#x3c;i&#x3e;", "\u2028<\u2029>",
]  # fmt: skip
ODD = st.one_of(
    st.text(max_size=400),
    st.text(alphabet=" \"“”'-－*()^~:|&!+{}[]<>\\/%_¶库尔勒养老abc1", max_size=80),
    st.text(
        alphabet="养老服务 \u202e\u2066\u200b\u0000\u0007😀👩‍👩‍👧🏳️‍🌈\ufffe\uffff",
        max_size=80,
    ),
    st.text(alphabet=MANY_READINGS, min_size=1, max_size=200),
    st.lists(st.text(alphabet=MANY_READINGS, min_size=1, max_size=9), max_size=20).map(
        " ".join
    ),
    st.tuples(st.sampled_from(["养老", "发展", "教育"]), st.sampled_from(MARKUP)).map(
        " ".join
    ),
    st.sampled_from(
        ["养" * 10_000, '"' * 10_000, "- " * 5_000, "a" * 10_000, "<" * 9_999]
    ),
)
LIMIT_SECONDS = 1.0
ADDRESSES = ["search", "search_json", "search_atom", "search_complete"]


def from_the_plan() -> st.SearchStrategy[str]:
    """Pieces of it up to the longest query, whole and with characters exchanged."""
    text = "".join(EntryText.objects.order_by("id").values_list("text", flat=True))
    han = sorted(set(re.findall(r"[\u4e00-\u9fff]", text)))

    def piece(seed: int) -> str:
        draw = random.Random(seed)
        start, width = draw.randrange(len(text)), draw.randint(1, LONGEST)
        taken = list(text[start : start + width])
        for _time in range(draw.choice([0, 0, 1, width // 3])):
            taken[draw.randrange(len(taken))] = draw.choice([*han, " ", "龘"])
        return "".join(taken)

    shuffled = st.lists(st.sampled_from(han), max_size=LONGEST).map("".join)
    return st.one_of(st.integers(0, 10**6).map(piece), shuffled)


def tree_of(response: HttpResponse) -> Any:
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def shape_of(tree: Any) -> set[str]:
    """What elements there are, and what attributes each has."""
    return {
        f"{element.tag} {name}"
        for element in tree.iter()
        if isinstance(element.tag, str)
        for name in ("", *element.attrib)
    }


def shown_in(tree: Any) -> Iterator[Any]:
    """Headlines and snippets of the results."""
    for results in tree.iterfind(".//*[@data-results]"):
        for shown in results.iter():
            if shown.get("class") in ("hit-name", "hit-text"):
                yield shown


def html_is_right(known: set[str]) -> Callable[[str, HttpResponse], None]:
    def check(typed: str, response: HttpResponse) -> None:
        tree = tree_of(response)
        assert shape_of(tree) <= known
        (field,) = tree.iterfind(".//input[@name='q']")
        said = clean(typed)[:LONGEST]
        assert field.get("value", "") == said
        assert said in "".join(tree.find(".//title").itertext())
        for shown in shown_in(tree):
            inside = {element.tag for element in shown.iter()} - {shown.tag}
            assert inside <= {"mark"}

    return check


def json_is_right(typed: str, response: HttpResponse) -> None:
    assert json.loads(response.content)["query"] == clean(typed)[:LONGEST]


def atom_is_right(typed: str, response: HttpResponse) -> None:
    title = etree.fromstring(response.content).findtext("{*}title") or ""
    assert title.endswith(clean(typed)[:LONGEST])


def offers_are_right(typed: str, response: HttpResponse) -> None:
    assert all(isinstance(text, str) for text in json.loads(response.content))


@pytest.mark.parametrize("address", ADDRESSES)
def test_fuzzed_queries_never_fail(client: Client, indexed: Plan, address: str) -> None:
    url = reverse(address)
    check = {
        "search": html_is_right(known_shape(client)),
        "search_json": json_is_right,
        "search_atom": atom_is_right,
        "search_complete": offers_are_right,
    }[address]
    slowest = [0.0]

    @settings(
        max_examples=rounds(60, 2000),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.one_of(ODD, from_the_plan()))
    def ask(typed: str) -> None:
        began = time.process_time()
        response = client.get(url, {"q": typed})
        used = time.process_time() - began
        slowest[0] = max(slowest[0], used)
        assert response.status_code == 200
        if in_full():
            assert used <= LIMIT_SECONDS
        check(typed, response)

    ask()
    measured(f"{address}: slowest of the fuzzed queries {slowest[0]:.2f} s of CPU")


def known_shape(client: Client) -> set[str]:
    """Of pages about plain words: with hits, some words, another word, and nothing."""
    found: set[str] = set()
    for typed in ("", "-", "养老", "香梨 出口", "塔什点", "龘龘", "养老院 养" * 60):
        found |= shape_of(tree_of(client.get(reverse("search"), {"q": typed})))
    for asked in ({"kind": "plan"}, {"kind": "plan", "page": 2}, {"year": 1999}):
        answer = client.get(reverse("search"), {"q": "发展", **asked})
        found |= shape_of(tree_of(answer))
    return found


def test_control_markup_that_is_not_escaped_is_noticed(
    client: Client, indexed: Plan
) -> None:
    response = client.get(reverse("search"), {"q": "养老"})
    check = html_is_right(known_shape(client))
    check("养老", response)
    body = response.content.decode()
    assert "<mark>养老</mark>" in body
    for loose in ("<img src=x onerror=alert(1)>", "<a href='//x'>养老</a>", "<br>"):
        broken = HttpResponse(body.replace("<mark>养老</mark>", loose))
        with pytest.raises(AssertionError):
            check("养老", broken)
