"""Films read from another origin, through a cache as a CDN has it: played once, kept for the next, gone when taken back."""

import re
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import media_pipeline.api as films
from tests import factories
from tests.media_pipeline.clips import make, picture, tone
from tests.site import Process, free_port

SECONDS = 8


@dataclass
class Cdn:
    """Keeps what it may for as long as it may, and asks the site again with the ETag; knows nothing of films."""

    origin: str
    port: int = field(default_factory=free_port)
    kept: dict[str, tuple[float, dict[str, str], bytes]] = field(default_factory=dict)
    from_cache: int = 0
    asked: int = 0
    ahead: float = 0.0  # seconds its clock goes before ours

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        until, headers, body = self.kept.get(path, (0.0, {}, b""))
        if time.monotonic() + self.ahead < until:
            self.from_cache += 1
            return 200, headers, body
        self.asked += 1
        request = urllib.request.Request(self.origin + path)
        if "etag" in headers:
            request.add_header("If-None-Match", headers["etag"])
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                status, headers, body = answer.status, lower(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            if error.code != 304:
                self.kept.pop(path, None)
                return error.code, lower(error.headers), error.read()
            status = 200
        shared = re.search(r"s-maxage=(\d+)", headers.get("cache-control", ""))
        if shared and "public" in headers["cache-control"]:
            self.kept[path] = (time.monotonic() + self.ahead + int(shared[1]), headers, body)
        return status, headers, body


def lower(headers) -> dict[str, str]:
    kept = {name.lower(): value for name, value in headers.items()}
    return {
        name: value for name, value in kept.items() if name not in ("connection", "date", "server", "content-length")
    }


@pytest.fixture(scope="module")
def cdn(site):
    """A CDN, and the site's server once more, told of it."""
    port = free_port()
    cdn = Cdn(f"http://localhost:{port}")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):  # noqa: N802 - the name that http.server calls
            status, headers, body = cdn.get(self.path)
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", cdn.port), Handler)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    environment = {**site.environment, "KORPU_FILMS_ADDRESS": cdn.url, "KORPU_BASE_URL": cdn.origin}
    from elearn.operations.management.commands.serve import web

    server = Process("web-cdn", web("127.0.0.1", port, 1), environment)
    server.start()
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{cdn.origin}/health/", timeout=2).close()
            break
        except OSError:
            time.sleep(0.2)
    yield cdn
    server.stop()
    listener.shutdown()


@pytest.fixture(scope="module")
def lesson(django_db_setup, people, tmp_path_factory):
    path = tmp_path_factory.mktemp("cdn") / "film.mp4"
    make(path, picture("320x240", 15, SECONDS), tone(SECONDS), vcodec="libx264", acodec="aac", pix_fmt="yuv420p")
    film = films.open_film("Şərf")
    films.receive_file(film, path)
    _course, [lesson] = factories.course_with({"film": films.prepare_now(film)}, teacher=people["leyla"])
    return lesson


def watch_to_the_end(page, lesson) -> None:
    page.goto(lesson.url)
    page.locator("[data-player-start]").click()
    page.wait_for_function(f"() => document.querySelector('video')?.currentTime > {SECONDS - 3}", timeout=40_000)


def test_played_from_another_origin_kept_and_gone(open_page, cdn, lesson, people):
    pages = open_page(base=cdn.origin), open_page(people["gunay"], base=cdn.origin)
    read: list[str] = []
    for page in pages:
        page.on("request", lambda request: read.append(request.url) if "/films/" in request.url else None)
    watch_to_the_end(pages[0], lesson)
    assert read
    assert {url[: len(cdn.url)] for url in read} == {cdn.url}
    asked, before = cdn.asked, cdn.from_cache
    watch_to_the_end(pages[1], lesson)
    assert cdn.from_cache > before  # the second has from the CDN what the first fetched
    assert cdn.asked - asked < asked
    assert not [fault for page in pages for fault in page.faults]

    segment = next(url for url in read if url.endswith(".m4s")).removeprefix(cdn.url)
    cdn.ahead += 31
    assert cdn.get(segment)[0] == 200  # asked again, not sent again
    films.block_film(lesson.film, for_good=False)
    cdn.ahead += 31
    time.sleep(10.5)  # until the server has asked the database again
    assert cdn.get(segment)[0] == 410
    assert segment not in cdn.kept
