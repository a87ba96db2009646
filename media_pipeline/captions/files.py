"""Read and write WebVTT and SubRip. What is read may be anything: every line is looked at once, nothing is trusted.

Both formats are blocks of lines: perhaps a name, a line with two times, words until an empty line. The reading is
lenient (a comma or a point before the thousandths, hours or none, numbers or none), as players are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from .cue import LONGEST_MS, LONGEST_TEXT, MOST_CUES, Cue, clean, in_order, is_id, new_id

__all__ = [
    "LARGEST",
    "NoCaptions",
    "Read",
    "adopt_ids",
    "clock_words",
    "read_file",
    "vtt_words",
    "write_srt",
    "write_vtt",
]

LARGEST = 4 * 2**20  # bytes of a file
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,]\s?(\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
_NO_TIMES = re.compile(r"[\s\d:.,-]*\d\s*-->[\s\d:.,-]*", re.ASCII)  # meant to be times, and cannot be used
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\[^{}]{0,200}\}")  # also the {\an8} of SubRip files
_NO_CUES = ("NOTE", "STYLE", "REGION", "WEBVTT", "X-TIMESTAMP-MAP")
# Files without a mark that are not UTF-8: what Windows wrote where these languages are typed.
_OLD_ENCODINGS = {"ru": "cp1251"}
_OLD_ENCODING = "cp1254"


class NoCaptions(ValueError):
    """The file holds no captions. `reason` is one of large, text, many, none."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Read:
    """What was in a file: cues in order, and how many blocks with times could not be used."""

    cues: list[Cue]
    skipped: int


def read_file(data: bytes, *, language: str = "") -> Read:
    """Read captions, whichever of the two formats. `language` helps with old encodings. Raises NoCaptions."""
    if len(data) > LARGEST:
        raise NoCaptions("large")
    cues: list[Cue] = []
    skipped, taken = 0, set()
    for name, start, end, words in _blocks(_text(data, language).splitlines()):
        text = clean(_plain(words))
        if not text or len(text) > LONGEST_TEXT or not 0 <= start < end <= LONGEST_MS:
            skipped += 1
            continue
        if len(cues) >= MOST_CUES:
            raise NoCaptions("many")
        key = name if is_id(name) and not name.isdigit() and name not in taken else new_id()
        taken.add(key)
        cues.append(Cue(key, start, end, text))
    if not cues:
        raise NoCaptions("none")
    return Read(in_order(cues), skipped)


def write_vtt(cues: Iterable[Cue]) -> str:
    """WebVTT with the ids of the cues, so that a file that comes back finds its lines; empty ones are left out."""
    blocks = ["WEBVTT\n"]
    for cue in in_order(cues):
        if cue.text:
            times = f"{clock_words(cue.start_ms)} --> {clock_words(cue.end_ms)}"
            blocks.append(f"{cue.id}\n{times}\n{vtt_words(cue.text)}\n")
    return "\n".join(blocks)


def write_srt(cues: Iterable[Cue]) -> str:
    """SubRip, numbered from 1. It has no way to say what is markup: what looks like it is softened."""
    blocks = []
    for number, cue in enumerate((cue for cue in in_order(cues) if cue.text), start=1):
        words = cue.text.replace("-->", "→").replace("<", "‹").replace(">", "›").replace("{\\", "{")
        blocks.append(f"{number}\n{clock_words(cue.start_ms, ',')} --> {clock_words(cue.end_ms, ',')}\n{words}\n")
    return "\n".join(blocks)


def adopt_ids(cues: Sequence[Cue], known: Iterable[Cue]) -> list[Cue]:
    """Give cues the ids of known ones with the same times, so that translations stay beside their lines."""
    by_times = {cue.times: cue.id for cue in known}
    taken = {cue.id for cue in cues}
    adopted = []
    for cue in cues:
        key = by_times.pop(cue.times, cue.id)
        if key != cue.id and key in taken:
            key = cue.id
        taken.add(key)
        adopted.append(Cue(key, cue.start_ms, cue.end_ms, cue.text))
    return adopted


def _text(data: bytes, language: str) -> str:
    """Decode: by its mark, else UTF-8, else what Windows wrote. Raises NoCaptions for what is no text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4096]:
        raise NoCaptions("text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(_OLD_ENCODINGS.get(language, _OLD_ENCODING), "replace")


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, int, int, list[str]]]:
    """(name, start, end, lines of words) of each block with times, in the order of the file."""
    before, found = "", None
    words: list[str] = []
    for line in lines:
        times = _times(line) if "-->" in line and len(line) < 500 else None
        if times:
            if found:  # no empty line between two blocks: the last one of the words was a name or a number
                yield *found, words[:-1] if words and words[-1].strip().isdigit() else words
            found, words = (before.strip(), *times), []
        elif not line.strip():
            if found:
                yield *found, words
            found, words = None, []
        elif found:
            words.append(line)
        before = "" if line.startswith(_NO_CUES) else line
    if found:
        yield *found, words


def _times(line: str) -> tuple[int, int] | None:
    """Both times of a line that has them; times before the beginning of a film become a block that is left out."""
    times = _TIMES.fullmatch(line)
    if times is None:
        return (-1, -1) if _NO_TIMES.fullmatch(line) else None
    parts = times.groups()
    return _ms(*parts[:4]), _ms(*parts[4:])


def _ms(hours: str | None, minutes: str, seconds: str, rest: str | None) -> int:
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((rest or "").ljust(3, "0"))


def vtt_words(text: str) -> str:
    """Words as WebVTT has them, with nothing in them that it would read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clock_words(ms: int, point: str = ".") -> str:
    """A time as both formats write it."""
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{rest:03}"


def _plain(lines: Sequence[str]) -> str:
    """Words without markup; what was written as &lt; is a sign, not markup."""
    return unescape(_TAG.sub("", "\n".join(lines)[: 8 * LONGEST_TEXT]))
