"""How long the browser's portal makes a writer wait: seconds, shorter than in use."""

MINIMUM_SECONDS = 1
SLOW_SECONDS = 8
PACE = {
    "INTAKE_MINIMUM_SECONDS": str(MINIMUM_SECONDS),
    "INTAKE_SLOW_SECONDS": str(SLOW_SECONDS),
    # A login of the staff is one page here; its second factor has tests of its own.
    "SECOND_FACTOR_REQUIRED": "false",
}
