from django.db import migrations

from portal.ledger.appendonly import AppendOnly

GROWING = (
    "answeredsuggestion",
    "extension",
    "replyversion",
    "replywithdrawal",
    "routing",
)


class Migration(migrations.Migration):
    dependencies = [("replies", "0001_initial")]
    operations = [AppendOnly(f"replies_{name}") for name in GROWING]
