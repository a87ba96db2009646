"""The first skills: made once, in each language they are translated into, and never written over."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from elearn.visits.curriculum_words import SKILLS
from elearn.visits.domain import curriculum
from elearn.visits.models import CanDo, Unit, UnitText

pytestmark = pytest.mark.django_db
# The 21 competences, by area.
COMPETENCES = {
    f"{area}.{number}" for area, most in ((1, 3), (2, 6), (3, 4), (4, 4), (5, 4)) for number in range(1, most + 1)
}


@pytest.fixture
def empty():
    """A site on which nobody has prepared anything."""
    Unit.objects.all().delete()


@pytest.fixture
def translated(monkeypatch):
    """As though every word had been translated."""
    monkeypatch.setattr(curriculum, "_is_translated", lambda words, code: True)


def test_every_skill_has_a_whole_sheet_and_cards():
    for skill in SKILLS:
        assert 4 <= len(skill.steps) <= 8 and 2 <= len(skill.can) <= 3 and str(skill.careful)
        assert re.fullmatch(r"[a-z-]+", skill.code)
        assert {number for number, _words in skill.can} <= COMPETENCES
    assert len({skill.code for skill in SKILLS}) == len(SKILLS) == 10


def test_nobody_is_taught_to_tell_a_code():
    with translation.override("en"):
        services = next(skill for skill in SKILLS if skill.code == "e-services")
        assert "Nobody from us, from a bank or from an office ever needs your PIN" in str(services.careful)
        assert any("type it yourself" in str(step) for step in services.steps)


def test_it_is_made_once_and_names_the_framework(empty, translated):
    curriculum.prepare()
    before = (Unit.objects.count(), UnitText.objects.count(), CanDo.objects.count())
    curriculum.prepare()
    assert before == (10, 10 * len(settings.LANGUAGES), sum(len(skill.can) for skill in SKILLS))
    assert before == (Unit.objects.count(), UnitText.objects.count(), CanDo.objects.count())
    assert set(CanDo.objects.values_list("framework", flat=True)) == {"DigComp 3.0 (JRC, 2025)"}
    assert all(set(row.words) == {"az", "ru", "en"} for row in CanDo.objects.all())


def test_what_is_not_translated_yet_is_written_when_it_is(empty, monkeypatch):
    monkeypatch.setattr(curriculum, "_is_translated", lambda words, code: code == "en")
    curriculum.prepare()
    assert set(UnitText.objects.values_list("language", flat=True)) == {"en"}
    monkeypatch.setattr(curriculum, "_is_translated", lambda words, code: True)
    curriculum.prepare()
    assert UnitText.objects.count() == 30
    assert all(set(row.words) == {"az", "ru", "en"} for row in CanDo.objects.all())


def test_what_staff_have_written_stays(empty, translated):
    curriculum.prepare()
    UnitText.objects.filter(unit__code="fraud", language="en").update(title="Ours")
    CanDo.objects.filter(unit__code="fraud").delete()
    Unit.objects.filter(code="messages").update(is_offered=False)
    curriculum.prepare()
    assert UnitText.objects.get(unit__code="fraud", language="en").title == "Ours"
    assert not CanDo.objects.filter(unit__code="fraud").exists()
    assert not Unit.objects.get(code="messages").is_offered


def test_a_skill_is_read_in_the_language_there_is(empty):
    unit = Unit.objects.create(code="tea")
    assert curriculum.sheet_of(unit).title == "tea"
    UnitText.objects.create(unit=unit, language="ru", title="Чай", promise="", steps="Раз\n\n Два ")
    unit = Unit.objects.get()
    assert (curriculum.sheet_of(unit).language, curriculum.sheet_of(unit).steps) == ("ru", ("Раз", "Два"))
    assert curriculum.languages_of(unit) == [("ru", dict(settings.LANGUAGES)["ru"])]
    sentence = CanDo(unit=unit, words={"ru": "Я могу"})
    assert (curriculum.sentence(sentence), curriculum.sentence(CanDo(unit=unit))) == ("Я могу", "")


def test_making_them_takes_few_questions(empty, translated, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        curriculum.prepare()
