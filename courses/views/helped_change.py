"""Who recorded a video for an elder shortens or replaces it while they may; the elder is asked anew."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from courses.domain.films import helped, succession_choices
from courses.models import Contribution
from courses.views.change import INSTEAD, Way, cut_stands, replace_facts, shorten_page
from elearn.people import api as people
from elearn.people.api import account_of, role_required

HELPED = Way("courses:helped_film", "courses:helped")


def _mine(request: HttpRequest, pk: int) -> Contribution:
    """A film that one recorded oneself, for an elder one may still record for; all others are not there."""
    recorded = helped.recorded_by(account_of(request)).select_related("film__cut_of", "lesson", "person")
    found = get_object_or_404(recorded, pk=pk)
    if not helped.may_change_for(account_of(request), found):
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def shorten(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a video begins and ends that one recorded for an elder."""
    contribution = _mine(request, pk)
    return shorten_page(request, contribution, HELPED, elder=people.addressed(contribution.person))


@require_GET
@role_required()
def cut_status(request: HttpRequest, pk: int) -> JsonResponse:
    """How far the shorter video is, also once it has taken the place."""
    account = account_of(request)
    recorded = Contribution.objects.filter(is_helped=True, recorded_by=account.person_id).select_related("film")
    contribution = get_object_or_404(recorded, pk=pk)
    if not helped.may_change_for(account, contribution):
        raise Http404
    return cut_stands(contribution, HELPED.film)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required()
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Record or send another video for the lesson of one that one recorded for an elder."""
    contribution = _mine(request, pk)
    if not succession_choices.may_replace(contribution):
        raise Http404
    if request.method == "POST":
        request.session[INSTEAD] = contribution.pk
        way = "courses:helped_upload" if request.POST.get("way") == "file" else "courses:helped_record"
        return redirect(way, contribution.person.key)
    context = replace_facts(contribution, HELPED) | {"elder": people.addressed(contribution.person)}
    return render(request, "courses/film_replace.html", context)
