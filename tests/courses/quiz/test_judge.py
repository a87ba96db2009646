"""Judging and reading answers: pure, without a database."""

from dataclasses import replace
from decimal import Decimal

import pytest

from courses.quizzes.check import Fault, faults_of
from courses.quizzes.draw import drawn, mixed, order_shown
from courses.quizzes.judge import Judged, Result, is_answer, judge
from courses.quizzes.kinds import Kind, Measure, Part, Picture, Question
from courses.quizzes.numbers import readings

ONE = Question(
    "q1", Kind.ONE, "Neçə şiş?", (Part("a", "Bir", False, "Bir şişlə qarmaqla toxuyurlar."), Part("b", "İki")),
    well_done="Düzdür.", look_again="Videonun əvvəlinə baxın.", language="az",
)  # fmt: skip
SEVERAL = Question(
    "q2", Kind.SEVERAL, "Nə lazımdır?",
    (Part("a", "Yun", True, "Bəli, yun."), Part("b", "Şiş"), Part("c", "Çəkic", False, "Çəkic lazım deyil.")),
    look_again="Materiallara baxın.",
)  # fmt: skip
ORDER = Question("q3", Kind.ORDER, "Sıraya qoyun", tuple(Part(x, f"{x}-addım") for x in "abcd"), look_again="Yenə.")
TEXT = Question(
    "q4", Kind.TEXT, "İpin adı?", (Part("a", "Qırmızı yun"), Part("b", "Üç qat", True), Part("c", "Uc qat", False)),
    language="az",
)  # fmt: skip
NUMBER = Question("q5", Kind.NUMBER, "Neçə sm?", measure=Measure(Decimal("1.5"), Decimal("0.1"), unit="sm"), language="az")  # fmt: skip


def test_one():
    assert judge(ONE, "b") == Judged(Result.RIGHT, ("Düzdür.",))
    assert judge(ONE, "a") == Judged(Result.WRONG, ("Bir şişlə qarmaqla toxuyurlar.", "Videonun əvvəlinə baxın."))
    assert judge(ONE, "invented").result == Result.WRONG


def test_several():
    assert judge(SEVERAL, ["b", "a"]) == Judged(Result.RIGHT, ("Bəli, yun.",))
    assert judge(SEVERAL, ["a", "c"]) == Judged(
        Result.PART, ("Bəli, yun.", "Çəkic lazım deyil.", "Materiallara baxın.")
    )
    assert judge(SEVERAL, ["a", "b", "c"]).result == Result.PART  # all of them is not the answer
    assert judge(SEVERAL, ["c"]).result == Result.WRONG


def test_order():
    assert judge(ORDER, ["a", "b", "c", "d"]) == Judged(Result.RIGHT, (), 4)
    assert judge(ORDER, ["a", "b", "d", "c"]) == Judged(Result.PART, ("Yenə.",), 2)
    assert judge(ORDER, ["d", "a", "b", "c"]).result == Result.WRONG


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (ONE, ""), (ONE, "x"), (ONE, ["b"]), (SEVERAL, "a"), (SEVERAL, []), (SEVERAL, ["a", "x"]), (SEVERAL, ["a", "a"]),
        (ORDER, ["a", "b", "c"]), (ORDER, ["a", "b", "c", "c"]), (ORDER, ["a", "b", "c", "x"]),
        (TEXT, "  "), (TEXT, "..."), (TEXT, ["a"]), (NUMBER, "çox"), (NUMBER, ["1"]), (ONE, None),
    ],
)  # fmt: skip
def test_what_is_no_answer(question, given):
    assert not is_answer(question, given)


@pytest.mark.parametrize(
    ("words", "language", "known", "is_right"),
    [
        ("QIRMIZI YUN", "az", "Qırmızı yun", True),
        ("qirmizi  yun.", "az", "Qırmızı yun", True),  # i for ı
        ("QİRMİZİ-YUN", "az", "Qırmızı yun", True),
        ("“qırmızı yun”", "az", "Qırmızı yun", True),
        ("gırmızı yun", "az", "Qırmızı yun", False),
        ("semeni", "az", "səməni", True),  # e for ə
        ("cay", "az", "çay", True),  # a keyboard without marks
        ("ilme", "az", "ilmə", True),
        ("IPEK", "az", "ipək", True),
        ("çaydan", "az", "çay", False),
        ("Ёлка", "ru", "елка", True),
        ("мел", "ru", "мёл", True),
        ("cay", "ru", "çay", False),  # folding is by language
        ("TEN", "en", "ten", True),
        ("İSTANBUL", "en", "istanbul", True),
        ("Çay", "az", "Çay", True),  # letters put together from parts
    ],
)
def test_words_are_folded_by_language(words, language, known, is_right):
    question = Question("q", Kind.TEXT, "?", (Part("a", known),), language=language)
    assert judge(question, words).is_right is is_right


