"""A video takes the place of another and keeps its lesson: shortened at either end, recorded anew, or put back.

A new video goes the way of every video: its people agree, the teacher sends it, and a second person lets it be public.
Until then the lesson shows the one it has. What was replaced is kept for a while, so that everything can be undone.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

import media_pipeline.api as films
from courses.errors import (
    CannotChange,
    CannotReplace,
    HiddenNow,
    LessonBeingChanged,
    NothingCutOff,
    OriginalGone,
    TooShort,
)
from courses.models import Contribution, ContributionState, LessonPage
from elearn.history.api import Kind, note
from elearn.people.models import Account, Did
from media_pipeline.models import Film, FilmState

from ..hidden import held_among
from . import carry, helped
from .recordings import recording_of
from .succession_choices import (
    CHANGEABLE,
    KEPT,
    being_cut,
    earlier,
    is_webinar,
    kept_of,
    part_shown,
    replaceable_by,
    whole_of,
)
from .withdrawal import remove

SHORTEST_MS = 3_000
# Less than this at one end is nobody's wish: the slider was touched, or the clock rounds.
UNFELT_MS = 200
_NOT_PUBLIC = (ContributionState.DRAFT, ContributionState.SENT)


# Shorten ---------------------------------------------------------------------------------------------
@transaction.atomic
def shorten(contribution: Contribution, *, start_ms: int, end_ms: int, by: Account) -> Contribution:
    """Have a part of a recording made a video that takes the place of what is there; times are of the whole recording.

    The new one takes the place as soon as it can be watched, or waits for a coordinator where a lesson is public. The
    whole recording is there already, and is put back.
    Raises CannotChange, HiddenNow, OriginalGone, NothingCutOff or TooShort.
    """
    contribution = _locked(contribution)
    _must_be_changeable(contribution, by=by)
    whole = whole_of(contribution)
    if not films.status_of_row(whole).playable:
        raise CannotChange
    if not films.has_original(whole):
        raise OriginalGone
    start_ms, end_ms = _fitted(start_ms, end_ms, whole=whole, shown=contribution.film)
    stop_cutting(contribution)
    if (start_ms, end_ms) == (0, whole.duration_ms) and (before := kept_of(contribution).filter(film=whole).first()):
        return _put_back(contribution, _locked(before), by=by)
    film = films.cut_film(whole, start_ms=start_ms, end_ms=end_ms)
    carry.carry_beside(contribution.film, film)
    new = Contribution.objects.create(
        person=contribution.person, film=film, state=ContributionState.CUTTING, instead_of=contribution,
        is_recording=contribution.is_recording, title=contribution.title, language=contribution.language,
        topic=contribution.topic, is_helped=contribution.is_helped, recorded_by=contribution.recorded_by,
    )  # fmt: skip
    _note(Kind.FILM_SHORTENED, new, by=by, seconds=round((end_ms - start_ms) / 1000))
    if by.person_id != contribution.person_id:
        is_draft = contribution.state == ContributionState.DRAFT
        helped.note_act(by, new.person, Did.RECORDED if is_draft else Did.ASKED_ANSWER, new)
    return new


def _fitted(start_ms: int, end_ms: int, *, whole: Film, shown: Film) -> tuple[int, int]:
    """Give what is to be kept, its ends put on the recording's own where nobody sees the difference."""
    start_ms = 0 if start_ms < UNFELT_MS else start_ms
    end_ms = whole.duration_ms if end_ms > whole.duration_ms - UNFELT_MS else end_ms
    if end_ms - start_ms < SHORTEST_MS:
        raise TooShort
    now = part_shown(shown)
    if abs(start_ms - now[0]) < UNFELT_MS and abs(end_ms - now[1]) < UNFELT_MS:
        raise NothingCutOff
    return start_ms, end_ms


@transaction.atomic
def stop_cutting(contribution: Contribution) -> bool:
    """Give up the shorter video that is being made; says whether one was."""
    pending = being_cut(contribution)
    if pending is None:
        return False
    film = pending.film
    pending.delete()
    for one in [*carry.cut_along_with(film), film]:
        films.remove_film(one)
    return True


@transaction.atomic
def cut_changed(contribution: Contribution, state: str) -> bool:
    """A part of a recording can be watched: let it take its place, once; says whether it did."""
    if state not in ("playable", "ready"):
        return False
    old = _locked(contribution.instead_of) if contribution.instead_of else None
    new = _locked(contribution)
    if new.state != ContributionState.CUTTING or old is None:
        return False
    if old.state in _NOT_PUBLIC:
        _swap(old, new)
    elif old.state in (ContributionState.PLACED, ContributionState.SECOND_PERSON):
        new.state, new.sent_at = ContributionState.SENT, timezone.now()
        new.save(update_fields=["state", "sent_at", "changed_at"])
        _only(new)
    else:  # decided otherwise meanwhile: it is theirs to send, or to leave
        new.state = ContributionState.DRAFT
        new.save(update_fields=["state", "changed_at"])
    return True


def _swap(old: Contribution, new: Contribution) -> None:
    """Let one video stand where another stood that is not public, also where that was to take the place of a third."""
    waits_for = old.instead_of if old.instead_of and old.instead_of.state == ContributionState.PLACED else old
    new.state, new.sent_at, new.replaced_at, new.instead_of = old.state, old.sent_at, None, waits_for
    old.state, old.replaced_at = ContributionState.REPLACED, timezone.now()
    for row in (new, old):
        row.save(update_fields=["state", "sent_at", "replaced_at", "instead_of", "changed_at"])


