from django.db import migrations

from portal.ledger.appendonly import AppendOnly

GROWING = (
    "dueletter",
    "obligation",
    "obligationextension",
    "rule",
)


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial")]
    operations = [AppendOnly(f"obligations_{name}") for name in GROWING]
