"""Notice that the same person, or somebody of the same home, has asked already, before a request is written twice."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from elearn.people import api as people
from elearn.people.models import ContactPoint, District, Person

from ..enums import OPEN_REQUESTS
from ..models import VisitRequest

WHY = {
    "phone": _("the same telephone number"),
    "name": _("the same name, in the same district"),
    "address": _("the same address"),
}
MOST = 10


@dataclass(frozen=True)
class Twin:
    """An open request of somebody else that may be meant, and what is the same."""

    request: VisitRequest
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        return ", ".join(str(WHY[reason]) for reason in self.reasons)


def twins(person: Person, *, district: District | None = None, address: str = "") -> list[Twin]:
    """Give open requests of others with the same number, name and district, or home; no address is compared plain.

    Couples share a number and a home, so this is shown and decides nothing.
    """
    others = VisitRequest.objects.filter(state__in=OPEN_REQUESTS).exclude(person=person)
    mark = people.mark_of(address) if address.strip() else people.home_mark(person)
    found: dict[int, list[str]] = {}
    for reason, requests in (
        ("phone", _same_phone(person, others)),
        ("name", _same_name(person, others, district)),
        ("address", others.filter(address_mark=mark) if mark else others.none()),
    ):
        for number in requests.values_list("pk", flat=True)[:MOST]:
            found.setdefault(number, []).append(reason)
    rows = others.filter(pk__in=found).select_related("person", "district").order_by("asked_at", "pk")
    return [Twin(row, tuple(found[row.pk])) for row in rows]


def _same_phone(person: Person, others: QuerySet[VisitRequest]) -> QuerySet[VisitRequest]:
    numbers = person.contact_points.filter(kind=ContactPoint.Kind.PHONE).values("value")
    reached = ContactPoint.objects.filter(value__in=numbers).values("person")
    return others.filter(person__in=reached)


def _same_name(person: Person, others: QuerySet[VisitRequest], district: District | None) -> QuerySet[VisitRequest]:
    if district is None:
        return others.none()
    near = others.filter(district=district)
    named = people.find(Person.objects.filter(pk__in=near.values("person")), person.name)
    return near.filter(person__in=named.values("pk"))
