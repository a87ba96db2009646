"""Real processes and a bad line: the web server is killed, the worker is killed, pieces get lost, doubled, out of order.

What was acknowledged is there, byte by byte; what can be played goes on without a hole, without anything twice.
"""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from tests.site import free_port, wait_until

from .cast import badly_sent, in_seconds, stream
from .test_faults import WORKER, engine, python  # noqa: F401 - fixtures

SECONDS = 24
FOLLOWS = [*WORKER[:-1], "--queue-name", "live"]


class Line:
    """A studio's line to a web server that comes and goes."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address

    def ask(self, method: str, place: str, body: bytes, headers: dict | None = None) -> tuple[int, dict]:
        """Send it until it is answered."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
                connection.request(method, self.address + place, body, headers or {})
                answer = connection.getresponse()
                said = json.loads(answer.read())
                if answer.status < 500:
                    return answer.status, said
            time.sleep(0.2)
        raise AssertionError("no answer")

    def tell(self, place: str, **told) -> dict:
        return self.ask("POST", place, json.dumps(told).encode())[1]

    def put(self, number: int, data: bytes) -> int:
        headers = {"X-Sha256": sha256(data).hexdigest(), "X-Duration-Ms": "1000"}
        return self.ask("PUT", f"/1/{number}", data, headers)[0]


@pytest.fixture
def server(python):  # noqa: F811
    """Start the web server; the same port again after it was killed."""
    port = free_port()
    granian = Path(sys.executable).with_name("granian")

    def start() -> subprocess.Popen:
        return python(
            "-c", f"import os; os.execv({str(granian)!r}, ['granian', '--interface', 'asginl', '--port', '{port}', "
            "'--no-ws', '--log-level', 'error', 'tests.media_pipeline.engine_asgi:application'])",
        )  # fmt: skip

    return port, start


def kill(process: subprocess.Popen) -> None:
    """As a power cut would: the whole process group."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.slow
def test_no_acknowledged_piece_is_lost_whoever_is_killed(python, engine, server):  # noqa: F811
    python("-m", "django", "migrate", "-v0").wait(timeout=60)
    port, start = server
    line, second = Line(port, engine("air")["address"]), Line(port, engine("air")["address"])
    web, worker = start(), python(*FOLLOWS)
    pieces = in_seconds(stream(seconds=SECONDS), SECONDS)
    order, lost = badly_sent(pieces, seed=7)
    assert line.tell("/runs", holder=str(uuid4()), mime="video/webm", on_air=True)["run"] == 1
    second.tell("/runs", holder=str(uuid4()), mime="video/webm", on_air=True)
    for number in range(1, 5):
        second.put(number, pieces[number - 1])
    for at, (number, data) in enumerate(order):
        if at == 6:
            kill(web)
            web = start()
        if at == 12:
            # one worker follows both: the one that waits for its studio holds up no other
            wait_until(lambda: min(other.ask("GET", "", b"")[1]["on_air_ms"] for other in (line, second)) >= 2000, 30)
            kill(worker)
            worker = python(*FOLLOWS)
        assert line.put(number, data) in (200, 201)
    assert line.tell("/1/over", pieces=SECONDS, lost=lost)["code"] == "noted"
    assert engine("end") == {"take": "sent"}

    def all_is_made() -> dict | None:
        engine("sweep")  # as the tick does: the killed worker's lease runs out
        told = engine("played")
        return told if told["work"] == "done" else None

    told = wait_until(all_is_made, 60)
    acknowledged = {str(number): sha256(pieces[number - 1]).hexdigest() for number, _ in order}
    assert told["kept"] == acknowledged
    assert told["numbers"] == told["sounds"] == list(range(len(told["numbers"])))
    assert told["begins"] == [0, *told["ends"][:-1]]
    gaps = sum(number - 1 not in lost for number in lost)
    assert sum(told["frames"]) >= 15 * (SECONDS - len(lost) - gaps) - 15
    assert sum(told["frames"]) <= 15 * (SECONDS - len(lost)) + 15  # nothing is there twice
