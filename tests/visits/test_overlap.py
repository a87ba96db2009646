"""No trainer and no elder has two visits at once, whoever writes: the database refuses it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from elearn.visits.models import Visit
from tests.factories import trainer, visit_request

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HOUR = timedelta(hours=1)


@pytest.fixture
def start():
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)


def visit(request, whom, start, **more):
    facts = {"request": request, "person": request.person, "trainer": whom, "ends_at": start + HOUR, **more}
    return Visit.objects.create(starts_at=start, **facts)


def refused(*args, **more) -> bool:
    try:
        with transaction.atomic():
            visit(*args, **more)
    except IntegrityError:
        return True
    return False


def test_a_trainer_is_at_one_place_at_a_time(start):
    murad = trainer("Murad Quliyev")
    first, second = visit_request("Sona Kərimova"), visit_request("Tofiq Həsənov")
    visit(first, murad, start)
    assert refused(second, murad, start + HOUR / 2)
    assert refused(second, murad, start - HOUR / 2)
    assert not refused(second, murad, start + HOUR)


def test_an_elder_has_one_visit_at_a_time(start):
    sona = visit_request("Sona Kərimova")
    visit(sona, trainer("Murad Quliyev"), start)
    assert refused(sona, trainer("Nigar Əhmədova"), start)


def test_what_is_cancelled_holds_no_time_and_cannot_come_back_over_another(start):
    murad = trainer("Murad Quliyev")
    first, second = visit_request("Sona Kərimova"), visit_request("Tofiq Həsənov")
    gone = visit(first, murad, start, state="cancelled")
    there = visit(second, murad, start)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=gone.pk).update(state="confirmed")
    with transaction.atomic():
        Visit.objects.filter(pk=there.pk).update(state="confirmed")  # over itself


def test_two_trainers_may_go_together(start):
    sona = visit_request("Sona Kərimova")
    first = visit(sona, trainer("Murad Quliyev"), start)
    assert not refused(sona, trainer("Nigar Əhmədova"), start, along_with=first)
