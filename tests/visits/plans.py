"""What tests of planning share: a coordinator, a visit there is, and a plan made at once."""

from datetime import timedelta

from django.contrib.auth.models import Group

from elearn.visits.domain import plan
from elearn.visits.models import PlanRun, Visit
from tests import factories
from tests.visits.made import moment as at
from tests.visits.made import monday
from tests.visits.made import waiting as elder

__all__ = ["at", "coordinator", "elder", "monday", "planned", "visit"]


def coordinator(name="Rəna Həsənova"):
    from elearn.visits.api import prepare

    made = factories.staff(name, "coordinator")
    if not Group.objects.filter(permissions__codename="plan_visits").exists():  # the prepared database has them
        prepare()
    return made


def visit(request, trainer, starts_at, **more):
    facts = {"ends_at": starts_at + timedelta(hours=1), "number": 1, **more}
    return Visit.objects.create(request=request, person=request.person, trainer=trainer, starts_at=starts_at, **facts)


def planned(by, *, days=7, **more):
    """A draft of the days from that Monday, planned in no time: the planner's first plan is good enough here."""
    first = more.pop("first_day", monday())
    run = plan.begin(first, first + timedelta(days=days - 1), by=by.account, **{"seconds": 1, **more})
    PlanRun.objects.filter(pk=run.pk).update(seconds=0)
    assert plan.work(run.pk)
    run.refresh_from_db()
    return run
