"""A machine writes captions while a broadcast runs, as long as it keeps up: that is measured while it listens.

One worker holds the model for the whole broadcast. The sound is taken from the segments that everybody is given, so it
begins and ends with them, and a worker that follows a killed one goes on where its lines ended. It steps back for what
makes the broadcast; when it falls behind all the same it gives up and says so, rather than caption what was long ago.
"""

import json
import logging
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from media_pipeline import limits, storage
from media_pipeline.captions import listen as program
from media_pipeline.captions.shape import Word, cues_of
from media_pipeline.domain import work as works
from media_pipeline.domain.kinds import does
from media_pipeline.domain.lease import Lease
from media_pipeline.domain.listen import PROGRAM, model_name, speech_languages
from media_pipeline.ffmpeg import run as runner
from media_pipeline.ffmpeg.hear import BYTES_A_SECOND, PART, hear_part
from media_pipeline.models import Broadcast, BroadcastState, Film, LiveCue, LiveSegment, Work, WorkKind, WorkState
from media_pipeline.models.work import ACTIVE
from media_pipeline.signals import listening_changed

from . import captions

__all__ = ["Listening", "begin", "listening", "stop", "write_live"]

_LOOK_EVERY = 0.5  # seconds between looks for new sound
_QUIET_AT_END = 10.0  # seconds without new sound after the end, when all of it has been made
_CATCH_UP_MS = 20_000  # what a worker that comes late still hears; what is older stays without a line
_MOST_BEHIND_MS = 30_000
_AT_ONCE = 30  # segments
_MEASURED = 6  # stretches
_THREADS = 1
_LEASE = 15  # seconds without a sign of life, after which another worker may go on
_NICE = 10
_DECODE_SECONDS, _DECODED = 30, 2**26

logger = logging.getLogger("media_pipeline")


@dataclass(frozen=True)
class Listening:
    """How the machine does. `lag_ms` is how far it is behind the newest sound; `load` and `cpu` are seconds of clock
    and of processor that a second of sound takes.

    `state` is off, waiting, listening, done or gave_up; `because`, where it gave up: behind, language, stopped, fault.
    """

    state: str = "off"
    because: str = ""
    heard_ms: int = 0
    lag_ms: int = 0
    load: float = 0.0
    cpu: float = 0.0


class GaveUp(Exception):
    """The machine does not keep up."""


def begin(broadcast: Broadcast) -> bool:
    """Ask, in the caller's transaction, for captions by a machine; says whether it knows the language."""
    film = Film.objects.get(pk=broadcast.film_id)
    if film.language not in speech_languages():
        _note(broadcast, Listening("gave_up", "language"))
        return False
    work = works.ask(film.pk, WorkKind.LIVE_CAPTIONS, film.language)
    if work.state == WorkState.PARKED:
        works.try_again(work.pk)
        _note(broadcast, Listening("waiting"))
    if listening(broadcast).state in ("off", "gave_up", "done"):
        _note(broadcast, Listening("waiting"))
    return True


def stop(broadcast: Broadcast, because: str = "stopped") -> bool:
    """Let the machine write no more; says whether it did. Its lines stay."""
    active = Work.objects.filter(film=broadcast.film_id, kind=WorkKind.LIVE_CAPTIONS, state__in=ACTIVE)
    stopped = [works.cancel(pk) for pk in list(active.values_list("pk", flat=True))]
    if any(stopped):
        _note(broadcast, Listening("gave_up", because))
        captions.keep(broadcast)
    return any(stopped)


def listening(broadcast: Broadcast) -> Listening:
    """How the machine does now. Reads the rows."""
    told = Broadcast.objects.values_list("listening", flat=True).get(pk=broadcast.pk)
    return told_of(told, is_parked=_is_parked(broadcast))


def told_of(told: dict[str, Any], *, is_parked: bool = False) -> Listening:
    """Make plain values of a row one answer."""
    known = Listening(**told)
    return Listening("gave_up", "fault") if is_parked and known.state in ("waiting", "listening") else known


def _is_parked(broadcast: Broadcast) -> bool:
    parked = Work.objects.filter(film=broadcast.film_id, kind=WorkKind.LIVE_CAPTIONS, state=WorkState.PARKED)
    return parked.exists()


def _note(broadcast: Broadcast, now: Listening) -> None:
    Broadcast.objects.filter(pk=broadcast.pk).update(listening=asdict(now))
    tell = partial(listening_changed.send_robust, sender=Broadcast, broadcast_id=broadcast.pk, listening=now)
    transaction.on_commit(tell)


@does(WorkKind.LIVE_CAPTIONS, lease_seconds=_LEASE)
def write_live(film: Film, held: Lease) -> None:
    """Listen to a broadcast until it is over, or until the machine has fallen behind."""
    broadcast = Broadcast.objects.filter(film=film).first()
    if broadcast is None or held.subject not in speech_languages():
        return
    with storage.workspace("hear") as scratch:
        ear = Ear(broadcast, held, scratch)
        with _given_up(ear):
            runner.run(
                [model_name(), held.subject, str(_THREADS), "-", str(limits.speech_cache())],
                program=PROGRAM, timeout=limits.follow_seconds(), memory=limits.speech_memory(), nice=_NICE,
                feed=ear.feed, on_line=ear.take, should_stop=held.lost.is_set,
            )  # fmt: skip
    with transaction.atomic():
        held.done()
        _note(broadcast, ear.outcome)
        captions.keep(broadcast)


