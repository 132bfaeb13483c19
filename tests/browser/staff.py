"""A member of staff on a running portal, and the admin's screens they use."""

import re
from urllib.parse import urljoin

from playwright.sync_api import Page

from tests.real_portal import RealPortal

NAME, PASSWORD = "keeper", "a long and odd pass phrase"
MAKE = f"""
from portal.accounts.models import User
User.objects.filter(username="{NAME}").delete()
User.objects.create_superuser("{NAME}", password="{PASSWORD}")
"""
#: Below /admin/; {page} is a section of the plan.
ADMIN_SCREENS = [
    "",
    "pages/",
    "pages/{page}/",
    "pages/{page}/edit/",
    "pages/{page}/history/",
    "pages/{page}/usage/",
    "pages/search/?q=x",
    "images/",
    "images/add/",
    "images/multiple/add/",
    "documents/",
    "documents/add/",
    "documents/multiple/add/",
    "snippets/document/plainwords/add/",
    "collections/",
    "users/",
    "users/new/",
    "groups/",
    "groups/new/",
    "units/",
    "units/new/",
    "sites/new/",
    "settings/pages/sitefurniture/",
    "settings/suggestions/feedbacksettings/",
    "settings/obligations/disclosuresettings/",
    "settings/search/searchwords/",
    "workflows/list/",
    "workflows/add/",
    "workflows/tasks/index/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "reports/site-history/",
    "reports/locked/",
    "reports/aging-pages/",
    "reports/page-types-usage/",
    "outbox/",
    "account/",
]
STAFF_PAGES = [
    "today/", "moderation/", "moderation/paper/", "replies/", "accounts/2fa/",
    "accounts/password/change/", "disclosures/", "disclosures/new/",
    "disclosures/{a_draft}/", "disclosures/{at_office}/", "disclosure-rules/",
    "disclosure-rules/{a_rule}/", "figures/entry/", "registry/", "findings/", "review/",
    "review/list/new/", "review/looks/",
    "review/updates/{an_update}/2/", "review/obligations/{an_obligation}/",
    "review/chapters/", "review/chapters/korla-14/4/", "review/refused/", "plans/",
]  # fmt: skip
FIND_PAGE = (
    "from plan_pages.document.models import Division; "
    "print('page', Division.objects.get(url_path__endswith='/15/2/').pk)"
)


def make_keeper(portal: RealPortal) -> None:
    done = portal.manage("shell", "-c", MAKE)
    assert done.returncode == 0, done.stderr


def section_page(portal: RealPortal) -> str:
    said = portal.manage("shell", "-c", FIND_PAGE).stdout
    found = re.search(r"page (\d+)", said)
    assert found, said
    return found[1]


def sign_in(page: Page, base: str) -> None:
    """With the password; leaves the browser where the site sends it."""
    page.goto(urljoin(base, "accounts/login/"))
    page.fill("[name=login]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
