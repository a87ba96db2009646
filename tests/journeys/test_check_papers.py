"""Somebody who was sent papers drops them on the page: an altered one, a cancelled one, a genuine one; then a badge."""

import base64

import pytest

from courses import api
from courses.domain.badges.credentials import choose_shown
from courses.models import Certificate
from tests.courses.papers import completed_enrolment, completed_in, paper_bytes, with_another_name
from tests.factories import person

DROP = """([text, name, kind]) => {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type: kind }));
    const form = document.querySelector("[data-drop]");
    form.dispatchEvent(new DragEvent("dragover", { dataTransfer: carried, bubbles: true, cancelable: true }));
    form.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def certificate(people):
    return api.certify(completed_enrolment(people["gunay"]))


@pytest.fixture(scope="module")
def cancelled(certificate):
    made = api.certify(completed_in(certificate.enrolment.course, person("Murad Quliyev")))
    return api.cancel(made, reason="Səhvən verilib.", by=None)


def drop(page, data: bytes, name: str, kind: str, verdict: str) -> None:
    page.goto("/check/")
    page.evaluate(DROP, [base64.b64encode(data).decode(), name, kind])
    page.wait_for_selector(f"[data-verdict={verdict}]:focus")


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_an_altered_a_cancelled_and_a_genuine_paper_are_dropped(certificate, cancelled, open_page, look, language):
    page = open_page(language=language)
    page.goto("/check/")
    look(page, f"papers-check-{language}")
    found = {
        "altered": with_another_name(paper_bytes(certificate)),
        "cancelled": paper_bytes(cancelled),
        "genuine": paper_bytes(certificate),
    }
    for verdict, data in found.items():
        drop(page, data, "paper.pdf", "application/pdf", verdict)
        look(page, f"papers-{verdict}-{language}")
    assert page.locator("#verdict").get_by_text(certificate.number).count() == 1


def test_a_badge_is_dropped_and_compared_with_whose_it_should_be(certificate, open_page, look):
    page = open_page(language="en")
    drop(page, certificate.credential.encode(), "badge.jwt", "", "genuine")
    assert page.get_by_text("Günay").count() == 0
    look(page, "papers-badge")
    page.fill("[name=holder]", certificate.reference)
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("It is the badge of the person you named.").wait_for()
    look(page, "papers-badge-whose")


def test_a_badge_is_checked_without_javascript(certificate, open_page, tmp_path):
    page = open_page(javascript=False, language="en")
    page.goto("/check/")
    file = tmp_path / "badge.jwt"
    file.write_text(certificate.credential)
    page.set_input_files("input[type=file]", str(file))
    page.click(".k-drop button")
    assert page.locator("[data-verdict=genuine]").count() == 1
    page.fill("[name=holder]", "murad@else.example")
    page.get_by_role("button", name="Compare").click()
    assert page.get_by_text("It is not the badge of the person you named").count() == 1


def test_the_holder_takes_the_badge_and_shows_hours_for_a_while(certificate, people, open_page, look):
    from courses.models import QuizAttempt

    lesson = api.progress_of(certificate.enrolment.person, certificate.enrolment.course).lessons[0].lesson
    QuizAttempt.objects.create(
        enrolment=certificate.enrolment,
        lesson=lesson,
        right=5,
        asked=6,
        passed=True,
        submitted_at=certificate.issued_at,
    )
    page = open_page(people["gunay"], language="en")
    page.goto(certificate.get_absolute_url())
    look(page, "papers-holder")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Badge as a picture (PNG)").click()
    assert taken.value.suggested_filename == f"{certificate.number}.png"
    page.get_by_role("link", name="Choose whether others see").click()
    look(page, "papers-shown")
    page.get_by_label("My results").check()
    page.get_by_role("button", name="Keep this").click()
    page.get_by_text("What the holder shows beside it").wait_for()
    look(page, "papers-shown-on-page")
    choose_shown(Certificate.objects.get(pk=certificate.pk), shows=[])
    page.reload()
    assert page.get_by_text("What the holder shows beside it").count() == 0


@pytest.mark.parametrize("language", ["az", "en"])
def test_what_others_say_about_our_signature_is_explained(open_page, look, language):
    page = open_page(language=language)
    page.goto("/about-our-signature/")
    look(page, f"papers-signature-{language}")
