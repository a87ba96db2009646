"""What the hot paths of the school share: reports of many players recorded in one transaction, and raw answers.

Reports are collected for a moment and recorded by one thread of the process; each is acknowledged only after
that transaction is committed.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

ReportT = TypeVar("ReportT")
OutcomeT = TypeVar("OutcomeT")

GATHER = 0.02  # seconds
LARGEST_BATCH = 200
LARGEST_BODY = 64 * 1024
LARGEST_RATE = 1_000  # of playback; far beyond what counts, and a number that can be reckoned with
AT_ONCE = 600  # reports of one player, which keeps 500 at most
AGAIN = b"30"  # seconds until a player that was too quick may come again
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[ReportT, OutcomeT]):
    """A report, where its outcome is waited for, and since when (seconds of the monotonic clock)."""

    report: ReportT
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[OutcomeT | None]
    since: float


class Writer(Generic[ReportT, OutcomeT]):
    """One thread of a process that records reports, many in a transaction. None stands for what nobody knows of."""

    def __init__(
        self, record: Callable[[Sequence[ReportT]], list[OutcomeT | None]], *, name: str, gather: float = GATHER
    ) -> None:
        self.record_all, self.name, self.gather = record, name, gather
        self.waiting: queue.SimpleQueue[_Waiting[ReportT, OutcomeT] | None] = queue.SimpleQueue()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    async def record(self, report: ReportT) -> OutcomeT | None:
        """Give what became of a report once it is committed."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[OutcomeT | None] = loop.create_future()
        self._run()
        self.waiting.put(_Waiting(report, loop, future, time.monotonic()))
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
                self.thread = threading.Thread(target=self._work, name=self.name, daemon=True)
                self.thread.start()

    def _work(self) -> None:
        while batch := self._gather():
            close_old_connections()
            for one, outcome in self._recorded(batch):
                one.loop.call_soon_threadsafe(_settle, one.future, outcome)
        connection.close()

    def _gather(self) -> list[_Waiting[ReportT, OutcomeT]]:
        """Wait for a report, then a moment for others to join it. Nothing: the thread is to end.

        The moment counts from when the report came: what waited while others were recorded waits no longer.
        """
        first = self.waiting.get()
        if first is None:
            return []
        batch, until = [first], first.since + self.gather
        while len(batch) < LARGEST_BATCH:
            try:
                following = self.waiting.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if following is None:
                self.waiting.put(None)
                break
            batch.append(following)
        return batch

    def _recorded(
        self, batch: list[_Waiting[ReportT, OutcomeT]]
    ) -> list[tuple[_Waiting[ReportT, OutcomeT], OutcomeT | None | Exception]]:
        try:
            return list(zip(batch, self.record_all([one.report for one in batch]), strict=True))
        except (OperationalError, InterfaceError) as error:
            return [(one, error) for one in batch]  # the database is away: each alone would fare no better
        except Exception as error:
            if len(batch) == 1:
                return [(batch[0], error)]
        # One report must not take the others down with it: it is looked for by halves.
        half = len(batch) // 2
        return self._recorded(batch[:half]) + self._recorded(batch[half:])


class Pace:
    """How many reports of one player are taken: some at once, and from then on so many a second.

    Each report is a row for ever, also one that counts nothing. A player sends one in ten seconds at most for long, and
    after a time without a network those it kept, one after another: it keeps fewer than `AT_ONCE`, so that all of them
    are taken. What is not taken now it sends later. In the memory of one process: nothing is asked of the database.
    """

    def __init__(
        self, *, at_once: int, a_second: float, clock: Callable[[], float] = time.monotonic, most: int = 20_000
    ) -> None:
        self.every, self.ahead, self.clock, self.most = 1 / a_second, (at_once - 1) / a_second, clock, most
        self.until: dict[Hashable, float] = {}  # by player: when it would be through, had it kept to its pace
        self.full = most

    def takes(self, player: Hashable) -> bool:
        """Say whether one more report of a player is taken now, and count it."""
        now = self.clock()
        until = max(self.until.get(player, now), now)
        if until - now > self.ahead:
            return False
        self.until[player] = until + self.every
        if len(self.until) > self.full:
            self.until = {one: until for one, until in self.until.items() if until > now}
            self.full = max(self.most, 2 * len(self.until))
        return True


def _settle(future: "asyncio.Future[Any]", outcome: Any) -> None:
    if future.done():  # the player has gone
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


async def read_body(receive: Receive) -> bytes | None:
    """Read the body; None when it is larger than any report."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return body


async def answer(
    send: Send, status: int, body: bytes = b"", kind: bytes = b"text/plain", headers: list | None = None
) -> None:
    """Answer a request whole."""
    common = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*common, *(headers or [])]})
    await send({"type": "http.response.body", "body": body})
