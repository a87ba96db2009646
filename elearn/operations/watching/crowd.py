"""The crowd: a process of its own that sends what every watcher sends, when they send it, and keeps what was answered.

Watchers come over a few hundred connections that stay open, as through a proxy. How long an answer took is counted from
the moment the report was due, so that a server that falls behind is seen to. What is not answered is sent again, as a
player does. Run as `python -m elearn.operations.watching.crowd <plan> <result>`.
"""

import asyncio
import contextlib
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from elearn.operations.live.wire import Asker, Cut

from .plan import Kind, Watcher, digest_of, reports_of

__all__ = ["Orders", "Told", "run"]

AGAIN = 0.5  # seconds until what was not answered is sent again
FORGED = "0" * 64


@dataclass(frozen=True)
class Orders:
    """Where to, when (seconds since 1970), and over how many connections."""

    host: str
    port: int
    begins_at: float
    counts_from: float
    counts_until: float
    ends_at: float
    connections: int = 256


@dataclass
class Told:
    """What a watcher was told: its numbers that were acknowledged, and how far that was."""

    counted: list[int] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    watched_ms: int = 0
    unanswered: int = 0


class _Crowd:
    def __init__(self, orders: Orders, watchers: list[Watcher]) -> None:
        self.orders, self.watchers = orders, watchers
        self.told = [Told() for _ in watchers]
        self.shown: list[dict[str, Any] | None] = [None for _ in watchers]
        self.due: asyncio.Queue[tuple[float, Watcher, dict[str, Any]]] = asyncio.Queue()
        self.latencies: list[float] = []  # of reports that were taken
        self.refused: dict[str, int] = {}  # other answers meanwhile, by status
        self.faults: dict[str, int] = {}
        self.busy_from = self.busy_until = 0.0

    async def run(self) -> None:
        sending = [asyncio.create_task(self._send()) for _ in range(self.orders.connections)]
        counting = asyncio.create_task(self._count_work())
        await asyncio.gather(*(self._call(every) for every in {watcher.every for watcher in self.watchers}))
        await asyncio.sleep(max(0.0, self.orders.ends_at - time.time()))
        for task in (counting, *sending):
            task.cancel()
        await asyncio.gather(counting, *sending, return_exceptions=True)

    async def _count_work(self) -> None:
        await asyncio.sleep(max(0.0, self.orders.counts_from - time.time()))
        self.busy_from = time.process_time()
        await asyncio.sleep(max(0.0, self.orders.counts_until - time.time()))
        self.busy_until = time.process_time()

    async def _call(self, every: float) -> None:
        """Let each watcher of one pace take their turns, in the order of time."""
        alike = [watcher for watcher in self.watchers if watcher.every == every]
        by_phase = sorted(alike, key=lambda watcher: watcher.phase)
        turn = 0
        while True:
            turn += 1
            for watcher in by_phase:
                at = self.orders.begins_at + watcher.phase + every * turn
                if at >= self.orders.ends_at:
                    return
                wait = at - time.time()
                if wait > 0:
                    await asyncio.sleep(wait)
                for report in reports_of(watcher, turn):
                    self.due.put_nowait((at, watcher, report))

    async def _send(self) -> None:
        asker: Asker | None = None
        while True:
            at, watcher, report = await self.due.get()
            body = json.dumps(report | self._shown(watcher)).encode()
            try:
                asker = asker or await Asker.to(self.orders.host, self.orders.port)
                answer = await asker.ask(f"/watch/{watcher.token}/report", method="POST", body=body, keep=True)
            except (Cut, OSError):
                asker = None
                self._fault("cut")
                await asyncio.sleep(AGAIN)
                self.due.put_nowait((at, watcher, report))
                continue
            self._answered(at, watcher, answer.status, answer.body)
            if answer.status >= 500:
                await asyncio.sleep(AGAIN)
                self.due.put_nowait((at, watcher, report))

    def _shown(self, watcher: Watcher) -> dict[str, Any]:
        shown, self.shown[watcher.number] = self.shown[watcher.number], None
        return {"shown": shown} if shown else {}

    def _answered(self, at: float, watcher: Watcher, status: int, body: bytes) -> None:
        now = time.time()
        if self.orders.counts_from <= now < self.orders.counts_until:
            if status == 200:
                self.latencies.append(now - at)
            else:
                self.refused[str(status)] = self.refused.get(str(status), 0) + 1
        told = self.told[watcher.number]
        if status != 200:
            if watcher.kind != Kind.FORGES or status != 403:
                self._fault(str(status))
            return
        said = json.loads(body)
        told.watched_ms = max(told.watched_ms, said["watched_ms"])
        if said["counted"]:
            told.counted.append(said["number"])
        elif said["refusal"]:
            told.refused[said["refusal"]] = told.refused.get(said["refusal"], 0) + 1
        if (check := said.get("check")) and watcher.kind != Kind.SILENT:
            digest = FORGED if watcher.kind == Kind.PRETENDS else digest_of(check["segment"], check["salt"])
            self.shown[watcher.number] = {"number": check["number"], "digest": digest}

    def _fault(self, name: str) -> None:
        self.faults[name] = self.faults.get(name, 0) + 1

    def found(self) -> dict[str, Any]:
        while not self.due.empty():
            _at, watcher, _report = self.due.get_nowait()
            self.told[watcher.number].unanswered += 1
        return {
            "latencies": self.latencies,
            "refused": self.refused,
            "told": [asdict(one) for one in self.told],
            "faults": self.faults,
            "cpu": self.busy_until - self.busy_from,
        }


def run(plan: Path, result: Path) -> None:
    """Do what the plan says; write what came of it."""
    said = json.loads(plan.read_text())
    watchers = [Watcher(**{**one, "kind": Kind(one["kind"])}) for one in said["watchers"]]
    crowd = _Crowd(Orders(**said["orders"]), watchers)
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(crowd.run())
    result.write_text(json.dumps(crowd.found()))


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
