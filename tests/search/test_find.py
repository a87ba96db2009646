"""Finding through the door. On PostgreSQL and SQLite the same: the engines' tests are marked `database`."""

import pytest
from wagtail.models import PageViewRestriction

from elearn.safety.api import hide
from elearn.search.api import find, suggest
from elearn.search.models import Entry, Kind, Synonym, Term
from elearn.web import finding
from tests.factories import care_service, course_with, guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def scarf(indexed):
    course, [lesson] = course_with({"title": "İlmə atmaq", "text": "<p>Yun ipi şişin üstünə dolayın.</p>"})
    indexed()
    return course, lesson


def titles(text, language="az", **more):
    return [hit.title for hit in find(text, language=language, **more).hits]


@pytest.mark.database
@pytest.mark.parametrize(
    "typed",
    [
        "Şərf toxumağı öyrənək", "serf toxumaq", "sherf toxumaghi", "шәрф", "şərfi", "şrəf", "serff toxumgi", "toxum",
        "юэка", "şərf 'OR' \"toxumaq\" & | ! ( ) :* -", "ilk şərfiniz", "ŞƏRF",
    ],
)  # fmt: skip
def test_the_course_is_found_however_it_is_typed(scarf, typed):
    course, _lesson = scarf
    assert course.title in titles(typed)


@pytest.mark.database
def test_a_lesson_is_found_by_what_it_says_with_the_place_where_it_says_it(scarf):
    _course, lesson = scarf
    [hit] = find("yun ip", language="az").hits
    assert (hit.key, hit.kind, hit.url) == (lesson.pk, Kind.LESSON, lesson.url)
    assert hit.excerpt == "Yun ipi şişin üstünə dolayın."
    assert [piece.text for piece in hit.pieces if piece.is_asked] == ["Yun ipi"]


@pytest.mark.database
@pytest.mark.parametrize("typed", ["", "   ", "?!", "%", "'", '"', "\\", "\x00", "a" * 5000, "xyzzyqwv", "((("])
def test_nothing_and_nonsense_find_nothing_and_break_nothing(scarf, typed):
    assert find(typed, language="az").hits == []
    assert suggest(typed, "az") == []
    assert finding.find(typed, language="az") == []


def test_a_mistyped_word_is_said_as_it_was_meant(scarf):
    results = find("sarf", language="az")
    assert results.corrected == "şərf"
    assert find("serf", language="az").corrected == ""


def test_some_of_the_words_are_better_than_nothing_and_it_is_said(scarf):
    results = find("şərf kosmonavt", language="az")
    assert [hit.title for hit in results.hits] == ["Şərf toxumağı öyrənək"]
    assert not results.has_all


@pytest.mark.database
def test_synonyms_find_each_other_words_and_phrases(scarf):
    assert titles("boyunbağı") == []
    Synonym.objects.create(words="boyunbağı\nşərf\nтёплый платок")
    assert titles("boyunbağı") == titles("тёплый платок") == ["Şərf toxumağı öyrənək"]


def test_other_languages_are_not_hidden_but_come_later(indexed):
    course_with({}, title="Plov: az dilində", language="az")
    course_with({}, title="Plov: in English", language="en")
    indexed()
    assert [hit.language for hit in find("plov", language="az").hits] == ["az", "en"]
    assert [hit.language for hit in find("plov", language="en").hits] == ["en", "az"]


def test_kinds_narrow_what_is_shown_and_counts_still_tell_of_all(indexed):
    course_with({"title": "Plov birinci dərs"}, title="Plov kursu")
    guide("Plov yemək sağlamlıqdır")
    care_service("plov", name="Plov evi")
    indexed()
    found = find("plov", language="az")
    assert found.counts == {Kind.COURSE: 1, Kind.LESSON: 1, Kind.GUIDE: 1, Kind.CARE: 1}
    only = find("plov", language="az", kinds=[Kind.GUIDE])
    assert [hit.title for hit in only.hits] == ["Plov yemək sağlamlıqdır"]
    assert only.counts == found.counts


def test_pages_of_results(indexed):
    course_with(*({"title": f"Şərf {number}"} for number in range(12)), title="Başqa")
    indexed()
    first, second = (find("şərf", language="az", kinds=[Kind.LESSON], page=page) for page in (1, 2))
    assert (len(first.hits), len(second.hits), first.pages, first.total) == (10, 2, 2, 12)
    assert not {hit.key for hit in first.hits} & {hit.key for hit in second.hits}
    assert find("şərf", language="az", page=99).page == 2


