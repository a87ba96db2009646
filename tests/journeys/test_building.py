"""A teacher of 74 writes the steps of her lesson herself, and a coordinator lets everybody see them."""

from io import BytesIO

from PIL import Image as Drawn

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


def test_a_teacher_proposes_a_course_with_a_dish_in_it(open_page, people, look):
    page = open_page(people["leyla"], size="phone", language="en")
    page.goto("/my-courses/")
    page.get_by_role("button", name="Propose a new course").click()
    page.get_by_role("button", name="Send to the coordinator").click()
    look(page, "course-proposed-wrong")
    page.get_by_label("What is the course called?").fill("Bişirək")
    page.get_by_label("Topic").select_option(index=1)
    page.get_by_label("What will one learn").fill("Qutab bişirməyi.")
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("You can write its lessons now.").wait_for()
    look(page, "course-proposed")
    page.get_by_role("link", name="Write a lesson without a video").click()
    page.get_by_label("What is the lesson called?").fill("Qutab")
    page.get_by_label("What do you want to say?").fill("Xəmiri nazik yayın.")
    page.get_by_text("A craft or a dish").click()
    page.get_by_label("Yes, a dish").check()
    page.get_by_text("Something for learners to make").click()
    page.get_by_label("What should learners make and show you?").fill("Qutabınızın şəklini göndərin.")
    page.get_by_role("button", name="Send to the coordinator").click()
    look(page, "dish-wrong")
    page.get_by_label("What goes into it?").fill("300 q un\nGöyərti")
    page.get_by_label("For how many people?").fill("4")
    look(page, "dish")
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("Your lesson is sent.").wait_for()
    lesson = LessonPage.objects.get(title="Qutab")
    assert [str(one["what"]) for one in lesson.block("recipe").value["ingredients"]] == ["300 q un", "Göyərti"]


def test_a_teacher_adds_a_picture_and_loses_no_word(open_page, people, look):
    topic = TopicPage.objects.filter(title="Keçə").first() or api.create_topic("Keçə", language="az")
    course = api.create_course(topic, "Yun əyirmək", teacher=people["leyla"], summary="İlk ipimiz.")
    lesson = api.create_lesson(course, "İp", text="<p>Salam.</p>")
    wool = {"name": "wool.png", "mimeType": "image/png", "buffer": drawn((1200, 800))}

    page = open_page(people["leyla"], size="phone", language="en", javascript=False)
    page.goto(f"/my-courses/{course.pk}/")
    page.get_by_role("link", name="Pictures").click()
    page.get_by_label("What does the picture show?").fill("Qırmızı yun yumağı")
    page.get_by_label("The picture", exact=True).set_input_files(wool)
    page.get_by_role("button", name="Send to the coordinator").click()
    assert page.get_by_label("What does the picture show?").input_value() == "Qırmızı yun yumağı"
    page.get_by_label("Nobody: hands").check()
    page.get_by_label("The picture", exact=True).set_input_files(wool)
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("The picture is sent.").wait_for()

    page = open_page(people["leyla"], size="phone", language="en")
    page.goto(f"/my-courses/lessons/{lesson.pk}/pictures/")
    page.locator("figure img").evaluate("image => image.scrollIntoView()")
    page.wait_for_function("document.querySelector('figure img').naturalWidth > 0")
    look(page, "building-pictures")
    page.get_by_role("button", name="Send to the coordinator").click()
    look(page, "building-pictures-wrong")
    page.get_by_role("button", name="Take it out").click()
    page.get_by_role("heading", name="Take the picture out?").wait_for()
    look(page, "building-picture-out")
    page.get_by_role("button", name="No, leave it in").click()
    page.get_by_label("What does the picture show?").fill("Mən çarxla")
    page.get_by_label("Me alone").check()
    page.get_by_label("The picture", exact=True).set_input_files(wool)
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("do you agree that everybody sees you?").wait_for()
    look(page, "building-picture-agree")


def drawn(size: tuple[int, int]) -> bytes:
    whole = BytesIO()
    Drawn.new("RGB", size, "#9b1b30").save(whole, "PNG")
    return whole.getvalue()
