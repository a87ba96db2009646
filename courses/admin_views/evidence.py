"""Why a lesson of somebody’s counts or not, in words; a coordinator records that one is done, or takes that back."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses.domain.watching.adjust import adjust, undo
from courses.domain.watching.evidence import gathered
from courses.domain.watching.evidence_words import lines_of
from courses.errors import OwnEnrolment, SchoolError
from courses.models import Adjustment, Enrolment, LessonPage
from elearn.people.api import account_of, find, person_of
from elearn.people.models import Person

from .videos import home_crumb

PER_PAGE = 30
MAY = "courses.adjust_progress"


class AdjustForm(forms.Form):
    """Why a lesson counts although nobody saw it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("How do you know that it is done? This is kept, and the certificate does not say it."),
    )  # fmt: skip


@require_safe
@permission_required(MAY)
def learners(request: HttpRequest) -> HttpResponse:
    """List who learns in which course, the newest first; `?q=` looks in names, numbers and titles of courses."""
    words = request.GET.get("q", "").strip()[:200]
    found = Enrolment.objects.filter(person__is_check=False).select_related("person", "course")
    for word in words.split():
        found = found.filter(Q(person__in=find(Person.objects.all(), word)) | Q(course__title__icontains=word))
    page = Paginator(found.order_by("-enrolled_at", "-pk"), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("What counts, and why"),
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("What counts, and why")}],
        "header_icon": "clipboard-list",
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "words": words,
    }
    return render(request, "courses/admin/learners.html", context)


@require_safe
@permission_required(MAY)
def evidence(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Show what there is to show for each lesson of one learner in one course."""
    enrolment = _enrolment(enrolment_id)
    return _evidence(request, enrolment, form=None, lesson_id=None)


@require_POST
@permission_required(MAY)
def adjust_lesson(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """Record that a lesson is done. Nobody does that for themselves: 403."""
    enrolment = _enrolment(enrolment_id)
    lesson = get_object_or_404(LessonPage.objects.defer("body"), pk=lesson_id)
    form = AdjustForm(request.POST)
    if not form.is_valid():
        return _evidence(request, enrolment, form=form, lesson_id=lesson_id)
    try:
        adjust(enrolment, lesson, by=account_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("It is recorded that this lesson is done."))
    except OwnEnrolment:
        raise
    except SchoolError as error:
        messages.error(request, str(error))
    return redirect("courses_admin:evidence", enrolment.pk)


@require_POST
@permission_required(MAY)
def undo_adjustment(request: HttpRequest, adjustment_id: int) -> HttpResponse:
    """Take back what was recorded."""
    adjustment = get_object_or_404(Adjustment.objects.filter(enrolment__person__is_check=False), pk=adjustment_id)
    try:
        is_open = undo(adjustment, by=account_of(request))
        said = _("It is taken back.") if is_open else _("It is taken back. The lesson still counts in another way.")
        messages.success(request, said)
    except OwnEnrolment:
        raise
    except SchoolError as error:
        messages.error(request, str(error))
    return redirect("courses_admin:evidence", adjustment.enrolment_id)


def _enrolment(enrolment_id: int) -> Enrolment:
    rows = Enrolment.objects.filter(person__is_check=False).select_related("person", "course__locale")
    return get_object_or_404(rows, pk=enrolment_id)


def _evidence(
    request: HttpRequest, enrolment: Enrolment, *, form: AdjustForm | None, lesson_id: int | None
) -> HttpResponse:
    me = person_of(request.user)
    is_own = me is not None and me.pk == enrolment.person_id
    lessons = [
        {
            "evidence": one,
            "lines": lines_of(one),
            "open": [adjustment for adjustment in one.adjustments if adjustment.undone_at is None],
            "form": form if form and one.lesson.pk == lesson_id else AdjustForm(auto_id=f"id_{one.lesson.pk}_%s"),
            "may_adjust": not is_own and not one.is_complete,
        }
        for one in gathered(enrolment)
    ]
    context = {
        "header_title": f"{enrolment.person.name} – {enrolment.course.title}",
        "breadcrumbs_items": [
            home_crumb(),
            {"url": reverse("courses_admin:learners"), "label": _("What counts, and why")},
            {"url": "", "label": enrolment.person.name},
        ],
        "header_icon": "clipboard-list",
        "enrolment": enrolment,
        "lessons": lessons,
        "is_own": is_own,
    }
    return render(request, "courses/admin/evidence.html", context, status=422 if form else 200)
