from django.db import migrations

from portal.ledger.appendonly import AppendOnly

GROWING = (
    "cyclesnapshot",
)


class Migration(migrations.Migration):
    dependencies = [("scorecard", "0001_initial")]
    operations = [AppendOnly(f"scorecard_{name}") for name in GROWING]
