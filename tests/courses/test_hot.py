"""The hot path, by calling the ASGI callable as a server does; rows are really committed."""

import asyncio
import json
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courses import api, hot
from courses.batch import AT_ONCE, Pace, Writer, _Waiting
from courses.domain.watching import playback, watch
from courses.models import FilmProgress, LessonPage, PlaybackSession, WatchReport
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def ask(method: str, path: str, body: bytes = b"", pieces: int = 1) -> tuple[int, dict[str, str], bytes]:
    return asyncio.run(answer(method, path, body, pieces))


async def answer(method: str, path: str, body: bytes = b"", pieces: int = 1):
    step = -(-len(body) // pieces) or 1
    parts = [body[start : start + step] for start in range(0, len(body), step)] or [b""]
    sent = []

    async def receive():
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message):
        sent.append(message)

    await hot.application({"type": "http", "method": method, "path": path}, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"]


@pytest.fixture
def opened():
    learner = factories.person()
    _, [lesson] = factories.course_with({"film": factories.ready_film(60)})
    api.enrol(learner, lesson.get_parent().specific)
    return api.open_playback(learner, lesson)


@pytest.fixture(autouse=True)
def let_go():
    """The writer's thread keeps a connection, which would hold the test database open."""
    yield
    hot.writer.stop()


def long_ago() -> None:
    PlaybackSession.objects.update(opened_at=timezone.now() - timedelta(seconds=60))


def report(number: int = 1, spans=((0, 10_000),), **more) -> bytes:
    return json.dumps({"number": number, "spans": spans, "position_ms": 10_000, "rate": 1, **more}).encode()


@pytest.mark.database
def test_fetching_the_playlist_opens_the_session(opened):
    assert PlaybackSession.objects.get().opened_at is None
    status, headers, body = ask("GET", opened.playlist)
    assert (status, headers["content-type"]) == (200, "application/vnd.apple.mpegurl")
    assert headers["cache-control"] == "no-store"
    assert body.startswith(b"#EXTM3U")
    assert b"/films/" in body
    assert PlaybackSession.objects.get().opened_at is not None


@pytest.mark.database
def test_a_report_is_committed_before_it_is_acknowledged(opened):
    ask("GET", opened.playlist)
    long_ago()
    status, _, body = ask("POST", opened.report, report(), pieces=3)
    assert status == 200
    said = json.loads(body)
    assert said["counted"]
    assert said["watched_ms"] == 10_000
    connection.close()
    assert FilmProgress.objects.get().watched_ms == 10_000
    assert FilmProgress.objects.get().position_ms == 10_000


@pytest.mark.database
def test_a_replay_is_acknowledged_and_counts_nothing(opened):
    ask("GET", opened.playlist)
    long_ago()
    ask("POST", opened.report, report())
    status, _, body = ask("POST", opened.report, report())
    assert status == 200
    assert not json.loads(body)["counted"]
    assert WatchReport.objects.count() == 1


@pytest.mark.database
def test_many_at_once_share_transactions_and_lose_nothing(opened):
    ask("GET", opened.playlist)
    long_ago()

    async def storm():
        return await asyncio.gather(
            *(
                answer("POST", opened.report, report(number, [[number * 100, number * 100 + 100]]))
                for number in range(1, 101)
            )
        )

    answers = asyncio.run(storm())
    assert {status for status, _, _ in answers} == {200}
    assert FilmProgress.objects.get().watched_ms == 10_000
    assert WatchReport.objects.count() == 100


@pytest.fixture
def paced(monkeypatch):
    """Ten at once and one in two seconds after that, by a clock that stands."""
    moment = [0.0]
    monkeypatch.setattr(hot, "pace", Pace(at_once=10, a_second=0.5, clock=lambda: moment[0]))
    return moment


@pytest.mark.database
def test_nobody_fills_the_database_with_numbers(opened, paced):
    """Refused ones and empty ones are rows as well. What is too much is not taken now, and may come again."""
    ask("GET", opened.playlist)
    answers = [ask("POST", opened.report, report(number, [])) for number in range(1, 21)]
    assert [status for status, _, _ in answers] == [200] * 10 + [429] * 10
    assert answers[-1][1]["retry-after"] == "30"
    assert WatchReport.objects.count() == 10
    other = api.open_playback(PlaybackSession.objects.get().person, LessonPage.objects.get())
    assert ask("POST", other.report, report())[0] == 200
    paced[0] += 30
    answers = [ask("POST", opened.report, report(number, [])) for number in range(11, 31)]
    assert [status for status, _, _ in answers] == [200] * 10 + [429] * 10


def test_all_that_a_player_keeps_is_taken_at_once():
    """A week without a network: what it kept comes one after another. Players at their own pace are never too quick."""
    moment = [0.0]
    pace = Pace(at_once=AT_ONCE, a_second=hot.pace.every**-1, clock=lambda: moment[0], most=50)
    assert all(pace.takes("tablet") for _ in range(500))
    for _ in range(1_000):
        moment[0] += 10
        assert all(pace.takes(f"player {number}") for number in range(100))
    assert len(pace.until) <= 200  # of who is through nothing is kept


@pytest.mark.database
def test_one_report_that_fails_takes_no_other_down(opened, monkeypatch):
    ask("GET", opened.playlist)
    long_ago()
    real = watch.record

    def fails_for_seven(reports, **more):
        if any(one.number == 7 for one in reports):
            raise RuntimeError("a fault of ours")
        return real(reports, **more)

    monkeypatch.setattr(watch, "record", fails_for_seven)

    async def ten():
        return await asyncio.gather(*(answer("POST", opened.report, report(number, [])) for number in range(1, 11)))

    statuses = [status for status, _, _ in asyncio.run(ten())]
    assert statuses == [200] * 6 + [503] + [200] * 3


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"number": 1}', b'{"number": "1", "spans": []}', b'{"number": 0, "spans": []}',
        b'{"number": 99999999999, "spans": []}', b'{"number": 1, "spans": [1, 2]}', b'{"number": 1, "spans": {}}',
        b'{"number": 1, "spans": [], "rate": true}', b'{"number": 1, "spans": [], "position_ms": 1.5}', b"[" * 60_000,
    ],
)  # fmt: skip
def test_what_is_no_report_is_told_so(opened, body):
    assert ask("POST", opened.report, body)[0] == 400
    assert not WatchReport.objects.exists()


