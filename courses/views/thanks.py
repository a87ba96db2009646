"""A few words to the teacher: the page where a learner writes them, and the one where a teacher reads them all."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.domain.talk import thanks
from courses.errors import SchoolError
from courses.forms.thanks import ThanksForm
from courses.models import LessonPage
from courses.views._limits import is_sent, status_of
from courses.views._teacher import teacher_of
from courses.views.learn import open_lesson_for
from elearn.people.api import (
    Role,
    may_be_contacted_unmoderated,
    person_of,
    role_required,
    sign_in_and_return,
    typed_before,
)
from elearn.people.models import Person
from elearn.safety.api import SafetyError

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write(request: HttpRequest, lesson_id: int) -> HttpResponseBase:
    """Write a few words to the teacher of a lesson; or see how those stand that one wrote before."""
    lesson, course = open_lesson_for(request, lesson_id)
    person = person_of(request.user)
    if person is None:
        return sign_in_and_return(request)
    before = thanks.mine(person, lesson)
    if before and before.submission.state not in thanks.OPEN_AGAIN:
        return redirect("safety:my_words", before.submission_id)
    form = ThanksForm(request.POST or typed_before(request), may_be_public=may_be_contacted_unmoderated(person))
    if is_sent(request, form) and _sent(request, form, person, lesson):
        messages.success(request, _("Thank you! Somebody of ours reads it first, then it is passed on."))
        return redirect(lesson.get_url(request) or reverse("courses:mine", args=[course.pk]))
    context = {
        "lesson": lesson, "course": course, "page": lesson, "form": form, "before": before,
        "has_begun": thanks.has_begun(person, lesson),
    }  # fmt: skip
    return render(request, "courses/thanks.html", context, status=status_of(form))


def _sent(request: HttpRequest, form: ThanksForm, person: Person, lesson: LessonPage) -> bool:
    """Send the words; what is wrong with them becomes an error of the form, and they are kept."""
    said = form.cleaned_data
    try:
        thanks.thank(person, lesson, text=said["text"], is_public=bool(said.get("is_public")))
    except SafetyError as error:
        form.add_error("text", str(error))
    except SchoolError as error:
        form.add_error(None, str(error))
    return not form.errors


@require_safe
@never_cache
@role_required(Role.ELDER)
def received(request: HttpRequest) -> HttpResponse:
    """List what people wrote to this teacher."""
    page = Paginator(thanks.received_by(teacher_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/my_thanks.html", {"slice": page, "notes": thanks.shown(list(page))})


@require_POST
@role_required(Role.ELDER)
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Put words away, or take them out again; others' are not there for a teacher."""
    note = get_object_or_404(thanks.received_by(teacher_of(request)), pk=pk)
    is_away = request.POST.get("deed") != "show"
    thanks.put_away(note, is_away=is_away)
    messages.success(
        request, _("It is put away. Only you see it now.") if is_away else _("It is shown under your lesson again.")
    )
    return redirect("courses:my_thanks")
