"""Consent taken back: the film is gone within a minute while a learner watches, and somebody in it answers by a link."""

import time

import pytest
from playwright.sync_api import expect

import courses.api as school
import media_pipeline.api as films
from courses.domain.films.consents import Seen, agree, ask_seen
from courses.models import Contribution, ContributionState
from elearn.notices.models import MailboxMessage
from elearn.people.models import Consent, ContactPoint
from media_pipeline.models import Film, FilmState
from tests import factories
from tests.media_pipeline.clips import make, picture, tone
from tests.site import wait_until

SECONDS = 90


@pytest.fixture(scope="module")
def contribution(django_db_setup, people, tmp_path_factory):
    """A film that its teacher gave and agreed to, long enough to be watched while it is taken back."""
    path = tmp_path_factory.mktemp("consent") / "film.mp4"
    make(path, picture("320x180", 15, SECONDS), tone(SECONDS), vcodec="libx264", acodec="aac", pix_fmt="yuv420p")
    contribution = school.begin_contribution(people["leyla"], is_recording=False)
    films.receive_file(contribution.film, path)
    films.prepare_now(contribution.film)
    Contribution.objects.filter(pk=contribution.pk).update(title="Daban toxumaq", state=ContributionState.PLACED)
    contribution.refresh_from_db()
    agree(contribution, ["site"], by=None)
    return contribution


@pytest.fixture(scope="module")
def course(contribution, people):
    lessons = ({"title": "Daban", "film": contribution.film}, {"title": "Burun", "text": "<p>Qalın ip.</p>"})
    course, made = factories.course_with(*lessons, teacher=people["leyla"], title="Corab toxuyuruq")
    Contribution.objects.filter(pk=contribution.pk).update(lesson=made[0])
    return course


def test_somebody_in_the_film_answers_by_the_link_in_their_message(site, open_page, look, contribution):
    consent = ask_seen(contribution, Seen("Nigar Quliyeva", ContactPoint.Kind.EMAIL, "nigar@journey.example"), by=None)
    wait_until(lambda: MailboxMessage.objects.filter(to="nigar@journey.example").exists())
    body = MailboxMessage.objects.filter(to="nigar@journey.example").latest("at").body
    address = "/consents/a/" + body.split("/consents/a/")[1].split()[0]
    page = open_page()
    page.goto(address)
    look(page, "consent-asked")
    page.locator('button[name="answer"][value="yes"]').click()
    expect(page.locator("h1")).to_be_visible()
    look(page, "consent-given")
    consent.refresh_from_db()
    assert (consent.state, consent.way) == ("given", "click")
    page.goto(f"{address}paper/")
    look(page, "consent-paper")
    page.goto(f"{address}take-back/")
    look(page, "consent-take-back")


def test_the_film_is_gone_within_a_minute_while_a_learner_watches(open_page, people, look, course, contribution):
    school.enrol(people["gunay"], course)
    lesson = contribution.film.lessons.get()
    watching = open_page(people["gunay"])
    watching.goto(lesson.url)
    watching.locator("[data-player-start]").click()
    watching.wait_for_function("() => document.querySelector('video')?.currentTime > 1", timeout=30_000)
    asked_before = films.playback(Film.objects.get(pk=contribution.film_id)).playlist

    teaching = open_page(people["leyla"])
    teaching.goto("/consents/")
    look(teaching, "consents")
    teaching.get_by_role("link", name="Daban toxumaq").click()
    look(teaching, "consent-mine")
    teaching.locator('a[href$="take-back/"]').click()
    began = time.monotonic()
    teaching.locator("form[method=post] button.govuk-button--secondary").last.click()
    expect(teaching.locator("h1")).to_be_visible()

    expect(watching.locator(".k-lesson__main .k-film > .k-note[role=alert]")).to_be_visible(timeout=60_000)
    assert time.monotonic() - began < 60
    assert watching.locator("video").count() == 0
    look(watching, "film-gone")
    folder = asked_before.removesuffix("master.m3u8")
    answers = [watching.request.get(address).status for address in (asked_before, f"{folder}poster-00000000.jpg")]
    assert answers == [410, 410]
    wait_until(lambda: Film.objects.get(pk=contribution.film_id).emptied_at is not None, seconds=60)
    assert Film.objects.get(pk=contribution.film_id).state == FilmState.BLOCKED
    watching.reload()
    look(watching, "lesson-without-film")
    wait_until(lambda: MailboxMessage.objects.filter(to__contains="gunay", subject__contains="Daban").exists())
    teaching.goto("/consents/")
    look(teaching, "consents-after")
    assert Consent.objects.get(person=people["leyla"]).state == "withdrawn"
