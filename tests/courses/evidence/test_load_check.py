"""Checks that a player loaded what it played: what is asked, what answers are worth, and that none is no harm."""

import hashlib
import json
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from courses import api, hot, tasks
from courses.domain.watching import load_checks, watch
from courses.domain.watching.load_checks import Shown, judge, number_due
from courses.enums import NotCounted
from courses.models import FilmProgress, LessonProgress, LoadCheck, PlaybackSession
from courses.player_words import player_words
from media_pipeline import segments, storage
from media_pipeline.models import Film
from tests import factories
from tests.courses.test_watch import START, Player

pytestmark = pytest.mark.django_db
VERSION = "360p-0badcafe"


def content(number: int) -> bytes:
    return f"segment {number}".encode() * 100


@pytest.fixture
def film(lesson):
    """Fifteen segments of four seconds."""
    film = lesson.film
    lines = "".join(f"#EXTINF:4.0,\ns{number:05}.m4s\n" for number in range(15))
    for name, data in {f"s{number:05}.m4s": content(number) for number in range(15)}.items():
        storage.films().save(f"{film.folder}/{VERSION}/{name}", ContentFile(data))
    storage.films().save(
        f"{film.folder}/{VERSION}/index.m3u8", ContentFile(f"#EXTM3U\n{lines}#EXT-X-ENDLIST\n".encode())
    )
    segments.load(film.pk, VERSION)
    return film


@pytest.fixture
def always(monkeypatch):
    """Every report is answered with a check."""
    monkeypatch.setattr(load_checks, "EVERY", 1)


@pytest.fixture
def player(learner, lesson, enrolment, clock, film):
    return Player(learner, lesson, clock)


def report(player, start: int, end: int, *, version=VERSION, shown=None):
    player.clock.wait(end - start)
    player.number += 1
    made = watch.Report(player.playback.session, player.number, [[start * 1000, end * 1000]], None, 1.0, version, shown)
    return watch.record([made], now=player.clock.now)[0]


def right(check) -> Shown:
    number = int(check.segment[-9:-4])
    return Shown(check.number, hashlib.sha256(bytes.fromhex(check.salt) + content(number)).hexdigest())


def wrong(check) -> Shown:
    return Shown(check.number, hashlib.sha256(b"invented").hexdigest())


def verdicts() -> list[str]:
    return list(LoadCheck.objects.order_by("number").values_list("verdict", flat=True))


# What is asked ---------------------------------------------------------------------------------------
def test_a_segment_of_what_was_just_played_is_asked_for(player, always):
    check = report(player, 8, 18).check
    assert check.segment in [f"{VERSION}/s{number:05}.m4s" for number in (2, 3)]
    kept = LoadCheck.objects.get()
    assert (kept.segment, kept.salt, len(kept.salt), kept.verdict) == (check.segment, check.salt, 32, "")


def test_salts_and_segments_differ(player, always):
    checks = [report(player, start, start + 9).check for start in range(0, 50, 9)]
    assert len({check.salt for check in checks}) == 6


def test_one_report_of_ten_is_asked_and_nobody_can_tell_which():
    sessions = [uuid4() for _ in range(50)]
    for session in sessions:
        asked = [number_due(session, report) for report in range(100)]
        assert [number for number in asked if number] == list(range(1, 11))
    assert len({next(n for n in range(10) if number_due(session, n)) for session in sessions}) > 5
    assert number_due(sessions[0], 2_000_000_000) is None


@pytest.mark.parametrize("version", ["", "360p-11111111", "../../etc", "360p-0badcafe/..", "A" * 5000])
def test_nothing_is_asked_where_the_version_is_not_known(player, always, version):
    outcome = report(player, 0, 10, version=version)
    assert (outcome.counted, outcome.check) == (True, None)


def test_nothing_is_asked_for_a_refused_report_or_one_of_nothing(player, always):
    assert player.send([[0, 60_000]]).check is None
    assert report(player, 8, 9).check is None  # no whole segment


def test_a_version_is_read_in_the_background_and_never_waited_for(film):
    segments._known.versions.clear()
    assert segments.segments_between(film.pk, VERSION, 0, 60_000) == []
    segments._known.reader.submit(lambda: None).result(5)  # what was put before it is done
    assert len(segments.segments_between(film.pk, VERSION, 0, 60_000)) == 15
    assert segments.segments_between(film.pk, VERSION, 4_000, 12_000) == [
        f"{VERSION}/s00001.m4s",
        f"{VERSION}/s00002.m4s",
    ]


def test_only_segments_are_digested(film):
    assert segments.digests_of(film.pk, f"{VERSION}/../source", ["00"]) is None
    assert segments.digests_of(film.pk, f"{VERSION}/s99999.m4s", ["00"]) is None
    assert segments.digests_of(film.pk, f"{VERSION}/s00000.m4s", ["00", "01"]) == [
        hashlib.sha256(bytes([salt]) + content(0)).hexdigest() for salt in (0, 1)
    ]


