"""Two people on the same captions: what both did is kept, and nobody is overwritten unseen."""

import random

import pytest

from media_pipeline.captions import edit
from media_pipeline.captions.cue import Cue, NotACue
from media_pipeline.captions.merge import Change, changes_between, merge, read_changes

A, B, C = Cue("a", 0, 1000, "bir"), Cue("b", 1000, 2000, "iki"), Cue("c", 2000, 3000, "üç")
BASE = [A, B, C]


def with_text(cue: Cue, text: str) -> Cue:
    return Cue(cue.id, cue.start_ms, cue.end_ms, text)


def test_what_nobody_else_touched_becomes_what_it_is_now():
    merged = merge(BASE, [Change(A, with_text(A, "Bir.")), Change(None, Cue("n", 500, 600, "yeni")), Change(C, None)])
    assert [cue.text for cue in merged.cues] == ["Bir.", "yeni", "iki"]
    assert merged.conflicts == []


def test_the_words_of_one_and_the_times_of_the_other_are_both_kept():
    theirs = [Cue("a", 100, 1100, "bir"), B, C]
    merged = merge(theirs, [Change(A, with_text(A, "Bir."))])
    assert merged.cues[0] == Cue("a", 100, 1100, "Bir.") and merged.conflicts == []


def test_the_same_line_changed_by_both_stays_and_comes_back():
    theirs = with_text(A, "BİR")
    merged = merge([theirs, B, C], [Change(A, with_text(A, "Bir.")), Change(B, with_text(B, "İki."))])
    assert [cue.text for cue in merged.cues] == ["BİR", "İki.", "üç"]
    (conflict,) = merged.conflicts
    assert (conflict.was, conflict.mine, conflict.theirs) == (A, with_text(A, "Bir."), theirs)
    again = merge(merged.cues, [Change(conflict.theirs, conflict.mine)])  # "keep mine"
    assert again.cues[0].text == "Bir." and again.conflicts == []


@pytest.mark.parametrize(
    ("theirs", "change"),
    [
        ([B, C], Change(A, with_text(A, "Bir."))),  # they deleted what I fixed
        ([with_text(A, "Bir."), B, C], Change(A, None)),  # I deleted what they fixed
        ([A, B, C, Cue("n", 9000, 9500, "onların")], Change(None, Cue("n", 9000, 9500, "mənim"))),
    ],
)
def test_deleting_is_no_way_around(theirs, change):
    merged = merge(theirs, [change])
    assert merged.cues == theirs
    assert [one.id for one in merged.conflicts] == [change.id]


def test_a_split_is_kept_as_a_whole_or_not_at_all():
    halves = edit.split(BASE, "a", 1, new="n")
    split = [Change(A, halves[0], "s"), Change(None, halves[1], "s")]
    assert [cue.text for cue in merge(BASE, split).cues] == ["b", "ir", "iki", "üç"]
    moved_on = [with_text(A, "Bir."), B, C]
    merged = merge(moved_on, split)
    assert merged.cues == moved_on  # else the words would be there twice
    assert {(one.id, one.group) for one in merged.conflicts} == {("a", "s"), ("n", "s")}


def test_a_request_that_comes_twice_changes_nothing_the_second_time():
    changes = [Change(A, with_text(A, "Bir.")), Change(None, Cue("n", 500, 600, "yeni")), Change(C, None)]
    once = merge(BASE, changes)
    twice = merge(once.cues, changes)
    assert (twice.cues, twice.conflicts) == (once.cues, [])


def test_changes_are_what_lies_between_two_lists():
    after = edit.delete(edit.fix(edit.insert(BASE, Cue("n", 10, 20, "yeni")), "a", "Bir."), "c")
    assert merge(BASE, changes_between(BASE, after)).cues == after
    assert changes_between(BASE, BASE) == []


@pytest.mark.parametrize(
    "data",
    [
        None, {}, [1], [{}], [{"was": None, "now": None}], [{"was": None, "now": {"id": "a"}}],
        [{"was": A.as_json(), "now": B.as_json()}], [{"was": None, "now": A.as_json(), "group": 7}],
        [{"was": None, "now": A.as_json(), "group": "g" * 99}], [{}] * 40_001,
    ],
)  # fmt: skip
def test_what_is_no_change_is_refused(data):
    with pytest.raises(NotACue):
        read_changes(data)


def test_a_track_cannot_grow_without_end():
    many = [Cue(f"c{n}", n, n + 1, "") for n in range(20_000)]
    with pytest.raises(NotACue, match="many"):
        merge(many, [Change(None, Cue("one-more", 0, 1, ""))])


def test_whatever_two_people_do_nothing_that_one_typed_is_lost_without_a_word():
    """Random edits by two from the same base: each changed line is in the result, or in a conflict with both."""
    chance = random.Random(74)
    for _round in range(300):
        mine, theirs = _edited(chance), _edited(chance)
        change = changes_between(BASE, mine)
        merged = merge(theirs, change)
        found = {cue.id: cue for cue in merged.cues}
        told = {one.id for one in merged.conflicts}
        for one in change:
            kept = found.get(one.id)
            wanted = one.now
            texts_kept = kept == wanted or (kept and wanted and one.was and (
                (wanted.text == one.was.text or kept.text == wanted.text)
                and (wanted.times == one.was.times or kept.times == wanted.times)
            ))  # fmt: skip
            assert one.id in told or texts_kept
        for other in changes_between(BASE, theirs):
            kept = found.get(other.id)
            if other.now is None:
                assert kept is None
            elif other.was is None or other.now.text != other.was.text:
                assert kept and (kept.text == other.now.text)


def _edited(chance: random.Random) -> list[Cue]:
    cues = list(BASE)
    for _number in range(chance.randrange(1, 4)):
        if not cues:
            break
        deed, cue = chance.randrange(5), chance.choice(cues)
        if deed == 0:
            cues = edit.fix(cues, cue.id, f"söz {chance.random()}")
        elif deed == 1:
            cues = edit.shift(cues, chance.randrange(1, 500), {cue.id})
        elif deed == 2:
            cues = edit.delete(cues, cue.id)
        elif deed == 3:
            cues = edit.insert(cues, Cue(f"n{chance.randrange(10**9)}", 50, 60, f"yeni {chance.random()}"))
        else:
            cues = edit.join(cues, cue.id)
    return cues
