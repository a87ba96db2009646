"""A course in modules whose lessons go one after the other: what a visitor is told, and how a learner goes on."""

import pytest
from playwright.sync_api import expect

import courses.api as school
from courses.models import LessonPage
from elearn.operations.demo import in_steps
from elearn.operations.viewing import right_answers


@pytest.fixture(scope="module")
def course(people):
    topic = school.create_topic("Toxuculuq", language="az")
    rena, tural = people["rena"].account, people["tural"].account
    return in_steps.make(topic=topic, teacher=people["leyla"], by=rena, approved_by=tural)


def lessons(course) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def test_a_visitor_is_told_why_and_what_to_do(open_page, look, course):
    page = open_page()
    page.goto(course.url)
    expect(page.locator(".k-terms li")).to_have_count(1)
    expect(page.locator(".k-module__title")).to_have_text("Toxumağa başlayaq")
    expect(page.locator(".k-lessons__number")).to_have_text(["1", "2", "3"])
    look(page, "steps-course")
    expect(page.locator(".k-lessons__closed")).to_have_count(2)
    page.goto(lessons(course)[2].url)
    expect(page.locator("h1")).to_have_text("Dabanı toxuyaq")
    expect(page.locator(".k-note--now")).to_be_visible()
    look(page, "steps-closed")
    page.locator(f'main a[href="{course.url}"]').click()
    page.get_by_role("link", name="İpi tanıyaq").click()
    expect(page.locator("main")).to_contain_text("Corab yun ipdən toxunur")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_each_lesson_opens_when_the_one_before_is_finished(open_page, look, people, course, javascript):
    first, second, third = lessons(course)
    who = people["gunay" if javascript else "murad"]
    school.enrol(who, course)
    page = open_page(who, javascript=javascript)
    mine = course.url if javascript else f"/learn/{course.pk}/mine/"
    page.goto(mine)
    expect(page.locator(".k-lessons__closed")).to_have_count(2)
    if javascript:
        look(page, "steps-mine")
    page.goto(second.url)
    expect(page.locator("main")).to_contain_text(first.title)
    page.locator(f'main .k-actions a[href="{first.url}"]').click()
    expect(page.locator("h1")).to_have_text(first.title)
    school.answer_quiz(who, first, right_answers(first))
    page.goto(mine)
    expect(page.locator(".k-lessons__closed")).to_have_count(1)
    for number, lesson in ((2, second), (3, third)):
        page.goto(lesson.url if javascript else f"/learn/lesson/{lesson.pk}/mine/")
        page.locator(f'form[action="/learn/lesson/{lesson.pk}/read/"] button').click()
        page.goto(mine)
        expect(page.locator(".k-lessons__number--done")).to_have_count(number)
    expect(page.locator('main a[href^="/c/"]').first).to_be_visible()
