"""Honest viewers and cheats, all through the door with a simulated clock."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from courses import api
from courses.domain.watching import watch, weighing
from courses.enums import NotCounted
from courses.models import EnrolmentState, FilmProgress, LessonProgress, PlaybackSession, WatchReport
from elearn.history.models import Entry, Kind
from tests import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.now = START

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Player:
    """An honest player: plays at a rate, reports after so many seconds of real time."""

    def __init__(self, learner, lesson, clock, *, rate: float = 1.0, opened: bool = True) -> None:
        self.clock, self.rate, self.number = clock, rate, 0
        self.playback = api.open_playback(learner, lesson, now=clock.now)
        self.position_ms = self.playback.resume_ms
        if opened:
            api.begin(self.playback.session, now=clock.now)
        clock.wait(0.4)  # the first segment comes

    def send(self, spans, *, position_ms=None, rate=None, number=None):
        self.number = number or self.number + 1
        return api.apply_report(
            self.playback.session, number=self.number, spans=spans, position_ms=position_ms,
            rate=rate or self.rate, now=self.clock.now,
        )  # fmt: skip

    def play(self, seconds: float):
        """Play so many seconds of real time, reporting as our player does; gives the last outcome."""
        outcome = None
        while seconds > 0:
            step = min(10.0, seconds)
            seconds -= step
            self.clock.wait(step)
            start = self.position_ms
            end = min(start + round(step * 1000 * self.rate), self.playback.duration_ms)
            self.position_ms = end
            outcome = self.send([[start, end]] if end > start else [], position_ms=end)
            assert outcome.counted, outcome
        return outcome


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def learner():
    return factories.person("Günay Məmmədova")


@pytest.fixture
def lesson():
    _, [lesson] = factories.course_with({"film": factories.ready_film(60)})
    return lesson


@pytest.fixture
def enrolment(learner, lesson):
    return api.enrol(learner, lesson.get_parent().specific, now=START)


def watched_ms(learner, lesson) -> int:
    row = FilmProgress.objects.filter(person=learner, film=lesson.film).first()
    return row.watched_ms if row else 0


# Honest viewers ------------------------------------------------------------------------------------
@pytest.mark.parametrize("rate", [0.75, 1.0, 1.25, 1.5, 1.75, 2.0])
def test_every_speed_completes(learner, lesson, enrolment, clock, rate):
    outcome = Player(learner, lesson, clock, rate=rate).play(60 / rate)
    assert outcome.watched
    assert outcome.watched_ms == 60_000
    assert outcome.advance.course_completed
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED
    assert not WatchReport.objects.exclude(refusal="").exists()


def test_a_long_film_at_changing_speeds(learner, clock):
    _, [lesson] = factories.course_with({"film": factories.ready_film(1800)})
    api.enrol(learner, lesson.get_parent().specific, now=START)
    player = Player(learner, lesson, clock)
    for rate in (1.25, 2.0, 1.5, 0.75, 2.0) * 4:
        player.rate = rate
        outcome = player.play(70)
    assert outcome.watched_ms == 1_800_000


def test_resume_next_day_on_another_device(learner, lesson, enrolment, clock):
    Player(learner, lesson, clock).play(25)
    clock.wait(24 * 3600)
    second = Player(learner, lesson, clock, rate=1.5)
    assert second.playback.resume_ms == 25_000
    assert second.playback.watched_ms == 25_000
    outcome = second.play(24)
    assert outcome.watched_ms == 60_000
    assert api.progress_of(learner, lesson.get_parent().specific).is_completed


def test_ninety_per_cent_is_enough_and_less_is_not(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    assert not player.play(53.9).watched
    assert player.play(0.1).watched


def test_a_lesson_of_twenty_seconds_completes(learner, clock):
    _, [lesson] = factories.course_with({"film": factories.ready_film(20)})
    api.enrol(learner, lesson.get_parent().specific, now=START)
    assert Player(learner, lesson, clock).play(20).advance.course_completed


def test_an_offline_player_reports_late(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    clock.wait(60 + 3 * 24 * 3600)
    outcomes = [player.send([[start, start + 10_000]]) for start in range(0, 60_000, 10_000)]
    assert all(outcome.counted for outcome in outcomes)
    assert outcomes[-1].watched


def test_late_reports_of_one_device_after_a_new_session_was_opened(learner, lesson, enrolment, clock):
    first = Player(learner, lesson, clock)
    clock.wait(30)  # played without a network, never reported
    clock.wait(3600)
    second = Player(learner, lesson, clock)
    assert first.send([[0, 30_000]]).counted
    second.position_ms = 30_000
    assert second.play(30).watched


def test_rewatching_is_allowed_and_adds_nothing(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    player.play(20)
    player.position_ms = 0
    assert player.play(20).watched_ms == 20_000


@pytest.mark.database
def test_reports_that_overtake_each_other(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    clock.wait(20)
    assert player.send([[10_000, 20_000]], number=2, position_ms=20_000).counted
    assert player.send([[0, 10_000]], number=1, position_ms=10_000).counted
    assert watched_ms(learner, lesson) == 20_000
    assert FilmProgress.objects.get().position_ms == 20_000


def test_what_is_seen_counts_for_the_person_and_film_in_another_course(learner, lesson, enrolment, clock):
    Player(learner, lesson, clock).play(60)
    _, [same] = factories.course_with({"film": lesson.film}, teacher=lesson.get_parent().specific.teacher)
    assert api.enrol(learner, same.get_parent().specific, now=clock.now).state == EnrolmentState.COMPLETED


# Cheats --------------------------------------------------------------------------------------------
@pytest.mark.database
def test_two_tabs_count_once(learner, lesson, enrolment, clock):
    one, other = Player(learner, lesson, clock), Player(learner, lesson, clock)
    clock.wait(10)
    assert one.send([[0, 10_000]]).counted
    assert other.send([[0, 10_000]]).watched_ms == 10_000
    # Different parts at once: one pair of eyes, one clock.
    clock.wait(10)
    assert one.send([[10_000, 20_000]]).counted
    assert other.send([[40_000, 50_000]]).refusal == NotCounted.TOO_FAST
    assert watched_ms(learner, lesson) == 20_000


def test_two_tabs_with_two_films_share_the_clock(learner, clock):
    course, lessons = factories.course_with(*({"film": factories.ready_film(60)} for _ in range(2)))
    api.enrol(learner, course, now=START)
    tabs = [Player(learner, lesson, clock, rate=2.0) for lesson in lessons]
    clock.wait(30)
    assert tabs[0].send([[0, 60_000]]).counted
    assert tabs[1].send([[0, 60_000]]).refusal == NotCounted.TOO_FAST


@pytest.mark.database
def test_a_replayed_report_counts_nothing(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    clock.wait(10)
    player.send([[0, 10_000]])
    clock.wait(600)
    again = player.send([[0, 10_000]], number=1)
    assert again.replayed
    assert not again.counted
    forged = player.send([[20_000, 50_000]], number=1)
    assert forged.watched_ms == 10_000
    assert WatchReport.objects.count() == 1


@pytest.mark.parametrize(
    ("spans", "rate", "why"),
    [
        ([[0, 60_000]], 1.0, NotCounted.TOO_FAST),
        ([[0, 60_000]], 2.0, NotCounted.TOO_FAST),
        ([[0, 60_000]], 16.0, NotCounted.MALFORMED),
        ([[0, 5_000]], 0.0001, NotCounted.TOO_FAST),
        ([[0, 5_000]], 1e-320, NotCounted.TOO_FAST),
        ([[0, 5_000]], -1.0, NotCounted.MALFORMED),
        ([[0, 5_000]], float("nan"), NotCounted.MALFORMED),
        ([[100_000, 105_000]], 1.0, NotCounted.OUTSIDE),
        ([[55_000, 65_000]], 1.0, NotCounted.OUTSIDE),
        ([[-5_000, 5_000]], 1.0, NotCounted.MALFORMED),
        ([[5_000, 5_000]], 1.0, NotCounted.MALFORMED),
        ([[5_000, 1_000]], 1.0, NotCounted.MALFORMED),
        ([[0, 5_000, 9_000]], 1.0, NotCounted.MALFORMED),
        ([[0.5, 5_000]], 1.0, NotCounted.MALFORMED),
        ([[0, True]], 1.0, NotCounted.MALFORMED),
        ([["0", "5000"]], 1.0, NotCounted.MALFORMED),
        ([[ms, ms + 1] for ms in range(0, 2000, 2)], 1.0, NotCounted.MALFORMED),
        ([[0, 1_000]] * 30, 1.0, NotCounted.TOO_FAST),
    ],
)
def test_impossible_reports_are_refused_whole(spans, rate, why):
    report = watch.Report(uuid4(), 1, spans, 9_000, rate)
    now = START + timedelta(seconds=10.4)
    verdict = weighing.weigh(report, weighing.Standing(START, [], 60_000, now))
    assert verdict == weighing.Verdict(why, [], [])


def test_a_refused_report_is_kept_with_the_reason(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    clock.wait(10)
    assert not player.send([[0, 60_000]], position_ms=60_000).counted
    assert player.send([[-1, 10]]).refusal == NotCounted.MALFORMED
    assert list(WatchReport.objects.values_list("spans", "refusal")) == [([[0, 60_000]], "too_fast"), ([], "malformed")]
    assert not FilmProgress.objects.exists()
    # An honest report after it counts.
    assert player.send([[0, 10_000]]).counted


def test_the_whole_film_in_sips_faster_than_time(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock, rate=2.0)
    for start in range(0, 60_000, 1_000):
        player.send([[start, start + 1_000]])
    # Nothing but the slack and the time it took to open: both at most at double speed.
    assert watched_ms(learner, lesson) <= 2 * (2_000 + 400)


def comb(start: int, *, teeth: int = 500) -> list[list[int]]:
    """Milliseconds, each with a hole after it that is just small enough to be filled."""
    return [[at, at + 1] for at in range(start, start + 251 * teeth, 251)]


def test_combs_are_not_filled_for_nothing(learner, clock):
    """An hour's film as 14,000 single milliseconds: what counts is what was said to be played, and nothing between."""
    _, [lesson] = factories.course_with({"film": factories.ready_film(3600)})
    api.enrol(learner, lesson.get_parent().specific, now=START)
    player = Player(learner, lesson, clock, rate=2.0)
    clock.wait(7)
    for start in range(0, 3_500_000, 251 * 500):
        assert player.send(comb(start)).counted
    assert watched_ms(learner, lesson) == 28 * 500


