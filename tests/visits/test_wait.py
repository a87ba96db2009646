"""The expected wait is told from what happened, and not at all when too little did."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.visits.domain.wait import expected_wait
from elearn.visits.models import Visit, VisitRequest
from tests import factories

pytestmark = pytest.mark.django_db


def first_visits(*days: int, where="Yasamal", language="az", wants_woman=False, ago=10):
    """Make people who waited so many days for a first visit."""
    who = factories.trainer(f"Təlimçi {where} {language} {wants_woman} {ago}")
    for number, waited in enumerate(days):
        starts = timezone.now() - timedelta(days=ago, hours=number * 2)
        request = factories.visit_request(
            f"Sona {number}", district=factories.district(where), language=language, wants_woman=wants_woman,
            state="under_way", asked_at=starts - timedelta(days=waited),
        )  # fmt: skip
        Visit.objects.create(
            request=request, person=request.person, trainer=who, starts_at=starts,
            ends_at=starts + timedelta(hours=1), state="done",
        )  # fmt: skip


def days_from_today(wait) -> tuple[int, int]:
    today = timezone.localdate()
    return (wait.first_day - today).days, (wait.last_day - today).days


def test_without_visits_it_says_that_it_does_not_know():
    wait = expected_wait(factories.visit_request())
    assert (wait.first_day, wait.last_day, wait.basis, wait.is_known) == (None, None, "unknown", False)


def test_four_visits_tell_nothing():
    first_visits(10, 10, 10, 10)
    assert not expected_wait(factories.visit_request("Leyla")).is_known


def test_the_middle_half_of_those_before():
    first_visits(2, 10, 14, 18, 60)
    wait = expected_wait(factories.visit_request("Leyla"))
    assert (days_from_today(wait), wait.basis, wait.seen) == ((10, 18), "district", 5)


def test_who_has_waited_already_waits_the_rest():
    first_visits(2, 10, 14, 18, 60)
    request = factories.visit_request("Leyla", asked_at=timezone.now() - timedelta(days=8))
    assert days_from_today(expected_wait(request)) == (2, 10)


def test_the_queue_before_them_counts():
    first_visits(1, 1, 1, 1, 1, 1, 1, 1, 1)  # 9 in 90 days: one in ten days
    request = factories.visit_request("Leyla")
    before = timezone.now() - timedelta(days=1)
    for number in range(3):
        factories.visit_request(f"Əvvəlki {number}", asked_at=before)
    factories.visit_request("Sonrakı", asked_at=timezone.now() + timedelta(hours=1))
    assert days_from_today(expected_wait(request)) == (30, 45)
    VisitRequest.objects.filter(pk=request.pk).update(is_urgent=True)
    request.refresh_from_db()
    assert days_from_today(expected_wait(request))[0] == 1


def test_other_districts_count_when_the_own_says_too_little():
    first_visits(20, 20, 20, 20, 20, where="Nəsimi")
    wait = expected_wait(factories.visit_request("Leyla"))
    assert (wait.basis, days_from_today(wait)[0]) == ("city", 20)


def test_other_queues_and_old_times_do_not_count():
    first_visits(5, 5, 5, 5, 5, language="ru")
    first_visits(5, 5, 5, 5, 5, ago=100)
    assert not expected_wait(factories.visit_request("Leyla")).is_known
    first_visits(5, 5, 5, 5, 5, ago=20)
    assert not expected_wait(factories.visit_request("Sona", wants_woman=True)).is_known


def test_nobody_is_promised_a_day_in_a_year():
    first_visits(300, 300, 300, 300, 300)
    assert not expected_wait(factories.visit_request("Leyla")).is_known


def _teaches(trainer, *units) -> None:
    trainer.units.add(*units)
    trainer.save()


def test_a_skill_that_few_teach_has_a_queue_of_its_own(django_assert_max_num_queries):
    from elearn.visits.models import Trainer, Unit

    calls, photos = Unit.objects.create(code="calls-x"), Unit.objects.create(code="photos-x")
    first_visits(5, 5, 5, 5, 5)
    _teaches(Trainer.objects.get(), calls)
    request = factories.visit_request("Leyla")
    request.units.add(calls)
    assert expected_wait(request).is_known  # everybody who could come teaches it
    request.units.add(photos)
    assert not expected_wait(request).is_known
    _teaches(factories.trainer("Nigar Əhmədova"), calls, photos)
    assert not expected_wait(request).is_known
    for other in VisitRequest.objects.filter(state="under_way"):
        other.units.add(photos)
    request = VisitRequest.objects.select_related("district").get(pk=request.pk)
    with django_assert_max_num_queries(7):
        assert expected_wait(request).is_known


def test_five_queries_at_most_without_a_skill(django_assert_max_num_queries):
    first_visits(5, 5, 5, 5, 5, where="Nəsimi")
    request = VisitRequest.objects.select_related("district").get(pk=factories.visit_request("Leyla").pk)
    with django_assert_max_num_queries(5):
        expected_wait(request)
