"""Loaded before Django's settings: gives the tests a data folder of their own, and each of several processes its own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "KORPU_TESTS_DIR" not in os.environ:
    folder = tempfile.mkdtemp(prefix="korpu-tests-")
    os.environ["KORPU_TESTS_DIR"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
data = Path(os.environ["KORPU_TESTS_DIR"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
(data / "static").mkdir(parents=True, exist_ok=True)
os.environ["KORPU_DATA_DIR"] = str(data)
os.environ.setdefault("KORPU_MODE", "development")
