"""What is done to captions: opened, saved, restored, brought in from a file, handed in, reviewed.

Every deed locks the track, so two who save at the same moment come one after the other, and the second is merged into
what the first has left (`captions.merge`). What learners see changes only by a review, or by the machine as long as no
person has reviewed anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from media_pipeline.captions.cue import Cue, read_all
from media_pipeline.captions.files import Read, adopt_ids
from media_pipeline.captions.merge import Change, Conflict, merge
from media_pipeline.errors import CaptionsChanged, CaptionsUnfit
from media_pipeline.models import CaptionRevision, CaptionState, CaptionTrack, Film, MadeBy

from .announce import announce_captions

FOLD = timedelta(minutes=10)  # saves of one author within this are one version in the history


@dataclass(frozen=True)
class Draft:
    """A track as it is being worked on."""

    revision: int
    state: str
    handed_in_at: Any
    cues: list[Cue]

    def as_json(self) -> dict[str, Any]:
        """Plain values for a page."""
        handed_in = self.handed_in_at.isoformat() if self.handed_in_at else None
        cues = [cue.as_json() for cue in self.cues]
        return {"revision": self.revision, "state": self.state, "handed_in_at": handed_in, "cues": cues}


@dataclass(frozen=True)
class Saved:
    """What came of saving. `cues` are all there are now, or None when what the saver has is right already."""

    revision: int
    state: str
    cues: list[Cue] | None
    conflicts: list[Conflict]
    other: int | None  # the account that saved last before, when it was somebody else

    def as_json(self) -> dict[str, Any]:
        """Plain values for the page that saved."""
        return {
            "revision": self.revision,
            "state": self.state,
            "cues": None if self.cues is None else [cue.as_json() for cue in self.cues],
            "conflicts": [self._conflict(one) for one in self.conflicts],
        }

    def _conflict(self, one: Conflict) -> dict[str, Any]:
        sides = {"was": one.was, "mine": one.mine, "theirs": one.theirs}
        plain = {name: cue.as_json() if cue else None for name, cue in sides.items()}
        return {"id": one.id, "group": one.group, "by": self.other, **plain}


def newest(track: CaptionTrack) -> CaptionRevision | None:
    """The revision that is being worked on, if anything was ever saved."""
    return track.revisions.order_by("-number").first()


def cues_in(revision: CaptionRevision | None) -> list[Cue]:
    """The cues of a revision."""
    return read_all(revision.cues) if revision else []


def draft(track: CaptionTrack) -> Draft:
    """A track as it is now."""
    found = CaptionTrack.objects.get(pk=track.pk)
    return Draft(found.revision, found.state, found.handed_in_at, cues_in(newest(found)))


@transaction.atomic
def begin(film: Film, *, language: str, by: Any = None) -> CaptionTrack:
    """The track of a film in a language; made when there is none. A translation begins with the original's times."""
    track, is_new = CaptionTrack.objects.select_related("film").get_or_create(film=film, language=language)
    spoken = Film.objects.values_list("language", flat=True).get(pk=film.pk)
    if is_new and spoken and spoken != language:
        original = CaptionTrack.objects.filter(film=film, language=spoken).first()
        lines = [Cue(cue.id, *cue.times, "") for cue in cues_in(newest(original))] if original else []
        if lines:
            _keep(_locked(track), lines, made_by=MadeBy.PERSON, by=by)
            track.refresh_from_db()
    return track


@transaction.atomic
def save(track: CaptionTrack, changes: Sequence[Change], *, base: int, by: Any) -> Saved:
    """Put somebody's changes in; what collides with another's stays as it is and comes back. Raises NotACue."""
    held = _locked(track)
    last = newest(held)
    before = cues_in(last)
    merged = merge(before, changes)
    moved_on = held.revision != base
    if merged.cues != before:
        _keep(held, merged.cues, made_by=MadeBy.PERSON, by=by, last=last)
    other = last.author_id if last and last.author_id != getattr(by, "pk", None) else None
    all_cues = merged.cues if moved_on or merged.conflicts else None
    return Saved(held.revision, held.state, all_cues, merged.conflicts, other)


@transaction.atomic
def restore(track: CaptionTrack, number: int, *, by: Any, base: int | None = None) -> Draft:
    """Go on from an earlier version, which becomes the newest one; the history keeps what was in between.

    Raises CaptionRevision.DoesNotExist, and CaptionsChanged when somebody has saved after `base`.
    """
    held = _locked(track, base=base)
    earlier = CaptionRevision.objects.get(track=held, number=number)
    if earlier.number != held.revision:
        _keep(held, cues_in(earlier), made_by=MadeBy.RESTORED, by=by)
    return draft(held)


@transaction.atomic
def bring_in(track: CaptionTrack, read: Read, *, by: Any, base: int | None = None) -> Draft:
    """Take what a file had in place of what there is. Equal times keep their ids. Raises CaptionsChanged."""
    held = _locked(track, base=base)
    before = cues_in(newest(held))
    cues = adopt_ids(read.cues, before)
    if cues != before:
        _keep(held, cues, made_by=MadeBy.FILE, by=by)
    return draft(held)


