"""What of the school a concern can be about, and how it disappears from sight: lessons, films, words, certificates.

A visitor without an account takes at most the films out of a lesson or course; somebody signed in takes the whole.
Certificates stay, and with them names: what is said about somebody's paper or name goes to the officers alone.
"""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import media_pipeline.api as films
from courses.models import Ask, AskState, Certificate, CoursePage, LessonPage, Thanks
from elearn.people.api import show_subject
from elearn.people.subjects import Shown
from elearn.safety.api import Found, also_counted, hidden_among, name_kind, register_subject, show_words
from elearn.safety.models import Submission, SubmissionState
from media_pipeline.api import playback, status_of_row
from media_pipeline.models import Film

from .building import pictured
from .building.tree import public_lessons
from .films.reviewed import rows
from .hidden import is_lesson_hidden, may_be_shown, with_same_words
from .talk import asks, heard
from .talk.filmed_made import filmed_of
from .talk.spoken import spoken_of
from .webinars.alarm import question_changed, question_subject, webinar_changed
from .webinars.subject import webinar_subject
from .works.practice_subjects import register as register_works


def register() -> None:
    """Make the school's subjects, and its kinds of moderated words, known to safety."""
    register_subject("lesson", lesson_subject)
    register_subject("course", course_subject, changed=course_changed)
    register_subject("film", film_subject, changed=film_changed)
    register_subject("ask", ask_subject)
    register_subject("thanks", thanks_subject)
    register_subject("certificate", certificate_subject)
    register_subject("webinar", webinar_subject, changed=webinar_changed)
    register_subject("webinar_question", question_subject, changed=question_changed)
    show_subject("film", film_of_consent)
    show_subject(heard.PREFIX, answer_of_consent)
    show_subject(pictured.PREFIX, pictured.picture_of_consent)
    register_works()
    name_kind("thanks", gettext_lazy("Words to a teacher"))
    name_kind("film", gettext_lazy("Videos from teachers"))
    name_kind("ask", gettext_lazy("Questions to a teacher"))
    name_kind("ask_answer", gettext_lazy("Answers of a teacher"))
    name_kind(asks.VOICE, gettext_lazy("Answers of a teacher by voice"))
    show_words(asks.VOICE, voice_of_answer)
    name_kind(asks.FILM, gettext_lazy("Answers of a teacher by video"))
    show_words(asks.FILM, film_of_answer)
    also_counted("film", rows)


def lesson_subject(reference: str) -> Found | None:
    """A lesson that everybody can see; its film goes with it."""
    lesson = LessonPage.objects.live().defer("body").filter(pk=_number(reference)).first()
    if lesson is None:
        return None
    film = (f"film:{lesson.film_id}",) if lesson.film_id else ()
    return Found(
        words=_("the lesson “%(title)s”") % {"title": lesson.title},
        address=lesson.url or "",
        hides=(*(f"lesson:{key}" for key in with_same_words(lesson)), *film),
        hides_anonymous=film,
        is_shown=not is_lesson_hidden(lesson),
    )


def course_subject(reference: str) -> Found | None:
    """A whole course: who is signed in hides it with all its lessons; a visitor takes the films out of it."""
    course = CoursePage.objects.live().filter(pk=_number(reference)).first()
    if course is None:
        return None
    shown = _films_of(course)
    return Found(
        words=_("the course “%(title)s”") % {"title": course.title},
        address=course.url or "",
        hides=tuple(f"course:{key}" for key in with_same_words(course)),
        looks=tuple((film.title, reverse("courses_admin:hidden_film", args=[film.pk])) for film in shown),
        hides_anonymous=tuple(f"film:{film.pk}" for film in shown),
        is_shown=not hidden_among([f"course:{course.pk}"]),
    )


def course_changed(reference: str, is_hidden: bool) -> None:
    """Stop every film of a course that is hidden, and let those be played again that nothing else holds."""
    course = CoursePage.objects.filter(pk=_number(reference)).first()
    for film in _films_of(course) if course else ():
        _settle(film, is_hidden=is_hidden)


def _films_of(course: CoursePage) -> list[Film]:
    """Give the films that the live lessons of a course show."""
    lessons = public_lessons().filter(path__startswith=course.path, film__isnull=False)
    return list(Film.objects.filter(pk__in=lessons.values("film")).order_by("created_at", "pk"))


def film_subject(reference: str) -> Found | None:
    """A film, by the title of a lesson that shows it; of one that is not published nothing is told."""
    try:
        film = Film.objects.filter(pk=UUID(reference)).first()
    except ValueError:
        return None
    if film is None:
        return None
    lesson = LessonPage.objects.live().defer("body").filter(film=film).first()
    is_shown = lesson is None or not is_lesson_hidden(lesson)
    subject = (f"film:{film.pk}",)
    look = reverse("courses_admin:hidden_film", args=[film.pk])
    words = _("the video of the lesson “%(title)s”") % {"title": lesson.title} if lesson else _("a video")
    address = (lesson.url or "") if lesson else ""
    return Found(words=words, address=address, look=look, hides=subject, hides_anonymous=subject, is_shown=is_shown)


