"""Wishes to take a course where a coordinator lets people in: those that wait, and one to answer."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses.domain.learning.requests import decide_request, waiting
from courses.domain.learning.seats import taken
from courses.errors import SchoolError
from courses.models import EnrolmentRequest, RequestState
from elearn.people.api import account_of, is_minor

from .forms_cohorts import WishForm
from .videos import home_crumb

VIEW, CHANGE = "courses.view_enrolmentrequest", "courses.change_enrolmentrequest"
PER_PAGE = 30


@require_safe
@permission_required(VIEW)
def wishes(request: HttpRequest) -> HttpResponse:
    """List the wishes that wait for an answer, the oldest first."""
    page = Paginator(waiting(), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Wishes to take a course"),
        "header_icon": "form",
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("Wishes to take a course")}],
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "courses/admin/wishes.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(VIEW)
def wish(request: HttpRequest, wish_id: int) -> HttpResponse:
    """Show a wish; who may, lets the person in, or says no with a reason."""
    found = get_object_or_404(
        EnrolmentRequest.objects.select_related("person", "course__locale", "decided_by__person"), pk=wish_id
    )
    form = WishForm(request.POST or None)
    if request.method == "POST" and not request.user.has_perm(CHANGE):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        return _decided(request, found, form)
    context = {
        "header_title": found.person.name,
        "header_icon": "form",
        "breadcrumbs_items": [
            home_crumb(),
            {"url": reverse("courses_admin:wishes"), "label": _("Wishes to take a course")},
            {"url": "", "label": found.person.name},
        ],
        "wish": found,
        "waits": found.state == RequestState.ASKED,
        "may_decide": request.user.has_perm(CHANGE) and account_of(request).person_id != found.person_id,
        "is_minor": is_minor(found.person),
        "taken": taken(found.course),
        "form": form,
    }
    return render(request, "courses/admin/wish.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, found: EnrolmentRequest, form: WishForm) -> HttpResponse:
    is_yes = request.POST.get("deed") == "yes"
    try:
        decide_request(found, approve=is_yes, by=account_of(request), reason=form.cleaned_data["reason"])
    except PermissionDenied:
        raise
    except SchoolError as error:
        messages.error(request, str(error))
        return redirect("courses_admin:wish", found.pk)
    said = _("%(name)s is let in, and has been told.") if is_yes else _("%(name)s has been told, with your words.")
    messages.success(request, said % {"name": found.person.name})
    return redirect("courses_admin:wishes")
