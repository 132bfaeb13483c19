from django.db import migrations

from portal.ledger.appendonly import AppendOnly

GROWING = (
    "assignedtarget",
    "checkpoint",
    "observation",
    "observationwithdrawal",
    "sourcedocument",
    "tolerance",
)


class Migration(migrations.Migration):
    dependencies = [("progress", "0002_observations")]
    operations = [AppendOnly(f"progress_{name}") for name in GROWING]
