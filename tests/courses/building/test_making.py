"""Crafts, dishes and things to show, written by who teaches; and courses that a teacher proposes."""

import pytest

from courses.domain.building import proposals
from courses.domain.building.making import Making, making_of
from courses.domain.building.proposals import MOST_DRAFTS, Words
from courses.errors import CannotBegin, TooManyDrafts
from courses.models import CoursePage, LessonPage, TopicPage
from elearn.history.models import Entry, Kind
from elearn.people.models import Role
from elearn.web.api import approve
from tests import factories
from tests.visitors import signed_in, visitor  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

SCARF = Making(
    kind="craft", result="Bir şərf", difficulty="middle", minutes=90, task="Şərfinizi göstərin", is_needed=True
)
DISH = Making(kind="recipe", serves=4, minutes=60, ingredients=["200 q un", "2 yumurta"])


@pytest.fixture
def leyla():
    return factories.person(
        "Leyla Əliyeva", birth_year=1955, email="leyla@making.example", roles=[Role.ELDER], language="en"
    )


@pytest.fixture
def rena():
    return factories.staff("Rəna Həsənova", "coordinator").account


@pytest.fixture
def course(leyla):
    return factories.course_with({"title": "İlmə", "text": "<p>Salam.</p>"}, teacher=leyla)[0]


@pytest.fixture
def lesson(course):
    return proposals.lessons_to_build(course)[0]


def newest(lesson) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def propose(lesson, leyla, making):
    page = LessonPage.objects.get(pk=lesson.pk)
    words = Words(title=page.title, text="Salam.", making=making)
    return proposals.propose(page, words, by=leyla.account, seen=page.latest_revision_id)


@pytest.mark.parametrize("making", [SCARF, DISH, Making(task="Göstərin"), Making()])
def test_what_is_written_is_read_again(lesson, leyla, making):
    propose(lesson, leyla, making)
    assert making_of(newest(lesson)) == making
    assert newest(lesson).kind == (making.kind or "text")


def test_learners_see_it_once_a_coordinator_agrees(client, course, leyla, rena):
    made = proposals.propose_lesson(course, Words(title="Şərf", text="Toxuyaq.", making=SCARF), by=leyla.account)
    assert (made.live, made.kind) == (False, "craft")
    approve(made.latest_revision, by=rena)
    made.latest_revision.publish(user=rena, skip_permission_checks=True)
    page = LessonPage.objects.get(pk=made.pk)
    assert page.practice_needed
    shown = client.get(page.url).text
    assert "Bir şərf" in shown and "Şərfinizi göstərin" in shown


def test_what_stays_keeps_its_id_and_what_a_coordinator_added(lesson, leyla):
    page = newest(lesson)
    page.body = [
        *page.body.raw_data,
        {"type": "recipe", "id": "r", "value": {
            "serves": 2, "minutes": 30, "picture": {"image": None, "alt": "Xəmir"},
            "ingredients": [{"type": "item", "id": "un", "value": {"amount": "200 q", "what": "un"}}],
        }},
    ]  # fmt: skip
    page.save_revision()
    assert making_of(newest(lesson)).ingredients == ["200 q un"]
    propose(lesson, leyla, Making(kind="recipe", ingredients=["200 q un", "Duz"]))
    [block] = [one for one in newest(lesson).body.raw_data if one["type"] == "recipe"]
    assert block["id"] == "r"
    assert block["value"]["picture"]["alt"] == "Xəmir"
    flour, salt = block["value"]["ingredients"]
    assert (flour["id"], flour["value"]) == ("un", {"amount": "200 q", "what": "un"})
    assert salt["value"] == {"amount": "", "what": "Duz"}


def test_a_craft_that_becomes_a_dish_is_no_craft_any_more(lesson, leyla):
    propose(lesson, leyla, SCARF)
    propose(lesson, leyla, DISH)
    kinds = [block["type"] for block in newest(lesson).body.raw_data]
    assert "recipe" in kinds and "craft" not in kinds and "practice" not in kinds


def test_a_lesson_with_a_video_stays_one(course, leyla):
    [lesson] = factories.course_with({"film": factories.ready_film()}, teacher=leyla, title="Keçə")[1]
    propose(lesson, leyla, SCARF)
    assert newest(lesson).kind == "film"
    assert making_of(newest(lesson)) == SCARF


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"made": "craft"}, "result"), ({"made": "recipe"}, "ingredients"), ({"result": "Bir şərf"}, "made"),
        ({"made": "recipe", "ingredients": "Un", "serves": "0"}, "serves"), ({"minutes": "çox"}, "minutes"),
    ],
)  # fmt: skip
def test_what_is_wanting_is_said_and_nothing_is_lost(signed_in, leyla, course, typed, field):  # noqa: F811
    said = {"title": "Şərf", "text": "Toxuyaq."} | typed
    answer = signed_in(leyla).post(f"/my-courses/{course.pk}/new-lesson/", said)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Toxuyaq." in answer.text
    assert LessonPage.objects.count() == 1


