"""What a concern hides of the school, wherever it would be listed: lessons, whole courses, and the films in them.

A lesson is hidden by itself or with its course. While an officer has not decided it is still needed for the course:
otherwise a worry would be a way round a lesson. One that stays hidden is needed no more.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.errors import HiddenNow
from courses.models import Contribution, CoursePage, LessonPage
from elearn.safety.api import hidden_among, hidden_rows
from media_pipeline.models import Film

from .building.tree import COURSE_LENGTH, course_path, public_lessons
from .films.consents import is_unagreed


def shown_courses(courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    """Leave out the courses that are hidden now."""
    return courses.exclude(rows_hidden("course"))


def shown_lessons(lessons: QuerySet[LessonPage]) -> QuerySet[LessonPage]:
    """Leave out the lessons that are hidden now by themselves."""
    return lessons.exclude(rows_hidden("lesson"))


def rows_hidden(kind: str) -> Q:
    """Give the condition that pages of a kind are hidden now, also under another address (an alias)."""
    return Q(hidden_rows(kind)) | Q(hidden_rows(kind, key="alias_of_id"))


def with_same_words(page: LessonPage | CoursePage) -> list[int]:
    """Give the keys of a live page, of its translations and of its aliases: what hides one hides all."""
    source = page.alias_of_id or page.pk
    same = Q(pk=source) | Q(alias_of=source) | Q(translation_key=page.translation_key)
    live = type(page).objects.live().filter(same).values_list("pk", flat=True)
    return [page.pk, *sorted(set(live) - {page.pk})]


def is_lesson_hidden(lesson: LessonPage) -> bool:
    """Whether a lesson is hidden, by itself or with its course."""
    return bool(hidden_among(_names_of(lesson)))


def is_lesson_shown(lesson: LessonPage | None) -> bool:
    """Whether there is a lesson, and visitors can see it now."""
    return lesson is not None and lesson.live and not is_lesson_hidden(lesson)


def _names_of(lesson: LessonPage) -> list[str]:
    """Name what hides a lesson: itself, the page that it repeats, and its course."""
    path = course_path(lesson.path)
    course = CoursePage.objects.filter(path=path).values_list("pk", "alias_of").first() or (None, None)
    keys = [f"lesson:{lesson.pk}", f"lesson:{lesson.alias_of_id}", *(f"course:{key}" for key in course)]
    return [name for name in keys if not name.endswith("None")]


def held_among(contributions: Iterable[Contribution]) -> set[int]:
    """Give those of some films that nobody sees now, with their lesson, their course or alone; two queries for all."""
    asked = list(contributions)
    paths = {one.pk: course_path(one.lesson.path) for one in asked if one.lesson}
    courses = dict(CoursePage.objects.filter(path__in=set(paths.values())).values_list("path", "pk")) if paths else {}
    names = {
        one.pk: {f"film:{one.film_id}", f"lesson:{one.lesson_id}", f"course:{courses.get(paths.get(one.pk, ''))}"}
        for one in asked
    }
    hidden = hidden_among(set().union(*names.values()))
    return {key for key, subjects in names.items() if subjects & hidden}


def held_words() -> str:
    """Say to the teacher, and to staff, how it stands with what is hidden."""
    return _("Hidden while we look into it. A person of ours will write to you.")


def is_page_hidden(page: Page) -> bool:
    """Whether a page of the school is hidden; pages that are neither lesson nor course never are."""
    if isinstance(page, LessonPage):
        return is_lesson_hidden(page)
    return isinstance(page, CoursePage) and bool(hidden_among([f"course:{page.pk}", f"course:{page.alias_of_id}"]))


def is_film_hidden(film: Film) -> bool:
    """Whether a film is hidden, by itself or with a course that shows it."""
    return bool(hidden_among([f"film:{film.pk}", *_courses_with(film)]))


def may_be_shown(film: Film) -> bool:
    """Whether nothing holds a film that was blocked for a time: no concern, and nobody's missing consent."""
    return not is_unagreed(film) and not is_film_hidden(film)


def refuse_hidden(lesson: LessonPage, film_id: UUID | None) -> None:
    """Raise HiddenNow when a lesson, its course or its film is not to be shown."""
    if hidden_among([*_names_of(lesson), f"film:{film_id}"]):
        raise HiddenNow


def films_in_hidden_courses() -> QuerySet[LessonPage, UUID]:
    """Name the films of lessons whose course is hidden now; a subquery."""
    above = Substr(OuterRef("path"), 1, COURSE_LENGTH)
    hidden = CoursePage.objects.filter(rows_hidden("course"), path=above)
    return public_lessons().filter(Exists(hidden), film__isnull=False).values_list("film", flat=True)


def _courses_with(film: Film) -> list[str]:
    """Name the courses that show a film in public."""
    paths = public_lessons().filter(film=film).values_list("path", flat=True)
    parents = {course_path(path) for path in paths}
    courses = CoursePage.objects.filter(path__in=parents).values_list("pk", flat=True)
    return [f"course:{pk}" for pk in courses] if parents else []
