"""Files move while they are in use: compared one by one, taken up where a move was cut short, read from both places."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from media_pipeline import api, storage
from media_pipeline.fallback import FallingBack
from media_pipeline.moving import Ledger, Move, survey

from .kept import all_keys, kept_film
from .test_hot import ask


class Unsound(FileSystemStorage):
    """A disk that loses a byte of what it is asked to spoil, or cannot be read."""

    spoils: frozenset[str] = frozenset()
    fails: frozenset[str] = frozenset()

    def open(self, name, mode="rb"):
        if name in self.fails:
            raise OSError("input/output error")
        file = super().open(name, mode)
        return ContentFile(file.read()[:-1]) if name in self.spoils else file


@pytest.fixture
def here(tmp_path) -> Unsound:
    return Unsound(location=tmp_path / "here", allow_overwrite=True)


@pytest.fixture
def there(tmp_path) -> Unsound:
    return Unsound(location=tmp_path / "there", allow_overwrite=True)


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger(tmp_path / "moving" / "ledger.sqlite3")
    yield ledger
    ledger.close()


def fill(place, *names: str) -> None:
    for name in names:
        place.save(name, ContentFile(name.encode() * 100))


def content(place) -> dict[str, bytes]:
    root = Path(place.path(""))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


NAMES = ("ab/film/source", "ab/film/360p-1/s0.m4s", "ab/film/360p-1/s1.m4s", "cd/film/source", "at-the-top.pdf")


def test_everything_arrives_and_a_second_pass_finds_nothing_to_do(here, there, ledger):
    fill(here, *NAMES)
    first = Move("films", here, there, ledger).run()
    assert (first.files, first.copied, first.faults) == (5, 5, [])
    assert content(there) == content(here)
    second = Move("films", here, there, ledger).run()
    assert (second.files, second.copied) == (5, 0)
    assert (survey(here).files, survey(there).bytes) == (5, survey(here).bytes)


def test_a_dry_run_writes_nothing(here, there, ledger):
    fill(here, *NAMES)
    assert Move("films", here, there, ledger, dry_run=True).run().copied == 5
    assert content(there) == {}
    assert Move("films", here, there, ledger).run().copied == 5


def test_a_move_that_was_cut_short_goes_on(here, there, ledger):
    """What was compared is not read again, even if it could not be."""
    fill(here, *NAMES[:3])
    Move("films", here, there, ledger).run()
    fill(here, *NAMES[3:])
    here.fails = frozenset(NAMES[:3])
    assert Move("films", here, there, ledger).run().copied == 2
    here.fails = frozenset()
    assert content(there) == content(here)


def test_what_arrived_before_the_ledger_was_written_is_compared_and_not_copied(here, there, ledger, monkeypatch):
    fill(here, "ab/one")
    fill(there, "ab/one")
    monkeypatch.setattr("media_pipeline.moving._copy", None)
    assert Move("films", here, there, ledger).run().faults == []


def test_half_a_file_under_the_name_of_the_whole_is_replaced(here, there, ledger):
    fill(here, "ab/one", "ab/two")
    there.save("ab/one", ContentFile(b"half"))
    there.save("ab/two", ContentFile(b"x" * here.size("ab/two")))  # as long, and another
    assert Move("films", here, there, ledger).run().copied == 2
    assert content(there) == content(here)


def test_a_file_that_does_not_arrive_whole_is_told_and_not_written_down(here, there, ledger):
    fill(here, *NAMES)
    there.spoils = frozenset({"cd/film/source"})
    tally = Move("films", here, there, ledger).run()
    assert tally.faults == ["films/cd/film/source: what arrived is not what was sent"]
    assert tally.copied == 4
    there.spoils = frozenset()
    assert Move("films", here, there, ledger).run().copied == 1


def test_a_file_that_cannot_be_read_does_not_stop_the_others(here, there, ledger):
    fill(here, *NAMES)
    here.fails = frozenset({"ab/film/source"})
    tally = Move("films", here, there, ledger).run()
    assert (tally.copied, tally.faults) == (4, ["films/ab/film/source: input/output error"])


def test_a_file_that_changed_is_copied_again(here, there, ledger):
    fill(here, "ab/one")
    Move("films", here, there, ledger).run()
    here.save("ab/one", ContentFile(b"another, longer or shorter"))
    assert Move("films", here, there, ledger).run().copied == 1
    assert content(there) == content(here)


def test_what_is_being_written_is_left_for_the_next_pass(here, there, ledger):
    fill(here, "ab/.one.4711")
    assert Move("films", here, there, ledger).run().files == 0


def test_what_was_deleted_meanwhile_is_deleted_there_too(here, there, ledger):
    """Nobody's film stays in the new place that was taken back in the old one."""
    fill(here, *NAMES)
    fill(there, "ab/never-ours")
    Move("films", here, there, ledger, prune=True).run()
    here.delete("cd/film/source")
    here.delete("ab/film/source")
    there.save("ab/film/source", ContentFile(b"written there since"))
    tally = Move("films", here, there, ledger, prune=True).run()
    assert tally.deleted == 1
    kept = set(content(there))
    assert kept == {*NAMES, "ab/never-ours"} - {"cd/film/source"}


