"""When a film will be there: from finished work and what waits, and nothing where there is nothing to go by."""

from datetime import timedelta

import pytest
from django.utils import timezone

from media_pipeline.api import estimates
from media_pipeline.models import Film, FilmState, Work, WorkKind, WorkState

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SIZE = {"width": 640, "height": 360, "has_video": True}


def film(state=FilmState.QUEUED, seconds: float = 100, **more) -> Film:
    return Film.objects.create(state=state, duration_ms=round(seconds * 1000), **{"source": "x", **SIZE, **more})


def work(on: Film, kind=WorkKind.LADDER, state=WorkState.WAITING, **more) -> Work:
    facts = {"asked_at": NOW, "due_at": NOW, "priority": {"watchable": 80, "cut": 65, "ladder": 40}.get(kind, 0)}
    return Work.objects.create(film=on, kind=kind, state=state, **{**facts, **more})


def done(kind=WorkKind.LADDER, *, wall: float, seconds: float = 100, **more) -> None:
    of = film(FilmState.READY, seconds, **more)
    work(of, kind, WorkState.DONE, wall_seconds=wall, ended_at=NOW - timedelta(minutes=1), machine="a:1")


def estimate(on: Film):
    return estimates([on], now=NOW).get(on.pk)


def test_nothing_is_said_where_nothing_is_known():
    waiting = film()
    work(waiting)
    assert (estimate(waiting).ready, estimate(waiting).is_stalled) == (None, False)


def test_the_median_of_what_really_happened():
    for wall in (50, 60, 400):
        done(wall=wall)
    waiting = film(seconds=200)
    work(waiting)
    assert estimate(waiting).ready == pytest.approx(120)


def test_a_large_film_is_not_promised_the_time_of_a_small_one():
    done(wall=50)
    waiting = film(seconds=100, width=1280, height=720)
    work(waiting)
    assert estimate(waiting).ready == pytest.approx(200)


def test_who_waits_longer_or_is_more_urgent_comes_first():
    done(wall=50)
    done(WorkKind.WATCHABLE, wall=3)
    mine = film()
    work(mine)
    work(film(), asked_at=NOW - timedelta(minutes=1))  # before me
    work(film(), asked_at=NOW + timedelta(seconds=1))  # after me
    work(film(FilmState.RECEIVED), WorkKind.WATCHABLE, asked_at=NOW + timedelta(seconds=1))  # shorter work, first
    work(film(FilmState.READY), WorkKind.POSTERS, asked_at=NOW - timedelta(hours=1))  # less urgent
    found = estimate(mine)
    assert (found.ahead, found.ready) == (2, pytest.approx(50 + 3 + 50))


def test_two_workers_take_half_the_time_of_the_queue():
    done(wall=50)
    done(wall=50)
    Work.objects.filter(pk=Work.objects.latest("pk").pk).update(machine="b:2")
    mine = film()
    work(mine)
    work(film(), asked_at=NOW - timedelta(minutes=1))
    assert estimate(mine).ready == pytest.approx(50 / 2 + 50)


def test_what_runs_says_itself_how_far_it_is():
    done(wall=50)
    mine = film(FilmState.ENCODING)
    begun = {"state": WorkState.RUNNING, "begun_at": NOW - timedelta(seconds=60), "machine": "a:1"}
    row = work(mine, percent=0, **begun)
    assert estimate(mine).ready == pytest.approx(12)  # late already: a little more, never nothing
    Work.objects.filter(pk=row.pk).update(percent=75)
    assert estimate(mine).ready == pytest.approx(20)
    Work.objects.filter(pk=row.pk).update(percent=100)
    assert estimate(mine).ready == pytest.approx(2)


def test_a_part_of_a_film_is_cut_looked_at_and_prepared():
    done(WorkKind.CUT, wall=10)
    done(WorkKind.WATCHABLE, wall=3)
    done(wall=50)
    part = film(FilmState.RECEIVING, source="", cut_of=film(FilmState.READY), cut_end_ms=100_000)
    work(part, WorkKind.CUT)
    found = estimate(part)
    assert (found.watchable, found.ready) == (pytest.approx(13), pytest.approx(63))


def test_a_film_of_unknown_length_is_not_guessed_at():
    done(WorkKind.WATCHABLE, wall=3)
    done(wall=50)
    arrived = film(FilmState.RECEIVED, seconds=0, width=0, height=0)
    work(arrived, WorkKind.WATCHABLE)
    assert (estimate(arrived).watchable, estimate(arrived).ready) == (pytest.approx(3), None)


def test_when_nobody_works_that_is_said():
    mine = film()
    work(mine, due_at=NOW - timedelta(minutes=6))
    assert estimate(mine).is_stalled
    done(wall=50)  # somebody is there after all
    assert not estimate(mine).is_stalled


def test_two_queries_for_any_number(django_assert_num_queries):
    mine = [film() for _number in range(3)]
    for one in mine:
        work(one)
    with django_assert_num_queries(2):
        assert len(estimates(mine)) == 3
    with django_assert_num_queries(2):
        assert len(estimates(mine[:1])) == 1
    with django_assert_num_queries(0):
        assert estimates([film(FilmState.READY) for _number in range(0)]) == {}
