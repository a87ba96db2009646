"""The captions of a recording go along with a part of it: the same words, at the times of the part."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from media_pipeline.models import CaptionRevision, CaptionState, CaptionTrack, Film

_LEAST_MS = 300  # of a line whose rest was cut off
_ROUNDED_MS = 500  # a part may be cut at the keyframe beside the time that was asked for


def within(cues: Sequence[dict[str, Any]], *, shift_ms: int, length_ms: int) -> list[dict[str, Any]]:
    """Give cues moved by so much, in a film of that length; what is left of one at an end is kept if it can be read."""
    kept = []
    for cue in cues:
        start, end = max(0, cue["start_ms"] + shift_ms), min(length_ms, cue["end_ms"] + shift_ms)
        if end - start >= _LEAST_MS:
            kept.append({**cue, "start_ms": start, "end_ms": end})
    return kept


@transaction.atomic
def carry(old: Film, new: Film) -> int:
    """Copy the captions of one part of a recording to another that has none; says how many tracks.

    What was reviewed stays reviewed where all of the new part was seen by who reviewed the old one, and some of its
    lines are in it. Else the words go along, and somebody is to look at them again.
    """
    if CaptionTrack.objects.filter(film=new).exists():
        return 0
    tracks = list(CaptionTrack.objects.filter(film=old).select_related("public"))
    for track in tracks:
        _copy(track, old=old, new=new)
        if not (_lies_within(new, old) and _keeps_lines(track, new)):
            _unreviewed(CaptionTrack.objects.get(film=new, language=track.language))
    return len(tracks)


def _lies_within(new: Film, old: Film) -> bool:
    begins = new.cut_start_ms + _ROUNDED_MS >= old.cut_start_ms
    return begins and new.cut_start_ms + new.duration_ms <= old.cut_start_ms + old.duration_ms + _ROUNDED_MS


def _keeps_lines(track: CaptionTrack, new: Film) -> bool:
    """Whether lines of what was public are left in a part; of a film in which nobody speaks none are wanted."""
    if track.public is None or not track.public.count:
        return True
    copied = CaptionRevision.objects.get(track__film=new, track__language=track.language, number=track.public.number)
    return copied.count > 0


def _unreviewed(copy: CaptionTrack) -> None:
    copy.revisions.update(reviewed_at=None, reviewed_by=None)
    CaptionTrack.objects.filter(pk=copy.pk, state=CaptionState.REVIEWED).update(state=CaptionState.CORRECTING)


def _copy(track: CaptionTrack, *, old: Film, new: Film) -> None:
    newest = track.revisions.filter(number=track.revision).first()
    public = track.public
    copy = CaptionTrack.objects.create(
        film=new, language=track.language, state=track.state, revision=track.revision,
        handed_in_at=track.handed_in_at, handed_in_by=track.handed_in_by,
    )  # fmt: skip
    made = {
        row.number: _revision(row, copy, shift_ms=old.cut_start_ms - new.cut_start_ms, length_ms=new.duration_ms)
        for row in (public, newest)
        if row
    }
    if public:
        copy.public = made[public.number]
        copy.save(update_fields=["public"])


def _revision(row: CaptionRevision, copy: CaptionTrack, *, shift_ms: int, length_ms: int) -> CaptionRevision:
    cues = within(row.cues, shift_ms=shift_ms, length_ms=length_ms)
    revision, _made = CaptionRevision.objects.get_or_create(
        track=copy, number=row.number,
        defaults={
            "made_by": row.made_by, "author": row.author, "cues": cues, "count": len(cues),
            "begun_at": row.begun_at, "saved_at": row.saved_at, "reviewed_at": row.reviewed_at,
            "reviewed_by": row.reviewed_by,
        },
    )  # fmt: skip
    return revision
