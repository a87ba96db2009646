"""The demo world's home visits: through the same doors, and what they show is really there."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from elearn.operations.demo import home_visits, world
from elearn.operations.demo.texts import ELCHIN, NIGAR, PEOPLE, RENA, SAKINA, ZOHRA
from elearn.people import api as people
from elearn.people.models import Person
from elearn.visits.models import Trainer, Visit, VisitRequest
from elearn.visits.policies import is_bookable

pytestmark = pytest.mark.django_db


def test_one_elder_waits_with_a_landline_and_one_has_an_agreed_visit(settings):
    import elearn.visits.api as visits

    people.prepare()
    visits.prepare()
    wanted = (ELCHIN, NIGAR, RENA, SAKINA)
    home_visits.make({who.login: world._make_person(who) for who in wanted})
    zohra = Person.objects.get(name=ZOHRA.name)
    assert VisitRequest.objects.get(person=zohra).state == "waiting" and not hasattr(zohra, "account")
    assert zohra.contact_points.get().is_landline
    visit = Visit.objects.get()
    assert (visit.person.name, visit.state, visit.agreed_way) == (SAKINA.name, "confirmed", "operator")
    assert is_bookable(Trainer.objects.get())
    assert set(wanted) <= set(PEOPLE) and ZOHRA not in PEOPLE  # who cannot sign in is not offered


@pytest.mark.parametrize(
    ("hour", "day", "at"), [(8, 1, 10), (13, 1, 14), (17, 1, 18), (18, 2, 10), (23, 2, 10), (0, 1, 10)]
)
def test_the_visit_is_tomorrow_by_day_or_the_morning_after(monkeypatch, hour, day, at):
    now = timezone.make_aware(datetime(2026, 11, 23, hour, 30))
    monkeypatch.setattr("elearn.visits.api.earliest_start", lambda: now + timedelta(hours=24))
    found = timezone.localtime(home_visits._when())
    assert (found.day, found.hour) == (23 + day, at)
