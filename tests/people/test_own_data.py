"""My data: everything held is listed, read and taken along, by the person alone and only just after proving it."""

import ast
import inspect
import io
import json
import textwrap
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import courses.api as school
import elearn.safety.api as safety
from elearn.notices.api import tell
from elearn.notices.models import Notice
from elearn.people import own_data
from elearn.people.domain.export import ask_for_copy, gather, left_unmade, make_copy
from elearn.people.domain.private import change
from elearn.people.models import Account, Companionship, ConsentStep, DataCopy, Did, Person
from elearn.people.own_data_words import LABELS
from tests import factories
from tests.courses.papers import completed_enrolment, sent_contribution
from tests.visitors import prove

pytestmark = pytest.mark.django_db


def relations(model) -> list:
    """Every relation that points at a model, as ("app.Model.field", what the database does when the row goes)."""
    return [
        (f"{found.related_model._meta.label}.{found.field.name}", getattr(found.on_delete, "__name__", ""))
        for found in model._meta.get_fields(include_hidden=True)
        if found.is_relation and found.auto_created and not found.concrete and not found.many_to_many
    ]


@pytest.mark.parametrize("model", [Person, Account])
def test_whatever_names_a_person_is_in_their_copy_or_exempt_for_a_reason(model):
    assert [name for name, _then in relations(model) if not own_data.is_given(name)] == []


@pytest.mark.parametrize("model", [Person, Account])
def test_whatever_names_a_person_is_looked_after_on_removal_or_exempt_for_a_reason(model):
    assert [name for name, _then in relations(model) if not own_data.is_forgotten(name)] == []


def keys_of(give) -> set[str]:
    """The keys that a holding's rows are written with: of its dictionaries, and of the fields it gives as they are."""
    keys = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(give)))):
        if isinstance(node, ast.Dict):
            keys |= {key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "plain":
            fields = [one.value for one in node.args[1:] if isinstance(one, ast.Constant)]
            keys |= {field.split("__")[-1] for field in fields}
    return keys


def test_no_key_of_what_is_given_is_without_words():
    wanting = {(one.name, key) for one in own_data.holdings() for key in keys_of(one.give) - set(LABELS)}
    assert wanting == set()


def test_a_new_relation_would_not_be_covered():
    assert not own_data.is_given("courses.Diary.person")
    assert not own_data.is_forgotten("courses.Diary.person")


def test_nothing_registered_names_a_relation_that_is_gone():
    known = {name for model in (Person, Account) for name, _then in relations(model)}
    named = {name for one in (*own_data.holdings(), *own_data.forgettings()) for name in one.of}
    assert named - known == set()


@pytest.fixture
def leyla(db):
    person = factories.person(
        "Leyla Əliyeva", email="leyla@example.com", phone="0501234567", birth_year=1955, language="en"
    )
    change(person, by=factories.staff("Rəna", "coordinator").account, why="visit", address="Nizami 14", hearing="Pis")
    sent_contribution(person)
    safety.report("Narahatam.", about="", person=person, contact="012 498 12 34")
    tell(person, "film_ready", key="film_ready:1", facts={"title": "İlmə salmaq", "address": "/my-films/1/"})
    return person


@pytest.fixture
def gunay(db):
    enrolment = completed_enrolment(
        factories.person("Günay Məmmədova", email="gunay@example.com", birth_year=1999, papers_name="Günay Elçin qızı")
    )
    school.certify(enrolment)
    return enrolment.person


def everything(person) -> dict:
    return {part.name: part.rows for part in gather(person)}


@pytest.mark.database
def test_all_that_is_known_of_a_teacher_is_in_it(leyla):
    found = everything(leyla)
    assert found["people.person"][0]["name"] == "Leyla Əliyeva"
    assert {row["value"] for row in found["people.contact_points"]} == {"leyla@example.com", "+994501234567"}
    assert found["people.account"][0]["email"] == "leyla@example.com"
    assert found["people.private_details"][0]["address"] == "Nizami 14"
    assert found["people.looks"][0]["by"] == "Rəna"
    assert found["courses.films"][0]["title"] == "İlmə salmaq"
    assert found["safety.concerns"][0]["text"] == "Narahatam."
    assert "İlmə salmaq" in found["notices.messages"][-1]["message"]


@pytest.mark.database
def test_all_that_is_known_of_a_learner_is_in_it(gunay):
    found = everything(gunay)
    assert found["courses.enrolments"][0]["course"] == "Şərf toxumağı öyrənək"
    assert found["courses.certificates"][0]["holder"] == "Günay Elçin qızı"
    assert "certified" in str(found["history.deeds"]).lower()


def test_the_hours_in_it_are_those_of_where_she_lives(leyla):
    nigar = factories.person("Nigar Əliyeva", birth_year=1999)
    factories.helps(leyla, nigar, may_record=True)
    after_midnight = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)  # half past one on the 24th in Baku
    Companionship.objects.get().acts.create(did=Did.RECORDED, at=after_midnight)
    assert ConsentStep.objects.filter(consent__person=leyla).update(at=after_midnight)
    held = everything(leyla)
    [helper], consent = held["people.helpers"], held["people.consents"][0]
    assert all(one.startswith("2026-11-24 01:30 ") for one in (*helper["acts"], *consent["steps"]))


