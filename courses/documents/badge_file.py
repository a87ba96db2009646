"""Finds the signed tokens in a file that somebody brings: PNG, SVG or text. Pure, and bounded whatever the file is.

Nothing is fetched and no picture is unpacked: a PNG is walked chunk by chunk, an SVG is read as a stream of elements
without entities, a text is searched. Two tokens are as many as anybody needs to see that a file is not one of ours.
"""

import re
import zlib
from contextlib import suppress
from enum import StrEnum
from io import BytesIO
from itertools import islice
from typing import Any
from xml.sax import SAXException  # noqa: S406  # only the names: what parses is hardened
from xml.sax.handler import ContentHandler, feature_namespaces  # noqa: S406

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # it brings no types
from defusedxml.sax import make_parser  # type: ignore[import-untyped]  # it brings no types

MOST_TOKENS = 2
LONGEST_TOKEN = 64 * 2**10
MOST_CHUNKS = 20_000
MOST_ELEMENTS = 100_000
PNG = b"\x89PNG\r\n\x1a\n"
PNG_KEYWORD = b"openbadgecredential"
SVG_NAMESPACE, SVG_ELEMENT = "https://purl.imsglobal.org/ob/v3p0", "credential"
APART = re.compile(r"[^A-Za-z0-9_.-]+")  # what stands between tokens: split, because searching takes square time
SHORTEST_PART = 16


class Carrier(StrEnum):
    PDF = "pdf"
    PNG = "png"
    SVG = "svg"
    TEXT = "text"
    OTHER = ""


def carrier_of(data: bytes) -> Carrier:
    """Say what kind of file it is, by its first bytes; a name proves nothing."""
    if data.startswith(PNG):
        return Carrier.PNG
    if b"%PDF-" in data[:1024]:
        return Carrier.PDF
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return Carrier.SVG
    return Carrier.TEXT if start and _is_text(data) else Carrier.OTHER


def _is_text(data: bytes) -> bool:
    if len(data) > LONGEST_TOKEN or b"\0" in data:
        return False
    try:
        data.decode()
    except ValueError:
        return False
    return True


def tokens_in(data: bytes) -> list[str]:
    """Give the different tokens that a badge file carries, at most two. Never raises."""
    find = {Carrier.PNG: _in_png, Carrier.SVG: _in_svg, Carrier.TEXT: _in_text}.get(carrier_of(data))
    return list(dict.fromkeys(find(data)))[:MOST_TOKENS] if find else []


def _in_text(data: bytes) -> list[str]:
    return list(islice((word for word in APART.split(data.decode()) if _is_token(word)), MOST_TOKENS + 1))


def _is_token(word: str) -> bool:
    """Say whether a word has the shape: head, body and signature, of which the last may be missing."""
    parts = word.split(".")
    return len(parts) == 3 and min(len(parts[0]), len(parts[1])) >= SHORTEST_PART


def _in_png(data: bytes) -> list[str]:
    found: list[str] = []
    at = len(PNG)
    for _turn in range(MOST_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if len(kind) < 4 or kind == b"IEND" or len(found) > MOST_TOKENS:
            break
        if kind == b"iTXt":
            found += _in_itxt(data[at + 8 : at + 8 + length])
        at += length + 12
    return found


def _in_itxt(chunk: bytes) -> list[str]:
    """Read keyword, whether it is packed, method, language, translated keyword and text."""
    keyword, _end, rest = chunk.partition(b"\0")
    if keyword != PNG_KEYWORD or len(rest) < 2:
        return []
    text = rest[2:].split(b"\0", 2)[-1]
    if rest[0]:
        try:
            text = zlib.decompressobj().decompress(text, LONGEST_TOKEN)
        except zlib.error:
            return []
    return [text[:LONGEST_TOKEN].decode("utf-8", "replace").strip()]


class _Enough(Exception):
    """Nothing more is read."""


class _Finder(ContentHandler):
    """Collects tokens of the element that the standard names, in its attribute or as its text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._text: list[str] | None = None
        self._seen = 0

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802
        self._seen += 1
        if self._seen > MOST_ELEMENTS or len(self.found) > MOST_TOKENS:
            raise _Enough
        self._text = None
        if name == (SVG_NAMESPACE, SVG_ELEMENT):
            token = attrs.get((None, "verify"))
            if token is None:
                self._text = []
            else:
                self.found.append(token.strip()[:LONGEST_TOKEN])

    def characters(self, content: str) -> None:
        if self._text is not None and len(self._text) < LONGEST_TOKEN:
            self._text.append(content)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        if self._text:
            self.found.append("".join(self._text).strip()[:LONGEST_TOKEN])
        self._text = None


def _in_svg(data: bytes) -> list[str]:
    finder, parser = _Finder(), make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(finder)
    with suppress(_Enough, SAXException, DefusedXmlException, ValueError):
        parser.parse(BytesIO(data))
    return finder.found
