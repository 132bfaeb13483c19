"""A passkey as the second factor, made and used in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.real_portal import RealPortal

from .staff import PASSWORD, make_keeper, sign_in

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium: Browser, portal: RealPortal) -> Iterator[Page]:
    make_keeper(portal)
    context = chromium.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def test_passkey_is_made_and_asked_for(page: Page, portal: RealPortal) -> None:
    """Browsers know passkeys on https, and on http at localhost alone."""
    base = portal.url.replace("127.0.0.1", "localhost")
    sign_in(page, base)
    page.goto(base + "accounts/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)  # asked once more before keys change
    page.click("main button[type=submit]")
    page.fill("[name=name]", "手机")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")
    page.goto(base + "accounts/logout/")
    page.click("main button[type=submit]")
    sign_in(page, base)
    assert page.url.endswith("/accounts/2fa/authenticate/")
    page.goto(base + "today/")
    assert page.url.endswith("/accounts/2fa/authenticate/")  # no way around it
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/today/")
