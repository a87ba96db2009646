"""Kill workers of this project while films are encoded: `manage.py bench faults`."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings

from media_pipeline.bench.faults import kill_workers

from .apart import bench_apart

WORKER = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--queue", "encode"]


def faults(kills: int, films: int) -> dict[str, Any]:
    """Kill workers in an empty installation made for it. Raises WentWrong."""
    return bench_apart("faults", "--kills", str(kills), "--films", str(films))


def faults_here(kills: int, films: int, say: Callable[[str], object]) -> dict[str, Any]:
    """Kill workers of the installation at hand, which is filled for good. Raises FilmsLost."""
    return kill_workers(WORKER, kills=kills, films=films, seconds=12, say=say)
