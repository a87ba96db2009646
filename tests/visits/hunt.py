"""Hunt for a secret text where it must not be: in answers, in every row of the database, in logs and in files.

    secret = "Nizami küçəsi 14, mənzil 5"
    hunt.rows(secret)                      # every plain column of every table of ours, and of the sessions
    hunt.answers(secret, client.get(...))  # body, headers, redirects
    hunt.crawl(secret, client, "/desk/")   # the pages one browser reaches from there by links of this site
    hunt.logs(secret, caplog)

A secret is hunted in every way it could be written: as it is, folded, escaped for HTML, JSON and addresses, in base64,
and by its rare words alone, so that half of an address is found too.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urljoin, urlsplit

from django.apps import apps
from django.db import connection
from django.http import HttpResponseBase

MOST_PAGES = 60


def needles(secret: str, *rare: str) -> set[bytes]:
    """Give every way in which a secret, or a rare word of it, could be written down."""
    found: set[bytes] = set()
    for text in (secret, *rare):
        for way in (
            text,
            text.upper(),
            text.lower(),
            html.escape(text),
            json.dumps(text)[1:-1],
            quote(text),
            quote_plus(text),
        ):
            found.add(way.encode())
        raw = text.encode()
        # Of base64 the middle is the same wherever the text begins, in one of three ways.
        found |= {base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3) if len(raw) > 8}
    return {needle for needle in found if len(needle) > 3}


def inside(data: bytes | str, secret: str, *rare: str) -> bool:
    """Say whether a secret is in some data, however written."""
    raw = data.encode() if isinstance(data, str) else data
    return any(needle in raw for needle in needles(secret, *rare))


# Rows -----------------------------------------------------------------------------------------------
def rows(secret: str, *rare: str, but: Iterable[str] = ()) -> None:
    """Fail if a secret stands plain in any column of any table, as the database itself keeps it.

    `but` names tables that may hold it.
    """
    found = sorted(
        {place for place, value in _values() if place.split(".")[0] not in but and inside(value, secret, *rare)}
    )
    assert found == [], f"{secret!r} stands in {found}"


def _values() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if value is not None and not isinstance(value, int | float | bool):
                        yield f"{table}.{name}", value if isinstance(value, bytes) else str(value).encode()
    yield from _sessions()


def _sessions() -> Iterator[tuple[str, bytes]]:
    """What sessions hold is packed; unpack it, as whoever has the site's key could."""
    Session = apps.get_model("sessions", "Session")
    for session in Session.objects.all():
        yield "django_session.unpacked", json.dumps(session.get_decoded(), ensure_ascii=False).encode()


# Answers --------------------------------------------------------------------------------------------
def answers(secret: str, *responses: HttpResponseBase, rare: Iterable[str] = ()) -> None:
    """Fail if a secret is in the body or the headers of any answer."""
    for response in responses:
        where = getattr(response, "request", {}).get("PATH_INFO", "an answer")
        assert not inside(_body(response), secret, *rare), f"{secret!r} is in the answer of {where}"
        head = "\n".join(f"{name}: {value}" for name, value in response.items())
        assert not inside(head, secret, *rare), f"{secret!r} is in the headers of {where}"


def _body(response: Any) -> bytes:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    return response.content


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def crawl(secret: str, client: Any, *starts: str, rare: Iterable[str] = (), most: int = MOST_PAGES) -> list[str]:
    """Visit what a browser reaches by links from these pages, and fail if a secret is in any; give what was visited.

    Links only: forms are pressed by the tests that know them. Leaving the site and signing out are left out.
    """
    waiting, seen = list(starts), []
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen or re.search(r"sign-in/out|/static/|\.(css|js|svg|woff2)", path):
            continue
        seen.append(path)
        response = client.get(path)
        answers(secret, response, rare=rare)
        if response.status_code in (301, 302) and urlsplit(response["Location"]).netloc in ("", "testserver"):
            waiting.append(response["Location"])
        if "text/html" in response.get("Content-Type", "") and not response.streaming:
            links = _Links()
            links.feed(response.content.decode())
            waiting += [_local(path, link) for link in links.found if _local(path, link)]
    return seen


def _local(path: str, link: str) -> str:
    whole = urlsplit(urljoin(f"http://testserver{path}", link))
    return whole._replace(scheme="", netloc="", fragment="").geturl() if whole.netloc == "testserver" else ""


# Logs and files -------------------------------------------------------------------------------------
def logs(secret: str, caplog: Any, *rare: str) -> None:
    """Fail if a secret was logged."""
    assert not inside(caplog.text, secret, *rare), f"{secret!r} was logged"


def files(secret: str, folder: Path, *rare: str) -> None:
    """Fail if a secret is in any file below a folder."""
    found = [str(path) for path in folder.rglob("*") if path.is_file() and inside(path.read_bytes(), secret, *rare)]
    assert found == [], f"{secret!r} is in {found}"
