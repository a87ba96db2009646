"""The processes that are measured: a web server and a worker of broadcasts, and what processor time they take."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

__all__ = ["Running", "free_port", "processor_seconds", "running"]

_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port on this machine that nobody has."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Running:
    """Processes that were started, each with a group of its own."""

    def __init__(self) -> None:
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, command: Sequence[str]) -> int:
        """Start one; gives its pid."""
        process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        self.started.append(process)
        return process.pid

    def stop(self) -> None:
        """End all of them, with what they had started."""
        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGTERM)
        for process in self.started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def running(port: int, commands: Mapping[str, Sequence[str]]) -> Iterator[dict[str, int]]:
    """Run commands by their names until the end of the block; gives their pids once somebody answers at the port."""
    processes = Running()
    try:
        pids = {name: processes.start(command) for name, command in commands.items()}
        deadline = time.monotonic() + 60
        while not _answers(port):
            if time.monotonic() > deadline:
                raise TimeoutError("the web server did not begin to answer")
            time.sleep(0.2)
        yield pids
    finally:
        processes.stop()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def processor_seconds(pid: int) -> float:
    """Processor time that a process and all below it took; of those that ended, as far as somebody waited for them."""
    children: dict[int, list[int]] = {}
    took: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            told = (entry / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(told[1]), []).append(int(entry.name))
            took[int(entry.name)] = sum(map(int, told[11:15])) / _TICKS
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        total += took.get(one, 0.0)
        waiting += children.get(one, [])
    return total
