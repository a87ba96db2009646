"""Follow a take while its pieces arrive, so that it can be watched seconds after it is sent, however long it is.

One worker follows one take at a time, run after run, and stores each segment as soon as it is whole. Nothing of it is
published before the take is sent; then what came last is caught up with, and one small transaction opens it. Where
nobody is free to follow, or something is odd, nothing is lost: the take is joined and looked at whole, as any film is,
and that happens anyway. What is made here is watched until then.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from media_pipeline import limits, storage
from media_pipeline.ffmpeg import command, following
from media_pipeline.ffmpeg.boxes import codecs, keeps_shape
from media_pipeline.ffmpeg.facts import Facts, Unusable, Video
from media_pipeline.ffmpeg.following import PICTURE, SOUND, Job, Output
from media_pipeline.ffmpeg.probe import inspect
from media_pipeline.ffmpeg.run import FfmpegFailed, Stopped, run, stop_requested
from media_pipeline.models import Film, FilmState, Rendition, Take, TakeState, WorkKind
from media_pipeline.signals import FilmChange

from .announce import announce
from .arriving import GivenUp, Run, Watch
from .kinds import does
from .lease import Lease
from .publish import clear_leftovers

_MOST_RUNS = 99  # two digits in the names of segments
_MEMORY = 2 * 2**30
_LARGEST = 2**30  # bytes that lie in the folder at once; what is whole leaves it
_PREFIX = 6  # pieces within which a recorder has said what it records
_TOO_SPARSE = 15.0  # seconds of a segment, beyond which a copy is not worth having
_NICE = 2
_PAUSE = 0.25
_NOT_YET_WATCHED = (
    FilmState.RECEIVING, FilmState.RECEIVED, FilmState.CHECKING, FilmState.QUEUED, FilmState.ENCODING,
)  # fmt: skip

logger = logging.getLogger("media_pipeline")


@does(WorkKind.ARRIVING)
def follow(film: Film, held: Lease) -> None:
    """Follow the take that the work names. One that was sent before is looked at whole, by others."""
    take = Take.objects.select_related("film").filter(pk=UUID(held.subject)).first()
    if take is None or take.state != TakeState.OPEN:
        return
    clear_leftovers(film, held)  # of a follower that was killed
    follower = Follower(take, held)
    is_published = False
    try:
        with storage.workspace("take") as scratch:
            follower.follow(scratch)
            is_published = follower.publish(scratch)
    except (GivenUp, Unusable) as reason:
        logger.info("take %s is not followed: %s", take.pk, reason)
    except FfmpegFailed as error:
        if error.is_ours:
            raise
        logger.warning("take %s is not followed: %s", take.pk, error)
    finally:
        if not is_published:
            follower.forget()


class Follower:
    """What has been made of a take so far."""

    def __init__(self, take: Take, held: Lease) -> None:
        self.take, self.held = take, held
        self.watch = Watch(take)
        self.outputs: dict[str, Output] = {}
        self.facts: Facts | None = None
        self.copies_picture = False
        self.followed: dict[int, int] = {}  # run → pieces
        self.poster: Path | None = None

    # Following ------------------------------------------------------------------------------------
    def follow(self, scratch: Path) -> None:
        """Until the take is sent and all of it has been made. Raises GivenUp, NotNow, LeaseLost, Stopped and more."""
        self.watch.give_way()
        last = 0
        while (number := self.watch.next_run(after=last)) is not None:
            if number:
                last = number
                self._follow_run(number, scratch / f"{number:02}")
            else:
                self._wait()
        expected = {int(run): count for run, count in self.take.expected.items()}
        if self.followed != expected:
            raise GivenUp(f"{self.followed} was followed, {expected} was sent")

    def _wait(self) -> None:
        if stop_requested.is_set() or self.held.lost.is_set():
            raise Stopped("told to stop")
        time.sleep(_PAUSE)

    def _follow_run(self, number: int, folder: Path) -> None:
        if number > _MOST_RUNS:
            raise GivenUp(f"{number} runs")
        folder.mkdir()
        pieces = Run(self.watch, number)
        begun = self._beginning(pieces, folder / "beginning")
        self.followed[number] = pieces.given
        if begun is None:
            return  # a recorder that died at once: joining leaves it out too
        facts, prefix = begun
        job = following.job(facts, run=number)
        self._agree(facts, job)
        self.poster = self.poster or self._picture(folder / "beginning", facts)
        for name in job.names:
            (folder / name).mkdir()
        stored = _Stored(self, job, folder, f"init{number:02}.mp4")
        run(
            job.arguments, timeout=limits.follow_seconds(), memory=_MEMORY, largest=_LARGEST, nice=_NICE, folder=folder,
            feed=_first(prefix, stored.alongside(pieces)), should_stop=self.held.lost.is_set,
        )  # fmt: skip
        stored.rest()
        self.followed[number] = pieces.given

    def _beginning(self, pieces: Run, path: Path) -> tuple[Facts, bytes] | None:
        """Facts from as few pieces as tell them, and those pieces; None when the run is over before it tells any."""
        prefix = b""
        while True:
            piece = pieces()
            if piece == b"":
                self._wait()
                continue
            prefix += piece or b""
            path.write_bytes(prefix)
            try:
                facts = inspect(path, limits.bounds(), should_stop=self.held.lost.is_set) if prefix else None
            except Unusable:
                facts = None
            if facts or piece is None:
                return (facts, prefix) if facts else None
            if pieces.given >= _PREFIX:
                raise GivenUp("its beginning is not understood")

    def _agree(self, facts: Facts, job: Job) -> None:
        """All runs have picture and sound alike, or what one hears and sees would part."""
        if self.facts is None:
            self.facts = facts
            self.copies_picture = job.copies_picture
            self.outputs = {name: Output(name) for name in job.names}
        elif list(self.outputs) != job.names:
            raise GivenUp("its runs differ in what they hold")

    def _picture(self, beginning: Path, facts: Facts) -> Path | None:
        """A picture from the first pieces, to be shown before there is a better one."""
        if facts.video is None:
            return None
        arguments = command.poster(beginning, facts, at=min(1.0, facts.seconds / 2))
        lost = self.held.lost.is_set
        try:
            run(arguments, timeout=30, memory=_MEMORY, largest=2**24, folder=beginning.parent, should_stop=lost)
        except FfmpegFailed:
            return None
        path = beginning.with_name("poster.jpg")
        return path if path.exists() else None

    @property
    def poster_key(self) -> str:
        return f"{self.take.film.folder}/poster-{self.held.mark}.jpg"

    def folder_of(self, name: str) -> str:
        """Where segments lie in the storage, for this attempt alone."""
        return f"{self.take.film.folder}/{name}-{self.held.mark}"

    # Publishing -----------------------------------------------------------------------------------
    def publish(self, scratch: Path) -> bool:
        """Open what was made, unless something better is open already; says whether it is open now."""
        if self.facts is None or not all(output.segments for output in self.outputs.values()):
            return False
        if len({tuple(init for init, _ in output.runs) for output in self.outputs.values()}) != 1:
            return False  # a run of picture or sound alone: what follows would not be in step
        if max(segment.seconds for output in self.outputs.values() for segment in output.segments) > _TOO_SPARSE:
            return False
        rows = [self._row(output) for output in self.outputs.values()]
        for output in self.outputs.values():
            index = scratch / "index.m3u8"
            index.write_text(following.playlist(output.runs))
            storage.put(f"{self.folder_of(output.name)}/index.m3u8", index)
        if self.poster:
            storage.put(self.poster_key, self.poster)
        with transaction.atomic():
            film = Film.objects.select_for_update().get(pk=self.take.film_id)
            if film.playable_at or film.state not in _NOT_YET_WATCHED:
                return False
            self.held.done(playable_at=timezone.now(), **({} if film.facts else self._told()))
            Rendition.objects.bulk_create(rows)
            announce(film.pk, FilmChange.PLAYABLE)
        return True

    def _told(self) -> dict[str, Any]:
        """What the film's row says of it until it has been looked at whole."""
        video = self.facts.video if self.facts else None
        return {
            "duration_ms": round(max(output.seconds for output in self.outputs.values()) * 1000),
            "width": video.shown_width if video else 0,
            "height": video.shown_height if video else 0,
            "has_video": PICTURE in self.outputs,
            "has_audio": SOUND in self.outputs,
            "poster": self.poster_key if self.poster else "",
        }

    def _row(self, output: Output) -> Rendition:
        peak, average = following.bandwidth(output.segments)
        row = Rendition(
            film=self.take.film, kind=Rendition.Kind.AUDIO, name=output.name,
            folder=f"{output.name}-{self.held.mark}", bandwidth=peak, average_bandwidth=average,
            codecs=output.codecs, bytes=output.bytes,
        )  # fmt: skip
        video = self.facts.video if self.facts else None
        if output.name == PICTURE and video:
            row.kind = Rendition.Kind.RUNG
            row.width, row.height = self._size(video)
            row.frame_rate = video.frames_a_second if self.copies_picture else following.rate(video)
        return row

    def _size(self, video: Video) -> tuple[int, int]:
        return (video.shown_width, video.shown_height) if self.copies_picture else following.size(video)

    def forget(self) -> None:
        """Take back what was stored, unless its rows did go through."""
        folders = [f"{name}-{self.held.mark}" for name in (PICTURE, SOUND)]
        if Rendition.objects.filter(film=self.take.film_id, folder__in=folders).exists():
            return
        for name in (PICTURE, SOUND):
            storage.remove_folder(self.folder_of(name))
        storage.remove(self.poster_key)


