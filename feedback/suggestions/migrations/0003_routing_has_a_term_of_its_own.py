from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('suggestions', '0002_triggers'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedbacksettings',
            name='routing_days',
            field=models.PositiveSmallIntegerField(default=1, help_text='从审核决定那天起，分给承办单位的内部期限。', verbose_name='分办工作日'),
        ),
        migrations.AddConstraint(
            model_name='feedbacksettings',
            constraint=models.CheckConstraint(condition=models.Q(('routing_days__gte', 1)), name='settings_routing_days_positive'),
        ),
    ]
