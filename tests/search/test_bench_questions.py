"""The questions that search is measured with: many, the same each time, about what they say they are about."""

from elearn.search.bench.corpus import PAGES
from elearn.search.bench.demo_questions import ASKED
from elearn.search.bench.questions import of_corpus, of_demo


def test_there_are_two_hundred_of_each_and_always_the_same():
    for made in (of_demo, of_corpus):
        assert len(made()) == 200
        assert made() == made() != made(seed=7)


def test_everything_is_asked_for_and_nothing_else():
    assert {(one.language, one.title) for one in of_demo()} == {(one.language, one.title) for one in ASKED}
    assert {(one.language, one.title) for one in of_corpus()} <= {(one.language, one.title) for one in PAGES}


def test_most_questions_have_a_slip_or_another_alphabet():
    ways = [question.way for question in of_demo()]
    assert ways.count("asked") < 50
    assert len(set(ways)) == 9
