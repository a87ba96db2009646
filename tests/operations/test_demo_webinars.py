"""The demo world's webinars: announced and registered for through the same doors."""

import pytest

from courses.models import Attendance, Registration, Webinar
from elearn.operations.demo import webinars
from elearn.people.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_one_is_coming_one_is_offered_one_was(client):
    _course, [lesson] = factories.course_with({"title": "İlmə"})
    leyla = factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955, roles=[Role.ELDER])
    rashid = factories.person("Rəşid Kərimov", email="rashid@example.com", birth_year=1958, roles=[Role.ELDER])
    learners = [factories.person("Günay Məmmədova"), factories.person("Murad Quliyev")]
    rena = factories.staff("Rəna Həsənova", "coordinator")
    webinars.make(speaker=leyla, other=rashid, host=rena.account, learners=learners, lesson=lesson)
    found = dict(Webinar.objects.values_list("state", "speaker__name"))
    assert found == {"announced": "Leyla Əliyeva", "offered": "Rəşid Kərimov", "ended": "Leyla Əliyeva"}
    assert Registration.objects.filter(state="registered").count() == 4
    assert list(Attendance.objects.order_by("pk").values_list("live_ms", flat=True)) == [45 * 60_000, 25 * 60_000]
    statuses = {one.state: client.get(f"/webinars/{one.pk}/").status_code for one in Webinar.objects.all()}
    assert statuses == {"announced": 200, "ended": 200, "offered": 404}
    assert "with recording" in client.get("/webinars/?when=past", headers={"accept-language": "en"}).text
