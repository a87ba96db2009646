"""How it stands with a request, told by its visits: waiting for the first, under way, or finished."""

from django.utils import timezone

from elearn.history.api import Kind, note

from ..enums import RequestState, VisitState
from ..models import VisitRequest


def settle_request(request: VisitRequest) -> VisitRequest:
    """Bring a request to the state that its visits say. Call it in the transaction in which one of them changed.

    A request that was withdrawn, paused or finished stays as it is.
    """
    request = VisitRequest.objects.select_for_update().select_related("person").get(pk=request.pk)
    if request.state not in (RequestState.WAITING, RequestState.UNDER_WAY):
        return request
    states = list(request.visits.filter(along_with=None).values_list("state", flat=True))
    if states.count(VisitState.DONE) >= request.visits_wanted:
        request.state, request.ended_at = RequestState.DONE, timezone.now()
        note(Kind.VISITS_DONE, who=request.person.key, subject=f"request:{request.pk}", is_check=request.is_check)
    else:
        begun = VisitState.DONE in states or VisitState.CONFIRMED in states
        request.state = RequestState.UNDER_WAY if begun else RequestState.WAITING
    request.save(update_fields=["state", "ended_at"])
    return request
