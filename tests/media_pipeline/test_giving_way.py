"""Large work that has begun lets small work go first: its processes stand still, its clocks and its costs too."""

import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from media_pipeline import api, tasks
from media_pipeline.domain import give_way, kinds, lease, work
from media_pipeline.ffmpeg import run as running
from media_pipeline.ffmpeg.run import FfmpegFailed, Stopped, TimedOut, run
from media_pipeline.ffmpeg.ward import Ward, obeying
from media_pipeline.models import Film, FilmState, Work, WorkKind, WorkState

from .children import Children

ENDLESS = ["-f", "lavfi", "-i", "testsrc2=s=320x240", "-f", "null", "-"]
LONG_AGO = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def children():
    mine = Children()
    yield mine
    assert mine.now() == []


def once(deed):
    """A look that finds this deed the first time and nothing after it."""
    found = iter([deed])
    return lambda: next(found, None)


def test_a_child_stands_still_meanwhile_and_then_goes_on(children):
    seen: list[bool] = []

    def between() -> None:
        time.sleep(0.3)
        seen.append(children.all_stand_still())

    ward = Ward(once(between))
    with obeying(ward), pytest.raises(TimedOut):
        run(ENDLESS, timeout=1)
    assert seen == [True]
    assert 0.3 <= ward.paused < 3


def test_the_clock_stands_still_too():
    """Two seconds between, and a clip of a second that has a second and a half is not too late."""
    clip = ["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-f", "null", "-"]
    with obeying(Ward(once(lambda: time.sleep(2)))):
        run(clip, timeout=2.5)


def test_what_runs_between_obeys_its_own_limits_and_the_larger_goes_on():
    def between() -> None:
        with obeying(None), pytest.raises(TimedOut):
            run(ENDLESS, timeout=0.3)

    lines: list[str] = []
    with obeying(Ward(once(between))):
        run(["-f", "lavfi", "-i", "testsrc2=d=1", "-f", "null", "-"], timeout=20, on_line=lines.append)
    assert lines[-1] == "progress=end"


def test_a_look_that_raises_ends_the_child():
    def lost() -> None:
        raise lease.LeaseLost

    with obeying(Ward(lost)), pytest.raises(lease.LeaseLost):
        run(ENDLESS, timeout=20)


def test_a_worker_told_to_end_while_a_child_stands_still_ends_both():
    def between() -> None:
        threading.Timer(0.2, running.stop_requested.set).start()
        with obeying(None), pytest.raises(Stopped):
            run(ENDLESS, timeout=20)

    try:
        with obeying(Ward(once(between))), pytest.raises(Stopped):
            run(ENDLESS, timeout=20)
    finally:
        running.stop_requested.clear()


# Which goes first -------------------------------------------------------------------------------------------------


def asked(kind: WorkKind, seconds: float, *, waited: timedelta = LONG_AGO) -> Work:
    film = Film.objects.create(state=kinds.kind_of(kind).waits or FilmState.READY, duration_ms=int(seconds * 1000))
    row = work.ask(film.pk, kind)
    Work.objects.filter(pk=row.pk).update(due_at=timezone.now() - waited)
    return row


def held(kind: WorkKind = WorkKind.LADDER, seconds: float = 3600, percent: int = 0) -> lease.Lease:
    mine = lease.take(asked(kind, seconds).pk)
    assert mine
    mine.percent = percent
    return mine


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "seconds", "first"),
    [
        (WorkKind.WATCHABLE, 0, True),
        (WorkKind.CUT, 7200, True),
        (WorkKind.LADDER, 60, True),
        (WorkKind.LADDER, 1700, True),
        (WorkKind.LADDER, 1900, False),  # not much smaller
        (WorkKind.CAPTIONS, 10, False),  # less urgent
        (WorkKind.POSTERS, 10, False),
        (WorkKind.ARRIVING, 0, False),  # nobody knows how long it lasts
        (WorkKind.LIVE_CAPTIONS, 0, False),  # as long as somebody speaks
    ],
)
def test_what_is_as_urgent_and_much_smaller_goes_first(kind, seconds, first):
    mine = held()
    row = asked(kind, seconds)
    assert give_way.goes_first(mine) == (row.pk if first else None)


@pytest.mark.django_db
def test_what_is_nearly_done_is_finished():
    mine = held(percent=95)
    asked(WorkKind.LADDER, 120)
    assert give_way.goes_first(mine) is None


@pytest.mark.django_db
def test_the_most_urgent_and_then_the_smallest():
    mine = held(WorkKind.CAPTIONS)
    rows = [asked(WorkKind.LADDER, 90), asked(WorkKind.LADDER, 30), asked(WorkKind.CUT, 300)]
    order = []
    while (first := give_way.goes_first(mine)) is not None:
        order.append(first)
        Work.objects.filter(pk=first).update(state=WorkState.DONE)
    assert order == [rows[2].pk, rows[1].pk, rows[0].pk]


@pytest.mark.django_db
def test_nothing_is_taken_from_an_idle_worker():
    mine = held()
    asked(WorkKind.WATCHABLE, 0, waited=timedelta())
    assert give_way.goes_first(mine) is None


@pytest.mark.django_db
def test_equals_do_not_starve_the_large_one_and_what_is_urgent_may():
    mine = held()
    small = asked(WorkKind.LADDER, 10)
    mine.given_to_equals = mine.given_seconds = give_way.AT_FIRST + 1
    assert give_way.goes_first(mine) is None
    mine.began -= mine.given_seconds + 2
    assert give_way.goes_first(mine) == small.pk
    mine.given_to_equals = 10_000
    assert give_way.goes_first(mine) is None
    urgent = asked(WorkKind.WATCHABLE, 0)
    assert give_way.goes_first(mine) == urgent.pk


