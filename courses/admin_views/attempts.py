"""Who has no attempt left at a lesson's questions, and one more for a reason."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses.domain.quizzes.grants import grant_attempt, without_attempts
from courses.errors import SchoolError
from courses.models import Enrolment, LessonPage, QuizAttempt
from elearn.people.api import account_of

from .forms_quiz import GrantForm
from .videos import home_crumb

GRANT = "courses.add_extraattempt"
ROWS_A_PAGE = 30


@require_safe
@permission_required(GRANT)
def attempts(request: HttpRequest) -> HttpResponse:
    """List who used all attempts and has not passed, the latest first."""
    page = Paginator(without_attempts(), ROWS_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("No attempts left"),
        "header_icon": "help",
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("No attempts left")}],
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "courses/admin/attempts.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(GRANT)
def grant(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """GET shows the attempts so far, without the answers; POST grants one more."""
    enrolment = get_object_or_404(Enrolment.objects.select_related("person", "course"), pk=enrolment_id)
    lesson = get_object_or_404(LessonPage, pk=lesson_id, path__startswith=enrolment.course.path)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            grant_attempt(enrolment, lesson, by=account_of(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("One more attempt is granted, and the learner has been told."))
        except SchoolError as error:
            messages.error(request, str(error))
        return redirect("courses_admin:attempts")
    made = QuizAttempt.objects.filter(enrolment=enrolment, lesson=lesson, submitted_at__isnull=False)
    context = {
        "header_title": _("One more attempt"),
        "header_icon": "help",
        "breadcrumbs_items": [
            home_crumb(),
            {"url": reverse("courses_admin:attempts"), "label": _("No attempts left")},
            {"url": "", "label": enrolment.person.name},
        ],
        "enrolment": enrolment,
        "lesson": lesson,
        "made": made.defer("answers", "asked_of", "results"),
        "form": form,
    }
    return render(request, "courses/admin/attempt_grant.html", context, status=422 if form.errors else 200)
