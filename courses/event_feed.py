"""What happens in webinars, kept in memory for those who follow it in this process.

One task looks at the database for all of them (five times a second, at once when nudged), so that a viewer costs no
query. Each connection has a place of its own in the list of events and is sent what comes after it: nothing twice,
nothing out of order, and a slow one holds up nobody.
"""

import asyncio
import contextlib
import json
import logging
import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.db import close_old_connections

from . import wake
from .domain.webinars import pulse
from .domain.webinars.events import CONCERN, MAKERS, Reader
from .domain.webinars.presence import viewers_now
from .domain.webinars.pulse import Told
from .models import Audience

LOOK = 0.2  # seconds between two looks at the log; with Redis it is only the net below the nudges
LOOK_BESIDE_REDIS = 1.0
SHORTEST = 0.03  # between two looks, however often it is nudged
COUNTS = 1.0
VIEWERS = 5.0
BEAT = 15.0
KEPT = 1000  # events in memory for each webinar; who missed more reads them from the database
MOST_MISSED = 2000  # who missed more than that reads the page anew
# Who follows without a seat, or without an account, is told of these alone.
PUBLIC = frozenset({"state"})
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """An event as it goes over the line."""

    number: int
    name: str
    audience: str
    person: int
    question: int
    line: bytes

    @classmethod
    def of(cls, told: Told) -> "Entry":
        line = packed(told.name, told.data, told.number)
        return cls(told.number, told.name, told.audience, told.person, told.question, line)

    def is_for(self, reader: Reader) -> bool:
        if self.audience == Audience.PERSON:
            return reader.person == self.person
        if reader.person and reader.person == self.person:  # told to everybody else
            return False
        if reader.role == "public":
            return self.audience == Audience.EVERYONE and self.name in PUBLIC
        if self.name == CONCERN:
            return reader.role == "host"
        return self.audience == Audience.EVERYONE or reader.role in MAKERS

    def without_words(self) -> None:
        """Leave of a question that is shown no more only that it is gone."""
        if self.name != "question_gone":
            self.name, self.line = "question_gone", packed("question_gone", {"id": self.question}, self.number)


def packed(name: str, data: Any, number: int | None = None) -> bytes:
    """Write an event as Server-Sent Events do."""
    place = f"id: {number}\n" if number is not None else ""
    words = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{place}event: {name}\ndata: {words}\n\n".encode()


@dataclass
class Channel:
    """A webinar that somebody in this process follows."""

    webinar: int
    entries: list[Entry] = field(default_factory=list)
    first: int = 1  # the lowest number that would be here
    last: int = 0
    counts: dict[str, tuple[int, bytes]] = field(default_factory=dict)  # name → when it changed, what is sent
    ticks: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    loading: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_loaded: bool = False
    readers: dict[int, int] = field(default_factory=dict)  # person → connections

    def add(self, news: list[Told]) -> None:
        for told in news:
            if told.number <= self.last:
                continue
            entry = Entry.of(told)
            if entry.name == "question_gone":
                for earlier in self.entries:
                    if earlier.question == entry.question:
                        earlier.without_words()
            self.entries.append(entry)
            self.last = told.number
        if (too_many := len(self.entries) - KEPT) > 0:
            del self.entries[:too_many]
            self.first = self.entries[0].number

    def since(self, number: int, reader: Reader) -> bytes:
        """Give what a reader has not got yet, as it goes over the line."""
        start = bisect_right(self.entries, number, key=lambda entry: entry.number)
        return b"".join(entry.line for entry in self.entries[start:] if entry.is_for(reader))

    def count(self, name: str, data: Any) -> bool:
        """Keep a count as it is now; says whether it changed."""
        line = packed(name, data)
        if self.counts.get(name, (0, b""))[1] == line:
            return False
        self.ticks += 1
        self.counts[name] = (self.ticks, line)
        return True

    def counts_since(self, tick: int, reader: Reader) -> bytes:
        if reader.role == "public":
            return b""
        lines = self.counts.items()
        return b"".join(
            line for name, (changed, line) in lines if changed > tick and (name != "poll_now" or reader.role in MAKERS)
        )

    def tell(self) -> None:
        """Wake everybody who waits."""
        waiting, self.changed = self.changed, asyncio.Event()
        waiting.set()


