from django.db import migrations

from portal.ledger.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("importer", "0001_initial")]
    operations = [AppendOnly("importer_importrun")]
