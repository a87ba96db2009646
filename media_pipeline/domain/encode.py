"""The renditions of the ladder from one decode of the source, and the sound beside it.

Where nothing can be watched yet, or only at a phone's bit rate, one small rung with the sound comes first, as work of
its own; the ladder leaves out what is there already.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path

from media_pipeline import limits, storage
from media_pipeline.ffmpeg import command, ladder
from media_pipeline.ffmpeg.facts import Facts, Reason, Unusable
from media_pipeline.ffmpeg.ladder import Plan
from media_pipeline.ffmpeg.playlist import Made, Unfinished, measure
from media_pipeline.ffmpeg.progress import Progress
from media_pipeline.ffmpeg.run import FfmpegFailed, TimedOut, is_spoilt, run
from media_pipeline.models import Film, FilmState, Rendition, WorkKind

from . import complexity, loudness, publish
from .kinds import does
from .lease import Lease

_NICE = 5  # people who watch come first


class CopySpoilt(Exception):
    """The picture as it came does not decode everywhere: ffmpeg conceals that, many players stop there."""


@does(WorkKind.FIRST_RUNG, film=(FilmState.QUEUED, FilmState.ENCODING), shows=(5, 20), fails_film=True)
def encode_first(film: Film, held: Lease) -> None:
    """Make one small rung and the sound, so that the film can be watched while the rest is made."""
    facts, whole = _plan(film)
    plan = ladder.first_part(whole)
    with storage.workspace("first") as scratch, _refusing(held):
        made = _make(storage.fetch(film.source, scratch), facts, plan, scratch, held)
        publish.first_part(film, held, plan, made)


@does(WorkKind.LADDER, film=(FilmState.QUEUED, FilmState.ENCODING), shows=(20, 99), fails_film=True, gives_way=True)
def encode(film: Film, held: Lease) -> None:
    """Encode a queued film and publish what was made."""
    facts, whole = _plan(film)
    there = _made_before(film, whole)
    with storage.workspace("encode") as scratch, _refusing(held):
        source = storage.fetch(film.source, scratch)
        needs = complexity.needs(source, facts, whole.without(there), scratch, should_stop=held.lost.is_set)
        whole = _thinned(facts, whole, needs, there)
        try:
            made = _make(source, facts, whole.without(there), scratch, held)
        except CopySpoilt:
            whole = ladder.plan(facts, has_copy=False)
            (scratch / "anew").mkdir()
            made = _make(source, facts, whole.without(there), scratch / "anew", held)
        whole = _thinned(facts, whole, complexity.measured(made), there)
        publish.ready(film, held, whole, made, there)


def _plan(film: Film) -> tuple[Facts, Plan]:
    facts = Facts.from_json(film.facts)
    has_copy = film.renditions.filter(kind=Rendition.Kind.COPY, is_live=True).exists()
    return facts, ladder.plan(facts, has_copy=has_copy)


def _made_before(film: Film, whole: Plan) -> set[str]:
    """Names of what the first part of the ladder has published."""
    named = {rung.name for rung in whole.rungs} | {"audio"}
    live = film.renditions.filter(is_live=True, name__in=named)
    return set(live.values_list("name", flat=True))


def _thinned(facts: Facts, whole: Plan, needs: dict[str, ladder.Need], there: set[str]) -> Plan:
    copy_bps = facts.video.average_bps if facts.video else 0
    return ladder.thin(whole, needs, copy_bps=copy_bps, keep=there)


@contextmanager
def _refusing(held: Lease) -> Iterator[None]:
    """Refuse a film that cannot be decoded; what would fail in the same way again is no fault of ours."""
    try:
        yield
    except Unusable as error:
        publish.refuse(held, error)
    except Unfinished as error:  # although ffmpeg was content
        publish.refuse(held, Unusable(Reason.BROKEN, str(error)))
    except FfmpegFailed as error:
        if error.is_ours or isinstance(error, TimedOut):
            raise
        publish.refuse(held, Unusable(Reason.BROKEN, error.tail[-300:]))


def _make(source: Path, facts: Facts, plan: Plan, scratch: Path, held: Lease) -> dict[str, Made]:
    """Picture and sound beside each other: the sound needs a second core for moments only."""
    made: dict[str, Made] = {}
    failed = threading.Event()

    def should_stop() -> bool:
        return held.lost.is_set() or failed.is_set()

    with ThreadPoolExecutor(1) as beside:
        sound = _begin_sound(beside, source, facts, plan, scratch, should_stop)
        try:
            if plan.rungs:
                made |= _encode_picture(source, facts, plan, scratch, held)
        except BaseException:
            failed.set()
            raise
        if sound:
            made["audio"] = sound.result()
    # Where the copy stays and needs no rungs, only sound is made, and that may end before the picture.
    if made and (plan.rungs or not facts.video):
        _refuse_cut_short(facts, max(result.seconds for result in made.values()))
    return made


def _begin_sound(
    beside: ThreadPoolExecutor,
    source: Path,
    facts: Facts,
    plan: Plan,
    scratch: Path,
    should_stop: Callable[[], bool],
) -> Future[Made] | None:
    if plan.sound is None:
        return None
    # In a copy of this context, so that the sound stands still with the picture when the work gives way.
    return beside.submit(copy_context().run, loudness.make, source, facts, plan.sound, scratch, should_stop=should_stop)


def _encode_picture(source: Path, facts: Facts, plan: Plan, scratch: Path, held: Lease) -> dict[str, Made]:
    for rung in plan.rungs:
        (scratch / rung.name).mkdir()
    said = run(
        command.encode(source, facts, plan),
        timeout=limits.encode_seconds(facts.seconds),
        largest=limits.encode_bytes(sum(rung.ceiling for rung in plan.rungs), facts.seconds),
        nice=_NICE,
        folder=scratch,
        on_line=Progress(facts.seconds, lambda part: held.report(int(part * 100))),
        should_stop=held.lost.is_set,
    )
    if plan.keeps_copy and is_spoilt(said):
        raise CopySpoilt
    return {rung.name: measure(scratch / rung.name) for rung in plan.rungs}


def _refuse_cut_short(facts: Facts, seconds: float) -> None:
    """ffmpeg ends well where a damaged stream ends early; half a lesson is no lesson."""
    if facts.seconds - seconds > max(2.0, facts.seconds * 0.1):
        raise Unusable(Reason.BROKEN, f"{seconds:.1f} s of {facts.seconds:.1f} s can be decoded")
