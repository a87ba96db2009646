"""Clips of every shape, made once a session from ffmpeg's own test pattern and tone."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from media_pipeline.ffmpeg.run import run

H264 = {"vcodec": "libx264", "preset": "ultrafast", "pix_fmt": "yuv420p"}
GOOD = {**H264, "preset": "veryfast", "b:v": "1100k", "maxrate": "1200k", "bufsize": "1200k"}  # as a 480p rung may be
GREYS = (0.1, 0.3, 0.5, 0.58, 0.75, 1.0)  # parts of full signal, each a column of the HDR clips
VP8 = {"vcodec": "libvpx", "deadline": "realtime", "cpu-used": 8, "b:v": "400k"}


@dataclass
class Clips:
    """A folder of clips, each made when first asked for."""

    folder: Path

    def __call__(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            MAKERS[name](path)
        return path


def make(path: Path, *streams, **options) -> None:
    """Write streams into a file."""
    output = ffmpeg.output(*streams, str(path), **{"g": 30, **options})
    run(ffmpeg.get_args(output), timeout=60)


def picture(size: str = "320x240", rate: float | str = 25, seconds: float = 3):
    """A moving test pattern."""
    return ffmpeg.input(f"testsrc2=s={size}:r={rate}:d={seconds}", f="lavfi")


def tone(seconds: float = 3, volume: float = 0.5, channels: int = 1):
    """A tone of 440 Hz."""
    source = ffmpeg.input(f"sine=f=440:r=48000:d={seconds}", f="lavfi")
    return source.filter("volume", volume).filter("aformat", channel_layouts="mono" if channels == 1 else "stereo")


def _phone(path: Path) -> None:
    """As a phone held upright records: 90° in the display matrix, a keyframe a second."""
    lying = path.with_name("lying.mp4")
    make(lying, picture("640x360"), tone(), acodec="aac", **H264)
    turned = ffmpeg.input(str(lying), display_rotation=90)
    make(path, turned, c="copy")


def _varying(path: Path) -> None:
    """Frames come as the camera has them: 30 a second, then every third one is dropped."""
    frames = picture(rate=30).filter("select", "lt(t,1)+mod(n,3)*gte(t,1)")
    make(path, frames, tone(), acodec="aac", fps_mode="vfr", **H264)


def _turned(path: Path) -> None:
    """The tablet is turned while it records: the stream goes on with another size."""
    for name, size in (("lying.mkv", "320x240"), ("standing.mkv", "240x320")):
        make(path.with_name(name), picture(size, seconds=2), **H264, bsf="dump_extra")
    listing = path.with_name("turned.txt")
    listing.write_text("file lying.mkv\nfile standing.mkv\n")
    make(path, ffmpeg.input(str(listing), f="concat"), c="copy")


def _late_sound(path: Path) -> None:
    sound = tone(2).filter("asetpts", "PTS+1/TB")
    make(path, picture(), sound, acodec="aac", **H264)


def _late_picture(path: Path) -> None:
    """The sound begins 40 ms before the picture, whose frames are shown in another order than they are decoded."""
    frames = picture(seconds=6).filter("setpts", "PTS+0.04/TB")
    make(path, frames, tone(6), acodec="aac", bf=3, **GOOD)


def _trimmed(path: Path) -> None:
    """As a phone cuts off a beginning: it is left out by the edit list alone, from between two keyframes."""
    whole = path.with_name("untrimmed.mp4")
    make(whole, picture(seconds=6), tone(6), acodec="aac", bf=3, **H264)
    make(path, ffmpeg.input(str(whole), ss=1.7), c="copy")


def _hdr(transfer: str) -> Callable[[Path], None]:
    """Grey steps of 10 bits, as the curve of the transfer has them: 10, 30, 50, 58 (paper in PQ), 75 and 100 %."""

    def write(path: Path) -> None:
        levels = "+".join(
            f"{round(64 + 876 * part)}*between(X,{32 * at},{32 * at + 31})" for at, part in enumerate(GREYS)
        )
        steps = ffmpeg.input("color=black:s=192x128:r=5:d=2", f="lavfi").filter("format", "yuv420p10le")
        steps = steps.filter("geq", lum=levels, cb="512", cr="512")
        steps = steps.filter(
            "setparams", color_trc=transfer, color_primaries="bt2020", colorspace="bt2020nc", range="tv"
        )
        make(path, steps, vcodec="libx264", preset="ultrafast", crf=10)

    return write


def _dolby(path: Path) -> None:
    """Dolby Vision whose picture only its own decoder can show: a box that says profile 5, compatible with nothing."""
    plain = Clips(path.parent)("silent.mp4").read_bytes()
    configuration = struct.pack(">BBHI", 1, 0, (5 << 9) | (3 << 3) | 0b101, 0) + b"\0" * 16
    box = struct.pack(">I4s", 8 + len(configuration), b"dvcC") + configuration
    at = plain.index(b"avcC") - 4
    changed = bytearray(plain[:at] + box + plain[at:])
    for name in (b"avc1", b"stsd", b"stbl", b"minf", b"mdia", b"trak", b"moov"):
        place = changed.rindex(name, 0, at) - 4
        size = struct.unpack(">I", changed[place : place + 4])[0]
        changed[place : place + 4] = struct.pack(">I", size + len(box))
    path.write_bytes(bytes(changed))


def _interlaced(path: Path) -> None:
    """Fifty fields a second of a picture that moves sideways, woven into 25 frames."""
    moving = picture(rate=50).filter("scroll", h=0.02).filter("tinterlace", "interleave_top")
    make(path, moving, flags="+ilme+ildct", **H264)


def _speech(path: Path) -> None:
    """Somebody speaks in a room that hums: a voice that comes and goes over steady noise."""
    voice = "0.1*sin(2*PI*220*t)*pow(max(0,sin(2*PI*1.3*t)),2)*(1+0.5*sin(2*PI*5*t))"
    sound = ffmpeg.input(f"aevalsrc='{voice}+0.002*(random(0)-0.5)':s=48000:d=10", f="lavfi")
    make(path, sound, acodec="aac", f="mp4")


def _black_hours(path: Path) -> None:
    """Four hours in a few kilobytes: one frame a second, all the same."""
    frames = ffmpeg.input("color=black:s=64x64:r=1:d=14400", f="lavfi")
    make(path, frames, **{**H264, "g": 14400, "x264-params": "log-level=none"})


def _untold_hours(path: Path) -> None:
    """The same, and the header does not say how long it is, as in a browser's recording."""
    black = ffmpeg.input(str(Clips(path.parent)("black-hours.mp4")))
    make(path, black, c="copy", f="matroska", live=1)


