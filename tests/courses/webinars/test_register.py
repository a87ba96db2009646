"""Seats: the last one is given once, who waits moves up and is told, and nobody loses a seat they have."""

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from courses.domain.webinars import register as seats
from courses.errors import NeedsNoSeat, RegistrationClosed
from courses.models import Presence, Registration, WebinarSeries
from elearn.history.models import Entry
from elearn.notices.models import Notice
from elearn.safety.api import hide
from media_pipeline.models import Broadcast, Film
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", email="gunay@example.com", birth_year=1999)


@pytest.fixture
def murad(db):
    return factories.person("Murad Quliyev", email="murad@example.com", birth_year=1998)


@pytest.fixture
def rena(db):
    return factories.person("Rəna Həsənova", email="rena@example.com", birth_year=1985)


def told(kind: str) -> list[str]:
    return [notice.person.name for notice in Notice.objects.filter(kind=kind).order_by("created_at", "pk")]


def states(webinar) -> dict[str, str]:
    return dict(Registration.objects.filter(webinar=webinar).values_list("person__name", "state"))


def test_a_seat_is_kept_once_and_told_once(gunay):
    webinar = factories.webinar()
    first = seats.register(gunay, webinar)
    again = seats.register(gunay, webinar)
    assert (first.pk, first.state, again.pk) == (again.pk, "registered", first.pk)
    assert told("webinar_registered") == ["Günay Məmmədova"]
    assert Entry.objects.filter(kind="webinar_registered", subject=f"webinar:{webinar.pk}").count() == 1


def test_the_last_seat_goes_to_one_and_the_next_waits_in_line(gunay, murad, rena):
    webinar = factories.webinar(seats=1)
    rows = [seats.register(who, webinar) for who in (gunay, murad, rena)]
    assert [row.state for row in rows] == ["registered", "waiting", "waiting"]
    assert [seats.place_in_line(row) for row in rows[1:]] == [1, 2]
    assert told("webinar_waiting") == ["Murad Quliyev", "Rəna Həsənova"]


def test_a_seat_given_back_goes_to_who_waits_longest_and_they_are_told(gunay, murad, rena):
    webinar = factories.webinar(seats=1)
    rows = [seats.register(who, webinar) for who in (gunay, murad, rena)]
    seats.leave(rows[0])
    assert states(webinar) == {"Günay Məmmədova": "left", "Murad Quliyev": "registered", "Rəna Həsənova": "waiting"}
    assert told("webinar_moved_up") == ["Murad Quliyev"]


def test_who_comes_back_stands_at_the_end_of_the_line(gunay, murad):
    webinar = factories.webinar(seats=1)
    mine, theirs = seats.register(gunay, webinar), seats.register(murad, webinar)
    seats.leave(mine)
    back = seats.register(gunay, webinar)
    theirs.refresh_from_db()
    assert (back.pk, back.state, theirs.state) == (mine.pk, "waiting", "registered")


def test_nobody_slips_past_who_waits_when_seats_are_added_meanwhile(gunay, murad, rena):
    webinar = factories.webinar(seats=1)
    seats.register(gunay, webinar)
    seats.register(murad, webinar)
    type(webinar).objects.filter(pk=webinar.pk).update(seats=2)  # and nobody has moved up yet
    assert seats.register(rena, webinar).state == "waiting"
    seats.move_up(webinar)
    assert states(webinar)["Murad Quliyev"] == "registered"


def test_leaving_twice_moves_one_person_up(gunay, murad, rena):
    webinar = factories.webinar(seats=1)
    rows = [seats.register(who, webinar) for who in (gunay, murad, rena)]
    seats.leave(rows[0])
    seats.leave(rows[0])
    assert states(webinar)["Rəna Həsənova"] == "waiting"


def test_who_makes_it_needs_no_seat(gunay):
    webinar = factories.webinar(hosts=[gunay])
    for who in (gunay, webinar.speaker):
        with pytest.raises(NeedsNoSeat):
            seats.register(who, webinar)


@pytest.mark.parametrize("state", ["offered", "draft", "asked", "ended", "cancelled"])
def test_only_what_is_announced_or_on_air_takes_registrations(gunay, state):
    with pytest.raises(RegistrationClosed):
        seats.register(gunay, factories.webinar(state=state))


def test_what_nobody_began_takes_none_and_what_is_on_air_does(gunay):
    with pytest.raises(RegistrationClosed):
        seats.register(gunay, factories.webinar(starts_in=timedelta(hours=-4)))
    assert seats.register(gunay, factories.webinar(state="on_air", starts_in=timedelta(minutes=-5))).pk


def test_the_yes_to_a_record_is_dated_and_stays_when_nothing_is_said(gunay):
    webinar = factories.webinar()
    row = seats.register(gunay, webinar, record_agreed=True)
    assert seats.register(gunay, webinar).record_agreed_at == row.record_agreed_at != None  # noqa: E711
    assert seats.register(gunay, webinar, record_agreed=False).record_agreed_at is None


