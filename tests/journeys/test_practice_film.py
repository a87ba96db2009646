"""A learner shows what they made on a short film: sent from the phone, made, looked at, answered, and played by both."""

import pytest

from courses import api
from courses.domain.works import practice
from courses.models import Practice
from elearn.safety import api as safety
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
