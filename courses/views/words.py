"""The words of a film to be read in the place of watching it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.domain.watching.read_instead import open_words, read_instead
from courses.errors import NotEnrolled, NothingToRead, ReadTooFast, SchoolError
from courses.transcripts import TranscriptShown, transcripts_of
from elearn.people.api import person_of

from .learn import open_lesson_for

PARAGRAPH = 300  # signs, about


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def words(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Show what is said in the film; take the learner's word that they read it. From when it is open is noted."""
    lesson, course = open_lesson_for(request, lesson_id)
    person = person_of(request.user)
    if person is None:
        return redirect_to_login(request.path)
    try:
        if request.method == "POST":
            return _read(request, lesson_id)
        reading = open_words(person, lesson)
    except NothingToRead as error:
        raise Http404 from error
    except NotEnrolled:
        return redirect("courses:enrol", course_id=course.pk)
    except SchoolError as error:
        messages.warning(request, str(error))
        return redirect("courses:lesson_mine", lesson_id=lesson.pk)
    found = [(one, _paragraphs(one)) for one in transcripts_of(lesson.film)] if lesson.film else []
    context = {"lesson": lesson, "page": lesson, "course": course, "reading": reading, "found": found}
    return render(request, "courses/learn_words.html", context)


def _paragraphs(said: TranscriptShown) -> list[str]:
    """Join what is said to paragraphs: captions are cut for the eye of who watches, not of who reads."""
    paragraphs = [""]
    for line in said.lines:
        if len(paragraphs[-1]) > PARAGRAPH and paragraphs[-1].rstrip().endswith((".", "!", "?", "…")):
            paragraphs.append("")
        paragraphs[-1] = f"{paragraphs[-1]} {line.text}".strip()
    return paragraphs


def _read(request: HttpRequest, lesson_id: int) -> HttpResponse:
    lesson, _course = open_lesson_for(request, lesson_id)
    person = person_of(request.user)
    assert person is not None  # noqa: S101 - asked before
    try:
        step = read_instead(person, lesson)
    except ReadTooFast as error:
        messages.warning(request, str(error))
        return redirect("courses:words", lesson_id=lesson.pk)
    if step.lesson_completed:
        messages.success(request, _("Thank you. This lesson is done."))
        return redirect("courses:lesson_mine", lesson_id=lesson.pk)
    messages.success(request, _("Thank you. Now come the questions of the lesson."))
    return redirect("courses:quiz", lesson_id=lesson.pk)
