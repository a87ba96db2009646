"""Whom somebody names twice in the same moment is one person, and is written to once."""

from functools import partial

import pytest
from django.db import connection

from courses.domain.films.consents import Seen, ask_seen, subject_of
from elearn.notices.models import Notice
from elearn.people.api import consents_for
from elearn.people.models import ContactPoint
from tests.courses.papers import sent_contribution
from tests.races import all_at_once, refusals

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="threads share SQLite's test database in memory, which does not wait for its lock",
    ),
]


def test_two_taps_ask_somebody_in_a_film_once():
    contribution = sent_contribution()
    seen = Seen("Murad Quliyev", ContactPoint.Kind.EMAIL, "murad@seen.example")
    asked = all_at_once(*[partial(ask_seen, contribution, seen, by=contribution.person.account)] * 4)
    assert refusals(asked, AssertionError) == []
    murad = consents_for(subject_of(contribution.film)).get(is_own=False)
    assert {one.pk for one in asked} == {murad.pk}
    assert Notice.objects.filter(kind="consent_asked").count() == 1
