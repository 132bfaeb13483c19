"""Names of the hidden fields of templates/intake/effort.html."""

FORM_KEY = "form_key"
PROOF = "proof"
#: Nobody sees it; what fills it in is a machine, or waits a little longer.
TRAP = "website"
