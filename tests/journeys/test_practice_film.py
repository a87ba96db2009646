"""A learner shows what they made on a short film: sent from the phone, made, looked at, answered, and played by both."""

import pytest

from courses import api
from courses.domain.works import practice
from courses.models import Practice
from elearn.safety import api as safety
from media_pipeline.models import Upload
from tests import factories
from tests.site import wait_until

TASK = ("practice", {"task": "İlk şərfinizi bir dəqiqəyə göstərin.", "is_needed": True, "takes": "film"})
PLAYS = "document.querySelector('video.k-work__picture')"


@pytest.fixture(scope="module")
def lesson(people):
    course, [made] = factories.course_with(
        {"text": "<p>Toxuyuruq.</p>", "making": [TASK], "kind": "craft"}, teacher=people["leyla"], title="Şərf"
    )
    api.enrol(people["gunay"], course)
    return made


def padded(path, most: int) -> None:
    """Make a film larger without another picture in it: by room that nothing plays."""
    room = most - path.stat().st_size
    with path.open("ab") as file:
        file.write((room + 8).to_bytes(4, "big") + b"free" + bytes(room))


def part(page, name: str):
    return page.locator(f'[data-part="{name}"]')


def played(page) -> None:
    """See that the browser really plays it: pictures come, and time goes on."""
    page.evaluate(f"() => {{ {PLAYS}.muted = true; return {PLAYS}.play(); }}")
    wait_until(lambda: page.evaluate(f"() => {PLAYS}.videoWidth > 0 && {PLAYS}.currentTime > 0.2"))


def test_a_film_from_the_phone_to_the_word_of_the_teacher(lesson, people, open_page, look, tmp_path):
    film = tmp_path / "scarf.mp4"
    factories.recording(film, seconds=2, codec="mp4")
    page = open_page(people["gunay"], size="phone", language="en")
    address = f"/learn/lesson/{lesson.pk}/practice/"

    # A film that is too large is said to be so when it is chosen; nothing is sent.
    page.goto(address)
    page.evaluate("document.querySelector('[data-size-limit]').dataset.sizeLimit = 1000")
    page.set_input_files("input[type=file]", str(film))
    assert page.get_attribute("input[type=file]", "data-too-large") == page.inner_text(".govuk-error-message")
    look(page, "film-too-large")
    page.click("main form[enctype] button[type=submit]")
    assert page.evaluate("document.activeElement.type") == "file"
    assert not Practice.objects.exists()

    page.reload()
    page.set_input_files("input[type=file]", str(film))
    assert page.locator(".govuk-error-message").count() == 0
    page.fill("[name=words]", "My first scarf")
    page.click("main form[enctype] button[type=submit]")
    page.wait_for_selector("#work")
    look(page, "film-sent")
    wait_until(lambda: Practice.objects.exclude(clip="").exists())
    work = Practice.objects.select_related("submission").get()
    assert (work.clip_in.name, work.submission.state) == ("", "waiting")
    page.reload()
    played(page)

    moderator = factories.staff("Rəna", "coordinator", email="r@film.example")
    hers = open_page(moderator, language="en")
    hers.goto(f"/admin/words/{work.submission_id}/")
    assert hers.locator("video").count() == 1
    safety.decide(work.submission, by=moderator.account, approve=True)

    teacher = open_page(people["leyla"], language="en")
    teacher.goto(f"/my-works/{work.pk}/")
    played(teacher)
    look(teacher, "film-work")
    teacher.check("input[value=accept]")
    teacher.fill("textarea", "Very beautiful!")
    teacher.click("main form button[type=submit]")
    teacher.wait_for_url("**/my-works/")
    reply = work.replies.get()
    safety.decide(reply.submission, by=moderator.account, approve=True)

    page.reload()
    assert "Very beautiful!" in page.inner_text("main")
    assert page.locator(".k-note--fine").count() == 1
    played(page)
    look(page, "film-accepted")
    assert practice.mine(people["gunay"], lesson).state == "accepted"


def test_a_line_that_is_cut_loses_nothing_of_a_film(lesson, people, open_page, proxy, look, tmp_path):
    Practice.objects.all().delete()
    film = tmp_path / "şərf.mp4"
    factories.recording(film, seconds=2, codec="mp4")
    padded(film, 6 * 2**20)
    page = open_page(people["gunay"], size="phone", language="en", base=proxy.url)
    page.on("dialog", lambda dialog: dialog.accept())
    address = f"/learn/lesson/{lesson.pk}/practice/"
    page.goto(address)
    page.set_input_files("input[type=file]", str(film))
    page.fill("[name=words]", "My second scarf")
    look(page, "film-parts-chosen")
    proxy.cut_after = proxy.passed + film.stat().st_size * 2 // 3
    page.click("main form[enctype] button[type=submit]")
    wait_until(lambda: proxy.is_cut, 30)
    upload = wait_until(lambda: Upload.objects.filter(offset__gt=0, finished_at=None).first(), 10)
    assert 0 <= int(part(page, "bar").evaluate("bar => bar.value")) <= upload.percent < 100
    look(page, "film-parts-cut")
    page.goto("about:blank")  # while the line is cut: the page would go on by itself
    proxy.mend()
    page.goto(address)
    assert film.name in part(page, "again-words").inner_text()
    assert page.input_value("[name=words]") == "My second scarf"
    look(page, "film-parts-again")
    page.set_input_files("input[type=file]", str(film))
    page.click("main form[enctype] button[type=submit]")
    page.wait_for_selector("#work", timeout=60_000)
    assert not Upload.objects.filter(pk=upload.pk).exists()
    work = wait_until(lambda: Practice.objects.exclude(clip="").first(), 60)
    assert (work.words, work.clip_in.name) == ("My second scarf", "")
    page.reload()
    played(page)


def test_without_javascript_the_form_sends_it(lesson, people, open_page, tmp_path):
    Practice.objects.all().delete()
    film = tmp_path / "scarf.mp4"
    factories.recording(film, seconds=1, codec="mp4")
    page = open_page(people["gunay"], size="phone", language="en", javascript=False)
    page.goto(f"/learn/lesson/{lesson.pk}/practice/")
    assert part(page, "sending").is_hidden() and part(page, "again").is_hidden()
    page.set_input_files("input[type=file]", str(film))
    page.click("main form[enctype] button[type=submit]")
    page.wait_for_selector("#work")
    assert Practice.objects.get().clip_in.name or Practice.objects.get().clip.name
