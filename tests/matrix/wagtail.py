"""What Wagtail's admin opens, and to whom. Anything that is not here is closed."""

from collections.abc import Iterator

from wagtail import VERSION as WAGTAIL

from .addresses import Address
from .rows import EVERYBODY, NOBODY, NONE, Row, Who, table, who

PUBLISHER = who("publisher")
KEEPER = who("administrator")
BOTH = PUBLISHER | KEEPER

#: Which object `pk` is, by the beginning of the address's name.
PK = {
    "wagtailadmin_api:pages": "page",
    "wagtailadmin_api:documents": "document",
    "wagtailadmin_api:images": "image",
    "wagtailadmin_collections": "collection",
    "wagtailadmin_workflows:enable_task": "task",
    "wagtailadmin_workflows:disable_task": "task",
    "wagtailadmin_workflows:edit_task": "task",
    "wagtailadmin_workflows": "workflow",
    "wagtailsettings": "site",
    "wagtailsnippets_document_plainwords": "words",
    "wagtailsnippetchoosers_document_plainwords": "words",
    "wagtailsites": "site",
    "wagtailusers_users": "user",
    "wagtailusers_groups": "group",
    "wagtaildocs_chooser": "document",
    "wagtailimages_chooser": "image",
}
#: Arguments that are words.
WORDS = {
    "pk": "1",
    "content_type_app_name": "document",
    "content_type_model_name": "division",
    "app_label": "document",
    "model_name": "division",
    "action": "publish",
    "action_name": "approve",
    "app_name": "pages",
    "filter_spec": "max-800x600",
    "session_id": "1",
    "object_id": "1",
    # No page is in a workflow: the tasks that are open are of other things.
    "task_state_id": "0",
    "workflow_state_id": "0",
    "uploaded_file_id": "1",
    "restriction_id": "1",
    "page_view_restriction_id": "1",
    "uidb64": "MQ",
    "uidb36": "1",
    "token": "x-x",
    "key": "x",
}
#: Names whose arguments are others than WORDS has.
OTHER = {
    "wagtail_bulk_action": {"app_label": "wagtailcore", "model_name": "page"},
    "wagtailadmin_editing_sessions:ping": {
        "app_label": "wagtailcore",
        "model_name": "page",
    },
    "wagtailadmin_workflows:add_task": {
        "app_label": "wagtailcore",
        "model_name": "groupapprovaltask",
    },
    "wagtailsettings:edit": {"model_name": "sitefurniture"},
    "wagtailsettings:preview_on_edit": {"model_name": "sitefurniture"},
    "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
}


def fill(address: Address, world: dict[str, str]) -> dict[str, str]:
    """Values for every argument of an address of the admin."""
    name = address.name
    begin = max((each for each in PK if name.startswith(each)), key=len, default="")
    values = WORDS | world | OTHER.get(name, {})
    if begin:
        values["pk"] = world[PK[begin]]
    if name == "wagtaildocs_serve":
        values |= {"arg1": world["document"], "arg2": world["document_name"]}
    elif name == "wagtail_serve":
        values["arg1"] = "plan/"
    elif name == "wagtailadmin_pages:revisions_compare":
        page, one, other = world["page"], "earliest", "latest"
        values |= {"arg1": page, "arg2": one, "arg3": other}
        # Since Wagtail 8 the arguments have names.
        values |= {"pk": page, "revision_id_a": one, "revision_id_b": other}
    return values


