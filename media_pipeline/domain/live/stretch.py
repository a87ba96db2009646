"""One stretch of a run: from a keyframe to the next gap, through one ffmpeg, into segments and their rows.

What comes out of it is stored a segment at a time, picture and sound of the same moments together (see `track`).
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from media_pipeline import limits
from media_pipeline.ffmpeg import living
from media_pipeline.ffmpeg.boxes import codecs, keeps_shape
from media_pipeline.ffmpeg.facts import Facts, Unusable
from media_pipeline.ffmpeg.live_sound import FRAME, RATE, Frames, frames_until, segment, silence
from media_pipeline.ffmpeg.run import run as run_ffmpeg
from media_pipeline.ffmpeg.splice import Head
from media_pipeline.models import LiveSegment

from .clock import Place, init_name
from .pieces import NEAR, Beginning, End, Reader, begin_after, begin_before
from .track import PICTURE, SOUND, Taken, Track

__all__ = ["MustEncode", "RunFollower"]

_MEMORY = 2 * 2**30
_LARGEST = 2**30  # bytes that lie in the folder at once; what is whole leaves it
_ENOUGH = 3  # pieces that tell what is recorded and how often there is a keyframe
_MOST = 8
_TOO_LONG = 2.5  # seconds of a copied segment
_BEHIND = 2  # segments that a picture waits for its sound
_SOUND_ALONE = 1.0  # seconds of a segment that has no picture


class MustEncode(Exception):
    """The picture can go on, but not as it came."""


@dataclass
class RunFollower:
    """Makes one stretch of a run after another."""

    track: Track
    head: Head
    wait: Callable[[], None]
    glance: Callable[[], None]  # what else there is to do, several times a second
    scratch: Path
    skip_bad: int = 0  # stretches from here that could not be decoded
    copies: bool | None = None
    reader: Reader | None = None
    stretches: int = 0

    def next_stretch(self, made: Place | None) -> bool:
        """Make what can be decoded in a row after what has been made; says whether the run is over."""
        if self.copies is None and self.track.run.made:
            self.copies = bool(self.track.run.made.get("is_copy"))
        beginning, skip = self._begin(made)
        if beginning is None:
            return True
        self.stretches += 1
        folder = self.scratch / f"{self.stretches:04}"
        folder.mkdir()
        try:
            self._make(beginning, skip, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return False

    def _begin(self, made: Place | None) -> tuple[Beginning | None, float]:
        """Where to begin, and how many ms after that: what has been encoded may end between keyframes."""
        run = self.track.run
        if self.reader is not None:  # after a gap, or after something that could not be decoded
            reader, self.reader = self.reader, None
            return begin_after(self.head, reader, self.wait), 0.0
        if made is None and not self.skip_bad:
            return begin_after(self.head, Reader(run), self.wait), 0.0
        ms = (made.ms if made else 0) + 1000.0 * self.skip_bad
        found = begin_before(self.head, run, ms)
        if found and (found.ms >= ms - NEAR or self.copies is False and not self.skip_bad):
            return found, max(0.0, ms - found.ms) if found.ms < ms - NEAR else 0.0
        reader = Reader(run, found.since if found else 1)
        return begin_after(self.head, reader, self.wait, ms=ms), 0.0

    def _make(self, beginning: Beginning, skip: float, folder: Path) -> None:
        prefix, facts, ended = self._look(beginning, folder / "beginning")
        video = facts.video
        copies = video is not None and living.is_copied(video) and self.copies is not False and not skip
        job = living.job(facts, copies=copies, skip=skip / 1000)
        self.copies = job.copies_picture if video else self.copies
        place = Place(self.track.run.number, round(beginning.ms + skip))
        told = self.track.run.began_at + timedelta(milliseconds=place.ms)
        made = _Made(self.track, facts, job, folder, place, Taken(told, beginning.length - skip))
        made.taken.hear(beginning.rest.last_at or beginning.arrived)
        feed = _Feed(prefix, beginning.rest, made, ended, self.glance)
        run_ffmpeg(
            job.arguments, timeout=limits.follow_seconds(), memory=_MEMORY, largest=_LARGEST, folder=folder,
            feed=feed, should_stop=self._should_stop,
        )  # fmt: skip
        made.rest()
        self.reader = Reader(self.track.run, beginning.rest.next)

    def _should_stop(self) -> bool:
        return self.track.held.lost.is_set()

    def _look(self, beginning: Beginning, path: Path) -> tuple[bytes, Facts, End | None]:
        """The first bytes, and what they hold. Raises Unusable when it cannot be told."""
        data, count = self.head.data + beginning.data, 1
        while True:
            piece = beginning.rest.read()
            if isinstance(piece, bytes):
                data, count = data + piece, count + 1
                beginning.length += beginning.rest.last_ms
            elif piece is End.WAIT:
                self.wait()
                continue
            ended = None if isinstance(piece, bytes) else piece
            if ended is None and count < _ENOUGH:
                continue
            path.write_bytes(data)
            try:
                return data, living.look(path, limits.bounds(), should_stop=self._should_stop), ended
            except Unusable:
                if ended or count >= _MOST:
                    raise


@dataclass
class _Feed:
    """Gives ffmpeg the beginning and then the pieces as they come, and stores what has become of them."""

    prefix: bytes
    rest: Reader
    made: "_Made"
    ended: End | None
    glance: Callable[[], None]

    def __call__(self) -> bytes | None:
        if self.prefix:
            prefix, self.prefix = self.prefix, b""
            return prefix
        if self.ended:
            return None
        self.glance()
        piece = self.rest.read()
        self.made.store()
        if isinstance(piece, bytes):
            self.made.taken.length += self.rest.last_ms
            self.made.taken.hear(self.rest.last_at)
            return piece
        if piece is End.WAIT:
            return b""
        self.ended = piece
        return None


@dataclass
class _Made:
    """What has become of a stretch so far."""

    track: Track
    facts: Facts
    job: living.Job
    folder: Path
    place: Place
    taken: Taken
    count: int = 0  # segments
    seconds: float = 0.0
    inits: dict[str, str] = field(default_factory=dict)
    since: tuple[int, int] = (0, 0)
    checked_init: Path | None = None

    def __post_init__(self) -> None:
        self.since = self.track.end()
        self.frames = Frames(self.folder / living.SOUND)
        channels = min(2, self.facts.audio.channels) if self.facts.audio else 1
        self.silence = silence(channels)

    def store(self, *, is_over: bool = False) -> None:
        """Store what is whole, a segment at a time."""
        if self.facts.audio:
            self.frames.read()
        if self.facts.video is None:
            self._store_sound(is_over=is_over)
            return
        waiting = living.finished(self.folder, after=self.count)
        for at, made in enumerate(waiting):
            is_last = is_over and at == len(waiting) - 1
            seconds = self._length(made) if is_last else made.seconds
            until = frames_until(self.seconds + seconds)
            is_late = len(waiting) - at > _BEHIND
            if self.facts.audio and not (is_over or is_late or self.frames.has(until)):
                return
            self._publish(seconds, until, self.folder / made.name)

    def _length(self, made: living.Made) -> float:
        """ffmpeg does not know how long the last picture of all was; the sound does."""
        heard = (self.frames.taken + len(self.frames.waiting)) * FRAME / RATE - self.seconds
        return max(made.seconds, min(heard, _TOO_LONG))

    def _store_sound(self, *, is_over: bool) -> None:
        """Without a picture, a second at a time."""
        while True:
            until = frames_until(self.seconds + _SOUND_ALONE)
            if not self.frames.has(until):
                break
            self._publish((until - self.frames.taken) * FRAME / RATE, until, None)
        if is_over and self.frames.waiting:
            until = self.frames.taken + len(self.frames.waiting)
            self._publish(len(self.frames.waiting) * FRAME / RATE, until, None)

    def _publish(self, seconds: float, until: int, picture: Path | None) -> None:
        number = self.since[0] + self.count
        first = self.frames.taken
        told: dict[str, Any] = {"seconds": seconds, "at": self.taken.after(self.seconds)}
        rows = []
        if picture:
            self._check(picture, seconds)
            self._begin_picture()
            size = picture.stat().st_size
            key = self.track.put(living.segment_name(number), picture)
            rows.append(self._row(PICTURE, number, key, size=size, **told))
        self._begin_sound()
        content = segment(self.frames.give(until, self.silence.frame), first=first)
        sound = self.folder / f"a{number:07}.m4s"
        sound.write_bytes(content)
        rows.append(self._row(SOUND, number, self.track.put(sound.name, sound), size=len(content), **told))
        self.track.write(rows)
        self.count += 1
        self.seconds += seconds

    def _row(self, rendition: str, number: int, key: str, *, seconds: float, size: int, at: datetime) -> LiveSegment:
        start = self.since[1] + round(self.seconds * 1000)
        return LiveSegment(
            broadcast=self.track.broadcast, run=self.track.run.number, is_on_air=self.track.run.is_on_air,
            rendition=rendition, number=number, init=self.inits[rendition], file=key, start_ms=start,
            duration_ms=self.since[1] + round((self.seconds + seconds) * 1000) - start, bytes=size,
            captured_at=at,
        )  # fmt: skip

    def _check(self, picture: Path, seconds: float) -> None:
        if not self.job.copies_picture:
            return
        if not keeps_shape(self.checked_init or self.folder / living.INIT, [picture]):
            raise MustEncode("the picture changes its shape")
        if seconds > _TOO_LONG:
            raise MustEncode(f"no keyframe for {seconds:.1f} s")

    def _begin_picture(self) -> None:
        if PICTURE in self.inits:
            return
        init = self.folder / living.INIT
        self.checked_init = self.folder / "checked.mp4"
        shutil.copyfile(init, self.checked_init)
        told = {"codecs": codecs(init), "sound_codecs": "mp4a.40.2"}
        self.inits[PICTURE] = self.track.put(init_name(self.place, "v"), init)
        self.track.tell(told | living.shape(self.facts, copies=self.job.copies_picture))

    def _begin_sound(self) -> None:
        if SOUND in self.inits:
            return
        init = self.folder / "sound.mp4"
        init.write_bytes(self.silence.init)
        self.inits[SOUND] = self.track.put(init_name(self.place, "a"), init)
        if self.facts.video is None:
            self.track.tell({"codecs": "", "sound_codecs": "mp4a.40.2"})

    def rest(self) -> None:
        """After the end: what was left."""
        self.store(is_over=True)
