"""The cookie of the larger view: all that a public page's look depends on."""

ELDER_COOKIE = "elder"
