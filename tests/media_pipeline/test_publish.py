"""Films of every shape come out right, or are refused in words; the first version at once."""

import time
from fractions import Fraction

import pytest

from media_pipeline import api, storage
from media_pipeline.models import Film, FilmState, Rendition
from tests.conftest import footage

from .conftest import hear, keyframes, look, playlist_of, stored_folders, times

pytestmark = pytest.mark.django_db


def publish(path) -> Film:
    return api.prepare_now(api.receive_file(api.open_film(path.name), path))


def live(film: Film) -> dict[str, Rendition]:
    return {row.name: row for row in film.renditions.filter(is_live=True)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("plain.mp4", {"240p": (320, 240, 25), "audio": (0, 0, 0)}),
        ("portrait.mp4", {"360p": (360, 640, 25), "240p": (240, 426, 25), "audio": (0, 0, 0)}),
        ("phone.mp4", {"360p": (360, 640, 25), "240p": (240, 426, 25), "audio": (0, 0, 0)}),
        ("odd.mkv", {"250p": (332, 250, 25), "audio": (0, 0, 0)}),
        ("wide-pixels.mp4", {"288p": (524, 288, 25)}),
        ("varying.mp4", {"240p": (320, 240, 30), "audio": (0, 0, 0)}),
        ("silent.mp4", {"240p": (320, 240, 25)}),
        ("sound.mp3", {"audio": (0, 0, 0)}),
        ("sound.m4a", {"audio": (0, 0, 0)}),
        ("slow.mp4", {"240p": (320, 240, 10)}),
        ("vp8.webm", {"240p": (320, 240, 25), "audio": (0, 0, 0)}),
        ("h264.webm", {"240p": (320, 240, 25), "audio": (0, 0, 0)}),
        ("fragments.mp4", {"240p": (320, 240, 25), "audio": (0, 0, 0)}),
        ("sparse.mp4", {"120p": (160, 120, 5)}),
        ("rich.mp4", {"240p": (320, 240, 25)}),
        ("interlaced.mp4", {"240p": (320, 240, 25)}),
        ("odd-rate.mp4", {"240p": (320, 240, pytest.approx(29.833, abs=0.001))}),
    ],
)
def test_comes_out_right(clips, name, expected):
    film = publish(clips(name))
    assert film.state == FilmState.READY, film.fault
    made = live(film)
    assert {key: (row.width, row.height, row.frame_rate) for key, row in made.items()} == expected
    for row in made.values():
        seen = look(playlist_of(row))
        assert seen["seconds"] == pytest.approx(film.duration_ms / 1000, abs=0.15)
        assert seen["start"] == pytest.approx(0, abs=0.03)
        assert seen["turned"] == 0
        if row.height:
            assert (seen["width"], seen["height"]) == (row.width, row.height)
            assert seen["sample_aspect_ratio"] == "1:1"
            assert Fraction(seen["avg_frame_rate"]) == pytest.approx(row.frame_rate, rel=0.001)
            assert seen["pix_fmt"] == "yuv420p"
    assert stored_folders(film) == set(film.renditions.values_list("folder", flat=True))


@pytest.mark.parametrize("path", footage(), ids=lambda path: path.name)
def test_real_footage_is_watchable_within_a_second_and_then_ready(path):
    film = api.receive_file(api.open_film(), path)
    began = time.monotonic()
    api.check_now(film)
    seconds = time.monotonic() - began
    status = api.status(film)
    assert status.playable
    assert not status.ready
    assert seconds < 10  # about one on a machine that is not busy
    if path.stat().st_size > 2_000_000:
        return  # the journeys encode it
    film = api.prepare_now(film)
    assert film.state == FilmState.READY
    assert api.playback(film).sizes


def test_a_good_copy_stays_and_is_not_encoded_again(clips, tmp_path):
    from .clips import GOOD, make, picture, tone

    path = tmp_path / "good.mp4"
    make(path, picture("640x480", 30, 4), tone(4), acodec="aac", **GOOD)
    film = publish(path)
    assert set(live(film)) == {"copy", "360p", "240p", "audio"}
    sizes = api.status(film).sizes
    assert list(sizes) == ["audio", "240p", "360p", "480p"]
    assert sorted(sizes.values()) == list(sizes.values())


def test_a_copy_above_the_ceiling_is_only_a_first_version(clips):
    film = api.receive_file(api.open_film(), clips("rich.mp4"))
    api.check_now(film)
    first = film.renditions.get()
    assert (first.kind, first.is_live) == ("copy", True)
    film = api.prepare_now(film)
    first.refresh_from_db()
    assert not first.is_live
    assert first.retired_at is not None
    assert live(film)["240p"].bytes < first.bytes / 2
    assert playlist_of(first).exists()  # whoever is watching it may finish


def test_a_phone_film_is_upright_at_once(clips):
    film = api.receive_file(api.open_film(), clips("phone.mp4"))
    api.check_now(film)
    copy = film.renditions.get(kind="copy")
    assert (copy.width, copy.height) == (360, 640)
    assert abs(look(playlist_of(copy))["turned"]) == 90


def test_a_recording_that_was_turned_is_not_stretched(clips):
    """Its copy would break players, so it is encoded; the second half stands between black bars."""
    film = api.receive_file(api.open_film(), clips("turned.mkv"))
    api.check_now(film)
    assert not api.status(film).playable
    film = api.prepare_now(film)
    (row,) = live(film).values()
    assert (row.width, row.height, film.duration_ms) == (320, 240, 4000)
    told = hear(playlist_of(row), "cropdetect=skip=60:round=2", picture=True)
    assert "crop=180:240:70:0" in told


