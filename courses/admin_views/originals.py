"""The original of a film, for the coordinators who look after it: handed over by its teacher, and each time noted."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses import policies
from courses.domain.films.originals import note_handed_out
from courses.domain.hidden import held_among
from courses.models import Contribution, ContributionState
from courses.views.originals import handed_out
from elearn.people.api import account_of


@never_cache
@require_safe
def original(request: HttpRequest, contribution_id: int) -> HttpResponseBase:
    """Hand out what a teacher sent, unless it is still theirs alone, was taken back or is held by a concern."""
    if not policies.may_review(request.user):
        raise PermissionDenied
    contributions = Contribution.objects.handed_over().exclude(state=ContributionState.WITHDRAWN).select_related("film")
    contribution = get_object_or_404(contributions, pk=contribution_id)
    if held_among([contribution]):
        raise Http404
    answer = handed_out(contribution.film)
    note_handed_out(contribution.film, by=account_of(request))
    return answer
