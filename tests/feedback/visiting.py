"""Every form of the site, sent by somebody whose requests name an address everywhere.

The addresses are enumerated from the project's own: one that takes a POST and has no
row in FORMS fails tests/feedback/test_no_address.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import URLPattern, URLResolver

from feedback.suggestions.models import Suggestion
from plan_pages.document.models import Part
from portal.accounts.models import User
from portal.intake import formkeys
from portal.intake.codes import code_for
from tests.portal.marker import address_headers

from .lifecycle import advance, send
from .views.forms import hidden, post, receipt

WORDS = "路灯不亮，请看看。"
CHOICES = {"kind": "suggestion", "visibility": "public", "text": WORDS}
Fields = dict[str, str]


@dataclass
class Visitor:
    """Somebody whose every request names `marker`, in all headers and as the peer."""

    marker: str
    part: Part
    row: Suggestion
    staff: User
    client: Client = field(
        default_factory=lambda: Client(raise_request_exception=False)
    )

    def post(self, name: str, fields: Fields, *args: str) -> Any:
        path = reverse(name, args=args)
        return post(self.client, path, fields, **address_headers(self.marker))

    def own(self) -> Fields:
        """A code of one's own, just sent."""
        key = formkeys.issue(purpose="suggest")
        send(self.part, key=key, text=WORDS)
        return {"code": code_for(key).letters}


def suggest(who: Visitor) -> None:
    opened = who.post("suggest", {"part": who.part.public_id})
    form = hidden(opened) | CHOICES
    assert receipt(who.post("suggest", form))["return-code"]
    who.post("suggest", form)
    for changes in (
        {"text": ""}, {"kind": ""}, {"visibility": ""}, {"kind": "personal"},
        {"form_key": "x"}, {"text": "13812345678"}, {"part": "nowhere0"},
        {"step": "paper"}, {"proof": "x"}, {"website": "x"}, {"contact": "x"},
        {"language": "ug"}, {"resubmit": "x"},
    ):  # fmt: skip
        who.post("suggest", form | changes)


def return_(who: Visitor) -> None:
    for code in (who.own(), {"code": "wrong"}, {}):
        for step in ("", "ask-withdraw", "ask-erase", "withdraw", "erase"):
            who.post("return", code | {"step": step})
        who.post("return", code | {"show": "text"})
    key = formkeys.issue(purpose="suggest")
    refused = send(who.part, key=key).suggestion
    advance(refused, "refused", by=who.staff, second=who.staff)
    code = {"code": code_for(key).letters}
    who.post("return", code | {"step": "appeal", "text": ""})
    assert (
        who.post("return", code | {"step": "appeal", "text": WORDS}).status_code == 200
    )
    again = who.post("suggest", {"part": who.part.public_id, "resubmit": code["code"]})
    who.post("suggest", hidden(again) | CHOICES)


def login(who: Visitor) -> None:
    stranger = Visitor(who.marker, who.part, who.row, who.staff)
    for password in ("wrong", "wrong", "x"):
        stranger.post(
            "account_login", {"login": who.staff.username, "password": password}
        )
    assert "_auth_user_id" in stranger.client.session
    stranger.post("account_logout", {})


def paper(who: Visitor) -> None:
    key = formkeys.issue(purpose="paper").text
    form = {"key": key, "part": who.part.public_id, "received_on": "2026-01-05"}
    done = who.post("paper_entry", form | CHOICES)
    assert receipt(done)["return-code"]
    who.post("paper_entry", form | CHOICES | {"text": ""})


def case(who: Visitor) -> None:
    row = send(who.part).suggestion
    who.post("moderation_claim", {}, row.number)
    who.post("moderation_contact", {}, row.number)
    who.post("moderation_case", {"action": "refuse", "reason": ""}, row.number)
    given = {"action": "refuse", "ground": "spam_or_advertising", "reason": "广告"}
    assert who.post("moderation_case", given, row.number).status_code == 302
    who.post("moderation_release", {}, who.row.number)


def reply(who: Visitor) -> None:
    draft = {"action": "save", "disposition": "answered", "body": "已列入计划。"}
    assert who.post("reply_case", draft, who.row.number).status_code == 302
    who.post("reply_case", draft | {"body": ""}, who.row.number)
    who.post("reply_case", {"action": "submit"} | draft, who.row.number)


def simple(*fields: Fields) -> Callable[[str], Callable[[Visitor], None]]:
    """A form without a state: these posts, as they are."""

    def of(name: str) -> Callable[[Visitor], None]:
        def send_all(who: Visitor) -> None:
            for each in fields:
                who.post(name, each, *ARGUMENTS.get(name, ()))

        return send_all

    return of