def _only(new: Contribution) -> None:
    """Of several parts of one recording that were to replace the same video, the newest alone still is."""
    recording = recording_of(new.film)
    others = Contribution.objects.filter(instead_of=new.instead_of, state=ContributionState.SENT).exclude(pk=new.pk)
    others = others.filter(Q(film=recording) | Q(film__cut_of=recording))
    others.update(state=ContributionState.REPLACED, replaced_at=timezone.now())


# Record anew -----------------------------------------------------------------------------------------
@transaction.atomic
def mean_to_replace(contribution: Contribution, other: Contribution | None) -> None:
    """Note which published video of the same teacher a draft is to take the place of. Raises CannotReplace.

    What somebody recorded for an elder takes the place only of what they recorded for them before.
    """
    if other is not None and not replaceable_by(contribution).filter(pk=other.pk).exists():
        raise CannotReplace
    mine = Contribution.objects.filter(pk=contribution.pk, state=ContributionState.DRAFT)
    mine.update(instead_of=other)
    contribution.instead_of = other


# Put back --------------------------------------------------------------------------------------------
@transaction.atomic
def put_back(contribution: Contribution, *, by: Account) -> Contribution:
    """Put back the video that was there before; where a lesson is public, a coordinator lets it be so.

    Raises CannotChange, also for who recorded it for an elder, or HiddenNow.
    """
    contribution = _locked(contribution)
    if contribution.person_id != by.person_id:
        raise CannotChange
    _must_be_changeable(contribution, by=by)
    before = earlier(contribution)
    if before is None:
        raise CannotChange
    stop_cutting(contribution)
    return _put_back(contribution, _locked(before), by=by)


def _put_back(contribution: Contribution, before: Contribution, *, by: Account) -> Contribution:
    if contribution.state in _NOT_PUBLIC:
        _swap(contribution, before)
    else:
        before.state, before.sent_at, before.replaced_at = ContributionState.SENT, timezone.now(), None
        before.instead_of, before.lesson, before.reason = contribution, None, ""
        before.decided_by, before.decided_at = None, None
        before.save()
        _only(before)
    _note(Kind.FILM_PUT_BACK, before, by=by)
    return before


# In a lesson -----------------------------------------------------------------------------------------
def refuse_to_change(contribution: Contribution, lesson: LessonPage) -> None:
    """Raise what speaks against a new video in a lesson now: HiddenNow or LessonBeingChanged."""
    old = contribution.instead_of
    if held_among([one for one in (contribution, old) if one]):
        raise HiddenNow
    if lesson.has_unpublished_changes:
        raise LessonBeingChanged


def put_into(lesson: LessonPage, *, old: Film, new: Film, by: Account) -> LessonPage:
    """Save a version of a lesson, in somebody's name, that shows one film where it showed another."""
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = carry.body_with(page.body.raw_data, old=old, new=new)
    page.save_revision(user=by)
    return page


def settled(contribution: Contribution) -> None:
    """A video is public: what it replaced is only kept from now on, and what people watched of it counts on."""
    old = contribution.instead_of
    if old is None or old.lesson_id != contribution.lesson_id:
        return
    replaced = Contribution.objects.filter(pk=old.pk, state=ContributionState.PLACED)
    if not replaced.update(state=ContributionState.REPLACED, replaced_at=timezone.now()):
        return
    carry.carry_watching(old.film, contribution.film)
    _note(Kind.FILM_REPLACED, contribution, by=None, is_part=contribution.film.cut_of_id is not None)


# Let go ----------------------------------------------------------------------------------------------
def no_longer_kept(now: datetime | None = None) -> QuerySet[Contribution]:
    """Give the replaced videos whose time is over and that nothing shows or is made from."""
    before = (now or timezone.now()) - KEPT
    in_use = Exists(LessonPage.objects.live().filter(film=OuterRef("film"))) | Exists(_parts_in_use())
    over = Q(state=ContributionState.REPLACED, replaced_at__lt=before)
    never_made = Q(state=ContributionState.CUTTING, changed_at__lt=before)
    old = Contribution.objects.filter(over | never_made)
    return old.exclude(film__state=FilmState.BLOCKED).exclude(in_use).select_related("film").order_by("pk")


def _parts_in_use() -> QuerySet[Contribution]:
    parts = Contribution.objects.filter(film__cut_of=OuterRef("film"))
    return parts.exclude(state=ContributionState.WITHDRAWN).exclude(film__state=FilmState.BLOCKED)


def let_go(contributions: Iterable[Contribution]) -> int:
    """Remove replaced videos; where somebody's watching hangs on one, its row stays without files. Says how many."""
    gone = list(contributions)
    for contribution in gone:
        remove(contribution)
    return len(gone)


# Shared ----------------------------------------------------------------------------------------------
def _locked(contribution: Contribution) -> Contribution:
    """Lock the row, and read it as it is now."""
    rows = Contribution.objects.select_for_update(of=("self",))
    known = rows.select_related("person", "recorded_by", "film__cut_of", "topic", "instead_of__film")
    return known.get(pk=contribution.pk)


def _must_be_changeable(contribution: Contribution, *, by: Account) -> None:
    """Let through the teacher whose film it is, and who recorded it for them, while they still may."""
    is_theirs = contribution.person_id == by.person_id or helped.may_change_for(by, contribution)
    if not is_theirs or is_webinar(contribution) or contribution.state not in CHANGEABLE:
        raise CannotChange
    if held_among([contribution]):
        raise HiddenNow


def _note(kind: Kind, contribution: Contribution, *, by: Account | None, **facts: int | bool) -> None:
    who = by.person if by and by.person else contribution.person
    note(
        kind, who=who.key, subject=f"film:{contribution.film_id}", is_check=contribution.film.is_check,
        language=contribution.language, **facts,
    )  # fmt: skip
