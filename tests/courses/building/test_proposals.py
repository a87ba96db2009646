"""A teacher builds their own course: their draft, somebody else's yes; steps that stay keep their ids."""

import json

import pytest

from courses import api
from courses.domain.building import proposals
from courses.domain.building.proposals import Step, Words
from courses.errors import CannotBuild, LessonChangedMeanwhile, OrderIsPublic
from courses.models import CoursePage, LessonPage
from elearn.history.models import Entry, Kind
from elearn.people.models import Role
from elearn.web.api import approve
from elearn.web.errors import NotApproved
from tests import factories
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@build.example", roles=[Role.ELDER])


@pytest.fixture
def rena():
    return factories.staff("Rəna Həsənova", "coordinator").account


@pytest.fixture
def course(leyla):
    made, _lessons = factories.course_with(
        {"title": "İlmə", "film": factories.ready_film()}, {"title": "Saçaq"}, teacher=leyla
    )
    lesson = proposals.lessons_to_build(made)[0]
    api.extend_lesson(lesson, text="<p>Salam.</p>", steps=["İpi götürün", ("Düyün vurun", 80)], materials=["İp"])
    return CoursePage.objects.get(pk=made.pk)


@pytest.fixture
def lesson(course):
    return proposals.lessons_to_build(course)[0]


def send(lesson, words, *, by):
    return proposals.propose(lesson, words, by=by, seen=LessonPage.objects.get(pk=lesson.pk).latest_revision_id)


def items(lesson, kind="steps") -> dict:
    block = next(one for one in lesson.body.raw_data if one["type"] == kind)
    return {str(item["value"]): item["id"] for item in block["value"][kind]}


def test_what_is_there_is_read_as_lines(lesson):
    words = proposals.words_of(lesson)
    assert (words.title, words.text, words.materials) == ("İlmə", "Salam.", ["İp"])
    assert [step.line for step in words.steps] == ["İpi götürün", "1:20 Düyün vurun"]


def test_a_draft_that_somebody_else_publishes(lesson, leyla, rena):
    words = Words("İlmə salmaq", "Salam <əzizim>.\nBax.\n\nSonra.", [Step("Düyün vurun", 80), Step("Çəkin")], ["Mil"])
    page = send(lesson, words, by=leyla.account)
    public = LessonPage.objects.get(pk=lesson.pk)
    assert public.title == "İlmə" and "Çəkin" not in str(public.body)
    assert page.current_workflow_state
    with pytest.raises(NotApproved):
        approve(page.latest_revision, by=leyla.account)
    approve(page.latest_revision, by=rena)
    page.latest_revision.publish(user=rena, skip_permission_checks=True)
    public = LessonPage.objects.get(pk=lesson.pk)
    assert public.title == "İlmə salmaq"
    assert str(public.block("text").value.source) == "<p>Salam &lt;əzizim&gt;.<br/>Bax.</p><p>Sonra.</p>"
    assert proposals.words_of(public) == words
    assert Entry.objects.filter(kind=Kind.LESSON_PROPOSED, subject=f"lesson:{lesson.pk}").count() == 1


def test_steps_that_stay_keep_their_ids(lesson, leyla):
    before = items(lesson)
    page = send(lesson, Words("İlmə", "Salam.", [Step("Düyün vurun", 80), Step("Yeni")], ["İp"]), by=leyla.account)
    after = items(page)
    kept = str({"text": "Düyün vurun", "at": 80})
    assert after[kept] == before[kept] and len(after) == 2
    assert items(page, "materials") == items(lesson, "materials")


def test_what_is_left_empty_goes_and_the_film_stays(lesson, leyla):
    page = send(lesson, Words("İlmə", "", [], []), by=leyla.account)
    assert [block.block_type for block in page.body] == ["film"]


def test_formatted_words_stay_with_the_coordinator(lesson, leyla):
    marked = LessonPage.objects.get(pk=lesson.pk)
    raw = [
        {**one, "value": "<h2>Bir</h2><p><b>İki</b></p>"} if one["type"] == "text" else one
        for one in marked.body.raw_data
    ]
    marked.body = json.dumps(raw)
    marked.save_revision(user=leyla.account)
    assert proposals.words_of(marked).text is None
    page = send(lesson, Words("İlmə", None, [Step("Bir")], []), by=leyla.account)
    assert "<b>İki</b>" in str(page.block("text").value.source)


