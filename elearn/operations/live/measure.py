"""One broadcast and its viewers on this machine: a studio, the web server and a live worker as they are, and a crowd.

It works in the installation at hand, which should be an empty one of its own: `manage.py bench live` makes one.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections

from courses.domain.webinars.events import events_address, publish
from courses.models import Webinar
from elearn.operations.management.commands.serve import MANAGE, web
from elearn.people.models import Person
from media_pipeline import api as films
from media_pipeline.models import Broadcast

from . import studio
from .machine import free_port, processor_seconds, running
from .pieces import Recording, recording
from .viewers import Crowd, Viewer
from .wire import Asker

__all__ = ["WentWrong", "measure"]

HOST = "127.0.0.1"
ARRIVE = 10.0  # seconds in which the viewers come
SETTLE = 3.0  # seconds after that until it counts
EVERY = 0.5  # seconds between events
TAIL = 3.0  # seconds for what was told last to be heard


class WentWrong(RuntimeError):
    """What was to be measured did not run."""


@dataclass(frozen=True)
class Scene:
    """The broadcast, and an address of the events for each viewer."""

    broadcast: Broadcast
    webinar: Webinar
    events: list[str]


def measure(
    *, viewers: int, seconds: int, clip: Path | None, web_workers: int, say: Callable[[str], object]
) -> dict[str, Any]:
    """Let so many watch for so many seconds. Raises WentWrong, or Refused."""
    length = round(ARRIVE + SETTLE + seconds + TAIL + 6)
    with tempfile.TemporaryDirectory(prefix="live-bench-") as folder:
        say(f"Recording {length} s, unless there is such a recording …")
        sent = recording(clip or Path(folder), length)
    port = free_port()
    scene = _scene(viewers)
    parts = {"web": web(HOST, port, web_workers), "live": [*MANAGE, "work", "--queue", "live"]}
    with running(port, parts) as pids:
        say(f"{viewers} viewers come within {ARRIVE:.0f} s and watch for {seconds} s.")
        return asyncio.run(_Bench(scene, sent, port, pids).run(seconds))


def _scene(viewers: int) -> Scene:
    broadcast = films.open_broadcast(title="bench", language="en")
    speaker = Person.objects.create(name="bench", is_check=True)
    webinar = Webinar.objects.create(title="bench", language="en", speaker=speaker, broadcast=broadcast)
    people = [Person.objects.create(name=f"bench {number}", is_check=True) for number in range(viewers)]
    return Scene(broadcast, webinar, [events_address(webinar, person, "viewer") for person in people])


class _Bench:
    """One measurement."""

    def __init__(self, scene: Scene, sent: Recording, port: int, pids: dict[str, int]) -> None:
        self.scene, self.sent, self.port, self.pids = scene, sent, port, pids
        playlist = films.live_address(scene.broadcast).replace("master.m3u8", "live.m3u8")
        self.crowd = Crowd(HOST, port, playlist.removeprefix(settings.MEDIA_PIPELINE.get("ADDRESS", "")))
        self.viewers = [Viewer(self.crowd, address) for address in scene.events]
        self.told = 0

    async def run(self, seconds: int) -> dict[str, Any]:
        address = await sync_to_async(films.studio_address)(self.scene.broadcast)
        sending = asyncio.create_task(
            studio.send(self.sent, host=HOST, port=self.port, address=address, on_air=self._on_air)
        )
        watching: list[asyncio.Task[None]] = []
        try:
            await self._until_there(sending)
            for viewer in self.viewers:
                watching.append(asyncio.create_task(viewer.watch()))
                await asyncio.sleep(ARRIVE / len(self.viewers))
            await asyncio.sleep(SETTLE)
            found = await self._count(seconds, sending, watching)
        finally:
            for task in (sending, *watching):
                task.cancel()
            await asyncio.gather(sending, *watching, return_exceptions=True)
            await sync_to_async(connections.close_all)()
        return found

    async def _on_air(self) -> None:
        await sync_to_async(films.go_on_air)(self.scene.broadcast)
        self.crowd.zero = time.time()

    async def _until_there(self, sending: "asyncio.Task[float]") -> None:
        """Wait for the first segment that can be played."""
        asker = await Asker.to(HOST, self.port)
        deadline = time.monotonic() + 20
        while (await asker.ask(self.crowd.playlist, keep=False)).status != 200:
            if sending.done():
                sending.result()
            if time.monotonic() > deadline:
                raise WentWrong("nothing could be played within 20 s of going on air")
            await asyncio.sleep(0.2)
        asker.close()

    async def _count(
        self, seconds: int, sending: "asyncio.Task[float]", watching: list["asyncio.Task[None]"]
    ) -> dict[str, Any]:
        before, began = self._processor(), time.monotonic()
        self.crowd.counts_from = time.time()
        while time.monotonic() - began < seconds:
            await sync_to_async(self._tell)()
            ended = [task for task in (sending, *watching) if task.done()]
            for task in ended:
                task.result()
            await asyncio.sleep(max(0.0, began + EVERY * self.told - time.monotonic()))
        after, took = self._processor(), time.monotonic() - began
        found = self._found({name: after[name] - before[name] for name in after}, took)
        await asyncio.sleep(TAIL)
        return found | self._heard()

    def _tell(self) -> None:
        publish(self.scene.webinar, "message", {"bench": self.told})
        self.told += 1

    def _processor(self) -> dict[str, float]:
        return {name: processor_seconds(pid) for name, pid in self.pids.items()} | {"crowd": time.process_time()}

    def _found(self, spent: dict[str, float], seconds: float) -> dict[str, Any]:
        crowd, count = self.crowd, len(self.viewers)
        latencies = sorted(crowd.latencies) or [float("inf")]
        return {
            "viewers": count,
            "seconds": round(seconds, 1),
            "recorded_by": self.sent.by,
            "latency_p50_s": round(statistics.median(latencies), 2),
            "latency_p95_s": round(latencies[int(len(latencies) * 0.95)], 2),
            "stalls": sum(wait > 1.0 for wait in crowd.waits),
            "short_waits": sum(wait <= 1.0 for wait in crowd.waits),
            "longest_wait_s": round(max(crowd.waits, default=0.0), 2),
            "playable_p50_s": round(statistics.median(crowd.playable.values()), 2),
            "cpu_per_100_viewers": round(spent["web"] / seconds / count * 100, 3),
            "cpu_web": round(spent["web"] / seconds, 3),
            "cpu_live_worker": round(spent["live"] / seconds, 3),
            "cpu_crowd": round(spent["crowd"] / seconds, 3),
            "playlist_bytes_a_second": round(crowd.playlist_bytes / seconds / count),
            "segments_a_second": round(crowd.segments / seconds, 1),
            "playlists_a_second": round(crowd.playlists / seconds, 1),
            "faults": crowd.faults,
        }

    def _heard(self) -> dict[str, Any]:
        """Events that were not heard, heard twice, or heard before an earlier one."""
        wanted = list(range(self.told))
        lost = sum(len(set(wanted) - set(viewer.heard)) for viewer in self.viewers)
        wrong = sum(viewer.heard != sorted(set(viewer.heard)) for viewer in self.viewers)
        return {"events": self.told, "events_lost": lost, "events_out_of_order": wrong}
