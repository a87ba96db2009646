"""A broadcast over HTTP while it runs: only with a token of ours, only what its rows name, as soon as it is there."""

import asyncio
import gzip
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.utils import timezone

from media_pipeline import api, blocked, hot, hot_live, hot_live_shelf, storage, tokens
from media_pipeline.domain import block
from media_pipeline.domain.live import playable
from media_pipeline.models import (
    Broadcast,
    BroadcastState,
    LiveCue,
    LiveRun,
    LiveSegment,
    Take,
    Work,
    WorkKind,
    WorkState,
)

from .live import broadcast, segment
from .test_hot import Answer

pytestmark = pytest.mark.django_db
FOLDER = "live-0000aaaa"
Ask = Callable[..., Awaitable[Answer]]


@pytest.fixture(autouse=True)
def same_database(monkeypatch, settings, tmp_path):
    """Read by the test's own connection; films in a folder of the test's."""

    async def beside(read, *args):
        return await sync_to_async(read)(*args)

    monkeypatch.setattr(hot_live_shelf, "_beside", beside)
    options = {"location": tmp_path / "films", "allow_overwrite": True}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"films": backend}
    blocked.forget()
    yield
    blocked.forget()


async def ask(path: str, method: str = "GET", query: str = "", **headers: str) -> Answer:
    """Send one request to the callable itself."""
    answer = Answer()
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "method": method, "headers": named, "query_string": query.encode()}

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            answer.body += message["body"]

    await hot.application(scope, receive, send)
    return answer


def get(path: str, **options: str) -> Answer:
    return async_to_sync(ask)(path, **options)


def follow(deed: Callable[[], Awaitable[None]]) -> None:
    """Several requests of one process, one after another or at once."""
    async_to_sync(deed)()


def row(made: Broadcast, number: int, *, rendition: str = "live", run: int = 1, **facts) -> LiveSegment:
    """A segment with a file, as the follower makes them."""
    letter = "v" if rendition == "live" else "a"
    side = FOLDER if facts.get("is_on_air", True) else "live-0000bbbb"
    known = {"run": run, "init": f"{side}/i{run:03}{letter}.mp4", "file": f"{side}/{letter}{number:07}.m4s"}
    for name in known["init"], known["file"]:
        storage.films().save(f"{made.film.folder}/{name}", ContentFile(name.encode()))
    return segment(made, number, rendition=rendition, **known | facts)


def on_air(seconds: int = 3, **facts) -> Broadcast:
    made = broadcast(**facts)
    take = Take.objects.create(film=made.film, mime="video/webm")
    looks = {"codecs": "avc1.42e01f,mp4a.40.2", "sound_codecs": "mp4a.40.2", "width": 640, "height": 360}
    LiveRun.objects.create(
        broadcast=made, number=1, take=take, is_on_air=True, holder=uuid4(), mime="video/webm", began_at=timezone.now(),
        made=looks,
    )  # fmt: skip
    for number in range(seconds):
        row(made, number)
        row(made, number, rendition="livesound")
    return made


def base(made: Broadcast, **side: bool) -> str:
    return api.live_address(made, **side).removesuffix("master.m3u8")


def addresses(text: bytes) -> list[str]:
    return [one for one in text.decode().splitlines() if one and not one.startswith("#")]


# What is there --------------------------------------------------------------------------------------
def test_a_broadcast_is_watched_by_relative_addresses():
    """From the one signed address a player gets to every file."""
    made = on_air()
    master = get(api.live_address(made))
    assert (master.status, master.headers["content-type"]) == (200, "application/vnd.apple.mpegurl")
    assert addresses(master.body) == ["live.m3u8", "livesound.m3u8"]
    for name, letter in (("live", "v"), ("livesound", "a")):
        playlist = get(f"{base(made)}{name}.m3u8")
        assert playlist.headers["cache-control"] == "public, max-age=0, s-maxage=1, must-revalidate"
        init = f"{FOLDER}/i001{letter}.mp4"
        assert f'URI="{init}"' in playlist.body.decode()
        assert addresses(playlist.body) == [f"{FOLDER}/{letter}{number:07}.m4s" for number in range(3)]
        for file in (init, *addresses(playlist.body)):
            seen = get(base(made) + file)
            assert (seen.status, seen.body) == (200, file.encode())
            assert "immutable" in seen.headers["cache-control"]
    assert api.live_sound_address(made) == f"{base(made)}livesound.m3u8"


