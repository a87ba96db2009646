"""A film is taken back: at once nobody can watch it, then its files go and the learners it concerns are told.

Certificates stay. A lesson that has lost its film stays readable and is no longer needed for the course.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.deletion import ProtectedError
from django.urls import reverse
from django.utils import timezone

import media_pipeline.api as films
from courses.models import (
    Contribution,
    ContributionState,
    CoursePage,
    Enrolment,
    EnrolmentState,
    FilmProgress,
    LessonPage,
    PlaybackSession,
)
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Consent
from media_pipeline.models import Film, FilmState, Track

from ..building.tree import course_path
from ..hidden import may_be_shown
from ..learning.complete import settle
from .carry import cut_along_with
from .consents import film_id_of, settle_captions

GONE = "gone"  # in Contribution.told: the learners have been told


@transaction.atomic
def take_down(film: Film) -> bool:
    """Take a film from playback and mark what a teacher gave as taken back; says whether anything changed.

    With it goes every other part of the same recording. The caller enqueues `tasks_films.after_taking_back` on commit.
    """
    changed = [_take_down_one(part) for part in recording_with(film)]  # all of them, not up to the first
    return any(changed)


def recording_with(film: Film) -> list[Film]:
    """Give all parts of the recording that a film is, or is a part of."""
    recording = film.cut_of_id or film.pk
    return list(Film.objects.filter(Q(pk=recording) | Q(cut_of=recording)))


def _take_down_one(film: Film) -> bool:
    changed = films.block_film(film)
    row = Contribution.objects.filter(film=film).exclude(state=ContributionState.WITHDRAWN)
    contribution = row.select_related("person", "film").first()
    if contribution and row.update(state=ContributionState.WITHDRAWN, changed_at=timezone.now()):
        changed = True
        note(
            Kind.FILM_WITHDRAWN, who=contribution.person.key, subject=f"film:{film.pk}",
            is_check=film.is_check, language=contribution.language,
        )  # fmt: skip
        _drop_draft(contribution)
    return changed


def _drop_draft(contribution: Contribution) -> None:
    """A lesson that only waited to be approved goes with its film."""
    draft = LessonPage.objects.filter(pk=contribution.lesson_id, live=False, first_published_at=None).first()
    if draft is not None:
        draft.delete()


@transaction.atomic
def consent_ended(consent: Consent) -> bool:
    """Take down the film that somebody has taken their consent back for; says whether there was one."""
    film = _film_of(consent)
    if film is None:
        return False
    given = Contribution.objects.filter(film__in=recording_with(film)).exclude(state=ContributionState.REPLACED)
    contribution = given.select_related("person").first()
    changed = take_down(film)
    if changed and contribution:
        _tell_teacher(contribution, is_own=consent.is_own)
    return changed


@transaction.atomic
def hide_for_a_time(consent: Consent) -> None:
    """Somebody says no who had never said yes, and the film is public: it is hidden until that is settled.

    Public is also what goes beside another film: its sound is listed where that one is played.
    """
    film = _film_of(consent)
    for part in recording_with(film) if film else ():
        if LessonPage.objects.live().filter(film=part).exists() or Track.objects.filter(film=part).exists():
            films.block_film(part, for_good=False)


@transaction.atomic
def show_again(consent: Consent) -> None:
    """Show a film again that was hidden for a time, once everybody in it agrees; what they agree to is settled anew."""
    settle_captions(consent.subject)
    film = _film_of(consent)
    for part in recording_with(film) if film else ():
        if part.blocked_at and may_be_shown(part):
            films.unblock_film(part)


def _film_of(consent: Consent) -> Film | None:
    film_id = film_id_of(consent.subject)
    return Film.objects.filter(pk=film_id).first() if film_id else None


def _tell_teacher(contribution: Contribution, *, is_own: bool) -> None:
    tell(
        contribution.person, "film_taken_back", key=f"film_taken_back:{contribution.pk}",
        facts={"title": contribution.title, "is_own": is_own, "address": reverse("courses:my_films")},
    )  # fmt: skip


def lessons_without() -> QuerySet[LessonPage]:
    """Give the public lessons whose film was taken back, for coordinators to unpublish or to leave as they are."""
    return LessonPage.objects.live().filter(film__state=FilmState.BLOCKED).defer("body").order_by("title", "pk")


def tell_learners(film_id: UUID) -> int:
    """Tell everybody who is in the middle of a course with this film, and count what is left for them; says how many.

    Safe to repeat: each is told once.
    """
    told = 0
    for lesson in LessonPage.objects.filter(film=film_id).defer("body"):
        course = CoursePage.objects.filter(path=course_path(lesson.path)).first()
        if course is None:
            continue
        learning = Q(state__in=[EnrolmentState.ACTIVE, EnrolmentState.WAITING], course=course)
        for enrolment in Enrolment.objects.filter(learning).select_related("person").iterator():
            _tell_learner(enrolment, course, lesson)
            settle(enrolment.pk)
            told += 1
    Contribution.objects.filter(film=film_id, state=ContributionState.WITHDRAWN).update(told=GONE)
    return told


def _tell_learner(enrolment: Enrolment, course: CoursePage, lesson: LessonPage) -> None:
    tell(
        enrolment.person, "lesson_without_film", key=f"lesson_without_film:{lesson.pk}:{lesson.film_id}:{enrolment.pk}",
        facts={"title": lesson.title, "course": course.title, "address": reverse("courses:mine", args=[course.pk])},
    )  # fmt: skip


def untold() -> QuerySet[Contribution]:
    """Films taken back whose learners a crash left untold."""
    return Contribution.objects.filter(state=ContributionState.WITHDRAWN, lesson__isnull=False).exclude(told=GONE)


def to_remove() -> QuerySet[Contribution]:
    """Films taken back that are still to go: whole where nothing hangs on them, else their files.

    The media pipeline's own sweep may have been at the files first; the row goes all the same.
    """
    needed = (
        Exists(LessonPage.objects.filter(film=OuterRef("film")))
        | Exists(PlaybackSession.objects.filter(film=OuterRef("film")))
        | Exists(FilmProgress.objects.filter(film=OuterRef("film")))
        | Exists(Film.objects.filter(cut_of=OuterRef("film")))
    )
    withdrawn = Contribution.objects.filter(state=ContributionState.WITHDRAWN).select_related("film")
    return withdrawn.filter(Q(film__emptied_at=None) | ~needed)


def remove(contribution: Contribution) -> None:
    """Remove a film that was taken back; where a lesson or somebody's watching hangs on it, the row stays."""
    try:
        for film in [*cut_along_with(contribution.film), contribution.film]:
            films.remove_film(film)
    except ProtectedError:
        films.block_film(contribution.film)
