"""Contents: the divisions of a plan as a tree, read in one query.

Everything that says where something stands (chapter tree, breadcrumb, previous and
next, "第四章第五节") asks here, so no page asks the database for it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .models import Division, Plan

FIELDS = ("pk", "depth", "path", "url_path", "level", "number", "ordinal", "title")


@dataclass
class Entry:
    """One division: `title` as printed, `name` without its number."""

    pk: int
    depth: int
    path: str
    level: str
    number: str
    ordinal: int
    title: str
    url: str
    parent: "Entry | None" = None
    children: list["Entry"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.title.removeprefix(self.number).strip()

    @property
    def lineage(self) -> list["Entry"]:
        """From the top division down to this one."""
        above = self.parent.lineage if self.parent else []
        return [*above, self]

    @property
    def place(self) -> str:
        """`第四章 第五节`"""
        return " ".join(entry.number or entry.title for entry in self.lineage)

    def walk(self) -> Iterator["Entry"]:
        yield self
        for child in self.children:
            yield from child.walk()


class Contents:
    """All divisions of one plan in printed order."""

    def __init__(self, plan: Plan, plan_url: str) -> None:
        self.plan = plan
        self.plan_url = plan_url
        self.roots: list[Entry] = []
        self.by_page: dict[int, Entry] = {}
        above: list[Entry] = []
        rows = Division.objects.filter(plan=plan, live=True).order_by("path")
        for pk, depth, path, url_path, *said in rows.values_list(*FIELDS):
            url = plan_url + url_path[len(plan.url_path) :]
            entry = Entry(pk, depth, path, *said, url=url)
            while above and above[-1].depth >= depth:
                above.pop()
            if above:
                entry.parent = above[-1]
                entry.parent.children.append(entry)
            else:
                self.roots.append(entry)
            above.append(entry)
            self.by_page[pk] = entry
        self.entries = list(self.by_page.values())

    @property
    def chapters(self) -> list[Entry]:
        """The 章, also where 篇 stand above them."""
        return [entry for entry in self.entries if entry.level == "chapter"]

    def chapter(self, ordinal: int) -> Entry | None:
        """The chapter of that number; chapters count through the whole plan."""
        return next((e for e in self.chapters if e.ordinal == ordinal), None)

    def chapter_of(self, page_id: int) -> Entry | None:
        """The chapter a page stands in, or None for the plan's own page."""
        entry = self.by_page.get(page_id)
        while entry and entry.level != "chapter":
            entry = entry.parent
        return entry

    def url_of(self, page_id: int) -> str:
        """The address of a page of this plan: a division's, or the plan's own."""
        entry = self.by_page.get(page_id)
        return entry.url if entry else self.plan_url

    def place_of(self, page_id: int) -> str:
        entry = self.by_page.get(page_id)
        return entry.place if entry else self.plan.title

    def neighbours(self, page_id: int) -> tuple[Entry | None, Entry | None]:
        """(the page before, the page after) in printed order."""
        at = self.entries.index(self.by_page[page_id])
        before = self.entries[at - 1] if at else None
        after = self.entries[at + 1] if at + 1 < len(self.entries) else None
        return before, after
