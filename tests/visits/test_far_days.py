"""Days and times at the ends of the calendar, typed or put into an address, are refused in words or not found."""

import pytest
from django.urls import reverse

from elearn.visits.models import PlanRun, Visit
from tests.factories import trainer
from tests.visits.made import waiting
from tests.visits.plans import coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ENDS = ["00010101T0000", "99991231T2359"]


@pytest.mark.parametrize("days", [("0001-01-01", "0001-01-02"), ("9999-12-31", "9999-12-31")])
def test_figures_of_days_in_which_nothing_was(signed_in, days):
    page = signed_in(coordinator()).get(
        reverse("visit_figures:index"), {"first_day": days[0], "last_day": days[1]}
    )  # fmt: skip
    assert page.status_code == 200 and "Visits kept" in page.text


def test_a_plan_of_days_that_are_too_far_away(signed_in):
    said = {"first_day": "9999-12-31", "days": "28", "seconds": "20", "a_week": "1"}
    weights = dict.fromkeys(("continuity", "pairs", "fair_work", "fair_travel", "steady"), "0")
    page = signed_in(coordinator()).post(reverse("visits_plans:new"), said | weights)
    assert page.status_code == 200 and "Choose days within the next year." in page.text
    assert not PlanRun.objects.exists()


@pytest.mark.parametrize("at", ENDS)
def test_a_trainer_offers_no_such_time(signed_in, at):
    request = waiting()
    page = signed_in(trainer().person)
    address = reverse("visits:near_offer", args=[request.key, at])
    assert [page.get(address).status_code, page.post(address).status_code] == [404, 404]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("at", ENDS)
def test_nor_does_the_office_agree_to_one(signed_in, at):
    request, murad = waiting(), trainer()
    address = reverse("visits:office_times", args=[request.person.key])
    assert signed_in(coordinator()).post(address, {"time": f"{murad.person.key}_{at}"}).status_code == 404
    assert not Visit.objects.exists()
