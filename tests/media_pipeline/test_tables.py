"""An MP4's own tables say what ffprobe says of all packets; where they might not, ffprobe is asked."""

import struct

import pytest

from media_pipeline import api
from media_pipeline.bench import long
from media_pipeline.ffmpeg import probe, tables
from media_pipeline.ffmpeg.boxes import keeps_shape
from media_pipeline.ffmpeg.packets import Track
from media_pipeline.ffmpeg.probe import Bounds, look
from tests.conftest import footage

PLAIN = [
    "plain.mp4", "phone.mp4", "varying.mp4", "late-sound.mp4", "silent.mp4", "slow.mp4", "fast.mp4", "hlg.mp4", "rich.mp4",
    "still.mp4", "odd-rate.mp4", "wide-pixels.mp4", "secret.mov", "interlaced.mp4",
]  # fmt: skip


def told(path) -> Track | None:
    return tables.read(path, int(look(path, Bounds()).picture["id"], 16))


def both(path) -> tuple:
    """The facts with the tables, and those of all packets."""
    seen = look(path, Bounds())
    return seen.facts(), seen.facts(reads_all=True)


@pytest.mark.parametrize("name", PLAIN)
def test_tables_and_packets_tell_the_same(clips, name):
    if name == "secret.mov":
        clips("elsewhere.mov")
        path = clips("elsewhere.mov").with_name(name)
    else:
        path = clips(name)
    assert told(path) is not None
    quick, whole = both(path)
    assert quick == whole


def test_of_real_footage_too():
    for path in footage():
        quick, whole = both(path)
        assert quick == whole


def test_sound_that_comes_late_is_where_ffprobe_has_it(clips):
    seen = look(clips("late-sound.mp4"), Bounds())
    track = tables.read(seen.path, int(seen.sound["id"], 16))
    assert track is not None
    assert (track.first, round(track.end, 1)) == (pytest.approx(1, abs=0.03), 3.0)


@pytest.mark.parametrize("name", ["fragments.mp4", "cut.mp4", "h264.webm"])
def test_of_others_nothing_is_said(clips, name):
    assert tables.read(clips(name), 1) is None


def test_of_a_track_that_is_not_there_nothing_is_said(clips):
    assert tables.read(clips("plain.mp4"), 77) is None


def changed(path, into, kind: bytes, at: int, value: int):
    """The file with one number of a box set to another, `at` bytes into its content."""
    data = bytearray(path.read_bytes())
    begin = data.index(kind) + 4 + at
    data[begin : begin + 4] = struct.pack(">I", value)
    into.write_bytes(data)
    return into


@pytest.mark.parametrize(
    ("kind", "at", "value"),
    [
        (b"stts", 4, 0xFFFFFFFF),  # more runs than there are bytes
        (b"stts", 8, 0xFFFFFFFF),  # a run of four thousand million samples
        (b"stts", 12, 0xFFFFFFFF),  # a picture that lasts for days
        (b"stsz", 8, 0xFFFFFFFF),
        (b"stsz", 8, 3),  # fewer sizes than times
        (b"stsz", 12, 0),  # a picture of nothing
        (b"stss", 4, 0),
        (b"stss", 8, 0),
        (b"stss", 8, 4_000_000),
        (b"stsc", 12, 0xFFFFFFFF),
        (b"stsc", 16, 2),  # another description of what is inside
        (b"stco", 4, 0xFFFFFFFF),
        (b"stco", 8, 0xFFFFFFF0),  # beyond the end
        (b"stco", 8, 0),  # before the content
        (b"ctts", 4, 0xFFFFFFFF),
        (b"mdhd", 12, 0),  # no clock
        (b"elst", 4, 3),
        (b"elst", 8, 500),  # half a second is shown
        (b"elst", 12, 0x7FFFFFFF),
        (b"elst", 16, 0x20000),  # twice as fast
    ],
)
def test_hostile_tables_are_not_believed(clips, tmp_path, kind, at, value):
    assert tables.read(changed(clips("calm.mp4"), tmp_path / "odd.mp4", kind, at, value), 1) is None


@pytest.mark.django_db
def test_keyframes_that_are_none_are_noticed_by_what_the_copy_became(clips, monkeypatch):
    """The tables promise one each half second; the copy is one segment of sixteen seconds, so all is read after all."""
    path = clips("sparse.mp4")
    lying = Track()
    for number in range(80):
        lying.add(time=number / 5, duration=0.2, size=1000, key=number % 2 == 0)
    monkeypatch.setattr(probe.tables, "read", lambda *told: lying)
    film = api.receive_file(api.open_film(), path)
    film = api.check_now(film)
    assert film.facts["video"]["keyframe_gap"] == pytest.approx(16, abs=0.3)
    assert film.facts["video"]["average_bps"] == both(path)[1].video.average_bps
    assert not api.status(film).playable


def test_a_segment_of_nothing_keeps_the_shape(tmp_path):
    (tmp_path / "init.mp4").write_bytes(b"")
    (tmp_path / "s0.m4s").write_bytes(b"")
    assert keeps_shape(tmp_path / "init.mp4", [tmp_path / "s0.m4s"])


@pytest.mark.django_db
def test_the_measure_of_long_films_tells_both_and_the_limit():
    found = long.measure(footage()[0], seconds=1, rounds=1, films=(long.Long("below", 3),))
    (one,) = found["films"]
    assert one["limit_s"] == pytest.approx(1.5 * one["bare_s"] + 1, abs=0.02)
    half = 0.0051  # both are given rounded to hundredths of a second, and are a few of them here
    least, most = one["watchable_s"] - half, one["watchable_s"] + half
    assert least / (one["bare_s"] + half) <= one["ratio"] <= most / max(one["bare_s"] - half, 1e-6)
    assert found["part_of_limit"] == pytest.approx(one["watchable_s"] / one["limit_s"], abs=0.05)