# What answers are worth --------------------------------------------------------------------------------
def test_a_right_answer_is_found_right(player, always):
    check = report(player, 0, 10).check
    report(player, 10, 20, shown=right(check))
    assert judge() == 1
    assert verdicts() == ["right", ""]
    assert judge() == 0


def test_without_an_answer_everything_counts(player, always):
    for start in range(0, 60, 10):
        outcome = report(player, start, start + 10)
        assert outcome.counted
    assert outcome.watched
    judge()
    assert set(verdicts()) == {""}


def test_a_player_that_cannot_tell_says_so_and_everything_counts(player, always):
    check = report(player, 0, 10).check
    assert report(player, 10, 20, shown=Shown(check.number, "")).counted
    assert verdicts() == ["none", ""]


def test_two_wrong_answers_let_nothing_count_until_a_right_one(player, always):
    check = report(player, 0, 10).check
    for start in (10, 20):
        check = report(player, start, start + 10, shown=wrong(check)).check
        judge()
    refused = report(player, 30, 40, shown=right(check))
    assert (refused.refusal, refused.watched_ms) == (NotCounted.NOT_LOADED, 30_000)
    assert refused.check is not None  # there is a way back
    judge()
    assert PlaybackSession.objects.get().doubted_at is None
    assert report(player, 30, 40).counted


def test_one_wrong_answer_is_forgiven(player, always):
    check = report(player, 0, 10).check
    report(player, 10, 20, shown=wrong(check))
    judge()
    assert verdicts()[0] == "wrong" and report(player, 20, 30).counted


def test_only_the_first_word_counts_and_only_ones_own(player, always, learner, lesson, clock):
    check = report(player, 0, 10).check
    other = Player(learner, lesson, clock)
    report(other, 10, 20, shown=right(check))  # of another session
    assert LoadCheck.objects.get(pk=LoadCheck.objects.first().pk).digest == ""
    report(player, 20, 30, shown=wrong(check))
    report(player, 30, 40, shown=right(check))
    judge()
    assert LoadCheck.objects.get(session=player.playback.session, number=check.number).verdict == "wrong"


def test_an_answer_cannot_be_used_for_the_next_check(player, always):
    check = report(player, 0, 10).check
    again = report(player, 0, 10, shown=right(check)).check
    report(player, 0, 10, shown=Shown(again.number, right(check).digest))
    judge()
    assert verdicts()[:2] == ["right", "wrong"]


def test_a_version_that_has_gone_is_nobodys_fault(player, always, film):
    check = report(player, 0, 10).check
    report(player, 10, 20, shown=right(check))
    storage.remove_folder(f"{film.folder}/{VERSION}")
    judge()
    assert verdicts()[0] == "none"


def test_a_storage_that_cannot_be_reached_is_asked_again(player, always, monkeypatch):
    check = report(player, 0, 10).check
    report(player, 10, 20, shown=right(check))
    monkeypatch.setattr("media_pipeline.api.digests_of", lambda *args: 1 / 0)
    assert judge() == 0
    monkeypatch.undo()
    assert tasks.sweep() >= 1
    assert verdicts()[0] == "right"


@pytest.mark.database
def test_answers_and_questions_of_many_cost_the_same(
    learner, lesson, enrolment, clock, film, always, django_assert_num_queries
):
    def players(count: int):
        made = []
        for number in range(count):
            person = factories.person(f"Learner {number}")
            api.enrol(person, lesson.get_parent().specific, now=START)
            made.append(Player(person, lesson, clock))
        return made

    for count in (1, 3):
        crowd = players(count)
        checks = [report(one, 0, 10).check for one in crowd]
        clock.wait(10)
        batch = [
            watch.Report(one.playback.session, 2, [[10_000, 20_000]], None, 1.0, VERSION, right(check))
            for one, check in zip(crowd, checks, strict=True)
        ]
        with django_assert_num_queries(12):
            assert all(outcome.counted for outcome in watch.record(batch, now=clock.now))
    assert FilmProgress.objects.count() == 4


