"""Times, sizes, names and progress in words."""

import pytest
from django.template import Context, Template
from django.utils import translation

from elearn.web.templatetags.korpu import duration, grouped, initials, megabytes, scene, spoken_language
from tests.web.markup import Tags


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "0 s"),
        (0, "0 s"),
        (40.4, "40 s"),
        (60, "1 min"),
        (384, "6 min"),
        (3600, "1 h"),
        (4800, "1 h 20 min"),
        (7199, "2 h"),
        (-5, "0 s"),
    ],
)
def test_duration(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(None, "0 MB"), (0, "0 MB"), (1, "0.1 MB"), (240_000, "0.2 MB"), (9_400_000, "9 MB"), (1_234_000_000, "1234 MB")],
)
def test_megabytes(size, words):
    assert megabytes(size) == words


def test_initials_are_azerbaijani_capitals():
    assert initials("leyla əliyeva") == "LƏ"
    assert initials("ilham isa qızı") == "İİ"
    assert initials("") == ""


def test_numbers_are_grouped_as_the_language_does():
    assert grouped(19000) == "19,000"
    with translation.override("ru"):
        assert grouped(19000).replace("\xa0", " ") == "19 000"


def test_languages_are_named_as_inside_a_sentence():
    assert spoken_language("az") == "Azerbaijani"
    with translation.override("az"):
        assert spoken_language("en") == "ingilis"  # and no stray dot from lowering İ
        drawn = Template("{% load i18n %}{{ code|spoken_language }}").render(Context({"code": "ru"}))
        assert drawn == "rus"


def progress(*numbers) -> tuple[str, list[str]]:
    given = dict(zip("abc", numbers, strict=False))
    page = Template("{% woven_progress a b c %}").render(Context({"c": 0, **given}))
    return page, [one["value"] for one in Tags(page).named("progress")]


def test_the_band_fills_lesson_by_lesson():
    page, parts = progress(2, 6, 0.5)
    assert parts == ["100", "100", "50", "0", "0", "0"]
    assert "2 of 6 lessons finished" in page
    assert "50 % of the next one watched" in page


@pytest.mark.parametrize(
    ("given", "parts"), [((0, 0), []), ((1, 1), ["100"]), ((3, 3, 0.5), ["100"] * 3), ((0, 2), ["0", "0"])]
)
def test_the_band_at_its_ends(given, parts):
    page, shown = progress(*given)
    assert shown == parts
    assert "next one" not in page


def test_a_scene_is_always_the_same_for_a_number():
    assert scene(5) == scene(9) != scene(6)
