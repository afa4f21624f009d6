"""The table of Django's database cache, made with the others so that no command of its own is needed."""

from django.db import migrations


def make_table(apps, schema_editor):
    moment = "timestamp with time zone" if schema_editor.connection.vendor == "postgresql" else "datetime"
    schema_editor.execute(
        "CREATE TABLE IF NOT EXISTS tournee_cache "
        f"(cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires {moment} NOT NULL)"
    )
    schema_editor.execute("CREATE INDEX IF NOT EXISTS tournee_cache_expires ON tournee_cache (expires)")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop, elidable=False)]
