"""Remind whoever looks after a guide that its day comes, and tell more people the longer it has passed."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from elearn.history import api as history
from elearn.notices.api import tell
from elearn.people.api import Role
from elearn.people.models import Account, Person

from ..models import Reminder, ReminderStep, Standing
from .standing import SOON, leaves_after, may_review, standings

WEEK = timedelta(days=7)
LATE = timedelta(days=14)


def days_of(standing: Standing) -> list[tuple[date, ReminderStep]]:
    """Give the day of each step for a guide. Who has just published a guide needs no word that it is due in a month."""
    due, past = standing.next_due, timedelta(days=1)
    days = [
        (due - SOON, ReminderStep.MONTH),
        (due - WEEK, ReminderStep.WEEK),
        (due + past, ReminderStep.PAST),
        (due + LATE, ReminderStep.LATE),
        (due + leaves_after() + past, ReminderStep.LEFT),
    ]
    return sorted(days if standing.latest else days[1:], key=lambda day: day[0])


def step_of(standing: Standing, today: date) -> ReminderStep | None:
    """Give the step a guide has reached; of several that were missed, the last."""
    reached = [step for day, step in days_of(standing) if day <= today]
    return reached[-1] if reached else None


def remind(*, today: date | None = None) -> int:
    """Send what is due, each step of each due day once; give how many guides were spoken of."""
    today = today or timezone.localdate()
    told = 0
    for standing in standings().filter(due__lte=today + SOON).prefetch_related("reminders"):
        step = step_of(standing, today)
        sent = {(row.due, row.step) for row in standing.reminders.all()}
        if step and (standing.next_due, step.value) not in sent:
            told += _remind(standing, step)
    return told


@transaction.atomic
def _remind(standing: Standing, step: ReminderStep) -> bool:
    _row, is_new = Reminder.objects.get_or_create(standing=standing, due=standing.next_due, step=step)
    if not is_new:
        return False
    is_past = step in (ReminderStep.PAST, ReminderStep.LATE, ReminderStep.LEFT)
    facts = {
        "title": standing.page.title,
        "due": standing.next_due.isoformat(),
        "owner": standing.owner.person.name if standing.owner else "",
        "leaves": (standing.next_due + leaves_after()).isoformat(),
        "has_left": step == ReminderStep.LEFT,
        "address": reverse("guide_reviews:read", args=[standing.pk]),
    }
    kind = "guide_past" if is_past else "guide_due"
    for person in _whom(standing, step):
        key = f"{kind}:{standing.page_id}:{standing.next_due:%Y%m%d}:{step}:{person.pk}"
        tell(person, kind, key=key, facts=facts)
    history.note(history.Kind.GUIDE_REMINDED, subject=f"page:{standing.page_id}", step=step.value)
    return True


def _whom(standing: Standing, step: ReminderStep) -> list[Person]:
    """Before the day its owner; after it the deputy as well; later, and when nobody else is there, coordinators."""
    near = [account for account in (standing.owner, standing.deputy) if account and may_review(account)]
    if step in (ReminderStep.MONTH, ReminderStep.WEEK):
        near = near[:1]
    if not near or step in (ReminderStep.LATE, ReminderStep.LEFT):
        near += coordinators()
    return list(dict.fromkeys(account.person for account in near))


def coordinators() -> list[Account]:
    """Give the coordinators at work."""
    found = Account.objects.filter(groups__name=Role.COORDINATOR.value, is_active=True, person__is_check=False)
    return list(found.select_related("person").order_by("pk"))
