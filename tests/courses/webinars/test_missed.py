"""A webinar that nobody begins, that is hidden or cancelled: nobody waits for nothing, and no question is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.domain.webinars import change, missed, polls, remind, states, talk, telling
from courses.models import Ask, LiveQuestion, PollState, Registration, Webinar
from elearn.notices.domain.compose import email_of
from elearn.notices.models import Notice
from elearn.people.models import Role
from elearn.safety import api as safety
from tests import factories

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 12, 10, 14, 0, tzinfo=UTC)  # 18:00 in Baku
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def rena(db):
    return factories.staff("Rəna Həsənova", "coordinator")


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", birth_year=1999, language="en")


@pytest.fixture
def murad(db):
    return factories.person("Murad Quliyev", birth_year=1999, language="en")


@pytest.fixture
def webinar(rena, gunay, murad):
    """Günay and Murad have a seat, Nigar waits for one, Aysel gave hers back; Günay asked something."""
    nigar, aysel = factories.person("Nigar Əliyeva"), factories.person("Aysel Quliyeva")
    made = factories.webinar(starts_at=STARTS, hosts=[rena], registered=[gunay, murad, nigar, aysel])
    Registration.objects.filter(person=nigar).update(state="waiting")
    Registration.objects.filter(person=aysel).update(state="left")
    talk.ask(gunay, made, text="Neçə ilmə?")
    return made


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def body(kind: str, name: str) -> str:
    with translation.override("en"):
        return email_of(Notice.objects.get(kind=kind, person__name=name))[1]


@pytest.mark.database
def test_hosts_and_coordinators_hear_first_and_who_waits_half_an_hour_after_its_hour(webinar):
    factories.staff("Səbinə Rzayeva", "coordinator")
    missed.sweep(now=STARTS + 9 * MINUTE)
    assert told("webinar_not_begun") == []
    for late in (10, 11, 29):
        missed.sweep(now=STARTS + late * MINUTE)
    assert told("webinar_not_begun") == ["Rəna Həsənova", "Səbinə Rzayeva"]
    assert told("webinar_missed") == []
    for late in (30, 31, 60, 200):
        missed.sweep(now=STARTS + late * MINUTE)
    assert told("webinar_missed") == ["Günay Məmmədova", "Murad Quliyev", "Nigar Əliyeva"]
    assert "was to begin on" in body("webinar_missed", "Günay Məmmədova")
    assert "Your question is not lost" in body("webinar_missed", "Günay Məmmədova")
    assert "Your question is not lost" not in body("webinar_missed", "Murad Quliyev")
    assert Webinar.objects.get().state == "announced"  # it may still begin


@pytest.mark.database
def test_what_was_asked_goes_to_the_speaker_when_it_can_no_longer_begin(webinar, rena):
    poll = polls.open_poll(polls.prepare_poll(webinar, text="Yun?", options=["Hə", "Yox"], by=rena), by=rena)
    missed.sweep(now=STARTS + HOUR)
    assert not Ask.objects.exists()
    for _ in range(2):
        missed.sweep(now=STARTS + 4 * HOUR)
    assert Ask.objects.get().text == "Neçə ilmə?"
    assert LiveQuestion.objects.get().state == "left_over"
    poll.refresh_from_db()
    assert poll.state == PollState.CLOSED
    with CaptureQueriesContext(connection) as queries:
        missed.sweep(now=STARTS + 5 * HOUR)
    assert len(queries) == 1  # followed up: no longer looked at


def test_one_that_begins_late_or_is_given_another_day_begins_anew(webinar, rena):
    missed.sweep(now=STARTS + 4 * HOUR)
    change.change(
        webinar, by=rena.account, starts_at=STARTS + 72 * HOUR, speaker_agreed=True, now=STARTS + 5 * HOUR
    )  # fmt: skip
    assert Webinar.objects.get().followed_up_at is None
    missed.sweep(now=STARTS + 72 * HOUR + 31 * MINUTE)
    assert told("webinar_missed").count("Günay Məmmədova") == 2
    missed.sweep(now=STARTS + 77 * HOUR)
    assert Webinar.objects.get().followed_up_at
    assert states.begin(webinar.pk)
    assert Webinar.objects.get().followed_up_at is None  # what follows its end is still to come
    Webinar.objects.update(starts_at=STARTS)
    Notice.objects.all().delete()
    missed.sweep(now=STARTS + 31 * MINUTE)
    assert not Notice.objects.exists()


def test_what_was_asked_before_a_webinar_is_cancelled_goes_to_the_speaker(webinar, rena):
    change.cancel(webinar, reason="Leyla xanım xəstədir.", by=rena.account)
    assert Ask.objects.get().text == "Neçə ilmə?"
    assert LiveQuestion.objects.get().state == "left_over"


def test_who_comes_is_told_when_it_is_hidden_and_when_it_is_shown_again(webinar, gunay):
    officer = factories.person("Nigar Səfərova", email="officer@webinar.example", roles=[Role.SAFEGUARDING]).account
    Webinar.objects.update(starts_at=datetime.now(UTC) + 30 * HOUR)
    concern = safety.report("Narahatam.", about="vebinar", person=gunay, subject=f"webinar:{webinar.pk}")
    row = safety.hide(f"webinar:{webinar.pk}", concern=concern, by=officer)
    everybody = ["Günay Məmmədova", "Murad Quliyev", "Nigar Əliyeva"]
    assert told("webinar_held") == everybody
    # What is hidden is not repeated, nor why.
    assert webinar.title not in body("webinar_held", "Günay Məmmədova") + str(
        Notice.objects.filter(kind="webinar_held").values_list("facts", flat=True)
    )
    for after in range(0, 33):
        remind.sweep(now=datetime.now(UTC) + after * HOUR)
    assert told("webinar_missed") == told("webinar_not_begun") == told("webinar_soon") == []
    assert not Ask.objects.exists()
    safety.restore(row, by=officer, words="Olar.")
    assert told("webinar_freed") == everybody
    safety.hide(f"webinar:{webinar.pk}", concern=concern, by=officer)
    assert told("webinar_held") == sorted(everybody * 2)


@pytest.mark.parametrize(("minutes", "is_told"), [(-60, True), (10, True), (40, False), (240, False)])
def test_that_it_takes_place_after_all_is_said_only_while_somebody_is_to_wait_for_it(webinar, minutes, is_told):
    officer = factories.person("Nigar Səfərova", email="officer@webinar.example", roles=[Role.SAFEGUARDING]).account
    Webinar.objects.update(starts_at=datetime.now(UTC) + HOUR)
    row = safety.hide(f"webinar:{webinar.pk}", by=officer)
    Webinar.objects.update(starts_at=datetime.now(UTC) - minutes * MINUTE)
    safety.restore(row, by=officer, words="Olar.")
    assert bool(told("webinar_freed")) == is_told


def test_who_was_told_that_it_is_hidden_hears_nothing_of_its_changes_before_it_is_shown_again(webinar, rena):
    officer = factories.person("Nigar Səfərova", email="officer@webinar.example", roles=[Role.SAFEGUARDING]).account
    Webinar.objects.update(starts_at=datetime.now(UTC) + 30 * HOUR)
    row = safety.hide(f"webinar:{webinar.pk}", by=officer)
    another_day = datetime.now(UTC) + 90 * HOUR
    change.change(webinar, by=rena.account, starts_at=another_day, speaker_agreed=True)
    assert told("webinar_changed") == sorted([webinar.speaker.name, rena.name])
    safety.restore(row, by=officer, words="Olar.")
    assert Notice.objects.get(kind="webinar_freed", person__name="Günay Məmmədova").facts["starts_at"] == telling.iso(
        another_day
    )
    safety.hide(f"webinar:{webinar.pk}", by=officer)
    change.cancel(webinar, reason="Leyla xanım xəstədir.", by=rena.account)
    assert told("webinar_cancelled") == sorted([webinar.speaker.name, rena.name])
