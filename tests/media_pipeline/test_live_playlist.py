"""Playlists of a broadcast: what is told, what a delta update leaves out, and what that costs."""

import gzip
from datetime import UTC, datetime

import pytest

from media_pipeline.domain.live.playlist import Line, Look, Reel, master

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()


def line(number: int, run: int = 1, **facts) -> Line:
    known = {
        "init": f"live-0000aaaa/i{run:03}v.mp4", "file": f"live-0000aaaa/v{number:07}.m4s", "start_ms": number * 1000,
        "duration_ms": 1000, "bytes": 90_000, "captured": BEGAN + number + 0.01 * (number % 3),
    }  # fmt: skip
    return Line(number, run, **{**known, **facts})


def reel(count: int, **facts) -> Reel:
    made = Reel()
    made.add([line(number, **facts) for number in range(count)])
    return made


def told(made: Reel, *, is_delta: bool = False) -> str:
    return made.text(is_delta=is_delta).plain.decode()


def test_runs_are_parted_and_told_when_they_were_captured():
    made = Reel()
    made.add([line(0), line(1, duration_ms=960), line(2, run=3, captured=BEGAN + 60)])
    assert told(made) == (
        "#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:1\n"
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,HOLD-BACK=3.0\n"
        "#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MEDIA-SEQUENCE:0\n"
        '#EXT-X-MAP:URI="live-0000aaaa/i001v.mp4"\n#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:00.000Z\n'
        "#EXTINF:1.000,\nlive-0000aaaa/v0000000.m4s\n#EXTINF:0.960,\nlive-0000aaaa/v0000001.m4s\n"
        '#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="live-0000aaaa/i003v.mp4"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:01:00.000Z\n#EXTINF:1.000,\nlive-0000aaaa/v0000002.m4s\n"
    )


def test_what_follows_a_gap_is_parted_though_its_run_is_the_same():
    made = Reel()
    made.add([line(0), line(1, init="live-0000aaaa/i001t1v.mp4")])
    assert told(made).count("#EXT-X-DISCONTINUITY\n") == 1


@pytest.mark.parametrize("breaks", [[], [5], [30], [40, 41, 55]])
def test_a_delta_update_and_what_one_has_make_the_whole(breaks):
    made = Reel()
    run, before = 1, []
    for number in range(60):
        run += number in breaks
        before = told(made).splitlines()
        made.add([line(number, run=run)])
    delta, whole = told(made, is_delta=True).splitlines(), told(made).splitlines()
    skipped = next(int(tag.partition("=")[2]) for tag in delta if tag.startswith("#EXT-X-SKIP:"))
    assert skipped == 60 - 12
    assert _segments(before)[:skipped] + _segments(delta)[-12:] == _segments(whole)
    listed = delta[delta.index(f"#EXT-X-SKIP:SKIPPED-SEGMENTS={skipped}") + 1 :]
    assert [tag.partition(":")[0] for tag in listed if tag.startswith("#EXT-X-")][-2:] == [
        "#EXT-X-MAP",
        "#EXT-X-PROGRAM-DATE-TIME",
    ]


def _segments(lines: list[str]) -> list[str]:
    return [one for one in lines if one.endswith(".m4s")]


def test_the_moment_told_in_a_delta_update_is_that_of_the_whole():
    """Pieces come in fits; the clock of a stretch goes evenly."""
    made = Reel()
    made.add([line(number, captured=BEGAN + number + (5 if number > 10 else 0)) for number in range(40)])
    assert "#EXT-X-PROGRAM-DATE-TIME:2026-03-01T12:00:28.000Z\n" in told(made, is_delta=True)


def test_a_short_playlist_is_told_whole():
    assert told(reel(8), is_delta=True) == told(reel(8))


def test_two_hours_cost_a_viewer_a_few_hundred_bytes_a_second():
    made = reel(7200)
    delta, whole = made.text(is_delta=True), made.text(is_delta=False)
    assert len(delta.packed) < 350
    assert gzip.decompress(delta.packed) == delta.plain
    assert len(whole.packed) < 40_000


def test_a_text_is_made_once_for_everybody_and_anew_when_there_is_more():
    made = reel(20)
    kept = made.text(is_delta=False)
    assert made.text(is_delta=False) is kept
    assert made.text(is_delta=True).etag != kept.etag
    made.add([line(20)])
    assert made.text(is_delta=False).etag != kept.etag


def test_nothing_is_told_twice_and_nothing_after_a_hole():
    made = reel(3)
    assert made.add([line(1), line(2)]) is False
    assert made.add([line(5)]) is False
    assert made.last == 2
    assert made.add([line(3), line(4), line(5)]) is True
    assert made.last == 5


def test_numbers_may_begin_anywhere():
    made = Reel()
    made.add([line(7), line(8)])
    assert "#EXT-X-MEDIA-SEQUENCE:7\n" in told(made)
    assert made.line_of(8) == line(8)
    assert [made.line_of(number) for number in (6, 9, -1)] == [None, None, None]


@pytest.mark.parametrize(("longest", "target"), [(1000, 1), (1499, 1), (1500, 2), (2600, 3)])
def test_no_segment_is_longer_than_is_told(longest, target):
    made = reel(2)
    made.add([line(2, duration_ms=longest)])
    assert f"#EXT-X-TARGETDURATION:{target}\n" in told(made)
    assert f"CAN-SKIP-UNTIL={12 * target}.0" in told(made)


def test_the_end_is_told_once():
    made = reel(2)
    assert (made.finish(), made.finish()) == (True, False)
    assert told(made).endswith("v0000001.m4s\n#EXT-X-ENDLIST\n")


def test_the_master_names_picture_sound_and_captions():
    lines = reel(3).lines
    looks = {
        "livesound": (Look("mp4a.40.2"), [line(0, bytes=8_000)]),
        "live": (Look("avc1.42e01f,mp4a.40.2", 640, 360), [*lines, line(3, bytes=180_000)]),
    }
    assert master(looks, ["az"]).decode() == (
        "#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="az",LANGUAGE="az",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,'
        'URI="captions-az.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=1440000,AVERAGE-BANDWIDTH=900000,CODECS="avc1.42e01f,mp4a.40.2",'
        'RESOLUTION=640x360,SUBTITLES="captions"\nlive.m3u8\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=64000,AVERAGE-BANDWIDTH=64000,CODECS="mp4a.40.2",SUBTITLES="captions"\n'
        "livesound.m3u8\n"
    )
