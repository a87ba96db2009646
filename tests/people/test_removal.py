"""A person's data are removed: planned, undone, done; what others rely on stays without the person."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.utils import timezone
from wagtail.models import ModelLogEntry

import courses.api as school
import elearn.safety.api as safety
from courses.models import Certificate, Contribution, Enrolment
from elearn.history.api import pseudonym
from elearn.history.models import Entry
from elearn.notices.api import tell
from elearn.people.api import ask_for_call
from elearn.people.domain.export import ask_for_copy, make_copy
from elearn.people.domain.private import change
from elearn.people.domain.remove import plan_removal, remove
from elearn.people.errors import CannotRemove
from elearn.people.models import Account, DataCopy, Device, Person, Removal, RemovalState, Role
from elearn.people.tasks import sweep_own_data
from elearn.safety.models import Concern
from media_pipeline.models import FilmState
from tests import factories
from tests.courses.papers import completed_enrolment, paper_bytes, sent_contribution

pytestmark = pytest.mark.django_db
NAME, EMAIL, PHONE, ADDRESS = "Sevinc Qasımzadə", "sevinc@example.com", "+994501234567", "Tağıyev küçəsi 14"
MARKS = ("Sevinc", "Qasımzadə", "sevinc", "501234567", "Tağıyev", "Əlil")


@pytest.fixture
def sevinc(db):
    return factories.person(
        NAME, email=EMAIL, phone=PHONE, birth_year=1954, papers_name="Sevinc Əlil qızı Qasımzadə", language="en",
        roles=[Role.ELDER, Role.LEARNER],
    )  # fmt: skip


def removed(person) -> Removal:
    removal = plan_removal(person, cause=Removal.Cause.OWN)
    assert remove(removal)
    return removal


def left_in_the_database(*marks: str) -> dict[str, str]:
    """Search every text of every table for what names the person."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            words = str(row)
            if any(mark in words for mark in marks):
                found[model._meta.label] = words
    return found


@pytest.fixture
def full_life(sevinc, signed_in):
    """Somebody of whom everything is held that can be."""
    rena = factories.staff("Rəna", "coordinator")
    change(sevinc, by=rena.account, why="visit", address=ADDRESS, hearing="Pis eşidir")
    sent_contribution(sevinc, title="Sevinc xanımın plovu")
    enrolment = completed_enrolment(sevinc, teacher=factories.person("Başqa usta"))
    school.certify(enrolment)
    safety.report("Narahatam.", about="", person=sevinc, contact=PHONE)
    ask_for_call(NAME, phone=PHONE, best_time="any", language="az", person=sevinc)
    tell(sevinc, "film_ready", key="film_ready:1", facts={"title": "Sevinc xanımın plovu"})
    copy, _is_new = ask_for_copy(sevinc, language="en")
    make_copy(copy.pk)
    ModelLogEntry.objects.log_action(sevinc, "wagtail.edit", user=rena.account)
    signed_in(sevinc).get("/my-data/")
    return sevinc


@pytest.mark.database
def test_nothing_that_names_the_person_is_left_in_any_table(full_life):
    assert left_in_the_database(*MARKS)
    removed(full_life)
    assert left_in_the_database(*MARKS) == {}


def test_the_row_stays_without_a_name_and_under_a_new_key(full_life):
    key = full_life.key
    before = Entry.objects.filter(who=pseudonym(key)).count()
    removed(full_life)
    row = Person.objects.get(pk=full_life.pk)
    assert (row.papers_name, row.birth_year, row.found_by, row.contact_points.count()) == ("", None, "", 0)
    assert row.removed_at is not None and row.key != key
    assert not Account.objects.filter(person=row).exists()
    assert before and Entry.objects.filter(who=pseudonym(key)).count() >= before
    assert not Entry.objects.filter(who=pseudonym(row.key)).exists()


def test_sessions_end(signed_in, full_life):
    browser = signed_in(full_life)
    browser.get("/my-data/")
    assert Device.objects.filter(account=full_life.account).exists()
    removed(full_life)
    assert browser.get("/my-data/")["Location"].startswith("/sign-in/")


