"""Partner institutions: who speaks for them, and their groups in courses."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from courses.domain.cohorts.cohorts import close_group, figures_of, make_group
from courses.domain.cohorts.contacts import end_contact, name_contact
from courses.domain.learning.seats import with_members
from courses.errors import SchoolError
from courses.models import Cohort, Institution
from elearn.people.api import account_of
from elearn.web.api import number_in

from .forms_cohorts import ContactForm, GroupForm, InstitutionForm
from .videos import home_crumb

VIEW = "courses.view_institution"
ADD, CHANGE = "courses.add_institution", "courses.change_institution"
GROUP_VIEW, GROUP_ADD, GROUP_CHANGE = "courses.view_cohort", "courses.add_cohort", "courses.change_cohort"
PER_PAGE = 30


def _crumbs(*last: tuple[str, str]) -> list[dict[str, str]]:
    of_all = {"url": reverse("courses_admin:institutions"), "label": _("Partner institutions")}
    return [home_crumb(), of_all, *({"url": url, "label": label} for label, url in last)]


def _refuse_without(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
@permission_required(VIEW)
def institutions(request: HttpRequest) -> HttpResponse:
    """List the institutions by name; POST adds one."""
    form = InstitutionForm(request.POST or None)
    if request.method == "POST":
        _refuse_without(request, ADD)
        if form.is_valid():
            return redirect("courses_admin:institution", form.save().pk)
    found = Institution.objects.annotate(
        groups=Count("cohorts", distinct=True),
        people=Count("contacts", filter=Q(contacts__ended_at=None), distinct=True),
    )
    page = Paginator(found.order_by("name"), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("Partner institutions"),
        "header_icon": "group",
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("Partner institutions")}],
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "form": form if request.user.has_perm(ADD) else None,
    }
    return render(request, "courses/admin/institutions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@permission_required(VIEW)
def institution(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Show one with who speaks for it and its groups; POST names or ends a contact, or changes the name."""
    found = get_object_or_404(Institution, pk=institution_id)
    deed = request.POST.get("deed", "")
    naming = ContactForm(request.POST if deed == "name" else None)
    renaming = InstitutionForm(request.POST if deed == "rename" else None, instance=found)
    if request.method == "POST":
        _refuse_without(request, CHANGE)
        if _did(request, found, deed, naming, renaming):
            return redirect("courses_admin:institution", institution_id)
    title = Institution.objects.values_list("name", flat=True).get(pk=found.pk)
    context = {
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": _crumbs((title, "")),
        "institution": found,
        "contacts": found.contacts.filter(ended_at=None).select_related("person"),
        "groups": with_members(found.cohorts.select_related("course__locale")),
        "naming": naming,
        "renaming": renaming,
        "may_change": request.user.has_perm(CHANGE),
        "may_add_group": request.user.has_perm(GROUP_ADD),
    }
    has_faults = bool(naming.errors or renaming.errors)
    return render(request, "courses/admin/institution.html", context, status=422 if has_faults else 200)


def _did(
    request: HttpRequest, found: Institution, deed: str, naming: ContactForm, renaming: InstitutionForm
) -> bool:  # fmt: skip
    """Do what was pressed; False where something is to be mended first."""
    by = account_of(request)
    if deed == "rename" and renaming.is_valid():
        renaming.save()
        messages.success(request, _("It is kept."))
        return True
    if deed == "end":
        contact = get_object_or_404(found.contacts.select_related("person"), pk=_number(request.POST.get("contact")))
        if end_contact(contact, by=by):
            messages.success(request, _("%(name)s sees the groups no longer.") % {"name": contact.person.name})
        return True
    if deed == "name" and naming.is_valid():
        try:
            contact = name_contact(found, address=naming.cleaned_data["address"], by=by)
        except SchoolError as error:
            naming.add_error("address", str(error))
            return False
        messages.success(request, _("%(name)s speaks for this institution now.") % {"name": contact.person.name})
        return True
    return deed not in ("rename", "name")


def _number(said: str | None) -> int:
    return number_in(said)


@require_http_methods(["GET", "POST"])
@permission_required(GROUP_ADD)
def new_group(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Make a group of an institution."""
    found = get_object_or_404(Institution, pk=institution_id)
    form = GroupForm(request.POST or None, instance=Cohort(institution=found))
    if request.method == "POST" and form.is_valid():
        made = make_group(form.save(commit=False), by=account_of(request))
        messages.success(request, _("The group is made. The contacts of the institution can invite students now."))
        return redirect("courses_admin:group", made.pk)
    context = {
        "header_title": _("New group"),
        "header_icon": "group",
        "breadcrumbs_items": _crumbs(
            (found.name, reverse("courses_admin:institution", args=[found.pk])), (_("New group"), "")
        ),
        "form": form,
    }  # fmt: skip
    return render(request, "courses/admin/group_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@permission_required(GROUP_VIEW)
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Show how a group stands; POST changes or closes it."""
    found = get_object_or_404(Cohort.objects.select_related("institution", "course__locale"), pk=group_id)
    deed = request.POST.get("deed", "")
    form = GroupForm(request.POST if deed == "change" else None, instance=found)
    if request.method == "POST":
        _refuse_without(request, GROUP_CHANGE)
        if deed == "close" and close_group(found, by=account_of(request)):
            messages.success(request, _("The group is closed. Who is in it goes on learning."))
        if deed == "change" and form.is_valid():
            with transaction.atomic():
                form.save()
            messages.success(request, _("It is kept."))
        if not form.errors:
            return redirect("courses_admin:group", group_id)
    of = found.institution
    context: dict[str, Any] = {
        "header_title": Cohort.objects.values_list("title", flat=True).get(pk=found.pk),
        "header_icon": "group",
        "breadcrumbs_items": _crumbs(
            (of.name, reverse("courses_admin:institution", args=[of.pk])), (found.title, "")
        ),
        "group": found,
        "figures": figures_of(found),
        "form": form,
        "may_change": request.user.has_perm(GROUP_CHANGE) and not found.closed_at,
        "may_issue": request.user.has_perm("courses.issue_certificate"),
    }  # fmt: skip
    return render(request, "courses/admin/group.html", context, status=422 if form.errors else 200)
