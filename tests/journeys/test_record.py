"""An elder records alone: three taps; a reload, a dead line and a dead server lose nothing and double nothing."""

import contextlib
import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from courses.domain.films import contribute
from media_pipeline import storage
from media_pipeline.ffmpeg.probe import inspect
from media_pipeline.limits import bounds
from media_pipeline.models import Film, FilmState, Take, TakeState
from tests import factories
from tests.journeys.conftest import stop_preparing
from tests.site import wait_until

COME_IN = {FilmState.RECEIVED, FilmState.CHECKING, FilmState.QUEUED, FilmState.ENCODING, FilmState.READY}


@pytest.fixture
def leyla(people):
    """Leyla, with nothing left from another journey."""
    yield people["leyla"]
    stop_preparing(people["leyla"])
    Take.objects.filter(state=TakeState.OPEN).update(state=TakeState.DISCARDED)


def part(page, name: str):
    return page.locator(f'[data-part="{name}"]')


def in_state(page, state: str, timeout: float = 15_000) -> None:
    page.wait_for_selector(f'[data-record][data-state="{state}"]', timeout=timeout)


def start(page) -> None:
    in_state(page, "ready")
    part(page, "start").click()
    in_state(page, "recording")


def record_for(page, seconds: float) -> None:
    start(page)
    page.wait_for_timeout(seconds * 1000)


def until(page, expression: str) -> None:
    """Wait in the test: the page's policy forbids Playwright to evaluate strings of its own while it waits."""
    wait_until(lambda: page.evaluate(expression), 20)


def clock_of(page) -> int:
    minutes, seconds = part(page, "clock").text_content().split(":")
    return int(minutes) * 60 + int(seconds)


def newest_take(leyla) -> Take:
    return Take.objects.filter(film__contribution__person=leyla).latest("created_at")


def numbers(take: Take) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    for run, number in take.pieces.order_by("run", "number").values_list("run", "number"):
        runs.setdefault(run, []).append(number)
    return runs


def send(page) -> None:
    in_state(page, "review")
    part(page, "send").click()
    page.wait_for_url("**/describe/", timeout=60_000)


def length_of(take: Take) -> float:
    """Seconds of the film that came in, once it has."""

    def film():
        found = Film.objects.get(pk=take.film_id)
        return found if found.state in COME_IN and found.source else None

    source = wait_until(film, 60).source
    return inspect(storage.local_path(source), bounds()).seconds


