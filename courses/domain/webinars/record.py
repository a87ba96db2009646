"""The yes to a record of who attended. Without it nothing is kept beyond a day, and nothing is shown to anybody."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Registration, RegistrationState
from elearn.history.api import Kind, note

RECORD_LABEL = _("You may keep how many minutes I watch")
RECORD_HELP = _(
    "Then it counts for your course and your certificate, and the organisation that pays for the webinar sees it. "
    "Without your yes you watch all the same, and we delete it after a day."
)


def agreed_rows() -> Exists:
    """Select rows of a webinar and a person (Attendance, Presence) whose person agrees to the record."""
    agreed = Registration.objects.filter(
        webinar=OuterRef("webinar"), person=OuterRef("person"), record_agreed_at__isnull=False
    )
    return Exists(agreed)


def may_say(registration: Registration | None) -> bool:
    """Say whether somebody is asked about the record: who has a seat, now or before."""
    return registration is not None and registration.state == RegistrationState.REGISTERED


@transaction.atomic
def agree_to_record(registration: Registration) -> bool:
    """Note somebody’s yes to the record; says whether it is news."""
    return _say(registration, is_yes=True)


@transaction.atomic
def withdraw_record(registration: Registration) -> bool:
    """Take a yes back: the record is deleted within a day, and leaves every list at once."""
    return _say(registration, is_yes=False)


def _say(registration: Registration, *, is_yes: bool) -> bool:
    rows = Registration.objects.filter(pk=registration.pk, record_agreed_at__isnull=is_yes)
    changed = rows.update(record_agreed_at=timezone.now() if is_yes else None)
    if changed:
        person = registration.person
        note(
            Kind.RECORD_AGREED if is_yes else Kind.RECORD_WITHDRAWN, who=person.key,
            subject=f"webinar:{registration.webinar_id}", is_check=person.is_check,
        )  # fmt: skip
    registration.refresh_from_db(fields=["record_agreed_at"])
    return bool(changed)
