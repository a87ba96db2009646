"""A spoken consent: the words are read aloud, recorded in the page, listened to, kept and sent; and heard again."""

import pytest
from playwright.sync_api import expect

import courses.api as school
from courses.domain.films.consents import Seen, ask_seen
from courses.models import Contribution, ContributionState
from elearn.people.models import Consent, ContactPoint
from tests.site import wait_until

KIND = ContactPoint.Kind.EMAIL


@pytest.fixture
def asked(people) -> Consent:
    """Somebody who can be seen in a film of Leyla's, and has been asked."""
    contribution = school.begin_contribution(people["leyla"], is_recording=False)
    Contribution.objects.filter(pk=contribution.pk).update(title="Çörək", state=ContributionState.SENT)
    return ask_seen(contribution, Seen("Nigar Quliyeva", KIND, "nigar-voice@journey.example"), by=None)


def contribution_of(consent: Consent) -> Contribution:
    return Contribution.objects.get(film_id=consent.subject.removeprefix("film:"))


def part(page, name: str):
    return page.locator(f'[data-voice-part="{name}"]')


def record(page) -> None:
    """Record for a moment and listen to it."""
    part(page, "start").click()
    expect(part(page, "clock")).to_have_text("0:01", timeout=5_000)
    part(page, "stop").click()
    expect(part(page, "sound")).to_be_visible()
    wait_until(lambda: page.evaluate("document.querySelector('[data-voice] audio').readyState") > 0, 10)


def kept_sound(consent: Consent) -> str:
    consent.refresh_from_db()
    assert (consent.state, consent.way) == ("given", "voice")
    return consent.evidence


def test_a_teacher_records_the_yes_of_somebody_in_the_film(open_page, look, people, asked):
    page = open_page(people["leyla"], size="phone")
    page.goto(f"/my-films/{contribution_of(asked).pk}/people/{asked.key}/")
    assert "Nigar Quliyeva" in page.locator(".k-voice__words").text_content()
    look(page, "voice-ready")
    record(page)
    look(page, "voice-listening")
    part(page, "again").click()
    expect(part(page, "clock")).to_have_text("0:01", timeout=5_000)
    part(page, "stop").click()
    part(page, "keep").click()
    expect(page.locator('input[name="way"][value="voice"]')).to_be_checked()
    page.locator('main form[enctype] button[type="submit"]').click()
    expect(page.locator('input[name="answer"][value="yes"]')).to_be_focused()  # the recording is not lost
    look(page, "voice-kept")
    page.locator('input[name="answer"][value="yes"]').check()
    page.wait_for_timeout(1_000)  # the button takes two clicks within a second for one
    page.locator('main form[enctype] button[type="submit"]').click()
    page.wait_for_url("**/people/")
    assert kept_sound(asked).endswith(".webm")


def test_a_coordinator_records_and_hears_it(open_page, look, people, asked):
    page = open_page(people["rena"])
    page.goto(f"/admin/school/videos/{contribution_of(asked).pk}/people/{asked.key}/")
    record(page)
    part(page, "keep").click()
    page.locator('input[name="answer"][value="yes"]').check()
    page.locator('button[name="deed"][value="write"]').click()
    page.wait_for_url("**/people/")
    kept_sound(asked)
    answer = page.request.get(f"/consents/{asked.key}/proof/")
    assert (answer.status, answer.headers["content-type"]) == (200, "audio/webm")


def test_without_javascript_a_file_is_chosen(open_page, people, asked):
    page = open_page(people["leyla"], javascript=False)
    page.goto(f"/my-films/{contribution_of(asked).pk}/people/{asked.key}/")
    expect(page.locator(".k-voice__words")).to_be_visible()
    expect(part(page, "start")).to_be_hidden()
    page.locator('input[name="answer"][value="yes"]').check()
    page.locator('input[name="way"][value="voice"]').check()
    sound = {"name": "voice.webm", "mimeType": "audio/webm", "buffer": b"\x1a\x45\xdf\xa3" + bytes(64)}
    page.set_input_files('input[type="file"]', sound)
    page.locator('main form[enctype] button[type="submit"]').click()
    page.wait_for_url("**/people/")
    kept_sound(asked)
