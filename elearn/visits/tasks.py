"""Work of this room that is done after the answer has been sent, and what the clock of the house asks for."""

from django.utils import timezone

from .domain.answer import let_go
from .domain.ask import resume_due
from .domain.certificate import ask_whether_wanted
from .domain.day_before import tell_day_before
from .domain.overdue import alert
from .domain.presence import close_unshown
from .domain.trainers import remind_of_checks
from .tasks_plans import sweep_plans


def sweep() -> int:
    """Take up what a crash left out or what has become due; give how much it was."""
    now = timezone.now()
    at_visits = alert(now) + close_unshown(now) + ask_whether_wanted(now)
    return let_go(now) + tell_day_before(now) + resume_due() + sweep_plans() + remind_of_checks() + at_visits
