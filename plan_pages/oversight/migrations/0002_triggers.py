from django.db import migrations

from portal.ledger.appendonly import AppendOnly

GROWING = (
    "finding",
    "findinganswer",
    "findingrelease",
)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]
    operations = [AppendOnly(f"oversight_{name}") for name in GROWING]
