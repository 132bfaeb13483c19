from django.db import migrations

from portal.ledger.appendonly import AppendOnly
from portal.ledger.frozen import Frozen


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0001_initial")]
    operations = [
        AppendOnly("suggestions_withdrawal"),
        Frozen("suggestions_suggestiontext"),
        Frozen("suggestions_suggestioncontact"),
        Frozen(
            "suggestions_suggestion",
            (
                "number",
                "kind",
                "visibility",
                "received_on",
                "channel",
                "publication_mode",
                "commitment",
                "entry_id",
                "entered_by_id",
                "resubmission_of_id",
            ),
            emptied=("lookup_id",),
        ),
    ]