@pytest.mark.database
def test_a_certificate_stays_genuine_without_the_name(full_life, visitor, django_capture_on_commit_callbacks):
    certificate = Certificate.objects.get()
    paper, key = paper_bytes(certificate), certificate.paper
    with django_capture_on_commit_callbacks(execute=True):
        removed(full_life)
    certificate.refresh_from_db()
    assert certificate.claims["holder"] == "" and certificate.claims["course"]
    assert not storages["papers"].exists(key)
    page = visitor.get(certificate.get_absolute_url()).content.decode()
    assert "This certificate was issued and is valid" in page
    assert "has had their data removed" in page and "Qasımzadə" not in page
    assert school.check_paper(paper).finding == school.Finding.GENUINE
    assert school.check_paper(paper[:-3] + b"\n\n\n").finding == school.Finding.ALTERED
    checked = visitor.post("/check/", {"paper": _file(paper)}).content.decode()
    assert "The file is genuine" in checked and "the holder has had their data removed here" in checked


def _file(data: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("paper.pdf", data, content_type="application/pdf")


@pytest.mark.database
def test_a_certificate_is_not_printed_again(full_life, signed_in):
    removed(full_life)
    enrolment = Enrolment.objects.get(person=full_life)
    certificate = school.certify(enrolment)
    assert certificate.holder_is_removed
    school.sweep()
    certificate.refresh_from_db()
    assert certificate.holder_is_removed
    rena = signed_in(Person.objects.get(name="Rəna"))
    assert rena.get(f"{certificate.get_absolute_url()}paper.pdf").status_code == 403


def test_a_film_comes_down_and_its_files_go(full_life):
    contribution = Contribution.objects.get()
    film = contribution.film
    removed(full_life)
    film.refresh_from_db()
    assert film.state == FilmState.BLOCKED and film.title == ""
    from courses.tasks_films import remove_withdrawn

    remove_withdrawn.func()
    assert not Contribution.objects.filter(person=full_life).exists()


def test_a_concern_stays_without_who_reported_it(full_life):
    removed(full_life)
    concern = Concern.objects.get()
    assert (concern.text, concern.person, concern.contact) == ("Narahatam.", None, "")


def test_the_copy_goes_with_its_file(full_life):
    key = DataCopy.objects.get().file
    removed(full_life)
    assert not DataCopy.objects.exists() and not storages["papers"].exists(key)


@pytest.mark.database
def test_merged_records_go_too(sevinc):
    from elearn.people.api import merge

    other = factories.person("Sevinc xanım", phone="0551234567", with_account=False)
    merge(sevinc, other, by=None)
    removed(sevinc)
    assert left_in_the_database(*MARKS) == {}


@pytest.mark.database
def test_all_or_nothing(sevinc, monkeypatch):
    def fail(person):
        raise RuntimeError

    from elearn.people import own_data

    monkeypatch.setitem(own_data._forgettings, "zz", own_data.Forgetting("zz", fail, frozenset(), 10))
    removal = plan_removal(sevinc, cause=Removal.Cause.OWN)
    Removal.objects.update(run_at=timezone.now() - timedelta(minutes=1))
    sweep_own_data()
    removal.refresh_from_db()
    assert removal.state == RemovalState.PLANNED
    assert Person.objects.get(pk=sevinc.pk).name == NAME


def test_others_are_left_alone(full_life):
    gunay = completed_enrolment(factories.person("Günay Məmmədova", email="gunay@example.com"))
    certificate = school.certify(gunay)
    removed(full_life)
    certificate.refresh_from_db()
    assert certificate.claims["holder"] == "Günay Məmmədova"
    assert Account.objects.filter(email="gunay@example.com").exists()


def test_a_removed_person_is_in_no_list(full_life, signed_in):
    removed(full_life)
    page = signed_in(Person.objects.get(name="Rəna")).get("/admin/people/").content.decode()
    assert "çıxarıl" not in page and "removed person" not in page
    with pytest.raises(CannotRemove):
        plan_removal(full_life, cause=Removal.Cause.OWN)
