"""The questions of a lesson: an ordinary form on one page. What is filled in is kept, and goes on where it stopped."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses import api
from courses.domain.learning.complete import Part, parts_left
from courses.domain.learning.gate import keeper_of
from courses.domain.quizzes.asked import asked_in, lines_of, new_questions
from courses.domain.quizzes.attempts import attempts_left, has_passed, keep, open_attempt, submit, submitted
from courses.domain.quizzes.quiz import Quiz, enrolment_for, quiz_of
from courses.errors import AlreadySubmitted, NoQuiz, NotEnrolled, QuestionsLeft, SchoolError
from courses.forms.quiz import QuizForm
from courses.models import CoursePage, Enrolment, LessonPage, LessonProgress, QuizAttempt
from courses.quiz_shown import lines_shown, questions_shown
from elearn.people.api import person_of, sign_in_and_return, typed_before

from .learn import is_fragment, open_lesson_for

Context = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def quiz(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Ask, keep, judge, and say kindly what to look at again. What was answered before stays chosen."""
    lesson, course = open_lesson_for(request, lesson_id)
    try:
        questions = quiz_of(lesson)
    except NoQuiz as error:
        raise Http404 from error
    person = person_of(request.user)
    if person is None:
        return HttpResponse(status=403) if is_fragment(request) else sign_in_and_return(request)
    try:
        enrolment = enrolment_for(person, lesson)
    except NotEnrolled:
        return redirect("courses:enrol", course_id=course.pk)
    if request.method == "HEAD":
        return HttpResponse()  # beginning an attempt is for those who read the page
    context = {"lesson": lesson, "course": course, "page": lesson, "quiz": questions, "enrolment": enrolment}
    if request.method == "POST":
        return _sent(request, context)
    return _shown(request, context)


def _shown(request: HttpRequest, context: Context, *, attempt: QuizAttempt | None = None) -> HttpResponse:
    """Show the questions to answer, or what came of the last attempt where there is nothing to answer now."""
    enrolment, lesson, questions = context["enrolment"], context["lesson"], context["quiz"]
    before = attempt or submitted(enrolment, lesson)
    passed = has_passed(enrolment, lesson)
    context = {**context, **_before(before, questions, passed=passed), "passed": passed}
    if passed and "again" not in request.GET:
        return render(request, "courses/quiz.html", {**context, **_next_of(enrolment, context)})
    try:
        current = open_attempt(enrolment.person, lesson)
    except SchoolError as error:  # no attempt is left, or the course is over
        return render(request, "courses/quiz.html", {**context, "closed": str(error)})
    asked = asked_in(current, questions)
    if typed := typed_before(request):
        keep(current, QuizForm(typed, asked=asked).filled_in())
        current.refresh_from_db()
    form = QuizForm(asked=asked, answers=current.answers)
    return render(request, "courses/quiz.html", {**context, **_form_of(context, form, current)})


def _sent(request: HttpRequest, context: Context) -> HttpResponseBase:
    """Take answers: to be kept, or to be judged."""
    enrolment, lesson = context["enrolment"], context["lesson"]
    try:
        current = _named(request, enrolment, lesson) or open_attempt(enrolment.person, lesson)
    except SchoolError as error:
        return HttpResponse(status=409) if is_fragment(request) else _refused(request, context, error)
    if current.submitted_at:  # a second tap on the button, or a page from before
        return HttpResponse(status=409) if is_fragment(request) else _shown(request, context, attempt=current)
    form = QuizForm(request.POST, asked=asked_in(current, context["quiz"]))
    kept = keep(current, form.filled_in())
    if "keep" in request.POST:
        return _kept(request, lesson, kept=kept)
    if not form.is_valid():
        current.refresh_from_db()
        return render(request, "courses/quiz.html", {**context, **_form_of(context, form, current)}, status=422)
    try:
        answered = submit(current, form.cleaned_data)
    except AlreadySubmitted:
        current.refresh_from_db()
        return _shown(request, context, attempt=current)
    except QuestionsLeft:  # a question was changed at this moment
        return redirect("courses:quiz", lesson_id=lesson.pk)
    except SchoolError as error:
        return _refused(request, context, error)
    return _shown(request, {**context, "answered": answered}, attempt=answered.attempt)