def test_tokens_paths_and_methods(opened):
    token = opened.report.split("/")[2]
    forged = f"/watch/{token[:-4]}aaaa/report"
    assert ask("POST", forged, report())[0] == 403
    assert ask("POST", f"/watch/{playback._signer.sign('no-key')}/report", report())[0] == 403
    assert ask("GET", opened.report)[0] == 405
    assert ask("POST", opened.playlist)[0] == 405
    assert ask("GET", f"/watch/{token}/../../etc/passwd")[0] == 404
    assert ask("POST", opened.report, b" " * 70_000)[0] == 413
    assert ask("GET", opened.playlist.replace("master", "audio"))[0] == 404  # this film has no version of sound alone
    PlaybackSession.objects.all().delete()
    assert ask("GET", opened.playlist)[0] == 404
    assert ask("POST", opened.report, report())[0] == 404


def test_a_token_ages(opened, monkeypatch):
    monkeypatch.setattr(playback, "TOKEN_LIFE", timedelta(seconds=-1))
    assert ask("POST", opened.report, report())[0] == 403


def test_only_our_paths_are_handled():
    assert hot.handles("/watch/x")
    assert not hot.handles("/watching/")


def test_the_described_sound_opens_the_session_and_only_where_there_is_one(opened):
    import media_pipeline.api as films
    from media_pipeline.models import Film, Rendition

    address = opened.playlist.replace("master.m3u8", "described.m3u8")
    assert ask("GET", address)[0] == 404
    main, told = Film.objects.get(), factories.ready_film(60)
    for film in (main, told):
        Rendition.objects.create(film=film, kind="audio", name="audio", folder="audio-00000000", codecs="mp4a.40.2")
    films.attach_track(main, kind="described", film=told)
    PlaybackSession.objects.update(opened_at=None)
    status, headers, _ = ask("GET", address)
    assert (status, PlaybackSession.objects.get().opened_at is not None) == (302, True)
    assert headers["location"].endswith(f"/{told.pk.hex}/audio-00000000/index.m3u8")
    assert ask("POST", address)[0] == 405
    assert ask("GET", address.replace("/watch/", "/watch/x"))[0] == 403
    films.block_film(told)
    assert ask("GET", address)[0] == 404
    films.block_film(main)
    assert ask("GET", address)[0] == 404


def test_what_waited_while_others_were_recorded_waits_no_longer():
    """Nobody is ever asked to wait an hour for others to join: what has waited so long goes at once, all of it."""
    writer: Writer[int, int] = Writer(list, name="test", gather=3600)
    loop = asyncio.new_event_loop()
    long_ago = time.monotonic() - 3600
    for number in range(3):
        writer.waiting.put(_Waiting(number, loop, loop.create_future(), long_ago))
    assert [one.report for one in writer._gather()] == [0, 1, 2]
    loop.close()
