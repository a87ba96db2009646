"""The studio: a rehearsal, a host who presses the buttons from beside, slides, a reload, another device, the end."""

import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

import media_pipeline.api as films
from media_pipeline.models import Broadcast, LiveRun, Piece, TakeState
from tests import factories
from tests.media_pipeline.test_slides import page as pdf_page
from tests.site import wait_until


@pytest.fixture(scope="module")
def webinar(people):
    return factories.webinar(
        "Şərf toxuyuruq: ilk ilmələr", speaker=people["leyla"], hosts=[people["rena"]], starts_in=timedelta(minutes=4)
    )


def part(page, name: str):
    return page.locator(f'[data-part="{name}"]')


def in_state(page, state: str, timeout: float = 20_000) -> None:
    page.wait_for_selector(f'[data-studio][data-state="{state}"]', timeout=timeout)


def broadcast_of(webinar) -> Broadcast:
    return Broadcast.objects.get(webinar=webinar)


def pieces(webinar, *, on_air: bool) -> int:
    runs = LiveRun.objects.filter(broadcast__webinar=webinar, is_on_air=on_air)
    return sum(Piece.objects.filter(take=run.take_id, run=run.number).count() for run in runs)


def holes(webinar) -> list[int]:
    """Runs of which a piece is missing among those that arrived."""
    wrong = []
    for run in LiveRun.objects.filter(broadcast__webinar=webinar):
        numbers = list(Piece.objects.filter(take=run.take_id, run=run.number).values_list("number", flat=True))
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            wrong.append(run.number)
    return wrong


def press(page, name: str) -> None:
    page.locator(f'form[data-press="{name}"] button').first.click()


def bring_slides(host, path) -> None:
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    path.write_bytes(pdf_page(b"BT /F1 24 Tf 20 100 Td (Knit one, purl one) Tj ET", font))
    host.locator("details:has(input[type=file]) > summary").click()
    host.locator("input[type=file]").set_input_files(path)
    press(host, "slides")
    host.wait_for_selector('form[data-press="next"] button:enabled', timeout=20_000)


def goes_on(webinar) -> None:
    """Pieces on air go on arriving."""
    before = pieces(webinar, on_air=True)
    wait_until(lambda: pieces(webinar, on_air=True) > before + 2, 20)


def rehearse(leyla, webinar, look) -> None:
    leyla.goto("/desk/")
    leyla.locator(f'a[href="/webinars/{webinar.pk}/studio/"]').click()
    in_state(leyla, "ready")
    look(leyla, "studio-ready")
    part(leyla, "rehearse").click()
    in_state(leyla, "rehearsal")
    wait_until(lambda: pieces(webinar, on_air=False) > 2, 20)
    look(leyla, "studio-rehearsal")


def end_on(tablet, webinar, look) -> None:
    part(tablet, "end").click()
    in_state(tablet, "ending")
    look(tablet, "studio-ending")
    part(tablet, "yes").click()
    in_state(tablet, "over")
    wait_until(lambda: broadcast_of(webinar).state == "ended", 10)
    wait_until(lambda: not LiveRun.objects.filter(broadcast__webinar=webinar, ended_at=None).exists(), 20)
    look(tablet, "studio-over")
    assert holes(webinar) == []


def test_studio_and_host(people, webinar, open_page, look, tmp_path):
    leyla = open_page(people["leyla"])
    rehearse(leyla, webinar, look)
    rena = open_page(people["rena"])
    rena.goto(f"/webinars/{webinar.pk}/host/")
    look(rena, "host-before")
    bring_slides(rena, tmp_path / "slides.pdf")
    press(rena, "message")
    leyla.wait_for_selector('[data-part="message"]:not([hidden])')
    press(rena, "on_air")
    in_state(leyla, "on_air")
    press(rena, "next")
    leyla.wait_for_selector('[data-part="slide-picture"]:not([hidden])')
    goes_on(webinar)
    look(leyla, "studio-on-air")
    part(leyla, "message-read").click()
    look(rena, "host-on-air")

    leyla.once("dialog", lambda dialog: dialog.accept())
    leyla.reload()
    in_state(leyla, "on_air", 30_000)
    goes_on(webinar)
    press(rena, "pause")
    in_state(leyla, "paused")
    look(leyla, "studio-paused")
    part(leyla, "on").click()
    in_state(leyla, "on_air")

    tablet = open_page(people["leyla"], size="phone")
    tablet.goto(f"/webinars/{webinar.pk}/studio/")
    in_state(tablet, "elsewhere")
    look(tablet, "studio-elsewhere")
    part(tablet, "take-over").click()
    in_state(tablet, "on_air")
    in_state(leyla, "elsewhere")
    assert str(broadcast_of(webinar).holder) == tablet.evaluate("localStorage.getItem('korpu-studio')")
    goes_on(webinar)
    end_on(tablet, webinar, look)
    assert not leyla.faults and not tablet.faults


