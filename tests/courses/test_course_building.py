"""A course as its editors build it: modules, kinds, what comes before, copies, previews, and lessons that stay put."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from courses import api
from courses.domain.building.copy import copy_course
from courses.domain.learning.parts import parts_of_course
from courses.errors import HasLearners
from courses.models import CoursePage, Enrolment, LessonPage, LessonProgress, ModulePage, Prerequisite
from elearn.web.api import NotApproved, approve, waiting_for_approval
from tests.factories import course_with, person, ready_film, staff, two_questions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator", language="en").account


@pytest.fixture
def tural():
    return staff("Tural Nəbiyev", "coordinator", language="en").account


@pytest.fixture
def course():
    """Lesson, module of two, lesson."""
    course, _ = course_with({"film": ready_film(30), "questions": two_questions()}, title="Şərf")
    module = api.create_module(course, "İlmələr", introduction="Addım-addım.")
    api.create_lesson(module, "İlk ilmə", text="<p>İki.</p>", steps=["Dolayın."], kind="craft")
    api.create_lesson(module, "İkinci ilmə", text="<p>Üç.</p>", kind="recipe")
    api.create_lesson(course, "Sonda", text="<p>Dörd.</p>")
    return CoursePage.objects.get(pk=course.pk)


def other(course, title: str = "Corab") -> CoursePage:
    return course_with({"text": "<p>Bir.</p>"}, title=title, teacher=course.teacher)[0]


def browser(account=None) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    if account:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def lesson(course, title: str) -> LessonPage:
    return LessonPage.objects.descendant_of(course).get(title=title)


# Modules -----------------------------------------------------------------------------------------------------
def test_lessons_stand_in_their_modules_and_numbers_run_through(course):
    parts = parts_of_course(course)
    assert [(part.module and part.module.title, [one.number for one in part.lessons]) for part in parts] == [
        (None, [1]), ("İlmələr", [2, 3]), (None, [4])
    ]  # fmt: skip
    text = browser().get(course.url).text
    module = ModulePage.objects.get()
    assert f'id="module-{module.pk}"' in text and "Addım-addım." in text and "More lessons" in text
    assert 'start="2"' in text and 'start="4"' in text and "recipe" in text and "craft" in text
    answer = browser().get(module.url)
    assert answer["location"] == f"{course.url}#module-{module.pk}"


def test_everything_that_counts_lessons_counts_those_in_modules(course):
    gunay = person(email="gunay@build.example", birth_year=2004)
    progress = api.progress_of(gunay, course)
    assert [line.number for line in progress.lines] == [1, 2, 3, 4] and progress.total == 4
    assert api.newest_courses(1)[0].lessons == 4
    assert "Lesson 3" in browser().get(lesson(course, "İkinci ilmə").url).text
    enrolment = api.enrol(gunay, course)
    for page in LessonPage.objects.descendant_of(course).exclude(title="1-ci dərs"):
        api.mark_read(gunay, page)
    enrolment.refresh_from_db()
    assert enrolment.state == "active"  # the one outside the module is left


def test_a_module_taken_down_takes_its_lessons_along(course):
    inside = lesson(course, "İlk ilmə")
    module = ModulePage.objects.get()
    module.unpublish()
    assert [one.lesson.title for part in parts_of_course(course) for one in part.lessons] == ["1-ci dərs", "Sonda"]
    assert inside.live and browser().get(inside.url).status_code == 404
    assert browser().get(f"/learn/lesson/{inside.pk}/mine/").status_code == 404
    assert inside.url not in browser().get("/sitemap.xml").text
    assert browser().get(module.url).status_code == 404


def test_a_lesson_of_a_course_taken_down_is_gone_with_it(course):
    inside = lesson(course, "İlk ilmə")
    Page.objects.filter(pk=course.pk).update(live=False)
    assert browser().get(inside.url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_modules_cost_one_query_however_many(count):
    course, _ = course_with(title="Şərf")
    for number in range(count):
        api.create_lesson(api.create_module(course, f"Bölmə {number}"), "Dərs", text="<p>Bir.</p>")
    with CaptureQueriesContext(connection) as queries:
        assert len(parts_of_course(course)) == count
    assert len(queries) == 2  # lessons, modules


# What comes before -------------------------------------------------------------------------------------------
def edit(course, account, *needed) -> str:
    said = {
        "title": course.title, "slug": course.slug, "summary": "", "introduction": rich_text("<p></p>"),
        "teacher": course.teacher_id, "hours": "2", "order": "free", "enrol_by": "self", "competences": "",
        "opens_at": "", "closes_at": "", "seats": "", "design": "", "comments": inline_formset([]),
        "prerequisites": inline_formset([{"needed": page.pk} for page in needed]),
    }  # fmt: skip
    return browser(account).post(f"/admin/pages/{course.pk}/edit/", nested_form_data(said), follow=True).text


def needed_of(course) -> list[str]:
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    return [row.needed.title for row in draft.prerequisites.all()]


def test_an_editor_says_what_comes_before(course, rena):
    edit(course, rena, other(course))
    assert needed_of(course) == ["Corab"]


def test_no_course_comes_before_itself_in_any_language(course, rena):
    russian = course_with({"text": "<p>Раз.</p>"}, title="Шарф", language="ru", teacher=course.teacher)[0]
    CoursePage.objects.filter(pk=russian.pk).update(translation_key=course.translation_key)
    for page in (course, russian):
        assert "cannot come before itself" in edit(course, rena, page)
    assert needed_of(course) == []


def test_no_ring_by_whatever_way(course, rena):
    second, third = other(course), other(course, "Papaq")
    Prerequisite.objects.create(course=third, needed=second)
    Prerequisite.objects.create(course=second, needed=course)
    assert "Nobody could begin either" in edit(course, rena, third)
    assert needed_of(course) == []


def test_the_same_course_twice(course, rena):
    second = other(course)
    assert "stands here already" in edit(course, rena, second, second)


def test_a_ring_made_of_two_drafts_is_seen_when_the_second_goes_public(course, rena, tural):
    second = other(course)
    drafts = []
    for page, needed in ((course, second), (second, course)):
        page = CoursePage.objects.get(pk=page.pk)
        page.prerequisites = [Prerequisite(needed=needed)]
        drafts.append(page.save_revision(user=rena))
    for revision in drafts:
        approve(revision, by=tural)
    drafts[0].publish(user=tural, skip_permission_checks=True)
    with pytest.raises(NotApproved, match="Nobody could begin either"):
        drafts[1].publish(user=tural, skip_permission_checks=True)
    assert Prerequisite.objects.count() == 1


def test_a_course_closes_after_it_opens(course, rena):
    from django.core.exceptions import ValidationError

    course.opens_at = timezone.now()
    course.closes_at = course.opens_at - timedelta(days=1)
    with pytest.raises(ValidationError, match="closes after it opens"):
        course.clean()


def test_the_page_says_what_is_to_be_known_before(course):
    second = other(course)
    Prerequisite.objects.create(course=course, needed=second)
    CoursePage.objects.filter(pk=course.pk).update(
        order="steps", enrol_by="approval", opens_at=timezone.now() + timedelta(days=3),
        closes_at=timezone.now() + timedelta(days=30),
    )  # fmt: skip
    text = browser().get(course.url).text
    for words in ("Opens on", "Open until", "Complete this first:", "one after the other", "A coordinator lets people"):
        assert words in text, words
    assert f'href="{second.url}"' in text
    assert "k-terms" not in browser().get(second.url).text


# Copies ------------------------------------------------------------------------------------------------------
def test_a_copy_is_all_drafts_that_wait_for_a_second_person(course, rena, tural):
    api.enrol(person(birth_year=2004), course)
    Prerequisite.objects.create(course=course, needed=other(course))
    CoursePage.objects.filter(pk=course.pk).update(order="steps", closes_at=timezone.now(), seats=9)
    api.create_lesson(course, "Qaralama", text="<p>Beş.</p>", by=rena)  # not public yet
    made = copy_course(CoursePage.objects.get(pk=course.pk), title="Şərf", by=rena)
    pages = made.get_descendants(inclusive=True).order_by("path")
    titles = ["Şərf", "1-ci dərs", "İlmələr", "İlk ilmə", "İkinci ilmə", "Sonda"]
    assert [page.title for page in pages] == titles
    assert not pages.live().exists() and all(page.specific.current_workflow_task_state for page in pages)
    assert {task.revision.object_id for task in waiting_for_approval(tural)} >= {str(page.pk) for page in pages}
    assert not {task.revision.object_id for task in waiting_for_approval(rena)} & {str(page.pk) for page in pages}
    assert (made.order, made.seats, made.closes_at, made.is_check) == ("steps", 9, None, False)
    assert made.slug != course.slug and made.translation_key != course.translation_key
    assert [row.needed.title for row in made.prerequisites.all()] == ["Corab"]
    assert not Enrolment.objects.filter(course=made).exists()
    first, copied = (LessonPage.objects.descendant_of(one).order_by("path").first() for one in (course, made))
    assert [block.id for block in first.body] == [block.id for block in copied.body]
    assert copied.film == first.film and copied.has_quiz


def test_a_copied_course_goes_public_page_by_page(course, rena, tural):
    made = copy_course(course, title="Şərf, yenidən", by=rena)
    for page in made.get_descendants(inclusive=True).order_by("path").specific():
        approve(page.latest_revision, by=tural)
        page.latest_revision.publish(user=tural, skip_permission_checks=True)
    assert browser().get(CoursePage.objects.get(pk=made.pk).url).status_code == 200
    assert len(api.progress_of(None, CoursePage.objects.get(pk=made.pk)).lines) == 4


def test_wagtails_own_copy_is_not_for_courses(course, rena):
    module = ModulePage.objects.get()
    before = Page.objects.count()
    for page in (course, module, lesson(course, "İlk ilmə")):
        address = f"/admin/pages/{page.pk}/copy/"
        said = {"new_title": "x", "new_slug": "x", "new_parent_page": page.get_parent().pk, "copy_subpages": "on"}
        assert address not in browser(rena).get(f"/admin/pages/{page.pk}/edit/").text
        assert browser(rena).get(address).status_code == browser(rena).post(address, said).status_code == 302
        assert address not in browser(rena).get(f"/admin/pages/{page.get_parent().pk}/").text
    # A topic is copied, but not with its courses.
    topic = course.get_parent()
    address = f"/admin/pages/{topic.pk}/copy/"
    said = {"new_title": "x", "new_slug": "x", "new_parent_page": topic.get_parent().pk}
    assert address in browser(rena).get(f"/admin/pages/{topic.pk}/edit/").text
    answer = browser(rena).post(address, said | {"copy_subpages": "on"})
    assert (answer["location"], Page.objects.count()) == (f"/admin/pages/{topic.pk}/", before)
    browser(rena).post(address, said)
    assert Page.objects.count() == before + 1


def test_the_button_and_who_may_not(course, rena):
    address = f"/admin/school/courses/{course.pk}/copy/"
    assert address in browser(rena).get(f"/admin/pages/{course.pk}/edit/").text
    assert browser(rena).post(address, {"title": ""}).status_code == 200
    assert CoursePage.objects.count() == 1
    answer = browser(rena).post(address, {"title": "Payız şərfi"})
    made = CoursePage.objects.get(title="Payız şərfi")
    assert answer["location"] == f"/admin/pages/{made.pk}/"
    for role in ("operator", "counsellor", "partner", "safeguarding"):
        browser(staff(f"{role.title()} Quliyev", role).account).post(address, {"title": "Başqa"})
    browser(person(email="gunay@build.example", birth_year=2004).account).post(address, {"title": "Başqa"})
    browser().post(address, {"title": "Başqa"})
    assert not CoursePage.objects.filter(title="Başqa").exists()
    assert browser(rena).get(f"/admin/school/courses/{lesson(course, 'Sonda').pk}/copy/").status_code == 404


# Staying put -------------------------------------------------------------------------------------------------
def test_a_lesson_that_somebody_began_stays_in_its_course(course, rena):
    gunay, second = person(birth_year=2004), other(course)
    inside = lesson(course, "İlk ilmə")
    api.enrol(gunay, course)
    api.mark_read(gunay, inside)
    for page in (inside, ModulePage.objects.get()):
        answer = browser(rena).post(f"/admin/pages/{page.pk}/move/{second.pk}/confirm/", follow=True)
        assert "it counts towards this course" in answer.text
        said = {"chooser": second.pk}
        browser(rena).post(f"/admin/bulk/wagtailcore/page/move/?id={page.pk}", said)
        with pytest.raises(HasLearners):
            Page.objects.get(pk=page.pk).move(second, pos="last-child")
        assert Page.objects.get(pk=page.pk).path.startswith(course.path)


def test_within_the_course_it_may_go_anywhere(course, rena):
    gunay = person(birth_year=2004)
    inside = lesson(course, "İlk ilmə")
    api.enrol(gunay, course)
    api.mark_read(gunay, inside)
    browser(rena).post(f"/admin/pages/{inside.pk}/move/{course.pk}/confirm/")
    inside.refresh_from_db()
    assert inside.depth == course.depth + 1
    assert LessonProgress.objects.get().lesson == inside
    assert api.progress_of(gunay, CoursePage.objects.get(pk=course.pk)).done == 1


def test_a_lesson_nobody_began_may_go_to_another_course(course, rena):
    second, inside = other(course), lesson(course, "Sonda")
    browser(rena).post(f"/admin/pages/{inside.pk}/move/{second.pk}/confirm/")
    inside.refresh_from_db()
    assert inside.path.startswith(second.path)


# Previews ----------------------------------------------------------------------------------------------------
def az(words: str) -> str:
    """The same words as a preview says them: in the language of the page."""
    with translation.override("az"):
        return escape(gettext(words))


def preview(account, page, mode: str = ""):
    return browser(account).get(f"/admin/pages/{page.pk}/view_draft/", {"mode": mode} if mode else {})


def test_a_draft_is_seen_as_a_learner_sees_it(course, rena):
    page = lesson(course, "1-ci dərs")
    plain, learner, quiz = (preview(rena, page, mode) for mode in ("", "learner", "quiz"))
    assert "data-mine-now" not in plain.text and "k-woven" not in plain.text
    assert "data-mine-now" in learner.text and "k-woven" in learner.text
    assert "Neçə şiş lazımdır?" in quiz.text
    CoursePage.objects.filter(pk=course.pk).update(order="steps")
    text = preview(rena, course, "learner").text
    assert az("Begin with lesson %(number)s") % {"number": 1} in text
    assert az("opens when the one before is finished") in text
    assert not Enrolment.objects.exists()


def test_a_draft_that_was_never_public_too(course, rena):
    draft = api.create_lesson(course, "Qaralama", text="<p>Beş.</p>", by=rena)
    assert az("I have read this lesson") in preview(rena, draft, "learner").text
    assert "Beş." in preview(rena, draft).text


def test_a_lesson_that_is_just_being_made(course, rena):
    said = nested_form_data({
        "title": "Yeni", "slug": "yeni", "kind": "text", "watch_percent": "90", "may_read": "on",
        "body-count": "0", "comments": inline_formset([]),
    })  # fmt: skip
    client = browser(rena)
    address = f"/admin/pages/add/courses/lessonpage/{course.pk}/preview/"
    assert client.post(address, said).json()["is_valid"]
    for mode in ("", "learner"):
        assert client.get(address, {"mode": mode}).status_code == 200


def test_a_module_and_a_bank_have_no_preview_of_their_own(course):
    assert not ModulePage.objects.get().is_previewable()