def test_what_is_held_of_a_merged_record_is_in_it(leyla):
    from elearn.people.api import merge

    other = factories.person("Leyla xanım", phone="0551234567", with_account=False)
    merge(leyla, other, by=None)
    assert [row["name"] for row in everything(leyla)["people.person"]] == ["Leyla Əliyeva", "Leyla xanım"]


def test_nothing_of_others_is_in_it(leyla, gunay):
    written = str(everything(gunay))
    assert "leyla@example.com" not in written and "Nizami" not in written and "Narahatam" not in written


def test_every_key_has_its_word(leyla, gunay):
    for person in (leyla, gunay):
        for part in gather(person):
            assert {key for row in part.rows for key in row} <= set(LABELS), part.name


# The pages -----------------------------------------------------------------------------------------
def test_the_page_lists_with_counts_and_shows_no_values(signed_in, leyla):
    page = signed_in(leyla).get("/my-data/").content.decode()
    assert "How we reach you" in page and "2 entries" in page
    assert "Nizami 14" not in page and "+994501234567" not in page


def test_it_is_read_on_one_page(signed_in, leyla):
    page = signed_in(leyla).get("/my-data/read/").content.decode()
    for words in ("Leyla Əliyeva", "Nizami 14", "İlmə salmaq", "Narahatam.", "leyla@example.com"):
        assert words in page


GUARDED = ["/my-data/read/", "/my-data/copy/", "/my-data/remove/", "/my-data/copy/1/", "/my-data/child/1/remove/"]


@pytest.mark.parametrize("address", GUARDED)
@pytest.mark.parametrize("how", ["get", "post"])
def test_an_old_session_has_to_prove_itself_first(signed_in, leyla, address, how):
    browser = signed_in(leyla)
    prove(browser, "code", ago=16 * 60)
    answer = getattr(browser, how)(address, {"word": "delete"})
    if answer.status_code != 405:
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/confirm/?next=/my-data/")
    assert not DataCopy.objects.exists()
    assert not leyla.removals.exists()


@pytest.mark.parametrize("address", ["/my-data/", *GUARDED])
def test_a_visitor_signs_in_first(visitor, leyla, address):
    answer = visitor.get(address)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=/my-data/")


def made(person) -> DataCopy:
    copy, _is_new = ask_for_copy(person, language="en")
    assert make_copy(copy.pk)
    copy.refresh_from_db()
    return copy


