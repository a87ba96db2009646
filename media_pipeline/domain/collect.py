"""Collect what nobody names: files that killed workers, broken-off uploads and overtaken attempts left in the storage.

Everything that is kept is named by a row (`NAMED` says by which). What nothing names, looks like something of ours and
is older than a day goes; what looks like nothing of ours is told to staff and never touched. Films that the database
does not know may belong to another installation, so they go only when staff say so.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from media_pipeline import storage
from media_pipeline.listing import Entry, entries
from media_pipeline.models import (
    Film,
    FilmState,
    LiveSegment,
    Removal,
    Rendition,
    Take,
    TakeState,
    Upload,
    Work,
    WorkState,
)

from .growing import GROWING

__all__ = ["NAMED", "SHARDS", "Leftover", "collect", "leftovers", "shard_of", "unfinished_uploads"]

OLD = timedelta(days=1)
SHARDS = [f"{number:02x}" for number in range(256)]  # films lie in folders by the first two digits of their ids
UNKNOWN_FILM, UNKNOWN_FILE, UNFINISHED = "film that nobody knows", "file that is not ours", "unfinished upload"

_FILM = re.compile(r"(?P<film>[0-9a-f]{2}/[0-9a-f]{32})/(?P<rest>.+)", re.ASCII)
_OURS = [
    ("rendition", re.compile(r"(?P<unit>[a-z0-9]{1,24}-[0-9a-f]{8})/.+", re.ASCII)),
    ("poster", re.compile(r"(?P<unit>poster-[0-9a-f]{8}\.jpg)", re.ASCII)),
    ("slide", re.compile(r"(?P<unit>slide-[0-9a-f]{8}-[0-9]{3}\.webp)", re.ASCII)),
    ("pieces of a recording", re.compile(r"(?P<unit>takes/[0-9a-f]{32})/.+", re.ASCII)),
    ("parts of an upload", re.compile(r"(?P<unit>uploads/[0-9a-f]{32})/.+", re.ASCII)),
    ("original", re.compile(r"(?P<unit>source(?:-[0-9a-f]{32})?)", re.ASCII)),
    ("file half written", re.compile(r"(?P<unit>(?:.*/)?\.[^/]+)", re.ASCII)),
]


@dataclass(frozen=True)
class Leftover:
    """A file, or a folder of files, that nobody names. `key` is in the storage, `modified` its newest file's time."""

    what: str
    key: str
    bytes: int
    files: int
    modified: datetime

    @property
    def may_go(self) -> bool:
        """Whether it is surely ours to delete."""
        return self.what not in (UNKNOWN_FILM, UNKNOWN_FILE)


def _renditions(films: Collection[Film]) -> Iterable[str]:
    rows = Rendition.objects.filter(film__in=films).select_related("film")
    return (f"{row.film.folder}/{row.folder}" for row in rows)


def _posters(films: Collection[Film]) -> Iterable[str]:
    for film in films:
        yield film.poster
        yield from (f"{film.folder}/{name}" for name in film.posters)


def _originals(films: Collection[Film]) -> Iterable[str]:
    """The source itself; where there is no word that it went, also one that was put there and not taken over yet."""
    waiting = []
    for film in films:
        if film.source:
            yield film.source
        elif not film.source_removed_at and film.state != FilmState.BLOCKED:
            waiting.append(film)
            yield film.source_key
    for model in (Take, Upload):
        for row in model.objects.filter(film__in=waiting).select_related("film"):
            yield row.source_key


def _takes(films: Collection[Film]) -> Iterable[str]:
    """Recordings in the making, and those sent of which no source has been made yet."""
    takes = Take.objects.filter(film__in=films).select_related("film")
    for take in takes:
        film = take.film
        is_made = film.source or film.source_removed_at or film.state == FilmState.BLOCKED
        if take.state == TakeState.OPEN or take.state == TakeState.SENT and not is_made:
            yield take.folder


def _uploads(films: Collection[Film]) -> Iterable[str]:
    """Files on their way in, and those that have come and of which no source has been made yet."""
    for upload in Upload.objects.filter(film__in=films).select_related("film"):
        film = upload.film
        if not (film.source or film.source_removed_at or film.state == FilmState.BLOCKED):
            yield upload.folder


def _live(films: Collection[Film]) -> Iterable[str]:
    """Segments of broadcasts, in the folder of the worker that made them."""
    rows = LiveSegment.objects.filter(broadcast__film__in=films).order_by().values_list("broadcast__film", "init")
    folders = {film.pk: film.folder for film in films}
    return {f"{folders[film]}/{init.partition('/')[0]}" for film, init in rows.distinct()}


