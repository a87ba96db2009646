"""Workers are killed at random while films encode: all are published, none twice. `bench faults` does it at length."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import HOME


@pytest.mark.slow
def test_every_film_is_published_once_whoever_is_killed(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.media_pipeline.engine_settings",
        "KORPU_DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(HOME),
    }

    def python(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, timeout=300)

    python("-m", "django", "migrate", "-v0")
    told = python("-m", "tests.media_pipeline.engine", "kill", "1", "6")
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert (found["published"], found["kills"], found["faults"]) == (6, 1, [])
