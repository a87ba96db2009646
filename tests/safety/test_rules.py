"""Who looks at what somebody writes: the whole table, pure."""

import pytest

from elearn.safety.rules import SHOWN, Handling, Who, handling

ADULT = Who(is_minor=False, age_known=True)
MINOR = Who(is_minor=True, age_known=True)
UNKNOWN = Who(is_minor=False, age_known=False)
STAFF = Who(is_minor=False, age_known=True, is_staff=True)
YOUNG_STAFF = Who(is_minor=True, age_known=True, is_staff=True)
EVERYBODY = None


@pytest.mark.parametrize(
    ("writer", "reader", "expected"),
    [
        (ADULT, ADULT, Handling.WAITS),
        (ADULT, EVERYBODY, Handling.WAITS),
        (ADULT, UNKNOWN, Handling.WAITS),
        (ADULT, MINOR, Handling.TWO),
        (UNKNOWN, ADULT, Handling.WAITS),
        (UNKNOWN, MINOR, Handling.TWO),
        (MINOR, ADULT, Handling.WAITS),
        (MINOR, MINOR, Handling.WAITS),
        (MINOR, EVERYBODY, Handling.WAITS),
        (STAFF, ADULT, Handling.LATER),
        (STAFF, UNKNOWN, Handling.WAITS),
        (STAFF, MINOR, Handling.WAITS),
        (STAFF, EVERYBODY, Handling.WAITS),
        (YOUNG_STAFF, ADULT, Handling.WAITS),
    ],
)
def test_words(writer, reader, expected):
    assert handling("thanks", writer=writer, reader=reader) == expected


@pytest.mark.parametrize("kind", sorted(SHOWN))
def test_what_shows_somebody_is_never_shown_at_once(kind):
    assert handling(kind, writer=STAFF, reader=ADULT) == Handling.WAITS
    assert handling(kind, writer=MINOR, reader=ADULT) == Handling.TWO
    assert handling(kind, writer=ADULT, reader=ADULT) == Handling.WAITS


def test_nothing_a_minor_writes_is_shown_at_once():
    for kind in ("thanks", "question", *SHOWN):
        for reader in (ADULT, MINOR, UNKNOWN, STAFF, EVERYBODY):
            assert handling(kind, writer=MINOR, reader=reader) != Handling.LATER
            assert handling(kind, writer=YOUNG_STAFF, reader=reader) != Handling.LATER