# Each says which keys, files or folders, of some films are kept. Who stores something new adds a function here.
NAMED: list[Callable[[Collection[Film]], Iterable[str]]] = [_renditions, _posters, _originals, _takes, _uploads, _live]


def collect(
    *, shards: Iterable[str] = SHARDS, dry_run: bool = False, unknown_films: bool = False, now: datetime | None = None
) -> Iterator[Leftover]:
    """Delete what nobody names and give each; with `dry_run` delete nothing. Give also what is left alone."""
    for shard in shards:
        for found in leftovers(shard, now=now):
            if not dry_run and (found.may_go or unknown_films and found.what == UNKNOWN_FILM):
                _delete(found)
            yield found


def _delete(found: Leftover) -> None:
    if found.what in ("poster", "slide", "original", "file half written"):
        storage.remove(found.key)
    else:
        storage.remove_folder(found.key)


def leftovers(shard: str, *, now: datetime | None = None) -> Iterator[Leftover]:
    """What lies in one of the 256 folders, is older than a day, and is named by nobody."""
    before = (now or timezone.now()) - OLD
    lying: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries(storage.films(), shard):
        match = _FILM.fullmatch(entry.name)
        lying[match["film"] if match else ""].append(entry)
    if not lying:
        return
    known = _known(lying)
    named = {key for name in NAMED for key in name(known.values()) if key}
    for folder, inside in lying.items():
        film = known.get(folder)
        if film is None:
            found = _unknown(folder, inside)
        else:
            found = _units(folder, [entry for entry in inside if not _is_named(entry.name, named)])
        yield from (one for one in found if one.modified < before)


def _known(folders: Iterable[str]) -> dict[str, Film]:
    ids = [UUID(folder.rpartition("/")[2]) for folder in folders if folder]
    return {film.folder: film for film in Film.objects.filter(pk__in=ids)}


def _is_named(key: str, named: Collection[str]) -> bool:
    """Whether a file, or a folder that it lies in, is kept. What is half written has no name yet."""
    name = key.rpartition("/")[2]
    if name.startswith(".") and name != GROWING:
        return False
    while key:
        if key in named:
            return True
        key = key.rpartition("/")[0]
    return False


def _unknown(folder: str, inside: list[Entry]) -> list[Leftover]:
    """A film that the database does not know, unless it was removed and its files are about to go."""
    if not folder:
        return [Leftover(UNKNOWN_FILE, entry.name, entry.bytes, 1, entry.modified) for entry in inside]
    return [] if Removal.objects.filter(folder=folder).exists() else [_together(UNKNOWN_FILM, folder, inside)]


def _units(folder: str, inside: list[Entry]) -> list[Leftover]:
    """What nobody names of a film, put together by what goes as a whole; nothing while somebody works on the film."""
    units: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in inside:
        units[_unit_of(entry.name.removeprefix(f"{folder}/"))].append(entry)
    if units and _is_worked_on(folder):
        return []
    return [_together(what, f"{folder}/{unit}", found) for (what, unit), found in units.items()]


def _unit_of(rest: str) -> tuple[str, str]:
    for what, shape in reversed(_OURS):  # half-written files first, wherever they lie
        match = shape.fullmatch(rest)
        if match:
            return what, match["unit"]
    return UNKNOWN_FILE, rest


def _is_worked_on(folder: str) -> bool:
    film = UUID(folder.rpartition("/")[2])
    return Work.objects.filter(film=film, state=WorkState.RUNNING).exists()


def _together(what: str, key: str, inside: list[Entry]) -> Leftover:
    newest = max(entry.modified for entry in inside)
    return Leftover(what, key, sum(entry.bytes for entry in inside), len(inside), newest)


def shard_of(now: datetime) -> str:
    """The folder whose turn it is: another one every five minutes, all of them within a day."""
    return SHARDS[int(now.timestamp() // 300) % len(SHARDS)]


def unfinished_uploads(*, dry_run: bool = False, now: datetime | None = None) -> Iterator[Leftover]:
    """Throw away uploads in parts to a bucket that were begun more than a day ago and never ended; give each."""
    before = (now or timezone.now()) - OLD
    sides: list[Any] = [side for side in storage.sides() if hasattr(side, "unfinished")]
    for side in sides:
        for upload in list(side.unfinished()):
            if upload.begun_at >= before:
                continue
            if not dry_run:
                side.give_up(upload)
            yield Leftover(UNFINISHED, upload.key, 0, 1, upload.begun_at)
