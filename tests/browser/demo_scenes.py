"""Pages worth a picture on a site that `make demo` filled: with data, and marked so."""

import hashlib
import hmac
import json
import re
import struct
import time
from base64 import b32decode
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.real_portal import RealPortal

#: Nobody reads the mails of the invented people.
QUIET = {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
#: What is looked up in the filled site, as JSON: the last claim that was supplemented,
#: a figure of its plan, and the unit that said most.
LOOK_UP = """
import json
from django.db.models import Count
from plan_pages.oversight.models import Finding
from plan_pages.progress.models import Observation
from portal.units.models import Unit
asked = Finding.objects.released().filter(
    value="to_be_supplemented", version__update__versions__number=2
)
update = asked.order_by("-plan__is_current", "-pk")[0].version.update
plan = update.plan
said = Unit.objects.filter(updates__plan=plan).annotate(most=Count("updates"))
figure = Observation.objects.filter(row__indicator__plan=plan).latest("pk")
print("FOUND", json.dumps({
    "here": "" if plan.is_current else f"plan/{plan.key}/", "plan": plan.key,
    "update": update.public_id, "project": update.project.public_id,
    "number": figure.row.indicator.number, "unit": said.order_by("-most")[0].key,
    "chapter": update.home.page.specific.get_parent().specific.ordinal,
}))
"""
#: Name of the picture → (who looks, address below the portal).
DEMO_SCENES = {
    "front": ("", ""),
    "update": ("", "{here}updates/{update}/"),
    "updates": ("", "{here}updates/"),
    "indicator-data": ("", "{here}indicators/{number}/"),
    "project": ("", "{here}projects/{project}/"),
    "unit": ("", "{here}units/{unit}/"),
    "scorecard": ("", "{here}scorecard/"),
    "overdue": ("", "{here}overdue/"),
    "login": ("", "accounts/login/"),
    "review": ("office", "review/"),
    "review-claim": ("reviewer-1", "review/updates/{update}/1/"),
    "review-sheet": ("reviewer-1", "review/chapters/{plan}/{chapter}/"),
    "disclosures": ("publisher", "disclosures/"),
}


@dataclass(frozen=True)
class Demonstration:
    portal: RealPortal
    numbers: dict[str, str]
    accounts: dict[str, dict[str, str]]

    def address(self, name: str) -> str:
        _who, path = DEMO_SCENES[name]
        return self.portal.url + path.format(**self.numbers)

    def sign_in(self, page: Page, username: str) -> None:
        """With the password and the second factor that `make demo` prints."""
        account = self.accounts[username]
        page.goto(self.portal.url + "accounts/login/")
        page.fill("[name=login]", username)
        page.fill("[name=password]", account["password"])
        page.click("main form button")
        page.fill("[name=code]", code_of(account["totp_secret"]))
        page.click("main form button")
        page.wait_for_url("**/today/")


def fill_demonstration(var: Path) -> Demonstration:
    """As `make demo` does, about a minute."""
    portal = RealPortal(var, environment=QUIET)
    portal.prepare("--without-plan")
    done = portal.manage("demo")
    assert done.returncode == 0, done.stderr
    return demonstration(portal)


def demonstration(portal: RealPortal) -> Demonstration:
    said = portal.manage("shell", "-c", LOOK_UP)
    found = re.search(r"FOUND (.+)", said.stdout)
    assert found, said.stderr
    accounts = json.loads((portal.var / "accounts.json").read_text(encoding="utf-8"))
    by_name = {account["username"]: account for account in accounts}
    return Demonstration(portal, json.loads(found[1]), by_name)


def code_of(secret: str) -> str:
    """The six digits of now (RFC 6238: SHA-1, thirty seconds)."""
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"