def test_an_empty_disk_deletes_nothing(here, there, ledger, tmp_path):
    """The disk was not mounted, or has been cleared: that is no reason to delete the only copy."""
    fill(here, *NAMES)
    Move("films", here, there, ledger, prune=True).run()
    (tmp_path / "here").rename(tmp_path / "away")
    assert Move("films", here, there, ledger, prune=True).run().deleted == 0
    assert set(content(there)) == set(NAMES)


def test_after_the_switch_nothing_is_deleted(here, there, ledger):
    fill(here, *NAMES)
    Move("films", here, there, ledger).run()
    here.delete(NAMES[0])
    assert Move("films", here, there, ledger, prune=False).run().deleted == 0
    assert NAMES[0] in content(there)


# Two storages as one ----------------------------------------------------------------------------------
@pytest.fixture
def both(settings, tmp_path) -> FallingBack:
    def at(name: str) -> dict:
        options = {"location": tmp_path / name, "allow_overwrite": True}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}

    options = {"now": at("now"), "before": at("before")}
    films = {"BACKEND": "media_pipeline.fallback.FallingBack", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"films": films}
    return storage.films()


def test_what_has_not_been_moved_is_read_from_before(both):
    fill(both.before, "ab/old")
    fill(both.now, "ab/new")
    for name in ("ab/old", "ab/new"):
        assert both.exists(name)
        with both.open(name) as file:
            assert file.read() == name.encode() * 100
        assert both.size(name) == len(name) * 100
        assert storage.local_path(name).read_bytes() == name.encode() * 100
        assert both.get_modified_time(name) <= timezone.now()
    assert both.listdir("ab") == ([], ["new", "old"])
    with pytest.raises(FileNotFoundError):
        both.listdir("nowhere")
    with pytest.raises(FileNotFoundError):
        both.open("ab/nowhere")


def test_what_is_written_lies_in_the_new_place_alone(both, tmp_path):
    fill(both.before, "ab/one", "ab/two")
    both.save("ab/one", ContentFile(b"new"))
    source = tmp_path / "file"
    source.write_bytes(b"new")
    storage.put("ab/two", source)
    assert content(both.now) == {"ab/one": b"new", "ab/two": b"new"}
    assert content(both.before) == {}


def test_what_is_deleted_is_gone_from_both(both):
    fill(both.before, "ab/one", "cd/one")
    fill(both.now, "ab/one", "cd/one")
    both.delete("ab/one")
    storage.remove_folder("cd")
    assert content(both.now) == content(both.before) == {}


@pytest.mark.django_db
def test_a_film_plays_at_every_moment_of_a_move(both, ledger, settings):
    """Old films from before, new ones from now; nothing that anybody names is collected meanwhile."""
    moving = settings.STORAGES
    settings.STORAGES = moving | {"films": moving["films"]["OPTIONS"]["before"]}
    film = kept_film()
    settings.STORAGES = moving
    both = storage.films()
    segment = api.playback(film).playlist.replace("master.m3u8", "360p-0000aaaa/s00000.m4s")
    assert ask(segment).body == b"a" * 300
    Move("films", both.before, both.now, ledger, told=lambda tally: ask(segment).body == b"a" * 300 or 1 / 0).run()
    assert ask(segment).body == b"a" * 300
    late = timezone.now() + timedelta(days=2)
    assert list(api.collect(shards=[film.folder[:2]], now=late)) == []
    assert all_keys() == set(content(both.now))


# Room -------------------------------------------------------------------------------------------------
def test_work_that_would_fill_the_disk_is_not_begun(settings, tmp_path):
    settings.SCRATCH_DIR = tmp_path
    free = storage.free_bytes(tmp_path)
    with storage.workspace("x", needs=free // 2):
        pass
    with pytest.raises(storage.NoRoom), storage.workspace("x", needs=free * 2):
        pass
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"RESERVE_BYTES": 2**60}
    assert storage.free_bytes(tmp_path) == 0
    with pytest.raises(storage.NoRoom):
        storage.put_copy("ab/one", Path(__file__))


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_would_fill_the_disk_is_refused_at_once(settings):
    film = api.open_film()
    asked = {"tus_resumable": "1.0.0", "upload_length": "1000"}
    assert ask(api.open_upload_address(film), "POST", **asked).status == 201
    settings.MEDIA_PIPELINE = settings.MEDIA_PIPELINE | {"RESERVE_BYTES": 2**60}
    assert ask(api.open_upload_address(film), "POST", **asked).status == 507
    assert film.uploads.count() == 1
