"""Small letters in our languages."""

import pytest

from courses.cohort_columns import NAME, YEAR, meaning_of
from elearn.web.letters import alike, small
from elearn.web.reading_tables import read


def test_one_sign_stays_one_sign():
    assert small("DOĞUM İLİ") == "doğum ili" and len(small("İİ")) == 2
    assert alike(" QRUPUN  ADI") == alike("qrupun adı") and alike("İngilis") == alike("ingilis")


@pytest.mark.parametrize(
    ("head", "meaning"),
    [("DOĞUM İLİ", YEAR), ("Doğum İli *", YEAR), ("İL", YEAR), ("AD VƏ SOYAD", NAME), ("TƏVƏLLÜD", YEAR)],
)
def test_heads_in_capitals_mean_what_they_mean(head, meaning):
    table = read(f"{head};telefon\nx;y\n".encode())
    assert [meaning_of(column) for column in table.columns][0] == meaning
