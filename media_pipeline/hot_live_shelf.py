"""The playlists of the broadcasts that are being watched, kept in the memory of each web process.

However many watch, one task of a process asks the database what was made since it asked last. Who asked for a playlist
before it was there waits here and is woken. A shelf that nobody asks for is forgotten.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import close_old_connections

from .domain.live import playable
from .domain.live.playable import Captions, Side
from .domain.live.playlist import CAPTIONS, PICTURE, SOUND, Line, Look, Reel

__all__ = ["Shelf", "shelf_of"]

LOOK_EVERY = 0.15  # seconds, while somebody watches
STATE_EVERY = 1.0  # seconds between questions that seldom have news: is it over, are there captions
IDLE = 30.0  # seconds after which a shelf is forgotten that nobody asked for
WAKE_EVERY = 1.0  # seconds after which who waits looks whether it waited long enough
_FRESH = 0.05  # seconds

T = TypeVar("T")

logger = logging.getLogger("media_pipeline")
# The queue of Django's own threads may be long; a segment lasts a second.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


class Shelf:
    """One side of a broadcast in this process: its reels, its captions, and who waits for more."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.film = self.language = ""
        self.reels = {PICTURE: Reel(), SOUND: Reel()}
        self.looks: dict[str, Look] = {}
        self.captions = Captions()
        self.files: set[str] = set()
        self.asked_at = self.wanted_captions_at = time.monotonic()
        self._captions: dict[str, Reel] = {}
        self._zeros: dict[str, int] = {}
        self._looked_at = self._state_at = float("-inf")
        self._looking = asyncio.Lock()
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    # What it has ---------------------------------------------------------------------------------
    @property
    def is_over(self) -> bool:
        return all(reel.is_over for reel in self.reels.values())

    @property
    def folder(self) -> str:
        """The film's folder in the storage."""
        return f"{self.film[:2]}/{self.film}"

    @property
    def main(self) -> Reel:
        """The reel that most watch: the picture, where there is one."""
        return self.reels[PICTURE] if self.reels[PICTURE].lines else self.reels[SOUND]

    @property
    def languages(self) -> list[str]:
        """Of captions: the one that is spoken, whose lines may yet come, and those that have lines."""
        return sorted({*self.captions.lines, *([self.language] if self.language else [])})

    def reel(self, name: str) -> Reel | None:
        """The reel of a playlist by its name, if it can be played."""
        found = self._captions_reel(name) if name.startswith(f"{CAPTIONS}-") else self.reels.get(name)
        return found if found and found.lines else None

    def _captions_reel(self, name: str) -> Reel | None:
        """Captions are cut as the main reel is."""
        self.wanted_captions_at = time.monotonic()
        if name.removeprefix(f"{CAPTIONS}-") not in self.languages:
            return None
        if name not in self._captions:
            self._captions[name] = Reel(lambda line: f"{name}-{line.number}.vtt", has_inits=False)
        reel = self._captions[name]
        reel.add(self.main.lines[reel.last + 1 - self.main.first if reel.lines else 0 :])
        if self.main.is_over:
            reel.finish()
        return reel

    async def zero_of(self, line: Line) -> int:
        """Where the media's clock, in 90 kHz, is when the broadcast's is at zero; it begins anew with each stretch."""
        if line.init not in self._zeros:
            beginning = next(one for one in self.main.lines if one.init == line.init)
            ms = await _beside(playable.zero_of, self.folder, beginning)
            self._zeros[line.init] = 90 * (ms - beginning.start_ms)
        return self._zeros[line.init] % 2**33

    # Waiting --------------------------------------------------------------------------------------
    async def until(self, is_there: Callable[[], bool], *, seconds: float) -> None:
        """Wait for something to be there, for so many seconds at most."""
        deadline = time.monotonic() + seconds
        while not is_there() and not self.is_over and time.monotonic() < deadline:
            await self._news.wait()

    async def ready(self) -> None:
        """Have it read once at least, and kept up to date from now on. Raises NotThere."""
        self.asked_at = time.monotonic()
        if not self.film:
            await self.look()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._follow())

    async def look(self) -> None:
        """Read what is new, unless that was done this moment. Raises NotThere."""
        async with self._looking:
            if time.monotonic() - self._looked_at < _FRESH:
                return
            after = {name: reel.last for name, reel in self.reels.items()}
            wants_state = time.monotonic() - self._state_at > STATE_EVERY
            read = partial(_read, self.side, self.film, after, self.captions, wants_state)
            news = await _beside(read)
            self._looked_at = time.monotonic()
            self._take(news, wants_state)

    def _take(self, news: "_News", wants_state: bool) -> None:
        is_news = False
        if not self.film:
            self.film, self.language = news.film, news.language
        for name, lines in news.lines.items():
            is_news |= self.reels[name].add(lines)
            for line in lines:
                self.files.update((line.file, line.init))
        if wants_state:
            self._state_at = time.monotonic()
            self.captions, self.looks = news.captions, news.looks
        if news.is_complete:
            for reel in self.reels.values():
                is_news |= reel.finish()
        if is_news:
            self.wake()

    def wake(self) -> None:
        """Let all who wait look again."""
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def _follow(self) -> None:
        woken_at = time.monotonic()
        while time.monotonic() - self.asked_at < IDLE:
            await asyncio.sleep(STATE_EVERY if self.is_over else LOOK_EVERY)
            if not self.is_over:
                await self._look_calmly()
            if time.monotonic() - woken_at > WAKE_EVERY:
                woken_at = time.monotonic()
                self.wake()
        _shelves.get(asyncio.get_running_loop(), {}).pop(self.side, None)
        self.wake()

    async def _look_calmly(self) -> None:
        """Whatever is wrong, the next look may be right; meanwhile what is known goes on being given out."""
        try:
            await self.look()
        except Exception:
            logger.exception("It could not be read what can be played of a broadcast.")
            await asyncio.sleep(STATE_EVERY)


@dataclass(frozen=True, slots=True)
class _News:
    """What one look found."""

    film: str
    language: str
    lines: dict[str, list[Line]]
    captions: Captions
    looks: dict[str, Look]
    is_complete: bool


def _read(side: Side, film: str, after: dict[str, int], captions: Captions, wants_state: bool) -> _News:
    """Read what is new. Whether it is complete is read first: what comes in between is found by the next look."""
    language = ""
    if not film:
        pk, language = playable.facts(side)
        film = pk.hex
    is_complete = wants_state and playable.is_complete(side)
    lines = playable.segments(side, after)
    if not wants_state:
        return _News(film, language, lines, captions, {}, is_complete=False)
    return _News(film, language, lines, playable.captions(side, captions), playable.looks(side), is_complete)


async def _beside(read: Callable[..., T], *args: object) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, _with_database, read, *args)


def _with_database(read: Callable[..., T], *args: object) -> T:
    close_old_connections()
    try:
        return read(*args)
    finally:
        close_old_connections()


_shelves: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Side, Shelf]] = WeakKeyDictionary()


async def shelf_of(broadcast: str, *, is_on_air: bool) -> Shelf:
    """The shelf of a broadcast, by its 32 hex digits. Raises NotThere, or what the database raises."""
    mine = _shelves.setdefault(asyncio.get_running_loop(), {})
    side = Side(UUID(broadcast), is_on_air)
    shelf = mine.get(side)
    if shelf is None:
        shelf = mine[side] = Shelf(side)
    try:
        await shelf.ready()
    except Exception:
        if not shelf.film:
            mine.pop(side, None)
        raise
    return shelf
