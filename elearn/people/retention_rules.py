"""The rules of people: how long what is theirs is kept. The table itself is elearn.people.retention."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .domain.call_backs import KEPT_FOR as CALLS_KEPT_FOR
from .domain.export import KEPT_FOR, delete_copy
from .domain.left_over import left_over
from .domain.remove import plan_removal
from .models import STAFF_ROLES, Account, DataCopy, DataCopyState, Device, Look, Person, Removal, Role
from .models.guardian import OPEN_FOR
from .retention import DAYS_A_YEAR, keep

# People whom somebody else counts on are not asked whether they are still here; each app above adds who that is.
_counted_on: list[Callable[[], Any]] = []


def counted_on(people: Callable[[], Any]) -> None:
    """Register a function that gives the ids of people who stay however long they have not signed in."""
    _counted_on.append(people)


def old_looks(before: datetime, most: int) -> list[Look]:
    return list(Look.objects.filter(at__lt=before)[:most])


def unused_devices(before: datetime, most: int) -> list[Device]:
    return list(Device.objects.filter(last_seen_at__lt=before)[:most])


def old_copies(before: datetime, most: int) -> list[DataCopy]:
    return list(DataCopy.objects.filter(state=DataCopyState.READY, ready_at__lt=before)[:most])


def people_not_seen(before: datetime, most: int) -> list[Person]:
    """Give who has not signed in for so long, works in no office here, and has not been asked in that time."""
    quiet = Account.objects.annotate(seen=Coalesce(F("last_login"), F("date_joined"))).filter(seen__lt=before)
    stay = Q(groups__name__in=[*STAFF_ROLES, Role.ELDER.value]) | Q(is_superuser=True)
    found = Person.objects.filter(account__in=quiet.exclude(stay), removed_at=None, merged_into=None, is_check=False)
    found = found.exclude(removals__asked_at__gte=before).exclude(pk__in=_wards_and_guardians())
    for people in _counted_on:
        found = found.exclude(pk__in=people())
    return list(found.order_by("pk")[:most])


def people_left_over(before: datetime, most: int) -> list[Person]:
    """Give who has no sign-in and nothing rests on, and has not been asked in that time; who cannot be asked, too."""
    return list(left_over(before).exclude(removals__asked_at__gte=before)[:most])


def _wards_and_guardians() -> Any:
    return Person.objects.filter(Q(guarded=True) | Q(wards__state="agreed")).values("pk")


def delete_rows(rows: Sequence[Any]) -> None:
    for row in rows:
        row.delete()


def delete_copies(copies: Sequence[DataCopy]) -> None:
    for copy in copies:
        delete_copy(copy)


def ask_whether_they_stay(people: Sequence[Person]) -> None:
    for person in people:
        plan_removal(person, cause=Removal.Cause.UNUSED)


keep(
    "people.copies", what=_("The copy of your data that you asked for"), days=KEPT_FOR.days,
    why=_("Long enough to download it. You can ask for another at any time."),
    find=old_copies, clear=delete_copies,
)  # fmt: skip
keep(
    "people.calls", what=_("Your name and number when you asked us to call"), days=CALLS_KEPT_FOR.days,
    why=_("In case you call us back."),
)  # fmt: skip
keep(
    "people.invitations", what=_("The address of a parent, guardian or helper who did not answer"),
    days=OPEN_FOR.days, why=_("So that they have time to answer."),
)  # fmt: skip
keep(
    "people.sessions", what=_("That you are signed in on a device"),
    days=settings.SESSION_COOKIE_AGE // (24 * 3600),
    why=_("So that you need no code every day. You can sign out at any time."), find=unused_devices, clear=delete_rows,
)  # fmt: skip
keep(
    "people.looks", what=_("Who looked at your address and needs"), days=DAYS_A_YEAR,
    why=_("So that you can ask why somebody looked."), find=old_looks, clear=delete_rows,
)  # fmt: skip
keep(
    "people.not_seen", what=_("Your account, when you have not signed in"), days=3 * DAYS_A_YEAR,
    why=_("Then we ask whether you still want it. Without an answer we delete it after 60 days."),
    find=people_not_seen, clear=ask_whether_they_stay,
)  # fmt: skip
keep(
    "people.left_over",
    what=_("Your name and how we reach you, when somebody named you and nothing rests on it any more"),
    days=2 * DAYS_A_YEAR, why=_("Then we tell you, and delete it after 60 days."),
    find=people_left_over, clear=ask_whether_they_stay,
)  # fmt: skip