@pytest.mark.database
def test_the_file_is_made_by_the_queue_and_announced(signed_in, leyla, django_capture_on_commit_callbacks):
    browser = signed_in(leyla)
    assert browser.post("/my-data/copy/").status_code == 302
    copy = DataCopy.objects.get()
    assert make_copy(copy.pk)
    assert not make_copy(copy.pk)
    copy.refresh_from_db()
    answer = browser.get(f"/my-data/copy/{copy.pk}/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.namelist() == ["my-data.html", "my-data.json"]
    whole = json.loads(archive.read("my-data.json"))
    assert whole["parts"]["people.private_details"]["rows"][0]["address"] == "Nizami 14"
    assert not [
        row for part in whole["parts"].values() for row in part["rows"] if row.get("download", "").startswith("/")
    ]
    assert "Nizami 14" in archive.read("my-data.html").decode()
    assert Notice.objects.filter(kind="data_ready", person=leyla).count() == 1


@pytest.mark.database
def test_asking_twice_is_one_file(leyla):
    assert ask_for_copy(leyla, language="en")[0] == ask_for_copy(leyla, language="en")[0]
    assert DataCopy.objects.count() == 1


@pytest.mark.database
def test_asking_is_limited(signed_in, leyla, settings):
    browser = signed_in(leyla)
    answers = []
    for _turn in range(7):
        answers.append(browser.post("/my-data/copy/").status_code)
        DataCopy.objects.all().delete()
    assert answers == [302] * 6 + [429]


def test_a_file_is_its_persons_alone(signed_in, leyla):
    copy = made(leyla)
    murad = factories.person("Murad Quliyev", email="murad@example.com")
    for somebody in (murad, factories.staff("Aynur", "coordinator")):
        assert signed_in(somebody).get(f"/my-data/copy/{copy.pk}/").status_code == 404


def test_a_file_cannot_be_had_after_its_time(signed_in, leyla):
    copy = made(leyla)
    DataCopy.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert signed_in(leyla).get(f"/my-data/copy/{copy.pk}/").status_code == 404


def test_a_file_that_cannot_be_made_is_given_up_after_three_tries(leyla, monkeypatch):
    copy, _is_new = ask_for_copy(leyla, language="en")
    monkeypatch.setattr("elearn.people.domain.export.pack", lambda *_: 1 / 0)
    for _turn in range(3):
        with pytest.raises(ZeroDivisionError):
            make_copy(copy.pk)
    assert not make_copy(copy.pk)
    copy.refresh_from_db()
    assert copy.state == "failed"


def test_a_file_that_was_let_fall_is_found(leyla):
    copy, _is_new = ask_for_copy(leyla, language="en")
    assert left_unmade(timezone.now()) == []
    assert left_unmade(timezone.now() + timedelta(minutes=11)) == [copy.pk]


def test_an_original_is_its_teachers_alone(signed_in, leyla):
    from courses.models import Contribution

    contribution = Contribution.objects.get(person=leyla)
    film = contribution.film
    storages["films"].save(film.source_key, ContentFile(b"film"))
    type(film).objects.filter(pk=film.pk).update(source=film.source_key, source_bytes=4)
    address = f"/my-films/{contribution.pk}/original/"
    assert f'href="{address}"' in signed_in(leyla).get("/my-data/read/").content.decode()
    answer = signed_in(leyla).get(address)
    with pytest.warns(Warning, match="asynchronous"):
        assert (answer["Content-Length"], b"".join(answer)) == ("4", b"film")
    for somebody in (factories.person("Murad", email="murad@example.com"), factories.staff("Aynur", "coordinator")):
        assert signed_in(somebody).get(address).status_code == 404


@pytest.mark.database
def test_the_page_costs_the_same_for_one_and_for_three(signed_in, leyla, django_assert_num_queries):
    by = factories.staff("Aynur", "operator").account

    def more() -> None:
        change(leyla, by=by, why="visit", address="Nizami 14")
        sent_contribution(leyla)
        safety.report("Narahatam.", about="", person=leyla)
        tell(leyla, "film_ready", key=f"film_ready:{Notice.objects.count()}", facts={"title": "Plov"})

    browser = signed_in(leyla)
    more()
    browser.get("/my-data/")
    with CaptureQueriesContext(connection) as once:
        browser.get("/my-data/")
    more()
    more()
    with django_assert_num_queries(len(once)):
        browser.get("/my-data/")