def test_before_the_first_segment_there_is_nothing_yet():
    made = on_air(0)
    for name in ("master.m3u8", "live.m3u8", "captions-en.m3u8"):
        answer = get(base(made) + name)
        assert (answer.status, answer.body, answer.headers["cache-control"]) == (404, b"not yet", "no-store")


def test_sound_alone_is_a_broadcast_too():
    made = on_air(0)
    row(made, 0, rendition="livesound")
    LiveRun.objects.update(made={"codecs": "mp4a.40.2", "sound_codecs": "mp4a.40.2"})
    assert addresses(get(api.live_address(made)).body) == ["livesound.m3u8"]
    assert get(f"{base(made)}captions-en.m3u8").status == 200


def test_a_part_of_a_segment():
    made = on_air()
    answer = get(f"{base(made)}{FOLDER}/v0000001.m4s", range="bytes=0-3")
    assert (answer.status, answer.body) == (206, b"live")


# Who may --------------------------------------------------------------------------------------------
def test_a_token_opens_its_broadcast_alone():
    ours, other = on_air(), on_air()
    token = base(ours).split("/")[2]
    assert get(f"/live/{token}/{other.pk.hex}/live.m3u8").status == 403
    assert get(f"/live/x{token}/{ours.pk.hex}/live.m3u8").status == 403
    assert get(f"/live/{tokens.sign('film', ours.pk.hex, 60)}/{ours.pk.hex}/live.m3u8").status == 403
    assert get(f"/live/{tokens.sign('live', ours.pk.hex, -1)}/{ours.pk.hex}/live.m3u8").body == b"expired"


def test_what_is_rehearsed_and_what_is_on_air_never_meet():
    made = on_air()
    row(made, 0, is_on_air=False, run=2)
    air, rehearsal = base(made), base(made, rehearsal=True)
    assert air != rehearsal
    assert addresses(get(f"{rehearsal}live.m3u8").body) == ["live-0000bbbb/v0000000.m4s"]
    assert get(f"{rehearsal}live-0000bbbb/v0000000.m4s").status == 200
    assert get(f"{air}live-0000bbbb/v0000000.m4s").status == 404
    assert get(f"{air}live-0000bbbb/i002v.mp4").status == 404
    assert get(f"{rehearsal}{FOLDER}/v0000000.m4s").status == 404
    assert "public" not in get(f"{rehearsal}live.m3u8").headers["cache-control"]


@pytest.mark.parametrize(
    "file",
    ["source", "../source", "live-0000aaaa/../source", "live-0000aaaa/v0000009.m4s", "takes/x/1.m4s", "live.m3u8/", ""],
)
def test_only_what_rows_name_leaves(file):
    made = on_air()
    for name in ("source", "live-0000aaaa/v0000009.m4s"):
        storage.films().save(f"{made.film.folder}/{name}", ContentFile(b"not for viewers"))
    assert get(base(made) + file).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading(method):
    assert get(api.live_address(on_air()), method=method).status == 405


def test_head_says_what_get_would():
    address = f"{base(on_air())}live.m3u8"
    told, given = get(address, method="HEAD"), get(address)
    assert (told.status, told.headers, told.body) == (200, given.headers, b"")


