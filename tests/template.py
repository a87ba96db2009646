"""A prepared SQLite database (tables, roles, first pages), made once and copied wherever tests need a new one."""

import contextlib
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
FOLDER = HOME / ".data" / "templates"


def sources() -> Iterator[Path]:
    """List what it is made from: our migrations and preparations, and the versions of everybody else's."""
    yield HOME / "constraints.txt"
    for app in ("elearn", "courses", "media_pipeline"):
        yield from sorted((HOME / app).rglob("migrations/*.py"))
        yield from sorted((HOME / app).rglob("prepare.py"))


def prepared() -> Path:
    """Give the template's file; the first process to ask makes it, the others wait."""
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources())).hexdigest()[:16]
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = FOLDER / f"{digest}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            for old in FOLDER.glob("*.sqlite3"):
                old.unlink()
            _make(template)
    return template


def _make(template: Path) -> None:
    making = FOLDER / "making"
    making.mkdir(exist_ok=True)
    environment = {**os.environ, "KORPU_DATA_DIR": str(making)}
    environment.pop("KORPU_DATABASE_URL", None)
    (making / "static").mkdir(exist_ok=True)
    command = [sys.executable, str(HOME / "manage.py"), "prepare"]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    made = next(making.glob("*.sqlite3"))
    with contextlib.closing(sqlite3.connect(template.with_suffix(".part"))) as copy:
        copy_into(made, copy)
        copy.execute("DELETE FROM django_tasks_database_dbtaskresult")
        copy.commit()
    template.with_suffix(".part").rename(template)
    for left in making.glob("*.sqlite3*"):
        left.unlink()


def copy_into(template: Path, target: sqlite3.Connection) -> None:
    """Copy a database file into an open (empty) database."""
    source = sqlite3.connect(template)
    source.backup(target)
    source.close()
    target.commit()


if __name__ == "__main__":
    prepared()
