"""Where a risk is stated the content is hidden at once; hiding is bounded, decided and logged."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

import courses.api as school
from courses.domain.watching import playback
from courses.errors import HiddenNow
from courses.models import Enrolment
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.models import Role
from elearn.safety import api
from elearn.safety.domain import hide as hiding
from elearn.safety.models import Concern, ConcernEntry, Hidden
from media_pipeline.models import Film
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Şəxsi ünvan görünür"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def officer(db):
    return factories.staff("Sevda", "safeguarding", language="en")


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", birth_year=2000, email="gunay@hiding.example", language="en")


@pytest.fixture
def murad(db):
    return factories.person("Murad Quliyev", birth_year=2000, email="murad@hiding.example", language="en")


@pytest.fixture
def lesson(db):
    _, [lesson] = factories.course_with({"film": factories.ready_film(30), "text": "<p>Salam</p>"})
    return lesson


def risk(subject, person=None, **more):
    return api.report(WORDS, about="", person=person, subject=subject, states_risk=True, **more)


def certificate_of(person, lesson):
    enrolment = school.enrol(person, lesson.get_parent().specific)
    Enrolment.objects.filter(pk=enrolment.pk).update(state="completed", completed_at=timezone.now())
    enrolment.refresh_from_db()
    return school.certify(enrolment)


def is_shown(lesson) -> tuple[bool, bool]:
    return (not api.is_hidden(f"lesson:{lesson.pk}"), not api.is_hidden(f"film:{lesson.film_id}"))


# At once -------------------------------------------------------------------------------------------
@pytest.mark.database
def test_who_is_signed_in_hides_the_lesson_and_its_film(signed_in, officer, gunay, lesson):
    browser = signed_in(gunay)
    assert browser.get(lesson.url).status_code == 200
    done = browser.post(
        reverse("safety:concern"),
        {"text": WORDS, "danger": "no", "risk": "yes", "subject": f"lesson:{lesson.pk}", "about": lesson.url},
    )
    assert done.url == f"{reverse('safety:thanks')}?soon=1&hidden=1"
    assert is_shown(lesson) == (False, False)
    page = browser.get(lesson.url)
    assert page.status_code == 404
    assert "Not shown at the moment" in page.content.decode()
    assert "Salam" not in page.content.decode()
    for name in ("lesson_mine", "quiz", "thanks"):
        hidden = browser.get(reverse(f"courses:{name}", args=[lesson.pk]))
        assert (hidden.status_code, "Not shown at the moment" in hidden.content.decode()) == (404, True)
    assert browser.post(reverse("courses:open_lesson", args=[lesson.pk])).status_code == 404
    assert Film.objects.get(pk=lesson.film_id).blocked_at is not None


def test_a_visitor_hides_the_film_and_not_the_lesson(visitor, officer, lesson):
    visitor.post(reverse("safety:concern"), {"text": WORDS, "risk": "yes", "subject": f"lesson:{lesson.pk}"})
    assert is_shown(lesson) == (True, False)
    page = visitor.get(lesson.url).content.decode()
    assert "Salam" in page
    assert "data-player" not in page
    assert "This video is not shown at the moment" in page
    answer = visitor.post(reverse("courses:open_lesson", args=[lesson.pk]))
    assert (answer.status_code, "not shown" in answer.json()["words"]) == (409, True)


def test_a_player_that_is_open_gets_no_playlist_any_more(officer, gunay, murad, lesson):
    school.enrol(gunay, lesson.get_parent().specific)
    opened = school.open_playback(gunay, lesson)
    assert playback.playlist(opened.session)
    risk(f"film:{lesson.film_id}", murad)
    with pytest.raises(HiddenNow):
        playback.playlist(opened.session)
    with pytest.raises(HiddenNow):
        playback.audio_playlist(opened.session)
    with pytest.raises(HiddenNow):
        school.open_playback(gunay, lesson)


@pytest.mark.parametrize(
    ("danger", "asked", "hides"),
    [("no", "yes", True), ("yes", "", True), ("yes", "no", False), ("", "", False), ("no", "no", False)],
)
def test_what_the_two_questions_mean(signed_in, officer, gunay, lesson, danger, asked, hides):
    signed_in(gunay).post(
        reverse("safety:concern"),
        {"text": WORDS, "danger": danger, "risk": asked, "subject": f"lesson:{lesson.pk}"},
    )
    assert is_shown(lesson) == (not hides, not hides)


def test_urgent_ones_are_due_in_hours_and_officers_are_told_so(settings, officer, gunay, lesson):
    concern = risk(f"lesson:{lesson.pk}", gunay)
    hours = (concern.deadline - timezone.now()).total_seconds() / 3600
    assert settings.CONCERN_URGENT_HOURS - 0.1 < hours <= settings.CONCERN_URGENT_HOURS
    told = Notice.objects.get()
    assert (told.kind, told.person, told.facts["hidden"]) == ("concern_urgent", officer, True)
    assert WORDS not in str(told.facts)


# What a browser may send ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "subject",
    ["", "lesson", "lesson:", "lesson:0", "lesson:99999999999999999999", "lesson:²", "film:x", "film:1", "page:1",
     "thanks:-1", "certificate:KP-0", "lesson:1 or 1=1", "x" * 300],
)  # fmt: skip
def test_a_subject_that_is_not_there_hides_nothing_and_loses_no_concern(visitor, officer, subject):
    page = visitor.get(reverse("safety:concern"), {"subject": subject})
    assert (page.status_code, "You are writing about" in page.content.decode()) == (200, False)
    done = visitor.post(reverse("safety:concern"), {"text": WORDS, "risk": "yes", "subject": subject})
    assert done.status_code == 302
    assert Concern.objects.get().subject == ""
    assert not Hidden.objects.exists()


def test_an_unpublished_lesson_is_not_named(visitor, lesson):
    lesson.unpublish()
    page = visitor.get(reverse("safety:concern"), {"subject": f"lesson:{lesson.pk}"}).content.decode()
    assert lesson.title not in page
    page = visitor.get(reverse("safety:concern"), {"subject": f"film:{lesson.film_id}"}).content.decode()
    assert lesson.title not in page


@pytest.mark.database
def test_a_certificate_is_reported_and_stays(visitor, officer, gunay, murad, lesson):
    """Others rely on it, and its name decides about itself: the officers alone read what is said of it."""
    certificate = certificate_of(gunay, lesson)
    concern = risk(f"certificate:{certificate.number}", murad)
    assert concern.subject == f"certificate:{certificate.number}"
    assert not Hidden.objects.exists()
    page = visitor.get(reverse("safety:concern"), {"subject": concern.subject}).content.decode()
    assert "Only our safeguarding officer reads this" in page
    assert gunay.name not in page


# Bounds --------------------------------------------------------------------------------------------
@pytest.mark.database
def test_visitors_together_hide_only_so_much_in_an_hour(officer, monkeypatch):
    monkeypatch.setattr(hiding, "VISITORS_AN_HOUR", 2)
    films = [factories.ready_film(10) for _ in range(3)]
    for film in films:
        risk(f"film:{film.pk}")
    assert [api.is_hidden(f"film:{film.pk}") for film in films] == [True, True, False]
    last = Concern.objects.latest("pk")
    assert (last.states_risk, last.hidden.exists()) == (True, False)
    assert Notice.objects.filter(kind="concern_urgent").count() == 3
    Hidden.objects.update(at=timezone.now() - timedelta(hours=2))
    risk(f"film:{films[2].pk}")
    assert api.is_hidden(f"film:{films[2].pk}")


def test_one_person_hides_only_so_much_in_a_day(officer, gunay, murad, monkeypatch):
    monkeypatch.setattr(hiding, "A_PERSON_A_DAY", 1)
    first, second = factories.ready_film(10), factories.ready_film(10)
    risk(f"film:{first.pk}", gunay)
    risk(f"film:{second.pk}", gunay)
    assert not api.is_hidden(f"film:{second.pk}")
    risk(f"film:{second.pk}", murad)
    assert api.is_hidden(f"film:{second.pk}")


def test_one_network_address_hides_only_so_much(visitor, officer, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "hide_content": "1/h/ip"}
    films = [factories.ready_film(10), factories.ready_film(10)]
    for film in films:
        done = visitor.post(reverse("safety:concern"), {"text": WORDS, "risk": "yes", "subject": f"film:{film.pk}"})
        assert done.status_code == 302
    assert [api.is_hidden(f"film:{film.pk}") for film in films] == [True, False]
    assert Concern.objects.filter(states_risk=True).count() == 2


def test_what_the_officer_shows_again_is_safe_from_visitors_for_a_day(officer, gunay, murad):
    film = factories.ready_film(10)
    subject = f"film:{film.pk}"
    risk(subject, gunay)
    row = api.restore(Hidden.objects.get(), by=officer.account, words="Nothing wrong.")
    risk(subject)
    assert not api.is_hidden(subject)
    risk(subject, gunay)  # nor may the same person do it again
    assert not api.is_hidden(subject)
    Hidden.objects.filter(pk=row.pk).update(decided_at=timezone.now() - timedelta(hours=25))
    risk(subject)
    assert api.is_hidden(subject)


def test_somebody_else_who_signed_in_may_hide_it_again(officer, gunay, murad):
    film = factories.ready_film(10)
    subject = f"film:{film.pk}"
    risk(subject, gunay)
    api.restore(Hidden.objects.get(), by=officer.account, words="Nothing wrong.")
    risk(subject, murad)
    assert api.is_hidden(subject)
    assert Hidden.objects.count() == 2


@pytest.mark.database
def test_many_reports_make_one_hiding(officer, gunay, murad):
    film = factories.ready_film(10)
    for person in (gunay, murad, None):
        risk(f"film:{film.pk}", person)
    assert Hidden.objects.count() == 1
    assert ConcernEntry.objects.filter(did="hid").count() == 1


# The officer ---------------------------------------------------------------------------------------
@pytest.mark.database
def test_the_officer_sees_it_and_shows_it_again(signed_in, officer, gunay, lesson):
    concern = risk(f"lesson:{lesson.pk}", gunay)
    browser = signed_in(officer)
    assert browser.get(lesson.url).status_code == 200
    read = reverse("concerns:read", args=[concern.pk])
    assert lesson.title in browser.get(read).content.decode()
    nothing = browser.post(read, {"hidden": f"lesson:{lesson.pk}", "deed": "restore", "words": ""})
    assert nothing.status_code == 200
    assert is_shown(lesson) == (False, False)
    for subject in (f"lesson:{lesson.pk}", f"film:{lesson.film_id}"):
        browser.post(read, {"hidden": subject, "deed": "restore", "words": "Nothing wrong."})
    assert is_shown(lesson) == (True, True)
    assert Film.objects.get(pk=lesson.film_id).blocked_at is None
    assert [entry.did for entry in ConcernEntry.objects.order_by("pk")].count("restored") == 2
    assert Entry.objects.filter(kind=Kind.CONTENT_SHOWN_AGAIN).count() == 2


def test_the_officer_keeps_it_hidden_or_hides_it_alone(signed_in, officer, gunay):
    film = factories.ready_film(10)
    subject = f"film:{film.pk}"
    concern = api.report(WORDS, about="", person=gunay, subject=subject)
    assert not api.is_hidden(subject)
    browser = signed_in(officer)
    read = reverse("concerns:read", args=[concern.pk])
    browser.post(read, {"hidden": subject, "deed": "hide", "words": "Better so."})
    row = Hidden.objects.get()
    assert (row.state, row.decided_by, row.words) == ("kept", officer.account, "Better so.")
    browser.post(read, {"hidden": subject, "deed": "keep", "words": "Looked again."})
    assert Hidden.objects.get().words == "Looked again."
    assert browser.post(read, {"hidden": "film:other", "deed": "hide", "words": "x"}).url == "/admin/"
    assert Hidden.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING])
def test_nobody_else_shows_it_again_or_looks_at_it(signed_in, officer, gunay, lesson, role):
    concern = risk(f"lesson:{lesson.pk}", gunay)
    browser = signed_in(factories.staff("Somebody", role.value))
    assert browser.get(lesson.url).status_code == 404
    read = reverse("concerns:read", args=[concern.pk])
    done = browser.post(read, {"hidden": f"lesson:{lesson.pk}", "deed": "restore", "words": "x"})
    assert done.status_code in (302, 403)
    assert is_shown(lesson) == (False, False)


def test_a_film_that_was_taken_back_is_not_shown_again_by_this(officer, gunay):
    import media_pipeline.api as films

    film = factories.ready_film(10)
    risk(f"film:{film.pk}", gunay)
    films.block_film(film)
    api.restore(Hidden.objects.get(), by=officer.account, words="Nothing wrong.")
    film.refresh_from_db()
    assert film.blocked_at is not None


@pytest.mark.database
def test_neither_lifts_what_the_other_holds(officer, gunay, monkeypatch):
    """A film waits for the officer and for somebody's consent: each can only end its own waiting."""
    from courses.domain import hidden
    from courses.domain.films import withdrawal
    from courses.domain.films.consents import subject_of
    from elearn.people.models import Consent

    film = factories.ready_film(10)
    risk(f"film:{film.pk}", gunay)
    withdrawal.show_again(Consent(subject=subject_of(film)))
    film.refresh_from_db()
    assert film.blocked_at is not None
    monkeypatch.setattr(hidden, "is_unagreed", lambda film: True)
    api.restore(Hidden.objects.get(), by=officer.account, words="Nothing wrong.")
    film.refresh_from_db()
    assert film.blocked_at is not None


