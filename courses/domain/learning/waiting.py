"""Enrolments of minors wait while no parent or guardian agrees: kept, but nothing counts."""

from django.db import transaction
from django.utils import timezone

from courses.models import Enrolment, EnrolmentState, WatchClock
from elearn.history.api import Kind, note
from elearn.people.api import needs_guardian
from elearn.people.models import Person

from .enrol import begin_counting


@transaction.atomic
def align(person: Person) -> int:
    """Let a person's enrolments count or wait, as their standing now says; give how many changed. Safe to repeat."""
    if needs_guardian(person):
        return _pause(person)
    waiting = Enrolment.objects.filter(person=person, state=EnrolmentState.WAITING)
    begun = sum(_begin(enrolment) for enrolment in waiting.select_related("person", "course__locale"))
    if begun:
        # Time before the consent is used up: what was watched in it cannot be reported afterwards.
        WatchClock.objects.update_or_create(person=person, defaults={"used_until": timezone.now(), "used": []})
    return begun


def _pause(person: Person) -> int:
    active = Enrolment.objects.filter(person=person, state=EnrolmentState.ACTIVE)
    paused = [
        enrolment
        for enrolment in active
        if Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.ACTIVE).update(state=EnrolmentState.WAITING)
    ]
    for enrolment in paused:
        note(Kind.ENROLMENT_PAUSED, who=person.key, subject=f"course:{enrolment.course_id}", is_check=person.is_check)
    return len(paused)


def _begin(enrolment: Enrolment) -> bool:
    begun = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.WAITING).update(state=EnrolmentState.ACTIVE)
    if begun:
        enrolment.refresh_from_db(fields=["state"])
        # Told once for an enrolment, however often it is paused: the notice's key says so.
        begin_counting(enrolment, is_new=True)
    return begun == 1
