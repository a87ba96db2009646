"""Issuing for many, in a queue of its own: nobody's sign-in code waits behind a thousand certificates."""

from functools import partial

from django.db import transaction
from django_tasks import task

from elearn.people.models import Account

from .domain.certificates.issue_run import begin_run, carry_on, left_behind
from .models import Cohort, CoursePage
from .models.papers import IssueRun


@task(queue_name="office")
def carry_on_issue(run_id: int) -> None:
    """Make what is left of an issue for many; doing it again goes on where it stood."""
    carry_on(run_id)


def issue_for(group: Cohort | CoursePage, *, by: Account, reason: str = "") -> IssueRun:
    """Begin to issue certificates for a group, or for all who completed a course; a worker goes on."""
    with transaction.atomic():
        run = begin_run(group, by=by, reason=reason)
        transaction.on_commit(partial(carry_on_issue.enqueue, run.pk))
    return run


def sweep_papers() -> int:
    """Take up issues that a crash left; give how many."""
    left = left_behind()
    for run_id in left:
        carry_on_issue.enqueue(run_id)
    return len(left)
