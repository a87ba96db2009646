"""Whatever is written: findings stand in order and apart, say the text they cover, and none can be read afterwards."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from elearn.guidance.redaction import Kind, find, redact

BITS = [
    "Leyla", "leyla", "Əliyevanın", "Həsən oğlu", "xanım", "mənim adım", "меня зовут", "Мамедова", "Рашидовна", "my name is",
    "Mr", "050 123 45 67", "+994", "4169 7388 1234 5678", "5XK2M9A", "FİN", "AA1234567", "15.03.1948", "küçəsi", "ул.",
    "Низами", "25", "mənzil 14", "a@b.az", "@leyla_1", "10-AA-123", "AZ21NABZ00000000137010001944", "№", "пенсия", "İ", "ı",
    "и\u0306", "e\u0301", ".", ",", "\n", "-", " ", "manat", "doqquz yüz", "mart", "min", "flat", "Street", "1948", "г.р.",
]  # fmt: skip
LETTERS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(BITS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(BITS), max_size=40).map("".join),
)
LABELS = dict.fromkeys(Kind, "▮")
SETTINGS = settings(max_examples=60, deadline=None)


@SETTINGS
@given(LETTERS, st.sampled_from(["az", "ru", "en"]))
def test_findings_stand_in_order_and_apart(text, language):
    place = 0
    for one in find(text, language=language):
        assert place <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        place = one.end


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("account", ["AZ21NABZ00000000137010001944", "GB82WEST12345698765432"])
def test_accounts_that_are_grown_together_are_all_found(account, times):
    text = account * times
    assert redact(text, find(text, language="az"), labels=LABELS) == "▮" * times


@SETTINGS
@given(LETTERS, st.sampled_from(["az", "ru", "en"]))
@example("AZ000A0Z00000000000000000000AZ000A0Z00000000000000000000", "az")
def test_nothing_found_can_be_read_afterwards(text, language):
    found = find(text, language=language)

    left = redact(text, found, labels=LABELS)

    for one in found:
        assert not re.search(rf"(?<!\w){re.escape(one.text)}(?!\w)", left)


@SETTINGS
@given(LETTERS)
def test_all_else_stays_as_it_was(text):
    found = find(text, language="az")
    kept = [
        text[a:b]
        for a, b in zip([0, *(one.end for one in found)], [*(one.start for one in found), len(text)], strict=True)
    ]

    assert redact(text, found, labels=dict.fromkeys(Kind, "")) == "".join(kept)
