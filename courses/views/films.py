"""A teacher's own films: how they stand, what they are about, and taking one back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

import media_pipeline.api as films
from courses.domain import contribute
from courses.domain.standing import Standing, standing, standings
from courses.errors import CannotTakeBack, NotReadyToSend
from courses.forms import DescribeForm
from courses.models import Contribution, ContributionState
from courses.tasks_films import remove_withdrawn
from courses.views._teacher import teacher_of
from elearn.people.api import Role, role_required


def _mine(request: HttpRequest, pk: int) -> Contribution:
    """One of the teacher's own films; others' are not there for them."""
    return get_object_or_404(contribute.contributions_of(teacher_of(request)), pk=pk)


@require_GET
@role_required(Role.ELDER)
def my_films(request: HttpRequest) -> HttpResponse:
    """The list of films with how each stands."""
    mine = contribute.contributions_of(teacher_of(request))
    shown = [stands for stands in standings(mine) if not stands.is_empty]
    return render(request, "courses/films.html", {"films": shown})


@require_GET
@role_required(Role.ELDER)
def film(request: HttpRequest, pk: int) -> HttpResponse:
    """One film: how it stands, the film itself as soon as it can be watched, and what can be done."""
    stands = standing(_mine(request, pk))
    playback = films.playback(stands.contribution.film) if stands.is_playable else None
    return render(request, "courses/film.html", {"stands": stands, "playback": playback})


@require_GET
@role_required(Role.ELDER)
def film_status(request: HttpRequest, pk: int) -> JsonResponse:
    """How a film stands, for the page that is open meanwhile."""
    stands = standing(_mine(request, pk))
    return JsonResponse(
        {
            "stage": stands.stage,
            "words": stands.words,
            "percent": stands.percent,
            "is_moving": stands.is_moving,
            "is_playable": stands.is_playable,
        }
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, topic, language, permission; then send for review."""
    contribution = _mine(request, pk)
    if contribution.state != ContributionState.DRAFT:
        return redirect("courses:film", pk=pk)
    form = DescribeForm(request.POST or None, contribution=contribution)
    if request.method == "POST" and form.is_valid() and _sent(form, contribution):
        messages.success(request, _("Thank you! Your video has been sent for review."))
        return redirect("courses:film", pk=pk)
    stands: Standing = standing(contribution)
    return render(
        request,
        "courses/film_describe.html",
        {"form": form, "stands": stands},
        status=422 if form.errors else 200,
    )


def _sent(form: DescribeForm, contribution: Contribution) -> bool:
    """Describe and send in one stroke; what is wanting becomes an error of the form."""
    try:
        with transaction.atomic():
            contribute.describe(contribution, **form.description())
            contribute.send_for_review(contribution)
    except NotReadyToSend as error:
        form.add_error(None, str(error))
        contribute.describe(contribution, **form.description())  # typed text is never lost
        return False
    return True


@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take the film back and remove its files."""
    contribution = _mine(request, pk)
    if request.method == "GET":
        return render(request, "courses/film_withdraw.html", {"stands": standing(contribution)})
    try:
        with transaction.atomic():
            contribute.withdraw(contribution)
            transaction.on_commit(lambda: remove_withdrawn.enqueue())
    except CannotTakeBack as error:
        messages.error(request, str(error))
        return redirect("courses:film", pk=pk)
    messages.success(request, _("The video has been taken back and is being removed."))
    return redirect("courses:my_films")
