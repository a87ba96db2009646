"""What pages of the school show: lists of courses, teachers in words, posters and what the player says."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from wagtail.models import Page

import media_pipeline.api as films
from courses.clock import clock as _clock
from courses.domain import queries
from courses.domain.building.chapters import Chapter
from courses.domain.building.chapters import chapters_of as _chapters_of
from courses.domain.building.lagging import lags_behind
from courses.domain.building.tree import course_path, lessons_in
from courses.domain.certificates.wording import hours_words as _hours_words
from courses.domain.certificates.wording import lessons_words as _lessons_words
from courses.domain.films.beside import sizes_beside
from courses.domain.films.caption_gate import shown_excuse
from courses.domain.hidden import shown_lessons
from courses.domain.learning.complete import may_read_instead
from courses.domain.learning.parts import Part, parts_of_course
from courses.domain.learning.progress import LessonLine
from courses.domain.learning.terms import Terms, terms_of
from courses.domain.queries import CourseCard, Listing
from courses.domain.talk import asks, thanks
from courses.domain.talk.filmed_made import weigh
from courses.domain.watching.read_instead import words_of
from courses.models import Ask, CaptionExcuse, CoursePage, LessonKind, LessonPage, Thanks, TopicPage
from courses.player_words import player_words as _player_words
from courses.transcripts import TranscriptShown, transcripts_of
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


@register.simple_tag(takes_context=True)
def courses_in(context: RequestContext, topic: TopicPage) -> Listing:
    """Give the part of a topic's courses that the address asks for, in all languages: ?page=…"""
    return queries.courses_in(topic, number=context["request"].GET.get("page", "1"))


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
def course_parts(course: CoursePage) -> list[Part]:
    """Give the live lessons of a course in their modules, in order, without their bodies."""
    return parts_of_course(course)


@register.simple_tag
def course_terms(course: CoursePage) -> Terms:
    """Say what is to be known before one begins: days, order, courses that come before."""
    return terms_of(course)


@register.simple_tag
def original_if_older(page: Page) -> Page | None:
    """Give the original of a translation that is older than it."""
    return lags_behind(page)


@register.filter
def kind_words(lesson: LessonPage) -> str:
    """Name the kind of a lesson in lists; a video says its length instead."""
    return "" if lesson.kind == LessonKind.FILM else lesson.get_kind_display()


@register.simple_tag
def course_of(lesson: LessonPage) -> CoursePage | None:
    """Give the course of a lesson, with its teacher."""
    return CoursePage.objects.filter(path=course_path(lesson.path)).select_related("teacher", "locale").first()


@register.simple_tag
def lesson_number(lesson: LessonPage) -> int:
    """Tell which lesson of its course this is: 1, 2, 3 …"""
    before = lessons_in(course_path(lesson.path)).filter(path__lt=lesson.path)
    return shown_lessons(before).count() + 1


@register.simple_tag
def reads_instead(lesson: LessonPage, line: LessonLine) -> bool:
    """Whether somebody who has not watched a lesson's film may read its words instead; a query where they may."""
    is_left = may_read_instead(lesson) and not line.watched and not line.complete and line.counts and line.is_shown
    return is_left and lesson.film is not None and words_of(lesson.film) > 0


@register.simple_tag
def thanks_under(lesson: LessonPage) -> list[Thanks]:
    """Give what everybody may read under a lesson."""
    return thanks.under(lesson)


@register.simple_tag
def asks_under(lesson: LessonPage) -> list[Ask]:
    """Give the questions and answers everybody may read under a lesson."""
    rows = asks.under(lesson)
    weigh(rows)
    return rows


@register.simple_tag
def asked_about(lesson: LessonPage, teacher: Person | None) -> Person | None:
    """Give who is asked about a lesson: who gave its film, else the course's teacher."""
    return asks.whom_to_ask(lesson, teacher)


@register.filter
def takes_questions(teacher: Person | None) -> bool:
    """Say whether a teacher can be asked something."""
    return asks.takes_questions(teacher)


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
        known = getattr(film, "known_sizes", None)  # noted for a whole list at once
        sizes = dict(films.playback(film).sizes if known is None else known)
    except films.NotPlayable:
        return {}
    sound = sizes.pop("audio", None)
    seen = list(sizes.values()) or [sound or 0]
    return {"least": min(seen), "most": max(seen), "sound": sound if sizes else None}


@register.filter
def video_clock(seconds: int) -> str:
    """Write a place in a video: 80 → "1:20"."""
    return _clock(seconds)


@register.simple_tag
def player_words(film: Film, chapters: Sequence[Chapter] | None = None) -> dict[str, Any]:
    """Give what the player says, for its script."""
    return _player_words(film, chapters or ())


@register.simple_tag
def chapters_of(lesson: LessonPage) -> list[Chapter]:
    """Give the chapters of a lesson's video, from its steps."""
    return _chapters_of(lesson)


@register.simple_tag
def beside_film(film: Film) -> dict[str, int]:
    """Say what can be chosen beside a film, and what it costs in bytes: {"sign": 900000, "described": 90000}."""
    return sizes_beside(film)


@register.simple_tag
def transcripts(film: Film) -> list[TranscriptShown]:
    """Give what is said in a film, the language spoken in it first."""
    return transcripts_of(film)


@register.simple_tag
def captions_excuse(film: Film) -> CaptionExcuse | None:
    """Give the reason why a film has no reviewed captions, as long as it has none."""
    return shown_excuse(film)


@register.simple_tag
def film_length(film: Film) -> str:
    """Say how long a film is: "6 min"."""
    return duration(film.duration_ms / 1000)
