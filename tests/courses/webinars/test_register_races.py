"""Several at the same moment: the last seat is given once, one place moves up once, one reminder is told once."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from courses.domain.webinars import register as seats
from courses.domain.webinars import remind
from courses.models import Registration
from elearn.notices.models import Notice
from tests import factories
from tests.races import all_at_once

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="threads share SQLite's test database in memory, which does not wait for its lock",
    ),
]
AT_ONCE = 6


def test_the_last_two_seats_are_given_to_two():
    webinar = factories.webinar(seats=2)
    people = [factories.person(f"Günay {number}") for number in range(AT_ONCE)]
    rows = all_at_once(*[partial(seats.register, person, webinar) for person in people])
    assert sorted(row.state for row in rows) == ["registered"] * 2 + ["waiting"] * (AT_ONCE - 2)


def test_one_person_pressing_often_has_one_place():
    webinar, gunay = factories.webinar(seats=2), factories.person("Günay Məmmədova")
    rows = all_at_once(*[partial(seats.register, gunay, webinar)] * AT_ONCE)
    assert len({row.pk for row in rows}) == Registration.objects.count() == 1


def test_two_who_leave_move_two_up():
    webinar = factories.webinar(seats=2)
    rows = [seats.register(factories.person(f"Günay {number}"), webinar) for number in range(5)]
    all_at_once(partial(seats.leave, rows[0]), partial(seats.leave, rows[1]))
    states = [Registration.objects.get(pk=row.pk).state for row in rows]
    assert states == ["left", "left", "registered", "registered", "waiting"]


def test_two_clocks_tell_a_reminder_once():
    gunay = factories.person("Günay Məmmədova")
    webinar = factories.webinar(registered=[gunay])
    Registration.objects.update(registered_at=timezone.now() - timedelta(days=5))
    all_at_once(*[partial(remind.sweep, now=webinar.starts_at - timedelta(hours=1))] * 3)
    assert Notice.objects.filter(kind="webinar_soon", person=gunay).count() == 1
