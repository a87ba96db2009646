"""Looking at files: told truly what is inside, refused what is no film, nothing else opened."""

import time

import pytest

from media_pipeline.ffmpeg import probe
from media_pipeline.ffmpeg.facts import Reason, Unusable
from media_pipeline.ffmpeg.probe import Bounds, inspect
from media_pipeline.ffmpeg.run import FfmpegFailed
from media_pipeline.models import Refusal
from tests.conftest import footage

from .clips import talkative

REFUSED = {
    "empty.mp4": Reason.EMPTY,
    "letter.mp4": Reason.NOT_A_FILM,
    "subtitles.mp4": Reason.NOT_A_FILM,
    "photo.mp4": Reason.NOT_A_FILM,
    "headless.mp4": Reason.BROKEN,
    "cut.mp4": Reason.BROKEN,
    "huge.mkv": Reason.TOO_LARGE,
    "tiny.mp4": Reason.TOO_SMALL,
    "black-hours.mp4": Reason.TOO_LONG,
    "untold-hours.mkv": Reason.TOO_LONG,
    "dolby.mp4": Reason.HDR,
    "elsewhere.mov": Reason.NAMES_OTHER_FILES,
}
LISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:3,\nfile://{target}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{target}'\n",
    "bare concat": "file '{target}'\n",
    "dash": "<?xml version='1.0'?><MPD><Period><BaseURL>file://{target}</BaseURL></Period></MPD>",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "asx": "<asx><entry><ref href='file://{target}'/></entry></asx>",
}


@pytest.mark.parametrize(("name", "reason"), REFUSED.items(), ids=REFUSED)
def test_refuses_with_a_reason_in_little_time(clips, name, reason):
    path = clips(name)
    began = time.monotonic()
    with pytest.raises(Unusable) as caught:
        inspect(path, Bounds())
    assert caught.value.reason == reason
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_of_other_files_is_refused_and_not_followed(clips, tmp_path, text):
    path = tmp_path / "film.mp4"
    path.write_text(text.format(target=clips("plain.mp4")))
    with pytest.raises(Unusable) as caught:
        inspect(path, Bounds())
    assert caught.value.reason == Reason.NAMES_OTHER_FILES


def test_a_list_behind_padding_is_no_film(clips, tmp_path):
    """What the eye of the first look misses, ffmpeg may still not open."""
    path = tmp_path / "film.mp4"
    path.write_bytes(b" " * 5000 + LISTS["hls"].format(target=clips("plain.mp4")).encode())
    with pytest.raises(Unusable):
        inspect(path, Bounds())


def test_what_an_alias_points_to_is_really_there(clips):
    """So the refusal above is ours and not a missing file."""
    assert clips("elsewhere.mov").with_name("secret.mov").exists()


def test_every_reason_has_words():
    assert {reason.value for reason in Reason} == set(Refusal.values)


def test_facts_of_a_plain_film(clips):
    facts = inspect(clips("plain.mp4"), Bounds())
    video, audio = facts.video, facts.audio
    assert facts.seconds == pytest.approx(3, abs=0.05)
    assert (video.codec, video.width, video.height, video.frame_rate) == ("h264", 320, 240, "25")
    assert (video.rotation, video.variable_rate, video.square) == (0, False, True)
    assert video.keyframe_gap == pytest.approx(1.2, abs=0.05)
    assert (audio.codec, audio.channels, audio.sample_rate) == ("aac", 1, 48_000)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("phone.mp4", {"shown_width": 360, "shown_height": 640, "rotation": 270}),
        ("portrait.mp4", {"shown_width": 360, "shown_height": 640, "rotation": 0}),
        ("wide-pixels.mp4", {"shown_width": 524, "shown_height": 288, "square": False}),
        ("varying.mp4", {"variable_rate": True, "frame_rate": "30"}),
        ("slow.mp4", {"variable_rate": False, "frame_rate": "10"}),
        ("fast.mp4", {"frame_rate": "60"}),
        ("vp8.webm", {"codec": "vp8", "frame_rate": "25", "variable_rate": False}),
        ("h264.webm", {"codec": "h264", "frame_rate": "25"}),
        ("fragments.mp4", {"codec": "h264"}),
        ("plain.mp4", {"transfer": "", "interlaced": False}),
        ("pq.mp4", {"transfer": "smpte2084"}),
        ("hlg.mp4", {"transfer": "arib-std-b67"}),
        ("interlaced.mp4", {"interlaced": True}),
    ],
)
def test_facts_of_other_shapes(clips, name, expected):
    video = inspect(clips(name), Bounds()).video
    assert {key: getattr(video, key) for key in expected} == expected


def test_a_browsers_recording_has_its_true_length(clips):
    assert inspect(clips("h264.webm"), Bounds()).seconds == pytest.approx(3, abs=0.1)


def test_sound_alone_and_picture_alone(clips):
    assert inspect(clips("sound.mp3"), Bounds()).video is None
    assert inspect(clips("silent.mp4"), Bounds()).audio is None


def test_sound_that_comes_late_is_noticed(clips):
    facts = inspect(clips("late-sound.mp4"), Bounds())
    assert facts.audio.start - facts.video.start == pytest.approx(1, abs=0.05)


def test_real_footage():
    for path in footage():
        facts = inspect(path, Bounds())
        assert facts.video.codec == "h264"
        assert facts.seconds > 1


def test_what_the_machine_failed_at_is_not_laid_to_the_film(clips, monkeypatch):
    """The kernel killed ffprobe for want of memory: the film is looked at again, not called damaged."""

    def killed(*arguments, **options):
        raise FfmpegFailed("ended with -9", is_ours=True)

    monkeypatch.setattr(probe, "run", killed)
    with pytest.raises(FfmpegFailed):
        probe.inspect(clips("plain.mp4"), probe.Bounds())


def test_what_a_file_says_of_itself_without_end_costs_nothing(tmp_path):
    """Tags are not read, however long they are."""
    path = talkative(tmp_path / "talker.wav", 8_000_000)
    began = time.process_time()
    assert inspect(path, Bounds()).audio
    assert time.process_time() - began < 1  # seconds of our own; sixty before
