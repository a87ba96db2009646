"""What tests of booking need: elders with an address, days ahead, and moments on them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tests.factories import visit_request


def waiting(who="Sona Kərimova", **more):
    """An elder's request whose address is known."""
    from elearn.people.api import write_home

    made = visit_request(who, **more)
    write_home(made.person, "Nizami küçəsi 10, mənzil 5", by=None)
    return made


def monday() -> date:
    """A Monday far enough for every notice, and near enough for every list."""
    today = timezone.localdate()
    days = 7 - today.weekday()
    return today + timedelta(days=days if days > 2 else days + 7)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
