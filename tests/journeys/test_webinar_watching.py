"""Watching what is on air: without a seat, without a script, going back in it, by sound alone, interrupted, stopped."""

import re
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from playwright.sync_api import expect

import media_pipeline.api as films
from courses.domain.webinars import alarm, polls, slides, states, studio
from courses.models import LiveQuestion, Webinar
from media_pipeline.domain.live import ingest
from media_pipeline.models import Broadcast, LiveCue
from tests import factories
from tests.journeys.test_webinar import is_playing, learners, live_worker, made_ms, place, plays_on
from tests.media_pipeline.cast import Studio, in_seconds, stream
from tests.media_pipeline.test_slides import pdf
from tests.site import wait_until

__all__ = ["learners", "live_worker"]  # fixtures
SECONDS = 60


class Sending(threading.Thread):
    """A studio that sends a piece a second, until it is told to stop."""

    def __init__(self, broadcast: Broadcast) -> None:
        super().__init__(daemon=True)
        self.every = 1.0  # seconds
        self.studio, self.pieces = Studio(broadcast), in_seconds(stream("h264", SECONDS), SECONDS)
        self.is_over = threading.Event()

    def run(self) -> None:
        run = self.studio.begin()
        begun = time.monotonic()
        for number, piece in enumerate(self.pieces, 1):
            if self.is_over.wait(max(0.0, begun + number * self.every - time.monotonic())):
                break
            try:
                self.studio.send(run, number, piece)
            except ingest.Held:  # a host has stopped it
                break
        connection.close()

    def stop(self) -> None:
        self.is_over.set()
        self.join(10)


@pytest.fixture
def webinar(people, learners):
    return factories.webinar(
        "Xalçanın dili", speaker=people["leyla"], hosts=[people["rena"]], starts_in=timedelta(minutes=5),
        registered=[learners[1]],
    )  # fmt: skip


@pytest.fixture
def on_air(webinar):
    """Puts the webinar on air with a studio that sends; stopped at the end."""
    broadcast = states.broadcast_of(webinar)
    sending = Sending(broadcast)

    def begin() -> Broadcast:
        films.go_on_air(broadcast)
        sending.start()
        return broadcast

    begin.sending = sending
    yield begin
    sending.stop()


def state_of(page):
    return page.locator("[data-live-state]")


def test_who_has_no_seat_is_told_that_it_has_begun(webinar, on_air, people, open_page, look):
    page = open_page(people["murad"], size="phone")
    Webinar.objects.get(pk=webinar.pk).registrations.all().delete()
    page.goto(f"/webinars/{webinar.pk}/")
    expect(page.locator('[data-stage="soon"]')).to_be_visible()
    on_air()
    expect(page.locator('[data-stage="on_air"]')).to_be_visible(timeout=20_000)
    expect(page.locator("[data-live-player]")).to_have_count(0)
    look(page, "watch-outside")
    # Two taps: registered, and there.
    page.locator(f'form[action="/webinars/{webinar.pk}/register/"] button').click()
    page.goto(f"/webinars/{webinar.pk}/")
    page.locator("[data-live-start]").click()
    is_playing(page)


def test_the_plain_page_shows_and_takes_questions(webinar, on_air, learners, open_page):
    page = open_page(learners[1], size="phone", javascript=False)
    page.goto(f"/webinars/{webinar.pk}/")
    on_air()
    page.locator("noscript a, .k-live__wait a").first.click()
    expect(page.locator('[data-stage="on_air"]')).to_be_visible()
    for link in page.locator(".k-live__plain a").all():
        assert link.get_attribute("href").startswith("/live/")
    page.locator("[data-ask] textarea").fill("Neçə rəng var?")
    page.locator("[data-ask] button").click()
    assert LiveQuestion.objects.get(webinar=webinar).text == "Neçə rəng var?"
    expect(page.locator("main")).to_contain_text("Neçə rəng var?")


def test_a_slide_comes_with_the_picture_it_belongs_to(webinar, on_air, learners, people, open_page, look, tmp_path):
    (tmp_path / "slides.pdf").write_bytes(pdf((640, 360), (640, 360)))
    rena = people["rena"].account
    page = open_page(learners[1])
    page.goto(f"/webinars/{webinar.pk}/")
    slides.take_slides(webinar, tmp_path / "slides.pdf", by=rena)
    broadcast = on_air()
    is_playing(page, 2)
    slide = page.locator("[data-live-slide]")
    expect(slide).to_be_hidden()
    at_ms = films.on_air_ms(broadcast)
    slides.show_slide(Webinar.objects.get(pk=webinar.pk), 2, by=rena)
    expect(slide).to_be_visible(timeout=15_000)
    assert place(page) * 1000 > at_ms - 1_500
    assert page.locator("[data-live-slide] img").evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
    look(page, "watch-slide")
    # Who goes back sees what was shown then: nothing.
    page.evaluate("document.querySelector('[data-live-player] video').currentTime = 0.2")
    expect(slide).to_be_hidden(timeout=10_000)


