"""The list of waiting elders: only times that can be kept, in a constant number of queries, and nothing of who it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.visits.domain.availability import shifts, stranded
from elearn.visits.domain.book import propose
from elearn.visits.domain.reachable import reachable
from elearn.visits.enums import PairKind
from elearn.visits.models import Absence, Check, Pair, Trainer, Unit, Visit, VisitRequest
from tests.factories import district, trainer, visit_request
from tests.visits.made import moment, monday, waiting

pytestmark = pytest.mark.django_db
EVERY_DAY = tuple((weekday, 9, 17) for weekday in range(7))


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


def test_an_offer_says_district_minutes_skills_and_language_and_nothing_else(murad):
    unit = Unit.objects.create(code="calls")
    murad.units.add(unit)
    murad.save()
    sona = waiting(wish="Nəvəmə zəng etmək", pin="40.381,49.812")
    sona.units.add(unit)
    (offer,) = reachable(murad)
    assert (offer.district, offer.units, offer.language, offer.number) == ("Yasamal", [unit], "Azərbaycanca", 1)
    assert "40.381" not in repr(offer) and "Sona" not in repr(offer) and "Nəvəmə" not in repr(offer)
    assert {slot.extra_minutes % 5 for slot in offer.slots} == {0}


def test_every_slot_offered_can_be_booked_and_no_other_half_hour(murad):
    sona = waiting(windows=((monday().weekday(), 9, 17),))
    propose(waiting("Tofiq Həsənov"), murad, starts_at=moment(monday(), 13), by=murad.person.account)
    (offer,) = reachable(murad)
    offered = {slot.starts_at for slot in offer.slots if timezone.localtime(slot.starts_at).date() == monday()}
    assert offered
    for half_hour in range(18, 34):
        start = moment(monday(), half_hour // 2, 30 * (half_hour % 2))
        try:
            visit = propose(sona, murad, starts_at=start, by=murad.person.account)
        except Exception:
            assert start not in offered
        else:
            assert start in offered
            visit.delete()


@pytest.mark.parametrize(
    "more",
    [
        {"state": "paused"},
        {"state": "withdrawn"},
        {"wants_woman": True},
        {"language": "en"},
        {"is_two_person": True},
        {"is_check": True},
        {"windows": ()},
    ],
)
def test_who_is_not_for_this_trainer_is_not_listed(murad, more):
    waiting(**more)
    assert reachable(murad) == []


def test_nor_who_has_a_visit_coming_no_address_or_must_not_meet(murad):
    visit_request("Səlimə Nəbiyeva", windows=EVERY_DAY)
    apart = waiting("Tofiq Həsənov")
    Pair.objects.create(person=apart.person, trainer=murad, kind=PairKind.INCOMPATIBLE)
    propose(waiting("Sona Kərimova"), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    skilled = waiting("Zəhra Hüseynova")
    skilled.units.add(Unit.objects.create(code="photos"))
    signs = waiting("Əli Məlikov")
    signs.set_needs(signs=True)
    signs.save()
    assert reachable(murad) == []


def test_without_hours_or_checks_there_is_nothing(murad):
    waiting()
    assert reachable(murad)
    murad.hours.all().delete()
    assert reachable(Trainer.objects.get(pk=murad.pk)) == []
    assert reachable(trainer("Nigar Əhmədova", bookable=False)) == []


def test_urgent_ones_come_first_then_ones_own_then_by_minutes(murad):
    far = district("Xəzər")
    far.latitude, far.longitude = 40.45, 50.0
    far.save()
    near = waiting("Sona Kərimova")
    away = waiting("Tofiq Həsənov", district=far)
    urgent = waiting("Səlimə Nəbiyeva", district=far, is_urgent=True)
    assert [offer.key for offer in reachable(murad)] == [urgent.key, near.key, away.key]
    past = timezone.now() - timedelta(days=3)
    Visit.objects.create(
        request=away, person=away.person, trainer=murad, starts_at=past, ends_at=past + timedelta(hours=1), state="done"
    )
    offers = reachable(murad)
    assert [offer.key for offer in offers] == [urgent.key, away.key, near.key]
    assert (offers[1].is_mine, offers[1].number) == (True, 2)


def test_a_person_who_has_died_is_not_listed(murad):
    request = waiting()
    request.person.standing = "deceased"
    request.person.save()
    assert reachable(murad) == []


@pytest.mark.parametrize("elders", [1, 3])
def test_the_list_takes_a_constant_number_of_queries(murad, django_assert_num_queries, elders):
    unit = Unit.objects.create(code="calls")
    murad.units.add(unit)
    murad.save()
    for number in range(elders):
        waiting(f"Sona Kərimova{number}").units.add(unit)
        there = waiting(f"Tofiq Həsənov{number}", windows=EVERY_DAY)
        propose(there, murad, starts_at=moment(monday() + timedelta(days=number), 11), by=murad.person.account)
    murad = Trainer.objects.get(pk=murad.pk)
    with django_assert_num_queries(14):
        assert len(reachable(murad)) == elders


@pytest.mark.parametrize("trainers", [1, 3])
def test_the_hours_of_many_take_a_constant_number_of_queries(django_assert_num_queries, trainers):
    for name in ("Murad Quliyev", "Nigar Əhmədova", "Elçin Səfərov")[:trainers]:
        trainer(name)
    with django_assert_num_queries(10):
        found = shifts(Trainer.objects.all(), [monday(), monday() + timedelta(days=5)])
    assert len(found) == trainers


def test_who_is_away_or_may_not_be_sent_leaves_visits_behind(murad):
    visit = propose(waiting(), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    assert stranded() == []
    absence = Absence.objects.create(trainer=murad, first_day=monday(), last_day=monday())
    assert stranded() == [visit]
    absence.delete()
    Check.objects.filter(kind="identity").update(expires_on=monday() - timedelta(days=1))
    assert stranded() == [visit]


@pytest.mark.parametrize("why", ["must not meet", "a woman"])
def test_who_must_not_go_to_an_elder_leaves_visits_behind_and_does_not_read_why(murad, why):
    visit = propose(waiting(), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    if why == "a woman":
        VisitRequest.objects.update(wants_woman=True)
    else:
        Pair.objects.create(person=visit.person, trainer=murad, kind="incompatible")
    assert stranded() == [visit]
    assert stranded([murad]) == []  # what the trainer sees


@pytest.mark.parametrize("visits", [1, 3])
def test_what_needs_somebody_else_is_found_in_a_constant_number_of_queries(django_assert_num_queries, visits):
    for number, name in enumerate(("Murad Quliyev", "Nigar Əhmədova", "Elçin Səfərov")[:visits]):
        whom = trainer(name)
        propose(waiting(f"Sona {number}"), whom, starts_at=moment(monday(), 11), by=whom.person.account)
        Absence.objects.create(trainer=whom, first_day=monday(), last_day=monday())
    with django_assert_num_queries(10):
        assert len(stranded()) == visits
