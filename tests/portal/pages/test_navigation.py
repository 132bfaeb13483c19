"""Columns of which nothing exists are absent; floors above bring their own."""

from collections.abc import Iterator

import pytest
from django.test import Client

from plan_pages.document.models import Plan
from portal.registry import NavigationEntry, navigation

from .markup import one, text, tree


@pytest.fixture
def entry() -> Iterator[NavigationEntry]:
    """An upper floor's column, between 指标 and 项目."""
    added = navigation.register(NavigationEntry("新栏目", "privacy/", 25))
    yield added
    navigation._providers.remove(added)


def labels(root: object) -> list[str]:
    found = root.xpath("//nav[@class='mainnav']//a")  # type: ignore[attr-defined]
    return [text(link) for link in found]


def test_navigation_without_plan_is_absent(client: Client, db: None) -> None:
    assert tree(client.get("/")).xpath("//nav[@class='mainnav']") == []


def test_navigation_with_plan(client: Client, korla: Plan) -> None:
    found = labels(tree(client.get("/")))
    plan_columns = ["规划", "指标", "项目", "我这儿"]
    assert [label for label in found if label in plan_columns] == plan_columns


def test_navigation_takes_entries_from_above_in_order(
    client: Client, korla: Plan, entry: NavigationEntry
) -> None:
    found = labels(tree(client.get("/")))
    assert found[: found.index("项目") + 1] == ["规划", "指标", "新栏目", "项目"]


@pytest.mark.parametrize("language", ["", "en/", "ug/"])
def test_navigation_marks_where_one_is(
    client: Client, korla: Plan, entry: NavigationEntry, language: str
) -> None:
    root = tree(client.get(f"/{language}privacy/"))
    current = one(root, "//nav[@class='mainnav']//a[@aria-current]")
    assert (text(current), current.get("aria-current")) == ("新栏目", "page")


def test_navigation_marks_nothing_on_the_front_door(
    client: Client, korla: Plan, entry: NavigationEntry
) -> None:
    assert tree(client.get("/")).xpath("//nav//*[@aria-current]") == []


def test_navigation_entry_that_is_not_shown(client: Client, db: None) -> None:
    hidden = navigation.register(
        NavigationEntry("空栏目", "empty/", 1, shown=lambda _request: False)
    )
    try:
        assert "空栏目" not in client.get("/").content.decode()
    finally:
        navigation._providers.remove(hidden)
