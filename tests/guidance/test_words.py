"""Words explained are found in Azerbaijani and Russian with their endings, and lead to what they mean."""

import pytest

from elearn.guidance.words import Word, find, lead_to_meanings

GUARDIAN = Word(1, "himayəçi", ("qəyyum",), "Qayğı göstərən.")
HOME = Word(2, "ev", (), "Yaşadığınız yer.")
REFUSAL = Word(3, "İmtina", (), "Yox demək.")
RAIL = Word(4, "поручень", ("поручня",), "Ручка.")
LONG = Word(5, "qanuni nümayəndə", ("qanuni",), "Kim sizin adınızdan danışır.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Himayəçinin imzası", [GUARDIAN]),
        ("HİMAYƏÇİ gəlsin", [GUARDIAN]),
        ("imtinanı yazın", [REFUSAL]),
        ("İMTİNA", [REFUSAL]),
        ("qəyyum olmaq", [GUARDIAN]),
        ("evlənmək və evdə", []),
        ("bizim ev", [HOME]),
        ("Поручень у стены", [RAIL]),
        ("qanuni nümayəndəsi", [LONG]),
        ("qohimayəçi", []),
        ("", []),
    ],
)
def test_a_word_is_found_with_its_endings_and_no_other_word_is(text, found):
    assert find(text, [GUARDIAN, HOME, REFUSAL, RAIL, LONG]) == found


def test_words_come_in_the_order_of_the_text_each_once():
    assert find("ev, himayəçi, ev, imtina", [REFUSAL, GUARDIAN, HOME]) == [HOME, GUARDIAN, REFUSAL]


def test_the_first_use_alone_becomes_a_link_and_links_headings_and_quotes_stay():
    html = '<h2>Himayəçi</h2><p><a href="/x">himayəçi</a> <b>Himayəçinin</b> və himayəçi &amp; ev</p>'
    assert lead_to_meanings(html, [GUARDIAN, HOME]) == (
        '<h2>Himayəçi</h2><p><a href="/x">himayəçi</a> <b><a class="k-word" href="#word-1">Himayəçinin</a></b>'
        ' və himayəçi &amp; <a class="k-word" href="#word-2">ev</a></p>'
    )


def test_attributes_are_no_text():
    html = '<p title="himayəçi">Salam</p>'
    assert lead_to_meanings(html, [GUARDIAN]) == html


def test_without_words_nothing_changes():
    assert lead_to_meanings("<p>himayəçi</p>", []) == "<p>himayəçi</p>"
