"""Follow a topic: somebody signed in, or whoever proved an e-mail address or number by a code. One tap stops it."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet, RestrictedError
from django.utils import timezone

from elearn.history import api as history
from elearn.people.api import present
from elearn.people.models import Account, ContactPoint, Person

from ..models import Follow, GuidanceTopicPage


@transaction.atomic
def follow(topic: GuidanceTopicPage, *, person: Person, only_for_this: bool = False) -> Follow:
    """Let somebody hear what changes in a topic; following it again changes nothing."""
    row, is_new = Follow.objects.get_or_create(
        topic=topic, person=present(person), defaults={"only_for_this": only_for_this}
    )
    if is_new:
        history.note(history.Kind.TOPIC_FOLLOWED, who=person.key, subject=f"page:{topic.pk}", is_check=person.is_check)
    return row


@transaction.atomic
def follow_by_address(
    topic: GuidanceTopicPage, *, kind: ContactPoint.Kind, value: str, name: str, language: str
) -> Follow:
    """Let the holder of an address follow a topic. The caller has proved the address by a code.

    It is the person who signs in with it; or who followed with it before; or somebody new, known by this alone.
    """
    person = _known(kind, value)
    if person is None:
        person = Person.objects.create(name=name, language=language)
        ContactPoint.objects.create(person=person, kind=kind, value=value, verified_at=timezone.now())
        return follow(topic, person=person, only_for_this=True)
    return follow(topic, person=person, only_for_this=not Account.objects.filter(person=person).exists())


def _known(kind: ContactPoint.Kind, value: str) -> Person | None:
    account = Account.objects.filter(**{kind.value: value}, is_active=True).select_related("person").first()
    if account:
        return account.person
    before = Follow.objects.filter(
        only_for_this=True, person__contact_points__kind=kind, person__contact_points__value=value
    )
    found = before.select_related("person").first()
    return found.person if found else None


def followed_by(person: Person) -> QuerySet[Follow]:
    """Select what somebody follows."""
    return Follow.objects.filter(person=person).select_related("topic__locale").order_by("topic__title", "pk")


@transaction.atomic
def stop(row: Follow) -> bool:
    """Stop following; who was known to us by this alone is forgotten. False when it was stopped before."""
    deleted, _each = Follow.objects.filter(pk=row.pk).delete()
    if not deleted:
        return False
    person = row.person
    history.note(history.Kind.TOPIC_LEFT, who=person.key, subject=f"page:{row.topic_id}", is_check=person.is_check)
    if row.only_for_this:
        _forget(person)
    return True


def _forget(person: Person) -> None:
    """Delete somebody on whom nothing hangs: no sign-in, nothing else followed, no merged record."""
    if Account.objects.filter(person=person).exists() or Follow.objects.filter(person=person).exists():
        return
    try:
        with transaction.atomic():
            person.delete()
    except (ProtectedError, RestrictedError, IntegrityError):
        return


def settle_merge(keep: Person, absorb: Person) -> None:
    """Two records become one, which follows each topic once."""
    both = Follow.objects.filter(person=keep).values("topic")
    Follow.objects.filter(person=absorb, topic__in=both).delete()
    Follow.objects.filter(person__in=[keep, absorb]).update(only_for_this=False)
