"""A film that was taken back is refused at the origin within a minute, in every process, and its files go."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from media_pipeline import api, blocked, storage
from media_pipeline.domain import block, lease, work
from media_pipeline.errors import LeaseLost
from media_pipeline.models import Film, FilmState, WorkKind, WorkState

from .test_hot import ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh():
    blocked.forget()
    yield
    blocked.forget()


@pytest.fixture
def film(clips):
    film = api.prepare_now(api.receive_file(api.open_film("Heels"), clips("plain.mp4")))
    assert film.state == FilmState.READY, film.fault
    return film


def addresses(film) -> list[str]:
    playback = api.playback(film)
    base = playback.playlist.removesuffix("master.m3u8")
    folder = base + film.renditions.get(name="240p").folder
    names = ["index.m3u8", "init.mp4", "s00000.m4s"]
    return [playback.playlist, playback.poster, *(f"{folder}/{name}" for name in names)]


def commit(callbacks):
    return callbacks(execute=True)


def test_every_address_made_before_is_refused(film, django_capture_on_commit_callbacks):
    known = addresses(film)
    assert [ask(address).status for address in known] == [200] * 5
    with commit(django_capture_on_commit_callbacks):
        assert api.block_film(film) is True
    answers = [ask(address) for address in known]
    assert [answer.status for answer in answers] == [410] * 5
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    with pytest.raises(api.NotPlayable):
        api.playback(film)
    with override("en"):
        assert (api.status(film).playable, api.poster(film), str(api.status(film).words)) == (
            False, "", "This video was taken back.",
        )  # fmt: skip
    assert api.block_film(film) is False


@pytest.mark.database
def test_another_process_learns_of_it_in_seconds(film, monkeypatch):
    """The process that kept "may be watched" asks again after FRESH seconds; nothing told it."""
    known = addresses(film)
    now = [1000.0]
    monkeypatch.setattr(blocked.time, "monotonic", lambda: now[0])
    blocked.forget()
    assert ask(known[-1]).status == 200
    Film.objects.filter(pk=film.pk).update(blocked_at=timezone.now())
    now[0] += blocked.FRESH - 1
    assert ask(known[-1]).status == 200
    now[0] += 2
    assert [ask(address).status for address in known] == [410] * 5
    assert blocked.FRESH + 40 < 60  # with the life of an address in S3, still within the minute


@pytest.mark.database
def test_without_the_database_nothing_is_shown_for_longer_than_the_minute(film, monkeypatch):
    known = addresses(film)
    now = [1000.0]
    monkeypatch.setattr(blocked.time, "monotonic", lambda: now[0])
    blocked.forget()
    assert ask(known[-1]).status == 200

    def broken():
        raise RuntimeError("no database")

    monkeypatch.setattr(blocked, "_blocked_films", broken)
    now[0] += blocked.STALE - 1
    assert ask(known[-1]).status == 200
    now[0] += 2
    answer = ask(known[-1])
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")


def test_caches_ask_again_in_time(film):
    _master, _poster, index, _init, segment = (ask(address) for address in addresses(film))
    assert index.headers["cache-control"] == "public, max-age=0, s-maxage=30, must-revalidate"
    assert segment.headers["cache-control"] == "public, max-age=3600, s-maxage=30, immutable"
    assert 30 + blocked.FRESH < 60  # a shared cache asks again, and is refused, within the minute


def test_the_files_go_and_the_row_stays(film):
    api.block_film(film)
    assert block.to_empty() == [film.pk]
    assert block.empty(film.pk) is True
    film.refresh_from_db()
    assert storage.folders(film.folder) == storage.files(film.folder) == []
    assert (film.source, film.poster, film.renditions.count(), film.duration_ms > 0) == ("", "", 0, True)
    assert block.to_empty() == []


def test_what_a_late_worker_puts_back_is_removed_again(film, tmp_path):
    api.block_film(film)
    block.empty(film.pk)
    (tmp_path / "late").write_bytes(b"late")
    storage.put(f"{film.folder}/240p-11111111/s00000.m4s", tmp_path / "late")
    later = timezone.now() + block.LATE + timedelta(minutes=1)
    assert block.to_empty() == []
    assert block.to_empty(later) == [film.pk]


@pytest.mark.database
def test_a_worker_loses_a_film_that_is_taken_back(film):
    Film.objects.filter(pk=film.pk).update(state=FilmState.QUEUED)
    asked = work.ask(film.pk, WorkKind.LADDER)
    held = lease.take(asked.pk)
    api.block_film(film)
    with pytest.raises(LeaseLost):
        held.renew()
    film.refresh_from_db()
    asked.refresh_from_db()
    assert (film.state, asked.state) == (FilmState.BLOCKED, WorkState.CANCELLED)
    assert api.try_again(film) is False


def test_a_block_for_a_time_can_be_undone_and_one_for_good_cannot(film):
    api.block_film(film, for_good=False)
    assert (block.to_empty(), block.empty(film.pk)) == ([], False)
    with pytest.raises(api.NotPlayable):
        api.playback(film)
    assert api.unblock_film(film) is True
    assert api.playback(film).duration_ms == film.duration_ms
    api.block_film(film)
    assert api.unblock_film(film) is False


def test_a_film_nobody_blocked_is_not_asked_about_each_time(film, django_assert_num_queries):
    address = addresses(film)[-1]
    assert ask(address).status == 200
    with django_assert_num_queries(0):
        assert ask(address).status == 200
