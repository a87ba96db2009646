"""Take a concern, hide at once what it says to be a risk, and tell every safeguarding officer that there is one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from elearn.history import api as history
from elearn.notices.api import tell
from elearn.people.models import Person, Role

from ..models import Concern
from ..signals import concern_reported
from ..subjects import find_subject
from .hide import hide_at_once
from .officer import holders, may_name_officer

SATURDAY = 5
ALONG = 15 * 60  # seconds: of many concerns from one place an officer is told so often, not of each


def deadline(start: datetime, working_days: int) -> datetime:
    """Give the moment a number of working days later (Monday to Friday; public holidays are not counted out)."""
    moment = timezone.localtime(start)
    while working_days > 0:
        moment += timedelta(days=1)
        if moment.weekday() < SATURDAY:
            working_days -= 1
    return moment


def due(start: datetime, *, is_urgent: bool) -> datetime:
    """Give the moment by which a concern is to be answered: within hours where somebody may be in danger."""
    if is_urgent:
        return start + timedelta(hours=settings.CONCERN_URGENT_HOURS)
    return deadline(start, settings.CONCERN_WORKING_DAYS)


@transaction.atomic
def report(
    text: str,
    *,
    about: str,
    person: Person | None = None,
    contact: str = "",
    subject: str = "",
    in_danger: bool = False,
    states_risk: bool = False,
    may_hide: bool = True,
    is_one_of_many: bool = False,
) -> Concern:
    """Keep a concern, hide what it says to be a risk, and tell the safeguarding officers, without any of its words.

    `subject` is what it is about ("lesson:12"); one that is not there is left out, and the concern is kept all the
    same. `may_hide` is False when the door has seen too many of them from one place, and `is_one_of_many` when officers
    are to be told of it along with others.
    """
    concern = Concern.objects.create(
        text=text.strip(),
        about=about.strip()[:500],
        subject=subject if find_subject(subject) else "",
        in_danger=in_danger,
        states_risk=states_risk,
        person=person,
        contact=contact.strip(),
        deadline=due(timezone.now(), is_urgent=in_danger or states_risk),
    )
    hidden = hide_at_once(concern) if states_risk and may_hide else []
    if not holders(Role.SAFEGUARDING).exists():
        _tell_in_their_stead(concern)
    elif is_one_of_many:
        _tell_of_many(concern)
    else:
        _tell_officers(concern, hidden=bool(hidden))
    history.note(
        history.Kind.CONCERN_REPORTED,
        who=person.key if person else None,
        subject=f"concern:{concern.pk}",
        with_contact=bool(person or contact),
        in_danger=in_danger,
        states_risk=states_risk,
        hidden=bool(hidden),
    )
    concern_reported.send(sender=Concern, concern=concern)
    return concern


def _tell_officers(concern: Concern, *, hidden: bool) -> None:
    kind = "concern_urgent" if concern.in_danger or concern.states_risk else "concern_reported"
    for officer in holders(Role.SAFEGUARDING):
        tell(
            officer,
            kind,
            key=f"concern:{concern.pk}:{officer.key}",
            facts={"number": concern.pk, "deadline": concern.deadline.isoformat(), "hidden": hidden},
        )


def _tell_in_their_stead(concern: Concern) -> None:
    """Nobody is safeguarding officer, or none may sign in: tell who can name one that there is a concern, at once.

    At most once in a quarter of an hour, and nothing of what was written.
    """
    quarter = int(concern.created_at.timestamp() // ALONG)
    for person in may_name_officer():
        tell(
            person, "concern_unheard", key=f"concern_unheard:{quarter}:{person.key}", facts={"number": concern.pk}
        )  # fmt: skip


def _tell_of_many(concern: Concern) -> None:
    """Tell every officer that many concerns come in; whoever sends a thousand does not send a thousand messages."""
    quarter = int(concern.created_at.timestamp() // ALONG)
    for officer in holders(Role.SAFEGUARDING):
        tell(officer, "concern_many", key=f"concerns:{quarter}:{officer.key}", facts={"number": concern.pk})
