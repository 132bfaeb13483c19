"""The first floor's addresses: the plan, and what is disclosed about it."""

from .rows import public, table

_LISTS = (
    public("indicators"),
    public("indicators_csv"),
    public("indicator", number="indicator"),
    public("indicator_csv", number="indicator"),
    public("items"),
    public("item", public_id="item"),
    public("places"),
    public("scorecard"),
    public("scorecard_csv"),
    public("overdue"),
    public("overdue_csv"),
    public("place"),
)
_ROOMS = tuple(
    public(f"plan_{row.name}", **row.values) for row in _LISTS
)  # each stands under the plan's key as well

ROWS = table(
    *_LISTS,
    *_ROOMS,
    public("plan_contents"),
    public("method"),
    public("plan_page", path="plan_path"),
    public("part", public_id="part"),
    public("p/<str:public_id>/", public_id="part"),
)