def test_a_comb_with_one_tooth_for_each_report_gains_nothing_either(learner, clock):
    _, [lesson] = factories.course_with({"film": factories.ready_film(3600)})
    api.enrol(learner, lesson.get_parent().specific, now=START)
    player = Player(learner, lesson, clock, rate=2.0)
    for start in range(0, 100_000, 251):
        player.send([[start, start + 1]])
    assert watched_ms(learner, lesson) <= 2 * (2_000 + 400)


def test_a_comb_gains_no_more_by_two_parts_that_fill_each_other(learner, clock):
    _, [lesson] = factories.course_with({"film": factories.ready_film(3600)})
    api.enrol(learner, lesson.get_parent().specific, now=START)
    player = Player(learner, lesson, clock, rate=2.0)
    clock.wait(1)
    player.send([[at, at + 1] for at in range(0, 100_000, 252)])
    player.send([[at, at + 1] for at in range(126, 100_000, 252)])
    assert watched_ms(learner, lesson) <= 2 * (2_000 + 1_400)


def test_crumbs_of_who_pauses_and_goes_on_are_filled(learner, lesson, enrolment, clock):
    """Each beginning loses a moment until the player first looks at its clock."""
    player = Player(learner, lesson, clock)
    for start in range(0, 60_000, 10_000):
        clock.wait(10)
        assert player.send([[start + 200 if start else 0, start + 10_000]]).counted
    assert watched_ms(learner, lesson) == 60_000


