"""The connection to the database of a process that asks it again and again."""

from django.db import connection

KEPT_SECONDS = 60


def keep_connection() -> None:
    """Keep a connection to SQLite for a minute. Between two looks it would be closed, and to open one reads the schema.

    PostgreSQL's come from a pool, which keeps them already.
    """
    if connection.vendor == "sqlite":
        connection.settings_dict["CONN_MAX_AGE"] = KEPT_SECONDS