# What must never be found ----------------------------------------------------------------------------
def hide_lesson(course, lesson):
    hide(f"lesson:{lesson.pk}")


def hide_course(course, lesson):
    hide(f"course:{course.pk}")


def withdraw_course(course, lesson):
    course.unpublish()


def delete_course(course, lesson):
    course.refresh_from_db()
    course.delete()


def make_private(course, lesson):
    PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("deed", [hide_course, withdraw_course, delete_course, make_private])
def test_what_is_hidden_or_withdrawn_vanishes_at_once_before_any_task_has_run(scarf, deed):
    course, lesson = scarf
    deed(course, lesson)
    assert Entry.objects.count() == 2  # the index does not know yet
    assert titles("şərf") == titles("yun ip") == []
    assert suggest("şərf", "az") == finding.find("şərf", language="az") == []


def test_a_hidden_lesson_leaves_its_course_findable(scarf):
    hide_lesson(*scarf)
    assert titles("yun ip") == []
    assert titles("şərf") == ["Şərf toxumağı öyrənək"]


def test_a_guide_past_its_limit_is_not_found(indexed, settings):
    from datetime import timedelta

    from django.utils import timezone

    from elearn.guidance.models import Standing

    page = guide("Evdə qulluq")
    indexed()
    assert titles("qulluq") == ["Evdə qulluq"]
    long_ago = timezone.localdate() - timedelta(days=settings.GUIDE_LEAVES_SEARCH_DAYS + 1)
    Standing.objects.filter(page=page).update(first_due=long_ago)
    assert titles("qulluq") == []


def test_drafts_checks_and_aliases_are_not_read(indexed):
    course, _lessons = course_with({})
    course.copy(to=course.get_parent(), update_attrs={"slug": "again"}, keep_live=False)
    course.create_alias(update_slug="same")
    indexed()
    assert Entry.objects.filter(kind=Kind.COURSE).count() == 1


def test_words_of_what_is_gone_are_not_offered_for_mistyped_ones(scarf, indexed):
    course, _lesson = scarf
    assert Term.objects.filter(word="serf").exists()
    course.unpublish()
    indexed()
    assert Entry.objects.count() == 0
    assert not Term.objects.exists()


# Suggestions -----------------------------------------------------------------------------------------
@pytest.mark.database
def test_suggestions_go_on_from_the_beginning_of_a_title(scarf):
    for typed in ("şə", "serf", "toxu", "serf tox", "şrəf"):
        assert [one.title for one in suggest(typed, "az")] == ["Şərf toxumağı öyrənək"], typed
    assert suggest("yun", "az") == []  # it stands in the text alone


# Figures ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("lessons", "queries"), [(1, 15), (3, 10), (9, 10)])
def test_so_many_queries_however_much_is_found(indexed, django_assert_num_queries, lessons, queries):
    """Where less than three are found, slips are looked for as well."""
    course_with(*({"title": f"Şərf {number}"} for number in range(lessons)), title="Başqa")
    indexed()
    with django_assert_num_queries(queries):
        assert len(find("şərf", language="az", kinds=[Kind.LESSON]).hits) == lessons


# The port --------------------------------------------------------------------------------------------
def test_rooms_below_find_similar_answers_to_a_long_question(indexed):
    guide("Evdə qulluğu necə almaq olar", summary="Sosial işçi yataq xəstəsinə evdə baxır.")
    course_with({}, title="Şərf toxumağı öyrənək")
    indexed()
    asked = (
        "Salam. Anam üç aydır ki, yataqdan qalxa bilmir, mən isə hər gün işə gedirəm. Bilmək istəyirəm ki, evdə ona "
        "qulluq etmək üçün sosial işçi gələ bilərmi və bunun üçün hara müraciət etməliyəm?"
    )
    found = finding.find(asked, language="az", kinds=["guide"], limit=3)
    assert [(hit.title, hit.kind) for hit in found] == [("Evdə qulluğu necə almaq olar", "guide")]
    assert finding.find("şərf", language="az", kinds=["guide"]) == []


def test_where_nobody_registered_nothing_is_found(monkeypatch):
    assert finding.searches_missed() == 0
    monkeypatch.setattr(finding, "_finders", [])
    assert finding.find("şərf", language="az") == []
    assert finding.searches_missed() == 0
