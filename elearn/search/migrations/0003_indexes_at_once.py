"""Have PostgreSQL put new words into its indexes at once.

By default it collects them in a list that every search reads from its beginning until a vacuum clears it: after the
index was built anew for 10,000 pages, comparing misspelt words alone took ten times as long.
"""

from django.db import migrations

INDEXES = ("search_entry_lexemes", "search_entry_head_lexemes", "search_term_trigrams")


def at_once(apps, schema_editor):
    _set(schema_editor, "off")
    if schema_editor.connection.vendor == "postgresql":
        for index in INDEXES:
            schema_editor.execute(f"SELECT gin_clean_pending_list('{index}')")


def later(apps, schema_editor):
    _set(schema_editor, "on")


def _set(schema_editor, value):
    if schema_editor.connection.vendor == "postgresql":
        for index in INDEXES:
            schema_editor.execute(f"ALTER INDEX {index} SET (fastupdate = {value})")


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_engines'),
    ]

    operations = [
        migrations.RunPython(at_once, later),
    ]
