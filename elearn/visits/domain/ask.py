"""Ask for home visits, change it, pause it, withdraw it: by the elder, a helper of their choice, or us on the phone."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people import api as people
from elearn.people.models import Account, Did, District, Person

from ..enums import OPEN_REQUESTS, Channel, RequestState, Way
from ..errors import AddressMissing, AlreadyAsked, ChangedMeanwhile, NotYours
from ..models import Unit, VisitRequest, Window
from . import company
from .acting import CHANNELS, act_as
from .answer import cancel_coming
from .standing import settle_request
from .telling import tell_noted

Span = tuple[int, time, time]  # weekday from 0, from, until
# What only our staff may say of a request.
_OFFICE = ("visits_wanted", "minutes", "is_urgent", "is_two_person")
_FIELDS = ("wish", "device", "language", "wants_woman", "district")


def open_request(person: Person) -> VisitRequest | None:
    """Give what somebody has asked for and is not over; nobody has two."""
    return VisitRequest.objects.filter(person=person, state__in=OPEN_REQUESTS).select_related("district").first()


@transaction.atomic
def ask(
    person: Person,
    *,
    by: Account | None,
    channel: Channel,
    device: str,
    language: str,
    district: District,
    windows: Sequence[Span],
    address: str = "",
    units: Iterable[Unit] = (),
    wish: str = "",
    wants_woman: bool = False,
    needs: dict[str, Any] | None = None,
    **office: Any,
) -> VisitRequest:
    """Write down that somebody wants to be taught at home. Without `address`, the one that is kept stays.

    `office` are `visits_wanted`, `minutes`, `is_urgent` and `is_two_person`, which only our staff may say. Raises
    NotYours, AlreadyAsked, AddressMissing, and ValueError without a time of the week.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    way = act_as(person, by=by, did=Did.ASKED_VISITS)
    if CHANNELS[way] != channel or people.is_minor(person) or person.guarded:
        raise NotYours
    _check_office(way, office)
    if open_request(person):
        raise AlreadyAsked
    _keep_address(person, address, by=by)
    request = VisitRequest(
        person=person, channel=channel, asked_by=by, is_check=person.is_check, wish=wish.strip(), device=device,
        language=language, wants_woman=wants_woman, district=district, address_mark=people.home_mark(person), **office,
    )  # fmt: skip
    request.set_needs(**needs or {})
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        raise AlreadyAsked from None
    request.units.set(units)
    _write_windows(request, windows)
    _note(Kind.VISITS_ASKED, request, channel=channel.value, district=district.name)
    tell_noted(request, way, "asked")
    return request


@transaction.atomic
def change(
    request: VisitRequest,
    *,
    by: Account | None,
    address: str = "",
    units: Iterable[Unit] | None = None,
    windows: Sequence[Span] | None = None,
    needs: dict[str, Any] | None = None,
    **said: Any,
) -> VisitRequest:
    """Change what was asked for; what is left out stays. Raises NotYours, ChangedMeanwhile, ValueError."""
    request = locked(request)
    way = act_as(request.person, by=by, did=Did.CHANGED_VISITS, subject=f"request:{request.pk}")
    _check_open(request)
    _check_office(way, {name: value for name, value in said.items() if name not in _FIELDS})
    if address.strip():
        _keep_address(request.person, address, by=by)
        request.address_mark, request.pin = people.home_mark(request.person), ""
    for_two = request.is_two_person
    for name, value in said.items():
        setattr(request, name, value)
    if needs is not None:
        request.set_needs(**needs)
    request.save()
    if units is not None:
        request.units.set(units)
    if windows is not None:
        request.windows.all().delete()
        _write_windows(request, windows)
    if request.is_two_person != for_two:
        company.settle(request, by=by)
    _note(Kind.VISITS_CHANGED, request, way=way.value)
    tell_noted(request, way, "changed")
    return request


@transaction.atomic
def withdraw(request: VisitRequest, *, by: Account | None, reason: str = "") -> VisitRequest:
    """End a request; the visits to come are cancelled, and the trainers told. Raises NotYours, ChangedMeanwhile."""
    request = locked(request)
    way = act_as(request.person, by=by, did=Did.ENDED_VISITS, subject=f"request:{request.pk}")
    _check_open(request)
    return end(request, by=by, way=way, reason=reason)


