"""Signing and looking at signatures, on real bytes."""

import asyncio
import shutil
import subprocess
import time

import pytest

from courses.documents.certificate import draw
from courses.documents.paper_key import Signer, fingerprint, new_signer
from courses.documents.signature import inspect, sign
from tests.courses.papers import signed_by_another, with_another_name, without_signature
from tests.courses.test_documents_certificate import PAPER


@pytest.fixture(scope="module")
def signer():
    return new_signer("Körpü")


@pytest.fixture(scope="module")
def signed(signer):
    return sign(draw(PAPER), signer, name="Körpü", reason="Certificate KP-2026-000417")


def test_a_signed_paper_is_whole_and_names_its_signer(signed, signer):
    seen = inspect(signed)
    assert seen.whole and seen.signer == signer.fingerprint == fingerprint(signer.certificate)


def test_signing_keeps_tags_and_standards(signed):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in signed
    assert b"/StructTreeRoot" in signed


def test_any_flipped_byte_in_what_was_signed_breaks_it(signed):
    end = signed.index(b"/ByteRange")
    for place in range(100, end, end // 12):
        broken = bytearray(signed)
        broken[place] ^= 1
        assert not inspect(bytes(broken)).whole, place


@pytest.mark.parametrize(
    "change", [with_another_name, without_signature, lambda pdf: pdf + b"\n% more", lambda pdf: pdf[:-300]]
)
def test_changed_added_stripped_or_cut_is_not_whole(signed, change):
    assert not inspect(change(signed)).whole


def test_another_key_is_another_signer(signed, signer):
    seen = inspect(signed_by_another(signed))
    assert seen.whole and seen.signer != signer.fingerprint


@pytest.mark.parametrize(
    "junk",
    [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"\0" * 5000, b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF"],
)
def test_junk_is_not_whole_and_breaks_nothing(junk):
    assert not inspect(junk).whole


def test_a_key_survives_its_file_and_a_wrong_one_is_refused(signer):
    assert Signer.from_pem(signer.to_pem()) == signer
    other = new_signer("Körpü")
    mixed = (
        other.to_pem().split(b"-----BEGIN PRIVATE")[0]
        + b"-----BEGIN PRIVATE"
        + signer.to_pem().split(b"-----BEGIN PRIVATE")[1]
    )
    with pytest.raises(ValueError):
        Signer.from_pem(mixed)


def test_it_works_inside_a_running_event_loop_too(signer):
    async def somewhere():
        return inspect(sign(draw(PAPER), signer, name="Körpü", reason="Certificate")).whole

    assert asyncio.run(somewhere())


def test_a_paper_takes_a_tenth_of_a_second_at_most(signer):
    start = time.process_time()
    for _turn in range(10):
        sign(draw(PAPER), signer, name="Körpü", reason="Certificate")
    assert (time.process_time() - start) / 10 < 0.2


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not here")
def test_another_program_calls_the_signature_valid(signed, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(signed)
    said = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said and "Total document signed" in said and "ETSI.CAdES.detached" in said
