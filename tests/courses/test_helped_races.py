"""An elder is asked once about a film, also where its being ready and the sweep come in the same moment."""

from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from courses.domain.films import answers
from courses.models import Contribution, ElderQuestion
from elearn.people.models import Role
from media_pipeline.models import Film
from tests.courses.test_helped import recorded
from tests.factories import person, staff
from tests.races import all_at_once

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="threads share SQLite's test database in memory, which does not wait for its lock",
    ),
]


def test_who_comes_second_asks_nothing_and_fails_at_nothing():
    leyla = person("Leyla Əliyeva", birth_year=1950, phone="050 765 43 21", with_account=False)
    made = recorded(leyla, staff("Murad Quliyev", Role.TRAINER), playable=False)
    assert not ElderQuestion.objects.exists()
    Film.objects.update(playable_at=timezone.now())
    same = [Contribution.objects.select_related("person", "film").get(pk=made.pk) for _one in range(4)]
    asked = all_at_once(*[partial(answers.ask_if_due, one) for one in same])
    assert (sorted(asked, key=str), ElderQuestion.objects.count()) == ([False, False, False, True], 1)
