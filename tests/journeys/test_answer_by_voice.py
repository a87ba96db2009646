"""An elder sees on their warmest page what was said, answers a question by voice on a phone, and the asker hears it."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

import courses.api as school
from courses.domain.talk import asks, thanks
from courses.models import Ask, FilmProgress, LessonProgress, SpokenAnswer
from elearn.safety import api as safety
from tests import factories
from tests.site import wait_until

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def lesson(people):
    course, [lesson] = factories.course_with(
        {"film": factories.ready_film(30), "title": "İlmələri necə yığırıq"}, teacher=people["leyla"]
    )
    gunay, rena = people["gunay"], people["rena"].account
    enrolment = school.enrol(gunay, course)
    LessonProgress.objects.create(enrolment=enrolment, lesson=lesson, watched_at=timezone.now())
    FilmProgress.objects.create(
        person=gunay, film=lesson.film, watched_ms=9000, spans=[[0, 9000]], changed_at=timezone.now()
    )
    note = thanks.thank(gunay, lesson, text="Nənəmi xatırladım. Onun da əlləri belə idi. Çox sağ olun!", is_public=True)
    safety.decide(note.submission, by=rena, approve=True)
    return lesson


def part(page, name: str):
    return page.locator(f'[data-voice-part="{name}"]')


def the_ask() -> Ask:
    return Ask.objects.select_related("answer_words", "voice").get()


def test_a_learner_asks_under_the_lesson(open_page, look, people, lesson):
    page = open_page(people["gunay"], size="phone", language="en")
    page.goto(lesson.url)
    page.click("text=Ask the teacher a question")
    page.fill('[name="text"]', "Birinci sıranı niyə belə sıx toxuyursunuz?")
    page.locator('[name="is_public"]').check()
    look(page, "ask-form")
    page.locator('form:has([name="text"]) button').click()
    page.wait_for_url("**/my-asked/")
    safety.decide(the_ask().question_words, by=people["rena"].account, approve=True)


def test_the_elder_answers_by_voice_on_a_phone(open_page, look, people, lesson):
    page = open_page(people["leyla"], size="phone", language="en")
    page.set_viewport_size(PHONE)
    page.goto("/desk/")
    page.click("text=What people said")
    expect(page.locator(".k-heard")).to_contain_text("Nənəmi xatırladım")
    look(page, "my-people")
    page.click("a.k-great:has-text('Answer')")
    expect(part(page, "start")).to_be_visible()
    expect(part(page, "file")).to_be_hidden()
    assert part(page, "start").bounding_box()["height"] >= 72
    look(page, "answer-ready")
    part(page, "start").click()
    expect(part(page, "clock")).to_have_text("0:01", timeout=5_000)
    look(page, "answer-recording")
    part(page, "stop").click()
    expect(part(page, "sound")).to_be_visible()
    look(page, "answer-listening")
    part(page, "again").click()
    expect(part(page, "clock")).to_have_text("0:02", timeout=6_000)
    part(page, "stop").click()
    part(page, "keep").click()
    page.wait_for_url("**/my-questions/")
    look(page, "answer-sent")
    wait_until(lambda: SpokenAnswer.objects.filter(state="made").exists(), 60)
    page.click("button:has-text('Show it under my lesson')")
    expect(page.locator("audio.k-spoken")).to_be_visible()
    look(page, "answer-for-everybody")
    page.click("button:has-text('Yes, I agree')")
    wait_until(lambda: the_ask().consent.is_valid)


def test_a_moderator_hears_it_and_writes_it_down(open_page, people, lesson):
    page = open_page(people["rena"], language="en")
    page.goto(reverse("words_admin:read", args=[the_ask().answer_words_id]))
    sound = page.locator("audio").get_attribute("src")
    heard = page.request.get(sound)
    assert (heard.status, heard.headers["content-type"]) == (200, "audio/mp4")
    assert open_page(people["gunay"]).request.get(sound).status == 404
    page.click("text=Write down what is said")
    page.fill("textarea", "Birinci sıra sıx olanda kənarı açılmır.")
    page.click("button:has-text('Save')")
    page.click("button:has-text('Pass it on')")
    page.wait_for_url("**/words/?waits=open")
    assert [ask.pk for ask in asks.under(lesson)] == [the_ask().pk]


def test_everybody_hears_it_under_the_lesson(open_page, look, lesson):
    page = open_page(size="phone", language="en")
    page.goto(lesson.url)
    expect(page.locator(".k-answer-given")).to_contain_text("Birinci sıra sıx olanda")
    seconds = "audio => new Promise(done => { audio.onloadedmetadata = () => done(audio.duration); audio.load(); })"
    voice = page.locator(".k-answer-given audio")
    voice.evaluate("audio => { audio.preload = 'metadata'; }")
    assert voice.evaluate(seconds) > 1.5
    look(page, "answer-under-lesson")


def test_the_warm_page_on_a_desk_and_read_aloud(open_page, look, people, lesson):
    page = open_page(people["leyla"], language="en")
    page.goto("/my-people/")
    look(page, "my-people-desk")
    assert page.request.get("/my-people/listen.wav").headers["content-type"] == "audio/wav"


def test_what_was_said_outlives_a_lost_sign_in(open_page, look, people, lesson):
    ask = asks.ask_teacher(people["gunay"], lesson, text="Hansı şişlə yığırıq?")
    safety.decide(ask.question_words, by=people["rena"].account, approve=True)
    page = open_page(people["leyla"], size="phone", language="en")
    page.goto(f"/my-questions/{ask.pk}/")
    part(page, "start").click()
    expect(part(page, "clock")).to_have_text("0:02", timeout=6_000)
    part(page, "stop").click()
    expect(part(page, "sound")).to_be_visible()
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    part(page, "keep").click()
    page.wait_for_url("**/sign-in/**")
    page.context.add_cookies(cookies)
    page.goto(f"/my-questions/{ask.pk}/")
    expect(part(page, "state")).to_contain_text("still on this device")
    look(page, "answer-restored")
    part(page, "keep").click()
    page.wait_for_url("**/my-questions/")
    wait_until(lambda: SpokenAnswer.objects.filter(ask=ask.pk, state="made").exists(), 60)


def test_without_javascript_a_file_is_sent(open_page, people, lesson):
    ask = asks.ask_teacher(people["gunay"], lesson, text="Neçə ilmə yığırıq?")
    safety.decide(ask.question_words, by=people["rena"].account, approve=True)
    page = open_page(people["leyla"], language="en", javascript=False)
    page.goto(f"/my-questions/{ask.pk}/")
    expect(part(page, "start")).to_be_hidden()
    sound = {"name": "voice.webm", "mimeType": "audio/webm", "buffer": b"\x1a\x45\xdf\xa3" + bytes(64)}
    page.set_input_files('input[type="file"]', sound)
    page.click("button:has-text('Send the recording')")
    page.wait_for_url("**/my-questions/")
    # It is no sound at all: the teacher is asked once more.
    wait_until(lambda: Ask.objects.get(pk=ask.pk).state == "open", 60)
