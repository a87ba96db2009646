"""A really running site for the journeys: web server, workers and tick on a folder of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(HOME / "manage.py")]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Process:
    """One process of the site, in a process group of its own."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.popen: subprocess.Popen | None = None

    def start(self) -> None:
        log = Path(self.environment["KORPU_DATA_DIR"]) / f"{self.name}.log"
        with log.open("ab") as output:
            self.popen = subprocess.Popen(
                self.command, env=self.environment, start_new_session=True, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output,
            )  # fmt: skip

    def stop(self) -> None:
        if self.popen and self.popen.poll() is None:
            self.popen.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(20)
        self.kill()

    def kill(self) -> None:
        """End the whole process group at once, as a power cut would."""
        if self.popen:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()


class Site:
    """The running site. `url` is its address; the test process uses the same database through Django."""

    def __init__(self, folder: Path) -> None:
        from elearn.operations.management.commands.serve import web

        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {**os.environ, "KORPU_DATA_DIR": str(folder), "KORPU_BASE_URL": self.url}
        self.server = Process("web", web("127.0.0.1", self.port, 1), self.environment)
        self.quick = Process("quick", [*MANAGE, "work", "--queue", "quick"], self.environment)
        self.encode = Process("encode", [*MANAGE, "work", "--queue", "encode"], self.environment)
        self.tick = Process("tick", [*MANAGE, "tick"], self.environment)
        self.processes = [self.server, self.quick, self.encode, self.tick]

    def start(self) -> None:
        for process in self.processes:
            process.start()
        self.wait_for_server()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.stop()

    def wait_for_server(self, seconds: float = 90) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/health/", timeout=2):
                return
            time.sleep(0.2)
        raise AssertionError((self.folder / "web.log").read_text()[-3000:])

    def restart_server(self, *, kill: bool = True) -> None:
        """Kill the web server (or stop it kindly) and start it again on the same port."""
        self.server.kill() if kill else self.server.stop()
        self.server.start()
        self.wait_for_server()


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Site]:
    site = Site(folder)
    try:
        site.start()
        yield site
    finally:
        site.stop()


def wait_until(question, seconds: float = 30, every: float = 0.2):
    """Ask until the answer is true; gives the answer. Fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(every)
    raise AssertionError(f"still not so after {seconds} s: {question}")
