"""Who is on the phone: found by name or number, and shown so that the right one is picked in a few seconds."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import elearn.people.api as people
import elearn.visits.api as visits
from elearn.guidance.api import NAMELESS
from elearn.people.models import Account, ContactPoint, Person, PersonStanding

MOST = 20
MOST_SAME = 5
DIGITS_SHOWN = 4
DECADE, STATE_CARE, ELDER = 10, 70, 60


@dataclass(frozen=True)
class Caller:
    """Somebody who may be on the phone, in the words that tell them from others."""

    person: Person
    stand: visits.Stand
    is_left: bool  # to a colleague: who asks helps them by themselves, or is this person

    @property
    def name(self) -> str:
        return people.addressed(self.person)

    @property
    def facts(self) -> list[str]:
        """Age, district and the end of each number: enough to be sure, no more."""
        district = self.stand.request.district.name if self.stand.request else ""
        return [words for words in (age_in_words(self.person), district, *self._numbers()) if words]

    @property
    def has_died(self) -> bool:
        return self.person.standing == PersonStanding.DECEASED

    @property
    def is_minor(self) -> bool:
        return self.person.guarded or people.is_minor(self.person)

    def _numbers(self) -> list[str]:
        return [f"… {point.value[-DIGITS_SHOWN:]}" for point in phones_of(self.person)]


def phones_of(person: Person) -> list[ContactPoint]:
    """Give the telephone numbers of somebody, those they prefer first."""
    return [point for point in person.contact_points.all() if point.kind == ContactPoint.Kind.PHONE]


def age_in_words(person: Person) -> str:
    """Say about how old somebody is, for the voice on the phone; "" when nobody knows."""
    if person.birth_year is None or person.guarded:
        return ""
    age = timezone.localdate().year - person.birth_year
    if age >= STATE_CARE:
        return _("70 or more")
    return _("60 to 69") if age >= ELDER else _("under 60")


def everybody() -> QuerySet[Person]:
    """Give whom an operator may find: nobody who was removed, and of two records of one person the one that is kept."""
    found = Person.objects.filter(merged_into=None, removed_at=None, is_check=False)
    return found.exclude(name=NAMELESS)  # a number that a question without an account came from is nobody's record


def find(asked: str, *, by: Account) -> list[Caller]:
    """Give the people that may be meant, at most one more than are shown. The same few queries however many."""
    rows = people.find(everybody(), asked).prefetch_related("contact_points").order_by("name", "pk")
    return callers(list(rows[: MOST + 1]), by=by)


def callers(found: list[Person], *, by: Account) -> list[Caller]:
    """Put beside each person how it stands with their visits, and whether a colleague has to see to them."""
    stands = visits.stands_of([person.pk for person in found])
    left = {row.elder_id for row in people.helped_by(by.person)} | {by.person_id}
    return [Caller(person, stands.get(person.pk, visits.Stand()), person.pk in left) for person in found]


def same_people(name: str, phone: str) -> list[Person]:
    """Give who is perhaps this person already: reached at the same number, or of the same name. Couples share one."""
    at_number = Q(contact_points__kind=ContactPoint.Kind.PHONE, contact_points__value=phone)
    named = people.find(everybody(), name)
    rows = everybody().filter(at_number | Q(pk__in=named.values("pk"))).distinct()
    return list(rows.prefetch_related("contact_points").order_by("name", "pk")[:MOST_SAME])
