"""Three pictures of a film to choose from: the one it came with, and two from further on."""

from pathlib import Path
from uuid import UUID

from django.db import transaction

from media_pipeline import storage
from media_pipeline.ffmpeg import cut as command
from media_pipeline.ffmpeg.facts import Facts
from media_pipeline.ffmpeg.run import FfmpegFailed, run
from media_pipeline.models import Film, WorkKind

from .kinds import does
from .lease import Lease

_SECONDS = 60  # for one picture
_LARGEST = 2**24  # bytes of one picture
_FURTHER_ON = (0.45, 0.8)  # parts of the film; what was made lies rather at the end


@does(WorkKind.POSTERS)
def make(film: Film, held: Lease) -> None:
    """Make the pictures to choose from. A film without its original, or without a picture, has the one it has."""
    names = [film.poster.rpartition("/")[2]] if film.poster else []
    if film.has_video and film.source:
        names += _further(film, held)
    with transaction.atomic():
        held.change_film(posters=names)
        held.done()


def _further(film: Film, held: Lease) -> list[str]:
    facts, names = Facts.from_json(film.facts), []
    with storage.workspace("posters") as scratch:
        source = storage.fetch(film.source, scratch)
        for number, part in enumerate(_FURTHER_ON, 1):
            # Eight signs, as every poster: seven say which attempt made it.
            name = f"poster-{held.mark[:7]}{number}.jpg"
            if _taken(source, facts, facts.seconds * part, scratch / name, held):
                storage.put(f"{film.folder}/{name}", scratch / name)
                names.append(name)
            held.report(40 * number)
    return names


def _taken(source: Path, facts: Facts, at: float, into: Path, held: Lease) -> bool:
    try:
        run(
            command.still(source, facts, at=at, name=into.name),
            timeout=_SECONDS,
            largest=_LARGEST,
            nice=5,
            folder=into.parent,
            should_stop=held.lost.is_set,
        )
    except FfmpegFailed:
        return False  # one picture less to choose from
    return into.exists()


@transaction.atomic
def choose(film_id: UUID, name: str) -> bool:
    """Let a film show one of its pictures; says whether it has that one."""
    film = Film.objects.select_for_update().get(pk=film_id)
    if name not in film.posters:
        return False
    Film.objects.filter(pk=film_id).update(poster=f"{film.folder}/{name}")
    return True
