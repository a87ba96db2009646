"""Two hundred try at one slot at the same moment: one succeeds, the others are told that it is taken."""

import contextlib
import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from elearn.visits.domain import book
from elearn.visits.domain.book import propose
from elearn.visits.errors import TimeTaken, VisitError
from elearn.visits.models import Trainer, Visit, VisitRequest
from tests import template
from tests.factories import trainer
from tests.visits.made import moment, monday, waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
TRIES, AT_ONCE = 200, 16
NAMES = ["Murad", "Nigar", "Elçin", "Rəşad", "Aygün", "Orxan", "Sevda", "Tural", "Lalə", "Kamran"]


@pytest.fixture
def shared_database(tmp_path, settings):
    """What several threads use at once: PostgreSQL as it is; on SQLite a file, since memory belongs to one connection."""
    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "race.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as made:
        template.copy_into(template.prepared(), made)
    kept, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    yield
    connection.connection.close()
    connection.connection, connection.settings_dict["NAME"] = kept, name


def all_at_once(tries) -> Counter:
    """Run each try in a thread, as many at once as a busy server; gives how often each outcome came."""
    gate = threading.Barrier(AT_ONCE)

    def one(number: int) -> str:
        if number < AT_ONCE:
            gate.wait()
        try:
            tries[number]()
        except VisitError as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return "offered"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(len(tries))))


@pytest.mark.parametrize(("elders", "trainers"), [(20, 1), (1, 10)], ids=["one trainer", "one elder"])
def test_two_hundred_tries_at_one_slot(shared_database, elders, trainers):
    whom = [trainer(f"{name} Quliyev") for name in NAMES[:trainers]]
    asked = [waiting(f"Sona Kərimova {number}").pk for number in range(elders)]
    start = moment(monday(), 11)

    def book(number: int):
        def try_once() -> Visit:
            one = Trainer.objects.select_related("person__account").get(pk=whom[number % trainers].pk)
            request = VisitRequest.objects.get(pk=asked[number % elders])
            return propose(request, one, starts_at=start, by=one.person.account)

        return try_once

    outcomes = all_at_once([book(number) for number in range(TRIES)])
    assert outcomes == {"offered": 1, TimeTaken.__name__: TRIES - 1}
    assert Visit.objects.filter(starts_at=start).count() == 1


def test_where_the_domain_sees_nothing_the_database_still_refuses_in_words(monkeypatch):
    murad = trainer("Murad Quliyev")
    start = moment(monday(), 11)
    propose(waiting("Sona Kərimova"), murad, starts_at=start, by=murad.person.account)
    monkeypatch.setattr(book, "_is_free", lambda *args, **more: None)
    monkeypatch.setattr(book.Place, "is_reachable", True)
    with pytest.raises(TimeTaken):
        propose(waiting("Tofiq Həsənov"), murad, starts_at=start, by=murad.person.account)
    assert Visit.objects.count() == 1
