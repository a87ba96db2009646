"""A part of a recording becomes a film of its own: from then on it is worked on like any other.

It has a source of its own, so nothing else has to know that it is a part, and either can be removed without the other.
"""

from uuid import UUID

from django.db import transaction

from media_pipeline import limits, storage
from media_pipeline.errors import NoOriginal
from media_pipeline.ffmpeg import cut as command
from media_pipeline.ffmpeg.facts import Facts
from media_pipeline.ffmpeg.progress import Progress
from media_pipeline.ffmpeg.run import run
from media_pipeline.models import Film, FilmState, WorkKind

from . import work as works
from .kinds import does
from .lease import Lease

_NICE = 3  # behind who watches, before the ladder


@transaction.atomic
def open_part(whole_id: UUID, *, start_ms: int, end_ms: int) -> Film:
    """Make a film of what a recording shows from one time to another, and ask for the work.

    Raises NoOriginal when what came in is no longer kept, and ValueError for times that the recording does not have.
    """
    whole = Film.objects.select_related("cut_of").get(pk=whole_id)
    whole = whole.cut_of or whole
    if not whole.source or not whole.facts:
        raise NoOriginal(str(whole.pk))
    if not 0 <= start_ms < end_ms <= whole.duration_ms:
        raise ValueError(f"{start_ms}–{end_ms} of {whole.duration_ms} ms")
    film = Film.objects.create(
        title=whole.title, is_check=whole.is_check, language=whole.language, may_be_heard=whole.may_be_heard,
        cut_of=whole, cut_start_ms=start_ms, cut_end_ms=end_ms, duration_ms=end_ms - start_ms,
    )  # fmt: skip
    works.ask(film.pk, WorkKind.CUT)
    return film


@does(WorkKind.CUT, film=(FilmState.RECEIVING, FilmState.RECEIVING), fails_film=True)
def cut(film: Film, held: Lease) -> None:
    """Cut the part out of what came in, and have it looked at as if it had come in itself."""
    whole = film.cut_of
    if whole is None or not whole.source:
        raise NoOriginal(str(film.pk))
    start, end = film.cut_start_ms / 1000, film.cut_end_ms / 1000
    with storage.workspace("cut") as scratch:
        source = storage.fetch(whole.source, scratch)
        facts = Facts.from_json(whole.facts)
        run(
            command.cut(source, facts, start=start, end=end),
            timeout=limits.encode_seconds(facts.seconds),
            largest=limits.copy_bytes(2 * whole.source_bytes),
            nice=_NICE,
            folder=scratch,
            on_line=Progress(end - start, lambda part: held.report(int(part * 100))),
            should_stop=held.lost.is_set,
        )
        made = scratch / command.NAME
        size = made.stat().st_size
        held.renew()
        storage.put(film.source_key, made)
    with transaction.atomic():
        held.done(FilmState.RECEIVED, source=film.source_key, source_bytes=size)
        works.ask(film.pk, WorkKind.WATCHABLE)
