"""Live captions: somebody is invited, hears the webinar, types from a phone through a cut line; a host looks after it."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

import media_pipeline.api as films
from courses.domain.webinars import captioning, states
from media_pipeline.models import CaptionTrack, LiveCue
from media_pipeline.tasks_live import begin_to_follow
from tests import factories
from tests.media_pipeline.cast import Studio, in_seconds, stream
from tests.site import MANAGE, Process, wait_until

SECONDS = 90


@pytest.fixture(scope="module", autouse=True)
def live_worker(site):
    worker = Process("live", [*MANAGE, "work", "--queue", "live"], site.environment)
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture(scope="module")
def webinar(people):
    return factories.webinar(
        "Şərf toxuyuruq", speaker=people["leyla"], hosts=[people["rena"]], starts_in=timedelta(minutes=1),
        live_captions="typed",
    )  # fmt: skip


@pytest.fixture
def on_air(webinar):
    """Put the webinar on air, its pieces sent one a second as a studio does; gives what ends it."""
    made = states.broadcast_of(webinar)
    films.go_on_air(made)
    studio = Studio(made)
    run = studio.begin()
    begin_to_follow(made.pk)
    over = threading.Event()

    def send() -> None:
        for number, piece in enumerate(in_seconds(stream("h264", SECONDS), SECONDS), 1):
            studio.send(run, number, piece)
            if over.wait(1.0):
                break
        connection.close()

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    yield made
    over.set()
    sender.join()


def part(page, name: str):
    return page.locator(f'[data-typist] [data-part="{name}"]')


def soon(page, question: str, *given, seconds: float = 20):
    """Ask the page until the answer is true. (Its content security policy lets Playwright itself poll nothing.)"""
    deadline = time.monotonic() + seconds
    while not (answer := page.evaluate(question, *given)):
        assert time.monotonic() < deadline, f"still not so: {question} {given}"
        page.wait_for_timeout(150)
    return answer


def says(page, name: str) -> str:
    return soon(page, "name => document.querySelector(`[data-part=${name}]`).textContent.trim()", name)


def type_line(page, text: str) -> None:
    page.fill("#line", text)
    page.keyboard.press("Enter")


def shown(page, text: str) -> None:
    found = """text => [...document.querySelectorAll('[data-part=lines] > li[data-line]')].some(one =>
        one.querySelector('p').textContent === text && !one.classList.contains('k-typist__gone'))"""
    soon(page, found, text)


def texts() -> list[str]:
    return list(LiveCue.objects.order_by("pk").values_list("text", flat=True))


def type_beside(rena, gunay, webinar) -> None:
    """A host types beside, takes back what is wrong, and each sees the other's lines."""
    rena.goto(f"/webinars/{webinar.pk}/captions/")
    type_line(rena, "Bu gun serf toxuyuruq")
    shown(rena, "Bu gun serf toxuyuruq")
    shown(gunay, "Bu gun serf toxuyuruq")
    rena.locator('[data-part="take-back"]').click()
    gunay.wait_for_selector(".k-typist__gone")
    assert rena.input_value("#line") == "Bu gun serf toxuyuruq"  # to be typed anew
    type_line(rena, "Bu gün şərf toxuyuruq.")
    shown(gunay, "Bu gün şərf toxuyuruq.")


def test_typed_from_a_phone_through_a_cut_line(people, webinar, open_page, look, proxy, request):
    invited = captioning.invitation(webinar)
    gunay = open_page(people["gunay"], size="phone", base=proxy.url)
    gunay.goto(invited)
    look(gunay, "captions-join")
    gunay.locator("main form button").click()
    gunay.wait_for_selector("[data-typist]")
    look(gunay, "captions-before")
    type_line(gunay, "Sınaq")
    assert says(gunay, "shown")
    assert texts() == []  # only a try

    made = request.getfixturevalue("on_air")
    gunay.wait_for_selector('[data-typist][data-state="on_air"]', timeout=15_000)
    wait_until(lambda: films.live_edge(made) > 3_000, 30)
    part(gunay, "listen").click()
    soon(gunay, "() => document.querySelector('[data-part=film]').currentTime > 1")
    assert int("".join(filter(str.isdigit, says(gunay, "heard")))) <= 8, says(gunay, "heard")

    position = gunay.evaluate("document.querySelector('[data-part=film]').currentTime") * 1000
    type_line(gunay, "Salam, əzizlərim.")
    shown(gunay, "Salam, əzizlərim.")
    first = LiveCue.objects.get()
    assert position - 3_000 < first.start_ms < position + 1_000  # when it was heard, not when it was sent
    look(gunay, "captions-on-air")

    rena = open_page(people["rena"])
    type_beside(rena, gunay, webinar)
    look(rena, "captions-host")

    # The line is cut: what is typed waits on the device, also over a reload, and comes in order.
    proxy.cut()
    for text in ("Birinci ilmə", "İkinci ilmə"):
        type_line(gunay, text)
    gunay.wait_for_selector('[data-part="problem"]:not([hidden])', timeout=15_000)
    look(gunay, "captions-cut")
    assert "Birinci ilmə" not in texts()
    proxy.mend()
    shown(gunay, "İkinci ilmə")
    assert texts() == ["Salam, əzizlərim.", "Bu gün şərf toxuyuruq.", "Birinci ilmə", "İkinci ilmə"]
    gunay.wait_for_selector('[data-part="problem"]', state="hidden", timeout=15_000)

    # Staff see how it does.
    rena.goto("/admin/school/webinars-now/")
    rena.wait_for_selector(".k-now__facts")
    before = rena.locator(".k-now__at").text_content()
    look(rena, "webinars-now")
    soon(rena, "before => document.querySelector('.k-now__at').textContent !== before", before)

    films.end_broadcast(made)
    gunay.wait_for_selector('[data-typist][data-state="over"]', timeout=15_000)
    look(gunay, "captions-over")
    assert gunay.faults == [] or all("ERR_" in fault or "Failed to load" in fault for fault in gunay.faults), (
        gunay.faults
    )
    films.keep_live_captions(made)


def test_without_javascript_lines_are_shown_and_taken_back(people, open_page, look):
    rena = open_page(people["rena"], size="phone", javascript=False)
    other = factories.webinar(
        "Xalçanın dili", speaker=people["leyla"], hosts=[people["rena"]], starts_in=timedelta(minutes=-1),
    )  # fmt: skip
    made = states.broadcast_of(other)
    films.go_on_air(made)
    rena.goto(f"/webinars/{other.pk}/captions/")
    rena.fill("#line", "Salam")
    rena.locator("[data-part=form] button").first.click()
    assert rena.locator("[data-part=lines] li p").first.text_content() == "Salam"
    rena.locator('[data-part="take-back"]').click()
    assert rena.locator("[data-part=lines] li").count() == 0
    assert not CaptionTrack.objects.filter(film=made.film).exists()
