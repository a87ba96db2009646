"""No trainer and no elder has two visits at once: the database itself refuses it, whoever writes.

PostgreSQL holds it by exclusion constraints. SQLite has none, so triggers refuse the same; a table that a later
migration makes anew loses its triggers, so they are looked after following every migration.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .enums import HOLDS_TIME

NAME = "visits_visit_apart"
WHOSE = ("trainer_id", "person_id")
_STATES = ", ".join(f"'{state.value}'" for state in HOLDS_TIME)

_EXCLUSION = """
ALTER TABLE visits_visit ADD CONSTRAINT {name}_{whose} EXCLUDE USING gist (
  {whose} WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&
) WHERE (state IN ({states}){but})
"""
_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {name}_{whose}_{deed} BEFORE {deed} ON visits_visit
WHEN NEW.state IN ({states}){mine}
BEGIN
  SELECT RAISE(ABORT, '{name}_{whose}') WHERE EXISTS (
    SELECT 1 FROM visits_visit other
    WHERE other.{whose} = NEW.{whose} AND other.id IS NOT NEW.id AND other.state IN ({states}){theirs}
      AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
  );
END
"""


def hold_apart(sender: AppConfig | None = None, *, using: str = "default", **_more: Any) -> None:
    """Put the constraints or triggers in place where they are missing. Safe to run again."""
    connection = connections[using]
    if "visits_visit" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection, cursor):
            cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper, cursor: Any) -> list[str]:
    if connection.vendor == "sqlite":
        return [_trigger(whose, deed) for whose in WHOSE for deed in ("INSERT", "UPDATE")]
    cursor.execute("SELECT conname FROM pg_constraint WHERE conname LIKE %s", [f"{NAME}%"])
    there = {name for (name,) in cursor.fetchall()}
    missing = [whose for whose in WHOSE if f"{NAME}_{whose}" not in there]
    return [*(["CREATE EXTENSION IF NOT EXISTS btree_gist"] if missing else []), *map(_exclusion, missing)]


def _exclusion(whose: str) -> str:
    # A second trainer who goes along is at the same elder's at the same time.
    but = " AND along_with_id IS NULL" if whose == "person_id" else ""
    return _EXCLUSION.format(name=NAME, whose=whose, states=_STATES, but=but)


def _trigger(whose: str, deed: str) -> str:
    alone = whose == "person_id"
    return _TRIGGER.format(
        name=NAME,
        whose=whose,
        deed=deed,
        states=_STATES,
        mine=" AND NEW.along_with_id IS NULL" if alone else "",
        theirs=" AND other.along_with_id IS NULL" if alone else "",
    )