def end(request: VisitRequest, *, by: Account | None, way: Way | None, reason: str = "") -> VisitRequest:
    """End a locked request, whoever decided it."""
    cancel_coming(request, by=by, reason=reason)
    request.state, request.ended_at, request.end_reason = RequestState.WITHDRAWN, timezone.now(), reason.strip()[:300]
    request.save(update_fields=["state", "ended_at", "end_reason"])
    _note(Kind.VISITS_WITHDRAWN, request, way=way.value if way else "")
    tell_noted(request, way, "ended")
    return request


@transaction.atomic
def pause(request: VisitRequest, *, by: Account | None, until: date | None = None) -> VisitRequest:
    """Wait with the visits, until a day or until somebody says so; those that fall into it are cancelled."""
    request = locked(request)
    way = act_as(request.person, by=by, did=Did.CHANGED_VISITS, subject=f"request:{request.pk}")
    _check_open(request)
    cancel_coming(request, by=by, reason="", before=until)
    request.state, request.paused_until = RequestState.PAUSED, until
    request.save(update_fields=["state", "paused_until"])
    _note(Kind.VISITS_PAUSED, request)
    tell_noted(request, way, "paused")
    return request


@transaction.atomic
def resume(request: VisitRequest, *, by: Account | None) -> VisitRequest:
    """Go on with a request that was paused. Raises NotYours, ChangedMeanwhile."""
    request = locked(request)
    act_as(request.person, by=by, did=Did.CHANGED_VISITS, subject=f"request:{request.pk}")
    if request.state != RequestState.PAUSED:
        raise ChangedMeanwhile
    return _go_on(request)


def resume_due() -> int:
    """Go on with what was paused until a day that has come; says how many."""
    due = VisitRequest.objects.filter(state=RequestState.PAUSED, paused_until__lte=timezone.localdate())
    return sum(_resume_if_due(request) for request in due.order_by("pk")[:500])


@transaction.atomic
def _resume_if_due(request: VisitRequest) -> bool:
    request = locked(request)
    is_due = request.paused_until is not None and request.paused_until <= timezone.localdate()
    if request.state != RequestState.PAUSED or not is_due:
        return False
    _go_on(request)
    return True


def _go_on(request: VisitRequest) -> VisitRequest:
    request.state, request.paused_until = RequestState.WAITING, None
    request.save(update_fields=["state", "paused_until"])
    _note(Kind.VISITS_RESUMED, request)
    return settle_request(request)


def locked(request: VisitRequest) -> VisitRequest:
    """Lock a request, and read it as it is now."""
    rows = VisitRequest.objects.select_for_update(of=("self",)).select_related("person", "district")
    return rows.get(pk=request.pk)


def _check_open(request: VisitRequest) -> None:
    if request.state not in OPEN_REQUESTS:
        raise ChangedMeanwhile


def _check_office(way: Way, said: dict[str, Any]) -> None:
    """Raise NotYours for what only our staff may say, and TypeError for what nobody may."""
    if unknown := set(said) - set(_OFFICE):
        raise TypeError(f"Not of a request: {', '.join(sorted(unknown))}")
    if said and way != Way.OPERATOR:
        raise NotYours


def _keep_address(person: Person, address: str, *, by: Account | None) -> None:
    if address.strip():
        people.write_home(person, address, by=by)
    elif not people.has_home(person):
        raise AddressMissing


def _write_windows(request: VisitRequest, windows: Sequence[Span]) -> None:
    spans = joined(windows)
    if not spans:
        raise ValueError("A visit needs a time of the week.")
    Window.objects.bulk_create(
        Window(request=request, weekday=weekday, starts=starts, ends=ends) for weekday, starts, ends in spans
    )


def joined(windows: Iterable[Span]) -> list[Span]:
    """Make one span of those of a day that touch or overlap: 9–12 and 12–15 are 9–15."""
    spans: list[Span] = []
    for weekday, starts, ends in sorted(windows):
        if starts >= ends or weekday not in range(7):
            raise ValueError("A span begins before it ends, on a day of the week.")
        if spans and spans[-1][0] == weekday and starts <= spans[-1][2]:
            spans[-1] = (weekday, spans[-1][1], max(ends, spans[-1][2]))
        else:
            spans.append((weekday, starts, ends))
    return spans


def _note(kind: Kind, request: VisitRequest, **facts: str) -> None:
    note(kind, who=request.person.key, subject=f"request:{request.pk}", is_check=request.is_check, **facts)
