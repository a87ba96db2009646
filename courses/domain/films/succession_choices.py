"""What a teacher can do with the film of a video: shorten it, replace it, put an earlier one back. Questions only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import media_pipeline.api as films
from courses.models import UNLISTED, Contribution, ContributionState, LessonPage
from elearn.people.models import Person
from media_pipeline.models import Film, FilmState, Track, TrackKind

from ..hidden import held_among
from .recordings import recording_of

KEPT = timedelta(days=30)
# Where a teacher may still change the film: not while a second person is just deciding about it.
CHANGEABLE = (ContributionState.DRAFT, ContributionState.SENT, ContributionState.PLACED)


@dataclass(frozen=True)
class Choices:
    """What a teacher can do with the film of a video now, and what is on its way."""

    may_cut: bool
    may_replace: bool
    cutting: Contribution | None  # the shorter one that is being made
    asked_for: Contribution | None  # the one that waits to take the place
    earlier: Contribution | None  # the one that can be put back
    kept_until: datetime | None = None


def choices(contribution: Contribution) -> Choices:
    """Read what a teacher can do with a video."""
    can = may_change(contribution)
    before = earlier(contribution) if can else None
    return Choices(
        may_cut=can and may_cut(contribution),
        may_replace=can and may_replace(contribution),
        cutting=being_cut(contribution),
        asked_for=asked_for(contribution),
        earlier=before,
        kept_until=kept_until(before) if before else None,
    )


def whole_of(contribution: Contribution) -> Film:
    """Give the recording as it came in, of which a film is the whole or a part."""
    return contribution.film.cut_of or contribution.film


def may_change(contribution: Contribution) -> bool:
    """Whether a video can be shortened or replaced now, by its teacher or by who recorded it for them."""
    return not is_webinar(contribution) and contribution.state in CHANGEABLE and not held_among([contribution])


def is_webinar(contribution: Contribution) -> bool:
    """Whether a video came from the studio: its questions and its chapters hang on it as it is."""
    return contribution.is_helped and contribution.recorded_by_id is None


def may_cut(contribution: Contribution) -> bool:
    """Whether a video can be shortened: it can be watched, and its original is still there."""
    whole = whole_of(contribution)
    return may_change(contribution) and films.status_of_row(whole).playable and films.has_original(whole)


def replaceable(person: Person) -> QuerySet[Contribution]:
    """Give the published videos of a teacher that another can take the place of, the newest first."""
    placed = Contribution.objects.filter(person=person, state=ContributionState.PLACED, lesson__live=True)
    return placed.select_related("lesson", "film").order_by("-created_at", "-pk")


def replaceable_by(contribution: Contribution) -> QuerySet[Contribution]:
    """Give those that a new video can take the place of; what somebody recorded for an elder, only theirs."""
    published = replaceable(contribution.person)
    if not contribution.is_helped:
        return published
    return published.filter(is_helped=True, recorded_by=contribution.recorded_by_id, recorded_by__isnull=False)


def may_replace(contribution: Contribution) -> bool:
    """Whether another video can take the place of this one."""
    return may_change(contribution) and replaceable(contribution.person).filter(pk=contribution.pk).exists()


def being_cut(contribution: Contribution) -> Contribution | None:
    """Give the shorter video that is being made of a video."""
    waiting = Contribution.objects.filter(instead_of=contribution, state=ContributionState.CUTTING)
    return waiting.select_related("film").first()


def asked_for(contribution: Contribution) -> Contribution | None:
    """Give the video that waits for a coordinator to take the place of a published one."""
    sent = (ContributionState.SENT, ContributionState.SECOND_PERSON)
    found = Contribution.objects.filter(instead_of=contribution, state__in=sent).select_related("film")
    return found.order_by("-sent_at").first() if contribution.state == ContributionState.PLACED else None


def earlier(contribution: Contribution) -> Contribution | None:
    """Give the video that was there before and can be put back."""
    return kept_of(contribution).order_by("-replaced_at").first()


def kept_of(contribution: Contribution) -> QuerySet[Contribution]:
    recording = recording_of(contribution.film)
    before = Q(pk=contribution.instead_of_id) | Q(film=recording) | Q(film__cut_of=recording)
    kept = Contribution.objects.filter(before, person=contribution.person_id, state=ContributionState.REPLACED)
    kept = kept.filter(replaced_at__gt=timezone.now() - KEPT, film__playable_at__isnull=False, film__blocked_at=None)
    return kept.select_related("film")


def kept_until(contribution: Contribution) -> datetime | None:
    """Say until when a replaced video is kept."""
    return contribution.replaced_at + KEPT if contribution.replaced_at else None


def lost_description(old: Contribution, new: Contribution) -> bool:
    """Whether what was described of a video is not described of the shorter one."""
    tracks = Track.objects.filter(kind=TrackKind.DESCRIBED)
    return tracks.filter(main=old.film_id).exists() and not tracks.filter(main=new.film_id).exists()


def is_going(contribution: Contribution) -> bool:
    """Whether a shorter video is on its way; one that failed waits for staff."""
    return contribution.film.state not in (FilmState.FAILED, FilmState.REFUSED)


def cutting_words(contribution: Contribution) -> str:
    """Say how the making of a shorter video stands."""
    if not is_going(contribution):
        return _("The shorter video could not be made. We are looking into it. Your video stays as it was.")
    return _("We are making the shorter video. Until it is ready, this one stays.")


def part_shown(film: Film) -> tuple[int, int]:
    """Say from when to when a film shows its recording, in ms of that."""
    return (film.cut_start_ms, film.cut_end_ms) if film.cut_of_id else (0, film.duration_ms)


def lesson_to_change(contribution: Contribution) -> LessonPage | None:
    """Give the public lesson whose video a sent one is to replace."""
    old = contribution.instead_of
    if contribution.state != ContributionState.SENT or old is None or old.state != ContributionState.PLACED:
        return None
    return old.lesson if old.lesson and old.lesson.live else None


def taken_by(person: Person, pk: int) -> Contribution | None:
    """Give the video that stands now where a teacher's own with this number stood; None when nothing took its place."""
    mine = Contribution.objects.filter(person=person)
    old = mine.filter(pk=pk, state=ContributionState.REPLACED).select_related("film").first()
    if old is None:
        return None
    recording = recording_of(old.film)
    newer = mine.filter(Q(instead_of=old) | Q(film=recording) | Q(film__cut_of=recording))
    return newer.exclude(state__in=UNLISTED).order_by("-changed_at").first()
