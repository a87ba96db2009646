"""A name is found in whatever writing."""

import pytest

from elearn.people.writing import fold, found_by, same_name, skeleton


def test_folding_is_plain_small_latin():
    assert fold("Gülnarə ƏLİYEVA") == "gulnare eliyeva"
    assert fold("İsmayıl") == fold("ismayil") == "ismayil"
    assert fold("Qasım-zadə") == "qasim zade"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gülnarə", "Гюльнара"),
        ("Cəfər", "Джафар"),
        ("Hüseyn", "Гусейн"),
        ("Quliyeva", "Кулиева"),
        ("Məmmədov", "Mammadov"),
        ("Şahin", "Шахин"),
        ("Xədicə", "Khadija"),
    ],
)
def test_the_alphabets_meet_in_the_skeleton(one, other):
    assert skeleton(fold(one)) == skeleton(fold(other))


def test_what_is_kept_fits_its_column():
    assert len(found_by("Əliağa " * 200)) <= 600


def test_one_name_with_and_without_title_or_surname():
    assert same_name("Leyla xanım Quliyeva", "leyla")
    assert same_name("Leyla Quliyeva", "Quliyeva Leyla Həsən qızı")
    assert not same_name("Leyla Quliyeva", "Tural Quliyev")
    assert not same_name("xanım", "bəy")
