import django.db.models.deletion
from django.db import migrations, models

from portal.ledger.appendonly import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_home"), ("progress", "0004_handovers")]
    operations = [
        migrations.CreateModel(
            name="VersionFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "observation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosed",
                        to="progress.observation",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measured",
                        to="disclosure.updateversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "公开的指标数据",
                "verbose_name_plural": "公开的指标数据",
            },
        ),
        AppendOnly("disclosure_versionfigure"),
    ]
