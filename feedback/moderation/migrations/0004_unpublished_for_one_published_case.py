from django.conf import settings
from django.db import migrations, models

from portal.ledger.appendonly import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('document', '0002_append_only'),
        ('moderation', '0003_triggers'),
        ('suggestions', '0002_triggers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='exemption',
            field=models.CharField(blank=True, choices=[('author_is_child', '作者在文中自称未成年')], default='', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('exemption', ''), models.Q(('exemption__in', ['author_is_child']), ('kind__in', ['accept_unpublished', 'reinstate']), ('state_after', 'accepted_unpublished')), _connector='OR'), name='decision_exemption_keeps_unpublished'),
        ),
        # SQLite makes the table anew for a column, and the triggers go with the old one.
        AppendOnly("moderation_decision"),
    ]
