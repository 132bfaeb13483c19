import django.db.models.deletion
from django.db import migrations, models

from portal.ledger.frozen import Frozen

FIXED = (
    "public_id",
    "plan_id",
    "home_id",
    "unit_id",
    "on_behalf",
    "indicator_id",
    "project_id",
    "task_id",
    "part_id",
)


def home(**options):
    return models.ForeignKey(
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="disclosed",
        to="document.part",
        **options,
    )


class Migration(migrations.Migration):
    """Also: the file of a document is never exchanged under what shows it."""

    dependencies = [("disclosure", "0002_triggers"), ("media", "0001_initial")]
    operations = [
        migrations.AddField("update", "home", home(null=True)),
        migrations.AlterField("update", "home", home()),
        Frozen("disclosure_update", FIXED),
        Frozen("media_portaldocument", ("file", "unit_id")),
    ]
