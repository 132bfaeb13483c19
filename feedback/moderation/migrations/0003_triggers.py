from django.db import migrations

from portal.ledger.appendonly import AppendOnly
from portal.ledger.frozen import Frozen

GROWING = (
    "appeal",
    "appealdecision",
    "decision",
    "proposaldecline",
    "rulesversion",
    "takedownoutcome",
    "unlawfulproposal",
)
WRITTEN_ONCE = (
    "appealreason",
    "appealtext",
    "decisionreason",
    "maskedtext",
    "proposalwords",
)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [
        *(AppendOnly(f"moderation_{name}") for name in GROWING),
        *(Frozen(f"moderation_{name}") for name in WRITTEN_ONCE),
    ]
