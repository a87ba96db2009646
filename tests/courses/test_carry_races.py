"""A report that is recorded while what was watched is taken over from another part of a film: neither is lost."""

import threading
import time

import pytest
from django.db import connection, transaction

from courses.domain.films.carry import carry_watching, progress_with
from courses.domain.watching.clocks import locked_clocks
from courses.models import FilmProgress
from tests import factories
from tests.courses.test_succession import watched
from tests.races import all_at_once

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="threads share SQLite's test database in memory, which does not wait for its lock",
    ),
]


@pytest.mark.parametrize("takes_over", ["opening", "replacing"])
def test_what_is_reported_meanwhile_is_not_written_over(takes_over):
    nigar = factories.person("Nigar Məmmədova")
    whole = factories.ready_film(seconds=30)
    part = factories.ready_film(seconds=18, cut_of=whole, cut_start_ms=2000, cut_end_ms=20_000)
    watched(nigar, whole, (2000, 7000))
    watched(nigar, part, (10_000, 11_000))
    is_locked = threading.Event()

    def report() -> None:
        """As `watch.record` does: lock, read, write."""
        with transaction.atomic():
            locked_clocks({nigar.pk})
            row = FilmProgress.objects.get(film=part)
            is_locked.set()
            time.sleep(0.5)
            row.spans, row.watched_ms = [*row.spans, [12_000, 14_000]], row.watched_ms + 2000
            row.save()

    def take_over() -> None:
        is_locked.wait(10)
        if takes_over == "opening":
            progress_with(nigar.pk, part)
        else:
            carry_watching(whole, part)

    assert all_at_once(report, take_over) == [None, None]
    row = FilmProgress.objects.get(film=part)
    assert (row.spans, row.watched_ms) == ([[0, 5000], [10_000, 11_000], [12_000, 14_000]], 8000)
