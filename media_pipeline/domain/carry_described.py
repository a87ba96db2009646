"""A described sound goes along with a part of its film: the same part is cut from it.

It has to be as long as the picture (domain/tracks.py), so it cannot be shared by the whole recording and a part.
"""

from dataclasses import dataclass

from django.db import transaction

from media_pipeline.models import Film, Track, TrackKind

from .cut import open_part
from .tracks import SAME_LENGTH_MS, UNUSABLE

__all__ = ["can_be_carried", "carry"]


@dataclass(frozen=True)
class Part:
    """What of a described recording goes with a part of the main one; times are of the described recording."""

    whole: Film
    start_ms: int
    end_ms: int

    @property
    def is_whole(self) -> bool:
        return self.start_ms <= 0 and self.end_ms >= self.whole.duration_ms


def can_be_carried(old: Film) -> bool:
    """Whether a described sound of a film, if it has one, can be cut along: what it was made from is still kept."""
    track = _track_of(old)
    return track is None or _is_there(track.film.cut_of or track.film)


@transaction.atomic
def carry(old: Film, new: Film) -> Film | None:
    """Cut the described sound of one part of a recording for another; gives what goes with it from now on.

    None when there is nothing to carry, or when it cannot be: its original is gone, or it does not reach as far.
    """
    track = _track_of(old)
    part = _part_for(track, old=old, new=new) if track else None
    if part is None:
        return None
    if part.is_whole:
        film = part.whole
    elif _is_there(part.whole):
        film = open_part(part.whole.pk, start_ms=part.start_ms, end_ms=part.end_ms)
    else:
        return None
    # Whether the two have sound is not known before they are made; what they are cut from had.
    Track.objects.update_or_create(main=new, kind=TrackKind.DESCRIBED, defaults={"film": film, "offset_ms": 0})
    return film


def _track_of(film: Film) -> Track | None:
    return Track.objects.filter(main=film, kind=TrackKind.DESCRIBED).select_related("film__cut_of").first()


def _is_there(whole: Film) -> bool:
    return bool(whole.source and whole.facts and whole.duration_ms and whole.state not in UNUSABLE)


def _part_for(track: Track, *, old: Film, new: Film) -> Part | None:
    """Say which seconds of a described recording those of a new part are; None where it does not have them."""
    whole = track.film.cut_of or track.film
    start_ms = new.cut_start_ms - old.cut_start_ms + track.film.cut_start_ms
    end_ms = start_ms + new.duration_ms
    if start_ms < 0 or end_ms > whole.duration_ms + SAME_LENGTH_MS or start_ms >= whole.duration_ms:
        return None
    return Part(whole, start_ms, min(end_ms, whole.duration_ms))