def test_alone_with_one_button_and_a_bad_line(people, open_page, look, proxy, site):
    """The line is cut for ten seconds, then the server dies: nothing that was said is lost."""
    webinar = factories.webinar("Tək başına", speaker=people["leyla"], starts_in=timedelta(minutes=-1), minutes=30)
    leyla = open_page(people["leyla"], base=proxy.url)
    leyla.goto(f"/webinars/{webinar.pk}/studio/")
    in_state(leyla, "ready")
    began = time.monotonic()
    part(leyla, "air").click()
    in_state(leyla, "counting")
    in_state(leyla, "on_air")
    wait_until(lambda: pieces(webinar, on_air=True) > 3, 20)

    proxy.cut()
    leyla.wait_for_timeout(10_000)
    in_state(leyla, "on_air")
    words = settings_of(leyla)["words"]
    assert part(leyla, "line").text_content() == words["waiting"]
    look(leyla, "studio-no-line")
    part(leyla, "pause").click()
    leyla.wait_for_selector('[data-part="problem"]:not([hidden])')
    assert part(leyla, "problem-title").text_content() == words["no_line_title"]
    in_state(leyla, "on_air")
    proxy.mend()
    wait_until(lambda: part(leyla, "line").text_content() == words["arrives"], 30)

    site.restart_server(kill=True)
    arrived = pieces(webinar, on_air=True)
    wait_until(lambda: pieces(webinar, on_air=True) > arrived + 3, 30)
    part(leyla, "end").click()
    part(leyla, "yes").click()
    in_state(leyla, "over")
    spoken = time.monotonic() - began
    wait_until(lambda: part(leyla, "rest").text_content() == words["all_sent"], 30)
    assert holes(webinar) == []
    run = LiveRun.objects.get(broadcast__webinar=webinar)
    assert run.lost == []
    sent = sum(Piece.objects.filter(take=run.take_id).values_list("duration_ms", flat=True)) / 1000
    assert spoken - 12 < sent < spoken


def test_the_end_is_pressed_beside_while_the_studio_is_cut_off(people, open_page, look, proxy, site):
    """What she filmed before the end arrives when the line is back, from a page that was loaded anew after the end."""
    webinar = factories.webinar(
        "Xətt kəsildi", speaker=people["leyla"], hosts=[people["rena"]], starts_in=timedelta(minutes=-1), minutes=30
    )
    leyla = open_page(people["leyla"], base=proxy.url)
    leyla.goto(f"/webinars/{webinar.pk}/studio/")
    in_state(leyla, "ready")
    part(leyla, "air").click()
    in_state(leyla, "on_air")
    wait_until(lambda: pieces(webinar, on_air=True) > 4, 20)
    rena = open_page(people["rena"])
    rena.goto(f"/webinars/{webinar.pk}/host/")

    proxy.cut()
    leyla.wait_for_timeout(1500)
    there = pieces(webinar, on_air=True)
    leyla.wait_for_timeout(8_000)
    press(rena, "end")
    rena.locator('[data-host] [data-part="yes"]').click()
    wait_until(lambda: broadcast_of(webinar).state == "ended", 10)
    # As if she had been away for longer than a studio is waited for that has said that it is over.
    Broadcast.objects.filter(webinar=webinar).update(
        ended_at=timezone.now() - timedelta(minutes=20), last_piece_at=timezone.now() - timedelta(minutes=20)
    )
    films.sweep_live()
    assert broadcast_of(webinar).take.state == TakeState.OPEN
    assert pieces(webinar, on_air=True) <= there + 1

    leyla.once("dialog", lambda dialog: dialog.accept())
    proxy.mend()
    leyla.reload()  # the page of an ended webinar still sends what is on the tablet
    in_state(leyla, "over")
    words = settings_of(leyla)["words"]
    wait_until(lambda: part(leyla, "rest").text_content() == words["all_sent"], 30)
    look(leyla, "studio-over-sent-late")
    wait_until(lambda: broadcast_of(webinar).take.state == TakeState.SENT, 20)
    run = LiveRun.objects.get(broadcast__webinar=webinar)
    assert (run.lost, holes(webinar)) == ([], [])
    assert pieces(webinar, on_air=True) >= there + 8


def settings_of(page) -> dict:
    return json.loads(page.locator("#studio-settings").text_content())
