"""The processes a test itself has begun.

An earlier test's pool of processes leaves the tracker of its resources behind, for as long as the run lasts.
"""

import time

import psutil

PATIENCE = 20  # seconds


class Children:
    """Who came after this was made."""

    def __init__(self) -> None:
        self._before = set(psutil.Process().children())

    def now(self) -> list[psutil.Process]:
        return [child for child in psutil.Process().children() if child not in self._before]

    def all_stand_still(self) -> bool:
        """Whether all of them do, and there are some; a process told to stop does so a moment later."""
        late = time.monotonic() + PATIENCE
        while self._states() != {psutil.STATUS_STOPPED} and time.monotonic() < late:
            time.sleep(0.01)
        return self._states() == {psutil.STATUS_STOPPED}

    def _states(self) -> set[str]:
        return {child.status() for child in self.now()}
