"""A teacher's own films: how they stand, what they are about, and taking one back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

import media_pipeline.api as films
from courses.domain.films import contribute, originals, pictures, succession, succession_choices
from courses.domain.films.standing import Standing, standing, standings
from courses.errors import NotReadyToSend
from courses.forms.describe import DescribeForm
from courses.forms.film import InsteadForm
from courses.links import answer_address
from courses.models import Contribution, ContributionState
from courses.tasks_films import remove_withdrawn
from courses.views._teacher import teacher_of
from courses.views.change import INSTEAD, instead_form
from elearn.people.api import Role, account_of, role_required, typed_before
from elearn.people.errors import ConsentProblem
from elearn.people.models import Account


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
    if newer := succession_choices.taken_by(teacher_of(request), pk):
        return redirect("courses:film", newer.pk)
    stands = standing(_mine(request, pk))
    playback = films.playback(stands.contribution.film) if stands.is_playable and not stands.is_held else None
    contribution = stands.contribution
    asks = contribution.is_helped and contribution.questions.exists()
    choices = succession_choices.choices(contribution)
    cutting = choices.cutting and standing(choices.cutting)
    context = {
        "stands": stands,
        "playback": playback,
        "choices": choices,
        "cutting": cutting,
        "cutting_words": succession_choices.cutting_words(choices.cutting) if choices.cutting else "",
        "cutting_goes": choices.cutting is not None and succession_choices.is_going(choices.cutting),
        "going": originals.going(contribution),
        "may_choose_picture": pictures.may_choose(contribution) and len(contribution.film.posters) > 1,
    }
    return render(
        request, "courses/film.html", context | {"answer_address": answer_address(contribution) if asks else ""}
    )


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
            "when": stands.when,
            "is_moving": stands.is_moving,
            "is_playable": stands.is_playable,
        }
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, topic, language, permission; then send for review."""
    contribution = _mine(request, pk)
    if contribution.state != ContributionState.DRAFT or contribution.is_helped:
        return redirect("courses:film", pk=pk)
    typed = typed_before(request)
    form = DescribeForm(request.POST or typed, contribution=contribution)
    if typed:
        messages.info(request, _("You were signed out. What you had written is here. Please send it again."))
    instead = instead_form(request, contribution)
    is_valid = form.is_valid() and (instead is None or instead.is_valid()) if request.method == "POST" else False
    if is_valid and _sent(form, instead, contribution, account_of(request)):
        request.session.pop(INSTEAD, None)
        messages.success(request, _("Thank you! Your video has been sent for review."))
        return redirect("courses:film", pk=pk)
    stands: Standing = standing(contribution)
    return render(
        request,
        "courses/film_describe.html",
        {"form": form, "instead": instead, "stands": stands},
        status=422 if request.method == "POST" else 200,
    )


def _sent(form: DescribeForm, instead: InsteadForm | None, contribution: Contribution, by: Account) -> bool:
    """Describe and send in one stroke; what is wanting becomes an error of the form."""
    try:
        with transaction.atomic():
            contribute.describe(contribution, **form.description(), by=by)
            if instead is not None:
                succession.mean_to_replace(contribution, instead.cleaned_data["instead_of"])
            contribute.send_for_review(contribution)
    except ConsentProblem as error:
        form.add_error(None, str(error))
        return False
    except NotReadyToSend as error:
        form.add_error(None, str(error))
        contribute.describe(contribution, **form.description(), by=by)  # typed text is never lost
        return False
    return True


@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take the film back and remove its files."""
    contribution = _mine(request, pk)
    if request.method == "GET":
        return render(request, "courses/film_withdraw.html", {"stands": standing(contribution)})
    with transaction.atomic():
        contribute.withdraw(contribution, by=account_of(request))
        transaction.on_commit(lambda: remove_withdrawn.enqueue())
    messages.success(request, _("The video has been taken back and is being removed."))
    return redirect("courses:my_films")
