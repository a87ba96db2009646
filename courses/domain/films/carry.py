"""What a video leaves to the one that takes its place.

Two parts of one recording share seconds: what was watched of them in the one has been watched in the other, and
captions and the like move along with them. Of another recording nothing is taken over. What was completed stays
completed in any case, for it hangs on the lesson.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

import media_pipeline.api as films
from courses.models import Contribution, FilmProgress
from media_pipeline.models import Film, TrackKind

from ..building import chapters
from ..watching import spans as set_of
from ..watching.clocks import locked_clocks
from .recordings import is_same_recording, recording_of

AT_ONCE = 500


def moved(spans: Iterable[Iterable[int]], *, old: Film, new: Film) -> set_of.Spans:
    """Give spans of one part of a recording in the time of another; what that does not show is left out. Pure."""
    shift = old.cut_start_ms - new.cut_start_ms
    return set_of.clipped([(max(0, start + shift), end + shift) for start, end in spans], new.duration_ms)


def carry_watching(old: Film, new: Film) -> int:
    """Count for a new part of a recording what people watched of it in another; says of how many people."""
    if not is_same_recording(old, new):
        return 0
    # In the order in which clocks are locked: nobody waits in a circle.
    people = list(FilmProgress.objects.filter(film=old).order_by("person").values_list("person", flat=True))
    return sum(_carry(people[first : first + AT_ONCE], old=old, new=new) for first in range(0, len(people), AT_ONCE))


def progress_with(person_id: int, film: Film) -> FilmProgress | None:
    """Give how far a person is with a film, with what they watched of the same recording in another part of it.

    One query; more only where there is something to take over.
    """
    mine, is_grown = _together(person_id, film)
    if is_grown:
        with transaction.atomic():
            # As reports do: one that is recorded meanwhile is waited for, and is read here.
            locked_clocks({person_id})
            mine, is_grown = _together(person_id, film)
            if mine and is_grown:
                _put([mine])
    return mine


def _together(person_id: int, film: Film) -> tuple[FilmProgress | None, bool]:
    """Give how far a person is with a film and its other parts, not written yet, and whether these add to it."""
    recording = recording_of(film)
    parts = FilmProgress.objects.filter(Q(film=recording) | Q(film__cut_of=recording), person=person_id)
    rows = {row.film_id: row for row in parts.select_related("film")}
    others = [row for row in rows.values() if row.film_id != film.pk]
    mine = rows.get(film.pk)
    known = mine.watched_ms if mine else 0
    for row in others:
        mine = _joined(mine, row, old=row.film, new=film)
    is_there = mine is not None and (mine.watched_ms > 0 or film.pk in rows)
    return mine if is_there else None, mine is not None and mine.watched_ms > known


@transaction.atomic
def _carry(people: list[int], *, old: Film, new: Film) -> int:
    """Count it for some people, and say for how many. What they report meanwhile waits for it."""
    locked_clocks(set(people))
    rows = FilmProgress.objects.filter(film__in=[old, new], person__in=people)
    known = {(row.person_id, row.film_id): row for row in rows}
    joined = [
        _joined(known.get((person, new.pk)), known[person, old.pk], old=old, new=new)
        for person in people
        if (person, old.pk) in known
    ]
    changed = [row for row in joined if row.watched_ms]
    _put(changed)
    return len(changed)


def _joined(mine: FilmProgress | None, other: FilmProgress, *, old: Film, new: Film) -> FilmProgress:
    union = set_of.merged(mine.spans if mine else [], moved(other.spans, old=old, new=new))
    joined = mine or FilmProgress(person_id=other.person_id, film=new, changed_at=other.changed_at)
    joined.spans, joined.watched_ms = [list(span) for span in union], set_of.length(union)
    if _is_later(other.changed_at, mine):
        position_ms = other.position_ms + old.cut_start_ms - new.cut_start_ms
        joined.position_ms = min(max(0, position_ms), new.duration_ms)
    return joined


def _is_later(at: datetime, mine: FilmProgress | None) -> bool:
    return mine is None or at > mine.changed_at


def _put(rows: list[FilmProgress]) -> None:
    for row in rows:
        row.pk = None  # what makes a row the same is who watched what
    FilmProgress.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "film"],
        update_fields=["spans", "watched_ms", "position_ms", "changed_at"],
    )  # fmt: skip


def carry_beside(old: Film, new: Film) -> None:
    """Let captions, and what is signed or described beside one part of a recording, go with another as far as it fits.

    A described sound is cut along. What cannot go along stays beside the old one, and is there when that is put back.
    """
    films.carry_captions_of(old, new)
    films.carry_described_of(old, new)
    for track in films.tracks_of(old):
        if track.kind != TrackKind.SIGN:
            continue
        shift = old.cut_start_ms - new.cut_start_ms
        with suppress(films.TrackUnfit):  # it is all in what was cut away
            films.attach_track(new, kind=TrackKind.SIGN, film=track.film, offset_ms=track.offset_ms + shift)


def cut_along_with(film: Film) -> list[Film]:
    """Give what was cut only to go with a film, so that it goes when that does; nobody gave it by itself."""
    beside = [track.film for track in films.tracks_of(film) if track.kind == TrackKind.DESCRIBED]
    parts = [one for one in beside if one.cut_of_id and one.goes_with.count() == 1]
    given = set(Contribution.objects.filter(film__in=parts).values_list("film", flat=True))
    return [one for one in parts if one.pk not in given]


def body_with(body: Sequence[Mapping[str, Any]], *, old: Film, new: Film) -> str:
    """Give the blocks of a lesson, as JSON, with another film in the place of the one it shows.

    Where both are parts of one recording, chapters move along; those of another recording keep their words alone.
    """
    if is_same_recording(old, new):
        blocks = chapters.moved(body, round((old.cut_start_ms - new.cut_start_ms) / 1000))
    else:
        blocks = chapters.without_times(body)
    for block in blocks:
        if block["type"] == "film":
            block["value"] = {**block["value"], "film": str(new.pk)}
    return json.dumps(blocks)
