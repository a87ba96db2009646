"""Loaded before Django's settings: gives the tests a data folder of their own, and each of several processes its own."""

import atexit
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

if "KORPU_TESTS_DIR" not in os.environ:
    folder = tempfile.mkdtemp(prefix="korpu-tests-")
    os.environ["KORPU_TESTS_DIR"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
data = Path(os.environ["KORPU_TESTS_DIR"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
(data / "static").mkdir(parents=True, exist_ok=True)
os.environ["KORPU_DATA_DIR"] = str(data)
os.environ.setdefault("KORPU_MODE", "development")


def zone_at_noon(now: datetime) -> str:
    """Give a time zone in which it is about noon: half an hour ago and in an hour are the same day there."""
    hours = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-hours:+d}"  # POSIX counts the other way round: Etc/GMT-4 is four hours ahead


# A visit of a journey lies around now: it has to be the same day, and a time at which people are told something.
if any("journeys" in argument and not argument.startswith("-") for argument in sys.argv):
    os.environ.setdefault("KORPU_TIME_ZONE", zone_at_noon(datetime.now(UTC)))