def film_changed(reference: str, is_hidden: bool) -> None:
    """Stop a film that is hidden in every player, and let it be played again unless somebody in it has not agreed."""
    film = Film.objects.filter(pk=UUID(reference)).first()
    if film is not None:
        _settle(film, is_hidden=is_hidden)


def _settle(film: Film, *, is_hidden: bool) -> None:
    """Stop a film or let it go on, and with it what was cut from it only to go beside another."""
    for one in [film, *Film.objects.filter(cut_of=film, contribution=None)]:
        if is_hidden:
            films.block_film(one, for_good=False)
        elif may_be_shown(one):
            films.unblock_film(one)


def thanks_subject(reference: str) -> Found | None:
    """Somebody's words under a lesson, once they have been passed on."""
    note = (
        Thanks.objects.filter(pk=_number(reference), submission__state=SubmissionState.APPROVED)
        .select_related("submission", "lesson")
        .first()
    )
    if note is None:
        return None
    subject = (f"thanks:{note.pk}",)
    return Found(
        words=_("words under the lesson “%(title)s”") % {"title": note.lesson.title},
        address=note.lesson.url or "",
        text=note.submission.text,
        hides=subject,
        hides_anonymous=subject,
        is_shown=not is_lesson_hidden(note.lesson),
    )


def ask_subject(reference: str) -> Found | None:
    """A question to a teacher with its answer, once the question has been passed on."""
    rows = Ask.objects.exclude(state=AskState.BEING_READ).select_related("lesson")
    ask = rows.filter(pk=_number(reference), question_words__state=SubmissionState.APPROVED).first()
    if ask is None:
        return None
    subject: tuple[str, ...] = (f"ask:{ask.pk}",)
    title = ask.lesson.title if ask.lesson else ""
    words = _("a question under the lesson “%(title)s”") % {"title": title} if title else _("a question")
    is_shown = ask.lesson is None or not is_lesson_hidden(ask.lesson)
    address = (ask.lesson.url or "") if ask.lesson else ""
    text = f"{ask.text}\n\n{ask.answer}".strip()
    look = ""
    if ask.film_id:  # the film stops in every player, and goes on when nothing holds it any more
        subject += (f"film:{ask.film_id}",)
        look = reverse("courses_admin:hidden_film", args=[ask.film_id])
    return Found(
        words=words, address=address, text=text, look=look, hides=subject, hides_anonymous=subject, is_shown=is_shown
    )


def voice_of_answer(words: Submission) -> Shown | None:
    """How moderators hear an answer by voice: the question, the sound, and where to write down what is said."""
    spoken = spoken_of(words)
    return Shown("courses/admin/_spoken.html", {"spoken": spoken, "words": words}) if spoken else None


def answer_of_consent(key: str) -> Shown | None:
    """How a teacher's recorded answer is shown to the teacher, who is asked whether everybody may have it."""
    ask = heard.of_recording(UUID(key))
    if ask is None or (ask.voice and not ask.voice.made):
        return None
    film = ask.film if ask.film and status_of_row(ask.film).playable else None
    return Shown("courses/_answer_of_consent.html", {"ask": ask, "playback": playback(film) if film else None})


def film_of_answer(words: Submission) -> Shown | None:
    """How moderators see an answer by film: the question, the film, and where to write down what is said."""
    filmed = filmed_of(words)
    if filmed is None:
        return None
    is_playable = status_of_row(filmed.film).playable
    shown = playback(filmed.film) if is_playable else None
    return Shown("courses/admin/_filmed.html", {"filmed": filmed, "words": words, "playback": shown})


def certificate_subject(reference: str) -> Found | None:
    """A certificate by its number. It stays: others rely on it, and who may see it decides its holder."""
    number = Certificate.objects.issued().filter(number=reference).values_list("number", flat=True).first()
    return Found(words=_("the certificate %(number)s") % {"number": number}) if number else None


def film_of_consent(key: str) -> Shown | None:
    """How a film is shown to who is asked about it: the film itself, as soon as it can be watched."""
    try:
        film = Film.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return None
    if film is None or not status_of_row(film).playable:
        return None
    return Shown("courses/_film_of_consent.html", {"playback": playback(film), "title": film.title})


def _number(reference: str) -> int:
    """Read a number that a browser sent; 0, which no row has, for anything else."""
    return int(reference) if reference.isascii() and reference.isdigit() and len(reference) < 15 else 0