def test_a_series_is_registered_for_at_once_and_told_in_one_message(gunay):
    series = WebinarSeries.objects.create(title="Toxuculuq axşamları", language="az")
    other = factories.person("Leyla Əliyeva")
    for number in (1, 2):
        factories.webinar(f"{number}-ci axşam", series=series, speaker=other, starts_in=timedelta(days=number))
    factories.webinar("Keçmiş", series=series, speaker=other, state="ended", starts_in=timedelta(days=-3))
    assert len(seats.register_for_series(gunay, series)) == 2
    notice = Notice.objects.get(kind="webinar_series")
    assert [line["title"] for line in notice.facts["lines"]] == ["1-ci axşam", "2-ci axşam"]
    assert told("webinar_registered") == []
    assert len(seats.register_for_series(gunay, series)) == 2  # nothing new
    assert Notice.objects.filter(kind="webinar_series").count() == 1


def test_a_series_with_nothing_to_come_is_closed(gunay):
    series = WebinarSeries.objects.create(title="Boş", language="az")
    with pytest.raises(RegistrationClosed):
        seats.register_for_series(gunay, series)


def test_who_waits_stays_waiting_after_it_is_over(gunay, murad):
    webinar = factories.webinar(seats=1)
    rows = [seats.register(who, webinar) for who in (gunay, murad)]
    type(webinar).objects.filter(pk=webinar.pk).update(state="ended", ended_at=timezone.now())
    seats.leave(rows[0])
    assert states(webinar)["Murad Quliyev"] == "waiting"
    assert told("webinar_moved_up") == []


# While it is on air -----------------------------------------------------------------------------------------
def running(minutes: int, *people):
    """A webinar with one seat that went on air so many minutes ago; who registered in this order."""
    webinar = factories.webinar(seats=1, starts_in=timedelta(minutes=-minutes))
    rows = [seats.register(who, webinar) for who in people]
    ago = timezone.now() - timedelta(minutes=minutes)
    Registration.objects.filter(webinar=webinar).update(registered_at=ago - timedelta(days=1))
    film = Film.objects.create(title="Film")
    webinar.broadcast = Broadcast.objects.create(film=film, state="on_air", on_air_at=ago)
    webinar.state = "on_air"
    webinar.save()
    return webinar, rows


def is_there(webinar, person) -> None:
    now = timezone.now()
    Presence.objects.create(webinar=webinar, person=person, joined_at=now, last_seen_at=now)


def test_minutes_after_the_beginning_who_waits_comes_in_for_who_did_not_come(gunay, murad, rena):
    webinar, _rows = running(11, gunay, murad, rena)
    assert seats.sweep() == 1
    assert states(webinar) == {
        "Günay Məmmədova": "registered", "Murad Quliyev": "registered", "Rəna Həsənova": "waiting",
    }  # fmt: skip
    notice = Notice.objects.get(kind="webinar_moved_up")
    assert (notice.person, notice.facts["is_on_air"], notice.facts["address"]) == (
        murad, True, f"/webinars/{webinar.pk}/",
    )  # fmt: skip
    assert datetime.fromisoformat(notice.facts["not_after"]) > timezone.now()
    assert seats.sweep() == 0  # he has some minutes of his own
    assert seats.sweep(now=timezone.now() + timedelta(minutes=11)) == 1
    assert told("webinar_moved_up") == ["Murad Quliyev", "Rəna Həsənova"]


def test_no_seat_is_given_away_before_that_or_of_who_is_there(gunay, murad):
    webinar, _rows = running(9, gunay, murad)
    assert seats.sweep() == 0
    is_there(webinar, gunay)
    assert seats.sweep(now=timezone.now() + timedelta(minutes=30)) == 0
    assert states(webinar)["Murad Quliyev"] == "waiting"


def test_a_seat_of_who_did_not_come_goes_to_who_comes_now(gunay, murad, rena):
    webinar, _rows = running(11, gunay)
    assert [seats.register(who, webinar).state for who in (murad, rena)] == ["registered", "waiting"]


def test_nobody_comes_in_to_what_is_hidden_or_over(gunay, murad):
    webinar, _rows = running(11, gunay, murad)
    hide(f"webinar:{webinar.pk}")
    assert seats.sweep() == 0
    type(webinar).objects.filter(pk=webinar.pk).update(state="ended")
    assert seats.sweep() == 0


def test_where_nobody_waits_looking_costs_one_query(gunay, django_assert_num_queries):
    running(11, gunay)
    with django_assert_num_queries(1):
        assert seats.sweep() == 0


def test_who_waits_may_leave_while_it_is_on_air_and_who_was_there_may_not(gunay, murad):
    webinar, rows = running(2, gunay, murad)
    assert [seats.may_leave(row, webinar) for row in rows] == [True, True]
    is_there(webinar, gunay)
    assert [seats.may_leave(row, webinar) for row in rows] == [False, True]
    webinar.state = "ended"
    assert not any(seats.may_leave(row, webinar) for row in rows)


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_who_moves_up_while_it_is_on_air_reads_where_to_come_in(language):
    facts = {
        "title": "Şərf", "speaker": "Leyla Əliyeva", "address": "/webinars/12345/", "is_on_air": True,
        "base_url": "https://korpu.example.az",
    }  # fmt: skip
    with translation.override(language):
        email = render_to_string("notices/webinar_moved_up.email.txt", facts)
        sms = render_to_string("notices/webinar_moved_up.sms.txt", facts).strip()
    assert "https://korpu.example.az/webinars/12345/" in email and "/kalendar" not in email
    assert sms.endswith("https://korpu.example.az/webinars/12345/") and len(sms) <= 134
