"""The door: opening, receiving, asking, removing."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from media_pipeline import api, limits, storage
from media_pipeline.domain import sweep, work
from media_pipeline.models import Film, FilmState, Removal, WorkKind

pytestmark = pytest.mark.django_db


def test_a_film_is_received_once(clips, django_capture_on_commit_callbacks):
    film = api.open_film("Şərf")
    assert api.status(film).state == "receiving"
    with django_capture_on_commit_callbacks(execute=True):
        api.receive_file(film, clips("plain.mp4"))
    assert DBTaskResult.objects.filter(task_path="media_pipeline.tasks.run_work").count() == 1
    with pytest.raises(api.AlreadyArrived):
        api.receive_file(film, clips("plain.mp4"))
    film.refresh_from_db()
    assert (film.state, film.source_bytes) == ("received", clips("plain.mp4").stat().st_size)
    assert clips("plain.mp4").exists()


def test_every_state_has_words():
    for state in FilmState:
        film = Film.objects.create(state=state, playable_at=None)
        with translation.override("en"):
            assert api.status(film).words.endswith(".")


def test_what_can_be_watched_says_so():
    film = Film.objects.create(state="encoding", percent=40, playable_at=timezone.now())
    status = api.status(film)
    assert (status.percent, status.playable, status.ready) == (40, True, False)
    with translation.override("en"):
        assert "watch your video now" in api.status(film).words


def test_sizes_include_the_sound(clips):
    film = api.prepare_now(api.receive_file(api.open_film(), clips("plain.mp4")))
    sizes = api.playback(film).sizes
    row = film.renditions.get(name="240p")
    sound = film.renditions.get(name="audio")
    assert sizes == {"audio": sound.bytes, "240p": row.bytes + sound.bytes}


def test_removing_takes_everything(clips, django_capture_on_commit_callbacks):
    film = api.prepare_now(api.receive_file(api.open_film(), clips("plain.mp4")))
    folder = storage.local_path(film.folder)
    assert folder.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert api.remove_film(film)
        assert folder.exists()  # until the rows are surely gone
    assert not folder.exists()
    assert not api.remove_film(film)
    assert (Film.objects.count(), Removal.objects.count()) == (0, 0)


def test_a_removal_cut_short_is_finished_by_the_sweep(clips):
    film = api.receive_file(api.open_film(), clips("plain.mp4"))
    api.remove_film(film)  # and the process ends before its files are deleted
    assert storage.local_path(film.folder).exists()
    assert sweep.finish_removals(timezone.now() + timedelta(minutes=2)) == 1
    assert not storage.local_path(film.folder).exists()
    assert not Removal.objects.exists()


def test_old_versions_go_when_nobody_can_be_watching_them(clips):
    film = api.prepare_now(api.receive_file(api.open_film(), clips("rich.mp4")))
    old = film.renditions.get(name="copy")
    place = storage.local_path(f"{film.folder}/{old.folder}")
    assert sweep.clear_retired() == 0
    assert sweep.clear_retired(timezone.now() + limits.grace() + timedelta(minutes=1)) == 1
    assert not place.exists()
    assert [row.name for row in film.renditions.all()] == ["240p"]


def test_what_a_killed_attempt_stored_is_cleared(clips, tmp_path):
    film = api.receive_file(api.open_film(), clips("plain.mp4"))
    left = tmp_path / "s00000.m4s"
    left.write_bytes(b"x")
    storage.put(f"{film.folder}/240p-deadbeef/s00000.m4s", left)
    api.prepare_now(film)
    assert "240p-deadbeef" not in storage.folders(film.folder)
    assert storage.films().exists(film.source_key)


@pytest.mark.database
def test_the_sweep_enqueues_what_waits_too_long(django_capture_on_commit_callbacks):
    for state, kind in (("received", WorkKind.WATCHABLE), ("queued", WorkKind.LADDER)):
        work.ask(Film.objects.create(state=state).pk, kind)
    assert api.sweep() == 2
    assert api.sweep() == 0
    woken = DBTaskResult.objects.filter(task_path="media_pipeline.tasks.run_work").order_by("-priority")
    assert list(woken.values_list("queue_name", "priority")) == [("watchable", -10), ("ladder", -30)]
