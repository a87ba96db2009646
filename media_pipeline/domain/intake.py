"""A file has arrived: is it a film, and can it be watched at once?

The file is looked at, one picture is decoded, and where the picture is H.264 with keyframes often enough it is
rewritten as HLS without encoding, all beside each other: that takes little more than the rewriting alone, whatever the
length of the encode that follows.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from media_pipeline import limits, storage
from media_pipeline.ffmpeg import command, ladder, probe
from media_pipeline.ffmpeg.boxes import keeps_shape
from media_pipeline.ffmpeg.facts import Facts, Reason, Unusable
from media_pipeline.ffmpeg.playlist import Made, Unfinished, measure
from media_pipeline.ffmpeg.run import FfmpegFailed, Stopped, TimedOut, run
from media_pipeline.models import Film, FilmState, TakeState, Work, WorkKind, WorkState

from . import publish
from . import work as works
from .kinds import does, essential
from .lease import Lease

_POSTER_SECONDS = 60
_POSTER_BYTES = 2**24
_ROUNDED = 0.5  # seconds; frames that came late, and what clocks round
_NO_DECODER = "Function not implemented"  # so ffmpeg without a decoder of its own for AV1
_TOO_SPARSE = 15.0  # seconds of a segment, beyond which a copy is not worth having


@transaction.atomic
def arrived(film_id: UUID, source: str, size: int) -> bool:
    """The source lies under key `source`, `size` bytes; says whether the film took it over now."""
    waiting = Film.objects.filter(pk=film_id, state=FilmState.RECEIVING)
    changes = {"source": source, "source_bytes": size, "changed_at": timezone.now()}
    if not waiting.update(state=FilmState.RECEIVED, **changes):
        return False
    works.ask(film_id, WorkKind.WATCHABLE)
    return True


def reopen(film_id: UUID) -> bool:
    """Let a failed film wait again for what it failed at; says whether it had failed."""
    given_up = Work.objects.filter(film_id=film_id, state__in=[WorkState.PARKED, WorkState.CANCELLED])
    for work in given_up.filter(kind__in=essential(), film__state=FilmState.FAILED).order_by("-ended_at"):
        if works.try_again(work.pk):
            return True
    # No work on it was set aside: what came in lies there, and the sweep asks for it to be taken in.
    failed = Film.objects.filter(pk=film_id, state=FilmState.FAILED, source="")
    return bool(failed.update(state=FilmState.RECEIVING, changed_at=timezone.now()))


@does(WorkKind.WATCHABLE, film=(FilmState.RECEIVED, FilmState.CHECKING), shows=(0, 5), fails_film=True)
def check(film: Film, held: Lease) -> None:
    """Look at a film that arrived, publish a first version if it has one, and have it encoded."""
    with storage.workspace("intake") as scratch:
        source = storage.fetch(film.source, scratch)
        try:
            facts, made, poster = _look(source, scratch, held, _bounds(film))
        except Unusable as error:
            publish.refuse(held, error)
            return
        publish.first_version(film, held, facts, made, poster)


def _bounds(film: Film) -> probe.Bounds:
    """What is accepted of a film: by whether it came in as a recording, or as that of a broadcast."""
    sent = set(film.takes.filter(state=TakeState.SENT).values_list("is_live", flat=True))
    return limits.bounds(is_live=True in sent, is_recorded=bool(sent))


def _look(source: Path, scratch: Path, held: Lease, bounds: probe.Bounds) -> tuple[Facts, dict[str, Made], Path | None]:
    """Facts, a first version and a poster, all three at once: each reads the whole file, or a part of it.

    The first version is begun before all packets are known; what they say decides whether it is used, and what has
    become of it whether what the file's own tables say is believed. Raises Unusable.
    """
    ended = threading.Event()

    def should_stop() -> bool:
        return held.lost.is_set() or ended.is_set()

    seen = probe.look(source, bounds, should_stop=should_stop)
    with ThreadPoolExecutor(2) as beside:
        facts = beside.submit(seen.facts, should_stop=should_stop)
        poster = beside.submit(_poster, source, seen.guess(), scratch, should_stop)
        try:
            made = _copied(source, seen.guess(), scratch, held, is_spoilt=lambda: _is_refused(facts))
            known = facts.result()
            taken = poster.result()
            if _belies(known, made):
                known = seen.facts(reads_all=True, should_stop=should_stop)
        except BaseException:
            ended.set()
            raise
    return known, made if _may_open(known, made) else {}, taken


def _belies(facts: Facts, made: dict[str, Made]) -> bool:
    """Whether a copy has longer segments than its keyframes would make: then some of them are none, only named so."""
    if facts.video is None or "copy" not in made:
        return False
    return made["copy"].longest_segment > command.SEGMENT_SECONDS + facts.video.keyframe_gap + _ROUNDED


def _is_refused(facts: Future[Facts]) -> bool:
    return facts.done() and facts.exception() is not None


def _poster(source: Path, facts: Facts, scratch: Path, should_stop: Callable[[], bool]) -> Path | None:
    """A picture from the film; a film that yields none cannot be decoded. Raises Unusable."""
    if facts.video is None:
        return None
    folder = scratch / "poster"
    folder.mkdir()
    for at in (min(facts.seconds / 10, 10.0) or 1.0, 0.0):
        try:
            run(
                command.poster(source, facts, at=at),
                timeout=_POSTER_SECONDS,
                largest=_POSTER_BYTES,
                folder=folder,
                should_stop=should_stop,
            )
        except TimedOut as error:
            raise Unusable(Reason.BROKEN, "no picture in time") from error
        except FfmpegFailed as error:
            if error.is_ours:
                raise
            if _NO_DECODER in error.tail:
                raise Unusable(Reason.CODEC, facts.video.codec) from error
            continue
        if (folder / "poster.jpg").exists():
            return folder / "poster.jpg"
    raise Unusable(Reason.BROKEN, "no picture can be decoded")


def _copied(
    source: Path, facts: Facts, scratch: Path, held: Lease, *, is_spoilt: Callable[[], bool]
) -> dict[str, Made]:
    """The renditions "copy" and "sound"; empty when the file must be encoded first."""
    first = ladder.first_version(facts)
    if first is None:
        return {}
    folder = scratch / "first"
    names = ["copy"] * first.video + ["sound"] * (facts.audio is not None)
    for name in names:
        (folder / name).mkdir(parents=True)
    try:
        run(
            command.copy(source, facts, first),
            timeout=limits.copy_seconds(limits.bounds().longest_seconds),
            largest=limits.copy_bytes(facts.bytes),
            folder=folder,
            should_stop=lambda: held.lost.is_set() or is_spoilt(),
        )
        return {name: measure(folder / name) for name in names}
    except (FfmpegFailed, Unfinished) as error:
        if isinstance(error, FfmpegFailed) and error.is_ours:
            raise
        return {}  # an odd stream that only decoding can put right
    except Stopped:
        if held.lost.is_set() or not is_spoilt():
            raise
        return {}


def _may_open(facts: Facts, made: dict[str, Made]) -> bool:
    """Whether players can show a first version from beginning to end, and seek in it."""
    if not made or ladder.first_version(facts) is None:
        return False
    if "copy" not in made:
        return True
    copy = made["copy"]
    init, *segments = [path for path in copy.files if path.suffix != ".m3u8"]
    return copy.longest_segment <= _TOO_SPARSE and keeps_shape(init, segments)
