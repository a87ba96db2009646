"""Playlists of a recording while it arrives: what is whole is named, runs stand apart, bit rates are true."""

import pytest

from media_pipeline.ffmpeg.facts import Audio, Facts, Video
from media_pipeline.ffmpeg.following import Segment, bandwidth, finished, job, playlist, rate, size


def video(**more) -> Video:
    told = {
        "index": 0, "start": 0.0, "codec": "vp8", "profile": "", "pixels": "yuv420p", "width": 1280, "height": 720,
        "shown_width": 1280, "shown_height": 720, "rotation": 0, "square": True, "frame_rate": "30",
        "variable_rate": False, "keyframe_gap": 2.0, "average_bps": 1_000_000, "peak_bps": 1_500_000,
    }  # fmt: skip
    known = Video.__dataclass_fields__
    return Video(**{name: value for name, value in (told | more).items() if name in known})


def facts(**more) -> Facts:
    sound = Audio(index=1, start=0.0, codec="opus", profile="", channels=1, sample_rate=48_000)
    return Facts(container="matroska,webm", seconds=2.0, bytes=1, video=video(**more), audio=sound)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((1280, 720), (640, 360)), ((720, 1280), (360, 640)), ((320, 240), (320, 240)), ((1000, 370), (972, 360))],
)
def test_the_small_rung_is_upright_and_never_larger(shape, expected):
    assert size(video(shown_width=shape[0], shown_height=shape[1])) == expected


def test_at_most_thirty_frames_a_second():
    assert [rate(video(frame_rate=given)) for given in ("60", "25", "30000/1001")] == [30, 25, 30000 / 1001]


@pytest.mark.parametrize(("codec", "profile", "copies"), [("h264", "High", True), ("vp8", "", False)])
def test_only_the_pipe_is_opened_and_h264_stays_as_it_is(codec, profile, copies):
    made = job(facts(codec=codec, profile=profile), run=3)
    assert (made.names, made.copies_picture) == (["take", "takesound"], copies)
    arguments = " ".join(made.arguments)
    assert "-protocol_whitelist pipe " in arguments
    assert "-f matroska" in arguments
    assert "-i pipe:0 " in arguments
    assert "take/s03%05d.m4s" in arguments
    assert ("libx264" in arguments) is not copies


def test_only_what_is_whole_counts(tmp_path):
    (tmp_path / "index.m3u8").write_text("#EXTM3U\n#EXTINF:4.0,\ns0100000.m4s\n#EXTINF:3.5,\ns0100001.m4s\n")
    for name, count in (("s0100000.m4s", 10), ("s0100001.m4s", 20), ("s0100002.m4s", 30)):
        (tmp_path / name).write_bytes(bytes(count))
    assert finished(tmp_path, after=1) == [Segment("s0100001.m4s", 3.5, 20)]
    assert finished(tmp_path / "nowhere", after=0) == []


def test_runs_stand_apart():
    runs = [
        ("init01.mp4", [Segment("s0100000.m4s", 4.0, 9)]),
        ("init02.mp4", []),
        ("init03.mp4", [Segment("s0300000.m4s", 1.2, 9)]),
    ]
    assert playlist(runs).splitlines() == [
        "#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:4", "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS", '#EXT-X-MAP:URI="init01.mp4"',
        "#EXTINF:4.000000,", "s0100000.m4s", "#EXT-X-DISCONTINUITY", '#EXT-X-MAP:URI="init03.mp4"',
        "#EXTINF:1.200000,", "s0300000.m4s", "#EXT-X-ENDLIST",
    ]  # fmt: skip


def test_a_short_last_segment_is_no_peak():
    segments = [Segment("a", 4.0, 400_000), Segment("b", 4.0, 200_000), Segment("c", 0.1, 90_000)]
    assert bandwidth(segments) == (800_000, round(690_000 * 8 / 8.1))