@contextmanager
def _given_up(ear: "Ear") -> Iterator[None]:
    """End well where the machine is too slow, or does not know the language after all."""
    try:
        yield
    except GaveUp:
        ear.outcome = ear.now("gave_up", "behind")
    except runner.FfmpegFailed as error:
        if program.KNOWS_NO not in error.tail:
            raise
        ear.outcome = ear.now("gave_up", "language")
    else:
        ear.outcome = ear.now("done")


class Ear:
    """What has been heard of a broadcast, and how fast."""

    def __init__(self, broadcast: Broadcast, held: Lease, scratch: Path) -> None:
        self.broadcast, self.held, self.scratch = broadcast, held, scratch
        self.outcome = Listening("done")
        self.heard_ms = self.at_ms = self._beginning()
        self.before: tuple[LiveSegment, bytes] | None = None
        self.words: list[Word] = []
        self.costs: deque[tuple[float, float, float]] = deque(maxlen=_MEASURED)
        self.lag_ms = 0
        self._look_at = self._quiet_since = time.monotonic()

    def _beginning(self) -> int:
        """Where to begin: after the last line of a worker before this one, but not long ago."""
        last = LiveCue.objects.filter(broadcast=self.broadcast, is_machine=True, language=self.held.subject)
        ended = last.order_by("-end_ms").values_list("end_ms", flat=True).first() or 0
        return max(ended, captions.edge(self.broadcast) - _CATCH_UP_MS)

    # Sound in -------------------------------------------------------------------------------------
    def feed(self) -> bytes | None:
        """Give sound that is new; b"" while there is none, None when all was given."""
        now = time.monotonic()
        if now < self._look_at:
            return b""
        self._look_at = now + _LOOK_EVERY
        new = self._new()
        if new:
            self._quiet_since = now
            return self._sound(new)
        return None if now - self._quiet_since > _QUIET_AT_END and self._is_over() else b""

    def _new(self) -> list[LiveSegment]:
        """The next segments that can be decoded together."""
        rows = LiveSegment.objects.filter(broadcast=self.broadcast, is_on_air=True, rendition=captions.SOUND)
        found = list(rows.filter(start_ms__gte=self.at_ms).order_by("start_ms", "number")[:_AT_ONCE])
        return [row for row in found if (row.run, row.init) == (found[0].run, found[0].init)]

    def _is_over(self) -> bool:
        return Broadcast.objects.filter(pk=self.broadcast.pk, state=BroadcastState.ENDED).exists()

    def _sound(self, new: list[LiveSegment]) -> bytes:
        """Decode segments, the one before them first: what a decoder says at its beginning is not to be heard."""
        first = new[0]
        self.at_ms = new[-1].start_ms + new[-1].duration_ms
        try:
            self._decode(new)
        except FileNotFoundError:
            return b""  # the recording itself can be watched by now
        except runner.FfmpegFailed as error:
            if error.is_ours:
                raise
            logger.warning("broadcast %s: sound at %s ms is not heard: %s", self.broadcast.pk, first.start_ms, error)
            return b""
        length = sum(row.duration_ms for row in new) * BYTES_A_SECOND // 1000 // 2 * 2
        samples = (self.scratch / PART).read_bytes()[-length:]
        return program.HEADER.pack(first.start_ms, len(samples)) + samples

    def _decode(self, new: list[LiveSegment]) -> None:
        first, before = new[0], self.before
        joins = before and (before[0].run, before[0].init) == (first.run, first.init)
        parts = [self._read(row.file) for row in new]
        source = self.scratch / "part.mp4"
        source.write_bytes(b"".join([self._read(first.init), *([before[1]] if before and joins else []), *parts]))
        self.before = (new[-1], parts[-1])
        runner.run(
            hear_part(source), timeout=_DECODE_SECONDS, largest=_DECODED, folder=self.scratch, nice=_NICE,
            should_stop=self.held.lost.is_set,
        )  # fmt: skip

    def _read(self, name: str) -> bytes:
        with storage.films().open(f"{self.broadcast.film.folder}/{name}", "rb") as file:
            content: bytes = file.read()
        return content

    # Words out ------------------------------------------------------------------------------------
    def take(self, line: str) -> None:
        """Show the words of a stretch when all of them are there. Raises GaveUp."""
        said = json.loads(line)
        self.words.extend(Word(*word) for word in said.get("words", ()))
        if "seconds" not in said:
            return
        captions.hear_said(self.broadcast.pk, self.held.subject, cues_of(self.words))
        self.words = []
        self.heard_ms = round(said["seconds"] * 1000)
        self.costs.append((said["sound"], said["wall"], said["cpu"]))
        self._measure()

    def _measure(self) -> None:
        before, self.lag_ms = self.lag_ms, max(0, captions.edge(self.broadcast) - self.heard_ms)
        Broadcast.objects.filter(pk=self.broadcast.pk).update(listening=asdict(self.now("listening")))
        if self.lag_ms > _MOST_BEHIND_MS and self.lag_ms >= before:
            raise GaveUp

    def now(self, state: str, because: str = "") -> Listening:
        """How it does, by the last stretches."""
        sound = sum(cost[0] for cost in self.costs) or 1.0
        wall, cpu = (sum(cost[place] for cost in self.costs) / sound for place in (1, 2))
        return Listening(state, because, self.heard_ms, self.lag_ms, round(wall, 3), round(cpu, 3))
