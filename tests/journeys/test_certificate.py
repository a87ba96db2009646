"""Anybody checks a certificate: opens its page, drops a file, reads what was found; with and without JavaScript."""

import base64

import pytest

from courses import api
from tests.courses.papers import completed_enrolment, paper_bytes, with_another_name


@pytest.fixture(scope="module")
def certificate(people):
    return api.certify(completed_enrolment(people["gunay"]))


@pytest.mark.parametrize("language", ["az", "en"])
def test_the_page_and_its_verdicts_are_good_to_look_at(certificate, people, open_page, look, tmp_path, language):
    page = open_page(people["gunay"], language=language)
    page.goto(certificate.get_absolute_url())
    look(page, f"certificate-holder-{language}")
    page.goto(certificate.get_absolute_url() + "name/")
    look(page, f"certificate-name-{language}")
    visitor = open_page(language=language)
    visitor.goto(certificate.get_absolute_url())
    look(visitor, f"certificate-{language}")
    for name, data in (("genuine", paper_bytes(certificate)), ("altered", with_another_name(paper_bytes(certificate)))):
        visitor.goto("/check/")
        look(visitor, f"check-{language}")
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(data)
        visitor.set_input_files("input[type=file]", str(file))
        visitor.click(".k-drop button")
        visitor.wait_for_selector(f"[data-verdict={name}]:focus")
        look(visitor, f"check-{name}-{language}")


def test_a_file_is_dropped(certificate, open_page):
    page = open_page()
    page.goto(certificate.get_absolute_url())
    page.evaluate(
        """(text) => {
            const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(new File([bytes], "paper.pdf", { type: "application/pdf" }));
            const form = document.querySelector("[data-drop]");
            form.dispatchEvent(new DragEvent("dragover", { dataTransfer: carried, bubbles: true, cancelable: true }));
            form.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        }""",
        base64.b64encode(paper_bytes(certificate)).decode(),
    )
    page.wait_for_selector("[data-verdict=genuine]")


def test_it_works_without_javascript(certificate, open_page, tmp_path):
    page = open_page(javascript=False)
    page.goto("/check/")
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper_bytes(certificate))
    page.set_input_files("input[type=file]", str(file))
    page.click(".k-drop button")
    assert page.locator("[data-verdict=genuine]").count() == 1
    page.goto("/check/")
    page.fill("[name=reference]", certificate.reference)
    page.click("main form[method=get] button")
    assert page.url.endswith(certificate.get_absolute_url())
