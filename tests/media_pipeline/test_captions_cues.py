"""Cues: what comes from outside, what an editor does, what is worth another look, lines out of heard words."""

import pytest

from media_pipeline.captions import edit
from media_pipeline.captions.check import warnings
from media_pipeline.captions.cue import Cue, NotACue, read, read_all
from media_pipeline.captions.shape import Word, cues_of

ONE, TWO, THREE = Cue("a", 0, 2000, "Salam əzizlərim"), Cue("b", 2000, 4000, "iki"), Cue("c", 5000, 6000, "üç")
CUES = [ONE, TWO, THREE]


def plain(**changes) -> dict:
    return {"id": "a", "start_ms": 0, "end_ms": 1000, "text": "x", **changes}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "form"),
        ([], "form"),
        (plain(id=1), "id"),
        (plain(id="a/b"), "id"),
        (plain(id=""), "id"),
        (plain(id="a" * 37), "id"),
        (plain(start_ms=-1), "time"),
        (plain(start_ms=1000), "time"),
        (plain(start_ms=True), "time"),
        (plain(end_ms=1e3), "time"),
        (plain(end_ms="1000"), "time"),
        (plain(end_ms=10**12), "time"),
        (plain(text=None), "text"),
        (plain(text="x" * 501), "text"),
    ],
)
def test_what_is_no_cue_is_refused(data, reason):
    with pytest.raises(NotACue) as refused:
        read(data)
    assert refused.value.reason == reason


def test_an_id_is_there_once_and_a_track_has_an_end():
    with pytest.raises(NotACue, match="twice"):
        read_all([plain(), plain()])
    with pytest.raises(NotACue, match="many"):
        read_all([plain()] * 20_001)


def test_words_are_cleaned_of_what_could_harm():
    dirty = plain(text="  bir\t iki \r\n\r\n\x00\ud800\u202eüç\u2028dörd ")
    assert read(dirty).text == "bir iki\nüç\ndörd"


def test_a_line_is_fixed_moved_deleted_and_put_in():
    assert edit.fix(CUES, "b", " iki  iki ")[1].text == "iki iki"
    assert edit.retime(CUES, "a", 7000, 8000)[-1].id == "a"
    assert edit.delete(CUES, "b") == [ONE, THREE]
    assert edit.insert(CUES, Cue("d", 4500, 4900, "yeni"))[2].id == "d"
    with pytest.raises(ValueError, match="taken"):
        edit.insert(CUES, Cue("a", 4500, 4900, "yeni"))
    with pytest.raises(KeyError):
        edit.fix(CUES, "z", "yox")
    with pytest.raises(ValueError, match="ends"):
        edit.retime(CUES, "a", 2, 1)


def test_a_line_is_split_by_the_share_of_its_words_or_where_one_says():
    first, second = edit.split([ONE], "a", 6, new="n")
    assert (first, second) == (Cue("a", 0, 800, "Salam"), Cue("n", 800, 2000, "əzizlərim"))
    assert [cue.end_ms for cue in edit.split([ONE], "a", 6, 1500)] == [1500, 2000]
    assert [cue.end_ms for cue in edit.split([ONE], "a", 0, -5)] == [100, 2000]
    with pytest.raises(ValueError, match="short"):
        edit.split([Cue("a", 0, 150, "x")], "a", 0)


def test_a_line_is_joined_with_the_next():
    assert edit.join(CUES, "a") == [Cue("a", 0, 4000, "Salam əzizlərim iki"), THREE]
    assert edit.join(CUES, "c") == CUES


def test_lines_are_shifted_and_none_begins_before_the_film():
    assert [cue.start_ms for cue in edit.shift(CUES, 500)] == [500, 2500, 5500]
    assert [cue.start_ms for cue in edit.shift(CUES, -3000, {"b", "c"})] == [0, 0, 3000]
    assert edit.shift([], 500) == []


def test_what_is_worth_another_look():
    cues = [
        Cue("a", 0, 500, "x"), Cue("b", 400, 8000, ""), Cue("c", 8000, 16000, "x"), Cue("d", 16000, 17000, "x" * 90),
        Cue("e", 17000, 18000, "bir\niki\nüç"),
    ]  # fmt: skip
    found = {(one.id, one.code) for one in warnings(cues, duration_ms=17_000)}
    assert found == {
        ("a", "too_short"), ("b", "empty"), ("b", "overlap"), ("c", "too_long"), ("d", "too_fast"),
        ("d", "long_lines"), ("e", "long_lines"), ("e", "outside"),
    }  # fmt: skip
    assert warnings([ONE, TWO, THREE], duration_ms=6_000) == []


def said(text: str, start: float = 0.0, each: float = 0.3) -> list[Word]:
    return [Word(start + n * each, start + (n + 1) * each, f" {word}") for n, word in enumerate(text.split())]


def test_heard_words_become_lines_that_can_be_read():
    words = said(
        "Welcome to my kitchen. Today I show you plov, as my mother made it for all of us on every holiday of the year "
        "when the whole family came together. Wash the rice."
    )
    cues = cues_of([*words, *said("A good plov does not like to be hurried.", start=20.0)])
    assert " ".join(cue.text.replace("\n", " ") for cue in cues) == "".join(w.text for w in words).strip() + (
        " A good plov does not like to be hurried."
    )
    assert warnings(cues) == []
    assert cues[0].text == "Welcome to my kitchen." and cues[-1].start_ms == 20_000
    assert all(len(line) <= 42 for cue in cues for line in cue.text.split("\n"))
    assert all(one.end_ms <= other.start_ms for one, other in zip(cues, cues[1:], strict=False))


def test_one_endless_word_is_no_endless_loop():
    cues = cues_of([Word(0, 50, " " + "a" * 300), Word(50, 51, " b")])
    assert len(cues) == 2
    assert cues_of([]) == [] and cues_of([Word(0, 1, "  ")]) == []