def _cut(path: Path) -> None:
    """The end is missing, the index at the front is whole."""
    whole = path.with_name("whole.mp4")
    make(whole, picture(seconds=6), tone(6), acodec="aac", movflags="+faststart", **H264)
    data = whole.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])


def _headless(path: Path) -> None:
    """The index was to come at the end and never did."""
    whole = path.with_name("index-last.mp4")
    make(whole, picture(), tone(), acodec="aac", **H264)
    data = whole.read_bytes()
    path.write_bytes(data[: len(data) * 8 // 10])


def _garbage(path: Path) -> None:
    """A sound header over nonsense: every picture is spoilt."""
    data = bytearray(Clips(path.parent)("plain.mp4").read_bytes())
    start = data.index(b"mdat") + 4
    end = data.index(b"moov", start) - 4
    data[start:end] = bytes((7 * at * at + 13) % 251 for at in range(end - start))
    path.write_bytes(bytes(data))


def _points_elsewhere(path: Path) -> None:
    """A QuickTime file whose content is said to lie in another file, with its path."""
    secret = path.with_name("secret.mov")
    make(secret, picture(), f="mov", **H264)
    data = secret.read_bytes()
    at = data.index(b"dref") - 4
    size = struct.unpack(">I", data[at : at + 4])[0]
    record = _alias(str(secret))
    entry = struct.pack(">I4sI", 12 + len(record), b"alis", 0) + record
    dref = struct.pack(">I4sII", 16 + len(entry), b"dref", 0, 1) + entry
    grown = len(dref) - size
    changed = bytearray(data[:at] + dref + data[at + size :])
    for name in (b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        box = changed.rindex(name, 0, at) - 4 if name != b"dinf" else changed.index(name) - 4
        old = struct.unpack(">I", changed[box : box + 4])[0]
        changed[box : box + 4] = struct.pack(">I", old + grown)
    path.write_bytes(bytes(changed))


def _alias(target: str) -> bytes:
    """A Macintosh alias record: fixed fields, then the absolute path."""
    name = Path(target).name.encode()[:63]
    fixed = struct.pack(">4sHHH", b"\0" * 4, 150, 2, 0)
    fixed += bytes([4]) + b"disk".ljust(27, b"\0") + struct.pack(">I2sHI", 0, b"H+", 0, 0)
    fixed += bytes([len(name)]) + name.ljust(63, b"\0") + b"\0" * 16 + struct.pack(">hh", -1, -1) + b"\0" * 16
    mac = ("disk" + target.replace("/", ":")).encode()
    mac += b"\0" * (len(mac) % 2)
    tail = struct.pack(">hH", 2, len(mac)) + mac + struct.pack(">hH", -1, 0)
    return fixed + tail


MAKERS: dict[str, Callable[[Path], None]] = {
    "plain.mp4": lambda path: make(path, picture(), tone(), acodec="aac", **H264),
    "quiet.mp4": lambda path: make(path, picture(seconds=8), tone(8, 0.02, 2), acodec="aac", **H264),
    "long.mp4": lambda path: make(path, picture("854x480", 30, 8), tone(8), acodec="aac", **{**H264, "crf": 16}),
    "calm.mp4": lambda path: make(path, picture("640x360", 15, 4), **{**H264, "preset": "veryfast", "crf": 34}),
    "portrait.mp4": lambda path: make(path, picture("360x640"), tone(), acodec="aac", **H264),
    "phone.mp4": _phone,
    "odd.mkv": lambda path: make(
        path, picture("333x251"), tone(), vcodec="mpeg4", acodec="libmp3lame", **{"b:v": "1M"}
    ),
    "wide-pixels.mp4": lambda path: make(path, picture("360x288").filter("setsar", "16/11"), **H264),
    "varying.mp4": _varying,
    "turned.mkv": _turned,
    "silent.mp4": lambda path: make(path, picture(), **H264),
    "sound.mp3": lambda path: make(path, tone(5), acodec="libmp3lame"),
    "sound.m4a": lambda path: make(path, tone(5, channels=2), acodec="aac", f="mp4"),
    "slow.mp4": lambda path: make(path, picture(rate=10, seconds=5), **{**H264, "g": 10}),
    "fast.mp4": lambda path: make(path, picture("640x480", rate=60, seconds=3), **{**H264, "g": 60, "crf": 40}),
    "late-sound.mp4": _late_sound,
    "late-picture.mp4": _late_picture,
    "late-picture.ts": _late_picture,
    "late-picture.flv": _late_picture,
    "trimmed.mp4": _trimmed,
    "short-sound.mp4": lambda path: make(
        path, picture(rate=15, seconds=6), tone(2), acodec="aac", **{**GOOD, "b:v": "250k"}
    ),
    "begins-late.mkv": lambda path: make(path, picture(), tone(), acodec="aac", output_ts_offset=7, **H264),
    "sparse.mp4": lambda path: make(path, picture("160x120", 5, 16), **{**H264, "g": 600}),
    "rich.mp4": lambda path: make(path, picture("320x240", 25, 6), **{**H264, "crf": 1}),
    "vp8.webm": lambda path: make(path, picture(seconds=2), tone(2), acodec="libopus", f="webm", live=1, **VP8),
    "h264.webm": lambda path: make(path, picture(), tone(), acodec="libopus", f="matroska", live=1, **H264),
    "av1.webm": lambda path: make(path, picture(seconds=1), vcodec="libsvtav1", preset=12),
    "fragments.mp4": lambda path: make(
        path, picture(), tone(), acodec="aac", movflags="frag_keyframe+empty_moov", **H264
    ),
    "pq.mp4": _hdr("smpte2084"),
    "hlg.mp4": _hdr("arib-std-b67"),
    "dolby.mp4": _dolby,
    "interlaced.mp4": _interlaced,
    "speech.m4a": _speech,
    "silence.m4a": lambda path: make(path, tone(4, 0), acodec="aac", f="mp4"),
    "odd-rate.mp4": lambda path: make(path, picture(rate="179/6"), **H264),
    "still.mp4": lambda path: make(
        path, ffmpeg.input("testsrc2=s=640x480:r=5:d=0.2", f="lavfi").filter("loop", 40, 1), **H264
    ),
    "still.mkv": lambda path: make(
        path, ffmpeg.input("testsrc2=s=640x480:r=5:d=0.2", f="lavfi").filter("loop", 40, 1), vcodec="mpeg4", qscale=3
    ),
    "long-odd.mkv": lambda path: make(
        path, picture("640x360", 5, 16), tone(16), vcodec="mpeg4", acodec="libmp3lame", **{"b:v": "1M"}
    ),
    "lesson.mp4": lambda path: make(path, picture("480x360", 5, 64), **{**H264, "g": 10}),
    "tiny.mp4": lambda path: make(path, picture("16x16"), **H264),
    "huge.mkv": lambda path: make(path, ffmpeg.input("color=black:s=6000x6000:r=1:d=1", f="lavfi"), vcodec="mjpeg"),
    "black-hours.mp4": _black_hours,
    "untold-hours.mkv": _untold_hours,
    "cut.mp4": _cut,
    "headless.mp4": _headless,
    "garbage.mp4": _garbage,
    "elsewhere.mov": _points_elsewhere,
    "empty.mp4": lambda path: path.write_bytes(b""),
    "letter.mp4": lambda path: path.write_text("Hörmətli müəllim, sizə yazıram.\n" * 200),
    "subtitles.mp4": lambda path: path.write_text("1\n00:00:01,000 --> 00:00:02,000\nSalam\n\n" * 50),
    "photo.mp4": lambda path: (
        make(path.with_suffix(".jpg"), picture(), vframes=1) or path.with_suffix(".jpg").rename(path)
    ),
}


def talkative(path: Path, size: int) -> Path:
    """A second of silence in a WAV, and a title of `size` bytes."""
    title = b"a" * size
    tags = b"INFOINAM" + struct.pack("<I", size) + title
    shape = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    sound = b"data" + struct.pack("<I", 16000) + bytes(16000)
    parts = shape + b"LIST" + struct.pack("<I", len(tags)) + tags + sound
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts)
    return path
