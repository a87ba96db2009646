"""Runs several processes as one: starts them, starts again what falls, and stops all of them cleanly."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

STOP_SECONDS = 20.0
CALM_SECONDS = 30.0  # a process that lived this long starts again at once


@dataclass
class Part:
    """One process of the site. Each leads a process group of its own, so that its children go with it."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0
    next_start: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            self.command, env=dict(environment), start_new_session=True, stdin=subprocess.DEVNULL
        )
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int, *, group: bool = False) -> None:
        """Signal the process, or its whole group. One that is gone already is no error."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.process.pid, number)


@dataclass
class Supervisor:
    """Keeps parts running until told to stop."""

    parts: list[Part]
    say: Callable[[str], object]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Start all, watch until `stopping` is set, stop all."""
        try:
            for part in self.parts:
                part.start(self.environment)
            while not self.stopping.wait(0.5):
                self._mend()
        finally:
            self.stop()

    def _mend(self) -> None:
        now = time.monotonic()
        for part in self.parts:
            if part.is_running:
                continue
            if part.next_start <= part.started_at:
                part.signal(signal.SIGKILL, group=True)  # what it had started would work on for nobody
                part.falls = 0 if now - part.started_at > CALM_SECONDS else part.falls + 1
                wait = min(30.0, 0.5 * 2**part.falls) if part.falls else 0.0
                part.next_start = now + wait
                code = part.process.returncode if part.process else None
                self.say(f"{part.name} ended ({code}); it starts again in {wait:.0f} s.")
            if now >= part.next_start:
                part.start(self.environment)

    def stop(self) -> None:
        """Ask every part to stop, wait, and end what does not listen."""
        for part in self.parts:
            part.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for part in self.parts:
            if part.process is None:
                continue
            try:
                part.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{part.name} did not stop in {STOP_SECONDS:.0f} s and is ended.")
            part.signal(signal.SIGKILL, group=True)
            part.process.wait()
