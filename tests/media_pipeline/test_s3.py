"""The same pipeline over a real S3 server: private, by redirects or through the site, nothing left behind."""

import urllib.request
from datetime import timedelta
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from media_pipeline import api, blocked, storage
from media_pipeline.models import FilmState
from media_pipeline.s3 import Bucket
from tests import servers

from .kept import kept_film, write
from .test_hot import ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    blocked.forget()
    yield
    blocked.forget()


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """An S3 server with a bucket "films"."""
    with servers.s3(tmp_path_factory.mktemp("s3"), "films") as address:
        yield address


def bucket_options(endpoint: str, **more) -> dict:
    return {
        "bucket_name": "films", "endpoint_url": endpoint, "access_key": servers.S3_KEY,
        "secret_key": servers.S3_SECRET, "region_name": "us-east-1", "location": "films", "file_overwrite": True,
        "default_acl": None, "querystring_auth": True, "querystring_expire": 3600, "signature_version": "s3v4", **more,
    }  # fmt: skip


@pytest.fixture
def on_s3(settings, endpoint):
    films = {"BACKEND": "media_pipeline.s3.Bucket", "OPTIONS": bucket_options(endpoint)}
    settings.STORAGES = settings.STORAGES | {"films": films}


@pytest.fixture
def through(settings, on_s3):
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"THROUGH_SITE": True}


@pytest.fixture
def segment(on_s3) -> str:
    """The address of a segment of 300 bytes."""
    film = kept_film()
    return api.playback(film).playlist.replace("master.m3u8", "360p-0000aaaa/s00000.m4s")


def read(address: str, **headers: str) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return answer.read()


def test_a_film_goes_through_s3(clips, on_s3, django_capture_on_commit_callbacks):
    film = api.prepare_now(api.receive_file(api.open_film(), clips("plain.mp4")))
    assert film.state == FilmState.READY, film.fault
    assert storage.local_path(film.source) is None
    base = api.playback(film).playlist.removesuffix("master.m3u8")
    folder = base + film.renditions.get(name="240p").folder
    playlist = ask(f"{folder}/index.m3u8")
    assert (playlist.status, playlist.body[:7]) == (200, b"#EXTM3U")
    segment = ask(f"{folder}/s00000.m4s")
    assert segment.status == 302
    with urllib.request.urlopen(segment.headers["location"]) as answer:
        assert answer.headers["content-type"] == "video/iso.segment"
        assert b"moof" in answer.read()
    assert ask(f"{base}240p-00000000/index.m3u8").status == 404
    assert set(film.renditions.values_list("folder", flat=True)) <= set(storage.folders(film.folder))
    with django_capture_on_commit_callbacks(execute=True):
        api.remove_film(film)
    assert storage.folders(film.folder) == storage.files(film.folder) == []


def test_nothing_in_the_bucket_is_public(endpoint, segment):
    """Neither an original nor a segment opens by its name alone, and nobody else can list what there is."""
    film = segment.split("/")[3]
    for key in (f"{film[:2]}/{film}/source", f"{film[:2]}/{film}/360p-0000aaaa/s00000.m4s", ""):
        with pytest.raises(HTTPError) as refused:
            read(f"{endpoint}/films/films/{key}")
        assert refused.value.code in (400, 403)


def test_an_address_opens_one_file_for_seconds(endpoint, segment):
    given = ask(segment).headers["location"]
    assert read(given) == b"a" * 300
    assert "X-Amz-Expires=40" in given
    for other in (given.replace("s00000", "s00001"), given.replace("Expires=40", "Expires=4000")):
        with pytest.raises(HTTPError):
            read(other)


def test_an_original_is_given_for_a_minute_and_saved(on_s3):
    film = kept_film()
    address = api.original_address(film, filename="0123.video")
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"original" * 100
        assert answer.headers["content-disposition"] == 'attachment; filename="0123.video"'
    assert "X-Amz-Expires=60" in address


# Through the site -------------------------------------------------------------------------------------
def test_a_segment_through_the_site(through, segment):
    """What a CDN in front needs: no redirect, an ETag, how long to keep it, parts."""
    whole = ask(segment)
    assert (whole.status, whole.body) == (200, b"a" * 300)
    assert whole.headers["cache-control"] == "public, max-age=3600, s-maxage=30, immutable"
    assert whole.headers["content-type"] == "video/iso.segment"
    assert (whole.headers["content-length"], whole.headers["accept-ranges"]) == ("300", "bytes")
    assert "set-cookie" not in whole.headers
    told = ask(segment, "HEAD")
    assert (told.status, told.body, told.headers) == (200, b"", whole.headers)
    assert ask(segment, if_none_match=whole.headers["etag"]).status == 304


