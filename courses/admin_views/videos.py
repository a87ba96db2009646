"""New videos from teachers: the list of those that wait, and one page to watch and decide."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import user_passes_test
from wagtail.models import Page

from courses import policies
from courses.domain.building.pages import create_course
from courses.domain.films.answers import retitle, stand
from courses.domain.films.caption_gate import excuse_of, wants_captions
from courses.domain.films.consents import subject_of
from courses.domain.films.pictures import choose, may_choose
from courses.domain.films.review import ask_for_another_take, half_way, place, take_place, waiting
from courses.domain.films.succession_choices import lesson_to_change
from courses.domain.films.withdrawal import lessons_without
from courses.domain.webinars.recording import webinar_of
from courses.errors import SchoolError
from courses.forms.helped import TitleForm
from courses.models import Contribution, ContributionState, CoursePage
from elearn.people.api import account_of, consents_for
from elearn.web.api import NotApproved
from media_pipeline.api import original_goes_at, playback, posters_of, status

from .forms import AnotherTakeForm, PlaceForm

PER_PAGE = 20


@require_safe
@user_passes_test(policies.may_review)
def videos(request: HttpRequest) -> HttpResponse:
    """List the films that wait for a decision, the longest waiting first."""
    page = Paginator(waiting(), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("New videos"),
        "breadcrumbs_items": [home_crumb(), {"url": "", "label": _("New videos")}],
        "header_icon": "media",
        "page_obj": page,
        "half_way": list(half_way()[:PER_PAGE]),
        "without_film": list(lessons_without()[:PER_PAGE]),
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "courses/admin/videos.html", context)


@require_http_methods(["GET", "POST"])
@user_passes_test(policies.may_review)
def video(request: HttpRequest, contribution_id: int) -> HttpResponse:
    """Show one film with its player and the two decisions."""
    contribution = get_object_or_404(
        Contribution.objects.handed_over().select_related(
            "person", "film__cut_of", "topic", "lesson", "decided_by__person", "instead_of__lesson"
        ),
        pk=contribution_id,
    )
    deed = request.POST.get("deed")
    place_form = PlaceForm(request.POST if deed == "place" else None, contribution=contribution)
    take_form = AnotherTakeForm(request.POST if deed == "another_take" else None)
    try:
        if deed == "place" and place_form.is_valid():
            return _place(request, contribution, place_form.cleaned_data)
        if deed == "another_take" and take_form.is_valid():
            return _ask(request, contribution, take_form)
        if deed == "retitle" and contribution.is_helped:
            return _retitle(request, contribution)
        if deed == "take_place":
            return _take_place(request, contribution)
        if deed == "picture":
            return _picture(request, contribution)
    except (SchoolError, NotApproved) as error:
        messages.error(request, str(error))
        return redirect("courses_admin:video", contribution.pk)
    if deed:
        messages.error(request, _("Something needs another look. What you wrote is kept."))
    return render(request, "courses/admin/video.html", _facts(contribution) | {"place": place_form, "take": take_form})


def _facts(contribution: Contribution) -> dict[str, Any]:
    film = status(contribution.film)
    title = contribution.title or _("Video without a title")
    return {
        "header_title": title,
        "breadcrumbs_items": [
            home_crumb(),
            {"url": reverse("courses_admin:videos"), "label": _("New videos")},
            {"url": "", "label": title},
        ],
        "header_icon": "media",
        "contribution": contribution,
        "consents": consents_for(subject_of(contribution.film)),
        "film": film,
        "playback": playback(contribution.film) if film.playable else None,
        "waits": contribution.state == ContributionState.SENT,
        "wants_captions": wants_captions(contribution.film) and excuse_of(contribution.film) is None,
        "answered": stand(contribution) if contribution.is_helped else None,
        "webinar": webinar_of(contribution),
        "lesson_to_change": lesson_to_change(contribution),
        "goes_at": original_goes_at(contribution.film),
        "pictures": posters_of(contribution.film) if may_choose(contribution) else [],
    }


def _take_place(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    """Put the film into the lesson of the one that it replaces."""
    lesson = take_place(contribution, by=account_of(request))
    contribution.refresh_from_db()
    words = _("The new video waits for another coordinator. Until then the lesson shows the earlier one.")
    if contribution.state == ContributionState.PLACED:
        words = _("The lesson “%(title)s” shows the new video. The earlier one is kept for 30 days.")
    elif wants_captions(contribution.film) and excuse_of(contribution.film) is None:
        words = _("The new video waits for reviewed captions. Until then the lesson shows the earlier one.")
    buttons = [messages.button(lesson.url, _("See the lesson"), new_window=True)]
    messages.success(request, words % {"title": lesson.title}, buttons=buttons)
    return redirect("courses_admin:videos")


def _picture(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    """Choose which picture stands for the film."""
    choose(contribution, name=request.POST.get("picture", ""), by=account_of(request))
    messages.success(request, _("The picture is chosen."))
    return redirect("courses_admin:video", contribution.pk)


def _place(request: HttpRequest, contribution: Contribution, chosen: dict[str, Any]) -> HttpResponse:
    with transaction.atomic():  # no empty course is left behind when somebody else was faster
        course = _course(request, contribution, chosen)
        lesson = place(contribution, course=course, title=chosen["title"], by=account_of(request))
    buttons = [messages.button(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), _("Edit the lesson"))]
    words = _("“%(title)s” waits for another coordinator. %(name)s is told and thanked when it is published.")
    if contribution.state == ContributionState.PLACED:
        buttons.insert(0, messages.button(lesson.url, _("See the lesson"), new_window=True))
        words = _("“%(title)s” is published, and %(name)s has been told and thanked.")
    elif wants_captions(contribution.film) and excuse_of(contribution.film) is None:
        words = _("“%(title)s” waits for reviewed captions. %(name)s is told and thanked when it is published.")
    facts = {"title": lesson.draft_title, "name": contribution.person.name}
    messages.success(request, words % facts, buttons=buttons)
    return redirect("courses_admin:videos")


def _course(request: HttpRequest, contribution: Contribution, chosen: dict[str, Any]) -> CoursePage:
    """Give the chosen course, or make the new one."""
    if chosen["course"]:
        course = get_object_or_404(CoursePage, pk=chosen["course"])
        _may_add_under(request, course)
        return course
    _may_add_under(request, chosen["topic"])
    return create_course(
        chosen["topic"], chosen["course_title"], teacher=contribution.person,
        summary=chosen["summary"], hours=chosen["hours"], by=account_of(request),
    )  # fmt: skip


def _may_add_under(request: HttpRequest, page: Page) -> None:
    """Raise PermissionDenied where the person may not make pages; the groups' page permissions decide."""
    if not page.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied


def _retitle(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    """Change the title of a film recorded for an elder, and ask them again."""
    form = TitleForm(request.POST)
    if form.is_valid():
        retitle(contribution, title=form.cleaned_data["title"], by=account_of(request))
        messages.success(request, _("The title is changed, and we have asked again."))
    else:
        messages.error(request, _("Write the title."))
    return redirect("courses_admin:video", contribution.pk)


def _ask(request: HttpRequest, contribution: Contribution, form: AnotherTakeForm) -> HttpResponse:
    ask_for_another_take(contribution, reason=form.reason(contribution.person.language), by=account_of(request))
    messages.success(request, _("%(name)s has been asked for another video.") % {"name": contribution.person.name})
    return redirect("courses_admin:videos")


def home_crumb() -> dict[str, str]:
    return {"url": reverse("wagtailadmin_home"), "label": _("Home")}
