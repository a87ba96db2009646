"""Viewers as the page's player is one (hls.js): a playlist asked for ahead, one segment after the other, events.

What is simulated is the buffer: playing begins two seconds before the newest frame; when a segment is not there in time
the picture stands still until it is. Who is later plays a tenth faster until it is made up, as the player does.
"""

import asyncio
import contextlib
import gzip
import json
import re
import time
from dataclasses import dataclass, field

from .wire import Asker, Listener

__all__ = ["Crowd", "Viewer"]

BEHIND = 2.0  # seconds before the newest frame: the player's liveSyncDuration
FASTER = 0.1  # the player's maxLiveSyncPlaybackRate, less one
BUFFERED = 1.0  # seconds that must lie ready before it plays faster
AGAIN = 0.5  # seconds
_SEGMENT = re.compile(rb"#EXTINF:([\d.]+),\n(\S+)")
_FIRST = re.compile(rb"#EXT-X-MEDIA-SEQUENCE:(\d+)")
_SKIPPED = re.compile(rb"#EXT-X-SKIP:SKIPPED-SEGMENTS=(\d+)")


@dataclass
class Crowd:
    """What all viewers know: where, and when what they see was captured (the wall clock of the broadcast's zero)."""

    host: str
    port: int
    playlist: str
    zero: float = 0.0
    counts_from: float = float("inf")  # what happens before is not counted
    latencies: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)  # seconds that a picture stood still
    playable: dict[int, float] = field(
        default_factory=dict
    )  # segment → seconds from its first frame to the first viewer
    playlist_bytes: int = 0
    playlists: int = 0
    segments: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return self.playlist.rpartition("/")[0] + "/"


class Viewer:
    """One who watches and follows the events."""

    def __init__(self, crowd: Crowd, events: str) -> None:
        self.crowd, self.events = crowd, events
        self.known: dict[int, tuple[float, float, str]] = {}  # number → start, seconds, name
        self.last = -1
        self.news = asyncio.Event()
        self.plays_since: float | None = None  # wall clock at which the broadcast's zero would have been played
        self.arrived_at = 0.0
        self.heard: list[int] = []  # numbers of what the test told, in the order they came
        self.listener: Listener | None = None

    async def watch(self) -> None:
        """Until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_playlist())
            group.create_task(self._fetch())
            if self.events:
                group.create_task(self._follow_events())

    # The playlist ---------------------------------------------------------------------------------
    async def _follow_playlist(self) -> None:
        asker: Asker | None = None
        while True:
            try:
                asker = asker or await Asker.to(self.crowd.host, self.crowd.port)
                query = f"?_HLS_msn={self.last + 1}&_HLS_skip=YES" if self.known else ""
                answer = await asker.ask(self.crowd.playlist + query, headers="accept-encoding: gzip\r\n", keep=True)
            except OSError as error:
                asker = None
                self._note(f"playlist: {error!r}")
                await asyncio.sleep(AGAIN)
                continue
            if answer.status != 200:
                if answer.status != 404 or self.known:
                    self._note(f"playlist: {answer.status}")
                await asyncio.sleep(AGAIN)
                continue
            if time.time() >= self.crowd.counts_from:
                self.crowd.playlists += 1
                self.crowd.playlist_bytes += answer.size
            self._read(gzip.decompress(answer.body) if answer.body.startswith(b"\x1f\x8b") else answer.body)

    def _read(self, text: bytes) -> None:
        first, skipped = _FIRST.search(text), _SKIPPED.search(text)
        number = int(first[1]) if first else 0
        number += int(skipped[1]) if skipped else 0
        before = self.known.get(number - 1) or self.known.get(number)
        at = (before[0] + before[1] if number - 1 in self.known else before[0]) if before else 0.0
        now = time.time()
        for found in _SEGMENT.finditer(text):
            seconds = float(found[1])
            if number not in self.known:
                self.known[number] = (at, seconds, found[2].decode())
                self.crowd.playable.setdefault(number, now - self.crowd.zero - at)
            at, number = at + seconds, number + 1
        if self.known and (newest := max(self.known)) > self.last:
            self.last = newest
            self.news.set()

    # Segments -------------------------------------------------------------------------------------
    async def _fetch(self) -> None:
        await self.news.wait()
        edge = sum(self.known[self.last][:2])
        begin = max(0.0, edge - BEHIND)
        number = next(one for one, (start, seconds, _) in sorted(self.known.items()) if start + seconds > begin)
        asker: Asker | None = None
        while True:
            while number not in self.known:
                self.news.clear()
                await self.news.wait()
            start, seconds, name = self.known[number]
            try:
                asker = asker or await Asker.to(self.crowd.host, self.crowd.port)
                answer = await asker.ask(self.crowd.base + name, keep=False)
            except OSError as error:
                asker = None
                self._note(f"segment: {error!r}")
                await asyncio.sleep(AGAIN)
                continue
            if answer.status != 200 or not answer.size:
                self._note(f"segment {name}: {answer.status}, {answer.size} bytes")
                await asyncio.sleep(AGAIN)
                continue
            self._arrived(max(start, begin), time.time())
            number += 1

    def _arrived(self, start: float, now: float) -> None:
        """A segment is there whose first frame that is to be played is at `start`."""
        crowd = self.crowd
        late = 0.0
        if self.plays_since is None:
            self.plays_since = now - start
        elif now > self.plays_since + start:
            late = now - self.plays_since - start
            self.plays_since = now - start
        else:
            self._catch_up(start, now)
        self.arrived_at = now
        if now >= crowd.counts_from:
            crowd.segments += 1
            crowd.latencies.append(self.plays_since - crowd.zero)
            if late > 0.02:  # less than a frame is not seen
                crowd.waits.append(late)

    def _catch_up(self, start: float, now: float) -> None:
        """Play faster since the last segment, if there was enough of it and the newest frame is far."""
        if self.plays_since is None or not self.known:
            return
        place = now - self.plays_since
        far = sum(self.known[self.last][:2]) - place - BEHIND
        if start - place > BUFFERED and far > 0:
            self.plays_since -= min(far, FASTER * (now - self.arrived_at))

    # Events ---------------------------------------------------------------------------------------
    async def _follow_events(self) -> None:
        while True:
            try:
                self.listener = await Listener.to(self.crowd.host, self.crowd.port, self.events, self._hear)
                while not self.listener.lost:
                    await asyncio.sleep(AGAIN)
                self._note("events: the line was cut")
            except OSError as error:
                self._note(f"events: {error!r}")
                await asyncio.sleep(AGAIN)

    def _hear(self, line: bytes) -> None:
        if line.startswith(b"data:") and b'"bench"' in line:
            with contextlib.suppress(ValueError, KeyError):
                self.heard.append(json.loads(line[5:])["bench"])

    def _note(self, what: str) -> None:
        if len(self.crowd.faults) < 50:
            self.crowd.faults.append(what)