def test_two_who_write_at_once_lose_nothing(lesson, leyla, rena):
    seen = LessonPage.objects.get(pk=lesson.pk).latest_revision_id
    LessonPage.objects.get(pk=lesson.pk).save_revision(user=rena)
    with pytest.raises(LessonChangedMeanwhile):
        proposals.propose(lesson, Words("Başqa"), by=leyla.account, seen=seen)


def test_nobody_else_builds(course, lesson, rena):
    murad = factories.person("Murad Quliyev", email="murad@build.example", roles=[Role.ELDER])
    for somebody in (murad.account, factories.staff("Sevinc", "counsellor").account):
        with pytest.raises(CannotBuild):
            send(lesson, Words("Mənim"), by=somebody)
        with pytest.raises(CannotBuild):
            proposals.propose_lesson(course, Words("Mənim", "Söz"), by=somebody)
        with pytest.raises(CannotBuild):
            proposals.move_lesson(lesson, up=False, by=somebody)


def test_a_chosen_helper_builds_with_the_elder(lesson, leyla):
    nigar = factories.person("Nigar Əliyeva", email="nigar@build.example", birth_year=1999, roles=[Role.COMPANION])
    factories.helps(leyla, nigar, may_record=True)
    assert send(lesson, Words("Nəvə ilə", "Söz"), by=nigar.account).title == "Nəvə ilə"


def test_a_lesson_of_words_waits_for_a_coordinator(course, leyla):
    page = proposals.propose_lesson(course, Words("Plov", "Düyünü yuyun.", [Step("Bir")], ["Düyü"]), by=leyla.account)
    assert (page.live, page.kind, page.owner) == (False, "text", leyla.account)
    assert [one.title for one in proposals.lessons_to_build(course)] == ["İlmə", "Saçaq", "Plov"]


def test_a_button_tapped_twice_makes_one_lesson(course, leyla, signed_in):  # noqa: F811
    typed = {
        "title": "Plov", "text": "Düyünü yuyun.\r\n\r\nDəmləyin.", "steps": "Yuyun\r\nSüzün", "materials": "Düyü",
        "made": "recipe", "serves": "4", "ingredients": "200 q düyü\r\nduz",
    }  # fmt: skip
    browser = signed_in(leyla)
    for text in ("Düyünü yuyun.\r\n\r\nDəmləyin.", "Düyünü yuyun.\r\n\r\nDəmləyin.", "Başqa söz."):
        answer = browser.post(f"/my-courses/{course.pk}/new-lesson/", typed | {"text": text})
        assert answer.status_code == 302, answer.content.decode()
    assert [one.title for one in proposals.lessons_to_build(course)] == ["İlmə", "Saçaq", "Plov", "Plov"]


def test_order_changes_only_before_anybody_learns(course, lesson, leyla):
    with pytest.raises(OrderIsPublic):
        proposals.move_lesson(lesson, up=False, by=leyla.account)
    CoursePage.objects.filter(pk=course.pk).update(live=False)
    assert proposals.move_lesson(lesson, up=False, by=leyla.account)
    assert [one.title for one in proposals.lessons_to_build(course)] == ["Saçaq", "İlmə"]
    assert not proposals.move_lesson(LessonPage.objects.get(pk=lesson.pk), up=False, by=leyla.account)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries(leyla, django_assert_num_queries, count):
    made, _lessons = factories.course_with(*({"title": f"Dərs {number}"} for number in range(count)), teacher=leyla)
    with django_assert_num_queries(1):
        assert len(proposals.lessons_to_build(made)) == count
    for number in range(count - 1):
        factories.course_with({"title": "Dərs"}, teacher=leyla, title=f"Kurs {number}")
    with django_assert_num_queries(1):
        assert len(proposals.taught_by(leyla)) == count