READ: dict[Who, str] = {
    BOTH: """
        wagtailadmin_home admin/test404/ wagtailadmin_api:pages:listing
        wagtailadmin_api:documents:listing wagtailadmin_api:documents:detail
        wagtailadmin_api:images:listing wagtailadmin_api:images:detail
        wagtailadmin_error_test wagtailadmin_pages:choose_parent
        wagtailadmin_pages:move_confirm
        wagtailadmin_pages:confirm_workflow_cancellation
        wagtailadmin_pages:revisions_index wagtailadmin_choose_page
        wagtailadmin_choose_page_child wagtailadmin_choose_page_search
        wagtailadmin_choose_page_chosen_multiple
        wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link
        wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link
        wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete
        wagtailadmin_workflows:task_chooser
        wagtailadmin_workflows:task_chooser_results
        wagtailadmin_workflows:task_chooser_create
        wagtailadmin_workflows:task_chosen wagtailadmin_reports:site_history
        wagtailadmin_reports:site_history_results wagtailadmin_account
        wagtailadmin_dismissibles wagtailembeds:chooser wagtailembeds:chooser_upload
        wagtailsnippetchoosers_document_plainwords:choose
        wagtailsnippetchoosers_document_plainwords:choose_results
        wagtailsnippetchoosers_document_plainwords:chosen
        wagtailsnippetchoosers_document_plainwords:chosen_multiple
        wagtaildocs_chooser:choose wagtaildocs_chooser:choose_results
        wagtaildocs_chooser:chosen_multiple wagtailimages_chooser:choose
        wagtailimages_chooser:choose_results wagtailimages_chooser:chosen_multiple
    """,
    PUBLISHER: """
        wagtailadmin_api:pages:detail wagtailadmin_explore_root wagtailadmin_explore
        wagtailadmin_explore_results wagtailadmin_pages:type_use
        wagtailadmin_pages:type_use_results wagtailadmin_pages:usage
        wagtailadmin_pages:edit wagtailadmin_pages:preview_on_edit
        wagtailadmin_pages:view_draft wagtailadmin_pages:delete
        wagtailadmin_pages:unpublish wagtailadmin_pages:search
        wagtailadmin_pages:search_results wagtailadmin_pages:move
        wagtailadmin_pages:copy wagtailadmin_pages:set_privacy
        wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_revert
        wagtailadmin_pages:revisions_unschedule wagtailadmin_pages:revisions_compare
        wagtailadmin_pages:workflow_history wagtailadmin_pages:history
        wagtailadmin_pages:history_results wagtailadmin_reports:locked_pages
        wagtailadmin_reports:locked_pages_results wagtailadmin_reports:workflow
        wagtailadmin_reports:workflow_results wagtailadmin_reports:workflow_tasks
        wagtailadmin_reports:workflow_tasks_results wagtailadmin_reports:aging_pages
        wagtailadmin_reports:aging_pages_results
        wagtailadmin_reports:page_types_usage
        wagtailadmin_reports:page_types_usage_results wagtailsnippets:index
        wagtaildocs:index wagtaildocs:index_results wagtaildocs:add wagtaildocs:edit
        wagtaildocs:delete wagtaildocs:add_multiple wagtaildocs:document_usage
        wagtailimages:index wagtailimages:index_results wagtailimages:edit
        wagtailimages:delete wagtailimages:preview wagtailimages:add
        wagtailimages:image_usage wagtailimages:add_multiple
        wagtailsnippets_document_plainwords:list
        wagtailsnippets_document_plainwords:list_results
        wagtailsnippets_document_plainwords:add
        wagtailsnippets_document_plainwords:edit
        wagtailsnippets_document_plainwords:delete
        wagtailsnippets_document_plainwords:usage
        wagtailsnippets_document_plainwords:history
        wagtailsnippets_document_plainwords:history_results
        wagtailsnippets_document_plainwords:copy
        wagtailsnippetchoosers_document_plainwords:create wagtaildocs_chooser:chosen
        wagtaildocs_chooser:create wagtailimages_chooser:chosen
        wagtailimages_chooser:create
    """,
    KEEPER: """
        wagtailsettings:edit wagtailsites:index wagtailsites:index_results
        wagtailsites:edit wagtailsites:history wagtailsites:history_results
        wagtailsites:usage wagtailusers_users:index wagtailusers_users:index_results
        wagtailusers_users:add wagtailusers_users:edit wagtailusers_users:history
        wagtailusers_users:history_results wagtailusers_users:usage
        wagtailusers_users:copy
    """,
    EVERYBODY: "wagtaildocs_serve wagtail_serve",
    # Icons and words of the admin: nothing of the portal's.
    BOTH | {NOBODY}: "wagtailadmin_sprite wagtailadmin_javascript_catalog",
}

