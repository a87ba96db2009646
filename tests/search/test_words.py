"""Words folded, without endings, with slips: pure, no database."""

import pytest

from elearn.search.words.fold import fold, other_layout, words_in
from elearn.search.words.near import distance, forgiven, nearest, slips
from elearn.search.words.query import Alternative, Group, analyse, folded_text, read
from elearn.search.words.rank import Text, ranked
from elearn.search.words.stem import stem


@pytest.mark.parametrize(
    "written",
    [
        ("şərf", "serf", "sherf", "шәрф"),
        ("çörək", "corek", "chorek", "чөрәк"),
        ("xanım", "xanim", "khanim", "ханым"),
        ("ağac", "agac", "aghac", "ағаҹ"),
        ("İSMAYIL", "ismayıl", "Ismayil", "ismayil"),
        ("пенсия", "pensiya", "ПЕНСИЯ"),
        ("жильё", "жилье", "zhile"),
        ("щедрость", "shchedrost"),
        ("don’t", "don't", "dont"),
    ],
)
def test_one_word_in_every_way_of_writing_it(written):
    assert {fold(*words_in(word)) for word in written} == {fold(words_in(written[0])[0])}


@pytest.mark.parametrize(
    ("language", "root", "forms"),
    [
        ("az", "kurs", "kurs kurslar kursda kurslarında kursun"),
        ("az", "usag", "uşaq uşağı uşaqlar uşaqlara uşağın"),
        ("az", "corey", "çörək çörəyi çörəklər"),
        ("az", "ev", "ev evə evdə evdən evlər"),
        ("az", "pensiy", "pensiya pensiyası pensiyanı pensiyaya"),
        ("az", "qadin", "qadın qadınlar qadınlara"),
        ("ru", "pens", "пенсия пенсии пенсию пенсией"),
        ("ru", "uslug", "услуга услуги услугами"),
        ("en", "benefit", "benefit benefits"),
        ("en", "knit", "knit knitting knitted"),
    ],
)
def test_all_forms_have_one_stem(language, root, forms):
    assert {stem(form, language) for form in forms.split()} == {root}


def test_a_switched_keyboard_is_read():
    assert other_layout("gtycbz") == "пенсия"
    assert fold(other_layout("ыçüф".replace("ç", "с").replace("ü", "ц"))) == "scua"


def test_slips_are_damerau_s():
    assert {distance("serf", typed, 2) for typed in ("sefr", "srf", "serff", "sarf")} == {1}
    assert (distance("serf", "serf", 2), distance("serf", "sxyf", 2)) == (0, 2)
    assert distance("a", "abcdef", 2) == 3
    assert [forgiven(word) for word in ("ev", "dil", "serf", "pensiya", "muavinet", "12345678")] == [0, 0, 1, 1, 2, 0]


def test_two_slips_need_the_first_letter():
    assert slips("muavinet", "muavmnit") == 2
    assert slips("muavinet", "nuavinat") == 9


def test_what_a_short_word_may_have_been():
    assert nearest("sef") == {"esf", "sfe", "ef", "sf", "se"}


def test_what_people_put_around_their_words_is_left_out_unless_there_is_nothing_else():
    assert [one.folded for one in read("How do I get a pension?")] == ["pension"]
    assert [one.folded for one in read("mən necə şərf toxuya bilərəm")] == ["serf", "toxuya"]
    assert [one.folded for one in read("how to")] == ["how", "to"]
    assert len(read("bir " + " ".join(f"söz{number}" for number in range(30)))) == 8
    assert folded_text("  Şərf — TOXUMAQ! ") == "serf toxumaq"


def test_numbers_stay_words():
    assert [word.stem for word in analyse("2024 il, 3 a", "az")] == ["2024", "il", "3"]


def text(key, head, body="", language="az"):
    return Text(key, tuple(head.split()), tuple(body.split()), len(head.split()), language)


def group(*stems, entries=1, weight=1.0):
    return Group(tuple(Alternative((one,), weight) for one in stems), entries)


def test_the_title_counts_more_than_the_text_and_rare_words_more_than_common_ones():
    texts = [text(1, "ders", "serf serf serf"), text(2, "serf"), text(3, "ders toxu")]
    order = ranked(texts, [group("serf", entries=2)], entries=100, language="az")
    assert [key for _score, key in order] == [2, 1, 3]
    both = ranked(texts, [group("serf", entries=2), group("ders", entries=90)], entries=100, language="az")
    assert [key for _score, key in both] == [2, 1, 3]


def test_what_answers_all_of_the_question_comes_first_and_the_visitor_s_language_before_another():
    texts = [text(1, "serf", "x " * 50), text(2, "serf", "toxu"), text(3, "serf", "toxu", "ru")]
    order = ranked(texts, [group("serf"), group("toxu")], entries=10, language="az")
    assert [key for _score, key in order] == [2, 3, 1]
    order = ranked(texts, [group("serf"), group("toxu")], entries=10, language="ru")
    assert [key for _score, key in order] == [3, 2, 1]


def test_nothing_to_rank_is_nothing():
    assert ranked([], [group("serf")], entries=0, language="az") == []