@pytest.mark.parametrize(("field", "longest"), [("materials", 200), ("ingredients", 120)])
def test_a_line_is_no_longer_than_a_coordinator_can_agree_to(signed_in, leyla, course, field, longest):  # noqa: F811
    hers, address = signed_in(leyla), f"/my-courses/{course.pk}/new-lesson/"
    said = {"title": "Plov", "text": "Bişirək.", "made": "recipe", "ingredients": "Düyü"}
    answer = hers.post(address, said | {field: "y" * (longest + 1)})
    assert (answer.status_code, "Line 1 is very long." in answer.text) == (422, True)
    assert hers.post(address, said | {field: "y" * longest}).status_code == 302
    made = LessonPage.objects.get(title="Plov").get_latest_revision_as_object()
    made.body.stream_block.clean(made.body)  # as the editor does


def test_from_the_page_to_a_craft(signed_in, leyla, course):  # noqa: F811
    said = {
        "title": "Şərf", "text": "Toxuyaq.", "made": "craft", "result": "Bir şərf", "difficulty": "hard", "minutes": "90",
        "ingredients": "", "task": "Göstərin", "is_needed": "on",
    }  # fmt: skip
    assert signed_in(leyla).post(f"/my-courses/{course.pk}/new-lesson/", said).status_code == 302
    made = LessonPage.objects.get(title="Şərf")
    assert making_of(made) == Making("craft", "Bir şərf", "hard", 90, task="Göstərin", is_needed=True)
    page = signed_in(leyla).get(f"/my-courses/lessons/{made.pk}/").text
    assert "Bir şərf" in page and page.count('<details class="govuk-details" open') == 2


# Courses ------------------------------------------------------------------------------------------------
def test_a_teacher_proposes_a_course_and_a_coordinator_lets_it_be_public(signed_in, leyla, rena, course):  # noqa: F811
    topic = TopicPage.objects.get()
    hers = signed_in(leyla)
    assert "/my-courses/new/" in hers.get("/my-courses/").text
    said = {"title": "Corab", "topic": topic.pk, "summary": "İlk corabınız."}
    for _twice in range(2):
        went = hers.post("/my-courses/new/", said)
    made = CoursePage.objects.get(title="Corab")
    assert went.url == f"/my-courses/{made.pk}/"
    assert (made.live, made.teacher, made.owner, made.summary) == (False, leyla, leyla.account, "İlk corabınız.")
    assert hers.get(f"/my-courses/{made.pk}/new-lesson/").status_code == 200
    approve(made.latest_revision, by=rena)
    made.latest_revision.publish(user=rena, skip_permission_checks=True)
    assert CoursePage.objects.get(pk=made.pk).live
    assert Entry.objects.filter(kind=Kind.COURSE_PROPOSED).count() == 1


def test_a_helper_proposes_for_whom_they_help_and_others_find_nothing(signed_in, leyla, course):  # noqa: F811
    kamran = factories.person("Kamran Əliyev", email="kamran@making.example", birth_year=1990, roles=[Role.COMPANION])
    factories.helps(leyla, kamran, may_record=True)
    said = {"title": "Corab", "topic": TopicPage.objects.get().pk, "summary": "İlk corabınız."}
    address = f"/helping/{leyla.key}/courses/new/"
    assert signed_in(kamran).post(address, said).status_code == 302
    assert CoursePage.objects.get(title="Corab").teacher == leyla
    gunay = factories.person("Günay Məmmədova", email="gunay@making.example", birth_year=2000)
    assert signed_in(gunay).post(address, said).status_code == 404
    assert signed_in(gunay).get("/my-courses/new/").status_code == 403


def test_the_draft_of_a_course_is_refused_to_who_may_not(leyla, course):
    gunay = factories.person("Günay Məmmədova", email="gunay@making.example", birth_year=2000)
    child = factories.person("Aysu", email="aysu@making.example", birth_year=2015, roles=[Role.ELDER])
    for teacher, by in ((leyla, gunay), (child, child)):
        with pytest.raises(CannotBegin):
            proposals.propose_course(teacher, TopicPage.objects.get(), title="X", summary="Y", by=by.account)


def test_many_drafts_of_one_teacher_wait(leyla, course):
    topic = TopicPage.objects.get()
    for number in range(MOST_DRAFTS):
        proposals.propose_course(leyla, topic, title=f"Kurs {number}", summary="Y", by=leyla.account)
    with pytest.raises(TooManyDrafts):
        proposals.propose_course(leyla, topic, title="Daha biri", summary="Y", by=leyla.account)


def test_a_course_says_what_is_wanting(signed_in, leyla, course):  # noqa: F811
    answer = signed_in(leyla).post("/my-courses/new/", {"title": "Corab", "topic": "x"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"topic", "summary"}
    assert "Corab" in answer.text
