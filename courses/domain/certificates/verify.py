"""Say what a file is: the very paper we signed, an altered one, or none of ours. Badges: see `verify_badge`.

Genuine means two things at once: the bytes are those we kept the digest of, and the signature in them is whole and made
by the key noted with the certificate. Only such known bytes are given to the PDF library; all others are searched as
plain bytes for our number or our signing certificate, in bounded time, because anybody may send anything.
"""

import hashlib
import logging
import re
import zlib
from collections.abc import Iterator
from itertools import islice

from django.db import transaction

from courses.documents.badge_file import Carrier, carrier_of
from courses.models import Certificate, ReplacedPaper
from elearn.history.api import Kind, note

from ..badges.verify_badge import check_badge
from . import keys
from .verdict import LARGEST_BYTES, Finding, Unreadable, Verdict, finding_of

LOOK_INSIDE_STREAMS = 100
LOOK_INSIDE_BYTES = 256 * 2**10  # of each stream, unpacked

MOST_NAMED = 50  # numbers looked up for one file

NUMBER = re.compile(rb"((?:KP|CHECK)-\d{4}-\d{6})(?:-([0-9A-Z]{4})-([0-9A-Z]{4})-([0-9A-Z]{4}))?")
# As people type it: hyphens are optional, and the code may come in one piece.
TYPED = re.compile(r"(KP|CHECK)-?(\d{4})-?(\d{6})-?([0-9A-Z]{4})-?([0-9A-Z]{4})-?([0-9A-Z]{4})(?![0-9A-Z])")
# What people read into Crockford's base 32, put right.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})

logger = logging.getLogger(__name__)


def find(number: str, code: str) -> Certificate | None:
    """Give the issued certificate with this number and this code, as typed by a person; None when there is none."""
    code = code.upper().replace("-", "").translate(MISREAD)
    issued = Certificate.objects.issued().filter(number=number.upper(), code=code)
    return issued.with_holder().first()


def find_reference(text: str) -> Certificate | None:
    """Give the issued certificate that a typed or pasted reference or address names."""
    match = TYPED.search("".join(text.split()).upper())
    if match is None:
        return None
    prefix, year, count, *code = match.groups()
    return find(f"{prefix}-{year}-{count}", "".join(code))


def check_file(data: bytes, *, holder: str = "") -> Verdict:
    """Say what a file of at most 5 MB is: a paper (PDF) or a badge (PNG, SVG, token). Never raises.

    `holder` is whose badge it should be, as typed: an e-mail address, or number and code.
    """
    if not data or len(data) > LARGEST_BYTES:
        return Verdict(Finding.UNKNOWN, unreadable=Unreadable.TOO_LARGE if data else Unreadable.EMPTY)
    carrier = carrier_of(data)
    if carrier is Carrier.OTHER:
        return Verdict(Finding.UNKNOWN, unreadable=Unreadable.NO_KIND)
    return check_paper(data) if carrier is Carrier.PDF else check_badge(data, holder=holder)


def check_paper(data: bytes) -> Verdict:
    """Say what a PDF of at most 5 MB is. Never raises, whatever the bytes are."""
    if unreadable := _unreadable(data):
        return Verdict(Finding.UNKNOWN, unreadable=unreadable)
    digest = hashlib.sha256(data).hexdigest()
    current = Certificate.objects.issued().filter(paper_sha256=digest).with_holder().first()
    if current:
        return _known(data, current, current.signer_sha256, replaced=False)
    earlier = ReplacedPaper.objects.filter(paper_sha256=digest).first()
    if earlier:
        certificate = Certificate.objects.with_holder().get(pk=earlier.certificate_id)
        return _known(data, certificate, earlier.signer_sha256, replaced=True)
    return _foreign(data)


@transaction.atomic
def check_and_note(data: bytes, *, holder: str = "") -> Verdict:
    """Say what a file is, and keep for the figures that one was checked: what it was, not by whom."""
    verdict = check_file(data, holder=holder)
    paper = verdict.certificate
    note(
        Kind.CREDENTIAL_CHECKED if verdict.is_badge else Kind.CERTIFICATE_CHECKED,
        subject=f"certificate:{paper.pk}" if paper else "",
        is_check=bool(paper and paper.is_check),
        finding=verdict.finding.value,
    )
    return verdict


def _unreadable(data: bytes) -> Unreadable | None:
    if not data:
        return Unreadable.EMPTY
    if len(data) > LARGEST_BYTES:
        return Unreadable.TOO_LARGE
    return None if b"%PDF-" in data[:1024] else Unreadable.NOT_A_PDF


def _known(data: bytes, certificate: Certificate, signer: str, *, replaced: bool) -> Verdict:
    """Judge bytes whose digest we kept: their signature has to hold as well."""
    from courses.documents.signature import inspect  # as in `documents.make`: loaded when it is needed

    seen = inspect(data)
    if not seen.whole or seen.signer != signer:
        logger.error("The paper of %s is on record, but its signature does not hold.", certificate.number)
        return Verdict(Finding.ALTERED, certificate)
    return Verdict(finding_of(certificate, replaced=replaced), certificate)


def _foreign(data: bytes) -> Verdict:
    """Judge bytes that we never signed: altered when they bear our number or our signature, else unknown."""
    named: dict[str, set[str]] = {}
    for text in _texts(data):
        if b"KP-" not in text and b"CHECK-" not in text:  # far faster than the pattern
            continue
        for number, *code in NUMBER.findall(text):
            if number.decode() in named or len(named) < MOST_NAMED:
                named.setdefault(number.decode(), set()).add(b"".join(code).decode())
    ours = list(Certificate.objects.issued().filter(number__in=named).with_holder())
    # A number can be guessed; only a file that holds the code as well is answered with what we know.
    proven = next((certificate for certificate in ours if certificate.code in named[certificate.number]), None)
    if proven or ours or _bears_our_signature(data):
        return Verdict(Finding.ALTERED, proven)
    return Verdict(Finding.UNKNOWN)


def _texts(data: bytes) -> Iterator[bytes]:
    """Give the file as it lies there, then what its packed streams hold, within limits."""
    yield data
    yield data.replace(b"\0", b"")  # UTF-16, as in titles
    whole = memoryview(data)
    for start in islice(re.finditer(rb"stream\r?\n", data), LOOK_INSIDE_STREAMS):
        try:
            yield zlib.decompressobj().decompress(whole[start.end() :], LOOK_INSIDE_BYTES)
        except zlib.error:
            continue


def _bears_our_signature(data: bytes) -> bool:
    """Look for one of our signing certificates in the signature, which is written as hexadecimal digits."""
    digits = data.translate(None, delete=b" \t\r\n\f\0").lower()
    return any(certificate.hex().encode() in digits for certificate in keys.known_certificates())
