"""Spans of milliseconds, against a plain set of milliseconds."""

import random

import pytest

from courses.domain.watching import spans


def milliseconds(list_of_spans) -> set[int]:
    return {ms for start, end in list_of_spans for ms in range(start, end)}


def random_spans(chance: random.Random) -> list[tuple[int, int]]:
    return [
        (start, start + chance.randint(0, 30))
        for start in (chance.randint(0, 200) for _ in range(chance.randint(0, 8)))
    ]


@pytest.mark.parametrize("seed", range(60))
def test_union_is_the_union_of_sets(seed):
    chance = random.Random(seed)
    one, other = random_spans(chance), random_spans(chance)
    union = spans.merged(one, other)
    assert milliseconds(union) == milliseconds(one) | milliseconds(other)
    assert spans.length(union) == len(milliseconds(union))
    assert union == sorted(union)
    assert all(before[1] < after[0] for before, after in zip(union, union[1:], strict=False))
    # Order and repetition do not matter; merging again changes nothing.
    assert spans.merged(other, one, other) == union == spans.merged(union)


@pytest.mark.parametrize("seed", range(30))
def test_clipping_is_cutting_the_set(seed):
    chance = random.Random(seed)
    some, end = random_spans(chance), chance.randint(0, 200)
    assert milliseconds(spans.clipped(some, end)) == {ms for ms in milliseconds(some) if ms < end}


def test_crumbs_are_filled_and_gaps_are_not():
    assert spans.merged([(500, 600), (150, 200), (0, 100)], gap=50) == [(0, 200), (500, 600)]
    assert spans.merged([(0, 100), (151, 200)], gap=50) == [(0, 100), (151, 200)]


def test_nothing_is_nothing():
    assert spans.merged([], []) == [] == spans.merged([(5, 5), (9, 3)])
    assert spans.length([]) == 0


def test_without_takes_away_only_what_is_there():
    assert spans.without([(0, 10), (20, 30)], [(5, 22), (25, 26)]) == [(0, 5), (22, 25), (26, 30)]
    assert spans.without([(0, 10)], []) == [(0, 10)]
    assert spans.without([(3, 7)], [(0, 10)]) == []
