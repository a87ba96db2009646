"""Bit rates are measured, codecs read from the bitstream; the master says what is there."""

import pytest

from media_pipeline.ffmpeg.boxes import codecs
from media_pipeline.ffmpeg.playlist import Unfinished, Variant, master, measure
from media_pipeline.ffmpeg.run import run

VIDEO = Variant("360p/index.m3u8", 640, 360, 29.97002997, 800_000, 500_000, "avc1.64001e")
SMALL = Variant("240p/index.m3u8", 426, 240, 15.0, 300_000, 200_000, "avc1.640015")
SOUND = Variant("audio/index.m3u8", 0, 0, 0.0, 100_000, 96_000, "mp4a.40.2")


def segment(folder, *options: str):
    (folder / "made").mkdir()
    run(
        ["-f", "lavfi", *options, "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod",
         "-hls_segment_type", "fmp4", "-hls_segment_filename", "made/s%05d.m4s", "made/index.m3u8"],
        timeout=30, folder=folder,
    )  # fmt: skip
    return folder / "made"


@pytest.mark.parametrize(
    ("profile", "level", "expected"),
    [
        ("baseline", "3.0", "avc1.42c01e"),
        ("main", "3.1", "avc1.4d401f"),
        ("high", "4.0", "avc1.640028"),
    ],
)
def test_codecs_of_h264(tmp_path, profile, level, expected):
    made = segment(tmp_path, "-i", "testsrc2=s=64x64:d=1", "-c:v", "libx264", "-profile:v", profile,
                   "-level", level, "-pix_fmt", "yuv420p")  # fmt: skip
    assert codecs(made / "init.mp4") == expected


def test_codecs_of_aac(tmp_path):
    assert codecs(segment(tmp_path, "-i", "sine=d=1", "-c:a", "aac") / "init.mp4") == "mp4a.40.2"


def test_measures_what_is_there(tmp_path):
    made = segment(tmp_path, "-i", "testsrc2=s=64x64:r=10:d=5", "-c:v", "libx264", "-g", "10")
    result = measure(made)
    size = sum(path.stat().st_size for path in made.iterdir() if path.suffix != ".m3u8")
    assert result.seconds == pytest.approx(5)
    assert result.bytes == size
    assert result.bandwidth >= result.average_bandwidth > 0
    assert result.files[-1].name == "index.m3u8"


def test_a_rendition_without_its_end_is_unfinished(tmp_path):
    made = segment(tmp_path, "-i", "testsrc2=s=64x64:r=10:d=5", "-c:v", "libx264", "-g", "10")
    index = made / "index.m3u8"
    index.write_text(index.read_text().replace("#EXT-X-ENDLIST", ""))
    with pytest.raises(Unfinished):
        measure(made)


def test_a_rendition_that_lacks_a_segment_is_unfinished(tmp_path):
    made = segment(tmp_path, "-i", "testsrc2=s=64x64:r=10:d=5", "-c:v", "libx264", "-g", "10")
    (made / "s00001.m4s").unlink()
    with pytest.raises(Unfinished, match="s00001"):
        measure(made)
    with pytest.raises(Unfinished):
        measure(tmp_path / "nothing")


def test_master_playlist():
    assert master([VIDEO, SMALL], sound=SOUND) == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,'
        'URI="audio/index.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=296000,CODECS="avc1.640015,mp4a.40.2",'
        'RESOLUTION=426x240,FRAME-RATE=15.000,AUDIO="sound"\n'
        "240p/index.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=900000,AVERAGE-BANDWIDTH=596000,CODECS="avc1.64001e,mp4a.40.2",'
        'RESOLUTION=640x360,FRAME-RATE=29.970,AUDIO="sound"\n'
        "360p/index.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=100000,AVERAGE-BANDWIDTH=96000,CODECS="mp4a.40.2",AUDIO="sound"\n'
        "audio/index.m3u8\n"
    )


def test_master_playlist_of_a_silent_film():
    text = master([VIDEO], prefix="/films/x/")
    assert "AUDIO" not in text.replace("mp4a", "")
    assert text.endswith("\n/films/x/360p/index.m3u8\n")


def test_a_rendition_of_no_length_is_unfinished(tmp_path):
    """As ffmpeg writes it of a damaged film in which one frame can be decoded."""
    made = segment(tmp_path, "-i", "testsrc2=s=64x64:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    index = made / "index.m3u8"
    index.write_text(
        "\n".join("#EXTINF:0.000000," if "EXTINF" in line else line for line in index.read_text().split("\n"))
    )
    with pytest.raises(Unfinished, match="no time"):
        measure(made)
