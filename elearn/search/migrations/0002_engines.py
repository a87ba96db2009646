"""What the two engines search in, kept by the database itself: nothing that writes an entry can forget it.

PostgreSQL: two generated columns of lexemes with GIN indexes, and a trigram index over the vocabulary. SQLite: FTS5
tables without content of their own, which triggers fill. Django's own migrations make a SQLite table anew when they
change it, and lose its triggers: one that changes `entry` or `term` has to call `install` again afterwards.
"""

import re

from django.db import migrations

# The extension is a trusted one: whoever owns the database may make it.
POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
ALTER TABLE search_entry
  ADD COLUMN head_lexemes tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(head, ' '))) STORED,
  ADD COLUMN lexemes tsvector GENERATED ALWAYS AS
    (array_to_tsvector(string_to_array(head, ' ') || string_to_array(body, ' '))) STORED;
CREATE INDEX search_entry_lexemes ON search_entry USING gin (lexemes);
CREATE INDEX search_entry_head_lexemes ON search_entry USING gin (head_lexemes);
CREATE INDEX search_term_trigrams ON search_term USING gin (word gin_trgm_ops);
"""

# What a contentless table is to forget has to be told to it again: "delete" with the old values.
SQLITE = """
CREATE VIRTUAL TABLE search_entry_words USING fts5(head, body, content='', tokenize='unicode61 remove_diacritics 0');
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
  INSERT INTO search_entry_words(rowid, head, body) VALUES (new.id, new.head, new.body);
END;
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
  INSERT INTO search_entry_words(search_entry_words, rowid, head, body) VALUES ('delete', old.id, old.head, old.body);
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE OF head, body ON search_entry BEGIN
  INSERT INTO search_entry_words(search_entry_words, rowid, head, body) VALUES ('delete', old.id, old.head, old.body);
  INSERT INTO search_entry_words(rowid, head, body) VALUES (new.id, new.head, new.body);
END;
CREATE VIRTUAL TABLE search_term_grams USING fts5(grams, content='', tokenize='trigram');
CREATE TRIGGER search_term_added AFTER INSERT ON search_term BEGIN
  INSERT INTO search_term_grams(rowid, grams) VALUES (new.id, '  ' || new.word || ' ');
END;
CREATE TRIGGER search_term_removed AFTER DELETE ON search_term BEGIN
  INSERT INTO search_term_grams(search_term_grams, rowid, grams) VALUES ('delete', old.id, '  ' || old.word || ' ');
END;
CREATE TRIGGER search_term_changed AFTER UPDATE OF word ON search_term BEGIN
  INSERT INTO search_term_grams(search_term_grams, rowid, grams) VALUES ('delete', old.id, '  ' || old.word || ' ');
  INSERT INTO search_term_grams(rowid, grams) VALUES (new.id, '  ' || new.word || ' ');
END;
"""
SQLITE_UNDO = """
DROP TRIGGER search_entry_added;
DROP TRIGGER search_entry_removed;
DROP TRIGGER search_entry_changed;
DROP TRIGGER search_term_added;
DROP TRIGGER search_term_removed;
DROP TRIGGER search_term_changed;
DROP TABLE search_entry_words;
DROP TABLE search_term_grams;
"""
POSTGRESQL_UNDO = """
DROP INDEX search_term_trigrams;
ALTER TABLE search_entry DROP COLUMN lexemes, DROP COLUMN head_lexemes;
"""


def install(apps, schema_editor):
    """Make what the engine at hand searches in."""
    _run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def remove(apps, schema_editor):
    _run(schema_editor, {"postgresql": POSTGRESQL_UNDO, "sqlite": SQLITE_UNDO})


def _run(schema_editor, by_vendor):
    """Run one statement after another. Each begins at the beginning of a line, and what is inside does not."""
    for statement in re.split(r"\n(?=CREATE |ALTER |DROP )", by_vendor[schema_editor.connection.vendor].strip()):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(install, remove),
    ]
