"""The renditions of the ladder and the sound, all from one decode of the source."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from media_pipeline import limits, storage
from media_pipeline.ffmpeg import command, ladder
from media_pipeline.ffmpeg.facts import Facts, Reason, Unusable
from media_pipeline.ffmpeg.ladder import Plan
from media_pipeline.ffmpeg.playlist import Made, measure
from media_pipeline.ffmpeg.progress import Progress
from media_pipeline.ffmpeg.run import run
from media_pipeline.models import Film, FilmState, Rendition

from . import lease, publish

_BEFORE, _AFTER = 5, 99  # per cent when encoding begins and ends
_NICE = 5  # people who watch come first


def encode(film_id: UUID) -> bool:
    """Encode a queued film; says whether it was done."""
    return lease.work(film_id, FilmState.ENCODING, _encode)


def _encode(film: Film, held: lease.Lease) -> None:
    facts = Facts.from_json(film.facts)
    has_copy = film.renditions.filter(kind=Rendition.Kind.COPY, is_live=True).exists()
    plan = ladder.plan(facts, has_copy=has_copy)
    with storage.workspace("encode") as scratch:
        source = storage.fetch(film.source, scratch)
        try:
            made = _run(source, facts, plan, scratch, held)
        except Unusable as error:
            publish.refuse(held, error)
            return
        publish.ready(film, held, plan, made)


def _run(source: Path, facts: Facts, plan: Plan, scratch: Path, held: lease.Lease) -> dict[str, Made]:
    names = [rung.name for rung in plan.rungs] + (["audio"] if plan.sound else [])
    if not names:
        return {}
    for name in names:
        (scratch / name).mkdir()
    run(
        command.encode(source, facts, plan),
        timeout=limits.encode_seconds(facts.seconds),
        nice=_NICE,
        folder=scratch,
        on_line=Progress(facts.seconds, _reporter(held)),
        should_stop=held.lost.is_set,
    )
    made = {name: measure(scratch / name) for name in names}
    _refuse_cut_short(facts, max(result.seconds for result in made.values()))
    return made


def _reporter(held: lease.Lease) -> Callable[[float], None]:
    return lambda part: held.report(_BEFORE + int(part * (_AFTER - _BEFORE)))


def _refuse_cut_short(facts: Facts, seconds: float) -> None:
    """ffmpeg ends well where a damaged stream ends early; half a lesson is no lesson."""
    if facts.seconds - seconds > max(2.0, facts.seconds * 0.1):
        raise Unusable(Reason.BROKEN, f"{seconds:.1f} s of {facts.seconds:.1f} s can be decoded")
