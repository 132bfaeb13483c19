from django.db import migrations

from portal.ledger.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("document", "0001_initial")]
    operations = [AppendOnly("document_partamendment")]
