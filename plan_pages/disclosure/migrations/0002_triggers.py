from django.db import migrations

from portal.ledger.appendonly import AppendOnly
from portal.ledger.frozen import Frozen

GROWING = ("evidence", "releaserecord", "updateversion", "updatewithdrawal")
FIXED = (
    "public_id",
    "plan_id",
    "unit_id",
    "on_behalf",
    "indicator_id",
    "project_id",
    "task_id",
    "part_id",
)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]
    operations = [
        *(AppendOnly(f"disclosure_{name}") for name in GROWING),
        Frozen("disclosure_update", FIXED),
    ]
