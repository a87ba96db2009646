"""What a public course shows, however it came there: a video that was chosen by hand, a lesson without one.

A coordinator may pick a teacher's video in the lesson's editor instead of deciding about it in the list of videos. Its
teacher is told and thanked all the same, and it waits in that list no longer. Every lesson is noted once, in the
language in which it is public first.
"""

from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from courses.models import Contribution, ContributionState, CoursePage, LessonPage
from elearn.history.api import Kind, note, noted_among
from elearn.people.models import Person

from ..building.tree import lessons_in

# What a teacher has given, and nobody has placed yet.
GIVEN = (ContributionState.SENT, ContributionState.ANOTHER_TAKE)


def take_chosen(course: CoursePage) -> int:
    """Treat the given videos that public lessons show as decided about, by who published; says how many."""
    taken = 0
    for lesson, contribution in _chosen(course):
        publisher = lesson.live_revision.user_id if lesson.live_revision else None
        taken += Contribution.objects.filter(pk=contribution.pk, state__in=GIVEN).update(
            state=ContributionState.SECOND_PERSON, lesson=lesson, reason="",
            decided_by=publisher, decided_at=timezone.now(),
        )  # fmt: skip
    return taken


def _chosen(course: CoursePage) -> list[tuple[LessonPage, Contribution]]:
    given = Contribution.objects.filter(film=OuterRef("film"), state__in=GIVEN).values("pk")
    lessons = lessons_in(course.path).annotate(given=Subquery(given[:1])).filter(given__isnull=False)
    return [(lesson, Contribution.objects.get(pk=lesson.given)) for lesson in lessons.select_related("live_revision")]


def note_lessons(course: CoursePage) -> int:
    """Note the public lessons of a course that are noted in no language yet; says how many."""
    lessons = list(lessons_in(course.path).select_related("film__contribution__person"))
    noted = _noted_in_any_language(lessons)
    fresh = [lesson for lesson in lessons if lesson.translation_key not in noted]
    for lesson in fresh:
        note(
            Kind.PUBLISHED, who=_giver_key(lesson, course), subject=f"lesson:{lesson.pk}",
            is_check=course.is_check, language=course.locale.language_code,
        )  # fmt: skip
    return len(fresh)


def _noted_in_any_language(lessons: list[LessonPage]) -> set[UUID]:
    same = [lesson.translation_key for lesson in lessons]
    pages = LessonPage.objects.filter(translation_key__in=same)
    keys = {f"lesson:{pk}": key for pk, key in pages.values_list("pk", "translation_key")}
    return {keys[subject] for subject in noted_among(Kind.PUBLISHED, keys)}


def _giver_key(lesson: LessonPage, course: CoursePage) -> UUID | None:
    contribution = getattr(lesson.film, "contribution", None)
    giver: Person | None = contribution.person if contribution else course.teacher
    return giver.key if giver else None