def test_three_taps(leyla, open_page, look, site):
    page = open_page(leyla)
    page.goto("/record/")
    record_for(page, 6)
    width, transform = part(page, "preview").evaluate("video => [video.videoWidth, getComputedStyle(video).transform]")
    assert width > 0
    assert transform == "none", "the preview is mirrored"
    part(page, "stop").click()
    in_state(page, "review")
    until(page, "document.querySelector('[data-part=watch]').readyState >= 2")
    look(page, "record-review")
    send(page)
    take = newest_take(leyla)
    assert take.state == TakeState.SENT
    ((run, pieces),) = numbers(take).items()
    assert (run, pieces) == (1, list(range(1, len(pieces) + 1)))
    assert length_of(take) == pytest.approx(6, abs=1.5)
    page.get_by_label("Title").or_(page.locator("#id_title")).first.fill("Daban toxumaq")
    look(page, "film-describe")
    page.locator("label[for=id_others_0]").click()
    page.locator("label[for=id_permission]").click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/my-films/*/")
    wait_until(lambda: Film.objects.get(pk=take.film_id).state == FilmState.READY, 90)
    page.wait_for_selector("[data-play]", timeout=15_000)
    look(page, "film")
    page.goto("/my-films/")
    look(page, "films")


def test_a_reload_in_the_middle_goes_on(leyla, open_page, look):
    page = open_page(leyla)
    page.goto("/record/")
    record_for(page, 5)
    with contextlib.suppress(Exception):
        page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    in_state(page, "unfinished")
    look(page, "record-unfinished")
    part(page, "left-continue").click()
    record_for(page, 4)
    part(page, "stop").click()
    send(page)
    take = newest_take(leyla)
    runs = numbers(take)
    assert sorted(runs) == [1, 2]
    assert all(found == list(range(1, len(found) + 1)) for found in runs.values())
    # A reload loses at most the piece that was being made.
    assert length_of(take) == pytest.approx(8, abs=2.5)


def test_a_broken_line_and_a_killed_server_lose_nothing(leyla, open_page, site, proxy):
    page = open_page(leyla, base=proxy.url)
    page.goto("/record/")
    record_for(page, 3)
    proxy.cut()
    page.wait_for_timeout(5000)
    until(page, "document.querySelector('[data-part=line]').textContent.length > 10")
    site.restart_server()
    proxy.mend()
    page.wait_for_timeout(3000)
    recorded = clock_of(page)
    part(page, "stop").click()
    send(page)
    take = newest_take(leyla)
    ((_, pieces),) = numbers(take).items()
    assert pieces == list(range(1, len(pieces) + 1))
    assert take.expected == {"1": len(pieces)}
    assert length_of(take) == pytest.approx(recorded, abs=1.5)


def test_begun_without_a_line_and_finished_on_another_device(leyla, open_page, proxy):
    page = open_page(leyla, base=proxy.url)
    page.goto("/record/")
    in_state(page, "ready")
    proxy.cut()
    record_for(page, 4)
    assert "0" in part(page, "counts").text_content()
    proxy.mend()
    wait_until(lambda: Take.objects.filter(film__contribution__person=leyla, state=TakeState.OPEN).exists(), 30)
    take = newest_take(leyla)
    wait_until(lambda: take.pieces.count() >= 2, 20)
    page.context.close()  # the tablet dies
    telephone = open_page(leyla, size="phone")
    telephone.goto("/record/")
    in_state(telephone, "unfinished")
    part(telephone, "left-watch").click()
    in_state(telephone, "review")
    until(telephone, "document.querySelector('[data-part=watch]').readyState >= 2")
    send(telephone)
    assert length_of(take) >= 2


def test_recording_again_asks_first(leyla, open_page, look):
    page = open_page(leyla, size="phone")
    page.goto("/record/")
    in_state(page, "ready")
    look(page, "record-ready")
    record_for(page, 2)
    look(page, "record-recording")
    part(page, "pause").click()
    in_state(page, "paused")
    page.wait_for_timeout(500)  # what the recorder still had counts as well
    paused = part(page, "clock").text_content()
    page.wait_for_timeout(1500)
    assert part(page, "clock").text_content() == paused
    part(page, "goon").click()
    in_state(page, "recording")
    part(page, "stop").click()
    in_state(page, "review")
    look(page, "record-review")
    first = newest_take(leyla)
    part(page, "again").click()
    in_state(page, "confirm")
    look(page, "record-confirm")
    part(page, "no").click()
    in_state(page, "review")
    part(page, "again").click()
    part(page, "yes").click()
    in_state(page, "ready")
    first.refresh_from_db()
    assert first.state == TakeState.DISCARDED
    record_for(page, 2)
    part(page, "stop").click()
    send(page)
    second = newest_take(leyla)
    assert (second != first, second.film_id) == (True, first.film_id)


def test_safaris_kind_of_recording(leyla, open_page):
    page = open_page(leyla)
    page.add_init_script(
        """const real = MediaRecorder.isTypeSupported;
        MediaRecorder.isTypeSupported = (kind) => kind.includes("mp4") && real(kind);"""
    )
    page.goto("/record/")
    if not page.evaluate("MediaRecorder.isTypeSupported('video/mp4')"):
        pytest.skip("this browser records no MP4")
    record_for(page, 5)
    part(page, "stop").click()
    send(page)
    take = newest_take(leyla)
    assert "mp4" in take.mime
    assert length_of(take) == pytest.approx(5, abs=1.5)


PROBLEMS = {
    "refused": "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
    "none": "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))",
    "busy": "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotReadableError'))",
    "unable": "delete window.MediaRecorder",
}


@pytest.mark.parametrize("reason", PROBLEMS)
def test_a_camera_that_does_not_open_is_explained(leyla, open_page, look, reason):
    page = open_page(leyla, size="phone")
    page.add_init_script(PROBLEMS[reason])
    page.goto("/record/")
    in_state(page, "stuck")
    problem = part(page, "problem")
    assert len(problem.inner_text()) > 60
    assert problem.evaluate("problem => problem === document.activeElement")
    look(page, f"record-{reason}")


def test_a_call_in_the_middle_keeps_what_there_is(leyla, open_page, look):
    page = open_page(leyla, size="phone")
    page.goto("/record/")
    record_for(page, 3)
    page.evaluate("document.querySelector('[data-part=preview]').srcObject.getVideoTracks()[0].onended()")
    in_state(page, "interrupted")
    look(page, "record-interrupted")
    part(page, "goon").click()
    in_state(page, "recording")
    page.wait_for_timeout(2500)
    part(page, "stop").click()
    send(page)
    assert sorted(numbers(newest_take(leyla))) == [1, 2]


def test_after_a_call_that_keeps_the_camera_the_button_there_is_named(leyla, open_page):
    page = open_page(leyla, size="phone", language="en")
    page.goto("/record/")
    record_for(page, 2.5)
    page.evaluate(
        """() => {
          const preview = document.querySelector('[data-part=preview]');
          const busy = new DOMException('busy', 'NotReadableError');
          navigator.mediaDevices.getUserMedia = async () => { throw busy; };
          preview.srcObject.getVideoTracks()[0].onended();
        }"""
    )
    in_state(page, "interrupted")
    part(page, "goon").click()
    expect(part(page, "problem-do")).to_contain_text("press “Go on”")
    assert part(page, "goon").is_visible()
    assert not part(page, "retry").is_visible()


@pytest.mark.parametrize(
    ("status", "said"), [(507, "Our store is full at the moment."), (503, "Our site is very busy")]
)
def test_what_keeps_us_from_taking_it_is_said_as_it_is(leyla, open_page, look, status, said):
    page = open_page(leyla, size="phone", language="en")
    is_over = []

    def refuse(route):
        no = {"status": status, "content_type": "application/json", "body": '{"code": "try_later"}'}
        route.continue_() if is_over or route.request.method != "PUT" else route.fulfill(**no)

    page.route("**/pieces/**", refuse)
    page.goto("/record/")
    record_for(page, 3)
    expect(part(page, "line")).to_contain_text(said, timeout=15_000)
    part(page, "stop").click()
    in_state(page, "review")
    part(page, "send").click()
    in_state(page, "sending")
    look(page, f"record-{status}")
    is_over.append(True)
    part(page, "hurry").click()
    page.wait_for_url("**/describe/", timeout=60_000)
    page.faults.clear()  # the browser notes what was refused


