"""The first floor's addresses: the plan, and what is disclosed about it."""

from .rows import NONE, Row, public, table, who

_LISTS = (
    public("indicators"),
    public("indicators_csv"),
    public("indicator", number="indicator"),
    public("indicator_csv", number="indicator"),
    public("items"),
    public("items_csv"),
    public("item", public_id="item"),
    public("places"),
    public("scorecard"),
    public("scorecard_csv"),
    public("snapshot", public_id="snapshot"),
    public("snapshot_csv", public_id="snapshot"),
    public("overdue"),
    public("overdue_csv"),
    public("place"),
    public("projects"),
    public("projects_csv"),
    public("project", public_id="a_project"),
    public("project_csv", public_id="a_project"),
    public("tasks"),
    public("tasks_csv"),
    public("task", public_id="a_task"),
    public("task_csv", public_id="a_task"),
    public("updates"),
    public("updates_csv"),
    public("update", public_id="update"),
    public(
        "update_evidence", public_id="update", version="of_version", order="in_order"
    ),
    public("units"),
    public("units_csv"),
    public("unit"),
)
_DESK = who("editor head publisher")
_OFFICE = who("publisher")
_DRAFT = {"action": "save", "period": "2024", "delivery": "in_progress", "words": "x"}
_ROOMS = tuple(
    public(f"plan_{row.name}", **row.values) for row in _LISTS
)  # each stands under the plan's key as well

ADMINISTRATOR = who("administrator")
_PLANS = who("publisher administrator")

ROWS = table(
    Row(
        "plan_desk", get=_PLANS, post=_PLANS, data={"action": "phase", "plan": "{key}"}
    ),
    Row("rule_list", get=ADMINISTRATOR, post=ADMINISTRATOR),
    Row("rule_edit", get=ADMINISTRATOR, post=ADMINISTRATOR),
    Row("registry", get=_OFFICE, post=_OFFICE),
    Row("registry_new", get=_OFFICE, post=_OFFICE, values={"kind": "kind_key"}),
    # The unit that leads a thing ties it to further paragraphs; nothing else of it.
    *(
        Row(
            name,
            get=_DESK,
            post=_DESK,
            values=values,
            foreign=(_OFFICE, _OFFICE),
            data={"action": "anchor", "part": "{part}"},
        )
        for name, values in (
            ("registry_thing", {"kind": "kind_key", "public_id": "a_project"}),
            ("registry_indicator", {"number": "indicator"}),
        )
    ),
    Row("extension_list", get=_OFFICE),
    Row("cycles", get=_OFFICE, post=_OFFICE),
    Row(
        "extension_edit",
        get=_OFFICE,
        post=_OFFICE,
        values={"public_id": "obligation"},
        foreign=(_OFFICE, _OFFICE),
    ),
    *_LISTS,
    *_ROOMS,
    public("source_file", public_id="a_paper"),
    public("stamped_file", public_id="a_handover"),
    public("plan_contents"),
    public("method"),
    public("plan_page", path="plan_path"),
    public("part", public_id="part"),
    public("p/<str:public_id>/", public_id="part"),
    # The units' desk: another unit's draft is the office's alone.
    Row("disclosure_list", get=_DESK),
    Row("disclosure_new", get=_DESK, post=_DESK),
    Row(
        "disclosure_case",
        get=_DESK,
        post=_DESK,
        values={"public_id": "update"},
        foreign=(_OFFICE, _OFFICE),
        data=_DRAFT,
    ),
    Row(
        "disclosure_file",
        get=_DESK,
        values={"public_id": "update", "number": "draft_file"},
        foreign=(_OFFICE, NONE),
    ),  # Figures by spreadsheet: the office types them for the units.
    Row("figures_entry", get=_OFFICE, post=_OFFICE),
    Row("figures_template", get=_OFFICE),
    Row("figures_upload", get=_OFFICE, values={"public_id": "upload"}),
    Row("sheet_entry", get=_OFFICE, post=_OFFICE),
    Row("sheet_template", get=_OFFICE),
)