def test_who_missed_too_much_catches_up_with_everything(webinar, on_air, learners, people, open_page, tmp_path):
    """The line of events says only that there was too much: captions, slides and polls are there all the same."""
    (tmp_path / "slides.pdf").write_bytes(pdf((640, 360), (640, 360)))
    slides.take_slides(webinar, tmp_path / "slides.pdf", by=people["rena"].account)
    page = open_page(learners[1])
    told = ["retry: 1000\n\n"]
    page.route("**/events/**", lambda route: route.fulfill(content_type="text/event-stream", body=told[0]))
    broadcast = on_air()
    wait_until(lambda: made_ms(webinar) > 4_000, 30)
    states.follow(broadcast.pk, "on_air")
    page.goto(f"/webinars/{webinar.pk}/")
    page.locator("[data-live-start]").click()
    is_playing(page, 2)
    row = Webinar.objects.get(pk=webinar.pk)
    slides.show_slide(row, 2, by=people["rena"].account)
    LiveCue.objects.create(broadcast=broadcast, language="az", start_ms=500, end_ms=2_000, text="Salam hamıya")
    poll = polls.prepare_poll(row, text="Yun isti saxlayır?", options=["Hə", "Yox"], by=people["rena"])
    polls.open_poll(poll, by=people["rena"])
    page.wait_for_timeout(2_000)
    assert "Salam hamıya" not in lines_of(page)
    expect(page.locator("[data-live-slide]")).to_be_hidden()
    told[0] = "retry: 1000\nid: 900\nevent: reset\ndata: {}\n\n"
    expect(page.locator("[data-talk-poll-place]")).to_contain_text("Yun isti saxlayır?", timeout=20_000)
    wait_until(lambda: "Salam hamıya" in lines_of(page), 10)
    expect(page.locator("[data-live-slide]")).to_be_visible(timeout=15_000)
    # A line that was taken back meanwhile goes as well.
    LiveCue.objects.all().delete()
    wait_until(lambda: "Salam hamıya" not in lines_of(page), 15)


def lines_of(page) -> list[str]:
    """The captions that the player holds, shown or not."""
    tracks = "[...document.querySelector('[data-live-player] video').textTracks]"
    return page.evaluate(f"() => {tracks}.flatMap((one) => [...(one.cues ?? [])].map((cue) => cue.text))")


def test_going_back_listening_and_an_interruption(webinar, on_air, learners, open_page, look):
    page = open_page(learners[1])
    page.goto(f"/webinars/{webinar.pk}/")
    broadcast = on_air()
    is_playing(page, 8)
    expect(page.locator("[data-live-delay]")).to_contain_text(re.compile(r"\d"))
    # Back to the beginning, and to what happens now.
    page.evaluate("document.querySelector('[data-live-player] video').currentTime = 0.5")
    wait_until(lambda: 1 < place(page) < 6, 10)
    back = page.locator("[data-live-now]")
    expect(back).to_be_visible()
    expect(page.locator("[data-live-tag]")).to_be_hidden()
    look(page, "watch-back")
    back.click()
    expect(back).to_be_hidden(timeout=10_000)
    assert place(page) > 6
    # The sound alone, and the picture again.
    sound = page.locator("[data-live-sound]")
    with page.expect_request(lambda asked: "livesound" in asked.url):
        sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")
    plays_on(page)
    look(page, "watch-sound")
    sound.click()
    plays_on(page)
    # Interrupted in the studio: said, and gone on with by itself.
    films.pause(broadcast)
    states.follow(broadcast.pk, "paused")
    expect(state_of(page)).to_contain_text(re.compile(r"\w"), timeout=10_000)
    look(page, "watch-interrupted")
    films.go_on_air(broadcast)
    expect(state_of(page)).to_be_empty(timeout=10_000)


def test_who_has_gone_back_sees_it_to_its_end(webinar, on_air, learners, people, open_page):
    """It ends in the studio while somebody is most of a minute behind: they go on for as long as there is something."""
    page = open_page(learners[1])
    page.goto(f"/webinars/{webinar.pk}/")
    on_air.sending.every = 0.2
    broadcast = on_air()
    wait_until(lambda: made_ms(webinar) > 55_000, 60)
    page.evaluate("document.querySelector('[data-live-player] video').currentTime = 0.5")
    wait_until(lambda: 1 < place(page) < 8, 10)
    on_air.sending.stop()
    broadcast.refresh_from_db()
    studio.end(Webinar.objects.get(pk=webinar.pk), by=people["rena"].account)
    page.wait_for_timeout(33_000)
    assert 30 < place(page) < 50
    expect(page.locator("[data-webinar-screen]")).to_be_visible()
    near_the_end = made_ms(webinar) / 1000 - 3  # on a busy machine more was sent before it ended
    page.evaluate("at => (document.querySelector('[data-live-player] video').currentTime = at)", near_the_end)
    page.locator("[data-webinar-changed]").wait_for(state="visible", timeout=60_000)
    expect(page.locator("[data-webinar-screen]")).to_be_hidden()


def test_what_a_host_stops_is_gone_at_once(webinar, on_air, learners, people, open_page, look):
    page = open_page(learners[1], size="phone")
    page.goto(f"/webinars/{webinar.pk}/")
    on_air()
    is_playing(page, 2)
    alarm.stop(Webinar.objects.select_related("broadcast").get(pk=webinar.pk), by=people["rena"])
    page.locator("[data-webinar-changed]").wait_for(state="visible", timeout=15_000)
    expect(page.locator("[data-webinar-screen]")).to_be_hidden()
    page.reload()
    expect(page.locator('[data-stage="over"]')).to_be_visible()
    look(page, "watch-stopped")
