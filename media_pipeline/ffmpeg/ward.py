"""What the children of one piece of work obey together: a look around every few seconds, and standing still.

Whoever works sets a ward for the length of the work; every `run` below it, in the same context, obeys it without being
told. The look may raise, which ends the child, or give something that goes first: then all children of the ward stand
still (SIGSTOP), their clocks too, until it is done. A stopped child still dies with its process group; and when only
its worker is killed, the kernel sends the orphaned group SIGHUP, which ends it.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field

__all__ = ["Clock", "Ward", "current", "obeying"]

Deed = Callable[[], object]

_current: ContextVar["Ward | None"] = ContextVar("ward", default=None)


@dataclass
class Ward:
    """The children of one piece of work."""

    look: Callable[[], Deed | None]  # asked only in the thread that made the ward
    every: float = 3.0
    said: str = ""  # the end of what the last child said
    _children: set[int] = field(default_factory=set)
    _thread: int = field(default_factory=threading.get_ident)
    _next: float = field(default_factory=time.monotonic)
    _paused: float = 0.0
    _still_since: float | None = None

    @property
    def paused(self) -> float:
        """Seconds that the children have stood still, the present pause included."""
        since = self._still_since
        return self._paused + (time.monotonic() - since if since is not None else 0.0)

    @contextmanager
    def keeping(self, pid: int) -> Iterator[None]:
        """Have a child of the ward for as long as it lives."""
        self._children.add(pid)
        try:
            yield
        finally:
            self._children.discard(pid)

    def tick(self) -> None:
        """Look around when it is time, and let go first what goes first. Raises what the look raises."""
        now = time.monotonic()
        if now < self._next or threading.get_ident() != self._thread:
            return
        deed = self.look()
        if deed is not None:
            self._stand_still(deed)
        self._next = time.monotonic() + self.every

    def _stand_still(self, deed: Deed) -> None:
        self._still_since = time.monotonic()
        self._signal(signal.SIGSTOP)
        try:
            deed()
        finally:
            self._signal(signal.SIGCONT)
            self._paused, self._still_since = self.paused, None

    def _signal(self, number: signal.Signals) -> None:
        for pid in list(self._children):
            with suppress(ProcessLookupError):
                os.kill(pid, number)


class Clock:
    """Seconds since a child began, without those that it stood still."""

    def __init__(self, ward: Ward | None) -> None:
        self._ward, self._began = ward, time.monotonic()
        self._before = ward.paused if ward else 0.0

    @property
    def seconds(self) -> float:
        paused = self._ward.paused - self._before if self._ward else 0.0
        return time.monotonic() - self._began - paused


def current() -> Ward | None:
    """The ward that what begins here obeys."""
    return _current.get()


@contextmanager
def obeying(ward: Ward | None) -> Iterator[None]:
    """Let all that runs in here obey a ward."""
    token = _current.set(ward)
    try:
        yield
    finally:
        _current.reset(token)
