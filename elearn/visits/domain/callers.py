"""How it stands with the visits of people on the phone, in one line each: what operators see beside a name."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from ..enums import COMING, OPEN_REQUESTS
from ..models import Visit, VisitRequest
from .beside import is_complete, is_told


@dataclass(frozen=True)
class Stand:
    """What was asked for and is still open, and the visit that comes next."""

    request: VisitRequest | None = None
    visit: Visit | None = None

    @property
    def is_told(self) -> bool:
        """Whether the elder may hear of that visit: not while a second is looked for who must go too."""
        return self.visit is None or is_told(self.visit)

    @property
    def is_settled(self) -> bool:
        """Whether it is known who goes to that visit: everybody needed is chosen, and the trainer may be sent."""
        if self.visit is None:
            return True
        return is_complete(self.visit) and self.visit.trainer.suspended_at is None


def stands_of(person_ids: Collection[int]) -> dict[int, Stand]:
    """Give how it stands with each of these people, in two queries; who asked for nothing is not there."""
    requests = VisitRequest.objects.filter(person__in=person_ids, state__in=OPEN_REQUESTS).select_related("district")
    asked = {request.person_id: request for request in requests}
    first = Q(along_with=None, state__in=COMING, ends_at__gt=timezone.now())
    rows = Visit.objects.filter(first, person__in=person_ids).select_related("request__district", "trainer__person")
    coming: dict[int, Visit] = {}
    for visit in rows.order_by("starts_at", "pk"):
        coming.setdefault(visit.person_id, visit)
    return {pk: Stand(asked.get(pk), coming.get(pk)) for pk in asked.keys() | coming.keys()}