def test_no_copy_of_what_browsers_cannot_play(clips):
    film = api.receive_file(api.open_film(), clips("vp8.webm"))
    api.check_now(film)
    assert not api.status(film).playable
    assert film.renditions.count() == 0


def test_rungs_have_keyframes_at_the_same_times(clips):
    film = publish(clips("portrait.mp4"))
    times = [keyframes(playlist_of(row)) for row in live(film).values() if row.kind == "rung"]
    assert len(times) >= 2
    assert all(times[0] == pytest.approx(other, abs=0.02) for other in times)
    assert times[0] == pytest.approx([0, 2], abs=0.02)


def test_a_quiet_room_is_heard(clips):
    """−16 LUFS after −46: EBU R 128 at the level usual on phones."""
    film = publish(clips("quiet.mp4"))
    told = hear(playlist_of(live(film)["audio"]), "ebur128=framelog=quiet")
    loudness = float(told.rpartition("I:")[2].split("LUFS")[0])
    assert loudness == pytest.approx(-16, abs=2)


@pytest.mark.parametrize("name", ["sound", "audio"])
def test_sound_that_begins_later_is_in_step(clips, name):
    """The tone begins one second after the picture, in the first version and in the last."""
    film = publish(clips("late-sound.mp4"))
    row = film.renditions.get(name=name)
    told = hear(playlist_of(row), "silencedetect=n=-40dB:d=0.2")
    assert float(told.rpartition("silence_end: ")[2].split()[0]) == pytest.approx(1, abs=0.06)


@pytest.mark.parametrize("name", ["late-picture.mp4", "late-picture.ts", "late-picture.flv"])
def test_a_copied_picture_that_begins_later_is_shown_in_its_own_order(clips, name):
    """Times to show and times to decode differ; both are moved, and the first picture is at zero: players drop others."""
    film = publish(clips(name))
    shown = times(playlist_of(film.renditions.get(name="copy")), "pts_time")
    told = times(clips(name), "pts_time")
    assert shown[0] == pytest.approx(min(shown)) == pytest.approx(0, abs=0.002)
    assert shown != sorted(shown)
    assert shown == pytest.approx([time - told[0] for time in told], abs=0.002)


def test_what_a_phone_has_trimmed_begins_where_it_was_trimmed(clips):
    """A copy would hold what was cut off, at times below zero; players drop it up to the next keyframe."""
    film = publish(clips("trimmed.mp4"))
    assert film.state == FilmState.READY, film.fault
    assert not film.renditions.filter(name="copy").exists()
    row = live(film)["240p"]
    assert look(playlist_of(row))["seconds"] == pytest.approx(4.3, abs=0.1)
    assert min(times(playlist_of(row), "pts_time")) == pytest.approx(0, abs=0.002)


def test_a_film_whose_sound_ends_early_stays(clips):
    """The copy is good enough to stay, so that only its sound is made anew; that is no film cut short."""
    film = publish(clips("short-sound.mp4"))
    assert (film.state, film.fault) == (FilmState.READY, "")
    assert set(live(film)) == {"copy", "audio"}


def test_a_recording_that_begins_late_by_its_own_clock_is_whole(clips):
    film = publish(clips("begins-late.mkv"))
    assert (film.state, film.duration_ms) == (FilmState.READY, pytest.approx(3000, abs=60))


def test_every_film_with_a_picture_has_a_poster(clips):
    film = publish(clips("phone.mp4"))
    seen = look(storage.local_path(film.poster))
    assert (seen["width"], seen["height"]) == (360, 640)
    assert publish(clips("sound.mp3")).poster == ""


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("empty.mp4", "empty"),
        ("letter.mp4", "not_a_film"),
        ("cut.mp4", "broken"),
        ("garbage.mp4", "broken"),
        ("dolby.mp4", "hdr"),
        ("av1.webm", "codec"),  # it is whole, there is only nobody who can read it
        ("elsewhere.mov", "names_other_files"),
        ("untold-hours.mkv", "too_long"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(clips, name, refusal):
    path = clips(name)
    began = time.monotonic()
    film = publish(path)
    assert (film.state, film.refusal) == (FilmState.REFUSED, refusal)
    status = api.status(film)
    assert status.refusal_words.endswith(".")
    assert not status.playable
    assert film.renditions.count() == 0
    assert time.monotonic() - began < 10
    with pytest.raises(api.NotPlayable):
        api.playback(film)


def test_what_surrounds_is_told_after_commit(clips, django_capture_on_commit_callbacks):
    told = []

    def hear_of(sender, film_id, state, **kwargs):
        told.append((film_id, state))

    api.film_changed.connect(hear_of)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            film = publish(clips("silent.mp4"))
            assert told == []
        with django_capture_on_commit_callbacks(execute=True):
            other = publish(clips("vp8.webm"))
        with django_capture_on_commit_callbacks(execute=True):
            third = publish(clips("letter.mp4"))
    finally:
        api.film_changed.disconnect(hear_of)
    assert told == [
        (film.pk, "playable"), (film.pk, "ready"),
        (other.pk, "playable"), (other.pk, "ready"),
        (third.pk, "refused"),
    ]  # fmt: skip
