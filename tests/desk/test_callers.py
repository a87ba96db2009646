"""With somebody on the phone: found in seconds, written down once, and everything done for them from one page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from elearn.history.models import Entry
from elearn.people.api import Role
from elearn.people.models import CallBack, Companionship, Person
from elearn.visits.models import Visit, VisitRequest
from tests import factories
from tests.desk.test_desk import links
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
LANDLINE = "012 498 12 34"


@pytest.fixture
def zohra():
    return factories.person(
        "Zöhrə Məlikova", birth_year=1944, form_of_address="xanim", phone=LANDLINE, with_account=False
    )


@pytest.fixture
def operator(signed_in):  # noqa: F811
    who = factories.staff("Nigar Abbasova", "operator")
    browser = signed_in(who)
    browser.person = who
    return browser


def found(browser, asked: str) -> str:
    answer = browser.get("/desk/callers/", {"q": asked})
    assert answer.status_code == 200
    return answer.content.decode()


def coming(person, state="confirmed") -> Visit:
    starts = timezone.now() + timedelta(days=1)
    request = factories.visit_request(person)
    return Visit.objects.create(
        request=request, person=person, trainer=factories.trainer("Elçin Həşimov"), starts_at=starts,
        ends_at=starts + timedelta(hours=1), state=state, code="483920",
    )  # fmt: skip


# Finding -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "asked", ["zöhrə", "ZOHRE", "Зохра", "Məlikova xanım", "012 498 12 34", "4981234", "+994124981234", "1234"]
)
def test_a_caller_is_found_however_name_or_number_is_written(operator, zohra, asked):
    page = found(operator, asked)
    assert "Zöhrə Məlikova xanım" in page
    assert f"/desk/callers/{zohra.key}/" in links(page)


def test_a_card_tells_one_from_another_and_not_more(operator, zohra):
    coming(zohra)
    page = found(operator, "zöhrə")
    assert "70 or more" in page and "… 1234" in page and "Yasamal" in page and "Next home visit" in page
    assert "+994124981234" not in page and "498" not in page and "483920" not in page and "1944" not in page


def test_who_has_died_is_a_minor_or_is_spoken_to_alone_is_said_at_once(operator, zohra):
    Person.objects.filter(pk=zohra.pk).update(standing="deceased")
    factories.person("Zöhrə Aslan", birth_year=timezone.localdate().year - 12)
    alone = factories.person("Zöhrə Tək")
    Person.objects.filter(pk=alone.pk).update(speak_alone=True)
    page = found(operator, "zöhrə")
    assert page.count("Has died") == page.count("Is a minor") == page.count("Speak to this person alone") == 1
    page = operator.get(f"/desk/callers/{zohra.key}/").content.decode()
    assert not [link for link in links(page) if link.startswith("/home-visits/for/")]


def test_nobody_removed_merged_or_made_for_a_check_is_found(operator, zohra):
    for name, values in (
        ("A", {"removed_at": timezone.now()}),
        ("B", {"merged_into": zohra}),
        ("C", {"is_check": True}),
    ):
        gone = factories.person(f"Zöhrə {name}")
        Person.objects.filter(pk=gone.pk).update(**values)
        assert operator.get(f"/desk/callers/{gone.key}/").status_code == 404
    page = found(operator, "zöhrə")
    assert "1 person found" in page


def test_twenty_are_shown_and_it_is_said_that_there_are_more(operator):
    Person.objects.bulk_create(Person(name=f"Sona {number}", found_by=f"sona {number}") for number in range(21))
    page = found(operator, "sona")
    assert page.count("k-list__title") == 20
    assert "More than 20 people" in page


@pytest.mark.parametrize("asked", ["", "a", "x" * 101, "sona\x00"])
def test_what_cannot_be_looked_for_is_said_in_words(operator, asked):
    answer = operator.get("/desk/callers/", {"q": asked})
    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


def test_a_search_costs_the_same_for_one_and_for_three(operator, zohra):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            found(operator, "zöhrə")
        return len(queries)

    coming(zohra)
    cost()
    one = cost()
    for name in ("Zöhrə İki", "Zöhrə Üç"):
        coming(factories.person(name, phone=LANDLINE))
    assert one == cost() == 8


# Who may not ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.OPERATOR)])
def test_who_does_not_take_calls_finds_and_does_nothing(signed_in, zohra, role):  # noqa: F811
    browser = signed_in(factories.staff("Murad", role.value))
    for path in ("?q=zöhrə", "new/", f"{zohra.key}/", f"{zohra.key}/call/", f"{zohra.key}/letter/"):
        for ask in (browser.get, browser.post):
            answer = ask(f"/desk/callers/{path}")
            assert answer.status_code in (403, 405)
            assert "Zöhrə" not in answer.content.decode()
    assert Person.objects.filter(name__startswith="Zöhrə").count() == 1 and not CallBack.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client, zohra):
    for path in ("", "new/", f"{zohra.key}/", f"{zohra.key}/call/", f"{zohra.key}/letter/"):
        assert client.get(f"/desk/callers/{path}").url.startswith("/sign-in/")


def test_who_helps_somebody_by_themselves_leaves_them_to_a_colleague(operator, zohra):
    Companionship.objects.create(
        elder=zohra, companion=operator.person, state="active", accepted_at=timezone.now(),
        ends_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    page = found(operator, "zöhrə")
    assert "a colleague does this" in page and f"/desk/callers/{zohra.key}/" not in links(page)
    for path in ("", "call/", "letter/"):
        assert operator.get(f"/desk/callers/{zohra.key}/{path}").status_code == 403
    assert operator.get(f"/desk/callers/{operator.person.key}/").status_code == 403


# One page for everything ----------------------------------------------------------------------------------
def test_the_search_box_is_first_on_an_operators_page(operator):
    page = operator.get("/desk/").content.decode()
    assert page.index('name="q"') < page.index('id="duties"')


def test_everything_that_can_be_done_is_one_step_away(operator, zohra):
    page = operator.get(f"/desk/callers/{zohra.key}/").content.decode()
    office = f"/home-visits/for/{zohra.key}/"
    wanted = {
        office, f"{office}ask/", f"/desk/callers/{zohra.key}/call/", f"/desk/callers/{zohra.key}/letter/",
        f"/admin/people/edit/{zohra.pk}/", f"/admin/people/private/{zohra.pk}/", f"/admin/helpers/invite/{zohra.pk}/",
    }  # fmt: skip
    assert wanted <= set(links(page))
    for link in wanted:
        assert operator.get(link).status_code == 200


def test_a_yes_on_the_phone_is_kept_as_written_down_by_us(operator, zohra):
    visit = coming(zohra, state="proposed")
    page = operator.get(f"/desk/callers/{zohra.key}/").content.decode()
    assert f'action="/home-visits/for/{zohra.key}/visit/{visit.key}/"' in page and 'value="yes"' in page
    operator.post(f"/home-visits/for/{zohra.key}/visit/{visit.key}/", {"answer": "yes", "version": visit.version})
    visit.refresh_from_db()
    assert (visit.state, visit.agreed_way, visit.agreed_by) == ("confirmed", "operator", operator.person.account)
    page = operator.get(f"/desk/callers/{zohra.key}/").content.decode()
    assert f"/home-visits/for/{zohra.key}/visit/{visit.key}/cancel/" in links(page)
    assert VisitRequest.objects.get(person=zohra).state == "under_way"


def test_a_call_back_is_kept_with_their_own_number_alone(operator, zohra):
    path = f"/desk/callers/{zohra.key}/call/"
    assert operator.post(path, {"phone": "+994501112233", "best_time": "any"}).status_code == 422
    assert (
        operator.post(path, {"phone": "+994124981234", "best_time": "morning", "about": "Telefon"}).status_code == 302
    )
    call = CallBack.objects.get()
    assert (call.person, call.phone, call.best_time) == (zohra, "+994124981234", "morning")
    assert Entry.objects.get(kind="call_asked").facts["role"] == "office"
    Person.objects.get(pk=zohra.pk).contact_points.all().delete()
    assert "We know no telephone number" in operator.get(path).content.decode()


# Somebody new ----------------------------------------------------------------------------------------------
NEW = {
    "name": "Rauf  Vəliyev",
    "form_of_address": "bey",
    "phone": "050 765 43 21",
    "birth_year": "1950",
    "language": "az",
}


def test_a_new_person_is_written_down_without_a_sign_in(operator):
    answer = operator.post("/desk/callers/new/", NEW)
    rauf = Person.objects.get(name="Rauf Vəliyev")
    assert answer.url == f"/desk/callers/{rauf.key}/"
    assert (rauf.birth_year, rauf.form_of_address) == (1950, "bey") and not hasattr(rauf, "account")
    assert rauf.contact_points.get().value == "+994507654321"
    assert ModelLogEntry.objects.get(object_id=str(rauf.pk)).user == operator.person.account


@pytest.mark.parametrize(("name", "phone"), [("Somebody Else", LANDLINE), ("Zohre Melikova", "050 765 43 21")])
def test_who_may_be_the_same_is_shown_before_anything_is_saved(operator, zohra, name, phone):
    said = {**NEW, "name": name, "phone": phone}
    page = operator.post("/desk/callers/new/", said)
    assert page.status_code == 422 and "Do we know this person already?" in page.content.decode()
    assert f"/desk/callers/{zohra.key}/" in links(page.content.decode())
    assert not Person.objects.filter(name=name).exists()
    assert operator.post("/desk/callers/new/", {**said, "is_other": "on"}).status_code == 302
    assert operator.post("/desk/callers/new/", {**said, "is_other": "on"}).status_code == 302  # pressed twice
    assert Person.objects.filter(name=name).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"phone": "12"}, {"birth_year": "50"}, {"birth_year": "2999"}, {"language": "xx"}]
)
def test_what_is_wrong_is_said_and_nothing_is_saved(operator, wrong):
    before = Person.objects.count()
    answer = operator.post("/desk/callers/new/", {**NEW, **wrong})
    assert answer.status_code == 422 and "govuk-error-summary" in answer.content.decode()
    assert Person.objects.count() == before
