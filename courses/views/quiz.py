"""The questions of a lesson: an ordinary form on one page, as many attempts as one likes."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import api
from courses.domain.quiz import Answered, Quiz, enrolment_for, last_attempt
from courses.errors import NoQuiz, NotEnrolled
from elearn.people.api import person_of, sign_in_and_return, typed_before
from elearn.web.forms import KorpuForm

from .learn import live_lesson


class QuizForm(KorpuForm):
    """One group of radio buttons for each question."""

    def __init__(self, *args: Any, quiz: Quiz, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(quiz.questions, start=1):
            self.fields[question.id] = forms.ChoiceField(
                label=f"{number}. {question.text}",
                choices=[(choice.id, choice.text) for choice in question.choices],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose an answer to question %(number)d.") % {"number": number}},
            )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def quiz(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Ask, and say kindly what to look at again. What was answered before stays chosen."""
    lesson, course = live_lesson(lesson_id)
    try:
        questions = api.quiz_of(lesson)
    except NoQuiz as error:
        raise Http404 from error
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    try:
        enrolment_for(person, lesson)
    except NotEnrolled:
        return redirect("courses:enrol", course_id=course.pk)
    context = {"lesson": lesson, "course": course, "page": lesson, "quiz": questions}
    if request.method != "POST":
        before = last_attempt(person, lesson)
        typed = typed_before(request)
        chosen = typed.dict() if typed else before.answers if before else None
        form = QuizForm(quiz=questions, initial=chosen)
        return render(request, "courses/quiz.html", {**context, "form": form, "before": before})
    form = QuizForm(request.POST, quiz=questions)
    if not form.is_valid():
        return render(request, "courses/quiz.html", {**context, "form": form}, status=422)
    answered = api.answer_quiz(person, lesson, form.cleaned_data)
    return _answered(request, context, form, answered)


def _answered(request: HttpRequest, context: dict[str, Any], form: QuizForm, answered: Answered) -> HttpResponse:
    """Thank, or say what to look at again; the answers stay chosen either way."""
    progress = api.progress_of(answered.attempt.enrolment.person, context["course"])
    line = progress.line(context["lesson"].pk)
    later = [other for other in progress.lessons if line and other.number > line.number and not other.complete]
    certificate = api.certificate_for(progress.enrolment) if progress.is_completed and progress.enrolment else None
    return render(
        request,
        "courses/quiz.html",
        {**context, "form": form, "answered": answered, "progress": progress, "line": line,
         "certificate": certificate, "following": later[0] if later else progress.next},
    )  # fmt: skip
