"""An elder answers a question by video on a phone: records, sends, sees it prepared; a moderator and the asker watch."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

import courses.api as school
from courses.domain.talk import asks, filmed
from courses.models import Ask, FilmedAnswer, FilmProgress, LessonProgress, PlaybackSession
from elearn.safety import api as safety
from media_pipeline import storage
from media_pipeline.models import Film, FilmState, Upload
from tests import factories
from tests.site import wait_until

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def lesson(people):
    course, [lesson] = factories.course_with(
        {"film": factories.ready_film(30), "title": "İlmələri necə yığırıq"}, teacher=people["leyla"]
    )
    enrolment = school.enrol(people["gunay"], course)
    LessonProgress.objects.create(enrolment=enrolment, lesson=lesson, watched_at=timezone.now())
    return lesson


def ask_of(people, lesson, text: str) -> Ask:
    ask = asks.ask_teacher(people["gunay"], lesson, text=text, is_public=True)
    safety.decide(ask.question_words, by=people["rena"].account, approve=True)
    return ask


def only_ask_of(people, lesson, text: str) -> Ask:
    """Ask when nothing else waits: nobody has more than three questions open."""
    Ask.objects.all().delete()
    return ask_of(people, lesson, text)


def part(page, name: str):
    return page.locator(f'[data-part="{name}"]')


def in_state(page, state: str) -> None:
    page.wait_for_selector(f'[data-record][data-state="{state}"]', timeout=15_000)


def phone(open_page, person=None, **more):
    page = open_page(person, size="phone", **more)
    page.set_viewport_size(PHONE)
    return page


def plays(page, video: str) -> None:
    """Wait until a film is really played."""
    going = partial(page.evaluate, f"(document.querySelector('{video}') || {{}}).currentTime > 0.3")
    wait_until(going, 30)


def sent() -> Ask:
    return Ask.objects.select_related("film", "answer_words").get(film__isnull=False)


def is_ready() -> bool:
    return sent().answer_words is not None and sent().film.state == FilmState.READY


def test_the_elder_records_an_answer_and_sees_it_prepared(open_page, look, people, lesson):
    ask = ask_of(people, lesson, "Birinci sıranı niyə belə sıx toxuyursunuz?")
    page = phone(open_page, people["leyla"])
    page.goto(reverse("courses:my_question", args=[ask.pk]))
    assert page.locator("[data-film-record]").bounding_box()["height"] >= 72
    look(page, "film-answer-ways")
    page.locator("[data-film-record]").click()
    in_state(page, "ready")
    look(page, "film-answer-ready")
    part(page, "start").click()
    in_state(page, "recording")
    page.wait_for_timeout(5_000)
    look(page, "film-answer-recording")
    part(page, "stop").click()
    in_state(page, "review")
    page.locator('[name="said"]').fill("Birinci sıra sıx olur.")
    wait_until(lambda: FilmedAnswer.objects.filter(text="Birinci sıra sıx olur.").exists())
    look(page, "film-answer-review")
    part(page, "send").click()
    page.wait_for_url(f"**/my-questions/{ask.pk}/", timeout=60_000)
    expect(page.locator("#film-answer")).to_be_visible()
    look(page, "film-answer-preparing")
    assert page.locator('[name="said"]').input_value() == "Birinci sıra sıx olur."
    page.locator('[name="said"]').fill("Birinci sıra sıx olanda kənarı açılmır.")
    page.locator('form:has([value="say"]) button').click()
    wait_until(is_ready, 120)
    page.goto(reverse("courses:my_question", args=[ask.pk]))
    page.locator('[name="said"]').fill("Birinci sıra sıx olanda kənarı açılmır, qızım.")  # nobody has decided yet
    page.locator('form:has([value="say"]) button').click()
    wait_until(lambda: sent().answer_words.text.endswith("qızım."))
    look(page, "film-answer-words-later")
    assert page.locator("#film-answer").get_attribute("data-stage") == "looked_at"
    page.locator("[data-player-start]").click()
    plays(page, ".k-answer-film video")
    look(page, "film-answer-looked-at")
    page.goto("/my-questions/")
    look(page, "film-answer-list")
    page.click('button[value="show"]')
    page.wait_for_selector('button[name="answer"][value="yes"]')
    look(page, "film-answer-for-everybody")
    page.click('button[name="answer"][value="yes"]')
    wait_until(lambda: sent().consent.is_valid)


def test_a_moderator_watches_it_and_passes_it_on(open_page, people, lesson):
    ask = sent()
    page = open_page(people["rena"])
    page.goto(reverse("words_admin:read", args=[ask.answer_words_id]))
    video = page.locator("video[data-playlist]")
    expect(video).to_be_visible()
    video.evaluate("video => { video.muted = true; return video.play(); }")
    plays(page, "video[data-playlist]")
    others = phone(open_page, people["gunay"])
    others.goto("/my-asked/")
    expect(others.locator("[data-player]")).to_have_count(0)
    page.locator('button[value="approve"]').click()
    page.wait_for_url("**/words/?waits=open")
    assert [one.pk for one in asks.under(lesson)] == [ask.pk]


def test_everybody_watches_it_under_the_lesson_and_who_asked_in_their_list(open_page, look, people, lesson):
    page = phone(open_page)
    page.goto(lesson.url)
    answer = page.locator(".k-answer-film")
    expect(answer).to_be_visible()
    answer.locator("[data-player-start]").click()
    plays(page, ".k-answer-film video")
    look(page, "film-answer-under-lesson")
    mine = phone(open_page, people["gunay"])
    mine.goto("/my-asked/")
    mine.locator("[data-player-start]").click()
    plays(mine, ".k-answer-film video")
    look(mine, "film-answer-my-asked")
    assert not PlaybackSession.objects.exists() and not FilmProgress.objects.exists()


def test_the_elder_takes_it_back(open_page, look, people, lesson):
    ask = sent()
    page = phone(open_page, people["leyla"])
    page.goto(reverse("courses:my_question", args=[ask.pk]))
    look(page, "film-answer-passed-on")
    page.locator('button[value="take_back"]').click()
    page.wait_for_load_state()
    expect(page.locator("[data-film-record]")).to_be_visible()
    assert not FilmedAnswer.objects.exists() and asks.under(lesson) == []
    page.goto(lesson.url)
    expect(page.locator(".k-answer-film")).to_have_count(0)


def test_without_javascript_a_file_is_sent(open_page, look, people, lesson, tmp_path):
    ask = ask_of(people, lesson, "Neçə ilmə yığırıq?")
    page = phone(open_page, people["leyla"], javascript=False)
    page.goto(reverse("courses:my_question", args=[ask.pk]))
    page.locator("[data-film-file] summary").click()
    photo = {"name": "photo.mp4", "mimeType": "video/mp4", "buffer": b"\xff\xd8\xff\xe0" + bytes(64)}
    page.set_input_files('[name="film-film"]', photo)
    page.locator('[data-film-file] [type="submit"]').click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    path = tmp_path / "answer.mp4"
    factories.recording(path, codec="mp4")
    page.set_input_files('[name="film-film"]', str(path))
    page.locator('[data-film-file] [type="submit"]').click()
    page.wait_for_url("**/my-questions/")
    wait_until(is_ready, 120)


def cut_in_the_middle(page, proxy, path) -> None:
    """Send a film on a line that is cut; what is shown then is what the server has."""
    proxy.cut_after = proxy.passed + path.stat().st_size * 2 // 3
    page.locator('form[data-film-form] [type="submit"]').click()
    wait_until(lambda: proxy.is_cut, 30)
    upload = wait_until(lambda: Upload.objects.filter(offset__gt=0, finished_at=None).first(), 10)
    shown = int(part(page, "bar").evaluate("bar => bar.value"))
    assert 0 <= shown <= upload.percent < 100


def test_a_file_goes_on_after_a_cut_line_and_a_reload(open_page, proxy, look, people, lesson, film_file):
    ask = only_ask_of(people, lesson, "İpi necə bağlayırıq?")
    page = open_page(people["leyla"], size="phone", base=proxy.url, language="en")
    page.on("dialog", lambda dialog: dialog.accept())
    address = reverse("courses:my_question", args=[ask.pk])
    page.goto(address)
    page.locator("[data-film-file] summary").click()
    page.set_input_files('[name="film-film"]', str(film_file))
    page.locator('[name="film-said"]').fill("Düyünü belə salıram.")
    look(page, "film-file-chosen")
    cut_in_the_middle(page, proxy, film_file)
    look(page, "film-file-cut")
    page.goto("about:blank")  # while the line is cut: the page would go on by itself
    proxy.mend()
    page.goto(address)
    assert page.locator('[name="film-said"]').input_value() == "Düyünü belə salıram."
    assert film_file.name in part(page, "again-words").inner_text()
    look(page, "film-file-again")
    page.set_input_files('[name="film-film"]', str(film_file))
    page.locator('form[data-film-form] [type="submit"]').click()
    expect(page.locator("#film-answer")).to_be_visible(timeout=60_000)
    look(page, "film-file-sent")
    row = FilmedAnswer.objects.select_related("film").get(ask=ask)
    assert (row.text, Upload.objects.filter(film=row.film_id).count()) == ("Düyünü belə salıram.", 1)
    source = wait_until(lambda: Film.objects.exclude(source="").filter(pk=row.film_id).first(), 60).source
    assert storage.local_path(source).read_bytes() == film_file.read_bytes()


def test_a_cut_line_that_comes_back_needs_nobody(open_page, proxy, people, lesson, film_file):
    ask = only_ask_of(people, lesson, "Neçə gün çəkir?")
    page = open_page(people["leyla"], base=proxy.url, language="en")
    page.goto(reverse("courses:my_question", args=[ask.pk]))
    page.locator("[data-film-file] summary").click()
    page.set_input_files('[name="film-film"]', str(film_file))
    cut_in_the_middle(page, proxy, film_file)
    proxy.mend()
    expect(page.locator("#film-answer")).to_be_visible(timeout=60_000)
    assert Ask.objects.get(pk=ask.pk).film_id is not None


def test_a_busy_site_is_said_and_the_answer_goes_by_itself(open_page, people, lesson, tmp_path):
    ask = only_ask_of(people, lesson, "Neçə ilmə lazımdır?")
    path = tmp_path / "answer.mp4"
    factories.recording(path, codec="mp4")
    page = open_page(people["leyla"], size="phone", language="en")
    tries = []

    def refuse_once(route):
        tries.append(route.request.url)
        route.fulfill(status=503, content_type="application/json", body="{}") if len(tries) == 1 else route.continue_()

    page.route("**/film/file/*/send/", refuse_once)
    page.goto(reverse("courses:my_question", args=[ask.pk]))
    page.locator("[data-film-file] summary").click()
    page.set_input_files('[name="film-film"]', str(path))
    page.locator('form[data-film-form] [type="submit"]').click()
    expect(part(page, "line")).to_contain_text("Our site is very busy now. 100 % has arrived", timeout=30_000)
    assert part(page, "send").is_visible()
    expect(page.locator("#film-answer")).to_be_visible(timeout=60_000)
    assert len(tries) == 2
    assert Ask.objects.get(pk=ask.pk).film_id is not None


def test_what_is_no_film_or_too_large_is_said_before_a_byte_is_sent(open_page, look, people, lesson, tmp_path):
    ask = only_ask_of(people, lesson, "Rəngi necə alırıq?")
    page = open_page(people["leyla"], size="phone", language="en")
    page.goto(reverse("courses:my_question", args=[ask.pk]))
    page.locator("[data-film-file] summary").click()
    before = Upload.objects.count()
    page.set_input_files('[name="film-film"]', {"name": "a.txt", "mimeType": "text/plain", "buffer": b"yarn"})
    assert "a.txt" in part(page, "problem-words").inner_text()
    photo = {"name": "photo.mp4", "mimeType": "video/mp4", "buffer": b"\xff\xd8\xff\xe0" + bytes(64)}
    page.set_input_files('[name="film-film"]', photo)
    page.locator('form[data-film-form] [type="submit"]').click()
    expect(part(page, "problem")).to_be_visible()
    look(page, "film-file-wrong")
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(501 * 2**20)
    page.set_input_files('[name="film-film"]', str(large))
    assert "large.mp4" in part(page, "problem-words").inner_text()
    assert page.locator('[name="film-film"]').input_value() == ""  # nor does it go with the form
    look(page, "film-file-large")
    assert Upload.objects.count() == before


def test_who_recorded_it_for_an_elder_changes_the_words(open_page, look, people, lesson, tmp_path):
    ask = only_ask_of(people, lesson, "Yunu necə yuyuruq?")
    helper = factories.staff("Sevda", "operator", email="s@filmed.example", language="en")
    path = tmp_path / "answer.mp4"
    factories.recording(path, codec="mp4")
    filmed.send_file(ask, path, text="İlıq suda.", by=helper.account)
    page = open_page(helper, size="phone", language="en")
    page.goto(reverse("courses:questions_for", args=[people["leyla"].key]))
    look(page, "film-words-for-list")
    page.locator("section a.govuk-button").click()
    assert page.locator('[name="said"]').input_value() == "İlıq suda."
    look(page, "film-words-for")
    page.locator('[name="said"]').fill("İlıq suda, sabunsuz.")
    page.locator('form:has([value="say"]) button').click()
    page.wait_for_url("**/questions/")
    assert Ask.objects.get(pk=ask.pk).answer == "İlıq suda, sabunsuz."
