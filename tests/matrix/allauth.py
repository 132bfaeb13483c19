"""The account's pages: open to whom they belong; anything not here is closed to all."""

from .rows import EVERYBODY, SIGNED_IN, Row, table

ROWS = table(
    # Signed in, one is sent on: a redirect, and no second signing in.
    Row("account_login", get=EVERYBODY, post=EVERYBODY),
    Row("account_logout", get=EVERYBODY, post=EVERYBODY),
    # "Closed" in words; tests/portal/accounts holds that nobody is made.
    Row("account_signup", get=EVERYBODY, post=EVERYBODY),
    Row("account_inactive", get=EVERYBODY),
    Row("account_reset_password", get=EVERYBODY, post=EVERYBODY),
    Row("account_reset_password_done", get=EVERYBODY),
    Row("account_reset_password_from_key", get=EVERYBODY, post=EVERYBODY),
    Row("account_reset_password_from_key_done", get=EVERYBODY),
    Row("account_reauthenticate", get=SIGNED_IN, post=SIGNED_IN),
    Row("account_change_password", get=SIGNED_IN, post=SIGNED_IN),
    Row("mfa_index", get=SIGNED_IN),
    # Each asks for the password again first: a redirect.
    Row("mfa_authenticate", get=SIGNED_IN, post=SIGNED_IN),
    Row("mfa_reauthenticate", get=SIGNED_IN, post=SIGNED_IN),
    Row("mfa_reauthenticate_webauthn", get=SIGNED_IN, post=SIGNED_IN),
    Row("mfa_activate_totp", get=SIGNED_IN, post=SIGNED_IN),
    Row("mfa_generate_recovery_codes", get=SIGNED_IN, post=SIGNED_IN),
    Row("mfa_list_webauthn", get=SIGNED_IN),
    Row("mfa_add_webauthn", get=SIGNED_IN, post=SIGNED_IN),
    Row("mfa_edit_webauthn", get=SIGNED_IN, post=SIGNED_IN),
    Row("mfa_remove_webauthn", get=SIGNED_IN, post=SIGNED_IN),
)