def test_what_was_taken_back_is_refused_also_to_who_waits(monkeypatch):
    made = on_air()
    monkeypatch.setattr(blocked, "FRESH", 0)
    monkeypatch.setattr(hot_live, "HOLD", 0.3)
    monkeypatch.setattr(hot_live_shelf, "WAKE_EVERY", 0.1)

    async def watch() -> None:
        waiting = asyncio.create_task(ask(f"{base(made)}live.m3u8", query="_HLS_msn=3"))
        await asyncio.sleep(0.1)
        await sync_to_async(block.block)(made.film_id, for_good=False)
        assert (await waiting).status == 410
        for name in ("master.m3u8", "live.m3u8", f"{FOLDER}/v0000000.m4s", "captions-en-0.vtt"):
            assert (await ask(base(made) + name)).status == 410

    follow(watch)


def test_addresses_are_the_same_for_everybody_for_a_while(monkeypatch):
    made = on_air()
    hour = (int(time.time()) // 3600 + 2) * 3600
    monkeypatch.setattr(tokens.time, "time", lambda: hour + 1)
    early = api.live_address(made)
    monkeypatch.setattr(tokens.time, "time", lambda: hour + 3500)
    assert api.live_address(made) == early
    assert get(early).status == 200


def test_a_broadcast_that_is_gone():
    made = on_air()
    address = api.live_address(made)
    made.film.delete()
    assert get(address).status == 404


# At once --------------------------------------------------------------------------------------------
def test_who_asks_for_the_next_segment_has_it_when_it_is_there(monkeypatch):
    made = on_air()
    monkeypatch.setattr(hot_live, "HOLD", 60)

    async def watch() -> None:
        waiting = [
            asyncio.create_task(ask(f"{base(made)}{name}.m3u8", query="_HLS_msn=3&_HLS_skip=YES"))
            for name in ("live", "live", "captions-en")
        ]
        await asyncio.sleep(0.2)
        assert not any(task.done() for task in waiting)
        await sync_to_async(row)(made, 3)
        began = time.monotonic()
        answers = await asyncio.gather(*waiting)
        assert time.monotonic() - began < 20
        assert [addresses(answer.body)[-1] for answer in answers] == [
            f"{FOLDER}/v0000003.m4s",
            f"{FOLDER}/v0000003.m4s",
            "captions-en-3.vtt",
        ]

    follow(watch)


def test_nobody_waits_longer_than_three_segments(monkeypatch):
    made = on_air()
    monkeypatch.setattr(hot_live, "HOLD", 0.2)
    monkeypatch.setattr(hot_live_shelf, "WAKE_EVERY", 0.1)
    answer = get(f"{base(made)}live.m3u8", query="_HLS_msn=4")
    assert (answer.status, len(addresses(answer.body))) == (200, 3)


def test_nobody_waits_for_what_cannot_be_known_yet():
    assert get(f"{base(on_air())}live.m3u8", query="_HLS_msn=5").status == 400


def test_a_number_that_is_there_is_answered_at_once(monkeypatch):
    made = on_air()
    monkeypatch.setattr(hot_live, "HOLD", 60)
    began = time.monotonic()
    assert get(f"{base(made)}live.m3u8", query="_HLS_msn=1").status == 200
    assert time.monotonic() - began < 20


def test_who_has_the_newest_is_told_so_after_a_while(monkeypatch):
    """While a broadcast is interrupted, its viewers ask again and again."""
    made = on_air()
    monkeypatch.setattr(hot_live, "HOLD_UNCHANGED", 0.2)
    monkeypatch.setattr(hot_live_shelf, "WAKE_EVERY", 0.1)

    async def watch() -> None:
        first = await ask(f"{base(made)}live.m3u8")
        began = time.monotonic()
        again = await ask(f"{base(made)}live.m3u8", if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert time.monotonic() - began >= 0.2
        await sync_to_async(row)(made, 3)
        again = await ask(f"{base(made)}live.m3u8", if_none_match=first.headers["etag"])
        assert (again.status, len(addresses(again.body))) == (200, 4)

    follow(watch)


@pytest.mark.parametrize("tag", ["{}", '"other", {}', "W/{}"])
def test_who_has_the_newest_is_known_however_a_cache_says_it(tag, monkeypatch):
    made = on_air()
    monkeypatch.setattr(hot_live, "HOLD_UNCHANGED", 0)
    etag = get(f"{base(made)}live.m3u8").headers["etag"].removeprefix("W/")
    assert get(f"{base(made)}live.m3u8", if_none_match=tag.format(etag)).status == 304
    assert get(f"{base(made)}live.m3u8", if_none_match='"0l0"').status == 200


def test_behind_a_cdn_a_broadcast_is_read_across_origins(settings):
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"ADDRESS": "https://films.cdn.example"}
    address = api.live_address(on_air())
    assert address.startswith("https://films.cdn.example/live/")
    for name in ("master.m3u8", "live.m3u8", f"{FOLDER}/v0000000.m4s"):
        answer = get(address.removeprefix("https://films.cdn.example").replace("master.m3u8", name))
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "*")


