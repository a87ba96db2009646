"""What pages of the school show: lists of courses, teachers in words, posters and what the player says."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.translation import get_language, ngettext

import media_pipeline.api as films
from courses.domain import queries, thanks
from courses.domain.complete import live_lessons
from courses.domain.hidden import shown_lessons
from courses.domain.progress import lessons_of
from courses.domain.queries import CourseCard, Listing
from courses.domain.wording import hours_words as _hours_words
from courses.domain.wording import lessons_words as _lessons_words
from courses.models import CoursePage, LessonPage, Thanks, TopicPage
from courses.player_words import player_words as _player_words
from elearn.people.api import addressed, public_name
from elearn.people.models import Person
from elearn.web.templatetags.korpu import duration
from media_pipeline.models import Film

register = template.Library()


# Lists ---------------------------------------------------------------------------------------------
@register.simple_tag
def newest_courses(count: int = 3) -> list[CourseCard]:
    """Give the newest courses, whatever their language."""
    return queries.newest_courses(count)


@register.simple_tag
def courses_in(topic: TopicPage) -> list[CourseCard]:
    """Give the courses of a topic, in all languages."""
    return queries.courses_in(topic)


@register.simple_tag(takes_context=True)
def listing(context: RequestContext) -> Listing:
    """Give the part of the catalogue that the address asks for: ?topic=…&language=…&page=…"""
    request: HttpRequest = context["request"]
    language = request.GET.get("language", "")
    return queries.listing(
        topic=request.GET.get("topic", ""),
        language=language if language in dict(settings.LANGUAGES) else "",
        number=request.GET.get("page", "1"),
        speaks=get_language() or "",
    )


@register.simple_tag
def course_lessons(course: CoursePage) -> list[LessonPage]:
    """Give the live lessons of a course, in order, without their bodies."""
    return lessons_of([course])[course.path]


@register.simple_tag
def course_of(lesson: LessonPage) -> CoursePage | None:
    """Give the course of a lesson, with its teacher."""
    path = lesson.path[: -LessonPage.steplen]
    return CoursePage.objects.filter(path=path).select_related("teacher", "locale").first()


@register.simple_tag
def lesson_number(lesson: LessonPage) -> int:
    """Tell which lesson of its course this is: 1, 2, 3 …"""
    before = live_lessons(lesson.path[: -LessonPage.steplen]).filter(path__lt=lesson.path)
    return shown_lessons(before).count() + 1


@register.simple_tag
def thanks_under(lesson: LessonPage) -> list[Thanks]:
    """Give what everybody may read under a lesson."""
    return thanks.under(lesson)


# Words ---------------------------------------------------------------------------------------------
@register.filter
def teacher_words(person: Person) -> str:
    """Say who teaches, with form of address and age when known: "Leyla xanım, 71 years old"."""
    if person.guarded:
        return public_name(person)
    age = _age(person)
    if age is None:
        return addressed(person)
    return ngettext("%(name)s, %(age)d year old", "%(name)s, %(age)d years old", age) % {
        "name": addressed(person),
        "age": age,
    }


@register.filter
def teacher_name(person: Person) -> str:
    """Give the name alone, as others may see it."""
    return public_name(person)


def _age(person: Person, *, today: date | None = None) -> int | None:
    """The age a person reaches this year: only the year of birth is known."""
    return (today or timezone.localdate()).year - person.birth_year if person.birth_year else None


@register.filter
def hours_words(course: CoursePage) -> str:
    return _hours_words(course.hours)


@register.filter
def lessons_words(count: int) -> str:
    return _lessons_words(count)


# Films ---------------------------------------------------------------------------------------------
@register.simple_tag
def poster(film: Film | None) -> str:
    """Give the signed address of a film's poster, or ""."""
    return films.poster(film) if film else ""


@register.simple_tag
def film_sizes(film: Film) -> dict[str, Any]:
    """Give what watching costs, in bytes: {"least", "most", "sound"}; nothing while there is nothing to watch."""
    try:
        sizes = dict(films.playback(film).sizes)
    except films.NotPlayable:
        return {}
    sound = sizes.pop("audio", None)
    seen = list(sizes.values()) or [sound or 0]
    return {"least": min(seen), "most": max(seen), "sound": sound if sizes else None}


@register.simple_tag
def player_words(film: Film) -> dict[str, Any]:
    """Give what the player says, for its script."""
    return _player_words(film)


@register.simple_tag
def film_length(film: Film) -> str:
    """Say how long a film is: "6 min"."""
    return duration(film.duration_ms / 1000)
