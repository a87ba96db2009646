"""Volunteers who answer what learners made: named for single courses, and ended."""

from django.contrib.auth.decorators import permission_required as refused_without
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses.domain.works.volunteers import end_volunteer, name_volunteer, named_now
from courses.errors import SchoolError
from elearn.people.api import account_of

from .forms_volunteers import VolunteerForm
from .videos import home_crumb

VIEW, ADD, CHANGE = "courses.view_volunteer", "courses.add_volunteer", "courses.change_volunteer"
PER_PAGE = 30


@require_http_methods(["GET", "POST"])
@permission_required(VIEW)
def volunteers(request: HttpRequest) -> HttpResponse:
    """List who is named for which course; POST names somebody."""
    if request.method == "POST":
        return _named(request)
    return _listed(request, VolunteerForm())


@refused_without(ADD, raise_exception=True)
def _named(request: HttpRequest) -> HttpResponse:
    form = VolunteerForm(request.POST)
    if not form.is_valid():
        return _listed(request, form)
    try:
        made = name_volunteer(
            form.cleaned_data["course"], address=form.cleaned_data["address"], by=account_of(request)
        )  # fmt: skip
    except SchoolError as error:
        form.add_error("address", str(error))
        return _listed(request, form)
    messages.success(request, _("%(name)s is a volunteer of this course now.") % {"name": made.person.name})
    return redirect("courses_admin:volunteers")


@require_POST
@permission_required(CHANGE)
def end(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Let somebody answer the works of a course no longer."""
    found = get_object_or_404(named_now(), pk=volunteer_id)
    if end_volunteer(found, by=account_of(request)):
        messages.success(request, _("%(name)s sees the works of this course no longer.") % {"name": found.person.name})
    return redirect("courses_admin:volunteers")


def _listed(request: HttpRequest, form: VolunteerForm) -> HttpResponse:
    page = Paginator(named_now(), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Volunteers"),
        "header_icon": "group",
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("Volunteers")}],
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "form": form if request.user.has_perm(ADD) else None,
        "may_end": request.user.has_perm(CHANGE),
    }
    return render(request, "courses/admin/volunteers.html", context, status=422 if form.errors else 200)
