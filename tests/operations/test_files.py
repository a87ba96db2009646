"""Which storages there are, and where browsers meet them, by the environment alone."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from elearn import files
from media_pipeline.checks import check_places
from tests import servers

ALL = {"default", "films", "papers", "works", "cases"}


@pytest.fixture
def bucket(monkeypatch):
    for name in ("ENDPOINT", "ADDRESS", "ADDRESSING", "REGION", "ACCESS_KEY", "SECRET_KEY"):
        monkeypatch.delenv(f"KORPU_S3_{name}", raising=False)
    monkeypatch.setenv("KORPU_S3_BUCKET", "korpu")
    return lambda **more: [monkeypatch.setenv(f"KORPU_S3_{name}", value) for name, value in more.items()]


def test_one_word_chooses_for_all(bucket):
    for kind, backend in (("local", "FileSystemStorage"), ("s3", "Bucket")):
        made = files.backends(kind, "none")
        assert set(made) == ALL
        assert {one["BACKEND"].rpartition(".")[2] for one in made.values()} == {backend}


def test_while_files_are_moved_both_are_read(bucket):
    made = files.backends("s3", "local")
    assert {one["BACKEND"].rpartition(".")[2] for one in made.values()} == {"FallingBack"}
    assert made["films"]["OPTIONS"] == {"now": files.s3("films"), "before": files.local("films")}
    assert files.backends("s3", "s3") == files.backends("s3", "none")


def test_everything_in_the_bucket_is_private_and_apart(bucket):
    options = [one["OPTIONS"] for one in files.backends("s3", "none").values()]
    assert {one["location"] for one in options} == {"public", "films", "papers", "works", "cases"}
    assert all(one["querystring_auth"] and one["default_acl"] is None for one in options)


@pytest.mark.parametrize(
    ("more", "origins"),
    [
        ({"ENDPOINT": "https://s3.example/"}, ["https://s3.example", "https://korpu.s3.example"]),
        ({"ENDPOINT": "https://s3.example", "ADDRESSING": "path"}, ["https://s3.example"]),
        (
            {"ENDPOINT": "http://10.0.0.7:9000", "ADDRESS": "https://media.example", "ADDRESSING": "path"},
            ["https://media.example"],
        ),
        (
            {"REGION": "eu-central-1"},
            [
                "https://korpu.s3.amazonaws.com", "https://s3.amazonaws.com",
                "https://korpu.s3.eu-central-1.amazonaws.com", "https://s3.eu-central-1.amazonaws.com",
            ],
        ),
    ],
)  # fmt: skip
def test_browsers_may_read_from_the_bucket_and_nowhere_else(bucket, more, origins):
    bucket(**more)
    assert files.s3_origins({"s3", "none"}) == origins
    assert files.s3_origins({"local", "none"}) == []


@pytest.mark.parametrize(
    ("name", "value"), [("ENDPOINT", "s3.example"), ("ADDRESS", "ftp://s3.example"), ("ADDRESSING", "paths")]
)
def test_a_bad_value_is_said(bucket, name, value):
    bucket(**{name: value})
    with pytest.raises(ImproperlyConfigured, match=f"KORPU_S3_{name}"):
        files.s3("films")


@pytest.mark.parametrize("change", [{"default_acl": "public-read"}, {"querystring_auth": False}])
def test_a_public_bucket_of_films_is_an_error(settings, bucket, change):
    films = files.s3("films")
    settings.STORAGES = settings.STORAGES | {"films": films}
    assert check_places(None) == []
    films["OPTIONS"] |= change
    settings.STORAGES = settings.STORAGES | {"films": films}
    assert [found.id for found in check_places(None)] == ["media_pipeline.E006"]


def test_films_among_the_files_for_everybody_are_an_error(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    films = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"films": films}
    assert [found.id for found in check_places(None)] == ["media_pipeline.E006"]


# The trial --------------------------------------------------------------------------------------------
@pytest.fixture
def on_s3(settings, bucket, tmp_path, monkeypatch):
    with servers.s3(tmp_path / "s3", "korpu") as address:
        bucket(ENDPOINT=address, ACCESS_KEY=servers.S3_KEY, SECRET_KEY=servers.S3_SECRET, REGION="us-east-1")
        settings.STORAGES = settings.STORAGES | {"films": files.s3("films")}
        yield address


def tried() -> str:
    said = StringIO()
    call_command("try_storage", stdout=said)
    return said.getvalue()


def test_a_good_bucket(on_s3, tmp_path):
    assert tried().splitlines()[-1] == "The storage is good."
    assert [path for path in (tmp_path / "s3").rglob("*") if path.is_file()] == []


def test_a_disk(settings, tmp_path):
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"films": local}
    assert "good  a large file is written in parts" in tried()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_bucket_that_anybody_reads(on_s3, monkeypatch):
    monkeypatch.setattr("elearn.operations.trial._bare", lambda address: address)  # as if no signature were needed
    with pytest.raises(CommandError, match="faults"):
        tried()


def test_a_wrong_key(on_s3, settings, bucket):
    bucket(SECRET_KEY="another")
    settings.STORAGES = settings.STORAGES | {"films": files.s3("films")}
    with pytest.raises(CommandError, match="faults"):
        tried()
