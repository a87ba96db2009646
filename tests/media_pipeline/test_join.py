"""Runs of one take become one film: copied where they are alike, encoded where they differ."""

import pytest

from media_pipeline.ffmpeg.facts import Unusable
from media_pipeline.ffmpeg.join import join
from media_pipeline.ffmpeg.probe import Bounds, inspect

from .clips import H264, VP8, make, picture, tone

OPUS = {"acodec": "libopus", "f": "matroska", "live": 1}


@pytest.mark.parametrize("name", ["vp8.webm", "h264.webm", "fragments.mp4"])
def test_runs_alike_are_copied(clips, tmp_path, name):
    one = inspect(clips(name), Bounds())
    joined = inspect(join([clips(name)] * 3, tmp_path), Bounds())
    assert joined.seconds == pytest.approx(3 * one.seconds, abs=0.2)
    assert (joined.video.codec, joined.audio.codec) == (one.video.codec, one.audio.codec)
    assert [path.name for path in tmp_path.glob("clean*")] == []


def test_a_single_run_is_given_back(clips, tmp_path):
    assert join([clips("vp8.webm")], tmp_path) == clips("vp8.webm")


def test_a_turned_tablet(clips, tmp_path):
    """The second run is upright: it is fitted into the frame of the first."""
    upright = tmp_path / "upright.webm"
    make(upright, picture("240x320", seconds=2), tone(2), **VP8, **OPUS)
    joined = inspect(join([clips("vp8.webm"), upright], tmp_path), Bounds())
    assert (joined.video.shown_width, joined.video.shown_height) == (320, 240)
    assert joined.seconds == pytest.approx(4, abs=0.2)


def test_a_run_without_sound(clips, tmp_path):
    mute = tmp_path / "mute.mkv"
    make(mute, picture(seconds=2), **H264)
    joined = inspect(join([clips("h264.webm"), mute], tmp_path), Bounds())
    assert joined.seconds == pytest.approx(5, abs=0.2)
    assert joined.audio is not None


def test_two_runs_without_sound_that_last_equally_long(clips, tmp_path):
    """Each has a silence of its own."""
    mute = [tmp_path / "mute-1.mkv", tmp_path / "mute-2.mkv"]
    for path in mute:
        make(path, picture(seconds=2), **H264)
    joined = inspect(join([clips("h264.webm"), *mute], tmp_path), Bounds())
    assert joined.seconds == pytest.approx(7, abs=0.2)


def test_runs_that_begin_late_stay_in_step(clips, tmp_path):
    """Each run's own clock ends; the next one begins there."""
    joined = inspect(join([clips("late-sound.mp4"), clips("plain.mp4")], tmp_path), Bounds())
    assert joined.seconds == pytest.approx(6, abs=0.2)


def test_a_run_that_is_a_list_of_files_is_not_followed(clips, tmp_path):
    listing = tmp_path / "run-2"
    listing.write_text(f"ffconcat version 1.0\nfile '{clips('plain.mp4')}'\n")
    with pytest.raises(Unusable):
        join([clips("plain.mp4"), listing], tmp_path)
