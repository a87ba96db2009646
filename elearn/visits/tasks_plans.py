"""The queue's side of planning: thin, safe to run twice, by id. A plan takes a minute: nobody waits behind it."""

from django.db import transaction
from django_tasks import task

from .domain import plan, release
from .models import PlanRun


@task(queue_name="office")
def make_plan(run_id: int) -> bool:
    """Plan a run that waits."""
    return plan.work(run_id)


@task(queue_name="quick")
def carry_out_plan(run_id: int) -> bool:
    """Carry out a plan that was released."""
    return release.carry_out(run_id)


def enqueue_plan(run: PlanRun) -> None:
    """Queue a plan once what began it is committed."""
    transaction.on_commit(lambda: make_plan.enqueue(run.pk))


def enqueue_release(run: PlanRun) -> None:
    """Queue what is left of a release once it is committed."""
    transaction.on_commit(lambda: carry_out_plan.enqueue(run.pk))


def sweep_plans() -> int:
    """Queue plans and releases that a crash left out; give how many."""
    plans, releases = plan.take_up(), release.left_over()
    for run_id in plans:
        make_plan.enqueue(run_id)
    for run_id in releases:
        carry_out_plan.enqueue(run_id)
    return len(plans) + len(releases)
