"""A teacher changes a video: shortens it, chooses its picture, replaces it, puts an earlier one back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

import media_pipeline.api as films
from courses.domain.films import contribute, pictures, succession, succession_choices
from courses.domain.films.standing import standing
from courses.errors import SchoolError
from courses.forms.film import InsteadForm, PictureForm, ShortenForm
from courses.models import Contribution, ContributionState
from courses.views._teacher import teacher_of
from elearn.people.api import Role, account_of, role_required

INSTEAD = "courses.instead_of"  # in the session: which video the next one is to take the place of


@dataclass(frozen=True)
class Way:
    """Names of the pages that somebody comes from and goes back to: a teacher's own, or who recorded it for them."""

    film: str
    films: str

    def back(self, contribution: Contribution) -> str:
        return reverse(self.film, args=[contribution.pk])


OWN = Way("courses:film", "courses:my_films")


def _mine(request: HttpRequest, pk: int) -> Contribution:
    """One of the teacher's own videos; others' are not there for them."""
    mine = contribute.contributions_of(teacher_of(request)).select_related("film__cut_of", "lesson", "person")
    return get_object_or_404(mine, pk=pk)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def shorten(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a video begins and where it ends. The shorter one is made beside it, so that nothing is lost."""
    return shorten_page(request, _mine(request, pk), OWN)


def shorten_page(request: HttpRequest, contribution: Contribution, way: Way, **context: Any) -> HttpResponse:
    """The same for everybody who may shorten a video."""
    if request.POST.get("deed") == "stop":
        return _stop(request, contribution, way)
    if not succession_choices.may_cut(contribution):
        messages.error(request, _("This video cannot be shortened now."))
        return redirect(way.back(contribution))
    whole = succession_choices.whole_of(contribution)
    begin_ms, end_ms = succession_choices.part_shown(contribution.film)
    form = ShortenForm(request.POST or None, begin_ms=begin_ms, end_ms=end_ms, length_ms=whole.duration_ms)
    if request.method == "POST" and form.is_valid() and (new := _shortened(request, form, contribution)):
        return redirect(way.back(contribution if new.state == ContributionState.CUTTING else new))
    context |= {
        "back": way.back(contribution),
        "list": reverse(way.films),
        "loses_description": not films.can_carry_described(contribution.film),
        "stands": standing(contribution),
        "form": form,
        "playback": films.playback(whole),
        "length_ms": whole.duration_ms,
        "is_part": contribution.film.cut_of_id is not None,
        "is_public": contribution.state == ContributionState.PLACED,
    }
    return render(request, "courses/film_shorten.html", context, status=422 if form.errors else 200)


def _shortened(request: HttpRequest, form: ShortenForm, contribution: Contribution) -> Contribution | None:
    """Ask for the shorter video; what speaks against it becomes an error of the form."""
    said = form.cleaned_data
    try:
        new = succession.shorten(contribution, start_ms=said["begin"], end_ms=said["end"], by=account_of(request))
    except SchoolError as error:
        form.add_error(None, str(error))
        return None
    if new.state == ContributionState.CUTTING:
        messages.success(request, _("Thank you. We are making the shorter video. Until it is ready, this one stays."))
        if succession_choices.lost_description(contribution, new):
            messages.warning(
                request, _("Its described sound cannot go along. It stays with this video: put it back to have both.")
            )
    else:
        messages.success(request, _put_back_words(new))
    return new


def _stop(request: HttpRequest, contribution: Contribution, way: Way) -> HttpResponse:
    if succession.stop_cutting(contribution):
        messages.success(request, _("The shorter video is not made. The video stays as it was."))
    return redirect(way.back(contribution))


@require_GET
@role_required(Role.ELDER)
def cut_status(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the shorter video is, for the page of the video it is made from."""
    mine = Contribution.objects.filter(person=teacher_of(request)).select_related("film")
    return cut_stands(get_object_or_404(mine, pk=pk), "courses:film")


def cut_stands(contribution: Contribution, page: str) -> JsonResponse:
    """The same for everybody who may see it; `page` names theirs of a video."""
    cutting = succession_choices.being_cut(contribution)
    if cutting is None:
        newer = succession_choices.asked_for(contribution)
        address = reverse(page, args=[newer.pk if newer else contribution.pk])
        words = _("The shorter video is ready.")
        return JsonResponse({"stage": "cut", "words": words, "next": address, "is_moving": False})
    stands = standing(cutting)
    said = {
        "stage": "cutting",
        "words": succession_choices.cutting_words(cutting),
        "when": stands.when,
        "is_moving": succession_choices.is_going(cutting),
        "is_playable": False,
    }
    return JsonResponse(said)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which of its pictures stands for a video."""
    contribution = _mine(request, pk)
    shown = films.posters_of(contribution.film)
    if not pictures.may_choose(contribution) or len(shown) < 2:
        messages.info(request, _("There is only one picture of this video so far. Please come back a little later."))
        return redirect("courses:film", pk)
    form = PictureForm(request.POST or None, names=[one.name for one in shown])
    if request.method == "POST" and form.is_valid():
        try:
            pictures.choose(contribution, name=form.cleaned_data["picture"], by=account_of(request))
        except SchoolError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The picture is chosen."))
            return redirect("courses:film", pk)
    context = {"stands": standing(contribution), "form": form, "pictures": shown}
    return render(request, "courses/film_picture.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Record or send another video for a lesson that is public. The lesson and its words stay."""
    contribution = _mine(request, pk)
    if not succession_choices.choices(contribution).may_replace:
        raise Http404
    if request.method == "POST":
        request.session[INSTEAD] = contribution.pk
        return redirect("courses:upload" if request.POST.get("way") == "file" else "courses:record")
    return render(request, "courses/film_replace.html", replace_facts(contribution, OWN))


def replace_facts(contribution: Contribution, way: Way) -> dict[str, Any]:
    """What the page says before a video is replaced."""
    return {"stands": standing(contribution), "back": way.back(contribution), "list": reverse(way.films)}


def instead_form(request: HttpRequest, contribution: Contribution) -> InsteadForm | None:
    """Ask whether a new video takes the place of a published one; None where there is none it could replace."""
    published = succession_choices.replaceable_by(contribution).exclude(pk=contribution.pk)
    known = set(published.values_list("pk", flat=True))
    if not known:
        return None
    meant = next((pk for pk in (contribution.instead_of_id, request.session.get(INSTEAD)) if pk in known), None)
    return InsteadForm(request.POST or None, published=published, initial={"instead_of": meant})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ELDER)
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then put back the video that was there before."""
    contribution = _mine(request, pk)
    before = succession_choices.earlier(contribution) if succession_choices.may_change(contribution) else None
    if before is None:
        raise Http404
    if request.method == "POST":
        try:
            before = succession.put_back(contribution, by=account_of(request))
        except SchoolError as error:
            messages.error(request, str(error))
            return redirect("courses:film", pk)
        messages.success(request, _put_back_words(before))
        return redirect("courses:film", before.pk)
    context = {
        "stands": standing(contribution),
        "before": before.film,
        "playback": films.playback(before.film),
        "is_public": contribution.state == ContributionState.PLACED,
    }
    return render(request, "courses/film_put_back.html", context)


def _put_back_words(contribution: Contribution) -> str:
    if contribution.state == ContributionState.SENT and contribution.instead_of:
        return _("Thank you. Our coordinator looks at it, then the earlier video is shown in the lesson again.")
    return _("The earlier video is back.")
