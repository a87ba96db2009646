"""A lesson that somebody has begun stays in its course: what they did there counts towards that course alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.domain.building.moving import has_learners, leaves_course
from elearn.web.api import number_in


def keep_in_course(request: HttpRequest, page: Page, destination: Page) -> HttpResponseBase | None:
    """Instead of moving such a lesson or module to another course, say why."""
    if not (leaves_course(page, destination) and has_learners(page)):
        return None
    messages.warning(
        request,
        _("People have learnt here, and it counts towards this course. Copy the lesson instead, or move it within it."),
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def keep_all_in_course(
    request: HttpRequest, action_type: str, objects: list, action: object
) -> HttpResponseBase | None:
    """The same for several pages at once."""
    chosen = number_in(request.POST.get("chooser"))
    destination = Page.objects.filter(pk=chosen).first() if action_type == "move" else None
    for page in objects if destination else ():
        if isinstance(page, Page) and (refused := keep_in_course(request, page, destination)):
            return refused
    return None
