"""Questions under a lesson, for who asks: the page where one is written, and the list of all one asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.domain.talk import asks, thanks
from courses.domain.talk.filmed_made import weigh
from courses.errors import SchoolError
from courses.forms.asks import AskForm
from courses.models import LessonPage
from courses.views._limits import is_sent, status_of
from courses.views.learn import open_lesson_for
from elearn.people.api import account_of, may_be_contacted_unmoderated, person_of, sign_in_and_return, typed_before
from elearn.people.models import Person
from elearn.safety.api import SafetyError

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Ask the teacher of a lesson something."""
    lesson, course = open_lesson_for(request, lesson_id)
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    form = AskForm(request.POST or typed_before(request), may_be_public=may_be_contacted_unmoderated(person))
    if is_sent(request, form) and _sent(form, person, lesson):
        messages.success(request, _("Thank you! Somebody of ours reads it first, then the teacher."))
        return redirect("courses:my_asked")
    teacher = asks.whom_to_ask(lesson, course.teacher)
    context = {
        "lesson": lesson, "course": course, "page": lesson, "form": form, "teacher": teacher,
        "has_begun": thanks.has_begun(person, lesson), "takes_questions": asks.takes_questions(teacher),
    }  # fmt: skip
    return render(request, "courses/ask.html", context, status=status_of(form))


def _sent(form: AskForm, person: Person, lesson: LessonPage) -> bool:
    """Send the question; what is wrong with it becomes an error of the form, and it is kept."""
    said = form.cleaned_data
    try:
        asks.ask_teacher(person, lesson, text=said["text"], is_public=bool(said.get("is_public")))
    except SafetyError as error:
        form.add_error("text", str(error))
    except SchoolError as error:
        form.add_error(None, str(error))
    return not form.errors


@require_safe
@never_cache
def my_asked(request: HttpRequest) -> HttpResponseBase:
    """List what this person asked, with the answers."""
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    page = Paginator(asks.asked_by(person), PER_PAGE).get_page(request.GET.get("page"))
    rows = asks.shown(list(page))
    weigh(rows)
    context = {"slice": page, "rows": rows, "is_grown": may_be_contacted_unmoderated(person)}
    return render(request, "courses/my_asked.html", context)


@require_POST
@login_required
def my_asked_shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one’s question stand under the lesson, or no longer; another’s is not there."""
    person = account_of(request).person
    mine = get_object_or_404(asks.asked_by(person), pk=pk, lesson__isnull=False)
    is_shown = request.POST.get("deed") == "show"
    asks.let_be_shown(mine, by=person, is_shown=is_shown)
    words = _("Others may read it under the lesson now.") if is_shown else _("It no longer stands under the lesson.")
    messages.success(request, words)
    return redirect("courses:my_asked")
