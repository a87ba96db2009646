"""An elder sends a file: the line is cut, the server is killed, the page is reloaded, and the bytes are the same."""

from hashlib import sha256

import pytest
from playwright.sync_api import expect

from media_pipeline import storage
from media_pipeline.models import Film, FilmState, Upload
from tests.conftest import footage
from tests.journeys.conftest import stop_preparing
from tests.site import wait_until


@pytest.fixture
def leyla(people):
    yield people["leyla"]
    stop_preparing(people["leyla"])
    Upload.objects.filter(finished_at=None).delete()


def part(page, name: str):
    return page.locator(f'[data-part="{name}"]')


def choose(page, path) -> None:
    page.set_input_files("#upload-file", str(path))


def source_of(upload: Upload) -> bytes:
    def film():
        found = Film.objects.get(pk=upload.film_id)
        return found if found.source else None

    return storage.local_path(wait_until(film, 60).source).read_bytes()


def newest(leyla) -> Upload:
    return Upload.objects.filter(film__contribution__person=leyla).latest("created_at")


def test_the_line_is_cut_and_the_server_killed(leyla, open_page, site, proxy, film_file, look):
    page = open_page(leyla, base=proxy.url)
    page.goto("/upload/")
    look(page, "upload")
    choose(page, film_file)
    look(page, "upload-chosen")
    proxy.cut_after = proxy.passed + film_file.stat().st_size * 2 // 3
    part(page, "send").click()
    wait_until(lambda: proxy.is_cut, 30)
    wait_until(lambda: newest(leyla).percent, 10)  # what arrived before the cut is kept, also of a chunk cut in two
    site.restart_server()
    shown = int(part(page, "bar").evaluate("bar => bar.value"))
    upload = newest(leyla)
    assert 0 < shown <= upload.percent < 100
    proxy.mend()
    page.wait_for_url("**/describe/", timeout=60_000)
    upload = newest(leyla)
    assert source_of(upload) == film_file.read_bytes()
    assert Upload.objects.filter(film=upload.film_id).count() == 1
    wait_until(
        lambda: (
            Film.objects.get(pk=upload.film_id).playable_at
            or Film.objects.get(pk=upload.film_id).state == FilmState.READY
        ),
        90,
    )


def test_a_reload_asks_for_the_same_film_again(leyla, open_page, proxy, film_file, look, tmp_path):
    page = open_page(leyla, size="phone", base=proxy.url)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/upload/")
    choose(page, film_file)
    proxy.cut_after = proxy.passed + film_file.stat().st_size * 2 // 3
    part(page, "send").click()
    wait_until(lambda: proxy.is_cut, 30)
    page.wait_for_timeout(500)
    look_at_line = part(page, "bar").evaluate("bar => bar.value")
    page.goto("about:blank")  # while the line is cut: the page would send the rest as soon as it is there again
    proxy.mend()
    page.goto("/upload/")
    upload = newest(leyla)
    assert look_at_line <= upload.percent
    assert str(upload.percent) in part(page, "again-words").inner_text()
    look(page, "upload-again")
    other = tmp_path / "başqa.mp4"
    other.write_bytes(b"\0" * 1000)
    choose(page, other)
    assert "başqa.mp4" in part(page, "problem-words").inner_text()
    look(page, "upload-other")
    part(page, "other-again").click()
    choose(page, film_file)
    part(page, "send").click()
    page.wait_for_url("**/describe/", timeout=60_000)
    assert sha256(source_of(upload)).digest() == sha256(film_file.read_bytes()).digest()
    assert newest(leyla) == upload


def test_pause_and_go_on(leyla, open_page, proxy, film_file, look):
    page = open_page(leyla, base=proxy.url)
    page.goto("/upload/")
    choose(page, film_file)
    proxy.cut_after = proxy.passed + film_file.stat().st_size // 3
    part(page, "send").click()
    wait_until(lambda: proxy.is_cut, 30)
    part(page, "pause").click()
    proxy.mend()
    look(page, "upload-paused")
    part(page, "goon").click()
    page.wait_for_url("**/describe/", timeout=60_000)


@pytest.mark.parametrize(
    ("status", "said"), [(507, "Our store is full at the moment."), (503, "Our site is very busy now.")]
)
def test_what_keeps_us_from_taking_a_file_is_said_at_once(leyla, open_page, film_file, look, status, said):
    page = open_page(leyla, size="phone", language="en")
    is_over = []

    def refuse(route):
        is_asked = route.request.method in ("POST", "PATCH") and not is_over
        route.fulfill(status=status, headers={"Tus-Resumable": "1.0.0"}) if is_asked else route.continue_()

    page.route("**/uploads/**", refuse)
    page.goto("/upload/")
    choose(page, film_file)
    part(page, "send").click()
    expect(part(page, "line")).to_contain_text(said, timeout=5_000)
    expect(part(page, "goon")).to_be_visible(timeout=30_000)  # it goes on by itself; who would not wait presses it
    expect(part(page, "line")).to_contain_text(said)
    look(page, f"upload-{status}")
    is_over.append(True)
    part(page, "goon").click()
    page.wait_for_url("**/describe/", timeout=60_000)


def test_what_is_no_video_is_caught_before_sending(leyla, open_page, look, tmp_path):
    page = open_page(leyla, size="phone")
    page.goto("/upload/")
    before = Upload.objects.count()
    for name, data in (("resept.txt", b"sogan"), ("boş.mp4", b"")):
        path = tmp_path / name
        path.write_bytes(data)
        choose(page, path)
        assert name in part(page, "problem-words").inner_text()
        assert part(page, "send").is_hidden()
    look(page, "upload-wrong")
    assert Upload.objects.count() == before


def test_another_film_instead(leyla, open_page, proxy, film_file, tmp_path):
    page = open_page(leyla, base=proxy.url)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/upload/")
    choose(page, film_file)
    proxy.cut_after = proxy.passed + film_file.stat().st_size * 2 // 3
    part(page, "send").click()
    wait_until(lambda: proxy.is_cut, 30)
    wait_until(lambda: newest(leyla).offset, 10)
    first = newest(leyla)
    page.goto("about:blank")  # while the line is cut: the page would send the rest as soon as it is there again
    proxy.mend()
    page.goto("/upload/")
    smallest = min(footage(), key=lambda path: path.stat().st_size)
    other = tmp_path / "kicik.mp4"
    other.write_bytes(smallest.read_bytes())
    choose(page, other)
    part(page, "other-send").click()
    page.wait_for_url("**/describe/", timeout=60_000)
    assert not Upload.objects.filter(pk=first.pk).exists()
    assert source_of(newest(leyla)) == smallest.read_bytes()