POST: dict[Who, str] = {
    BOTH: """
        wagtailadmin_error_test wagtailadmin_pages:choose_parent
        wagtailadmin_pages:move_confirm
        wagtailadmin_pages:confirm_workflow_cancellation
        wagtailadmin_pages:revisions_index wagtailadmin_choose_page_external_link
        wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link
        wagtailadmin_choose_page_anchor_link wagtailadmin_tag_autocomplete
        wagtailadmin_tag_model_autocomplete
        wagtailadmin_workflows:task_chooser_create
        wagtailadmin_workflows:task_chosen wagtailadmin_account
        wagtailadmin_editing_sessions:release wagtailembeds:chooser
        wagtailembeds:chooser_upload
    """,
    PUBLISHER: """
        wagtailadmin_pages:edit wagtailadmin_pages:preview_on_edit
        wagtailadmin_pages:view_draft wagtailadmin_pages:delete
        wagtailadmin_pages:unpublish wagtailadmin_pages:move wagtailadmin_pages:copy
        wagtailadmin_pages:set_privacy wagtailadmin_pages:lock
        wagtailadmin_pages:unlock wagtailadmin_pages:revisions_revert
        wagtailadmin_pages:revisions_unschedule wagtaildocs:add wagtaildocs:edit
        wagtaildocs:delete wagtaildocs:add_multiple wagtaildocs:edit_multiple
        wagtaildocs:delete_multiple wagtailimages:edit wagtailimages:delete
        wagtailimages:preview wagtailimages:add wagtailimages:add_multiple
        wagtailimages:edit_multiple wagtailimages:delete_multiple
        wagtailsnippets_document_plainwords:add
        wagtailsnippets_document_plainwords:edit
        wagtailsnippets_document_plainwords:delete
        wagtailsnippets_document_plainwords:copy
        wagtailsnippetchoosers_document_plainwords:create wagtaildocs_chooser:create
        wagtailimages_chooser:create
    """,
    KEEPER: """
        wagtailsettings:edit wagtailsites:edit wagtailusers_users:add
        wagtailusers_users:edit wagtailusers_users:copy
    """,
    EVERYBODY: "wagtaildocs_serve",
    BOTH | {NOBODY}: "wagtailadmin_sprite",
}

#: What not even a superuser is shown by the matrix: an upload of two steps, a running
#: approval, what the settings have switched off, the guards of the plan's text.
_UNREACHED = """
    wagtailadmin_api:pages:find wagtailadmin_api:pages:action
    wagtailadmin_api:documents:find wagtailadmin_api:images:find wagtail_bulk_action
    wagtailadmin_pages:add wagtailadmin_pages:preview_on_add
    wagtailadmin_pages:add_subpage wagtailadmin_pages:convert_alias
    wagtailadmin_pages:set_page_position wagtailadmin_pages:workflow_action
    wagtailadmin_pages:collect_workflow_action_data
    wagtailadmin_pages:workflow_preview wagtailadmin_pages:workflow_history_detail
    wagtailadmin_collections:edit wagtailadmin_collections:delete
    wagtailadmin_logout wagtailadmin_editing_sessions:ping
    wagtailadmin_block_preview wagtailsettings:preview_on_edit
    wagtaildocs:create_multiple_from_uploaded_document
    wagtaildocs:delete_upload_multiple
    wagtailimages:create_multiple_from_uploaded_image
    wagtailimages:delete_upload_multiple wagtailimages:url_generator
    wagtailimages:url_generator_output wagtailadmin_password_reset
    wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm
    wagtailadmin_password_reset_complete admin/^.*/$
    wagtaildocs_authenticate_with_password wagtailcore_authenticate_with_password
"""


def unreached() -> frozenset[str]:
    return frozenset(_UNREACHED.split())


#: Wagtail 7 opens it to all who may enter the admin, 8 to those who choose pictures.
_SELECT_FORMAT = Row(
    "wagtailimages_chooser:select_format",
    get=BOTH if WAGTAIL < (8,) else PUBLISHER,
    post=BOTH if WAGTAIL < (8,) else PUBLISHER,
)


def _rows() -> Iterator[Row]:
    reads = {name: who for who, names in READ.items() for name in names.split()}
    posts = {name: who for who, names in POST.items() for name in names.split()}
    for name in dict.fromkeys([*reads, *posts]):
        yield Row(name, get=reads.get(name, NONE), post=posts.get(name, NONE))


ROWS = table(*_rows(), _SELECT_FORMAT)
