"""Certificates for a group with its progress, one by hand with a reason, and those of thanks for elders."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses.domain.certificates.by_hand import issue_by_hand, open_lessons, without_certificate
from courses.domain.certificates.issue_run import FAILED, OPEN, state_of, stop_run
from courses.domain.certificates.reserve import NOT_COMPLETE, WAITS
from courses.errors import SchoolError
from courses.models import Enrolment
from courses.models.papers import IssueRun
from courses.tasks_papers import issue_for
from elearn.people.api import account_of

from .forms_issue import ByHandForm, IssueForm
from .videos import home_crumb

ISSUE = "courses.issue_certificate"
PER_PAGE = 30


def crumbs(*more: dict[str, str]) -> list[dict[str, Any]]:
    return [home_crumb(), {"url": reverse("courses_admin:issue"), "label": _("Issue certificates")}, *more]


def why_words(why: str) -> str:
    """Say why somebody of a group got no certificate."""
    known = {
        NOT_COMPLETE: _("has not completed the course yet"),
        WAITS: _("a parent or guardian has not agreed yet"),
        FAILED: _("the paper could not be made; it is tried again by itself"),
    }
    return known.get(why, why)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ISSUE)
def issue(request: HttpRequest) -> HttpResponse:
    """Choose for whom; below, what was issued for many before."""
    form = IssueForm(request.POST or None, initial={"cohort": request.GET.get("cohort", "")})
    if request.method == "POST" and form.is_valid():
        run = issue_for(form.group, by=account_of(request), reason=form.cleaned_data["reason"])
        return redirect("courses_admin:issue_run", run.pk)
    runs = IssueRun.objects.select_related("cohort", "course", "by__person")
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Issue certificates"),
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("Issue certificates")}],
        "header_icon": "doc-full-inverse",
        "form": form,
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "courses/admin/issue.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ISSUE)
def issue_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far it is; stop it. With `part` only what is read anew every few seconds."""
    run = get_object_or_404(IssueRun.objects.select_related("cohort", "course", "by__person"), pk=run_id)
    if request.method == "POST":
        if stop_run(run, by=account_of(request)):
            messages.success(request, _("It stops. What is being made now is finished."))
        return redirect("courses_admin:issue_run", run_id)
    state = state_of(run)
    context = {
        "run": run,
        "state": state,
        "is_open": run.state in OPEN,
        "troubles": [(row.person.name, why_words(why)) for row, why in state.troubles],
    }
    if "part" in request.GET:
        return render(request, "courses/admin/_issue_run.html", context)
    title = run.cohort.title if run.cohort else run.course.title
    context |= {
        "header_title": title,
        "breadcrumbs_items": crumbs({"url": "", "label": title}),
        "header_icon": "doc-full-inverse",
    }
    return render(request, "courses/admin/issue_run.html", context)


@require_safe
@permission_required(ISSUE)
def by_hand(request: HttpRequest) -> HttpResponse:
    """Find who is to get one: enrolments without a certificate; `?q=` looks in names and courses."""
    words = request.GET.get("q", "").strip()[:200]
    page = Paginator(_found(words), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("A certificate by hand"),
        "breadcrumbs_items": crumbs({"url": "", "label": _("By hand")}),
        "header_icon": "doc-full-inverse",
        "words": words,
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "courses/admin/by_hand.html", context)


def _found(words: str) -> QuerySet[Enrolment]:
    found = without_certificate()
    for word in words.split():
        found = found.filter(Q(person__name__icontains=word) | Q(course__title__icontains=word))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ISSUE)
@permission_required("courses.adjust_progress")
def by_hand_one(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """What is still open of it, and the reason why a certificate is issued all the same."""
    enrolment = get_object_or_404(without_certificate(), pk=enrolment_id)
    form = ByHandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = issue_by_hand(enrolment, by=account_of(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("The certificate is issued, and its holder is told."))
            return redirect("courses_admin:certificate", made.pk)
        except SchoolError as error:
            form.add_error(None, str(error))
    context = {
        "header_title": enrolment.person.name,
        "breadcrumbs_items": crumbs(
            {"url": reverse("courses_admin:by_hand"), "label": _("By hand")},
            {"url": "", "label": enrolment.person.name},
        ),
        "header_icon": "doc-full-inverse",
        "enrolment": enrolment,
        "open_lessons": open_lessons(enrolment),
        "is_own": account_of(request).person_id == enrolment.person_id,
        "form": form,
    }
    return render(request, "courses/admin/by_hand_one.html", context, status=422 if form.errors else 200)