def test_a_recording_as_long_as_it_may_be_says_so(leyla, open_page, look):
    page = open_page(leyla, size="phone", language="en")

    def shorter(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'"longest": \d+', '"longest": 64', answer.text()))

    page.route("**/record/", shorter)
    page.goto("/record/")
    start(page)
    assert not part(page, "notice").is_visible()
    expect(part(page, "notice")).to_contain_text("one more minute", timeout=15_000)
    look(page, "record-last-minute")
    in_state(page, "review", timeout=90_000)
    expect(part(page, "notice")).to_contain_text("as long as a recording may be")
    look(page, "record-long-enough")
    assert not part(page, "more").is_visible()


def test_a_full_device_stops_kindly(leyla, open_page, proxy, look):
    page = open_page(leyla, size="phone", base=proxy.url)
    page.add_init_script(
        """const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value, key) {
          if (window.isFull && this.name === 'bytes') throw new DOMException('full', 'QuotaExceededError');
          return put.call(this, value, key);
        };"""
    )
    page.goto("/record/")
    start(page)
    proxy.cut()  # nothing can leave, so nothing makes room
    page.wait_for_timeout(2500)
    page.evaluate("window.isFull = true")
    in_state(page, "review")
    assert part(page, "problem").is_visible()
    look(page, "record-full")
    proxy.mend()
    send(page)
    assert length_of(newest_take(leyla)) > 2


def test_two_windows_do_not_record_at_once(leyla, open_page):
    page = open_page(leyla)
    page.goto("/record/")
    in_state(page, "ready")
    other = page.context.new_page()
    other.goto("/record/")
    in_state(other, "stuck")
    page.close()
    other.locator('[data-part="retry"]').click()
    in_state(other, "ready")


def test_without_javascript_it_is_explained(leyla, open_page):
    page = open_page(leyla, javascript=False)
    for address in ("/record/", "/upload/"):
        page.goto(address)
        assert "*0000" in page.locator("noscript").inner_text() or page.locator(".k-note").first.is_visible()


def test_every_page_of_a_film_fits_a_telephone_and_a_desk(leyla, open_page, look, site, tmp_path):
    draft, take = contribute.begin_take(leyla, key=uuid4(), mime="video/webm")
    factories.keep_pieces(take, 1, [factories.recording(tmp_path / "a.webm")])
    contribute.send_take(draft, take, {1: 1})
    wait_until(lambda: Film.objects.get(pk=draft.film_id).state == FilmState.READY, 90)
    page = open_page(leyla)
    for name in ("", "describe/", "withdraw/"):
        page.goto(f"/my-films/{draft.pk}/{name}")
        look(page, f"film-{name.strip('/') or 'one'}")
    page.goto("/my-films/")
    look(page, "films")
    page.goto("/upload/")
    look(page, "upload")
    page.goto(f"/my-films/{draft.pk}/")
    page.locator("video[data-play]").evaluate("video => void video.play()")
    wait_until(lambda: page.locator("video[data-play]").evaluate("video => video.currentTime > 0.3"), 20)
    page.goto(f"/my-films/{draft.pk}/withdraw/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/my-films/")
    wait_until(lambda: not Film.objects.filter(pk=draft.film_id).exists(), 30)
