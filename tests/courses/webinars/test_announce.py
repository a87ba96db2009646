"""Nothing is announced without the speaker's own yes to this day and hour; changes and cancelling are told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from courses.domain.webinars import announce, change, states, succession
from courses.domain.webinars import register as seats
from courses.errors import (
    NoTimeYet,
    ReasonWanting,
    SpeakerCannot,
    SpeakerHasNotAgreed,
    TimeIsPast,
    TooFewSeats,
    TooYoungToTeach,
    WebinarMovedOn,
)
from courses.models import Registration, Webinar
from elearn.notices.models import Notice
from elearn.people.api import Role, mark_standing, merge
from elearn.people.models import PersonStanding
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955, roles=[Role.ELDER])


@pytest.fixture
def rena(db):
    return factories.staff("Rəna Həsənova", "coordinator")


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", email="gunay@example.com", birth_year=1999)


def told(kind: str) -> list[str]:
    return sorted(notice.person.name for notice in Notice.objects.filter(kind=kind))


def asked(leyla, rena, **facts) -> Webinar:
    facts = {"title": "Şərf", "language": "az", "starts_at": timezone.now() + 2 * DAY, **facts}
    return announce.ask_speaker(announce.prepare_webinar(by=rena.account, speaker=leyla, **facts), by=rena.account)


def test_from_an_offer_to_the_announcement(leyla, rena):
    webinar = announce.offer(leyla, title=" Şərf ", about="", language="az", wish="Axşamlar")
    assert (webinar.state, webinar.title, webinar.starts_at) == ("offered", "Şərf", None)
    with pytest.raises(NoTimeYet):
        announce.ask_speaker(webinar, by=rena.account)
    webinar = change.change(webinar, by=rena.account, starts_at=timezone.now() + DAY)
    webinar = announce.ask_speaker(webinar, by=rena.account)
    assert (webinar.state, told("webinar_asked")) == ("asked", ["Leyla Əliyeva"])
    webinar = announce.agree(webinar, by=leyla.account, version=webinar.sequence)
    assert (webinar.state, webinar.agreed_at == webinar.announced_at) == ("announced", True)
    assert told("webinar_agreed") == ["Rəna Həsənova"]


def test_a_no_makes_it_a_draft_again_with_what_suits(leyla, rena):
    webinar = announce.decline(asked(leyla, rena), by=leyla.account, words="Cümə yox")
    assert (webinar.state, webinar.wish) == ("draft", "Cümə yox")
    assert Notice.objects.get(kind="webinar_agreed").facts["yes"] is False


def test_nobody_says_yes_in_the_speakers_place(leyla, rena, gunay):
    webinar = asked(leyla, rena)
    for by, way in ((gunay.account, "own"), (rena.account, "own"), (gunay.account, "phone"), (None, "own"),
                    (leyla.account, "phone")):  # fmt: skip
        with pytest.raises(SpeakerCannot):
            announce.agree(webinar, by=by, way=way)
    webinar.refresh_from_db()
    assert webinar.state == "asked"


def test_staff_write_a_yes_by_phone_down_but_not_one_who_helps_the_speaker(leyla, rena):
    webinar = asked(leyla, rena)
    helper = factories.staff("Tural Quliyev", "operator")
    factories.helps(leyla, helper, may_see=True)
    with pytest.raises(SpeakerCannot):
        announce.agree(webinar, by=helper.account, way="phone")
    assert announce.agree(webinar, by=rena.account, way="phone").state == "announced"


def test_an_old_yes_does_not_count_for_a_new_day(leyla, rena):
    webinar = asked(leyla, rena)
    seen = webinar.sequence
    change.change(webinar, by=rena.account, starts_at=timezone.now() + 3 * DAY)
    with pytest.raises(WebinarMovedOn):
        announce.agree(webinar, by=leyla.account, version=seen)
    assert len(told("webinar_asked")) == 2


def test_a_day_that_is_past_cannot_be_agreed_to(leyla, rena):
    webinar = asked(leyla, rena)
    with pytest.raises(TimeIsPast):
        announce.agree(webinar, by=leyla.account, now=timezone.now() + 5 * DAY)


def test_the_young_do_not_speak_nor_who_can_no_longer_decide(leyla, rena):
    aysel = factories.person("Aysel Quliyeva", birth_year=timezone.localdate().year - 15)
    with pytest.raises(TooYoungToTeach) as refused:
        announce.offer(aysel, title="Rəqs", about="", language="az", wish="")
    assert isinstance(refused.value, PermissionDenied)
    webinar = asked(leyla, rena)
    mark_standing(leyla, PersonStanding.DECEASED, since=timezone.localdate(), source="qohum", by=rena.account)
    webinar.refresh_from_db()
    assert (webinar.state, bool(webinar.cancel_reason)) == ("cancelled", True)
    leyla.refresh_from_db()
    with pytest.raises(SpeakerCannot):
        announce.prepare_webinar(by=rena.account, speaker=leyla, title="Yenə", language="az")


def test_a_new_day_of_an_announced_webinar_takes_the_speakers_yes_and_is_told_to_everybody(leyla, rena, gunay):
    webinar = factories.webinar(speaker=leyla, registered=[gunay], hosts=[rena])
    Registration.objects.update(reminded=["day"])
    later = webinar.starts_at + DAY
    with pytest.raises(SpeakerHasNotAgreed):
        change.change(webinar, by=rena.account, starts_at=later)
    with pytest.raises(TimeIsPast):
        change.change(webinar, by=rena.account, starts_at=timezone.now() - DAY, speaker_agreed=True)
    changed = change.change(webinar, by=rena.account, starts_at=later, speaker_agreed=True)
    assert (changed.starts_at, changed.sequence) == (later, webinar.sequence + 1)
    assert told("webinar_changed") == ["Günay Məmmədova", "Leyla Əliyeva", "Rəna Həsənova"]
    assert Registration.objects.get().reminded == []


def test_better_words_tell_nobody_and_the_same_form_sent_twice_tells_once(leyla, rena, gunay):
    webinar = factories.webinar(speaker=leyla, registered=[gunay])
    change.change(webinar, by=rena.account, title="Daha yaxşı ad", about="Ətraflı")
    assert told("webinar_changed") == []
    change.change(webinar, by=rena.account, live_captions="typed")
    change.change(webinar, by=rena.account, live_captions="typed")
    assert told("webinar_changed") == ["Günay Məmmədova", "Leyla Əliyeva"]


def test_two_who_change_at_once_do_not_undo_each_other(leyla, rena):
    webinar = factories.webinar(speaker=leyla)
    change.change(webinar, by=rena.account, minutes=60, version=webinar.sequence)
    with pytest.raises(WebinarMovedOn):
        change.change(webinar, by=rena.account, minutes=30, version=webinar.sequence)


def test_fewer_seats_than_are_taken_are_refused_and_more_move_up_who_waits(leyla, rena, gunay):
    webinar = factories.webinar(speaker=leyla, registered=[gunay], seats=1)
    murad = factories.person("Murad Quliyev")
    seats.register(murad, webinar)
    with pytest.raises(TooFewSeats):
        change.change(webinar, by=rena.account, seats=0)
    change.change(webinar, by=rena.account, seats=5)
    assert told("webinar_moved_up") == ["Murad Quliyev"]
    change.change(webinar, by=rena.account, seats=None)


def test_the_speaker_of_an_announced_webinar_is_not_exchanged(leyla, rena, gunay):
    with pytest.raises(WebinarMovedOn):
        change.change(factories.webinar(speaker=leyla), by=rena.account, speaker=gunay)


def test_cancelling_tells_everybody_with_the_reason_once(leyla, rena, gunay):
    webinar = factories.webinar(speaker=leyla, registered=[gunay], hosts=[rena])
    with pytest.raises(ReasonWanting):
        change.cancel(webinar, reason="  ", by=rena.account)
    change.cancel(webinar, reason="Leyla xanım xəstədir.", by=rena.account)
    assert told("webinar_cancelled") == ["Günay Məmmədova", "Leyla Əliyeva", "Rəna Həsənova"]
    assert {notice.facts["reason"] for notice in Notice.objects.filter(kind="webinar_cancelled")} == {
        "Leyla xanım xəstədir."
    }
    with pytest.raises(WebinarMovedOn):
        change.cancel(webinar, reason="Yenə", by=rena.account)


def test_what_was_rehearsed_goes_with_a_webinar_that_is_cancelled(leyla, rena):
    webinar = factories.webinar(speaker=leyla)
    broadcast = states.broadcast_of(webinar)
    change.cancel(webinar, reason="Yox", by=rena.account)
    broadcast.refresh_from_db()
    webinar.refresh_from_db()
    assert (broadcast.state, webinar.state) == ("ended", "cancelled")


def test_nothing_public_is_told_of_a_draft_that_is_cancelled(leyla, rena):
    change.cancel(factories.webinar(speaker=leyla, state="draft"), reason="Yox", by=rena.account)
    assert told("webinar_cancelled") == []


def test_who_is_removed_leaves_their_seats_and_what_they_were_to_speak_in_is_cancelled(leyla, rena, gunay):
    webinar = factories.webinar(speaker=leyla, registered=[gunay], seats=1)
    draft = factories.webinar("Qaralama", speaker=leyla, state="draft")
    murad = factories.person("Murad Quliyev")
    seats.register(murad, webinar)
    succession.forget(gunay)
    assert told("webinar_moved_up") == ["Murad Quliyev"]
    succession.forget(leyla)
    webinar.refresh_from_db()
    assert (webinar.state, told("webinar_cancelled")) == ("cancelled", ["Murad Quliyev"])
    assert not Webinar.objects.filter(pk=draft.pk).exists()


def test_two_registrations_of_one_person_become_the_better_one(leyla, gunay):
    webinar = factories.webinar(speaker=leyla, seats=2)
    twice = factories.person("Günay M.")
    murad = factories.person("Murad Quliyev")
    for who in (gunay, twice, murad):
        seats.register(who, webinar)
    succession.settle_merge(gunay, twice)
    found = dict(Registration.objects.filter(webinar=webinar).values_list("person__name", "state"))
    assert found == {"Günay Məmmədova": "registered", "Murad Quliyev": "registered"}


def test_two_records_really_merged_keep_one_seat_and_one_place_among_the_hosts(leyla, gunay, rena):
    twice = factories.person("Günay M.")
    webinar = factories.webinar(speaker=leyla, registered=[gunay, twice], hosts=[gunay, twice], captioners=[twice])
    merge(gunay, twice, by=None)
    assert list(webinar.hosts.all()) == list(webinar.captioners.all()) == [gunay]
    assert Registration.objects.filter(webinar=webinar).count() == 1
