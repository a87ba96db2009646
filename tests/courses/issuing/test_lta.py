"""Papers that last: a timestamp authority of our own in a thread, asked over HTTP; and one that does not answer."""

import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from asn1crypto import keys, tsp, x509
from cryptography import x509 as crypto_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from courses.documents import make as making
from courses.documents import signature as signing
from courses.documents.certificate import draw
from courses.documents.make import Job, make
from courses.documents.paper_key import fingerprint, new_signer
from courses.documents.signature import inspect, sign
from courses.documents.timestamp import Tsa
from tests.courses.papers import with_another_name
from tests.courses.test_documents_certificate import PAPER


@pytest.fixture(scope="module")
def authority():
    """A timestamp authority at an address of this machine; its certificate is its own root."""
    certificate, key = _authority_key()
    hand = DummyTimeStamper(certificate, key, certs_to_embed=[certificate])
    asked = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = hand.request_tsa_response(question).dump()
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_said):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield Tsa(f"http://127.0.0.1:{server.server_port}/", roots=(certificate.dump(),)), asked
    server.shutdown()
    server.server_close()


def _authority_key():
    key = rsa.generate_private_key(65537, 2048)
    name = crypto_x509.Name([crypto_x509.NameAttribute(NameOID.COMMON_NAME, "Time")])
    now = datetime.now(UTC)
    made = (
        crypto_x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(crypto_x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return x509.Certificate.load(made.public_bytes(form[0])), keys.PrivateKeyInfo.load(key.private_bytes(*form))


@pytest.fixture
def lasting(authority):
    tsa, _asked = authority
    signer = new_signer("Körpü")
    return make(Job(1, PAPER, signer, "Certificate", tsa=tsa)), signer


def test_a_paper_with_a_timestamp_is_whole_and_ours(lasting):
    made, signer = lasting
    assert made.level == "B-LTA"
    seen = inspect(made.pdf)
    assert seen.whole and seen.signer == signer.fingerprint == made.signer_sha256
    reader = PdfFileReader(BytesIO(made.pdf))
    assert len(reader.embedded_regular_signatures) == len(reader.embedded_timestamp_signatures) == 1
    assert "/DSS" in reader.root and "/StructTreeRoot" in reader.root


def test_whatever_is_added_or_taken_from_it_makes_it_not_whole(lasting, authority):
    made, _signer = lasting
    assert not inspect(with_another_name(made.pdf)).whole
    reader = PdfFileReader(BytesIO(made.pdf))
    byte_range = reader.embedded_regular_signatures[0].byte_range
    signed_only = made.pdf[: byte_range[2] + byte_range[3]]
    # What is left is a paper of level B-B, which the site does not know: it knows the whole file's digest alone.
    assert len(signed_only) < len(made.pdf) and inspect(signed_only).whole
    damaged = bytearray(made.pdf)
    damaged[len(signed_only) + 40] ^= 1
    assert not inspect(bytes(damaged)).whole


def test_a_second_signature_is_not_whole(lasting):
    made, _signer = lasting
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer = IncrementalPdfFileWriter(BytesIO(made.pdf))
    append_signature_field(writer, SigFieldSpec("Other"))
    out = BytesIO()
    writer.write(out)
    assert not inspect(out.getvalue()).whole
    other = new_signer("Other")
    hand = signers.SimpleSigner(
        x509.Certificate.load(other.certificate), keys.PrivateKeyInfo.load(other.key), cert_registry=None
    )
    twice = BytesIO()
    try:
        signers.sign_pdf(
            IncrementalPdfFileWriter(BytesIO(made.pdf)), signers.PdfSignatureMetadata(field_name="Other"),
            signer=hand, output=twice,
        )  # fmt: skip
    except Exception:  # the library itself may refuse: no changes are allowed
        return
    assert not inspect(twice.getvalue()).whole


def test_an_authority_that_is_silent_is_left_alone_and_the_paper_is_issued(monkeypatch):
    monkeypatch.setattr(making._Authority, "silent_until", 0.0)
    tried = []

    def refused(*facts, tsa=None, **more):
        if tsa:
            tried.append(tsa)
            raise OSError("Nobody answers.")
        return sign(*facts, **more)

    monkeypatch.setattr(signing, "sign", refused)
    job = Job(1, PAPER, new_signer("Körpü"), "Certificate", tsa=Tsa("https://time.example/"))
    assert [make(job).level, make(job).level] == ["B-B", "B-B"]
    assert len(tried) == 1
    assert inspect(make(job).pdf).whole


def test_the_tool_that_others_use_accepts_the_signature_and_shows_the_timestamp(lasting, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig is part of poppler-utils")
    path = tmp_path / "paper.pdf"
    path.write_bytes(lasting[0].pdf)
    told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    # It does not check timestamps of files: "not yet verified" is what it says of every one.
    assert told.count("Signature is Valid.") == 1 and "Signature #2" in told and "not yet been verified" in told


def test_a_plain_paper_is_as_before():
    signer = new_signer("Körpü")
    made = make(Job(7, PAPER, signer, "Certificate"))
    assert (made.key, made.level, made.token, made.token_sha256) == (7, "B-B", "", "")
    assert inspect(made.pdf).whole and made.signer_sha256 == fingerprint(signer.certificate)
    assert not inspect(draw(PAPER)).whole