def test_playlists_are_packed_for_who_can_unpack():
    address = f"{base(on_air(9))}live.m3u8"
    plain, packed = get(address), get(address, accept_encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["vary"] == packed.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize("viewers", [1, 30])
def test_however_many_watch_the_rows_are_read_by_one(viewers, monkeypatch, django_assert_num_queries):
    made = on_air()
    monkeypatch.setattr(blocked._known, "read_at", time.monotonic())
    address = f"{base(made)}live.m3u8"

    async def watch() -> None:
        answers = await asyncio.gather(*[ask(address, query="_HLS_msn=2") for _ in range(viewers)])
        assert {answer.status for answer in answers} == {200}

    # the film; whether it has ended; what can be played; captions, twice; what it looks like
    with django_assert_num_queries(6):
        follow(watch)


def test_a_database_that_fails_for_a_moment_stops_nobody(monkeypatch, caplog):
    made = on_air()
    monkeypatch.setattr(hot_live_shelf, "STATE_EVERY", 0.1)

    async def watch() -> None:
        assert (await ask(f"{base(made)}live.m3u8")).status == 200
        with monkeypatch.context() as broken:
            broken.setattr(playable, "segments", _away)
            await asyncio.sleep(0.3)
            assert len(addresses((await ask(f"{base(made)}live.m3u8")).body)) == 3
        await sync_to_async(row)(made, 3)
        assert len(addresses((await ask(f"{base(made)}live.m3u8", query="_HLS_msn=3")).body)) == 4

    follow(watch)
    assert "could not be read" in caplog.text


def test_a_database_that_was_never_there(monkeypatch):
    made = on_air()
    monkeypatch.setattr(playable, "segments", _away)
    answer = get(f"{base(made)}live.m3u8")
    assert (answer.status, answer.headers["retry-after"]) == (503, "2")


def _away(*args: object) -> None:
    raise OperationalError("away")


# The end --------------------------------------------------------------------------------------------
def test_the_end_is_told_when_nobody_works_on_it_any_more(monkeypatch):
    made = on_air()
    monkeypatch.setattr(hot_live_shelf, "STATE_EVERY", 0)
    work = Work.objects.create(film=made.film, kind=WorkKind.LIVE, state=WorkState.RUNNING)
    Broadcast.objects.filter(pk=made.pk).update(state=BroadcastState.ENDED, ended_at=timezone.now())
    assert b"ENDLIST" not in get(f"{base(made)}live.m3u8").body
    Work.objects.filter(pk=work.pk).update(state=WorkState.DONE)
    for name in ("live", "livesound"):
        assert get(f"{base(made)}{name}.m3u8").body.endswith(b"m4s\n#EXT-X-ENDLIST\n")
    assert get(f"{base(made)}captions-en.m3u8").body.endswith(b"captions-en-2.vtt\n#EXT-X-ENDLIST\n")
    assert get(f"{base(made)}live.m3u8", query="_HLS_msn=3").status == 200


def test_the_end_comes_also_where_the_work_stopped_for_good():
    made = on_air()
    Work.objects.create(film=made.film, kind=WorkKind.LIVE, state=WorkState.RUNNING)
    long_ago = timezone.now() - timedelta(minutes=4)
    Broadcast.objects.filter(pk=made.pk).update(state=BroadcastState.ENDED, ended_at=long_ago)
    assert b"ENDLIST" not in get(f"{base(made)}live.m3u8").body
    LiveSegment.objects.update(made_at=long_ago)
    assert b"ENDLIST" in get(f"{base(made)}live.m3u8").body


def test_an_interruption_is_not_the_end():
    made = on_air(state="paused")
    assert b"ENDLIST" not in get(f"{base(made)}live.m3u8").body


# Captions -------------------------------------------------------------------------------------------
def cue(made: Broadcast, text: str, start_ms: int, *, language: str = "en", delay_ms: int = 0) -> LiveCue:
    return LiveCue.objects.create(
        broadcast=made, language=language, start_ms=start_ms, end_ms=start_ms + 1500, text=text, delay_ms=delay_ms
    )


def test_captions_are_cut_as_the_picture_is():
    made = on_air()
    cue(made, "Salam", 500)
    assert addresses(get(f"{base(made)}captions-en.m3u8").body) == [f"captions-en-{number}.vtt" for number in range(3)]
    texts = [get(f"{base(made)}captions-en-{number}.vtt").body.decode() for number in range(3)]
    assert ["Salam" in text for text in texts] == [True, True, False]
    assert "00:00:00.500 --> 00:00:02.000" in texts[1]
    assert get(f"{base(made)}captions-en-3.vtt").status == 404


def test_the_spoken_language_is_offered_before_anything_is_said_and_others_with_their_first_line():
    made = on_air()
    assert get(api.live_address(made)).body.count(b"TYPE=SUBTITLES") == 1
    assert get(f"{base(made)}captions-ru.m3u8").status == 404
    cue(made, "Привет", 0, language="ru")
    assert b'captions-en.m3u8"' in get(api.live_address(made)).body
    assert b'captions-ru.m3u8"' in get(api.live_address(made)).body
    assert "Привет" in get(f"{base(made)}captions-ru-0.vtt").body.decode()


def test_a_line_that_is_undone_is_gone(monkeypatch):
    made = on_air()
    monkeypatch.setattr(hot_live_shelf, "STATE_EVERY", 0)
    said = cue(made, "Salma", 500)

    async def watch() -> None:
        assert b"Salma" in (await ask(f"{base(made)}captions-en-1.vtt")).body
        await sync_to_async(said.delete)()
        await asyncio.sleep(0.4)
        assert b"Salma" not in (await ask(f"{base(made)}captions-en-1.vtt")).body

    follow(watch)


def test_captions_keep_time_with_the_second_run(monkeypatch):
    """Media begin at their own zero with each run; what is said on the broadcast's clock is told with the difference."""
    made = on_air()
    row(made, 3, run=2)
    monkeypatch.setattr(playable, "zero_of", lambda folder, line: 0)
    assert b"MPEGTS:0,LOCAL:00:00:00.000" in get(f"{base(made)}captions-en-2.vtt").body
    assert b"MPEGTS:%d,LOCAL:00:00:00.000" % (2**33 - 3 * 90_000) in get(f"{base(made)}captions-en-3.vtt").body


def test_a_shelf_that_nobody_asks_for_is_forgotten(monkeypatch):
    made = on_air()

    async def watch() -> None:
        await ask(f"{base(made)}live.m3u8")
        mine = hot_live_shelf._shelves[asyncio.get_running_loop()]
        assert len(mine) == 1
        monkeypatch.setattr(hot_live_shelf, "IDLE", 0.2)
        async with asyncio.timeout(60):
            while mine:
                await asyncio.sleep(0.05)
        assert (await ask(f"{base(made)}live.m3u8")).status == 200

    follow(watch)
