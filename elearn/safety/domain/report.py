"""Take a concern and tell every safeguarding officer that there is one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from elearn.history import api as history
from elearn.notices.api import tell
from elearn.people.models import Person, Role

from ..models import Concern

SATURDAY = 5


def deadline(start: datetime, working_days: int) -> datetime:
    """Give the moment a number of working days later (Monday to Friday; public holidays are not counted out)."""
    moment = timezone.localtime(start)
    while working_days > 0:
        moment += timedelta(days=1)
        if moment.weekday() < SATURDAY:
            working_days -= 1
    return moment


@transaction.atomic
def report(text: str, *, about: str, person: Person | None = None, contact: str = "") -> Concern:
    """Keep a concern and tell the safeguarding officers; the message to them carries none of its words."""
    concern = Concern.objects.create(
        text=text.strip(),
        about=about.strip()[:500],
        person=person,
        contact=contact.strip(),
        deadline=deadline(timezone.now(), settings.CONCERN_WORKING_DAYS),
    )
    officers = Person.objects.filter(account__is_active=True, account__groups__name=Role.SAFEGUARDING.value).distinct()
    for officer in officers:
        tell(
            officer,
            "concern_reported",
            key=f"concern:{concern.pk}:{officer.key}",
            facts={"number": concern.pk, "deadline": concern.deadline.isoformat()},
        )
    history.note(
        history.Kind.CONCERN_REPORTED,
        who=person.key if person else None,
        subject=f"concern:{concern.pk}",
        with_contact=bool(person or contact),
    )
    return concern