# Over many sessions ---------------------------------------------------------------------------------------
def lie(player, start: int, *, seconds: int = 20) -> None:
    """Play a stretch in a session of its own, and answer one check of it wrongly."""
    check = report(player, start, start + seconds // 2).check
    assert report(player, start + seconds // 2, start + seconds, shown=wrong(check)).counted
    judge()


def test_who_opens_a_new_session_each_time_is_found_out_and_does_not_finish(
    player, always, learner, lesson, clock, enrolment
):
    """One wrong answer in each session was forgiven in each."""
    lie(player, 0)
    second = Player(learner, lesson, clock)
    lie(second, 20)
    assert PlaybackSession.objects.exclude(doubted_at=None).count() == 2
    assert report(second, 40, 50).refusal == NotCounted.NOT_LOADED
    third = Player(learner, lesson, clock)  # opening takes back what the two counted
    assert third.playback.watched_ms == 0
    assert report(third, 40, 60).watched_ms == 20_000
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    for start in (0, 20):  # who really plays it again is done with it
        outcome = report(third, start, start + 20)
    assert outcome.watched and outcome.advance.lesson_completed


def test_what_was_open_before_is_judged_when_enough_would_have_been_watched(player, always, learner, lesson, clock):
    other, last = Player(learner, lesson, clock), Player(learner, lesson, clock)
    lie(player, 0)
    lie(other, 20)
    outcome = report(last, 40, 60)
    assert (outcome.counted, outcome.watched, outcome.watched_ms) == (True, False, 20_000)
    assert not outcome.advance.lesson_completed
    kept = FilmProgress.objects.get()
    assert (kept.spans, kept.watched_ms) == ([[40_000, 60_000]], 20_000)


def test_another_device_that_cannot_answer_is_never_refused(player, always, learner, lesson, clock):
    """What it played counts, though what was counted in doubt before is played once more."""
    lie(player, 0)
    second = Player(learner, lesson, clock)
    lie(second, 20)
    silent = Player(learner, lesson, clock)
    for start in range(0, 60, 10):
        outcome = report(silent, start, start + 10, version="")
        assert outcome.counted
    assert outcome.watched


def test_a_silent_device_keeps_what_it_played_before_another_came_into_doubt(player, always, learner, lesson, clock):
    liars = [Player(learner, lesson, clock), Player(learner, lesson, clock)]
    assert report(player, 0, 50, version="").counted
    for liar in liars:
        lie(liar, 20)
    assert report(player, 50, 60, version="").watched


def test_one_wrong_answer_among_right_ones_of_several_devices_is_forgiven(player, always, learner, lesson, clock):
    for turn, answer in enumerate([wrong, right, right, wrong]):
        device = Player(learner, lesson, clock)
        check = report(device, turn * 15, turn * 15 + 8).check
        outcome = report(device, turn * 15 + 8, turn * 15 + 15, shown=answer(check))
        judge()
        assert outcome.counted
    assert outcome.watched
    assert not PlaybackSession.objects.exclude(doubted_at=None).exists()


def test_wrong_answers_in_two_short_films_of_a_course_are_added_up(learner, always, clock, film):
    course, [first, other] = factories.course_with({"film": film}, {"film": factories.ready_film(60)})
    api.enrol(learner, course, now=START)
    player = Player(learner, first, clock)
    lie(player, 0)
    elsewhere = Player(learner, other, clock)
    session = PlaybackSession.objects.get(key=elsewhere.playback.session)
    LoadCheck.objects.create(
        session=session, number=1, film=film, segment=f"{VERSION}/s00000.m4s", salt="00", asked_at=clock.now,
        answered_at=clock.now, digest="a" * 64,
    )  # fmt: skip
    judge()
    assert PlaybackSession.objects.exclude(doubted_at=None).count() == 2
    # Another's sessions are their own.
    somebody = factories.person("Elvin Quliyev")
    api.enrol(somebody, course, now=START)
    assert report(Player(somebody, first, clock), 0, 10).counted


@pytest.mark.database
def test_a_report_costs_no_more_for_who_is_in_doubt(player, always, learner, lesson, clock, django_assert_num_queries):
    report(player, 0, 10)
    calm = Player(learner, lesson, clock)
    with django_assert_num_queries(10):
        assert report(calm, 0, 10).counted
    for number in range(2):
        lie(Player(learner, lesson, clock), 20 * number)
    later = Player(learner, lesson, clock)
    with django_assert_num_queries(10):
        assert report(later, 0, 10).counted


# On the way -----------------------------------------------------------------------------------------------
def test_what_a_player_says_of_it_never_makes_a_report_unreadable():
    said = {"number": 1, "spans": [[0, 1000]]}
    for more in (
        {"version": 7},
        {"shown": "x"},
        {"shown": {"number": "1"}},
        {"shown": {"number": 0}},
        {"version": None},
    ):
        parsed = hot.parse("key", json.dumps(said | more).encode())
        assert (parsed.version, parsed.shown) == ("", None)
    parsed = hot.parse("key", json.dumps(said | {"version": VERSION, "shown": {"number": 3, "digest": "zz"}}).encode())
    assert (parsed.version, parsed.shown) == (VERSION, Shown(3, ""))
    parsed = hot.parse("key", json.dumps(said | {"shown": {"number": 3, "digest": "a" * 64}}).encode())
    assert parsed.shown == Shown(3, "a" * 64)


def test_the_answer_to_a_report_names_the_check(player, always):
    outcome = report(player, 0, 10)
    check = outcome.check
    assert hot.said(outcome)["check"] == {"number": check.number, "segment": check.segment, "salt": check.salt}
    player.clock.wait(5)
    assert "check" not in hot.said(player.send([]))


def test_the_player_has_words_for_each_refusal_that_somebody_can_do_something_about():
    refused = player_words(Film(duration_ms=60_000))["refused"]
    assert set(refused) == {"too_fast", "closed", "not_loaded"} <= set(NotCounted)
    assert settings.HELP_PHONE in refused["not_loaded"] and all(refused.values())
