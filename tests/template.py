"""A prepared SQLite database (tables, roles, first pages), made once and copied wherever tests need a new one."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
FOLDER = HOME / ".data" / "templates"
# Files that say what an installation begins with.
PREPARING = ("prepare*.py", "permissions.py", "first_pages.py", "districts.py", "curriculum.py", "migrating.py")


def sources() -> Iterator[Path]:
    """List what it is made from: our migrations and preparations, and the versions of everybody else's."""
    yield HOME / "constraints.txt"
    for app in ("elearn", "courses", "media_pipeline"):
        yield from sorted((HOME / app).rglob("migrations/*.py"))
        for name in PREPARING:
            yield from sorted((HOME / app).rglob(name))


def digest() -> str:
    """Name the state of what it is made from."""
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources())).hexdigest()[:16]


def prepared() -> Path:
    """Give the template's file; the first process to ask makes it, the others wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = FOLDER / f"{digest()}.sqlite3"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            forget_old("*.sqlite3")
            _make(template)
    return template


def forget_old(names: str) -> None:
    """Remove all but the newest few: whoever goes from branch to branch finds theirs again."""
    for old in sorted(FOLDER.glob(names), key=lambda path: path.stat().st_mtime)[:-3]:
        shutil.rmtree(old) if old.is_dir() else old.unlink()


def _make(template: Path) -> None:
    making = FOLDER / "making"
    making.mkdir(exist_ok=True)
    environment = {**os.environ, "KORPU_DATA_DIR": str(making)}
    environment.pop("KORPU_DATABASE_URL", None)
    (making / "static").mkdir(exist_ok=True)
    command = [sys.executable, str(HOME / "manage.py"), "prepare"]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    made = next(making.glob("*.sqlite3"))
    template.with_suffix(".part").unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(made)) as source,
        contextlib.closing(sqlite3.connect(template.with_suffix(".part"))) as copy,
    ):
        source.backup(copy)
        copy.execute("DELETE FROM django_tasks_database_dbtaskresult")
        copy.commit()
    template.with_suffix(".part").rename(template)
    for left in making.glob("*.sqlite3*"):
        left.unlink()


def opened(template: Path) -> sqlite3.Connection:
    """Open a template that nobody changes any more; one that is not there is an error and not a new empty one."""
    return sqlite3.connect(f"{template.as_uri()}?mode=ro&immutable=1", uri=True)


def copy_into(template: Path, target: sqlite3.Connection) -> None:
    """Copy a template into an open (empty) database."""
    with contextlib.closing(opened(template)) as source:
        source.backup(target)
    target.commit()


if __name__ == "__main__":
    prepared()