class _Stored:
    """Puts the segments of a run into the storage as they become whole."""

    def __init__(self, follower: Follower, job: Job, folder: Path, init: str) -> None:
        self.follower, self.job, self.folder, self.init = follower, job, folder, init
        self.outputs = [follower.outputs[name] for name in job.names]
        for output in self.outputs:
            output.runs.append((init, []))

    def alongside(self, pieces: Callable[[], bytes | None]) -> Callable[[], bytes | None]:
        """Give pieces on, and store what has become of those before."""

        def feed() -> bytes | None:
            piece = pieces()
            self.store()
            return piece

        return feed

    def store(self) -> None:
        for output in self.outputs:
            self._store(output)

    def _store(self, output: Output) -> None:
        done = output.runs[-1][1]
        made = self.folder / output.name
        init = made / self.init
        for segment in following.finished(made, after=len(done)):
            path = made / segment.name
            if output.name == PICTURE and self.job.copies_picture and not keeps_shape(init, [path]):
                raise GivenUp("the picture changes its shape")
            storage.put(f"{self.follower.folder_of(output.name)}/{segment.name}", path)
            done.append(segment)

    def rest(self) -> None:
        """After the end: what was left, and what each run begins with."""
        self.store()
        for output in self.outputs:
            init = self.folder / output.name / self.init
            if not output.runs[-1][1]:
                output.runs.pop()
                continue
            output.codecs = output.codecs or codecs(init)
            output.init_bytes += init.stat().st_size
            storage.put(f"{self.follower.folder_of(output.name)}/{self.init}", init)


def _first(prefix: bytes, rest: Callable[[], bytes | None]) -> Callable[[], bytes | None]:
    waiting = [prefix]
    return lambda: waiting.pop() if waiting else rest()
