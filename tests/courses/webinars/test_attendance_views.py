"""The record of who attended: who may read it, what it says, and a table that a spreadsheet never obeys."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from courses.domain.webinars import attendance
from courses.models import Registration
from elearn.history.models import Entry, Kind
from elearn.people.models import Role
from elearn.web.tables import safe
from tests import factories
from tests.courses.webinars import held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    cache.clear()
    factories.first_pages()


@pytest.fixture
def webinar():
    return held.on_air(600, title="=HYPERLINK(1)")


@pytest.fixture
def rena():
    return factories.person("Rəna Həsənova", email="rena@record.example", roles=[Role.COORDINATOR], language="en")


def signed_in(client, person):
    client.cookies["language"] = "en"
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def watches(webinar, person, seconds: int):
    began = timezone.now() - timedelta(seconds=seconds + 10)
    page = held.Page(webinar, person, at=began)
    for start in range(0, seconds, 10):
        page.play(start, start + 10, at=began + timedelta(seconds=start + 10))


@pytest.fixture
def over(webinar):
    watches(webinar, held.registered(webinar, "=cmd|' /C calc'!A0"), 480)
    watches(webinar, held.registered(webinar, "Aysel Quliyeva", birth_year=timezone.localdate().year - 20), 300)
    watches(webinar, held.registered(webinar, "Murad Quliyev", agreed=False), 600)
    attendance.settle_attendance(held.end(webinar))
    webinar.refresh_from_db()
    return webinar


def table(client, webinar, form):
    return client.get(reverse("courses_admin:attendance_table", args=[webinar.pk, form]))


def test_a_coordinator_reads_who_attended_and_only_those_who_agreed(client, over, rena):
    page = signed_in(client, rena).get(reverse("courses_admin:attendance", args=[over.pk])).text
    assert "Aysel Quliyeva" in page and "8.0" in page and "80 %" in page
    assert "Murad" not in page
    assert "1 person who came did not agree to the record and is not named here." in page
    listed = client.get(reverse("courses_admin:attended")).text
    assert reverse("courses_admin:attendance", args=[over.pk]) in listed


def test_who_takes_the_yes_back_leaves_every_list_at_once(client, over, rena):
    Registration.objects.update(record_agreed_at=None)
    signed_in(client, rena)
    assert "Aysel" not in client.get(reverse("courses_admin:attendance", args=[over.pk])).text
    assert "Aysel" not in table(client, over, "csv").text


def test_of_a_minor_the_record_says_the_first_name_alone(client, webinar, rena):
    from courses.models import Attendance

    child = held.registered(webinar, "Nigar Qasımova", birth_year=timezone.localdate().year - 14)
    now = timezone.now()
    Attendance.objects.create(webinar=webinar, person=child, joined_at=now, left_at=now, live_ms=60_000)
    signed_in(client, rena)
    for text in (
        client.get(reverse("courses_admin:attendance", args=[webinar.pk])).text,
        table(client, webinar, "csv").text,
    ):
        assert "Nigar" in text and "Qasımova" not in text


def test_the_csv_is_never_obeyed(client, over, rena):
    answer = table(signed_in(client, rena), over, "csv")
    assert answer["Content-Disposition"] == f'attachment; filename="attendance-{over.pk}.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["Webinar", "'=HYPERLINK(1)"]
    heads = rows[6]
    people = {row[0]: dict(zip(heads, row, strict=True)) for row in rows[7:]}
    assert set(people) == {"'=cmd|' /C calc'!A0", "Aysel Quliyeva"}
    aysel = people["Aysel Quliyeva"]
    assert (aysel["Minutes watched live"], aysel["Per cent"], aysel["Attended"]) == ("5.0", "50", "no")
    assert people["'=cmd|' /C calc'!A0"]["Attended"] == "yes"


def test_the_workbook_holds_texts_and_no_formula(client, over, rena):
    answer = table(signed_in(client, rena), over, "xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert sheet["B1"].value == "'=HYPERLINK(1)"
    assert sheet["A8"].value == "'=cmd|' /C calc'!A0" and sheet["D8"].value == 8.0


def test_taking_it_along_is_noted(client, over, rena):
    table(signed_in(client, rena), over, "xlsx")
    entry = Entry.objects.get(kind=Kind.ATTENDANCE_EXPORTED)
    assert (entry.subject, entry.facts) == (f"webinar:{over.pk}", {"form": "xlsx", "people": 2})


def test_nobody_else_reads_it(client, over):
    names = [
        reverse("courses_admin:attended"), reverse("courses_admin:attendance", args=[over.pk]),
        reverse("courses_admin:attendance_table", args=[over.pk, "csv"]),
    ]  # fmt: skip
    people = [
        factories.person("Murad", email="murad@record.example"), factories.staff("Nigar", "operator"),
        factories.person("Günay", email="gunay@record.example", roles=[Role.LEARNER]),
    ]  # fmt: skip
    for person in people:
        signed_in(client, person)
        for name in names:
            assert client.get(name).status_code in (302, 403)
    client.logout()
    assert {client.get(name).status_code for name in names} == {302}
    assert not Entry.objects.filter(kind=Kind.ATTENDANCE_EXPORTED).exists()


def test_there_is_no_record_of_what_was_not_held(client, webinar, rena):
    signed_in(client, rena)
    assert table(client, webinar, "exe").status_code == 404
    type(webinar).objects.update(state="announced")
    assert client.get(reverse("courses_admin:attendance", args=[webinar.pk])).status_code == 404


def test_lists_take_the_same_queries_for_one_and_for_three(client, webinar, rena, django_assert_num_queries):
    signed_in(client, rena)
    watches(webinar, held.registered(webinar), 60)
    address, held_list = reverse("courses_admin:attendance", args=[webinar.pk]), reverse("courses_admin:attended")
    client.get(address), client.get(held_list)
    with django_assert_num_queries(19):
        client.get(address)
    with django_assert_num_queries(13):
        client.get(held_list)
    for name in ("Murad", "Nigar"):
        watches(webinar, held.registered(webinar, name), 60)
        held.on_air(60, speaker=webinar.speaker)
    with django_assert_num_queries(19):
        client.get(address)
    with django_assert_num_queries(13):
        client.get(held_list)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\t=1", "'\t=1"), (" =1", "' =1"),
        ("\u200b=1", "'\u200b=1"), ("\uff1d1", "'\uff1d1"), ("Leyla = mən", "Leyla = mən"), ("", ""),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_made_plain(cell, written):
    assert safe(cell) == written


# The yes to the record ---------------------------------------------------------------------------------
def test_the_yes_is_said_and_taken_back_on_the_page(client, webinar):
    gunay = held.registered(webinar, email="gunay@record.example", agreed=False)
    signed_in(client, gunay)
    address = reverse("courses:webinar_record", args=[webinar.pk])
    assert client.post(address, {"deed": "yes"}).url == reverse("courses:webinar", args=[webinar.pk])
    assert Registration.objects.get().record_agreed_at
    client.post(address, {"deed": "no"})
    assert Registration.objects.get().record_agreed_at is None
    assert client.get(address).status_code == 405


def test_nobody_says_it_for_somebody_else(client, webinar):
    held.registered(webinar, email="gunay@record.example", agreed=False)
    address = reverse("courses:webinar_record", args=[webinar.pk])
    assert client.post(address, {"deed": "yes"}).status_code == 302
    signed_in(client, factories.person("Murad", email="murad@record.example"))
    assert client.post(address, {"deed": "yes"}).status_code == 404
    assert Registration.objects.get().record_agreed_at is None


def test_who_only_waits_for_a_seat_is_not_asked(client, webinar):
    gunay = held.registered(webinar, email="gunay@record.example", agreed=False)
    Registration.objects.update(state="waiting")
    address = reverse("courses:webinar_record", args=[webinar.pk])
    assert signed_in(client, gunay).post(address, {"deed": "yes"}).status_code == 404
