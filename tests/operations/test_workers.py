"""Every queue has a worker that listens to it, on both backends; what is urgent comes first."""

import contextlib
import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from elearn.operations.management.commands.serve import worker
from elearn.operations.management.commands.work import ALSO
from media_pipeline import tasks
from media_pipeline.checks import check_queues
from media_pipeline.domain import kinds, work
from media_pipeline.models import Film, FilmState, WorkKind
from media_pipeline.queues import QUEUES
from tests import template
from tests.conftest import HOME


def test_every_queue_is_listened_to():
    listened = {queue for queues in ALSO.values() for queue in queues}
    assert listened == set(settings.TASKS["default"]["QUEUES"])
    assert {kind.queue for kind in kinds._KINDS.values()} <= set(QUEUES)


def test_queues_are_asked_in_the_order_of_urgency():
    """On Redis the order is all there is; it is that of the priorities."""
    order = [queue for queue in ALSO["encode"] if queue in QUEUES]
    urgency = {kind.queue: kind.priority for kind in kinds._KINDS.values()}
    assert order == sorted(order, key=lambda queue: -urgency.get(queue, kinds.THE_REST[1]))
    assert [queue for queue in QUEUES if queue not in ("live", "arriving", "live_captions")] == order


def test_redis_ends_no_work_before_its_own_limits():
    """RQ's three minutes would end every long encode; read in a process of its own, since settings are read once."""
    code = "from elearn.settings import RQ_QUEUES as q; print(min(q[n]['DEFAULT_TIMEOUT'] for n in ('ladder', 'captions')))"
    environment = {**os.environ, "KORPU_QUEUE": "redis", "KORPU_REDIS_URL": "redis://127.0.0.1:1/0"}
    told = subprocess.run([sys.executable, "-c", code], cwd=HOME, env=environment, capture_output=True, text=True)
    assert int(told.stdout) >= 24 * 3600, told.stderr


@pytest.mark.django_db
def test_what_is_more_urgent_is_taken_first_and_letters_before_films():
    for kind, state in ((WorkKind.LADDER, FilmState.QUEUED), (WorkKind.WATCHABLE, FilmState.RECEIVED)):
        work.ask(Film.objects.create(state=state).pk, kind)
    assert tasks.wake() == 2
    tasks.empty_film.enqueue("00000000-0000-0000-0000-000000000000")
    assert list(DBTaskResult.objects.ready().values_list("queue_name", flat=True)) == ["quick", "watchable", "ladder"]


def test_a_project_that_forgot_a_queue_is_told(monkeypatch):
    assert check_queues(None) == []
    monkeypatch.setattr(tasks.run_work.get_backend(), "queues", {"default", *QUEUES} - {"ladder"})
    (error,) = check_queues(None)
    assert (error.id, "ladder" in error.msg) == ("media_pipeline.E005", True)


def test_serve_starts_a_worker_of_each_kind():
    parts = [worker(queue) for queue in ALSO] + [worker("encode", 2)]
    assert [part.name for part in parts] == [
        "the quick worker", "the encode worker", "the arriving worker", "the office worker", "the live worker",
        "the live_captions worker", "the encode worker 2",
    ]  # fmt: skip
    assert parts[1].command[-3:] == ["work", "--queue", "encode"]


def test_a_worker_of_no_queue_is_refused():
    with pytest.raises(Exception, match="invalid choice"):
        call_command("work", "--queue", "nothing")


COUNTED = """
import _thread, contextlib, threading
import django; django.setup()
from django.core.management import call_command
from django.db.backends.signals import connection_created
opened, rounds = [], []
connection_created.connect(lambda **_: opened.append(threading.current_thread().name), weak=False)
from {module} import close_old_connections as close
import {module} as asking
def one_round():
    close()
    rounds.append(1)
    if len(rounds) == 6:
        _thread.interrupt_main()
asking.close_old_connections = one_round
with contextlib.suppress(SystemExit):
    call_command({command})
print(opened.count("MainThread"), len(rounds) >= 6)
"""
ASKING = {
    "worker": ("django_tasks_db.management.commands.db_worker", '"work", "--queue", "office"'),
    "tick": ("elearn.operations.management.commands.tick", '"tick"'),
}


@pytest.mark.parametrize("process", ASKING)
def test_who_asks_again_and_again_keeps_the_connection(process, tmp_path):
    """On SQLite, in a process and a database of its own: six rounds, one connection."""
    module, command = ASKING[process]
    with contextlib.closing(sqlite3.connect(tmp_path / "korpu.sqlite3")) as database:
        template.copy_into(template.prepared(), database)
    environment = {**os.environ, "KORPU_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "elearn.settings"}
    environment.pop("KORPU_DATABASE_URL", None)
    told = subprocess.run(
        [sys.executable, "-c", COUNTED.format(module=module, command=command)],
        cwd=HOME, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert told.stdout.split() == ["1", "True"], told.stderr
