"""Asking addresses on the web: only what is public, whatever a name or a redirect leads to."""

import http.server
import socket
import threading
import time

import pytest

from elearn.guidance import outside
from elearn.guidance.outside import Answer, ask, is_public, number_of


class Handler(http.server.BaseHTTPRequestHandler):
    """A small site: /ok, /gone, /no-head (HEAD unknown), /away (redirect), /shy, /slow."""

    seen: list[str] = []

    def answer(self):
        self.seen.append(f"{self.command} {self.path}")
        if self.path.startswith("/slow"):
            time.sleep(12)
        statuses = {"/ok": 200, "/gone": 404, "/away": 302, "/shy": 403, "/home": 302, "/round": 302}
        status = statuses.get(self.path.split("?")[0], 200)
        if self.path == "/no-head" and self.command == "HEAD":
            status = 501
        self.send_response(status)
        places = {"/away": "/ok", "/home": "http://127.0.0.1/secret", "/round": "/round"}
        if self.path in places:
            self.send_header("Location", places[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    """A server on this machine that stands for a public one: its name is looked up as a public number."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    Handler.seen.clear()
    known = {"public.example": "93.184.215.14", "127.0.0.1": "127.0.0.1", "inside.example": "10.0.0.7"}

    def look_up(host, port, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[host], port))]

    def connect(place, timeout):
        one = socket.socket()
        one.settimeout(timeout)
        one.connect(server.server_address)
        return one

    monkeypatch.setattr(outside.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(outside.socket, "create_connection", connect)
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answer", "asked"),
    [
        ("/ok", Answer(200, is_there=True), ["HEAD /ok"]),
        ("/gone", Answer(404), ["HEAD /gone", "GET /gone"]),
        ("/no-head", Answer(200, is_there=True), ["HEAD /no-head", "GET /no-head"]),
        ("/away", Answer(200, is_there=True), ["HEAD /away", "HEAD /ok"]),
        ("/shy", Answer(403, is_there=True), ["HEAD /shy"]),
        ("/ok?q=ə b", Answer(200, is_there=True), ["HEAD /ok?q=%C9%99%20b"]),
    ],
)
def test_what_comes_back(server, path, answer, asked):
    assert ask(f"http://public.example{path}") == answer
    assert Handler.seen == asked


def test_a_redirect_to_ourselves_is_not_followed(server):
    assert ask("http://public.example/home") == Answer(is_barred=True)
    assert Handler.seen == ["HEAD /home"]


def test_a_name_of_a_neighbour_is_never_connected_to(server):
    assert ask("http://inside.example/ok") == Answer(is_barred=True)
    assert Handler.seen == []


def test_redirects_end(server):
    assert ask("http://public.example/round") == Answer(302)


def test_a_slow_server_does_not_hold_us(server):
    begun = time.monotonic()
    assert ask("http://public.example/slow", deadline=0.6) == Answer()
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/", "http://169.254.169.254/latest/",
        "http://10.1.2.3/", "http://192.168.1.1/", "http://100.64.0.1/", "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/", "http://2130706433/", "http://0x7f000001/", "ftp://public.example/",
        "file:///etc/passwd", "http://93.184.215.14:8080/", "http://somebody@93.184.215.14/", "http:///nothing",
        "gopher://93.184.215.14/", "http://93.184.215.14:99999/",
    ],
)  # fmt: skip
def test_nothing_of_ours_is_asked(address, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("connected")

    monkeypatch.setattr(outside.socket, "create_connection", refuse)
    assert ask(address) == Answer(is_barred=True)


def test_a_name_with_one_inner_number_among_public_ones_is_refused(monkeypatch):
    rows = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("127.0.0.1", 80))]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *args, **kwargs: rows)
    with pytest.raises(outside.Barred):
        number_of("mixed.example", 80)


@pytest.mark.parametrize(
    ("number", "is_so"),
    [("93.184.215.14", True), ("2606:4700::1111", True), ("224.0.0.1", False), ("fe80::1%eth0", False),
     ("2002:7f00:1::", False), ("nonsense", False), ("240.0.0.1", False)],
)  # fmt: skip
def test_which_numbers_are_public(number, is_so):
    assert is_public(number) is is_so
