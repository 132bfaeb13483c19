import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.ledger.appendonly import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0004_unpublished_for_one_published_case'),
        ('suggestions', '0003_routing_has_a_term_of_its_own'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('looked_on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_looks', to='suggestions.suggestion')),
            ],
            options={
                'verbose_name': '联系方式取用记录',
                'verbose_name_plural': '联系方式取用记录',
            },
        ),
        AppendOnly("moderation_contactlook"),
    ]
