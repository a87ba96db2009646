"""Taking up a course again, from its page in the admin."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from courses.domain.building.copy import copy_course
from courses.models import CoursePage
from elearn.people.api import account_of


class CopyForm(forms.Form):
    """What the new course is called."""

    title = forms.CharField(label=gettext_lazy("Title of the new course"), max_length=200)


def may_copy(page: Page, user: Any) -> bool:
    """Say whether somebody may make a course beside this one."""
    return isinstance(page, CoursePage) and not page.alias_of_id and bool(
        page.permissions_for_user(user).can_edit() and page.get_parent().permissions_for_user(user).can_add_subpage()
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, course_id: int) -> HttpResponse:
    """Ask for the title, and copy."""
    course = get_object_or_404(CoursePage.objects.select_related("locale"), pk=course_id)
    if not may_copy(course, request.user):
        raise PermissionDenied
    form = CopyForm(request.POST or None, initial={"title": _("%(title)s, again") % {"title": course.title}})
    if request.method == "POST" and form.is_valid():
        made = copy_course(course, title=form.cleaned_data["title"], by=account_of(request))
        messages.success(
            request,
            _("“%(title)s” is made. It and its lessons are drafts that wait for somebody else’s approval.")
            % {"title": made.title},
        )
        return redirect("wagtailadmin_explore", made.pk)
    context = {
        "header_title": _("Copy this course"),
        "header_icon": "copy",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("wagtailadmin_explore", args=[course.pk]), "label": course.title},
            {"url": "", "label": _("Copy this course")},
        ],
        "course": course,
        "form": form,
    }
    return render(request, "courses/admin/copy.html", context)


def copy_one_by_one(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Refuse to copy courses with what they lie in: lead to them, where each can be copied by itself."""
    takes_all = request.method == "POST" and request.POST.get("copy_subpages")
    if not takes_all or not CoursePage.objects.descendant_of(page).exists():
        return None
    messages.warning(request, _("Courses are copied one by one: open a course and choose “Copy this course”."))
    return redirect("wagtailadmin_explore", page.pk)


def copy_button(page: Page, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """Offer it on a course's page, for who may make courses there."""
    course = page.specific_deferred
    if may_copy(course, user):
        address = reverse("courses_admin:copy_course", args=[page.pk])
        yield Button(gettext_lazy("Copy this course"), address, icon_name="copy", priority=46)
