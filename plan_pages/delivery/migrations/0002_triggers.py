from django.db import migrations

from portal.ledger.appendonly import AppendOnly

GROWING = (
    "investment",
    "milestone",
    "project",
    "projectversion",
    "responsibility",
    "responsibilityend",
    "stagechange",
    "task",
    "taskversion",
)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]
    operations = [AppendOnly(f"delivery_{name}") for name in GROWING]
