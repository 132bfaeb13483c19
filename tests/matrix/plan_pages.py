"""The first floor's addresses: the plan, and what is disclosed about it."""

from .rows import Row, public, table, who

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

ADMINISTRATOR = who("administrator")

ROWS = table(
    Row("rule_list", get=ADMINISTRATOR, post=ADMINISTRATOR),
    Row("rule_edit", get=ADMINISTRATOR, post=ADMINISTRATOR),
    *_LISTS,
    *_ROOMS,
    public("plan_contents"),
    public("method"),
    public("plan_page", path="plan_path"),
    public("part", public_id="part"),
    public("p/<str:public_id>/", public_id="part"),
)