@pytest.mark.database
def test_only_the_officer_looks_at_a_hidden_film_and_that_is_noted(signed_in, officer, gunay, tmp_path):
    import media_pipeline.api as films
    from media_pipeline import storage

    film = factories.ready_film(10)
    storage.put(film.source_key, _file(tmp_path, b"\x1a\x45\xdf\xa3 a film"))
    Film.objects.filter(pk=film.pk).update(source=film.source_key)
    film.refresh_from_db()
    look = reverse("courses_admin:hidden_film", args=[film.pk])
    browser = signed_in(officer)
    assert browser.get(look).status_code == 404  # nothing is hidden, so there is nothing to decide
    concern = risk(f"film:{film.pk}", gunay)
    answer = browser.get(look)
    assert (answer["content-type"], b"".join(answer.streaming_content)) == ("video/webm", b"\x1a\x45\xdf\xa3 a film")
    assert ConcernEntry.objects.filter(concern=concern, by=officer.account, did="looked").count() == 1
    rena = factories.staff("Rəna", "coordinator")
    assert signed_in(rena).get(look).url == "/admin/"
    assert signed_in(gunay).get(look).status_code in (302, 403)
    films.remove_film(film)


def _file(folder, data):
    path = folder / "source"
    path.write_bytes(data)
    return path


# Too late ------------------------------------------------------------------------------------------
@pytest.mark.database
def test_a_deadline_that_passes_is_told_once_and_without_details(officer):
    rena = factories.staff("Rəna", "coordinator")
    factories.staff("Murad", "operator")
    concern = api.report(WORDS, about="Dərs 3", contact="050 123 45 67")
    assert api.sweep() == 0
    Concern.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    assert (api.sweep(), api.sweep()) == (1, 0)
    told = Notice.objects.filter(kind="concern_late")
    assert {notice.person for notice in told} == {officer, rena}
    assert {tuple(sorted(notice.facts)) for notice in told} == {("number", "officer")}
    assert ConcernEntry.objects.get(concern=concern).did == "told"
    assert Entry.objects.get(kind=Kind.CONCERN_LATE).facts == {"told": 2}


def test_a_closed_one_is_never_late(officer):
    api.report(WORDS, about="")
    Concern.objects.update(deadline=timezone.now() - timedelta(minutes=1), state="closed")
    assert api.sweep() == 0
