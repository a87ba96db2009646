"""Every address × every role. A new address without a line in access.txt fails; so does a changed answer.

`python -m tests.access` writes the table anew; read the difference as if somebody's privacy hung on it.
"""

import pytest

from . import table
from .visits import answers_of, world

pytestmark = pytest.mark.django_db


def test_every_address_has_a_line_and_no_line_is_left_over():
    assert set(table.read()) == set(table.addresses())


def test_nothing_of_ours_fails():
    failing = {address for address, answers in table.read().items() if "fails" in answers}
    assert {address for address in failing if not address.startswith("admin/")} == set()


@pytest.mark.slow
def test_every_answer_is_as_the_table_says():
    samples = world()
    expected = table.read()
    found = {address: answers_of(address, samples) for address in expected}
    changed = [
        f"{address} as {visitor}: {said}, not {wanted}"
        for address in expected
        for visitor, said, wanted in zip(table.VISITORS, found[address], expected[address], strict=True)
        if said != wanted
    ]
    assert not changed, "\n".join(changed)
