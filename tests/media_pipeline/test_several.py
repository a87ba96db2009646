"""Many files at once: in order, beside each other, and only so many in memory."""

import threading
import time

import pytest

from media_pipeline.several import in_order


def test_what_comes_of_each_is_given_in_order():
    waits = [0.03, 0.0, 0.02, 0.0, 0.01] * 8
    numbers = list(range(len(waits)))
    assert list(in_order(lambda number: time.sleep(waits[number]) or number, numbers)) == numbers


def test_they_are_done_beside_each_other():
    """Four meet: one after the other they would wait for ever."""
    together = threading.Barrier(4)
    assert len([*in_order(lambda _one: together.wait(timeout=10), range(4))]) == 4


def test_the_first_fault_is_raised_and_the_rest_is_not_begun():
    begun = []

    def deed(number: int) -> int:
        begun.append(number)
        if number == 3:
            raise OSError("gone")
        return number

    with pytest.raises(OSError, match="gone"):
        list(in_order(deed, range(1000)))
    assert len(begun) < 50


def test_only_so_many_bytes_lie_in_memory():
    lying, most = set(), []

    def deed(number: int) -> int:
        lying.add(number)
        most.append(len(lying))
        return number

    for number in in_order(deed, range(40), size=lambda _number: 2**24):
        lying.discard(number)
    assert max(most) <= 3