@transaction.atomic
def hand_in(track: CaptionTrack, *, by: Any, base: int | None = None) -> CaptionTrack:
    """Say that captions are ready to be reviewed. Twice is once. Raises CaptionsUnfit, CaptionsChanged."""
    held = _locked(track, base=base)
    _refuse_unfit(cues_in(newest(held)))
    if held.handed_in_at is None and held.state != CaptionState.REVIEWED:
        held.handed_in_at, held.handed_in_by = timezone.now(), by
        held.save(update_fields=["handed_in_at", "handed_in_by", "changed_at"])
    return held


@transaction.atomic
def give_back(track: CaptionTrack) -> CaptionTrack:
    """Take captions out of those that wait for a review: something is still to be done."""
    held = _locked(track)
    held.handed_in_at, held.handed_in_by = None, None
    held.save(update_fields=["handed_in_at", "handed_in_by", "changed_at"])
    return held


@transaction.atomic
def review(track: CaptionTrack, *, revision: int, by: Any) -> CaptionTrack:
    """Say that one revision, the newest, is right: from now on people watch with it.

    Raises CaptionsChanged when somebody has saved after it, and CaptionsUnfit for empty lines or none at all.
    """
    held = _locked(track, base=revision)
    row = newest(held)
    _refuse_unfit(cues_in(row))
    assert row  # noqa: S101 - there are cues in it
    row.reviewed_at, row.reviewed_by = timezone.now(), by
    row.save(update_fields=["reviewed_at", "reviewed_by"])
    held.state, held.public, held.handed_in_at = CaptionState.REVIEWED, row, None
    held.save(update_fields=["state", "public", "handed_in_at", "changed_at"])
    announce_captions(held.film_id, held.language)
    return held


@transaction.atomic
def keep_machine(film: Film, language: str, cues: list[Cue]) -> bool:
    """Keep what the machine heard, unless a person has begun to write; says whether it was kept."""
    spoken = Film.objects.filter(pk=film.pk, language=language).exists()
    if not cues or not spoken:
        return False
    track, _new = CaptionTrack.objects.get_or_create(film=film, language=language)
    held = _locked(track)
    if held.revision and held.state != CaptionState.MACHINE:
        return False
    row = _keep(held, cues, made_by=MadeBy.MACHINE, by=None)
    held.state, held.public = CaptionState.MACHINE, row
    held.save(update_fields=["state", "public", "changed_at"])
    announce_captions(film.pk, language)
    return True


@transaction.atomic
def keep_live(film: Film, language: str, cues: list[Cue], *, by: Any) -> bool:
    """Keep what people typed while it was said, to be corrected, unless somebody has begun; says whether it was kept.

    `by` is who typed all of it, or None.
    """
    if not cues:
        return False
    track, _new = CaptionTrack.objects.get_or_create(film=film, language=language)
    held = _locked(track)
    if held.revision:
        return False
    _keep(held, cues, made_by=MadeBy.PERSON, by=by)
    return True


@transaction.atomic
def forget_machine(film: Film, language: str) -> bool:
    """Remove what the machine heard in a language that turned out not to be the one spoken; people's work stays."""
    found = CaptionTrack.objects.filter(film=film, language=language, state=CaptionState.MACHINE)
    removed = found.delete()[0] > 0
    if removed:
        announce_captions(film.pk, language)
    return removed


@transaction.atomic
def remove(track: CaptionTrack) -> None:
    """Remove a track with its history."""
    CaptionTrack.objects.filter(pk=track.pk).delete()
    announce_captions(track.film_id, track.language)


def _locked(track: CaptionTrack, *, base: int | None = None) -> CaptionTrack:
    """The row as it is now, held until the transaction ends. Raises CaptionsChanged when it is not at `base`."""
    held = CaptionTrack.objects.select_for_update().get(pk=track.pk)
    if base is not None and held.revision != base:
        raise CaptionsChanged
    return held


def _keep(
    track: CaptionTrack, cues: list[Cue], *, made_by: MadeBy, by: Any, last: CaptionRevision | None = None
) -> CaptionRevision:
    """Keep cues under a new number; as the same row when its author goes on with it."""
    now = timezone.now()
    plain = [cue.as_json() for cue in cues]
    track.revision += 1
    if last and _goes_on(track, last, made_by, by):
        row, row.number, row.cues, row.count, row.saved_at = last, track.revision, plain, len(cues), now
        row.save(update_fields=["number", "cues", "count", "saved_at"])
    else:
        row = CaptionRevision.objects.create(
            track=track, number=track.revision, made_by=made_by, author=by, cues=plain, count=len(cues),
            begun_at=now, saved_at=now,
        )  # fmt: skip
    track.state = CaptionState.CORRECTING
    track.handed_in_at = track.handed_in_by = None
    track.save(update_fields=["revision", "state", "handed_in_at", "handed_in_by", "changed_at"])
    return row


def _goes_on(track: CaptionTrack, last: CaptionRevision, made_by: MadeBy, by: Any) -> bool:
    """Whether a save is more of what its author did a moment ago. What was reviewed or handed in stays as it is."""
    return (
        made_by == last.made_by == MadeBy.PERSON
        and by is not None
        and last.author_id == by.pk
        and last.reviewed_at is None
        and last.pk != track.public_id
        and track.handed_in_at is None
        and last.begun_at > timezone.now() - FOLD
    )


def _refuse_unfit(cues: list[Cue]) -> None:
    """Raise CaptionsUnfit where something is still to be typed."""
    empty = sum(not cue.text for cue in cues)
    if empty or not cues:
        raise CaptionsUnfit(empty)
