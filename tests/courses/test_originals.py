"""Originals at school: who needs one, who of the staff gets one, and what history says of it."""

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, ReferenceIndex

import media_pipeline.api as films
from courses.domain.films.originals import ask_to_keep, is_needed, need_no_longer
from courses.errors import CannotChange
from courses.models import Contribution, ContributionState
from elearn.history.models import Entry, Kind
from elearn.notices.domain.compose import email_of, sms_of
from elearn.notices.models import Notice
from elearn.people.models import Role
from elearn.safety.domain.hide import hide
from media_pipeline.domain import originals
from media_pipeline.models import Film
from tests.courses.papers import sent_contribution
from tests.factories import course_with, first_pages, guidance_pages, guide, person, staff
from tests.media_pipeline.kept import DAYS, kept_film

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    options = {"location": tmp_path / "films", "allow_overwrite": True}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"films": backend}
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {
        "ORIGINALS": "public", "ORIGINALS_DAYS": DAYS - 1, "ORIGINALS_NOTICE_DAYS": 0
    }  # fmt: skip
    first_pages()


@pytest.fixture
def contribution() -> Contribution:
    return sent_contribution(film=kept_film())


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator")


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


# The rule ---------------------------------------------------------------------------------------------
def needed(film: Film) -> tuple[bool, bool]:
    return is_needed(film.pk, rule="public"), is_needed(film.pk, rule="ready")


@pytest.mark.parametrize("state", ["draft", "sent", "another_take", "second_person", "cutting", "replaced"])
def test_what_is_on_its_way_is_needed(contribution, state):
    Contribution.objects.update(state=state)
    assert needed(contribution.film) == (True, False)


def test_what_a_public_lesson_shows_is_needed_until_it_is_public_no_more(rena):
    film = kept_film()
    _course, [lesson] = course_with({"film": film})
    assert needed(film) == (True, False)
    lesson.unpublish()
    assert needed(film) == (False, False)


def test_what_a_guide_shows_is_needed_too():
    film = kept_film()
    guidance_pages()
    page = guide()
    page.body = [("film", {"film": film, "shows": "Sadə bir hərəkət."})]
    page.live = False
    page.save()
    ReferenceIndex.create_or_update_for_object(page)  # as the queue does after each change
    assert needed(film) == (False, False)
    Page.objects.filter(pk=page.pk).update(live=True)
    assert needed(film) == (True, False)


def test_what_a_concern_hides_is_needed_by_every_rule():
    film = kept_film()
    assert needed(film) == (False, False)
    hide(f"film:{film.pk}")
    assert needed(film) == (True, True)


def test_a_film_that_is_gone():
    film = kept_film()
    Film.objects.all().delete()
    assert needed(film) == (False, False)


def test_it_goes_and_history_says_so(contribution, django_capture_on_commit_callbacks):
    film = contribution.film
    assert originals.remove_due() == 0
    Contribution.objects.update(state=ContributionState.PLACED)  # and no page shows it
    with django_capture_on_commit_callbacks(execute=True):
        assert originals.remove_due() == 1
    entry = Entry.objects.get(kind=Kind.ORIGINAL_REMOVED)
    assert (entry.subject, entry.who) == (f"film:{film.pk}", "")
    assert entry.facts == {"rule": "public", "bytes": 800, "ready_days": DAYS}
    assert not storages["films"].exists(film.source_key)


def test_without_a_word_in_history_it_stays(contribution, monkeypatch):
    Contribution.objects.update(state=ContributionState.PLACED)
    monkeypatch.setattr("courses.domain.films.originals.note", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        originals.remove_due()
    contribution.film.refresh_from_db()
    assert films.has_original(contribution.film)


# Staff ------------------------------------------------------------------------------------------------
def test_a_coordinator_takes_it_and_each_time_is_noted(rena, contribution):
    address = reverse("courses_admin:original", args=[contribution.pk])
    page = signed_in(rena).get(reverse("courses_admin:video", args=[contribution.pk]))
    assert f'href="{address}"' in page.content.decode()
    answer = signed_in(rena).get(address)
    with pytest.warns(Warning, match="asynchronous"):
        assert b"".join(answer) == b"original" * 100
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.get(kind=Kind.ORIGINAL_HANDED_OUT)
    assert entry.subject == f"film:{contribution.film_id}"
    assert entry.who


def test_nobody_else_takes_it(contribution):
    address = reverse("courses_admin:original", args=[contribution.pk])
    for somebody in (
        contribution.person, person("Murad Quliyev", email="murad@originals.example"),
        staff("Aynur", "operator"), staff("Sevinc", "counsellor"), staff("Günel", "safeguarding"),
    ):  # fmt: skip
        assert signed_in(somebody).get(address).status_code in (302, 403)
    assert Client().get(address).status_code == 302
    assert not Entry.objects.filter(kind=Kind.ORIGINAL_HANDED_OUT).exists()


@pytest.mark.parametrize("state", ["draft", "cutting", "withdrawn"])
def test_not_what_is_the_teachers_alone_or_was_taken_back(rena, contribution, state):
    Contribution.objects.update(state=state)
    assert signed_in(rena).get(reverse("courses_admin:original", args=[contribution.pk])).status_code == 404


def test_not_what_a_concern_holds(rena, contribution):
    hide(f"film:{contribution.film_id}")
    assert signed_in(rena).get(reverse("courses_admin:original", args=[contribution.pk])).status_code == 404


def test_not_what_is_no_longer_there(rena, contribution):
    storages["films"].delete(contribution.film.source)
    assert signed_in(rena).get(reverse("courses_admin:original", args=[contribution.pk])).status_code == 404
    assert not Entry.objects.filter(kind=Kind.ORIGINAL_HANDED_OUT).exists()


def test_a_film_that_cannot_be_put_together_is_not_there(rena, contribution):
    """The original went by rule, and what lies there is no film."""
    Film.objects.update(source="", source_removed_at=timezone.now())
    answer = signed_in(rena).get(reverse("courses_admin:original", args=[contribution.pk]))
    assert answer.status_code == 404


# Told before it goes ------------------------------------------------------------------------------------
@pytest.fixture
def announced(contribution, settings) -> Contribution:
    """A film of a teacher with a sign-in, whose original goes in a fortnight."""
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"ORIGINALS_NOTICE_DAYS": 14}
    leyla = person("Leyla Əliyeva", email="leyla@originals.example", birth_year=1955, roles=[Role.ELDER])
    Contribution.objects.update(state=ContributionState.PLACED, person=leyla)
    assert originals.announce() == 1
    contribution.refresh_from_db()
    contribution.film.refresh_from_db()
    return contribution


