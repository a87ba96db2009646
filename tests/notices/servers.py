"""A mail server and an SMS gateway that really listen, and misbehave when told to."""

import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


@contextmanager
def gateway(status: int = 202, *, hang_up: bool = False) -> Iterator[Any]:
    """An SMS gateway: gives an object with `url` and `taken`, the messages it got as (headers, JSON)."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.taken.append((dict(self.headers), json.loads(body)))
            if hang_up:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server: Any = HTTPServer(("127.0.0.1", 0), Handler)
    server.taken = []
    server.url = f"http://127.0.0.1:{server.server_port}/send?account=1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def mail_server(*, recipient: str = "250 ok", data: str = "250 taken") -> Iterator[Any]:
    """A mail server that answers RCPT and the end of DATA as told; data="" hangs up instead.

    Gives an object with `port` and `taken`, the letters it took.
    """
    server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailConversation)
    server.daemon_threads = True
    server.recipient, server.data, server.taken = recipient, data, []
    server.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class MailConversation(socketserver.StreamRequestHandler):
    """Just enough SMTP for Python's smtplib."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            command = line.split(b" ")[0].strip().upper()
            if command == b"DATA" and not self.letter():
                return
            if command == b"RCPT":
                self.say(self.server.recipient)
            elif command == b"QUIT":
                self.say("221 bye")
                return
            elif command != b"DATA":
                self.say("250 ok")

    def letter(self) -> bool:
        """Take a letter as told; False when hanging up."""
        self.say("354 go on")
        letter = b"".join(iter(self.rfile.readline, b".\r\n"))
        if not self.server.data:
            return False
        if self.server.data.startswith("250"):
            self.server.taken.append(letter.decode())
        self.say(self.server.data)
        return True

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
