"""Anybody asks to be called; operators call, once; numbers are forgotten in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.people import api
from elearn.people.domain.call_backs import note_call
from elearn.people.models import CallBack, CallBackState, Role

pytestmark = pytest.mark.django_db
WISH = {"name": "Leyla Əliyeva", "phone": "012 345 67 89", "best_time": "morning", "about": "Kurs haqqında"}


@pytest.fixture
def operator():
    api.prepare()
    return api.create_person("Rəna Həsənova", language="en", email="rena@example.org", roles=[Role.OPERATOR])


def test_a_landline_is_called_and_nobody_needs_an_account(visitor):
    answer = visitor.post("/call-me/", WISH)
    assert (answer.status_code, answer["Location"]) == (302, "/call-me/asked/")
    call = CallBack.objects.get()
    assert (call.phone, call.best_time, call.language, call.person) == ("+994123456789", "morning", "en", None)


def test_whom_to_call_in_danger_is_on_the_page(visitor):
    page = visitor.get("/call-me/").content.decode()
    assert page.index('href="tel:112"') < page.index("<form method")


@pytest.mark.database
def test_asking_twice_is_one_call_with_the_newest_words(visitor):
    visitor.post("/call-me/", WISH)
    visitor.post("/call-me/", {**WISH, "best_time": "evening"})
    assert list(CallBack.objects.values_list("best_time", flat=True)) == ["evening"]


@pytest.mark.parametrize(
    ("missing", "words"), [("name", "Write your name."), ("phone", "Write the number that we shall call.")]
)
def test_what_is_missing_is_said_and_the_rest_stays(visitor, missing, words):
    answer = visitor.post("/call-me/", {**WISH, missing: ""})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kurs haqqında" in answer.content.decode()


def test_who_is_signed_in_writes_nothing_twice(signed_in, operator):
    leyla = api.create_person("Leyla Əliyeva", language="en", phone="050 123 45 67", roles=[Role.ELDER])
    browser = signed_in(leyla)
    form = browser.get("/call-me/").context["form"]
    assert (form["name"].value(), form["phone"].value()) == ("Leyla Əliyeva", "050 123 45 67")
    browser.post("/call-me/", {**WISH, "phone": "050 123 45 67"})
    assert CallBack.objects.get().person == leyla


def test_an_operator_calls_and_a_colleague_is_told(visitor, signed_in, operator):
    visitor.post("/call-me/", WISH)
    call = CallBack.objects.get()
    browser = signed_in(operator)
    assert "Leyla" in browser.get("/admin/calls/").content.decode()
    browser.post(f"/admin/calls/{call.pk}/", {"reached": "no"})
    call.refresh_from_db()
    assert (call.state, call.tries) == (CallBackState.NOT_REACHED, 1)
    browser.post(f"/admin/calls/{call.pk}/", {"reached": "yes"})
    call.refresh_from_db()
    assert (call.state, call.tries, call.called_by) == (CallBackState.DONE, 2, operator.account)
    assert not note_call(call, reached=True, by=operator.account)
    visitor.post("/call-me/", WISH)
    assert CallBack.objects.count() == 2


@pytest.mark.parametrize("role", [Role.ELDER, Role.LEARNER, Role.TRAINER, Role.SAFEGUARDING, Role.PARTNER])
def test_numbers_are_for_operators_and_coordinators_alone(visitor, signed_in, operator, role):
    visitor.post("/call-me/", WISH)
    browser = signed_in(api.create_person("Murad", language="en", email="murad@example.org", roles=[role]))
    for address in ("/admin/calls/", f"/admin/calls/{CallBack.objects.get().pk}/"):
        answer = browser.get(address)
        assert answer.status_code in (302, 403)
        assert b"345 67 89" not in answer.content


def test_the_list_costs_the_same_at_any_length(signed_in, operator, django_assert_num_queries):
    browser = signed_in(operator)
    browser.get("/admin/calls/")
    for count in (1, 3):
        for number in range(count):
            api.ask_for_call("Kimsə", phone=f"+99450{count}0000{number}0", best_time="any", language="az")
        with django_assert_num_queries(11):
            browser.get("/admin/calls/")


@pytest.mark.database
def test_numbers_are_forgotten_thirty_days_after_the_call(operator):
    old, new = (api.ask_for_call("Kimsə", phone=f"+99450111223{n}", best_time="any", language="az") for n in (1, 2))
    for call in (old, new):
        note_call(call, reached=True, by=operator.account)
    CallBack.objects.filter(pk=old.pk).update(called_at=timezone.now() - timedelta(days=31))
    assert api.forget_calls() == 1
    assert list(CallBack.objects.all()) == [new]
