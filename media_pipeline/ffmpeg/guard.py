"""What one child may cost, and what it has cost: memory, output, processor time, threads, open files.

What comes in is hostile until proven otherwise. So every child has limits that the kernel keeps, whatever the child
does, and is looked at while it works for those the kernel does not know: how much it has written in all, and how many
threads it runs. Nothing of ours is in its environment: no passwords, no keys.
"""

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["ENVIRONMENT", "Guard", "Limits", "Spent", "is_our_fault"]

ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
FILES = 256  # that a child may have open; a ladder writes to about a dozen at a time
THREADS = 256  # of decoder, filters and five encoders on the largest of machines
_LOOK_EVERY = 1.0  # seconds between looks at what was written; longer where looking takes long
_OUR_FAULTS = (
    "No space left on device",
    "Disk quota exceeded",
    "Read-only file system",
    "Permission denied",
    "Stale file handle",
    "Too many open files in system",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of address space, bytes of output, seconds of processor time (of all threads together) and of the clock.

    `nice` is how far it steps back for others.
    """

    memory: int
    output: int
    processor: int
    wall: float = float("inf")
    nice: int = 0


@dataclass(slots=True)
class Spent:
    """What a child has cost: seconds, bytes of memory at its peak, bytes written, threads at the most."""

    wall: float = 0.0
    processor: float = 0.0
    memory: int = 0
    output: int = 0
    threads: int = 0


@dataclass
class Guard:
    """The limits of one child, and the looks at it."""

    pid: int
    limits: Limits
    folder: Path | None = None
    spent: Spent = field(default_factory=Spent)
    _before: int = 0
    _next_look: float = 0.0

    def __post_init__(self) -> None:
        self._before = _written(self.folder)

    def restrain(self) -> None:
        """Set limits from outside: code between fork and exec is not safe with threads."""
        limits = self.limits
        wanted = {
            resource.RLIMIT_AS: limits.memory,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_CPU: limits.processor,
            resource.RLIMIT_FSIZE: limits.output,
            resource.RLIMIT_NOFILE: FILES,
        }
        try:
            if hasattr(resource, "prlimit"):
                for kind, most in wanted.items():  # at the soft limit a signal tells which it was
                    resource.prlimit(self.pid, kind, (most, most + 10 if kind == resource.RLIMIT_CPU else most))
            if limits.nice:
                os.setpriority(os.PRIO_PROCESS, self.pid, limits.nice)
        except ProcessLookupError:
            pass  # already over

    def is_over(self) -> bool:
        """Whether the child has written, or runs, more than it may; looks about once a second."""
        now = time.monotonic()
        if now < self._next_look:
            return False
        self.spent.threads = max(self.spent.threads, _threads(self.pid))
        self._weigh()
        self._next_look = now + max(_LOOK_EVERY, 20 * (time.monotonic() - now))
        return self.spent.output > self.limits.output or self.spent.threads > THREADS

    def close(self, used: resource.struct_rusage | None, wall: float) -> Spent:
        """Note at the end what the child has cost."""
        self._weigh()
        self.spent.wall = wall
        if used:
            self.spent.processor = used.ru_utime + used.ru_stime
            self.spent.memory = used.ru_maxrss * 1024
        return self.spent

    def _weigh(self) -> None:
        self.spent.output = max(self.spent.output, _written(self.folder) - self._before)


def is_our_fault(code: int, tail: str) -> bool:
    """Whether a child failed by this machine and not by its input: then the same input may do well another time.

    SIGKILL is what the kernel sends when memory is short. A crash, or a limit of ours that was met, comes from the
    input: it would come again.
    """
    return code == -9 or any(words in tail for words in _OUR_FAULTS)


def _written(folder: Path | None) -> int:
    return sum(_sizes(folder)) if folder else 0


def _sizes(folder: Path) -> Iterator[int]:
    """Sizes of all files below; one that is just being renamed counts the next time."""
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                yield os.lstat(os.path.join(root, name)).st_size  # noqa: PTH118, PTH116 - thousands, every second
            except FileNotFoundError:
                continue


def _threads(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("Threads:")), "Threads: 0")
    return int(line.split()[1])