def page_of(announced) -> str:
    client = signed_in(announced.person)
    return client.get(reverse("courses:film", args=[announced.pk])).content.decode()


def keep(announced, who, deed="keep"):
    return signed_in(who).post(reverse("courses:keep_original", args=[announced.pk]), {"deed": deed})


def test_the_teacher_is_told_once_and_reads_what_they_can_do(announced):
    originals.announce()
    notice = Notice.objects.get(kind="original_goes")
    assert notice.person == announced.person
    day = notice.facts["day"]
    entry = Entry.objects.get(kind=Kind.ORIGINAL_ANNOUNCED)
    assert (entry.subject, entry.facts["days"]) == (f"film:{announced.film_id}", 13)
    assert day in email_of(notice)[1] and "saxlamağımızı xahiş edə" in email_of(notice)[1]
    html = page_of(announced)
    assert "bizə verdiyiniz faylı silirik" in html
    assert f'href="{reverse("courses:original", args=[announced.pk])}"' in html


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_its_text_message_fits(announced, language, settings):
    settings.BASE_URL = "https://korpu.example"
    with translation.override(language):
        assert len(sms_of(Notice.objects.get(kind="original_goes"))) <= 134


def test_the_teacher_keeps_it_and_lets_it_go_again(announced):
    assert keep(announced, announced.person).status_code == 302
    announced.film.refresh_from_db()
    assert announced.film.source_kept_at and films.original_goes_at(announced.film) is None
    assert "Saxlamağı xahiş etmisiniz" in page_of(announced)
    assert originals.announce() == 0
    keep(announced, announced.person, "let_go")
    announced.film.refresh_from_db()
    assert announced.film.source_kept_at is None
    assert set(Entry.objects.values_list("kind", flat=True)) >= {Kind.ORIGINAL_KEPT, Kind.ORIGINAL_LET_GO}


def test_nobody_else_keeps_it(announced, rena):
    sona = person("Sona Kərimova", email="sona@originals.example", birth_year=1950, roles=[Role.ELDER])
    for somebody, code in ((sona, 404), (rena, 403)):
        assert keep(announced, somebody).status_code == code
        for deed in (ask_to_keep, need_no_longer):
            with pytest.raises(CannotChange):
                deed(announced, by=somebody.account)
    assert Client().post(reverse("courses:keep_original", args=[announced.pk])).status_code == 302
    assert signed_in(announced.person).get(reverse("courses:keep_original", args=[announced.pk])).status_code == 405
    announced.film.refresh_from_db()
    assert announced.film.source_kept_at is None


def test_staff_see_the_day_and_what_was_asked(announced, rena):
    address = reverse("films_admin:read", args=[announced.film_id])
    client = signed_in(rena)
    assert "ustada xəbər verilib" in client.get(address).content.decode()
    assert "ustada xəbər verilib" in client.get(
        reverse("courses_admin:video", args=[announced.pk])
    ).content.decode()  # fmt: skip
    keep(announced, announced.person)
    assert "onu saxlamağı xahiş edib" in client.get(address).content.decode()
    client.post(address, {"deed": "let_go"})
    announced.film.refresh_from_db()
    assert announced.film.source_kept_at is None


def test_of_a_shortened_film_the_whole_recording_is_kept_too(announced):
    whole = kept_film()
    Film.objects.filter(pk=announced.film_id).update(cut_of=whole)
    announced.refresh_from_db()
    ask_to_keep(announced, by=announced.person.account)
    whole.refresh_from_db()
    assert whole.source_kept_at
