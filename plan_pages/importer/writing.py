"""Bring the pages and Parts of a plan to what the source says; write only differences.

The caller holds the transaction. Blocks that say what they said keep their ids, so an
unchanged text is found unchanged.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from plan_pages.document import parts, publishing
from plan_pages.document.alignment import Piece
from plan_pages.document.changes import Changes
from plan_pages.document.matching import match
from plan_pages.document.models import Division, Part, Plan
from plan_pages.document.reconciling import new_pieces, old_pieces
from plan_pages.importer.drafting import Draft, draft_plan, settle
from plan_pages.importer.source import PlanSource

PlanPage = Plan | Division
Path = tuple[str, ...]
#: Called with (pages done, pages in all).
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Written:
    """What was found and done; `pages[i]` holds `drafts[i]`."""

    plan: Plan
    drafts: list[Draft]
    pages: list[PlanPage] = field(default_factory=list)
    touched: list[PlanPage] = field(default_factory=list)
    removed: list[PlanPage] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)


def write_text(
    plan: Plan,
    source: PlanSource,
    *,
    correction: str = "",
    by: Any = None,
    progress: Progress = silent,
) -> Written:
    """Write the plan's pages and Parts.

    Raises ReasonRequired when an adopted text changes without a correction.
    """
    standing = pages_by_path(plan)
    written = Written(plan, draft_plan(source, plan.page_levels))
    _keep_ids(written.drafts, standing, parts.current_parts(plan))
    for done, draft in enumerate(written.drafts, 1):
        _write_page(written, draft, standing)
        progress(done, len(written.drafts))
    kept = {draft.path for draft in written.drafts}
    written.removed = [
        page for path, page in standing.items() if path not in kept and not page.expired
    ]
    publishing.take_out(pages=written.removed, by=by)
    written.changes = parts.reconcile_plan(plan=plan, reason=correction, by=by)
    return written


def pages_by_path(plan: Plan) -> dict[Path, PlanPage]:
    """The plan's pages by their slugs below it, () its own; also those taken out."""
    divisions = Division.objects.filter(plan=plan).order_by("path")
    return {(): plan} | {path_of(plan, page): page for page in divisions}


def path_of(plan: Plan, page: Any) -> Path:
    """`("15", "2")`: the slugs below the plan's page."""
    below = page.url_path.removeprefix(plan.url_path).strip("/")
    return tuple(below.split("/")) if below else ()


def _keep_ids(
    drafts: Sequence[Draft], standing: Mapping[Path, PlanPage], old: Sequence[Part]
) -> None:
    """Give the blocks that the matching recognises the ids that they had."""
    pieces: list[Piece] = []
    for draft in drafts:
        page = standing.get(draft.path)
        home = page.pk if page else draft.path
        pieces += new_pieces(home, draft.entries(), len(pieces))
    found = match(old_pieces(old), pieces)
    known = {
        pieces[new].block_id: old[at].block_id
        for new, at in found.same.items()
        if pieces[new].block_id
    }
    settle(drafts, known)


def _write_page(written: Written, draft: Draft, standing: dict[Path, PlanPage]) -> None:
    page = standing.get(draft.path)
    if page is None:
        page = _add_page(written.plan, draft, standing)
        standing[draft.path] = page
        written.touched.append(page)
    elif _differs(page, draft):
        _fill(page, draft)
        page.save()
        written.touched.append(page)
    written.pages.append(page)


def _differs(page: PlanPage, draft: Draft) -> bool:
    return (
        page.expired
        or page.title != draft.title
        or any(getattr(page, name) != value for name, value in draft.fields.items())
        or list(page.body.raw_data) != draft.blocks
    )


def _fill(page: PlanPage, draft: Draft) -> None:
    page.title = page.draft_title = draft.title
    page.expired = False
    for name, value in draft.fields.items():
        setattr(page, name, value)
    body = type(page)._meta.get_field("body")
    page.body = body.to_python(draft.blocks)


def _add_page(plan: Plan, draft: Draft, standing: Mapping[Path, PlanPage]) -> Division:
    """A new division among its siblings, where its number puts it."""
    page = Division(plan=plan, slug=draft.path[-1], live=False)
    _fill(page, draft)
    parent = standing[draft.path[:-1]]
    later = (
        Division.objects.child_of(parent)
        .filter(ordinal__gt=page.ordinal)
        .order_by("path")
        .first()
        if parent.numchild
        else None
    )
    if later is None:
        parent.add_child(instance=page)
    else:
        later.add_sibling(pos="left", instance=page)
        _read_tree_again(standing.values())
    return page


def _read_tree_again(pages: Iterable[PlanPage]) -> None:
    """An insertion moves later siblings: their old paths must not be saved."""
    known = {page.pk: page for page in pages}
    rows = Page.objects.filter(pk__in=known).values_list("pk", "path", "numchild")
    for pk, path, numchild in rows:
        known[pk].path, known[pk].numchild = path, numchild
