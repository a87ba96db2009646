"""Hot path: playlists of playback sessions, and the reports of players, answered before Django.

`GET  /watch/<token>/master.m3u8`  the playlist; fetching it is what opens the session
`GET  /watch/<token>/audio.m3u8`   the same for the sound alone
`POST /watch/<token>/report`       {"number", "spans": [[from_ms, to_ms], …], "position_ms", "rate"}

Every 10 s each player sends a report. They are collected for `GATHER` seconds and recorded by one thread in one
transaction; each is acknowledged only after that transaction is committed.
"""

import asyncio
import json
import logging
import queue
import re
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

from django.db import close_old_connections, connection

from .domain import playback, watch
from .errors import NoSuchSession, SchoolError

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Waiting = tuple[watch.Report, asyncio.AbstractEventLoop, "asyncio.Future[watch.Outcome | None]"]

GATHER = 0.02
LARGEST_BATCH = 200
LARGEST_BODY = 64 * 1024
_PATH = re.compile(r"^/watch/(?P<token>[\w~-]{20,200})/(?P<what>master\.m3u8|audio\.m3u8|report)$")
_PLAYLIST = b"application/vnd.apple.mpegurl"
log = logging.getLogger(__name__)


def handles(path: str) -> bool:
    """Tell whether a path is ours."""
    return path.startswith("/watch/")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    match = _PATH.match(scope["path"])
    if match is None:
        return await _answer(send, 404)
    try:
        session = playback.session_of(match["token"])
    except NoSuchSession:
        return await _answer(send, 403)
    method = "POST" if match["what"] == "report" else "GET"
    if scope["method"] != method:
        return await _answer(send, 405, headers=[(b"allow", method.encode())])
    if method == "POST":
        return await _take_report(session, receive, send)
    work = _playlist if match["what"] == "master.m3u8" else _sound
    try:
        status, body, headers = await asyncio.to_thread(work, session)
    except SchoolError:
        return await _answer(send, 404)
    return await _answer(send, status, body, _PLAYLIST, headers)


def _playlist(session: Any) -> tuple[int, bytes, list]:
    return 200, _with_database(playback.playlist, session).encode(), []


def _sound(session: Any) -> tuple[int, bytes, list]:
    return 302, b"", [(b"location", _with_database(playback.audio_playlist, session).encode())]


def _with_database(function: Callable[..., str], *args: Any) -> str:
    """Call something that reads the database from a thread that Django does not look after."""
    close_old_connections()
    try:
        return function(*args)
    finally:
        close_old_connections()


async def _take_report(session: Any, receive: Receive, send: Send) -> None:
    body = await _body(receive)
    if body is None:
        return await _answer(send, 413)
    report = parse(session, body)
    if report is None:
        return await _answer(send, 400)
    try:
        outcome = await writer.record(report)
    except Exception:
        # The player keeps the report and sends it again.
        log.exception("A report of watching could not be recorded.")
        return await _answer(send, 503, headers=[(b"retry-after", b"10")])
    if outcome is None:
        return await _answer(send, 404)
    return await _answer(send, 200, json.dumps(said(outcome)).encode(), b"application/json")


def parse(session: Any, body: bytes) -> watch.Report | None:
    """Read a report. None for what is not even the shape of one; whether its figures are sound is judged later."""
    try:
        said = json.loads(body)
        number, spans = said["number"], said["spans"]
        position_ms, rate = said.get("position_ms"), said.get("rate", watch.MAX_RATE)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    sound = (
        type(number) is int
        and 1 <= number <= watch.LARGEST
        and isinstance(spans, list)
        and all(isinstance(span, list) for span in spans)
        and (position_ms is None or type(position_ms) is int)
        and isinstance(rate, int | float)
        and not isinstance(rate, bool)
    )
    return watch.Report(session, number, spans, position_ms, float(rate)) if sound else None


def said(outcome: watch.Outcome) -> dict[str, Any]:
    """Say what became of a report, for the player."""
    return {
        "number": outcome.number,
        "counted": outcome.counted,
        "refusal": outcome.refusal,
        "watched_ms": outcome.watched_ms,
        "duration_ms": outcome.duration_ms,
        "watched": outcome.watched,
        "gone": outcome.gone,
        "lesson_completed": outcome.advance.lesson_completed,
        "course_completed": outcome.advance.course_completed,
    }


class Writer:
    """One thread of a process that records reports, many in a transaction."""

    def __init__(self) -> None:
        self.waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    async def record(self, report: watch.Report) -> watch.Outcome | None:
        """Give what became of a report once it is committed."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[watch.Outcome | None] = loop.create_future()
        self._run()
        self.waiting.put((report, loop, future))
        return await future

    def stop(self) -> None:
        """Let the thread end after what it has; the next report starts another."""
        with self.lock:
            thread, self.thread = self.thread, None
        if thread is not None:
            self.waiting.put(None)
            thread.join()

    def _run(self) -> None:
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._work, name="watch-writer", daemon=True)
                self.thread.start()

    def _work(self) -> None:
        while batch := self._gather():
            close_old_connections()
            for (_, loop, future), outcome in self._recorded(batch):
                loop.call_soon_threadsafe(_settle, future, outcome)
        connection.close()

    def _gather(self) -> list[Waiting]:
        """Wait for a report, then a moment for others to join it. Nothing: the thread is to end."""
        first = self.waiting.get()
        batch = [first] if first else []
        until = time.monotonic() + GATHER
        while batch and len(batch) < LARGEST_BATCH and (left := until - time.monotonic()) > 0:
            try:
                following = self.waiting.get(timeout=left)
            except queue.Empty:
                break
            if following is None:
                self.waiting.put(None)
                break
            batch.append(following)
        return batch

    def _recorded(self, batch: list[Waiting]) -> list[tuple[Waiting, watch.Outcome | None | Exception]]:
        try:
            return list(zip(batch, watch.record([report for report, _, _ in batch]), strict=True))
        except Exception as error:
            if len(batch) == 1:
                return [(batch[0], error)]
        # One report must not take the others down with it.
        return [pair for one in batch for pair in self._recorded([one])]


def _settle(future: "asyncio.Future[watch.Outcome | None]", outcome: watch.Outcome | None | Exception) -> None:
    if future.done():  # the player has gone
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


writer = Writer()


async def _body(receive: Receive) -> bytes | None:
    """Read the body; None when it is larger than any report."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return body


async def _answer(
    send: Send, status: int, body: bytes = b"", kind: bytes = b"text/plain", headers: list | None = None
) -> None:
    common = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*common, *(headers or [])]})
    await send({"type": "http.response.body", "body": body})
