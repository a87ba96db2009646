"""How much memory a process and those it began hold, read from /proc while they work."""

import os
import threading
import time
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY_SECONDS = 0.25


def held_mb(pid: int) -> float:
    """Give the resident memory of a process and all below it, in megabytes; 0 when it has gone."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = {int(child) for task in tasks for child in (task / "children").read_text().split()}
    except (OSError, IndexError):
        return 0.0
    return own + sum(held_mb(child) for child in below)


class Watch:
    """Looks at a process all the time; `peak` is the most it held."""

    def __init__(self, pid: int) -> None:
        self.pid, self.peak, self._over = pid, 0.0, threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._looking.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.is_set():
            self.peak = max(self.peak, held_mb(self.pid))
            time.sleep(EVERY_SECONDS)
