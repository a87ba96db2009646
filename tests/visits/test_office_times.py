"""A time agreed with the elder on the phone: only what can really be kept, and kept as said to us."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elearn.notices.models import Notice
from elearn.people.api import Role, write_home
from elearn.visits.models import Visit
from tests import factories
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def zohra():
    return factories.person("Zöhrə Məlikova", birth_year=1944, phone="012 498 12 34", with_account=False)


@pytest.fixture
def asked(zohra):
    write_home(zohra, "Nizami küçəsi 14", by=None)
    return factories.visit_request(zohra)


@pytest.fixture
def operator(signed_in):  # noqa: F811
    who = factories.staff("Nigar", "operator")
    browser = signed_in(who)
    browser.person = who
    return browser


def address(person) -> str:
    return f"/home-visits/for/{person.key}/times/"


def values(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="time" value="')[1:]]


def test_the_time_that_suits_is_agreed_at_once(operator, asked):
    factories.trainer("Elçin Həşimov")
    page = operator.get(address(asked.person)).content.decode()
    assert len(values(page)) == 3 and "Elçin" in page and "Həşimov" not in page and "Nizami" not in page
    operator.post(address(asked.person), {"time": values(page)[0]})
    operator.post(address(asked.person), {"time": values(page)[0]})  # pressed twice
    visit = Visit.objects.get()
    assert (visit.state, visit.agreed_way, visit.made_by) == ("confirmed", "operator", operator.person.account)
    asked.refresh_from_db()
    assert asked.state == "under_way"


def test_no_time_of_their_own_making_is_taken(operator, asked):
    trainer = factories.trainer()
    page = operator.get(address(asked.person)).content.decode()
    who = trainer.person.key
    for said in ("", "x_20261124T1000", f"{who}_", f"{who}_never", f"{asked.person.key}_20261124T1000"):
        assert operator.post(address(asked.person), {"time": said}).status_code == 404
    taken, (at, *_others) = factories.trainer("Vaxtı Keçmiş", bookable=False), [values(page)[0].split("_")[1]]
    operator.post(address(asked.person), {"time": f"{taken.person.key}_{at}"})  # may not be sent
    operator.post(address(asked.person), {"time": f"{who}_20200101T1000"})  # long ago
    assert not Visit.objects.exists()


def test_without_trainer_address_or_request_it_says_so(operator, asked, zohra):
    assert "Nobody near can come" in operator.get(address(zohra)).content.decode()
    other = factories.visit_request("Sona Kərimova")
    assert "Their address is missing" in operator.get(address(other.person)).content.decode()
    nobody = factories.person("Rauf")
    assert operator.get(address(nobody)).url == f"/home-visits/for/{nobody.key}/"
    assert operator.post(address(nobody), {"time": "x"}).status_code == 302


def test_the_times_cost_no_more_for_many_trainers_than_for_five(operator, asked):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            operator.get(address(asked.person))
        return len(queries)

    for number in range(5):
        factories.trainer(f"Trainer{number} A")
    cost()
    five = cost()
    for number in range(5, 8):
        factories.trainer(f"Trainer{number} A")
    assert cost() <= five


def agreed(operator, asked) -> tuple[Visit, str]:
    """A visit agreed on the phone, and the address of its other times."""
    page = operator.get(address(asked.person)).content.decode()
    operator.post(address(asked.person), {"time": values(page)[0]})
    visit = Visit.objects.get()
    return visit, f"/home-visits/for/{asked.person.key}/visit/{visit.key}/times/"


def test_an_agreed_visit_is_moved_and_agreed_anew(operator, asked):
    factories.trainer()
    visit, other = agreed(operator, asked)
    before, version = visit.starts_at, visit.version
    choices = values(operator.get(other).content.decode())
    assert 1 < len(choices) <= 6 and f"{before:%Y%m%dT}" not in "".join(choices[1:])
    operator.post(other, {"time": choices[-1], "version": version})
    visit.refresh_from_db()
    assert visit.starts_at != before and (visit.state, visit.agreed_way) == ("confirmed", "operator")
    assert visit.agreed_by == operator.person.account and Visit.objects.count() == 1


def test_a_page_that_is_old_moves_nothing(operator, asked):
    factories.trainer()
    visit, other = agreed(operator, asked)
    choice = values(operator.get(other).content.decode())[-1]
    Visit.objects.update(version=visit.version + 1)
    for version in (visit.version, "", "x"):
        assert operator.post(other, {"time": choice, "version": version}).url == other
    Visit.objects.update(state="cancelled")
    assert operator.get(other).url == f"/home-visits/for/{asked.person.key}/"
    operator.post(other, {"time": choice, "version": visit.version + 1})
    assert Visit.objects.get().starts_at == visit.starts_at
    stranger = factories.person("Murad")
    assert operator.get(f"/home-visits/for/{stranger.key}/visit/{visit.key}/times/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.OPERATOR)])
def test_nobody_else_agrees_a_time(signed_in, asked, role):  # noqa: F811
    trainer = factories.trainer()
    browser = signed_in(factories.staff("Somebody Else", role.value))
    said = {"time": f"{trainer.person.key}_20301124T1000"}
    for ask in (browser.get, browser.post):
        assert ask(address(asked.person), said).status_code == 403
        assert ask(f"/home-visits/for/{asked.person.key}/visit/{trainer.person.key}/times/", said).status_code == 403
    assert not Visit.objects.exists()


def test_a_visitor_agrees_nothing(client, asked):
    assert client.post(address(asked.person), {"time": "x"}).url.startswith("/sign-in/")


def test_one_phone_call_is_one_message(operator, asked):
    factories.trainer()
    visit, other = agreed(operator, asked)
    Notice.objects.all().delete()
    operator.post(other, {"time": values(operator.get(other).content.decode())[-1], "version": visit.version})
    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["trainer_visit_confirmed", "visit_confirmed"]
