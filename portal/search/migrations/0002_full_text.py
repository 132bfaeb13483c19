from django.db import migrations

from portal.search.fulltext import FullTextIndex


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]

    operations = [FullTextIndex()]
