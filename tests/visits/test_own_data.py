"""What visits hold of a person: in their copy, gone when they are removed, and nobody left to knock at the door."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from elearn.people.domain.export import gather
from elearn.people.domain.remove import plan_removal, remove
from elearn.people.models import Removal
from elearn.people.own_data_words import LABELS
from elearn.visits.models import Pair, Trainer, Visit, VisitRequest
from tests import factories
from tests.visits import hunt
from tests.visits.test_ask import HOME, asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955, language="en")


@pytest.fixture
def visit(leyla):
    """An agreed visit of Murad's in two days."""
    request = asked(leyla, leyla.account, wish="Nəvəmlə danışmaq")
    starts = timezone.now() + timedelta(days=2)
    murad = factories.trainer("Murad Quliyev")
    Pair.objects.create(person=leyla, trainer=murad, kind="incompatible", why="Mübahisə ediblər")
    return Visit.objects.create(
        request=request, person=leyla, trainer=murad, starts_at=starts, ends_at=starts + timedelta(hours=1),
        state="confirmed", word="bulud", presence_code="4821",
    )  # fmt: skip


def held(person) -> dict:
    return {part.name: part.rows for part in gather(person)}


def removed(person) -> None:
    remove(plan_removal(person, cause=Removal.Cause.OWN))


def test_an_elders_copy_holds_what_they_asked_for_and_who_came(visit, leyla):
    found = held(leyla)
    request = found["visits.requests"][0]
    assert (request["wish"], request["needs"]) == ("Nəvəmlə danışmaq", ["Çəliklə gəzir"])
    assert request["times"][0].endswith("09:00–12:00") and request["district"] == "Yasamal"
    assert found["visits.visits"][0]["trainer"] == "Murad"
    assert found["people.private_details"][0]["address"] == HOME
    assert "Mübahisə" not in str(found) and len(found["visits.pairs"]) == 1
    for rows in found.values():
        assert {key for row in rows for key in row} <= set(LABELS)


def test_a_trainers_copy_holds_their_checks_and_nothing_of_elders(visit):
    found = held(visit.trainer.person)
    assert len(found["visits.trainer"][0]["checks"]) == 3
    assert "Leyla" not in str(found) and HOME not in str(found)
    assert {key for row in found["visits.trainer"] for key in row} <= set(LABELS)


def test_who_is_removed_is_visited_by_nobody_and_leaves_nothing(visit, leyla):
    removed(leyla)
    assert not VisitRequest.objects.exists() and not Visit.objects.exists() and not Pair.objects.exists()
    assert visit.trainer.person.notices.get().kind == "trainer_visit_cancelled"
    for secret in (HOME, "Nəvəmlə danışmaq", "Mübahisə ediblər", "leyla@example.com"):
        hunt.rows(secret)


def test_a_trainer_who_is_removed_leaves_the_visits_without_face_or_home(visit, leyla):
    murad = visit.trainer
    murad.photo = storages["papers"].save("trainers/gone.jpg", ContentFile(b"face"))
    murad.base = "40.38,49.81"
    murad.save()
    removed(murad.person)
    row = Trainer.objects.get()
    assert (row.photo, row.base, row.languages, row.checks.count()) == ("", "", [], 0) and row.suspended_at
    left = Visit.objects.get()
    assert (left.person, left.state, left.request.state) == (leyla, "cancelled", "waiting")
    assert leyla.notices.get().kind == "visit_cancelled"
