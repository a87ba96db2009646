"""A volunteer looks at what a learner made: another try is asked for, the second is accepted."""

import pytest

from courses import api
from courses.domain.learning.complete import advance
from courses.domain.works.volunteers import name_volunteer
from courses.models import Practice, PracticeState
from elearn.safety import api as safety
from tests import factories
from tests.courses.issuing.scene import picture

from .conftest import SHOTS, SIZES

TASK = ("practice", {"task": "İlk cərgənizi göstərin.", "is_needed": True, "takes": "photo"})
EMAIL = "aytac@volunteer.example"


@pytest.fixture(scope="module")
def lesson(people):
    course, [made] = factories.course_with(
        {"text": "<p>Toxuyuruq.</p>", "making": [TASK], "kind": "craft"}, teacher=people["leyla"], title="Şərf"
    )
    api.enrol(people["gunay"], course)
    return made


@pytest.fixture(scope="module")
def volunteer(people, lesson):
    person = factories.person("Aytac Rzayeva", birth_year=2001, email=EMAIL)
    name_volunteer(api.course_of(lesson), address=EMAIL, by=people["rena"].account)
    return person


def send_photo(page, words: str) -> None:
    page.set_input_files("input[type=file]", {"name": "scarf.png", "mimeType": "image/png", "buffer": picture()})
    page.fill("[name=words]", words)
    page.click("main form[enctype] button[type=submit]")
    page.wait_for_selector(f".k-notes__words:has-text('{words}')")


def answer(page, work, *, verdict: str, text: str) -> None:
    page.goto("/my-works/")
    page.click(f"a[href='/my-works/{work.pk}/']")
    page.check(f"input[value={verdict}]")
    page.fill("textarea", text)


def passed_on(row, people) -> None:
    row.refresh_from_db()
    safety.decide(row.submission, by=people["rena"].account, approve=True)


def test_another_try_is_asked_for_and_the_second_is_accepted(lesson, volunteer, people, open_page, look):
    learner = open_page(people["gunay"], size="phone", language="en")
    learner.goto(f"/learn/lesson/{lesson.pk}/practice/")
    send_photo(learner, "My first row")
    first = Practice.objects.get()
    hers = open_page(volunteer, language="en")
    hers.goto("/my-works/")
    assert hers.locator(".k-work").count() == 0  # nobody has read the words yet
    passed_on(first, people)
    hers.reload()
    assert hers.locator(".k-work").count() == 1
    look(hers, "volunteer-waiting")

    answer(hers, first, verdict="again", text="Please show the edge too.")
    look(hers, "volunteer-answers")
    hers.click("main form button[type=submit]")
    hers.wait_for_url("**/my-works/")
    look(hers, "volunteer-answered")
    passed_on(first.replies.get(), people)

    learner.reload()
    assert "Please show the edge too." in learner.inner_text("main")
    look(learner, "learner-another-try")
    send_photo(learner, "With the edge")
    second = Practice.objects.get()  # the same work, shown anew
    passed_on(second, people)
    answer(hers, second, verdict="accept", text="Beautiful!")
    hers.click("main form button[type=submit]")
    hers.wait_for_url("**/my-works/")
    assert hers.locator(".k-work").count() == 0
    passed_on(second.replies.latest("pk"), people)
    learner.reload()
    assert "Beautiful!" in learner.inner_text("main")
    look(learner, "learner-accepted")
    second.refresh_from_db()
    assert second.state == PracticeState.ACCEPTED


def test_a_coordinator_reads_the_evidence_kept_with_a_certificate(people, open_page):
    course, [lesson] = factories.course_with({"text": "<p>Oxuyuruq.</p>"}, teacher=people["leyla"], title="Corab")
    enrolment = api.enrol(people["murad"], course)
    advance(enrolment.pk, lesson.pk, read=True)
    enrolment.refresh_from_db()
    certificate = api.certify(enrolment)
    page = open_page(people["rena"], language="en")
    page.goto(f"/admin/school/certificates/{certificate.pk}/")
    assert "Evidence kept with it" in page.inner_text("body")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/evidence-kept-1280.png", full_page=True)
        page.set_viewport_size(SIZES["phone"])
        page.screenshot(path=f"{SHOTS}/evidence-kept-320.png", full_page=True)
