"""A trainer's visits for the calendar of their telephone, at a secret address: districts and times, nobody's name."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from elearn.people.api import Role

from ..enums import COMING, VisitState
from ..models import Trainer, Visit

BACK, AHEAD = timedelta(days=14), timedelta(days=90)


@never_cache
@require_safe
def calendar(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give the calendar; nothing for an address that was taken back, nor for who is not sent anywhere any more."""
    sent = Trainer.objects.filter(suspended_at=None, person__account__groups__name=Role.TRAINER.value)
    found = sent.select_related("person__account").filter(calendar_key=key).first()
    account = getattr(found.person, "account", None) if found else None
    if found is None or account is None or not account.is_active:
        raise Http404
    with translation.override(found.person.language):
        answer = HttpResponse(written(found), content_type="text/calendar; charset=utf-8")
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def written(trainer: Trainer) -> bytes:
    """Write the calendar (RFC 5545) in the active language."""
    found = Calendar()
    found.add("prodid", "-//Korpu//home visits//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Home visits"))
    found.add("refresh-interval;value=duration", "PT1H")
    now = timezone.now()
    visits = Visit.objects.filter(
        trainer=trainer, state__in=(*COMING, VisitState.DONE), starts_at__range=(now - BACK, now + AHEAD)
    )
    for visit in visits.select_related("request__district").order_by("starts_at", "pk"):
        found.add_component(_event(visit))
    return bytes(found.to_ical())


def _event(visit: Visit) -> Event:
    event = Event()
    event.add("uid", f"{visit.key.hex}@{settings.BASE_URL.split('//', 1)[-1].split(':')[0]}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", visit.starts_at.astimezone(timezone.get_default_timezone()))
    event.add("dtend", visit.ends_at.astimezone(timezone.get_default_timezone()))
    event.add("summary", _("Home visit, %(district)s") % {"district": visit.request.district.name})
    event.add("sequence", visit.version)
    event.add("status", "TENTATIVE" if visit.state == VisitState.PROPOSED else "CONFIRMED")
    return event