def _named(request: HttpRequest, enrolment: Enrolment, lesson: LessonPage) -> QuizAttempt | None:
    """Find the attempt that the page was made for, if it is this learner's."""
    number = request.POST.get("attempt", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    mine = QuizAttempt.objects.select_related("enrolment__person", "lesson__locale")
    return mine.filter(pk=int(number), enrolment=enrolment, lesson=lesson).first()


def _kept(request: HttpRequest, lesson: LessonPage, *, kept: bool) -> HttpResponseBase:
    if is_fragment(request):
        return HttpResponse(status=204 if kept else 409)
    if kept:
        messages.success(request, _("Your answers are kept. Go on whenever you like."))
    return redirect(lesson.get_url(request) or "/")


def _refused(request: HttpRequest, context: Context, error: SchoolError) -> HttpResponse:
    """Say why nothing can be answered now."""
    enrolment, lesson = context["enrolment"], context["lesson"]
    passed = has_passed(enrolment, lesson)
    before = _before(submitted(enrolment, lesson), context["quiz"], passed=passed)
    return render(request, "courses/quiz.html", {**context, **before, "passed": passed, "closed": str(error)}, status=409)  # noqa: E501  # fmt: skip


def _before(before: QuizAttempt | None, questions: Quiz, *, passed: bool) -> Context:
    """Give what came of an attempt: the right answers only to who has passed."""
    if before is None:
        return {"before": None, "lines": []}
    lines = lines_shown(lines_of(before, questions), with_right=passed)
    return {"before": before, "lines": lines, "needed": questions.needed(before.asked or 0)}


def _form_of(context: Context, form: QuizForm, attempt: QuizAttempt) -> Context:
    lines = {line.id: line for line in context.get("lines", [])}
    return {
        "form": form,
        "attempt": attempt,
        "items": questions_shown(form, lines, lesson=context["lesson"]),
        "left": attempts_left(context["enrolment"], context["lesson"], quiz=context["quiz"]),
    }


def _next_of(enrolment: Enrolment, context: Context) -> Context:
    """Give where to go on after the questions: what is left of the lesson, the next one, or the certificate."""
    course: CoursePage = context["course"]
    progress = api.progress_of(enrolment.person, course)
    line = progress.line(context["lesson"].pk)
    later = [other for other in progress.lessons if line and other.number > line.number and not other.complete]
    certificate = api.certificate_for(progress.enrolment) if progress.is_completed and progress.enrolment else None
    keeper = keeper_of(enrolment.person, course)
    to_go = [other for other in (*later, progress.next) if other and keeper.gate(other.lesson).is_open]
    row = LessonProgress.objects.filter(enrolment=enrolment, lesson=context["lesson"]).first()
    left = frozenset() if line and line.complete else parts_left(context["lesson"], row)
    return {
        "progress": progress, "line": line, "certificate": certificate, "following": to_go[0] if to_go else None,
        "to_watch": Part.WATCH in left, "to_show": Part.PRACTICE in left,
    }  # fmt: skip


def preview(request: HttpRequest, lesson: LessonPage) -> HttpResponse:
    """Show the questions as a learner would see them. Nothing is begun and nothing can be sent."""
    context: Context = {"lesson": lesson, "page": lesson, "is_preview": True}
    try:
        questions = quiz_of(lesson)
    except NoQuiz:
        return render(request, "courses/quiz.html", {**context, "closed": str(NoQuiz())})
    trial = QuizAttempt(lesson=lesson, asked_of=new_questions(questions, seed=1))
    form = QuizForm(asked=asked_in(trial, questions))
    items = questions_shown(form, {}, lesson=lesson, is_preview=True)
    return render(request, "courses/quiz.html", {**context, "quiz": questions, "form": form, "items": items})
