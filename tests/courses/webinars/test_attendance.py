"""Attendance is true: what honest viewers watch counts to the second, and nothing that could not have been watched."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.domain.webinars import attendance
from courses.domain.webinars.presence import (
    TOKEN_LIFE,
    Opening,
    What,
    Word,
    attend_address,
    opening_of,
    token_of,
    viewers_now,
    watching_now,
)
from courses.enums import NotCounted
from courses.errors import NoSuchSession
from courses.models import Attendance, Poll, PollAnswer, PollOption, Presence, PresenceReport, Registration
from elearn.people.api import merge
from tests import factories
from tests.courses.webinars import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def webinar():
    """On air for an hour and made so far: what is played lies before the newest that was made."""
    return held.on_air(3600)


@pytest.fixture
def gunay(webinar):
    return held.registered(webinar)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def watched(webinar, person) -> float:
    return attendance.attendance_of(webinar, person).live_ms / 1000


def honest(page, now, *, start=0, length=600, rate=1.0, step=10):
    """Play on as a player does: a report every `step` seconds of real time."""
    at, position = now, start
    while position < start + length:
        at += seconds(step)
        heard = page.play(position, min(position + step * rate, start + length), at=at, rate=rate)
        assert heard.refusal is None
        position += step * rate
    return at


# Honest viewers ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("rate", [1.0, 1.05, 1.1])  # as fast as a live player catches up
def test_who_watches_ten_minutes_is_credited_ten_minutes(webinar, gunay, rate):
    now = timezone.now()
    honest(held.Page(webinar, gunay, at=now), now, rate=rate)
    assert watched(webinar, gunay) == 600


def test_reload_and_reconnect_are_merged(webinar, gunay):
    now = timezone.now()
    at = honest(held.Page(webinar, gunay, at=now), now, length=300)
    back = at + seconds(25)  # the signal was away, then the page was loaded anew
    honest(held.Page(webinar, gunay, at=back), back, start=325, length=275)
    row = attendance.attendance_of(webinar, gunay)
    assert row.spans == [[0, 300_000], [325_000, 600_000]]
    assert row.live_ms == 575_000
    assert Presence.objects.filter(person=gunay).count() == 2


def test_two_devices_count_once_and_do_not_hinder_each_other(webinar, gunay):
    now = timezone.now()
    tablet, phone = (held.Page(webinar, gunay, at=now) for _ in range(2))
    for step in range(30):
        at = now + seconds(10 * step + 10)
        first, second = (tablet, phone) if step % 2 else (phone, tablet)
        assert first.play(10 * step, 10 * step + 10, at=at).refusal is None
        assert second.play(10 * step, 10 * step + 10, at=at + seconds(0.4)).refusal is None
    assert watched(webinar, gunay) == 300


def test_when_one_of_two_devices_goes_nothing_is_lost(webinar, gunay):
    now = timezone.now()
    tablet, phone = (held.Page(webinar, gunay, at=now) for _ in range(2))
    for step in range(6):  # both play the same, the phone reports five seconds after the tablet
        tablet.play(10 * step, 10 * step + 10, at=now + seconds(10 * step + 10))
        phone.play(max(0, 10 * step - 5), 10 * step + 5, at=now + seconds(10 * step + 15) - seconds(10))
    phone.play(55, 65, at=now + seconds(65))
    phone.play(65, 75, at=now + seconds(75))
    assert watched(webinar, gunay) == 75


def test_a_report_that_comes_after_the_cut_line_counts(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    page.play(0, 10, at=now + seconds(10))
    heard = page.play(10, 40, at=now + seconds(100))
    assert (heard.counted, heard.watched_ms) == (True, 40_000)


def test_a_page_whose_first_word_was_lost_loses_nothing(webinar, gunay):
    now = timezone.now()
    opening = opening_of(attend_address(webinar, gunay).removeprefix("/attend/"))
    for number in (1, 2, 3):
        word = Word(opening, What.REPORT, number, [[10_000 * number - 10_000, 10_000 * number]], 4000, 1)
        assert attendance.record([word], now=now + seconds(10 * number))[0].counted
    assert watched(webinar, gunay) == 30
    assert Presence.objects.get().joined_at == now


@pytest.mark.parametrize("rate", [1, 1e-9, 2])
def test_figures_beyond_all_measure_are_refused_and_disturb_nobody(webinar, gunay, rate):
    opening = opening_of(attend_address(webinar, gunay).removeprefix("/attend/"))
    [heard] = attendance.record([Word(opening, What.REPORT, 1, [[0, 10**400]], 4000, rate)])
    assert heard.refusal == NotCounted.OUTSIDE


def test_without_joining_nothing_is_gained(webinar, gunay):
    now = timezone.now()
    for number in range(10):  # ten openings, none of which joined, at one moment
        opening = opening_of(attend_address(webinar, gunay).removeprefix("/attend/"))
        word = Word(opening, What.REPORT, 1, [[15_000 * number, 15_000 * number + 15_000]], 4000, 1)
        attendance.record([word], now=now)
    assert watched(webinar, gunay) == 15


def test_combs_are_not_filled_for_nothing(webinar, gunay):
    """Single milliseconds with holes that are just small enough to be filled: time is wanted for the holes as well."""
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    for turn in range(20):
        spans = [[at, at + 1] for at in range(turn * 125_500, (turn + 1) * 125_500, 251)]
        word = Word(page.opening, What.REPORT, turn + 1, spans, 4000, 2)
        assert attendance.record([word], now=now + seconds(7))[0].counted
    assert watched(webinar, gunay) == 20 * 0.5


def test_crumbs_of_who_pauses_and_goes_on_are_filled(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    for start in range(0, 60, 10):
        assert page.play(start + (0.2 if start else 0), start + 10, at=now + seconds(start + 10)).counted
    assert watched(webinar, gunay) == 60


def test_rewound_to_the_start_it_counts_what_is_new(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    at = honest(page, now, start=3000, length=300)
    at = honest(page, at, start=0, length=300)
    honest(page, at, start=0, length=100)  # once more: adds nothing
    assert watched(webinar, gunay) == 600


def test_the_tail_is_heard_after_the_end(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    held.end(webinar, at=now + seconds(20))
    assert page.play(3575, 3600, at=now + seconds(26)).counted
    assert watched(webinar, gunay) == 25
    row = attendance.attendance_of(webinar, gunay)
    assert (row.left_at - now).total_seconds() == 20


# Who tries to get round it -----------------------------------------------------------------------------
@pytest.mark.parametrize("rate", [1.25, 1.5, 2.0])
def test_nobody_is_credited_more_than_the_time_they_were_there(webinar, gunay, rate):
    """Minutes live go into the paper of who pays: half an hour at twice the speed is half an hour, not one."""
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    for step in range(180):
        page.play(10 * rate * step, 10 * rate * (step + 1), at=now + seconds(10 * step + 10), rate=rate)
    assert 1800 * 0.95 <= watched(webinar, gunay) <= 1800 * 1.15 + 2


def test_an_hour_claimed_in_one_report_is_refused(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    heard = page.play(0, 3600, at=now + seconds(3600), rate=2)
    assert (heard.refusal, heard.watched_ms) == (NotCounted.TOO_FAST, 0)


def test_a_silence_is_made_up_for_at_most_five_minutes(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    at = now + seconds(3600)
    assert [page.play(100 * n, 100 * n + 100, at=at).counted for n in range(5)] == [True, True, True, False, False]


def test_faster_than_time_is_refused_also_over_many_openings(webinar, gunay):
    now = timezone.now()
    pages = [held.Page(webinar, gunay, at=now) for _ in range(5)]
    at = now + seconds(10)
    counted = [page.play(10 * n, 10 * n + 10, at=at).counted for n, page in enumerate(pages)]
    assert counted == [True, False, False, False, False]
    assert watched(webinar, gunay) == 10


def test_what_is_borrowed_does_not_add_up(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    for step in range(60):
        page.play(11 * step, 11 * step + 11, at=now + seconds(10 * step + 10))
    assert watched(webinar, gunay) <= 602


def test_what_was_not_made_yet_cannot_be_watched(gunay, webinar):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    assert page.play(3598, 3603, at=now + seconds(10)).refusal == NotCounted.OUTSIDE
    assert page.play(3598, 3601, at=now + seconds(10)).watched_ms == 2_000  # a player rounds up: clipped


def test_a_rehearsal_counts_for_nothing(webinar, gunay):
    from media_pipeline.models import LiveSegment

    LiveSegment.objects.update(is_on_air=False)
    now = timezone.now()
    assert held.Page(webinar, gunay, at=now).play(0, 10, at=now + seconds(10)).refusal == NotCounted.OUTSIDE


def test_who_comes_after_the_end_was_not_there(webinar, gunay):
    held.end(webinar)
    now = timezone.now() + seconds(120)
    page = held.Page(webinar, gunay, at=now)
    assert not page.play(0, 10, at=now + seconds(10)).counted
    assert attendance.attendance_of(webinar, gunay) is None
    assert not Presence.objects.exists()


def test_who_goes_on_watching_after_the_end_gets_no_live_minutes(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    page.play(0, 10, at=now + seconds(10))
    held.end(webinar, at=now + seconds(10))
    counted = [page.play(10 * n, 10 * n + 10, at=now + seconds(10 * n + 10)).counted for n in range(1, 60)]
    assert counted.count(True) == 6  # a minute: players are behind the studio
    assert watched(webinar, gunay) == 70


def test_a_report_sent_twice_counts_once(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    page.play(0, 10, at=now + seconds(10))
    again = page.play(10, 20, at=now + seconds(20), number=1)
    assert (again.counted, again.watched_ms) == (False, 10_000)
    assert PresenceReport.objects.count() == 1


@pytest.mark.parametrize(
    ("spans", "rate"),
    [
        ([[10, 0]], 1),
        ([[-5, 10]], 1),
        ([[0, 1.5]], 1),
        ([[0, 10, 20]], 1),
        ([["a", "b"]], 1),
        ([[0, 10]], 0),
        ([[0, 10]], 3),
        ([[0, 10]], float("nan")),
        ([[n, n + 1] for n in range(501)], 1),
    ],
)
def test_nonsense_is_refused_and_not_kept(webinar, gunay, spans, rate):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    [heard] = attendance.record([Word(page.opening, What.REPORT, 1, spans, None, rate)], now=now + seconds(10))
    assert heard.refusal == NotCounted.MALFORMED
    row = PresenceReport.objects.get()
    assert (row.spans, row.refusal, row.credited_ms) == ([], "malformed", 0)


def test_a_minor_without_a_yes_is_not_counted_and_may_watch(webinar):
    child = held.registered(webinar, "Aysel Quliyeva", birth_year=timezone.localdate().year - 14)
    assert child.guarded
    now = timezone.now()
    heard = held.Page(webinar, child, at=now).play(0, 10, at=now + seconds(10))
    assert heard.refusal == NotCounted.NO_CONSENT


# Addresses ---------------------------------------------------------------------------------------------
def test_only_who_has_a_seat_is_given_an_address(webinar, gunay):
    murad = factories.person("Murad Quliyev")
    assert attend_address(webinar, gunay).startswith("/attend/")
    assert attend_address(webinar, murad) == attend_address(webinar, None) == ""
    Registration.objects.filter(person=gunay).update(state="waiting")
    assert attend_address(webinar, gunay) == ""


def test_addresses_cannot_be_made_up_and_grow_old(webinar, gunay):
    from freezegun import freeze_time

    token = attend_address(webinar, gunay).removeprefix("/attend/")
    assert opening_of(token).person == gunay.pk
    for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), token.replace("-", "-1", 1), "x" * 40):
        with pytest.raises(NoSuchSession):
            opening_of(wrong)
    with freeze_time(timezone.now() + TOKEN_LIFE + seconds(1)), pytest.raises(NoSuchSession):
        opening_of(token)


def test_words_about_a_webinar_or_person_that_is_gone_are_nobodys(webinar, gunay):
    page = held.Page(webinar, gunay, at=timezone.now())
    strange = Opening(webinar.pk + 1, gunay.pk, page.opening.key)
    nobody = Opening(webinar.pk, gunay.pk + 1000, page.opening.key)
    assert attendance.record([Word(strange, What.JOIN), Word(nobody, What.JOIN)]) == [None, None]
    assert opening_of(token_of(strange)) == strange


# At the end --------------------------------------------------------------------------------------------
def test_who_watched_the_share_has_attended(webinar, gunay):
    held.make(webinar, 3600)
    murad = held.registered(webinar, "Murad Quliyev")
    now = timezone.now()
    honest(held.Page(webinar, gunay, at=now), now, length=2520)  # 70 % of an hour
    honest(held.Page(webinar, murad, at=now), now, length=2510)
    assert not attendance.attendance_of(webinar, gunay).attended_at
    held.end(webinar, at=now + seconds(3600))
    assert attendance.settle_attendance(webinar) == 1
    assert attendance.settle_attendance(webinar) == 1
    assert attendance.attendance_of(webinar, gunay).attended_at
    assert not attendance.attendance_of(webinar, murad).attended_at
    webinar.refresh_from_db()
    assert webinar.live_ms == 3_600_000


def test_a_late_report_may_still_make_it_attended(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    at = honest(page, now, length=2510)
    held.end(webinar, at=at + seconds(10))
    attendance.settle_attendance(webinar)
    heard = page.play(2510, 2520, at=at + seconds(300))
    assert (heard.counted, heard.attended) == (True, True)


def test_votes_are_counted_at_the_end(webinar, gunay):
    now = timezone.now()
    held.Page(webinar, gunay, at=now).play(0, 10, at=now + seconds(10))
    for text in ("Bəli?", "Xeyr?"):
        poll = Poll.objects.create(webinar=webinar, text=text)
        option = PollOption.objects.create(poll=poll, text="Hə")
        PollAnswer.objects.create(poll=poll, option=option, person=gunay)
    attendance.settle_attendance(held.end(webinar))
    assert attendance.attendance_of(webinar, gunay).polls_answered == 2


def test_nothing_sent_nothing_attended(gunay, webinar):
    webinar.broadcast.segments.all().delete()
    assert attendance.settle_attendance(held.end(webinar)) == 0


# Who is there ------------------------------------------------------------------------------------------
def test_who_is_there_now(webinar, gunay):
    now = timezone.now()
    page, _second = held.Page(webinar, gunay, at=now), held.Page(webinar, gunay, at=now)
    murad = held.Page(webinar, held.registered(webinar, "Murad Quliyev"), at=now)
    assert watching_now(webinar) == 2
    murad.leave(at=now)
    assert viewers_now([webinar.pk, webinar.pk + 1]) == {webinar.pk: 1}
    assert viewers_now([webinar.pk], now=now + seconds(31)) == {}
    page.play(0, 10, at=now + seconds(31))
    assert viewers_now([webinar.pk], now=now + seconds(31)) == {webinar.pk: 1}


def test_in_the_waiting_room_nobody_attends_yet(gunay, webinar):
    from courses.models import Webinar

    Webinar.objects.update(state="announced")
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now - seconds(600))
    assert not Attendance.objects.exists()
    Webinar.objects.update(state="on_air")
    page.play(0, 10, at=now)
    row = attendance.attendance_of(webinar, gunay)
    assert row.joined_at == max(now - seconds(600), webinar.broadcast.on_air_at)


# Many at once ------------------------------------------------------------------------------------------
def test_a_batch_takes_the_same_queries_for_one_and_for_three(webinar, gunay, django_assert_num_queries):
    people = [gunay, held.registered(webinar, "Murad Quliyev"), held.registered(webinar, "Nigar Əliyeva")]
    now = timezone.now()
    pages = [held.Page(webinar, person, at=now) for person in people]

    def words(some, number):
        return [Word(page.opening, What.REPORT, number, [[0, 10_000 * number]], 4000, 1) for page in some]

    with django_assert_num_queries(13):
        attendance.record(words(pages[:1], 1), now=now + seconds(10))
    with django_assert_num_queries(13):
        heard = attendance.record(words(pages, 2), now=now + seconds(20))
    assert [one.watched_ms for one in heard] == [20_000] * 3


@pytest.mark.database
def test_the_same_word_in_two_batches_is_there_once(webinar, gunay):
    now = timezone.now()
    page = held.Page(webinar, gunay, at=now)
    word = Word(page.opening, What.REPORT, 1, [[0, 10_000]], None, 1)
    first, second = attendance.record([word, word], now=now + seconds(10))
    assert (first.counted, second.counted) == (True, False)
    [third] = attendance.record([word], now=now + seconds(11))
    assert (third.counted, third.watched_ms, PresenceReport.objects.count()) == (False, 10_000, 1)


def test_two_records_of_one_person_become_one_attendance(webinar, gunay):
    other = held.registered(webinar, "Günay M.", with_account=False)
    now = timezone.now()
    honest(held.Page(webinar, gunay, at=now), now, length=100)
    page = held.Page(webinar, other, at=now)
    at = honest(page, now, start=50, length=100)
    merge(gunay, other, by=None)
    row = attendance.attendance_of(webinar, gunay)
    assert (row.live_ms, Attendance.objects.count()) == (150_000, 1)
    # The page that is still open under the other record goes on for the one that is kept.
    page.play(150, 160, at=at + seconds(10))
    assert watched(webinar, gunay) == 160
