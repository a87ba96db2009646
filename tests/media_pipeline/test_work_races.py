"""Several at the same moment: work is asked for once, named once, taken once; nobody waits for ever for another."""

from collections import Counter
from functools import partial

import pytest
from django.db import connection

from media_pipeline.domain import block, lease, work
from media_pipeline.errors import LeaseLost
from media_pipeline.models import Film, FilmState, Work, WorkKind, WorkState
from tests.races import all_at_once

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="threads share SQLite's test database in memory, which does not wait for its lock",
    ),
]
AT_ONCE = 8


def waiting(kind: WorkKind = WorkKind.LADDER, state: FilmState = FilmState.QUEUED) -> Work:
    return work.ask(Film.objects.create(state=state, source="nowhere").pk, kind)


def test_one_takes_it():
    asked = waiting()
    answers = all_at_once(*[lambda: lease.take(asked.pk)] * AT_ONCE)
    (taken,) = [answer for answer in answers if answer is not None]
    assert Work.objects.get().lease_holder == taken.holder
    assert Work.objects.get().attempts == 1


def test_it_is_asked_for_once():
    film = Film.objects.create(state=FilmState.READY)
    answers = all_at_once(*[lambda: work.ask(film.pk, WorkKind.CAPTIONS, "az").pk] * AT_ONCE)
    assert set(answers) == set(Work.objects.values_list("pk", flat=True))
    assert Work.objects.count() == 1


def test_each_is_named_to_one_sweep():
    asked = [waiting().pk for _ in range(5)]
    named = Counter(wake.work_id for answer in all_at_once(*[work.to_wake] * AT_ONCE) for wake in answer)
    assert named == dict.fromkeys(asked, 1)


def test_what_went_silent_is_released_once():
    asked = waiting()
    lease.take(asked.pk)
    Work.objects.update(lease_until=asked.asked_at)
    assert all_at_once(*[work.release_expired] * AT_ONCE) == [None] * AT_ONCE
    asked.refresh_from_db()
    assert (asked.state, asked.film.state) == (WorkState.WAITING, FilmState.QUEUED)


def test_whoever_takes_a_film_back_waits_for_nobody_who_waits_for_him():
    for _round in range(5):
        held = lease.take(waiting().pk)
        taken_back, done = all_at_once(partial(block.block, held.film_id, for_good=True), partial(ended, held))
        assert taken_back is True
        assert done is None or isinstance(done, LeaseLost)
        asked = Work.objects.get(pk=held.work_id)
        assert asked.film.state == FilmState.BLOCKED
        assert asked.state == (WorkState.DONE if done is None else WorkState.CANCELLED)


def test_work_is_either_done_or_cancelled():
    for _round in range(5):
        held = lease.take(waiting().pk)
        cancelled, done = all_at_once(partial(work.cancel, held.work_id), partial(ended, held))
        asked = Work.objects.get(pk=held.work_id)
        assert (asked.state, asked.film.state) in [("done", "ready"), ("cancelled", "failed")]
        assert cancelled is (asked.state == "cancelled")
        assert isinstance(done, LeaseLost) is cancelled


def ended(held: lease.Lease) -> None:
    held.done(FilmState.READY, percent=100)