#: Pages to read that answer whatever the method, as Wagtail's own do.
PAGES = (
    "plan_page", "wagtail_serve", "indicators", "indicator", "items", "item", "places",
    "place", "plan_indicators", "plan_indicator", "plan_items", "plan_item",
    "plan_places", "plan_place", "part", "plan_contents",
)  # fmt: skip
#: What forms of accounts ask for, all at once: the library's own are many and alike.
ACCOUNT = {
    "username": "x", "email": "a@example.org", "code": "123456", "credential": "{}",
    "password": "wrong", "oldpassword": "wrong", "name": "x", "action_add": "",
    "password1": "a long phrase", "password2": "a long phrase",
}  # fmt: skip
#: Every address that takes a POST, by its name.
FORMS: dict[str, Callable[[Visitor], None]] = {
    "suggest": suggest,
    "return": return_,
    "account_login": login,
    "paper_entry": paper,
    "moderation_case": case,
    "moderation_claim": case,
    "moderation_release": case,
    "moderation_contact": case,
    "reply_case": reply,
    **{
        name: rows(name)
        for name, rows in {
            "elder_view": simple({"elder": "1", "next": "/"}, {"elder": "0"}),
            "figures_entry": simple({}, {"dry_run": "on", "unit": "1"}),
            **dict.fromkeys(
                ("registry", "registry_new"),
                simple({}, {"name": WORDS, "title": WORDS}),
            ),
            **dict.fromkeys(
                ("registry_thing", "registry_indicator"),
                simple({}, {"action": "assign", "unit": "1", "note": WORDS}),
            ),
            "sheet_entry": simple({}, {"action": "write", "unit": "1"}),
            "healthz": simple({}),
            "reply_group": simple({}, {"disposition": "answered", "body": WORDS}),
            "plan_desk": simple({}, {"action": "phase", "plan": "korla-14"}),
            "rule_list": simple({}, {"name": WORDS, "basis_text": WORDS}),
            "rule_edit": simple({}, {"name": WORDS, "note": WORDS}),
            **dict.fromkeys(
                ("review_claim", "review_obligation"),
                simple({}, {"value": "complete", "words": WORDS}),
            ),
            "extension_edit": simple({}, {"due_on": "2099-01-01", "reason": WORDS}),
            "cycles": simple({}, {"kind": "final", "year": "2025", "sure": "on"}),
            "disclosure_new": simple({}, {"about": WORDS, "words": WORDS}),
            "disclosure_case": simple({}, {"action": "save", "words": WORDS}),
            "review_release": simple({}),
            "review_chapters": simple({}, {"release": "x"}),
            "review_refused_one": simple({}, {"purpose": "check_decision"}),
            "findings_to_answer": simple({}, {"finding": "x", "words": WORDS}),
            "rules_edit": simple({}, {"html": WORDS, "text": WORDS, "note": WORDS}),
            "wagtailadmin_login": simple({"username": "x", "password": "y"}),
            "wagtailcore_login": simple({"username": "x", "password": "y"}),
            "wagtaildocs_serve": simple({}),
            "wagtaildocs_authenticate_with_password": simple({"password": "x"}),
            "wagtailcore_authenticate_with_password": simple({"password": "x"}),
            **dict.fromkeys(PAGES, simple({"text": WORDS})),
        }.items()
    },
}
#: What an address needs in its path; {number} and {part} stand for the visitor's.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "wagtaildocs_serve": ("1", "x.pdf"),
    "wagtaildocs_authenticate_with_password": ("1",),
    "wagtailcore_authenticate_with_password": ("1", "1"),
    "account_confirm_email": ("abc",),
    "mfa_edit_webauthn": ("1",),
    "mfa_remove_webauthn": ("1",),
    "account_reset_password_from_key": ("1", "set-password"),
    "plan_page": ("korla-14/15/2",),
    "wagtail_serve": ("",),
    "indicator": ("1",),
    "plan_indicator": ("korla-14", "1"),
    "plan_indicators": ("korla-14",),
    "plan_items": ("korla-14",),
    "plan_item": ("korla-14", "{part}"),
    "plan_places": ("korla-14",),
    "plan_place": ("korla-14", "x"),
    "place": ("x",),
    "rule_edit": ("abc",),
    "sheet_entry": ("projects",),
    "registry_new": ("projects",),
    "registry_thing": ("projects", "abc"),
    "registry_indicator": ("korla-14", "1"),
    "disclosure_case": ("abc",),
    "extension_edit": ("abc",),
    "review_claim": ("abc", "1"),
    "review_obligation": ("abc",),
    "review_list": ("new",),
    "review_release": ("abc",),
    "review_refused_one": ("{number}",),
    "review_sheet": ("korla-14", "15"),
    "review_sheet_docx": ("korla-14", "15"),
    "item": ("{part}",),
    "part": ("{part}",),
    **dict.fromkeys(
        ("moderation_case", "moderation_claim", "moderation_release",
         "moderation_contact", "reply_case", "suggestion"),
        ("{number}",),
    ),
}  # fmt: skip


def names(resolver: Any = None) -> Iterator[str]:
    """Of every address but Wagtail's admin, which only staff open."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if not str(pattern.pattern).startswith("admin/"):
                yield from names(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def forms() -> dict[str, Callable[[Visitor], None]]:
    """FORMS, and every form of the accounts' library with all it might ask for."""
    library = {name for name in names() if name.startswith(("account_", "mfa_"))}
    asked = simple(ACCOUNT, {"password": "x"})
    return {name: asked(name) for name in sorted(library)} | FORMS


def address_of(name: str, row: Suggestion, part: Part) -> str:
    known = {"{number}": row.number, "{part}": part.public_id}
    args = [known.get(each, each) for each in ARGUMENTS.get(name) or _samples(name)]
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        pytest.fail(f"{name}: say in ARGUMENTS what its path needs")


def _samples(name: str) -> list[str]:
    """Something for each part of the path, by its kind; nothing need be there."""
    (bits, *_more), _pattern, _defaults, converters = (
        get_resolver().reverse_dict.getlist(name)[0]
    )
    kinds = [converters.get(key) for key in bits[1]]
    return ["1" if isinstance(kind, IntConverter) else "x" for kind in kinds]


#: Forms that only a signed-in person, and only a stranger, gets through.
OF_STAFF = {
    "paper_entry", "moderation_case", "moderation_claim", "moderation_release",
    "moderation_contact", "reply_case",
}  # fmt: skip
OF_STRANGERS = {"suggest", "return", "account_login"}
