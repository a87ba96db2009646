"""A teacher of 74 writes the steps of her lesson herself, and a coordinator lets everybody see them."""

from courses import api
from courses.models import LessonPage, TopicPage
from elearn.web.api import approve
from tests import factories


def test_a_teacher_builds_her_course(open_page, people, look):
    leyla, rena = people["leyla"], people["rena"].account
    topic = TopicPage.objects.filter(title="Keçə").first() or api.create_topic("Keçə", language="az")
    course = api.create_course(topic, "Keçə tikmək", teacher=leyla, summary="İlk keçəmiz.")
    lesson = api.create_lesson(course, "Keçəni kəsmək", film=factories.ready_film(), steps=["Keçəni sərin"])

    page = open_page(leyla, size="phone", language="en")
    page.goto("/my-courses/")
    look(page, "building-courses")
    page.get_by_role("link", name="Keçə tikmək").click()
    look(page, "building-course")
    page.get_by_role("link", name="Change words and steps").click()
    page.get_by_label("What is the lesson called?").fill("")
    page.get_by_label("Steps").fill("Keçəni sərin\n1:20 Ölçün\nKəsin")
    page.get_by_role("button", name="Send to the coordinator").click()
    look(page, "building-wrong")
    assert page.get_by_label("Steps").input_value() == "Keçəni sərin\n1:20 Ölçün\nKəsin"
    page.get_by_label("What is the lesson called?").fill("Keçəni kəsmək")
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("It is sent. Our coordinator reads it").wait_for()
    look(page, "building-sent")

    learner = open_page(people["gunay"], size="phone")
    learner.goto(lesson.url)
    assert learner.get_by_text("Ölçün").count() == 0
    draft = LessonPage.objects.get(pk=lesson.pk).latest_revision
    approve(draft, by=rena)
    draft.publish(user=rena, skip_permission_checks=True)
    learner.reload()
    assert learner.get_by_text("Ölçün").count() > 0

    page.get_by_role("link", name="Write a lesson without a video").click()
    page.get_by_label("What is the lesson called?").fill("Nə lazımdır")
    page.get_by_label("What do you want to say?").fill("Əvvəlcə hazırlaşaq.")
    page.get_by_label("What one needs").fill("Keçə\nQayçı")
    look(page, "building-new")
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("Your lesson is sent.").wait_for()
    assert page.get_by_text("Waits for our coordinator").count() == 1
