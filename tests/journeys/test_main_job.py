"""The main job: an elder's film becomes a lesson, a learner completes it, anyone can check the certificate."""

import re

import pytest
from playwright.sync_api import expect

import courses.api as school
from courses.models import Certificate, Contribution, ContributionState, FilmProgress
from elearn.history.models import Entry
from elearn.notices.models import Notice
from media_pipeline.models import FilmState
from tests.journeys.conftest import SHOTS
from tests.journeys.test_review import approve
from tests.journeys.test_sign_in import code_from_mailbox, enter
from tests.site import wait_until

NOBODY_SPEAKS = "Bu videoda heç kim danışmır."


@pytest.fixture(scope="module")
def topic(people):
    return school.create_topic("Toxuculuq", language="az")


def sign_in(page, person, look) -> None:
    page.goto("/sign-in/")
    page.locator("#id_login").fill(person.account.email)
    page.locator("main form:has(#id_login) button").first.click()
    look(page, "main-code")
    enter(page, code_from_mailbox(page, person.account.email))
    if page.url.endswith("/welcome/"):
        page.get_by_role("button", name="I prefer not to say").click()
    expect(page).to_have_url(re.compile(r"/desk/$"))


def record_and_send(page, look) -> None:
    page.get_by_role("link", name="Record a lesson").click()
    page.locator('[data-record][data-state="ready"]').wait_for(timeout=20_000)
    look(page, "main-record")
    page.locator('[data-part="start"]').click()
    page.locator('[data-record][data-state="recording"]').wait_for(timeout=20_000)
    page.wait_for_timeout(10_000)
    page.locator('[data-part="stop"]').click()
    page.locator('[data-record][data-state="review"]').wait_for(timeout=20_000)
    look(page, "main-review")
    page.locator('[data-part="send"]').click()
    page.wait_for_url("**/describe/", timeout=60_000)


def describe(page, look, topic) -> None:
    look(page, "main-describe")
    page.get_by_label("Title").fill("İlk ilmə")
    page.get_by_label("Topic").select_option(label=topic.title)
    page.get_by_role("radio", name="Azərbaycanca").check()
    page.get_by_role("radio", name="No, only I").check()
    page.locator("#id_permission").check()
    page.get_by_role("button", name="Send for review").click()
    expect(page.locator("main")).to_contain_text("İlk ilmə")
    look(page, "main-sent")


def publish(page, contribution, topic) -> None:
    page.goto("/admin/school/videos/")
    page.get_by_role("link", name="İlk ilmə").click()
    page.get_by_role("link", name="Publish it without them, for a reason").click()
    page.get_by_label("Why is it published without them?").fill(NOBODY_SPEAKS)
    page.screenshot(path=SHOTS + "/main-without-captions.png", full_page=True) if SHOTS else None
    page.get_by_role("button", name="Keep this reason").click()
    page.locator("#id_title").fill("İlk ilmə")
    page.locator("#id_topic").select_option(str(topic.pk))
    page.locator("#id_course_title").fill("Birinci şərf")
    page.locator("#id_summary").fill("Bir kurs, bir dərs.")
    page.locator("#id_hours").fill("0.5")
    page.get_by_role("button", name="Publish and thank the teacher").click()
    wait_until(lambda: Contribution.objects.get(pk=contribution.pk).state == ContributionState.SECOND_PERSON)


def watch_to_the_end(page, person, lesson) -> None:
    page.locator("[data-player-start]").click()
    wait_until(lambda: page.evaluate("document.querySelector('[data-player] video')?.currentTime ?? 0") > 0.5)
    needed = lesson.film.duration_ms * lesson.watch_percent // 100

    def seen():
        row = FilmProgress.objects.filter(person=person, film=lesson.film).first()
        return row and row.watched_ms >= needed

    wait_until(seen, 60)


def answer(page, lesson, look) -> None:
    page.goto(f"/learn/lesson/{lesson.pk}/quiz/")
    look(page, "main-quiz")
    page.get_by_label("İyirmi").check()
    page.locator("main form button").click()
    expect(page.locator(".k-note--fine")).to_be_visible()


def test_from_the_camera_to_a_refused_forgery(people, topic, open_page, look, tmp_path):
    leyla, gunay, rena = people["leyla"], people["gunay"], people["rena"]

    # The elder signs in by code, records, sends.
    elder = open_page(size="phone", language="en")
    sign_in(elder, leyla, look)
    look(elder, "main-desk-elder")
    record_and_send(elder, look)
    describe(elder, look, topic)
    contribution = Contribution.objects.filter(person=leyla, state=ContributionState.SENT).latest("sent_at")
    wait_until(lambda: type(contribution.film).objects.get(pk=contribution.film_id).state == FilmState.READY, 90)

    # The coordinator places it in a new course, never as a superuser; another one approves the course.
    coordinator = open_page(rena, language="en")
    assert not rena.account.is_superuser
    publish(coordinator, contribution, topic)
    approve(open_page(people["tural"], language="en"), "Birinci şərf")
    wait_until(lambda: Contribution.objects.get(pk=contribution.pk).state == ContributionState.PLACED)
    contribution.refresh_from_db()
    lesson = school.extend_lesson(
        contribution.lesson, questions=[school.NewQuestion(text="Neçə ilmə atırıq?", right="İyirmi", others=["Beş"])]
    )
    assert Notice.objects.filter(person=leyla, kind="lesson_published").exists()

    # The learner enrols, watches to the end, answers, and has the certificate.
    learner = open_page(gunay, size="phone", language="en")
    learner.goto("/courses/")
    look(learner, "main-catalogue")
    learner.get_by_role("link", name="Birinci şərf").first.click()
    look(learner, "main-course")
    learner.get_by_role("link", name="Enrol in this course").or_(
        learner.get_by_role("button", name="Enrol in this course")
    ).first.click()
    if "/enrol/" in learner.url:
        learner.locator("main form button").first.click()
    learner.goto(lesson.url)
    expect(learner.locator("main")).to_contain_text(NOBODY_SPEAKS)
    look(learner, "main-lesson")
    watch_to_the_end(learner, gunay, lesson)
    answer(learner, lesson, look)
    learner.goto("/desk/")
    look(learner, "main-desk-learner")
    certificate = Certificate.objects.get(enrolment__person=gunay, enrolment__course=lesson.get_parent())

    # Anyone opens the public page; an altered copy is refused, the true one is not.
    anyone = open_page(size="phone", language="en")
    anyone.goto(certificate.get_absolute_url())
    expect(anyone.locator("main")).to_contain_text(gunay.papers_name or gunay.name)
    expect(anyone.locator("main")).to_contain_text("is valid")
    look(anyone, "main-certificate")
    paper = school.read_paper(certificate)
    for name, data, said in (("true", paper, "genuine"), ("altered", paper.replace(b"/Type", b"/Tpye", 1), "altered")):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        anyone.goto("/check/")
        anyone.locator('input[type="file"]').set_input_files(path)
        anyone.locator("main form:has(input[type=file]) button").click()
        expect(anyone.locator("main")).to_contain_text(said)
        look(anyone, f"main-check-{name}")

    # What happened was kept.
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"recorded", "sent_for_review", "published", "enrolled", "watched", "completed", "certified"} & kinds >= {
        "recorded", "sent_for_review", "published", "enrolled", "watched", "certified",
    }  # fmt: skip
