"""People without a sign-in on whom nothing rests any more: somebody named them, they were asked, and that was all."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from ..models import Companionship, Consent, ConsentState, Guardianship, Person
from .guardianship import LIVE

# Rows that are no reason by themselves to keep somebody.
_NO_REASON = frozenset(
    {
        "people.ContactPoint", "people.FormerContact", "people.Consent", "people.ConsentStep", "people.Guardianship",
        "people.Companionship", "people.Removal", "people.DataCopy", "people.Look", "notices.Notice",
    }
)  # fmt: skip


def left_over(before: datetime) -> QuerySet[Person]:
    """Select whom nothing holds: no yes that counts, no part in a film, course, visit or family, no asking of late."""
    there = Person.objects.filter(account=None, removed_at=None, merged_into=None, is_check=False)
    found = there.filter(created_at__lt=before)
    for rows in _reasons(before):
        found = found.exclude(Exists(rows))
    return found.order_by("pk")


def _reasons(before: datetime) -> Iterator[QuerySet[Model]]:
    me = OuterRef("pk")
    of_late = Q(asked_at__gte=before) | Q(ended_at__gte=before)
    yield Consent.objects.filter(Q(state=ConsentState.GIVEN) | of_late, person=me)
    yield Guardianship.objects.filter(Q(minor=me) | Q(guardian=me), state__in=LIVE)
    yield Companionship.objects.filter(Q(elder=me) | Q(companion=me) | Q(invited=me), ended_at=None)
    for relation in Person._meta.get_fields(include_hidden=True):
        held = relation.related_model if relation.auto_created and not relation.concrete else None
        if held is None or relation.many_to_many or isinstance(held, str) or held._meta.label in _NO_REASON:
            continue
        name = relation.field.name
        if name != "merged_into":
            yield held._base_manager.filter(**{name: me})
