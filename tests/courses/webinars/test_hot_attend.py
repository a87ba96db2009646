"""The hot path of attendance, by calling the ASGI callable as a server does; rows are really committed."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from courses import hot_attend
from courses.batch import Pace
from courses.domain.webinars import attendance
from courses.domain.webinars.presence import Opening, attend_address, opening_of, token_of
from courses.models import Presence, PresenceReport
from tests.courses.webinars import held

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture(autouse=True)
def let_go():
    """The writer's thread keeps a connection, which would hold the test database open."""
    yield
    hot_attend.writer.stop()


@pytest.fixture
def address():
    webinar = held.on_air(600)
    return attend_address(webinar, held.registered(webinar))


async def answered(method: str, path: str, body: bytes = b""):
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    await hot_attend.application({"type": "http", "method": method, "path": path}, receive, send)
    return sent[0]["status"], sent[1]["body"]


def ask(path: str, body: object = b"", method: str = "POST"):
    return asyncio.run(answered(method, path, body if isinstance(body, bytes) else json.dumps(body).encode()))


def came_earlier() -> None:
    Presence.objects.update(joined_at=timezone.now() - timedelta(seconds=60))


def report(number: int = 1, spans=((0, 10_000),), **more) -> dict:
    return {"number": number, "spans": spans, "delay_ms": 4000, "rate": 1, **more}


def test_nobody_fills_the_database_with_numbers(address, monkeypatch):
    """However many pages they open: what is counted is the person's."""
    monkeypatch.setattr(hot_attend, "pace", Pace(at_once=10, a_second=0.5, clock=lambda: 0.0))
    opening = opening_of(address.removeprefix("/attend/"))
    second = f"/attend/{token_of(Opening(opening.webinar, opening.person, uuid4()))}"
    statuses = [ask(f"{page}/report", report(number, []))[0] for number in range(1, 11) for page in (address, second)]
    assert statuses == [200] * 10 + [429] * 10
    assert PresenceReport.objects.count() == 10


def test_a_page_joins_reports_and_leaves(address):
    assert ask(f"{address}/join", {})[0] == 200
    came_earlier()
    status, body = ask(f"{address}/report", report())
    assert (status, json.loads(body)) == (
        200, {"number": 1, "counted": True, "refusal": None, "watched_ms": 10_000, "attended": False}
    )  # fmt: skip
    status, body = ask(f"{address}/leave", report(2, [[10_000, 14_500]]))
    assert (status, json.loads(body)["watched_ms"]) == (200, 14_500)
    row = Presence.objects.get()
    assert row.left_at is not None
    assert ask(f"{address}/leave")[0] == 200
    assert [one.delay_ms for one in PresenceReport.objects.all()] == [4000, 4000]


def test_who_has_no_address_gets_nowhere(address):
    assert ask("/attend/aaaaaaaaaaaaaaaaaaaaaaaaaaaa/join")[0] == 403
    assert ask(f"{address}x/join")[0] == 403
    assert ask("/attend/join")[0] == 404
    assert ask(f"{address}/elsewhere")[0] == 404
    assert ask(f"{address}/join", method="GET")[0] == 405
    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b"null", b'{"number": 1}', b'{"number": 0, "spans": []}', b'{"number": "1", "spans": []}',
        b'{"number": true, "spans": []}', b'{"number": 1, "spans": 5}', b'{"number": 1, "spans": [5]}',
        b'{"number": 99999999999, "spans": []}', b'{"number": 1, "spans": [], "rate": "2"}', b'{"number": 1, "spans": [], "rate": 1' + b"0" * 400 + b"}",
        b'{"number": 1, "spans": [], "rate": NaN}',
        b"[" * 50_000,
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused(address, body):
    assert ask(f"{address}/report", body)[0] == 400


def test_a_book_is_no_report(address):
    assert ask(f"{address}/report", b"x" * 70_000)[0] == 413


def test_when_nothing_can_be_written_the_page_is_to_come_again(address, monkeypatch):
    def full(words):
        raise OSError("no space left")

    ask(f"{address}/join", {})
    came_earlier()
    with monkeypatch.context() as patch:
        patch.setattr(attendance, "record", full)
        assert ask(f"{address}/report", report())[0] == 503
    status, body = ask(f"{address}/report", report())
    assert (status, json.loads(body)["counted"]) == (200, True)


def test_many_at_once_are_one_transaction(address, monkeypatch):
    batches = []
    record = attendance.record
    monkeypatch.setattr(attendance, "record", lambda words: batches.append(len(words)) or record(words))

    async def all_at_once():
        return await asyncio.gather(
            *(answered("POST", f"{address}/report", json.dumps(report(n, [])).encode()) for n in range(1, 31))
        )

    assert {status for status, _body in asyncio.run(all_at_once())} == {200}
    assert sum(batches) == 30 and len(batches) <= 4
    assert PresenceReport.objects.count() == 30
