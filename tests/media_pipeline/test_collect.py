"""What nobody names is collected after a day; what anybody names, and what is not ours, stays."""

import os
from datetime import timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from media_pipeline import api, tus
from media_pipeline.domain import collect, tidy
from media_pipeline.models import Film, FilmState, Removal, Rendition, Take, TakeState, Work, WorkKind, WorkState

from .kept import all_keys, kept_film, make_rendition, write

pytestmark = pytest.mark.django_db
OLD = timedelta(days=2)


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    options = {"location": tmp_path / "films", "allow_overwrite": True}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"films": backend}
    settings.SCRATCH_DIR = tmp_path / "scratch"


def swept(**how) -> dict[str, str]:
    return {found.key: found.what for found in api.collect(now=timezone.now() + OLD, **how)}


def test_everything_that_is_named_stays():
    film = kept_film(posters=["poster-0000bbbb.jpg"])
    write(f"{film.folder}/poster-0000bbbb.jpg")
    retired = make_rendition(film, "240p", Rendition.Kind.RUNG, mark="0000cccc")
    Rendition.objects.filter(pk=retired.pk).update(is_live=False, retired_at=timezone.now())
    coming = api.open_film()
    take = api.open_take(coming, mime="video/webm")
    write(f"{take.folder}/001-000001-0123456789abcdef")
    moved = api.open_film()  # its source was put in its place, and the worker died before it said so
    write(moved.source_key)
    before = all_keys()
    assert swept() == {}
    assert all_keys() == before


def leftovers_of(film: Film) -> dict[str, str]:
    discarded = Take.objects.create(film=film, mime="video/webm", state=TakeState.DISCARDED)
    sent = Take.objects.create(film=film, mime="video/webm", state=TakeState.SENT)
    lies = {
        f"{film.folder}/360p-ffffffff": ("rendition", "s00000.m4s"),
        f"{film.folder}/poster-ffffffff.jpg": ("poster", ""),
        discarded.folder: ("pieces of a recording", "001-000001-0123456789abcdef"),
        sent.folder: ("pieces of a recording", "001-000002-0123456789abcdef"),
        f"{film.folder}/takes/{uuid4().hex}": ("pieces of a recording", "001-000001-0123456789abcdef"),
        f"{film.folder}/360p-0000aaaa/.s00001.m4s.4711": ("file half written", ""),
    }
    for key, (_, inside) in lies.items():
        write(f"{key}/{inside}" if inside else key)
    return {key: what for key, (what, _) in lies.items()}


def test_what_nobody_names_goes():
    film = kept_film()
    kept = all_keys()
    expected = leftovers_of(film)
    assert swept(dry_run=True) == expected
    assert len(all_keys()) == len(kept) + len(expected)
    assert swept() == expected
    assert all_keys() == kept
    assert swept() == {}


def test_nothing_of_today_is_touched():
    leftovers_of(kept_film())
    before = all_keys()
    assert list(api.collect()) == []
    assert all_keys() == before


def test_nothing_of_a_film_that_somebody_works_on():
    film = kept_film()
    leftovers_of(film)
    work = Work.objects.create(film=film, kind=WorkKind.LADDER, state=WorkState.RUNNING)
    assert swept() == {}
    Work.objects.filter(pk=work.pk).update(state=WorkState.DONE)
    assert len(swept()) == 6


def test_an_original_that_was_to_go():
    """The row said so, and the process died before the file was deleted."""
    film = kept_film()
    Film.objects.update(source="", source_removed_at=timezone.now())
    assert swept() == {film.source_key: "original"}


def test_what_is_not_ours_is_told_and_never_touched():
    film = kept_film()
    strange = {write(f"{film.folder}/notes.txt"), write("readme.txt"), write("zz/something"), write("ab/short/x")}
    found = swept()
    assert found == {f"{film.folder}/notes.txt": collect.UNKNOWN_FILE, "ab/short/x": collect.UNKNOWN_FILE}
    assert strange <= all_keys()


