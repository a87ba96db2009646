"""What a file is: genuine, cancelled, replaced, altered or unknown. On the bytes that were really issued."""

import time
import zlib
from dataclasses import replace

import pytest

from courses import api
from courses.documents.certificate import draw
from courses.documents.paper_key import new_signer
from courses.documents.signature import sign
from courses.domain.certificates.verify import Finding, Unreadable, find_reference
from courses.models import Certificate
from tests.courses.papers import (
    completed_enrolment,
    completed_in,
    paper_bytes,
    signed_by_another,
    with_another_name,
    without_signature,
)
from tests.courses.test_documents_certificate import PAPER
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return api.certify(completed_enrolment())


@pytest.mark.database
def test_the_very_file_is_genuine_and_names_its_certificate(certificate):
    verdict = api.check_paper(paper_bytes(certificate))
    assert (verdict.finding, verdict.certificate) == (Finding.GENUINE, certificate)


@pytest.mark.database
def test_a_cancelled_certificate_is_ours_but_cancelled(certificate):
    api.cancel(certificate, reason="Səhvən verilib.", by=None)
    verdict = api.check_paper(paper_bytes(certificate))
    assert (verdict.finding, verdict.certificate) == (Finding.CANCELLED, certificate)


def flipped(pdf: bytes) -> bytes:
    broken = bytearray(pdf)
    broken[len(pdf) // 3] ^= 1
    return bytes(broken)


@pytest.mark.parametrize(
    "change",
    [flipped, with_another_name, without_signature, signed_by_another, lambda pdf: pdf + b"\n", lambda pdf: pdf[:-200]],
    ids=["flipped", "another name", "signature stripped", "signed by another", "a line added", "cut"],
)
def test_every_change_is_found_and_what_we_issued_is_shown_against_it(certificate, change):
    verdict = api.check_paper(change(paper_bytes(certificate)))
    assert (verdict.finding, verdict.certificate) == (Finding.ALTERED, certificate)


def test_our_looks_and_number_signed_by_another_are_altered_and_reveal_nothing(certificate):
    """Numbers can be counted up; whoever does not know the code learns no name."""
    forged = sign(
        draw(replace(PAPER, number=certificate.number, reference=f"{certificate.number}-0000-0000-0000")),
        new_signer("Körpü"), name="Körpü", reason="Certificate",
    )  # fmt: skip
    verdict = api.check_paper(forged)
    assert (verdict.finding, verdict.certificate) == (Finding.ALTERED, None)


def test_our_signature_on_something_else_is_altered(certificate):
    stolen = paper_bytes(certificate)
    signature = stolen[stolen.rindex(b"/Contents <") :]
    verdict = api.check_paper(b"%PDF-1.7\n" + signature)
    assert verdict.finding == Finding.ALTERED


def test_a_number_in_a_packed_stream_is_found(certificate):
    packed = (
        b"%PDF-1.7\n1 0 obj\nstream\n" + zlib.compress(f"address {certificate.reference}".encode()) + b"\nendstream"
    )
    assert api.check_paper(packed).certificate == certificate


def test_a_paper_of_nobody_is_unknown(certificate):
    strange = sign(draw(PAPER), new_signer("Körpü"), name="Körpü", reason="Certificate")
    verdict = api.check_paper(strange)
    assert (verdict.finding, verdict.certificate, verdict.unreadable) == (Finding.UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unreadable.EMPTY),
        (b"PK\x03\x04 a document", Unreadable.NOT_A_PDF),
        (b"Sertifikat KP-2026-000001", Unreadable.NOT_A_PDF),
        (b"%PDF-" + b"\0" * 5 * 2**20, Unreadable.TOO_LARGE),
    ],
)
def test_what_is_no_paper_is_said_in_a_word(data, why):
    verdict = api.check_paper(data)
    assert (verdict.finding, verdict.unreadable) == (Finding.UNKNOWN, why)


def zeros() -> bytes:
    return b"stream\n" + zlib.compress(b"\0" * 50_000_000, 9) + b"\nendstream\n"


BOMBS = {
    "packed zeros": lambda: zeros() * 60,
    "streams without end": lambda: b"stream\n" * 700_000,
    "numbers": lambda: b"".join(b"KP-2026-%06d " % count for count in range(300_000)),
    "hexadecimal": lambda: b"/Contents <" + b"0a " * 1_700_000,
    "brackets": lambda: b"[" * 5_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_hostile_files_are_answered_soon_and_breaks_nothing(certificate, bomb):
    data = b"%PDF-1.7\n" + BOMBS[bomb]()
    start = time.process_time()
    assert api.check_paper(data[: 5 * 2**20]).finding in (Finding.UNKNOWN, Finding.ALTERED)
    assert time.process_time() - start < 5


def test_a_record_that_was_tampered_with_does_not_make_a_forgery_genuine(certificate):
    """Somebody who can write to the database but has no key."""
    import hashlib

    forged = signed_by_another(paper_bytes(certificate))
    Certificate.objects.filter(pk=certificate.pk).update(paper_sha256=hashlib.sha256(forged).hexdigest())
    assert api.check_paper(forged).finding == Finding.ALTERED


@pytest.mark.database
def test_a_certificate_is_found_as_people_type_it(certificate):
    other = api.certify(completed_in(certificate.enrolment.course, person("Murad Quliyev")))
    number, code = certificate.number, certificate.code
    for typed in (
        certificate.reference, f"{number}-{code}", f"{number} {code}".lower(),
        f" {number}\n{certificate.grouped_code} ",
        f"https://korpu.example/c/{certificate.reference}/", number.replace("-", "") + code,
        f"{number}-{code.replace('0', 'O').replace('1', 'l')}",
    ):  # fmt: skip
        assert find_reference(typed) == certificate, typed
    for typed in ("", number, f"{number}-{other.code}", f"{number}-{code[:-1]}", f"{number}-{code}A"):
        assert find_reference(typed) is None, typed
    assert api.find(number, code) == certificate and api.find(number, other.code) is None