def test_a_hand_on_the_slider_loses_nothing_of_what_was_played(learner, lesson, enrolment, clock):
    """Ten seconds of film in two, in leaps of a fifth of a second; then it is watched on."""
    player = Player(learner, lesson, clock)
    clock.wait(22)
    assert player.send([*([at, at + 40] for at in range(0, 10_000, 200)), [10_000, 30_000]]).counted
    assert watched_ms(learner, lesson) == 20_000 + 50 * 40
    clock.wait(30)
    assert player.send([[30_000, 60_000]]).counted


def test_the_slack_is_given_once_and_not_for_each_session(learner, lesson, enrolment, clock):
    for start in range(0, 60_000, 3_000):
        Player(learner, lesson, clock, rate=2.0).send([[start, start + 3_000]])
    elapsed_ms = (clock.now - START) / timedelta(milliseconds=1)
    assert watched_ms(learner, lesson) <= 2 * (elapsed_ms + 2_000)


def test_drag_to_the_end_gives_nothing(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    clock.wait(60)
    assert player.send([], position_ms=60_000).watched_ms == 0
    assert player.send([[59_500, 60_000]], position_ms=60_000).watched_ms == 500
    assert not LessonProgress.objects.filter(watched_at__isnull=False).exists()


def test_a_film_whose_playlist_was_never_fetched_gives_nothing(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock, opened=False)
    clock.wait(60)
    assert player.send([[0, 60_000]]).refusal == NotCounted.NOT_OPENED
    api.begin(player.playback.session, now=clock.now)
    # Time before the opening does not count for it.
    assert player.send([[0, 60_000]]).refusal == NotCounted.TOO_FAST


def test_opening_again_does_not_move_the_opening(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    opened = PlaybackSession.objects.get().opened_at
    clock.wait(10)
    assert api.begin(player.playback.session, now=clock.now).opened_at == opened


def test_who_is_not_enrolled_plays_without_evidence(lesson, clock):
    stranger = factories.person("Murad Quliyev")
    for somebody in (stranger, None):
        playback = api.open_playback(somebody, lesson, now=clock.now)
        assert playback.session is None
        assert playback.report is None
        assert playback.playlist.startswith("/films/")
    assert not PlaybackSession.objects.exists()


# What is kept --------------------------------------------------------------------------------------
def test_each_step_is_noted_once_and_without_a_name(learner, lesson, enrolment, clock):
    player = Player(learner, lesson, clock)
    player.play(60)
    player.position_ms = 0
    player.play(60)
    kinds = list(Entry.objects.exclude(kind=Kind.PUBLISHED).order_by("pk").values_list("kind", flat=True))
    assert kinds == [Kind.ENROLLED, Kind.WATCHED, Kind.LESSON_COMPLETED, Kind.COURSE_COMPLETED]
    assert Entry.objects.get(kind=Kind.WATCHED).facts == {"seconds": 60}
    assert len(set(Entry.objects.exclude(kind=Kind.PUBLISHED).values_list("who", flat=True))) == 1
    assert "Günay" not in str(list(Entry.objects.values()))


@pytest.mark.database
def test_a_batch_of_many_people_takes_the_same_queries(lesson, clock, django_assert_num_queries):
    def batch(count: int) -> list[api.Report]:
        players = []
        for number in range(count):
            learner = factories.person(f"Learner {number}")
            api.enrol(learner, lesson.get_parent().specific, now=START)
            players.append(Player(learner, lesson, clock))
            api.apply_report(players[-1].playback.session, number=1, spans=[], now=clock.now)
        clock.wait(10)
        return [api.Report(player.playback.session, 2, [[0, 9_000]], 9_000, 1.0) for player in players]

    for count in (1, 3):
        reports = batch(count)
        with django_assert_num_queries(9):
            assert all(outcome.counted for outcome in watch.record(reports, now=clock.now))


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_sent_no_more_is_credited_than_time_allows(seed, clock):
    """A liar sends anything at any time from three tabs; an upper bound holds for ever."""
    chance = random.Random(seed)
    learner = factories.person("Murad Quliyev")
    _, [lesson] = factories.course_with({"film": factories.ready_film(3600)})
    api.enrol(learner, lesson.get_parent().specific, now=START)
    players = [Player(learner, lesson, clock, rate=2.0) for _ in range(3)]
    opened = clock.now - timedelta(seconds=1.2)
    for _ in range(40):
        clock.wait(chance.choice([0, 0.1, 1, 5, 20]))
        start = chance.randrange(0, 3_600_000)
        spans = [[start, start + chance.choice([100, 1_000, 10_000, 100_000])]]
        if chance.random() < 0.4:
            spans = comb(chance.choice([0, 0, start // 2]), teeth=chance.choice([50, 500]))
        chance.choice(players).send(spans, rate=chance.choice([0.5, 1.0, 2.0]))
        elapsed_ms = (clock.now - opened) / timedelta(milliseconds=1)
        assert watched_ms(learner, lesson) <= 2 * (elapsed_ms + 2_000)