@pytest.mark.parametrize(
    ("asked", "told", "length"),
    [
        ("bytes=0-9", "0-9", 10),
        ("bytes=290-", "290-299", 10),
        ("bytes=-7", "293-299", 7),
        ("bytes=5-9999", "5-299", 295),
    ],
)
def test_parts_through_the_site(through, segment, asked, told, length):
    answer = ask(segment, range=asked)
    assert (answer.status, answer.body) == (206, b"a" * length)
    assert answer.headers["content-range"] == f"bytes {told}/300"


def test_parts_that_are_not_there(through, segment):
    answer = ask(segment, range="bytes=300-")
    assert (answer.status, answer.headers["content-range"]) == (416, "bytes */300")
    whole = ask(segment, range="bytes=0-9", if_range='"older"')
    assert (whole.status, len(whole.body)) == (200, 300)
    assert ask(segment, range="lines=1-2").status == 200


def test_what_is_not_there(through, segment):
    assert ask(segment.replace("s00000", "s00009")).status == 404
    assert ask(segment.replace("360p-0000aaaa/s00000.m4s", "source")).status == 404


def test_what_was_taken_back_is_refused_also_to_a_cache_that_has_it(through, segment):
    etag = ask(segment).headers["etag"]
    film = api.open_film().__class__.objects.get(pk=segment.split("/")[3])
    api.block_film(film, for_good=False)
    blocked.forget()
    answer = ask(segment, if_none_match=etag)
    assert (answer.status, answer.headers["cache-control"]) == (410, "no-store")


def test_what_was_removed_is_refused_also_to_a_cache_that_has_it(through, segment):
    etag = ask(segment).headers["etag"]
    film = segment.split("/")[3]
    storage.remove_folder(f"{film[:2]}/{film}")
    assert ask(segment, if_none_match=etag).status == 404


# Addresses of the bucket ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("style", "server"), [("path", "s3.example"), ("virtual", "films.s3.example"), ("auto", "s3.example")]
)
def test_path_style_and_virtual_addresses(style, server):
    bucket = Bucket(**bucket_options("https://s3.example", addressing_style=style))
    parts = urlsplit(bucket.url("a/b.m4s"))
    assert parts.netloc == server
    assert parts.path == ("/films/a/b.m4s" if style == "virtual" else "/films/films/a/b.m4s")


def test_signed_for_another_name_of_the_server(settings, endpoint):
    """We reach the server inside our network, players by its public name."""
    public = endpoint.replace("127.0.0.1", "localhost")
    options = bucket_options(endpoint, public_endpoint_url=public, addressing_style="path")
    settings.STORAGES = settings.STORAGES | {"films": {"BACKEND": "media_pipeline.s3.Bucket", "OPTIONS": options}}
    key = write("ab/file.m4s", b"known by two names")
    address = storage.passing_address(key, seconds=40)
    assert address.startswith(public)
    assert read(address) == b"known by two names"


# What is kept -----------------------------------------------------------------------------------------
def test_large_files_come_and_go_in_parts(on_s3, tmp_path):
    data = bytes(range(256)) * (9 * 4096)  # 9 MiB: django-storages sends it in two parts
    source = tmp_path / "large"
    source.write_bytes(data)
    storage.put("ab/large", source)
    assert storage.fetch("ab/large", tmp_path).read_bytes() == data
    assert list(storage.films().unfinished()) == []


def test_uploads_in_parts_that_never_ended_are_given_up(on_s3):
    bucket = storages["films"]
    bucket.client.create_multipart_upload(Bucket="films", Key="films/ab/never")
    assert list(api.unfinished_uploads()) == []  # begun just now
    tomorrow = timezone.now() + timedelta(days=2)
    assert [found.key for found in api.unfinished_uploads(dry_run=True, now=tomorrow)] == ["ab/never"]
    assert [found.key for found in api.unfinished_uploads(now=tomorrow)] == ["ab/never"]
    assert list(bucket.unfinished()) == []


def test_what_nobody_names_in_a_bucket_goes(on_s3):
    film = kept_film()
    kept = {entry for entry, *_ in storage.films().entries(film.folder)}
    write(f"{film.folder}/360p-ffffffff/s00000.m4s")
    found = list(api.collect(shards=[film.folder[:2]], now=timezone.now() + timedelta(days=2)))
    assert [one.key for one in found if one.may_go] == [f"{film.folder}/360p-ffffffff"]  # other tests left films
    assert {entry for entry, *_ in storage.films().entries(film.folder)} == kept
