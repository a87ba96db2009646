"""Seats: registering, the waiting list and its moving up, leaving.

The webinar's row is locked while a seat is given, so the last one is given once. A seat that somebody has is never
taken away; one that is given back goes to who waits longest, and they are told. Minutes after the beginning those who
wait come in for those who have not come; who comes late has a seat all the same, so a few more may be there than seats.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from courses.errors import NeedsNoSeat, RegistrationClosed
from courses.models import Presence, Registration, RegistrationState, Webinar, WebinarSeries, WebinarState
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Person
from elearn.safety.api import hidden_among, hidden_rows

from . import telling
from .queries import COMES_WITHIN, coming, ends_at, is_missed, occupied, waiting

OPEN = (WebinarState.ANNOUNCED, WebinarState.ON_AIR)


def registration_of(person: Person | None, webinar: Webinar) -> Registration | None:
    """Give how somebody is registered: with a seat or waiting; None for everybody else."""
    if person is None:
        return None
    rows = Registration.objects.filter(webinar=webinar, person=person).exclude(state=RegistrationState.LEFT)
    return rows.first()


def place_in_line(registration: Registration) -> int:
    """Say where somebody stands on the waiting list: 1 is next."""
    before = Q(registered_at__lt=registration.registered_at) | Q(
        registered_at=registration.registered_at, pk__lt=registration.pk
    )
    return waiting(registration.webinar).filter(before).count() + 1


@transaction.atomic
def register(
    person: Person,
    webinar: Webinar,
    *,
    record_agreed: bool | None = None,
    now: datetime | None = None,
    quiet: bool = False,
) -> Registration:
    """Give somebody a seat, or a place on the waiting list; who is registered already stays as they are.

    `record_agreed`: whether their minutes may be kept for the organisation that pays; None leaves it. `quiet`: the
    caller tells of several at once. Raises RegistrationClosed and NeedsNoSeat.
    """
    now = now or timezone.now()
    webinar = Webinar.objects.select_for_update(no_key=True, of=("self",)).get(pk=webinar.pk)
    refuse_closed(webinar, now=now)
    if person.pk == webinar.speaker_id or webinar.hosts.filter(pk=person.pk).exists():
        raise NeedsNoSeat
    row = Registration.objects.filter(webinar=webinar, person=person).first()
    if row is None or row.state == RegistrationState.LEFT:
        row = _take_place(person, webinar, row, now=now)
        subject = f"webinar:{webinar.pk}"
        note(Kind.WEBINAR_REGISTERED, who=person.key, subject=subject, is_check=person.is_check, waits=_waits(row))
        if not quiet:
            telling.tell_place(row)
    if record_agreed is not None and record_agreed != (row.record_agreed_at is not None):
        row.record_agreed_at = now if record_agreed else None
        row.save(update_fields=["record_agreed_at"])
    return row


def refuse_closed(webinar: Webinar, *, now: datetime | None = None) -> None:
    """Raise RegistrationClosed where nobody can register (any more)."""
    is_open = webinar.state in OPEN and not is_missed(webinar, now=now)
    if not is_open or hidden_among([f"webinar:{webinar.pk}"]):
        raise RegistrationClosed


def _take_place(person: Person, webinar: Webinar, row: Registration | None, *, now: datetime) -> Registration:
    row = row or Registration(webinar=webinar, person=person)
    row.webinar = webinar
    row.state = RegistrationState.WAITING if is_full(webinar) else RegistrationState.REGISTERED
    row.registered_at, row.moved_up_at, row.reminded = now, None, []
    row.save()
    return row


def is_full(webinar: Webinar) -> bool:
    """Say whether who comes now has to wait: no seat is free, or others wait already."""
    if webinar.seats is None:
        return False
    return occupied(webinar) >= webinar.seats or waiting(webinar).exists()


def may_leave(registration: Registration, webinar: Webinar) -> bool:
    """Say whether somebody may give back a seat or a place on the list: until it is over, unless they were there."""
    if webinar.state == WebinarState.ANNOUNCED:
        return True
    was_there = Presence.objects.filter(webinar=webinar, person=registration.person_id)
    return webinar.state == WebinarState.ON_AIR and not was_there.exists()


def _waits(row: Registration) -> bool:
    return row.state == RegistrationState.WAITING


@transaction.atomic
def leave(registration: Registration, *, now: datetime | None = None) -> Registration:
    """Give a seat or a place on the list back; who waits longest moves up."""
    webinar = Webinar.objects.select_for_update(no_key=True, of=("self",)).get(pk=registration.webinar_id)
    there = Registration.objects.filter(pk=registration.pk).exclude(state=RegistrationState.LEFT)
    if there.update(state=RegistrationState.LEFT):
        person = registration.person
        note(Kind.WEBINAR_LEFT, who=person.key, subject=f"webinar:{webinar.pk}", is_check=person.is_check)
        move_up(webinar, now=now)
    registration.refresh_from_db()
    return registration


@transaction.atomic
def move_up(webinar: Webinar, *, now: datetime | None = None) -> list[Registration]:
    """Give free seats to who waits longest, and tell them; gives those who moved up.

    Once a webinar is over, or was cancelled, nobody moves any more.
    """
    now = now or timezone.now()
    webinar = Webinar.objects.select_for_update(no_key=True, of=("self",)).get(pk=webinar.pk)
    if webinar.state not in OPEN:
        return []
    line = waiting(webinar).select_related("person")
    free = None if webinar.seats is None else max(0, webinar.seats - occupied(webinar, now=now))
    moved = list(line if free is None else line[:free])
    for row in moved:
        row.state, row.moved_up_at, row.webinar = RegistrationState.REGISTERED, now, webinar
        row.save(update_fields=["state", "moved_up_at"])
        person = row.person
        note(Kind.WEBINAR_MOVED_UP, who=person.key, subject=f"webinar:{webinar.pk}", is_check=person.is_check)
        tell(
            person, "webinar_moved_up", key=f"webinar_moved_up:{row.pk}:{now.isoformat()}",
            facts=telling.facts_of(webinar) | _at_once(webinar),
        )  # fmt: skip
    return moved


def _at_once(webinar: Webinar) -> dict[str, Any]:
    """What who moves up while it is on air is told besides: come in now; not any more once it is over."""
    if webinar.state != WebinarState.ON_AIR or webinar.starts_at is None:
        return {}
    return {"is_on_air": True, "not_after": telling.iso(max(ends_at(webinar), timezone.now() + COMES_WITHIN))}


def sweep(*, now: datetime | None = None) -> int:
    """Let those who wait come in for those who have not come; gives how many. One query where nobody waits."""
    since = (now or timezone.now()) - COMES_WITHIN
    in_line = Registration.objects.filter(webinar=OuterRef("pk"), state=RegistrationState.WAITING)
    running = Webinar.objects.filter(state=WebinarState.ON_AIR, seats__isnull=False, broadcast__on_air_at__lt=since)
    wanted = running.filter(Exists(in_line)).exclude(Q(hidden_rows("webinar"))).order_by("pk")
    return sum(len(move_up(webinar, now=now)) for webinar in wanted)


@transaction.atomic
def register_for_series(
    person: Person, series: WebinarSeries, *, record_agreed: bool | None = None, now: datetime | None = None
) -> list[Registration]:
    """Register for all that is still to come of a series, and tell of them in one message.

    Those one helps to make are left out. Raises RegistrationClosed when there is none to register for.
    """
    before = {
        row.webinar_id
        for row in Registration.objects.filter(webinar__series=series, person=person).exclude(
            state=RegistrationState.LEFT
        )
    }
    made = []
    for webinar in _open_in(series, now=now):
        try:
            made.append(register(person, webinar, record_agreed=record_agreed, now=now, quiet=True))
        except (NeedsNoSeat, RegistrationClosed):
            continue
    if not made:
        raise RegistrationClosed
    telling.tell_series(person, series, [row for row in made if row.webinar_id not in before])
    return made


def _open_in(series: WebinarSeries, *, now: datetime | None) -> Iterable[Webinar]:
    return coming(now=now).filter(series=series)
