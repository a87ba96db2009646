"""What becomes of webinars and seats when a person can no longer speak, is removed, or two records become one."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from courses.models import Registration, RegistrationState, Webinar, WebinarState
from elearn.people.models import Person

from .change import cancel
from .register import move_up

NOT_PUBLIC_YET = (WebinarState.OFFERED, WebinarState.DRAFT, WebinarState.ASKED)
_RANK = [RegistrationState.LEFT, RegistrationState.WAITING, RegistrationState.REGISTERED]


def speaker_changed(person: Person) -> None:
    """Cancel what somebody was to speak in, once they cannot; everybody registered is told, without their name."""
    if person.speaks_for_themself:
        return
    for webinar in Webinar.objects.filter(speaker=person, state__in=[*NOT_PUBLIC_YET, WebinarState.ANNOUNCED]):
        with translation.override(webinar.language):
            reason = _("The speaker can no longer come.")
        cancel(webinar, reason=reason, by=None)


@transaction.atomic
def forget(person: Person) -> None:
    """Take somebody out of webinars: seats go to who waits, what they were to speak in is cancelled or goes."""
    Webinar.objects.filter(speaker=person, state__in=NOT_PUBLIC_YET).delete()
    for webinar in Webinar.objects.filter(speaker=person, state=WebinarState.ANNOUNCED):
        with translation.override(webinar.language):
            reason = _("The speaker can no longer come.")
        cancel(webinar, reason=reason, by=None, tells_speaker=False)
    for row in Registration.objects.filter(person=person).select_related("webinar"):
        row.delete()
        move_up(row.webinar)
    for webinar in Webinar.objects.filter(hosts=person):
        webinar.hosts.remove(person)
    for webinar in Webinar.objects.filter(captioners=person):
        webinar.captioners.remove(person)
    for webinar in Webinar.objects.filter(speaker=person):
        webinar.save(update_fields=["changed_at"])  # the search reads it again, without the name


def settle_merge(keep: Person, absorb: Person) -> None:
    """Join two registrations for one webinar: the better place stays, and a seat that becomes free moves up."""
    mine = {row.webinar_id: row for row in Registration.objects.filter(person=keep)}
    others = Registration.objects.filter(person=absorb, webinar__in=mine).select_related("webinar")
    for other in others:
        same = mine[other.webinar_id]
        if _rank(other) > _rank(same):
            same.state, same.moved_up_at = other.state, other.moved_up_at
        same.registered_at = min(same.registered_at, other.registered_at)
        same.record_agreed_at = same.record_agreed_at or other.record_agreed_at
        same.reminded = sorted({*same.reminded, *other.reminded})
        other.delete()
        same.save()
        move_up(other.webinar)


def _rank(row: Registration) -> int:
    return _RANK.index(RegistrationState(row.state))
