"""Issuing, racing, cancelling, correcting: through the door."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from courses import api
from courses.domain.certificates import keys
from courses.domain.certificates.certify import _issue, _reserve
from courses.domain.certificates.correct import correct_name, may_be_corrected
from courses.domain.certificates.wording import hours_words, lessons_words
from courses.errors import AlreadyCancelled, CorrectionClosed, RequirementsNotMet
from courses.models import Certificate, Enrolment, EnrolmentState
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from tests.courses.papers import completed_enrolment, completed_in, paper_bytes
from tests.courses.test_documents_certificate import letters
from tests.factories import course_with, person
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


def test_a_completed_course_gives_a_certificate_with_every_claim():
    enrolment = completed_enrolment()
    certificate = api.certify(enrolment)
    year = timezone.localdate().year
    assert certificate.number == f"KP-{year}-000001"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{12}", certificate.code)
    assert certificate.claims["holder"] == "Günay Elçin qızı Məmmədova"
    assert certificate.claims["course"] == "Şərf toxumağı öyrənək"
    assert certificate.claims["teacher"] == "Leyla Əliyeva"
    assert (certificate.claims["lessons"], certificate.claims["hours"]) == (2, "2")
    text = letters(paper_bytes(certificate))
    for words in (
        "Günay Elçin qızı Məmmədova",
        "Şərf toxumağı öyrənək",
        "Leyla Əliyeva",
        certificate.number,
        certificate.grouped_code,
    ):
        assert words.replace(" ", "") in text.replace(" ", "")


@pytest.mark.database
def test_it_is_dated_noted_and_told_once_however_often_it_is_asked_for():
    enrolment = completed_enrolment()
    first = api.certify(enrolment)
    again = api.certify(Enrolment.objects.get(pk=enrolment.pk))
    assert first == again and first.paper_sha256 == again.paper_sha256
    assert Certificate.objects.count() == 1
    assert Entry.objects.filter(kind=Kind.CERTIFIED, subject=f"course:{enrolment.course_id}").count() == 1
    notice = Notice.objects.get(kind="certificate_issued")
    assert notice.person == enrolment.person and notice.facts["address"] == first.get_absolute_url()


@pytest.mark.parametrize("state", [EnrolmentState.ACTIVE, EnrolmentState.LEFT])
def test_without_the_requirements_there_is_none(state):
    enrolment = completed_enrolment()
    Enrolment.objects.filter(pk=enrolment.pk).update(state=state)
    with pytest.raises(RequirementsNotMet):
        api.certify(enrolment)
    assert api.certificate_for(enrolment) is None
    assert not Certificate.objects.exists()


@pytest.mark.database
def test_numbers_follow_each_other_and_checks_have_their_own():
    first = completed_enrolment()
    numbers = [api.certify(first).number]
    for name in ("Murad Quliyev", "Aysel Rzayeva"):
        numbers.append(api.certify(completed_in(first.course, person(name))).number)
    trial = api.certify(completed_in(first.course, person("Check", is_check=True)))
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003"]
    assert trial.number.startswith("CHECK-") and trial.is_check
    api.discard_check(trial)
    assert not storages["papers"].exists(trial.paper)
    with pytest.raises(ValueError):
        api.discard_check(Certificate.objects.get(number=numbers[0]))


@pytest.mark.database
def test_a_crash_between_number_and_paper_is_made_good():
    enrolment = completed_enrolment()
    certificate = api.certify(enrolment)
    Certificate.objects.filter(pk=certificate.pk).update(paper="", paper_sha256="")
    Notice.objects.all().delete()
    assert not Certificate.objects.issued().exists()
    assert [made.number for made in api.certificates_of(enrolment.person)] == [certificate.number]
    assert Certificate.objects.issued().count() == 1


@pytest.mark.database
def test_the_slower_of_two_workers_leaves_nothing_behind():
    enrolment = completed_enrolment()
    slow = _reserve(enrolment)
    won = api.certify(enrolment)
    assert slow == won and not slow.paper
    before = set(storages["papers"].listdir(f"certificates/{won.issued_at.year}")[1])
    _issue(slow)
    won.refresh_from_db()
    assert paper_bytes(won)
    assert set(storages["papers"].listdir(f"certificates/{won.issued_at.year}")[1]) == before
    assert Notice.objects.filter(kind="certificate_issued").count() == 1
    assert Entry.objects.filter(kind=Kind.CERTIFIED).count() == 1


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_make_one_certificate_each_and_numbers_without_gap():
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory takes one writer at a time; runs on PostgreSQL")
    page, _lessons = course_with({})
    enrolments = [completed_in(page, person(f"Learner {number}")) for number in range(4)]
    asked = [partial(api.certify, Enrolment.objects.get(pk=enrolment.pk)) for enrolment in [*enrolments, *enrolments]]
    made = [certificate.pk for certificate in all_at_once(*asked)]
    assert made[:4] == made[4:] and len(set(made)) == 4
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert [number[-6:] for number in numbers] == ["000001", "000002", "000003", "000004"]
    assert Entry.objects.filter(kind=Kind.CERTIFIED).count() == 4
    assert Notice.objects.filter(kind="certificate_issued").count() == 4


def test_cancelling_keeps_everything_and_tells_the_holder():
    certificate = api.certify(completed_enrolment())
    rena = person("Rəna Həsənova", email="rena@certify.example").account
    with pytest.raises(ValueError):
        api.cancel(certificate, reason="  ", by=rena)
    api.cancel(certificate, reason="Səhvən verilib.", by=rena)
    certificate.refresh_from_db()
    assert certificate.cancelled_at and certificate.cancelled_by == rena
    assert paper_bytes(certificate)
    assert Notice.objects.get(kind="certificate_cancelled").facts["reason"] == "Səhvən verilib."
    assert Entry.objects.filter(kind=Kind.CERTIFICATE_CANCELLED).count() == 1
    with pytest.raises(AlreadyCancelled):
        api.cancel(certificate, reason="Yenə", by=rena)
    assert api.certify(certificate.enrolment) == certificate


@pytest.mark.database
def test_a_name_is_corrected_once_and_the_earlier_paper_is_recognised():
    certificate = api.certify(completed_enrolment(person("Günay")))
    before = paper_bytes(certificate)
    correct_name(certificate, name="  Günay Elçin  qızı Məmmədova ")
    assert certificate.claims["holder"] == "Günay Elçin qızı Məmmədova" and certificate.corrected_at
    assert "GünayElçinqızıMəmmədova" in letters(paper_bytes(certificate)).replace(" ", "")
    assert api.check_paper(before).finding == api.Finding.REPLACED
    assert api.check_paper(paper_bytes(certificate)).finding == api.Finding.GENUINE
    certificate.enrolment.person.refresh_from_db()
    assert certificate.enrolment.person.papers_name == "Günay Elçin qızı Məmmədova"
    with pytest.raises(CorrectionClosed):
        correct_name(certificate, name="Murad Quliyev")


def test_after_thirty_days_or_a_cancellation_the_name_stays():
    certificate = api.certify(completed_enrolment())
    assert may_be_corrected(certificate)
    assert not may_be_corrected(certificate, certificate.issued_at + timedelta(days=30, seconds=1))
    api.cancel(certificate, reason="Səhv", by=None)
    with pytest.raises(CorrectionClosed):
        correct_name(certificate, name="Başqa Ad")


def test_a_new_key_leaves_old_papers_genuine():
    old = api.certify(completed_enrolment())
    first, second = keys.signer(), keys.replace()
    assert first.fingerprint != second.fingerprint
    new = api.certify(completed_in(old.enrolment.course, person("Murad Quliyev")))
    assert (old.signer_sha256, new.signer_sha256) == (first.fingerprint, second.fingerprint)
    for certificate in (old, new):
        assert api.check_paper(paper_bytes(certificate)).finding == api.Finding.GENUINE


def test_the_key_is_readable_by_nobody_else_and_made_once(settings, tmp_path):
    settings.KEYS_DIR = str(tmp_path / "keys")
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _turn: keys.prepare(), range(4)))
    file = tmp_path / "keys" / "signing.pem"
    assert file.stat().st_mode & 0o077 == 0
    assert len(keys.known_certificates()) == 1
    before = file.read_bytes()
    keys.prepare()
    assert file.read_bytes() == before
    assert not list((tmp_path / "keys").glob(".signing-*"))


def test_hours_and_lessons_are_said_in_words(settings):
    from django.utils import translation

    with translation.override("en"):
        assert hours_words(Decimal("2.0")) == "2 hours" and hours_words(Decimal(1)) == "1 hour"
        assert hours_words(Decimal("1.5")) == "1.5 hours" and lessons_words(1) == "1 lesson"
    with translation.override("ru"):
        assert hours_words(Decimal("1.5")).startswith("1,5")


def test_dates_are_written_as_each_language_writes_them():
    from datetime import date

    from django.utils import translation

    from courses.domain.certificates.wording import day_words

    wanted = {
        "az": ("21 noyabr 2026", "1 iyul 2026"),
        "ru": ("21 ноября 2026", "1 июля 2026"),
        "en": ("21 November 2026", "1 July 2026"),
    }
    for language, words in wanted.items():
        with translation.override(language):
            assert (day_words(date(2026, 11, 21)), day_words(date(2026, 7, 1))) == words
