"""The supervisor starts its parts, starts again what falls, and leaves nothing behind."""

import os
import signal
import sys
import threading

import psutil

from elearn.operations.processes import Part, Supervisor
from tests.site import wait_until

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""
PARENT = """
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
child.wait()
"""


def is_zombie(pid: int) -> bool:
    return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def run(parts):
    said: list[str] = []
    supervisor = Supervisor(parts=parts, say=said.append)
    thread = threading.Thread(target=supervisor.run)
    thread.start()
    wait_until(lambda: all(part.is_running for part in parts))
    return supervisor, thread, said


def test_a_fallen_part_starts_again_and_all_stop():
    parts = [Part("one", SLEEPS), Part("two", SLEEPS)]
    supervisor, thread, said = run(parts)
    first = parts[0].process.pid
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: parts[0].is_running and parts[0].process.pid != first)
    assert said and "one ended" in said[0]
    supervisor.stopping.set()
    thread.join(10)
    assert not any(alive(part.process.pid) for part in parts)


def test_what_a_fallen_part_had_started_is_ended(tmp_path):
    told = tmp_path / "child"
    parts = [Part("parent", [sys.executable, "-c", PARENT, str(told)])]
    supervisor, thread, _ = run(parts)
    wait_until(lambda: told.exists() and told.read_text())
    parent, child = parts[0].process.pid, int(told.read_text())
    os.kill(parent, signal.SIGKILL)  # it alone, as when memory is short
    wait_until(lambda: not alive(child) or is_zombie(child))
    supervisor.stopping.set()
    thread.join(10)


def test_a_part_that_does_not_listen_is_ended(monkeypatch, tmp_path):
    monkeypatch.setattr("elearn.operations.processes.STOP_SECONDS", 1.0)
    is_deaf = tmp_path / "deaf"
    parts = [Part("deaf", [sys.executable, "-c", DEAF, str(is_deaf)])]
    supervisor, thread, said = run(parts)
    wait_until(is_deaf.exists)
    supervisor.stopping.set()
    thread.join(10)
    assert not alive(parts[0].process.pid)
    assert said == ["deaf did not stop in 1 s and is ended."]