def test_looser_letters_never_mix_up_two_answers():
    assert judge(TEXT, "üç qat").is_right
    assert not judge(TEXT, "uc qat").is_right  # another answer of this question, and known to be wrong
    both = replace(TEXT, choices=(Part("a", "üç"), Part("b", "üc", False)))
    assert not judge(both, "uc").is_right  # may be either
    assert judge(both, "üç").is_right


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("1,5", "az", ["1.5"]), ("1.5", "az", ["1.5"]), ("1,5", "en", ["1.5"]),
        ("1 500", "az", ["1500"]), ("1\u00a0500,25", "ru", ["1500.25"]), ("1,500.25", "en", ["1500.25"]),
        ("1.500", "az", ["1.500", "1500"]), ("1.500.000", "az", ["1500000"]), ("0,500", "az", ["0.500"]),
        ("−3", "az", ["-3"]), ("+3", "en", ["3"]), (",5", "en", ["0.5"]), ("12.", "en", ["12"]),
        ("", "az", []), ("on", "az", []), ("1e9", "en", []), ("1,2,3", "az", []), ("1.2.3", "az", []), ("--1", "az", []),
        ("9" * 40, "az", []), ("NaN", "en", []), ("٣", "az", ["3"]), ("0x10", "en", []),
        ("1-500.000", "az", []), ("2:500.000", "az", []), ("1/500.000", "en", []), ("1x500", "az", []), ("1-500", "ru", []),
        ("1-500,5", "az", []), ("1-500.000,5", "az", []), ("-1.500.000,5", "az", ["-1500000.5"]),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text, language, found):
    assert readings(text, language) == [Decimal(number) for number in found]


def test_number_with_unit_and_tolerance():
    for near in ("1,5", "1.45 sm", "1,6SM.", "1,5 sm"):
        assert judge(NUMBER, near).is_right, near
    for far in ("1,61", "1,5 kq", "15"):
        assert not judge(NUMBER, far).is_right, far
    by_percent = replace(NUMBER, measure=Measure(Decimal(-200), Decimal(5), is_percent=True))
    assert judge(by_percent, "-210").is_right
    assert not judge(by_percent, "-211").is_right
    assert judge(replace(NUMBER, measure=Measure(Decimal(1500))), "1.500").is_right


def test_drawing_and_shuffling_hang_on_the_seed_alone():
    many = [Question(f"q{number}", Kind.TEXT, str(number)) for number in range(20)]
    first = [question.id for question in drawn(many, count=5, seed=7)]
    assert first == [question.id for question in drawn(many[::-1], count=5, seed=7)]
    assert first == ["q13", "q4", "q6", "q14", "q1"] or len(set(first)) == 5
    assert first != [question.id for question in drawn(many, count=5, seed=8)]
    assert sorted(question.id for question in mixed(many, seed=1)) == sorted(question.id for question in many)
    assert len(drawn(many, count=50, seed=1)) == 20


def test_parts_are_shown_in_the_authors_order_or_mixed():
    assert order_shown(SEVERAL, seed=3, is_shuffled=False) == ["a", "b", "c"]
    assert {tuple(order_shown(SEVERAL, seed=seed, is_shuffled=True)) for seed in range(50)} > {("a", "b", "c")}
    # Steps are never shown in the right order, whatever the seed, or nothing would be left to do.
    two = replace(ORDER, choices=ORDER.choices[:2])
    assert {tuple(order_shown(two, seed=seed, is_shuffled=False)) for seed in range(30)} == {("b", "a")}
    assert order_shown(NUMBER, seed=1, is_shuffled=True) == []


@pytest.mark.parametrize(
    ("question", "faults"),
    [
        (ONE, []), (SEVERAL, []), (ORDER, []), (TEXT, []), (NUMBER, []),
        (replace(ONE, text=" "), [Fault.NO_TEXT]),
        (replace(ONE, choices=ONE.choices[:1]), [Fault.TOO_FEW, Fault.NOT_ONE_RIGHT]),
        (replace(ONE, choices=(Part("a", "x"), Part("b", "x"))), [Fault.SAME_TWICE, Fault.NOT_ONE_RIGHT]),
        (replace(SEVERAL, choices=tuple(Part(str(n), str(n), False) for n in range(9))), [Fault.TOO_MANY, Fault.NONE_RIGHT]),
        (replace(ORDER, choices=(Part("a", "x"), Part("b", " "))), [Fault.EMPTY_ANSWER]),
        (replace(TEXT, choices=(Part("a", "Çay"), Part("b", "çay."))), [Fault.SAME_TWICE]),
        (replace(NUMBER, measure=None), [Fault.NO_NUMBER]),
        (replace(NUMBER, measure=Measure(Decimal(1), Decimal(-1))), [Fault.BAD_TOLERANCE]),
        (replace(ONE, picture=Picture(1, " ")), [Fault.NO_ALT]),
        (replace(ONE, look_again="x" * 301), [Fault.TOO_LONG]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_question_is_told(question, faults):
    assert faults_of(question) == faults