@pytest.mark.django_db
def test_looking_asks_once(django_assert_num_queries):
    mine = held()
    for _ in range(3):
        asked(WorkKind.LADDER, 10)
    with django_assert_num_queries(1):
        give_way.goes_first(mine)


# All of it --------------------------------------------------------------------------------------------------------


@pytest.fixture
def deeds(monkeypatch):
    """Kinds whose deeds are given by the test; looks come quickly."""
    monkeypatch.setattr(work, "LOOK_EVERY", 0.1)

    def does(kind: WorkKind, deed, **changes) -> None:
        monkeypatch.setitem(kinds._KINDS, kind, kinds.Kind(kind, deed, **changes))

    return does


@pytest.mark.django_db
def test_a_small_film_is_done_while_a_large_one_waits(deeds, children):
    order: list[str] = []

    def large(film: Film, mine: lease.Lease) -> None:
        order.append("large begins")
        run(["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-f", "null", "-"], timeout=20)
        order.append("large ends")

    def small(film: Film, mine: lease.Lease) -> None:
        assert children.all_stand_still()
        run(["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-f", "null", "-"], timeout=20)
        order.append("small")

    deeds(WorkKind.CAPTIONS, large, gives_way=True)
    deeds(WorkKind.TRACK, small)
    deeds(WorkKind.WATCHABLE, small)
    first, second = asked(WorkKind.CAPTIONS, 600), asked(WorkKind.WATCHABLE, 0)
    third = asked(WorkKind.TRACK, 1)
    between = []

    def do_between(work_id: int) -> None:
        between.append(work_id)
        assert work.run(work_id)

    assert work.run(first.pk, between=do_between)
    assert order == ["large begins", "small", "large ends"]
    assert between == [second.pk]
    for row in (first, second, third):
        row.refresh_from_db()
    assert (first.state, second.state, third.state) == ("done", "done", "waiting")
    assert 0.2 < second.wall_seconds < 3
    assert 0.2 < first.wall_seconds < 3
    assert second.cpu_seconds > 0 and first.cpu_seconds > 0


@pytest.mark.django_db
def test_a_real_small_film_is_ready_before_a_large_one_that_had_begun(clips, monkeypatch):
    monkeypatch.setattr(work, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(give_way, "PATIENCE", timedelta())
    large = api.check_now(api.receive_file(api.open_film(), clips("long.mp4")))
    for first in Work.objects.filter(film=large, kind=WorkKind.FIRST_RUNG):
        work.run(first.pk)
    small = api.check_now(api.receive_file(api.open_film(), clips("silent.mp4")))
    assert tasks.run_work.func(Work.objects.get(film=large, kind=WorkKind.LADDER).pk)
    for film in (large, small):
        film.refresh_from_db()
        assert film.state == FilmState.READY, film.fault
    assert small.ready_at < large.ready_at


@pytest.mark.django_db
def test_what_goes_wrong_between_is_no_fault_of_the_large_one(deeds):
    def small(film: Film, mine: lease.Lease) -> None:
        run(["-i", "file:nowhere", "-f", "null", "-"], timeout=5)

    def large(film: Film, mine: lease.Lease) -> None:
        run(["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-f", "null", "-"], timeout=20)

    deeds(WorkKind.CAPTIONS, large, gives_way=True)
    deeds(WorkKind.WATCHABLE, small)
    first, second = asked(WorkKind.CAPTIONS, 600), asked(WorkKind.WATCHABLE, 0)
    assert work.run(first.pk, between=work.run)
    second.refresh_from_db()
    assert (second.state, second.faults) == (WorkState.WAITING, 1)
    assert "No such file" in second.log


@pytest.mark.django_db
def test_work_without_anybody_to_do_it_between_gives_way_to_nobody(deeds):
    def large(film: Film, mine: lease.Lease) -> None:
        run(["-re", "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-f", "null", "-"], timeout=20)

    deeds(WorkKind.CAPTIONS, large, gives_way=True)
    deeds(WorkKind.WATCHABLE, large)
    first, second = asked(WorkKind.CAPTIONS, 600), asked(WorkKind.WATCHABLE, 0)
    assert work.run(first.pk)
    second.refresh_from_db()
    assert second.state == WorkState.WAITING


@pytest.mark.django_db
def test_cancelled_work_ends_within_seconds_wherever_it_is_done(deeds):
    def large(film: Film, mine: lease.Lease) -> None:
        work.cancel(mine.work_id)
        run(ENDLESS, timeout=60)

    deeds(WorkKind.CAPTIONS, large)
    row = asked(WorkKind.CAPTIONS, 600)
    began = time.monotonic()
    assert not work.run(row.pk)
    assert time.monotonic() - began < 20
    row.refresh_from_db()
    assert (row.state, row.attempts, row.fault) == (WorkState.CANCELLED, 1, "")


@pytest.mark.django_db
def test_a_poison_film_is_parked_with_reason_and_log(deeds):
    def poison(film: Film, mine: lease.Lease) -> None:
        run(["-i", "file:nowhere", "-f", "null", "-"], timeout=5)

    deeds(WorkKind.CAPTIONS, poison)
    row = asked(WorkKind.CAPTIONS, 10)
    for _ in range(3):
        assert not work.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.faults, row.film.state) == (WorkState.PARKED, 3, FilmState.READY)
    assert FfmpegFailed.__name__ in row.fault and "No such file" in row.log
    assert work.ask(row.film_id, WorkKind.CAPTIONS) == row  # asking again is no way round it
    assert work.try_again(row.pk)
