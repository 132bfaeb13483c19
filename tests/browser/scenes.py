"""Pages that only a form leads to: a name, and how a person comes there.

A scene gets a page, the addresses and a language, and leaves the page on what its name
says. `SCENES` are the public's, `DESKS` the staff's (with the login name to come as).
"""

from collections.abc import Callable

from playwright.sync_api import Page

from .addresses import Addresses
from .furnishing import PASSWORD

Scene = Callable[[Page, Addresses, str], None]
#: Beside a paragraph; the page's own stands under its heading.
CONTROL = ".passage-notes .suggest-control button"
WORDS = "日间照料中心中午关门，能不能中午也开？"


def writing(page: Page, addresses: Addresses, language: str) -> None:
    """The control beside a paragraph, in the reader's language."""
    page.goto(addresses("section", language))
    page.locator(CONTROL).first.click()
    page.wait_for_selector("#text")


def problems(page: Page, addresses: Addresses, language: str) -> None:
    """Everything left out but a number that looks personal."""
    writing(page, addresses, language)
    page.fill("#text", "")
    _send(page)
    page.wait_for_selector("#problems")


def personal_data(page: Page, addresses: Addresses, language: str) -> None:
    writing(page, addresses, language)
    fill(page, "请打 13800138000 找我。", visibility="public")
    _send(page)
    page.wait_for_selector("#field-personal_data")


def receipt(page: Page, addresses: Addresses, language: str) -> None:
    writing(page, addresses, language)
    fill(page, WORDS)
    _send(page)
    page.wait_for_selector("[data-receipt-number]")


def paper_form(page: Page, addresses: Addresses, language: str) -> None:
    writing(page, addresses, language)
    page.click("[name=step][value=paper]")
    page.wait_for_selector(".paper-lines")


def wrong_code(page: Page, addresses: Addresses, language: str) -> None:
    _return(page, addresses, language, "0000")
    page.wait_for_selector("[role=alert]")


def own_refused(page: Page, addresses: Addresses, language: str) -> None:
    """May appeal, resubmit, withdraw, erase; own words shown."""
    _return(page, addresses, language, addresses.furnished.codes["refused"])
    page.click("[name=show]")
    page.wait_for_selector("[data-own-text]")


def own_answered(page: Page, addresses: Addresses, language: str) -> None:
    _return(page, addresses, language, addresses.furnished.codes["answered"])
    page.wait_for_selector("[data-reply]")


def own_asked(page: Page, addresses: Addresses, language: str) -> None:
    own_refused(page, addresses, language)
    page.click("[value=ask-erase]")
    page.wait_for_selector("[value=erase]")


def fill(page: Page, text: str, visibility: str = "private") -> None:
    page.check("[value=suggestion]")
    page.fill("#text", text)
    page.check(f"[value={visibility}]")


def _send(page: Page) -> None:
    """Past the browser's own checks, as old browsers send it."""
    page.evaluate("document.querySelector('.suggest-form').noValidate = true")
    page.click(".suggest-form .button")


def _return(page: Page, addresses: Addresses, language: str, code: str) -> None:
    page.goto(addresses("return"))
    if language != "zh":  # the address has no language: the form says it
        page.evaluate(SAY_LANGUAGE, language)
    page.fill("#code", code)
    page.click("main .button")


SAY_LANGUAGE = """(language) => {
  const field = document.createElement('input');
  Object.assign(field, {type: 'hidden', name: 'language', value: language});
  document.querySelector('main form').append(field);
}"""
SCENES: dict[str, Scene] = {
    each.__name__: each
    for each in (
        writing, problems, personal_data, receipt, paper_form, wrong_code, own_refused,
        own_answered, own_asked,
    )
}  # fmt: skip


def sign_in(page: Page, addresses: Addresses, name: str) -> None:
    page.goto(addresses("login"))
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit], main form button")
    page.wait_for_url("**/today/")


#: What it shows → (who sees it, the address below the portal's).
DESKS: dict[str, tuple[str, str]] = {
    "today-moderator": ("moderator", "today/"),
    "today-head": ("head", "today/"),
    "today-publisher": ("publisher", "today/"),
    "today-printed": ("moderator", "today/?list"),
    "queue": ("moderator", "moderation/"),
    "case-waiting": ("moderator", "moderation/case/{waiting}/"),
    "case-appealed": ("second", "moderation/case/{appealed}/"),
    "case-answered": ("moderator", "moderation/case/{answered}/"),
    "rules-edit": ("publisher", "moderation/rules/edit/"),
    "paper-entry": ("moderator", "moderation/paper/"),
    "replies": ("editor", "replies/"),
    "reply-group": ("editor", "replies/group/?number={owed}&number={late}"),
    "reply-draft": ("editor", "replies/{owed}/"),
    "reply-in-approval": ("head", "replies/{in_approval}/"),
    "reply-published": ("head", "replies/{answered}/"),
    "disclosures": ("editor", "disclosures/"),
    "disclosure-new": ("editor", "disclosures/new/"),
    "disclosure-begun": ("editor", "disclosures/new/?about=projects/{life}"),
    "disclosure-draft": ("editor", "disclosures/{a_draft}/"),
    "disclosure-at-head": ("head", "disclosures/{at_head}/"),
    "disclosure-at-office": ("publisher", "disclosures/{at_office}/"),
    "disclosure-published": ("publisher", "disclosures/{an_update}/"),
    "plan-phases": ("administrator", "plans/"),
    "disclosure-rules": ("administrator", "disclosure-rules/"),
    "disclosure-rule": ("administrator", "disclosure-rules/{a_rule}/"),
    "extensions": ("publisher", "disclosure-extensions/"),
    "cycles": ("publisher", "cycles/"),
    "cycles-look": ("publisher", "cycles/?kind=final&year=2025&plan=korla-14"),
    "extension": ("publisher", "disclosure-extensions/{lapse_owed}/"),
    "registry": ("publisher", "registry/"),
    "registry-new": ("publisher", "registry/projects/new/"),
    "registry-project": ("publisher", "registry/projects/{a_project}/"),
    "registry-task": ("publisher", "registry/tasks/{a_task}/"),
    "registry-indicator": ("publisher", "registry/indicators/korla-14/4/"),
    "sheet-entry": ("publisher", "spreadsheets/projects/"),
    "figures-entry": ("publisher", "figures/entry/"),
    "findings": ("head", "findings/"),
    "review": ("reviewer", "review/"),
    "review-office": ("office", "review/"),
    "review-list": ("reviewer", "review/list/new/"),
    "review-looks": ("office", "review/looks/"),
    "review-claim": ("reviewer", "review/updates/{an_update}/2/"),
    "review-obligation": ("office", "review/obligations/{an_obligation}/"),
    "review-chapters": ("office", "review/chapters/"),
    "review-sheet": ("reviewer", "review/chapters/korla-14/4/"),
    "review-refused": ("reviewer", "review/refused/"),
    "review-refused-one": ("reviewer", "review/refused/{refused}/"),
}
