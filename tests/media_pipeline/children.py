"""The processes a test itself has begun.

An earlier test's pool of processes leaves the tracker of its resources behind, for as long as the run lasts.
"""

import psutil


class Children:
    """Who came after this was made."""

    def __init__(self) -> None:
        self._before = set(psutil.Process().children())

    def now(self) -> list[psutil.Process]:
        return [child for child in psutil.Process().children() if child not in self._before]

    def states(self) -> list[str]:
        return [child.status() for child in self.now()]