def test_films_that_the_database_does_not_know_go_only_when_staff_say_so():
    """They may be another installation's."""
    stranger = uuid4().hex
    key = write(f"{stranger[:2]}/{stranger}/360p-0000aaaa/s00000.m4s")
    assert swept() == {f"{stranger[:2]}/{stranger}": collect.UNKNOWN_FILM}
    assert key in all_keys()
    assert swept(unknown_films=True)
    assert key not in all_keys()


def test_a_removed_film_is_left_to_its_removal():
    folder = f"ab/ab{uuid4().hex[2:]}"
    write(f"{folder}/source")
    Removal.objects.create(folder=folder)
    assert swept(unknown_films=True) == {}


def test_every_folder_has_its_turn_within_a_day():
    now = timezone.now()
    turns = {collect.shard_of(now + timedelta(minutes=5 * step)) for step in range(256)}
    assert turns == set(collect.SHARDS)


def test_the_tick_takes_one_folder_at_a_time(monkeypatch):
    film = kept_film()
    leftovers_of(film)
    later = timezone.now() + OLD
    turn = next(
        later + timedelta(minutes=5 * step)
        for step in range(256)
        if collect.shard_of(later + timedelta(minutes=5 * step)) == film.folder[:2]
    )
    assert api.keep_house(turn + timedelta(minutes=5)) == 0
    assert api.keep_house(turn) == 6


def test_looking_costs_the_same_for_one_film_and_for_three(django_assert_num_queries):
    film = kept_film()
    with django_assert_num_queries(6):
        list(api.collect(shards=[film.folder[:2]]))
    for _ in range(2):
        kept_film(id=UUID(film.pk.hex[:2] + uuid4().hex[2:]))
    with django_assert_num_queries(6):
        list(api.collect(shards=[film.folder[:2]]))


@pytest.mark.database
def test_recordings_that_were_never_sent_are_given_up_after_half_a_year(settings):
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"UNSENT_DAYS": 180}
    film = api.open_film()
    forgotten = api.open_take(film, mime="video/webm")
    touched = api.open_take(film, mime="video/webm")
    long_ago = timezone.now() - timedelta(days=181)
    Take.objects.update(created_at=long_ago)
    write(f"{forgotten.folder}/001-000001-0123456789abcdef")
    piece = touched.pieces.create(run=1, number=1, sha256="0" * 64, bytes=1)
    write(piece.key)
    assert tidy.give_up_unsent() == 1
    tidy.clear_used()
    states = dict(film.takes.values_list("pk", "state"))
    assert states == {forgotten.pk: TakeState.DISCARDED, touched.pk: TakeState.OPEN}
    assert all_keys() == {piece.key}


def test_a_recording_beside_the_one_that_was_sent_goes_after_a_week():
    film = api.open_film()
    take = api.open_take(film, mime="video/webm")
    Film.objects.update(state=FilmState.READY)
    Take.objects.update(created_at=timezone.now() - timedelta(days=7))
    assert tidy.give_up_unsent() == 0
    Take.objects.update(created_at=timezone.now() - timedelta(days=9))
    assert tidy.give_up_unsent() == 1
    take.refresh_from_db()
    assert take.state == TakeState.DISCARDED


def test_locks_of_uploads_that_are_gone():
    path = tus.lock_path(uuid4())
    path.touch()
    tidy.clear_forgotten()
    assert path.exists()
    os.utime(path, (1, 1))
    tidy.clear_forgotten()
    assert not path.exists()


def test_the_command_says_what_it_would_do_and_does_it():
    film = kept_film()
    key = write(f"{film.folder}/poster-ffffffff.jpg", b"1234", age=OLD)
    said = StringIO()
    call_command("collect_films", "--dry-run", stdout=said)
    assert f"poster: {key} (1 files, 4 bytes" in said.getvalue()
    assert "Nothing was deleted." in said.getvalue()
    assert key in all_keys()
    call_command("collect_films", "--json", stdout=(told := StringIO()))
    assert f'"key": "{key}"' in told.getvalue()
    assert key not in all_keys()
