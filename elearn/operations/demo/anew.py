"""A demo world that was interrupted while it was made is made anew: half of one would stay half for good.

The database is copied aside before, and put back when the copy is still there the next time. Files of films that were
made meanwhile stay behind, known to nobody. Only SQLite is kept so: on another database the operator is told.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection

SUFFIX = ".before-demo"


def begin() -> None:
    """Copy the database aside, before anything of the demo world is there."""
    if path := _path():
        part = path.with_name(f"{path.name}{SUFFIX}.part")
        part.unlink(missing_ok=True)
        _copy(path, part)
        part.replace(_aside(path))


def finish() -> None:
    """Let the copy go: the world is whole."""
    if path := _path():
        _aside(path).unlink(missing_ok=True)


def take_back() -> bool:
    """Put the database back as it was before a demo world that was interrupted; says whether there was one."""
    path = _path()
    if path is None or not _aside(path).exists():
        return False
    connection.close()
    _copy(_aside(path), path)
    call_command("migrate", verbosity=0)  # the copy may be older than the program
    return True


def _path() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and not name.startswith("file:") and ":memory:" not in name
    return Path(name) if is_file else None


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}{SUFFIX}")


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target, timeout=20)) as written:
        read.backup(written)
