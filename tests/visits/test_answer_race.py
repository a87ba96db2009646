"""What several do at the same moment: no try at a code is lost, nobody asks twice, a cancelled visit stays cancelled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.notices.models import Notice
from elearn.people.models import Person
from elearn.visits.domain import answer
from elearn.visits.enums import Way
from elearn.visits.models import Visit, VisitRequest
from tests import factories
from tests.visits.test_ask import asked
from tests.visits.test_race import all_at_once, shared_database  # noqa: F401 - fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.usefixtures("shared_database")]
TRIES = 16


def proposed() -> Visit:
    sona = factories.person("Sona Kərimova", email="sona@example.com", birth_year=1944)
    starts = timezone.now() + timedelta(days=2)
    return Visit.objects.create(
        request=factories.visit_request(sona), person=sona, trainer=factories.trainer("Murad Quliyev"),
        starts_at=starts, ends_at=starts + timedelta(hours=1), code="483920",
    )  # fmt: skip


def fresh(visit: Visit) -> Visit:
    rows = Visit.objects.select_related("person__account", "trainer__person__account")
    return rows.get(pk=visit.pk)


def test_every_wrong_code_is_counted():
    visit = proposed()

    def guess() -> None:
        mine = fresh(visit)
        answer.agree(mine, way=Way.CODE, by=mine.trainer.person.account, code="000000")

    assert all_at_once([guess] * TRIES) == {"CodeWrong": TRIES}
    visit.refresh_from_db()
    assert (visit.code_tries, visit.state) == (TRIES, "proposed")


def test_a_cancelled_visit_stays_cancelled_whoever_says_yes_meanwhile():
    visit = proposed()

    def yes() -> None:
        answer.agree(fresh(visit), way=Way.LINK)

    def no() -> None:
        mine = fresh(visit)
        answer.cancel(mine, by=mine.person.account, is_elder=True)

    outcomes = all_at_once([yes, no] * (TRIES // 2))
    visit.refresh_from_db()
    assert visit.state == "cancelled" and outcomes["ChangedMeanwhile"] >= TRIES // 2 - 1
    assert Notice.objects.filter(kind="trainer_visit_cancelled").count() == 1
    assert Notice.objects.filter(kind="visit_confirmed").count() <= 1


def test_who_asks_in_sixteen_tabs_has_asked_once():
    leyla = factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955)
    factories.district()

    def ask() -> None:
        mine = Person.objects.select_related("account").get(pk=leyla.pk)
        asked(mine, mine.account)

    assert all_at_once([ask] * TRIES) == {"offered": 1, "AlreadyAsked": TRIES - 1}
    assert VisitRequest.objects.count() == 1