class Feed:
    """All channels of a process and the task that looks for them. Belongs to one event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.channels: dict[int, Channel] = {}
        self.nudged = asyncio.Event()
        self.claps: dict[int, int] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self._listener: Callable[[int], None] = lambda _: self._nudge()
        wake.listen(self._listener)

    def join(self, reader: Reader) -> Channel:
        """Note that somebody follows a webinar, so that it is looked for until they leave."""
        channel = self.channels.setdefault(reader.webinar, Channel(reader.webinar))
        channel.readers[reader.person] = channel.readers.get(reader.person, 0) + 1
        self._run()
        return channel

    async def load(self, channel: Channel) -> None:
        """Read what is in the log, once for all who follow."""
        async with channel.loading:
            if not channel.is_loaded:
                last, news = await in_thread(_newest_events, channel.webinar)
                channel.add(news)
                channel.first = news[0].number if news else last + 1
                channel.last = max(channel.last, last)
                channel.is_loaded = True

    def leave(self, channel: Channel, reader: Reader) -> None:
        """Note that somebody has gone, and forget a webinar that nobody follows any more."""
        channel.readers[reader.person] -= 1
        if not channel.readers[reader.person]:
            del channel.readers[reader.person]
        if not channel.readers and self.channels.get(channel.webinar) is channel:
            del self.channels[channel.webinar]

    def clap(self, webinar: int, count: int) -> None:
        self.claps[webinar] = self.claps.get(webinar, 0) + count
        self._run()

    def close(self) -> None:
        """Stop looking."""
        wake.forget(self._listener)
        for task in self.tasks:
            task.cancel()

    def _nudge(self) -> None:
        # From any thread; the loop may have ended with its process's work.
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.nudged.set)

    def _run(self) -> None:
        self.tasks = [task for task in self.tasks if not task.done()]
        if not self.tasks:
            self.tasks = [self.loop.create_task(self._look_for_news()), self.loop.create_task(self._look_at_counts())]
            if settings.REDIS_URL:
                self.tasks.append(self.loop.create_task(self._hear()))

    async def _look_for_news(self) -> None:
        pause = LOOK_BESIDE_REDIS if settings.REDIS_URL else LOOK
        beat_at = time.monotonic()
        while self.channels or self.claps:
            self.nudged.clear()
            try:
                await self._take_news()
            except Exception:
                log.exception("The events of webinars could not be read; it is tried again.")
                await asyncio.sleep(1)
            if time.monotonic() - beat_at > BEAT:
                beat_at = time.monotonic()
                for channel in self.channels.values():
                    channel.tell()
            await asyncio.sleep(SHORTEST)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.nudged.wait(), pause)
        # Nobody follows anything: the next who comes starts all of them again.
        beside, self.tasks = self.tasks[1:], []
        for task in beside:
            task.cancel()

    async def _take_news(self) -> None:
        known = {channel.webinar: channel.last for channel in self.channels.values() if channel.is_loaded}
        for webinar, news in (await in_thread(_news, known) if known else {}).items():
            channel = self.channels.get(webinar)
            if channel and channel.is_loaded:  # who left and came back has a new one, which is still being read
                channel.add(news)
                channel.tell()

    async def _look_at_counts(self) -> None:
        viewers_at = 0.0
        while True:
            claps, self.claps = self.claps, {}
            webinars = list(self.channels)
            is_due = time.monotonic() - viewers_at > VIEWERS
            if is_due:
                viewers_at = time.monotonic()
            try:
                found = await in_thread(_counts, webinars, claps, is_due)
            except Exception:
                log.exception("Applause and votes could not be read; it is tried again.")
                self.claps = {webinar: self.claps.get(webinar, 0) + count for webinar, count in claps.items()}
            else:
                for webinar, counts in found.items():
                    channel = self.channels.get(webinar)
                    if channel and sum(channel.count(name, data) for name, data in counts.items()):
                        channel.tell()
            await asyncio.sleep(COUNTS)

    async def _hear(self) -> None:
        """Be nudged by other processes."""
        from redis.asyncio import Redis

        while True:
            try:
                async with Redis.from_url(settings.REDIS_URL) as redis, redis.pubsub() as ears:
                    await ears.subscribe(wake.CHANNEL)
                    async for _ in ears.listen():
                        self.nudged.set()
            except Exception:
                log.warning("Redis cannot be heard; events go out a little later.", exc_info=True)
                await asyncio.sleep(2)


async def in_thread(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """Read the database from a thread that Django does not look after."""
    return await asyncio.to_thread(_with_database, partial(function, *args, **named))


def _with_database(function: Callable[[], Any]) -> Any:
    close_old_connections()
    try:
        return function()
    finally:
        close_old_connections()


def _newest_events(webinar: int) -> tuple[int, list[Told]]:
    last = pulse.newest([webinar]).get(webinar, 0)
    return last, pulse.after(webinar, last - KEPT, most=KEPT)


def _news(known: dict[int, int]) -> dict[int, list[Told]]:
    newest = pulse.newest(known)
    behind = {webinar: last for webinar, last in known.items() if newest.get(webinar, 0) > last}
    return {webinar: pulse.after(webinar, last, most=KEPT) for webinar, last in behind.items()}


def _counts(webinars: list[int], claps: dict[int, int], with_viewers: bool) -> dict[int, dict[str, Any]]:
    pulse.applaud(claps)
    found: dict[int, dict[str, Any]] = {webinar: {} for webinar in webinars}
    if not webinars:
        return found
    for webinar, count in pulse.applause_now(webinars).items():
        found[webinar]["applause"] = {"count": count}
    for webinar, votes in pulse.votes_now(webinars).items():
        found[webinar]["votes"] = votes
    for webinar, poll in pulse.polls_now(webinars).items():
        found[webinar]["poll_now"] = poll
    if with_viewers:
        watching = viewers_now(webinars)
        for webinar in webinars:
            found[webinar]["viewers"] = {"count": watching.get(webinar, 0)}
    return found
