"""Files of captions: both formats, as people have them, and files made to do harm."""

import contextlib
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_pipeline.captions.cue import Cue, clean
from media_pipeline.captions.files import LARGEST, NoCaptions, adopt_ids, read_file, write_srt, write_vtt

VTT = """\ufeffWEBVTT - Şərf
Kind: captions

STYLE
::cue { color: red }

NOTE bu sətir göstərilmir
--> yox

salam-1
00:01.500 --> 00:00:03.250 align:start position:10%
<v Leyla>Salam, <i>əzizlərim</i>.
İlmə &amp; sap &lt;3

2
01:00:04,000 --> 01:00:05.5
Birinci sıra
"""

SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}Первая строка\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nВторая\r\n"
)


def told(data: str | bytes, **options) -> list[tuple]:
    read = read_file(data if isinstance(data, bytes) else data.encode(), **options)
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in read.cues]


def test_webvtt_is_read_with_everything_that_may_be_in_it():
    assert told(VTT) == [
        (1500, 3250, "Salam, əzizlərim.\nİlmə & sap <3"),
        (3604000, 3605500, "Birinci sıra"),
    ]
    ids = [cue.id for cue in read_file(VTT.encode()).cues]
    assert ids[0] == "salam-1" and ids[1] != "2"  # a number is no id of ours


@pytest.mark.parametrize(
    ("data", "language"),
    [
        (SRT.encode(), ""),
        (SRT.encode("utf-8-sig"), ""),
        (SRT.encode("utf-16"), ""),
        (SRT.encode("cp1251"), "ru"),
        (SRT.replace("\r\n", "\r").encode(), ""),
        (SRT.replace("\r\n\r\n", "\r\n").encode(), ""),  # no empty line between two blocks
    ],
)
def test_subrip_is_read_in_whatever_it_was_written(data, language):
    assert told(data, language=language) == [(1000, 2000, "Первая строка"), (3000, 4000, "Вторая")]


def test_azerbaijani_from_an_old_windows_is_read():
    assert told("1\n00:00:01,000 --> 00:00:02,000\nŞiş və ip\n".replace("ə", "e").encode("cp1254")) == [
        (1000, 2000, "Şiş ve ip")
    ]


def test_what_cannot_be_used_is_counted_and_the_rest_is_kept():
    read = read_file(
        b"WEBVTT\n\n00:02.000 --> 00:01.000\nbackwards\n\n00:03.000 --> 00:04.000\n\n"
        b"00:05.000 --> 00:06.000\n<b></b>\n\n00:07.000 --> 00:08.000\nkept\n\n00:09.000 --> 00:10.000\n" + b"x" * 600
    )
    assert ([cue.text for cue in read.cues], read.skipped) == (["kept"], 4)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "none"),
        (b"WEBVTT\n\n", "none"),
        (b"-->" * 100_000, "none"),
        (b"\x00\x00\x00\x18ftypmp42" * 50, "text"),
        (b"x" * (LARGEST + 1), "large"),
        (b"".join(b"00:00:%02d.000 --> 00:00:%02d.900\na\n\n" % (n % 60, n % 60) for n in range(20_001)), "many"),
    ],
)
def test_what_is_no_file_of_captions_is_refused(data, reason):
    with pytest.raises(NoCaptions) as refused:
        read_file(data)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "data",
    [
        b"00:00:01.000 --> 00:00:02.000\n" + b"<" * LARGEST,
        b"00:00:01.000 --> 00:00:02.000\n" + b"&" * (LARGEST // 2),
        b"0:" * (LARGEST // 3) + b" --> ",
        b" " * (LARGEST - 100) + b"-->",
        (b"00:00:01.000 --> 00:00:02.000 " + b"a:b " * 100 + b"\n") * 9_000,
        b"{\\" * (LARGEST // 3),
    ],
)
def test_a_file_made_to_keep_us_busy_does_not(data):
    began = time.process_time()
    with contextlib.suppress(NoCaptions):
        read_file(data[:LARGEST])
    assert time.process_time() - began < 2


def test_no_bytes_at_all_make_it_fall():
    chance = random.Random(6)
    pieces = [
        b"WEBVTT",
        b"\n\n",
        b"00:00:01.000",
        b" --> ",
        b"1",
        b"<c>",
        b"&#x110000;",
        b"\xff",
        b"\x00",
        b"NOTE",
        b"\r",
    ]
    for _number in range(3_000):
        data = b"".join(chance.choices(pieces, k=chance.randrange(1, 14)))
        with contextlib.suppress(NoCaptions):
            read_file(data)


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=80).map(clean)


@given(texts=st.lists(words.filter(bool), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_webvtt_brings_back_what_was_written_whatever_the_words_are(texts):
    cues = [Cue(f"cue-{n}", n * 1000, n * 1000 + 900, text) for n, text in enumerate(texts)]
    assert read_file(write_vtt(cues).encode()).cues == cues


def test_subrip_brings_back_words_and_times():
    cues = [Cue("a", 0, 1500, "Bir\niki"), Cue("b", 3_600_000, 3_601_250, "üç"), Cue("c", 3_700_000, 3_701_000, "")]
    assert told(write_srt(cues)) == [(0, 1500, "Bir\niki"), (3_600_000, 3_601_250, "üç")]
    assert write_srt(cues).startswith("1\n00:00:00,000 --> 00:00:01,500\nBir\niki\n")


def test_words_cannot_become_times_or_markup():
    cues = [Cue("a", 0, 1000, "00:00:00.000 --> 00:00:09.000\n<script>alert(1)</script>\n{\\an8}x")]
    assert "<script>" not in write_vtt(cues) and "-->" not in write_vtt(cues).split("\n", 4)[4]
    assert "-->" not in write_srt(cues).split("\n", 2)[2] and "<" not in write_srt(cues)


def test_what_was_not_typed_yet_is_left_out():
    assert write_vtt([Cue("a", 0, 1000, "")]) == "WEBVTT\n"


def test_lines_at_the_same_times_keep_their_ids():
    known = [Cue("a", 0, 1000, "old"), Cue("b", 2000, 3000, "old")]
    came = [Cue("x", 0, 1000, "new"), Cue("y", 1500, 3000, "new")]
    assert [cue.id for cue in adopt_ids(came, known)] == ["a", "y"]
    swapped = [Cue("b", 0, 1000, "new"), Cue("z", 2000, 3000, "new")]
    assert len({cue.id for cue in adopt_ids(swapped, known)}) == 2


def test_times_that_cannot_be_used_are_counted_and_are_no_words():
    """Before the film begins, as an editor writes them that moved everything; no empty line between the blocks."""
    data = b"1\n00:00:03,000 --> 00:00:04,000\nSalam\n2\n-00:00:01,000 --> 00:00:02,000\nnot seen\n3\n00:00:05 --> 00:00:06\nHi\n"
    read = read_file(data)
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in read.cues] == [(3000, 4000, "Salam"), (5000, 6000, "Hi")]
    assert read.skipped == 1
