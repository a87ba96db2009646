"""A file has arrived: is it a film, and can it be watched at once?

The file is looked at, one picture is decoded, and where the picture is H.264 with keyframes often
enough it is rewritten as HLS without encoding. That takes about a second, whatever the length of
the encode that follows.
"""

from pathlib import Path
from uuid import UUID

from django.utils import timezone

from media_pipeline import limits, storage
from media_pipeline.ffmpeg import command, ladder, probe
from media_pipeline.ffmpeg.boxes import keeps_shape
from media_pipeline.ffmpeg.facts import Facts, Reason, Unusable
from media_pipeline.ffmpeg.playlist import Made, Unfinished, measure
from media_pipeline.ffmpeg.run import FfmpegFailed, TimedOut, run
from media_pipeline.models import Film, FilmState

from . import lease, publish

_POSTER_SECONDS = 30
_TOO_SPARSE = 15.0  # seconds of a segment, beyond which a copy is not worth having


def arrived(film_id: UUID, source: str, size: int) -> bool:
    """The source lies under key `source`, `size` bytes; says whether the film took it over now."""
    waiting = Film.objects.filter(pk=film_id, state=FilmState.RECEIVING)
    now = timezone.now()
    return bool(
        waiting.update(
            state=FilmState.RECEIVED,
            source=source,
            source_bytes=size,
            lease_until=now + limits.PATIENCE,
            changed_at=now,
        )
    )


def reopen(film_id: UUID) -> FilmState | None:
    """Let a failed film wait again for what it failed at; says in which state, or None."""
    film = Film.objects.filter(pk=film_id, state=FilmState.FAILED).first()
    if film is None:
        return None
    state = _where_to_begin(film)
    now = timezone.now()
    changes = {"attempts": 0, "lease_until": now + limits.PATIENCE, "changed_at": now}
    failed = Film.objects.filter(pk=film_id, state=FilmState.FAILED)
    return state if failed.update(state=state, **changes) else None


def _where_to_begin(film: Film) -> FilmState:
    if film.facts:
        return FilmState.QUEUED
    return FilmState.RECEIVED if film.source else FilmState.RECEIVING


def check(film_id: UUID) -> bool:
    """Look at a film that arrived; says whether it is queued to be encoded now."""
    return lease.work(film_id, FilmState.CHECKING, _check) and _is_queued(film_id)


def _is_queued(film_id: UUID) -> bool:
    return Film.objects.filter(pk=film_id, state=FilmState.QUEUED).exists()


def _check(film: Film, held: lease.Lease) -> None:
    with storage.workspace("intake") as scratch:
        source = storage.fetch(film.source, scratch)
        try:
            facts = probe.inspect(source, limits.bounds(), should_stop=held.lost.is_set)
            poster = _poster(source, facts, scratch, held)
            made = _first_version(source, facts, scratch, held)
        except Unusable as error:
            publish.refuse(held, error)
            return
        publish.first_version(film, held, facts, made, poster)


def _poster(source: Path, facts: Facts, scratch: Path, held: lease.Lease) -> Path | None:
    """A picture from the film; a film that yields none cannot be decoded. Raises Unusable."""
    if facts.video is None:
        return None
    held.report(1)
    for at in (min(facts.seconds / 10, 10.0), 0.0):
        try:
            run(
                command.poster(source, facts, at=at),
                timeout=_POSTER_SECONDS,
                folder=scratch,
                should_stop=held.lost.is_set,
            )
        except TimedOut as error:
            raise Unusable(Reason.BROKEN, "no picture in time") from error
        except FfmpegFailed:
            continue
        if (scratch / "poster.jpg").exists():
            return scratch / "poster.jpg"
    raise Unusable(Reason.BROKEN, "no picture can be decoded")


def _first_version(source: Path, facts: Facts, scratch: Path, held: lease.Lease) -> dict[str, Made]:
    """The renditions "copy" and "sound"; empty when the file must be encoded first."""
    first = ladder.first_version(facts)
    if first is None:
        return {}
    names = ["copy"] * first.video + ["sound"] * (facts.audio is not None)
    for name in names:
        (scratch / name).mkdir()
    try:
        run(
            command.copy(source, facts, first),
            timeout=limits.copy_seconds(facts.seconds),
            folder=scratch,
            should_stop=held.lost.is_set,
        )
        made = {name: measure(scratch / name) for name in names}
    except (FfmpegFailed, Unfinished):
        return {}  # an odd stream that only decoding can put right
    return made if not first.video or _is_sound(made["copy"]) else {}


def _is_sound(copy: Made) -> bool:
    """Whether players can show a copied picture from beginning to end, and seek in it."""
    init, *segments = [path for path in copy.files if path.suffix != ".m3u8"]
    return copy.longest_segment <= _TOO_SPARSE and keeps_shape(init, segments)
