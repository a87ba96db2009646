"""Films over HTTP: only with a token of ours, only that film's files, in whole or in part."""

import time
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.db.models import Model

from media_pipeline import api, hot, tokens
from media_pipeline.domain.queries import PURPOSE
from media_pipeline.models import Film

pytestmark = pytest.mark.django_db
PATHSEND = {"http.response.pathsend": {}}


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    path: str = ""


def ask(path: str, method: str = "GET", extensions: dict | None = None, **headers: str) -> Answer:
    """Send one request to the callable itself."""
    answer = Answer()
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "path": path,
        "method": method,
        "headers": named,
        "extensions": extensions,
    }

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        elif message["type"] == "http.response.pathsend":
            answer.path = message["path"]
        else:
            answer.body += message["body"]

    async_to_sync(hot.application)(scope, receive, send)
    return answer


@pytest.fixture(scope="module")
def prepared() -> list[Model]:
    """Rows of a film whose files lie in the storage since the first test that wanted them."""
    return []


@pytest.fixture
def film(clips, prepared) -> Film:
    if not prepared:
        film = api.prepare_now(api.receive_file(api.open_film(), clips("plain.mp4")))
        prepared += [film, *film.renditions.all()]
    else:
        for row in prepared:
            row.save(force_insert=True)
    return prepared[0]


@pytest.fixture
def base(film) -> str:
    return api.playback(film).playlist.removesuffix("master.m3u8")


@pytest.fixture
def segment(film, base) -> str:
    return f"{base}{film.renditions.get(name='240p').folder}/s00000.m4s"


def test_a_film_is_watched_by_relative_addresses(film, base):
    """From the one signed address a player gets to every file."""
    master = ask(f"{base}master.m3u8")
    assert (master.status, master.headers["content-type"]) == (200, "application/vnd.apple.mpegurl")
    assert master.headers["cache-control"] == "private, no-cache"
    assert master.body.decode() == api.master_playlist(film)
    media = [line for line in master.body.decode().splitlines() if line.endswith("/index.m3u8")]
    assert len(media) == 2
    for address in media:
        playlist = ask(base + address)
        assert playlist.headers["content-type"] == "application/vnd.apple.mpegurl"
        folder = base + address.removesuffix("index.m3u8")
        named = [line for line in playlist.body.decode().splitlines() if not line.startswith("#")]
        assert ask(folder + "init.mp4").headers["content-type"] == "video/mp4"
        for name in named:
            seen = ask(folder + name)
            assert (seen.status, seen.headers["content-type"]) == (200, "video/iso.segment")
            assert len(seen.body) == int(seen.headers["content-length"]) > 0
            assert "immutable" in seen.headers["cache-control"]


def test_the_poster(film):
    answer = ask(api.playback(film).poster)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.body.startswith(b"\xff\xd8")


def test_a_server_that_can_sends_the_file_itself(segment):
    answer = ask(segment, extensions=PATHSEND)
    assert answer.body == b""
    assert answer.path.endswith("/s00000.m4s")
    assert int(answer.headers["content-length"]) == len(ask(segment).body)


def test_head_says_what_get_would(segment):
    told, given = ask(segment, "HEAD", PATHSEND), ask(segment)
    assert (told.status, told.body, told.path) == (200, b"", "")
    assert told.headers == given.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading(segment, method):
    assert ask(segment, method).status == 405


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=10-", slice(10, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=5-99999999", slice(5, None)),
    ],
)
def test_parts(segment, asked, part):
    whole = ask(segment).body
    answer = ask(segment, extensions=PATHSEND, range=asked)
    first = part.indices(len(whole))[0]
    assert (answer.status, answer.body) == (206, whole[part])
    last = first + len(answer.body) - 1
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"


def test_a_part_beyond_the_end(segment):
    answer = ask(segment, range="bytes=99999999-")
    assert answer.status == 416
    assert answer.headers["content-range"] == f"bytes */{len(ask(segment).body)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=-", "lines=1-2", "bytes=x-y"])
def test_what_we_do_not_do_is_answered_in_whole(segment, asked):
    assert ask(segment, range=asked).status == 200


def test_what_the_browser_has_is_not_sent_again(segment):
    etag = ask(segment).headers["etag"]
    answer = ask(segment, if_none_match=f'"other", W/{etag}')
    assert (answer.status, answer.body) == (304, b"")
    assert ask(segment, if_none_match='"other"').status == 200


def test_a_part_of_something_older_is_answered_in_whole(segment):
    assert ask(segment, range="bytes=0-9", if_range='"other"').status == 200
    etag = ask(segment).headers["etag"]
    assert ask(segment, range="bytes=0-9", if_range=etag).status == 206


def test_without_a_token_of_ours(film, segment):
    token = segment.split("/")[2]
    for wrong in (token[:-2] + "xx", "x", tokens.sign("pieces", film.pk.hex, 60)):
        answer = ask(segment.replace(token, wrong))
        assert answer.status == 403
        assert answer.headers["cache-control"] == "no-store"


def test_an_expired_token_says_so(film, segment):
    old = tokens.sign(PURPOSE, film.pk.hex, -1)
    answer = ask(segment.replace(segment.split("/")[2], old))
    assert (answer.status, answer.body) == (403, b"expired")


def test_a_token_opens_one_film_only(film, segment):
    for path in (segment, f"/films/x/{film.pk.hex}/master.m3u8"):
        other = tokens.sign(PURPOSE, uuid4().hex, 60)
        assert ask(path.replace(path.split("/")[2], other)).status == 403


@pytest.mark.parametrize(
    "file",
    [
        "source",
        "../../secret",
        "240p-00000000/../../source",
        "240p-00000000/%2e%2e/source",
        "..",
        "",
        "takes/x/1/1",
        "240p-00000000/s00000.m4s\n",
        "240p-00000000/.s00000.m4s.12",
        "/etc/passwd",
        "master.m3u8/",
    ],
)
def test_nothing_else_is_reached(base, file):
    assert ask(base + file).status == 404


def test_what_is_not_there(base, film):
    assert ask(f"{base}240p-00000000/s00000.m4s").status == 404
    assert ask(f"{base}poster-00000000.jpg").status == 404
    unknown = uuid4().hex
    assert ask(f"/films/{tokens.sign(PURPOSE, unknown, 60)}/{unknown}/master.m3u8").status == 404


def test_addresses_live_as_long_as_promised(film):
    token = api.playback(film, seconds=600).playlist.split("/")[2]
    expiry = int(token.split(".")[1], 16)
    assert 600 <= expiry - time.time() <= 600 + 3600


def test_which_paths_are_ours():
    assert hot.handles("/films/x")
    assert not hot.handles("/film")
    assert not hot.handles("/az/")


def test_a_segment_costs_no_query(segment, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask(segment)


def test_a_master_playlist_costs_two_queries(base, django_assert_num_queries):
    """What can be watched, and whether there is described sound to choose."""
    with django_assert_num_queries(2):
        ask(f"{base}master.m3u8")
