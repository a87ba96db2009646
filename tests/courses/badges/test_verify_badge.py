"""What a badge is, whatever somebody makes of it: file, picture or record; genuine, cancelled, altered, nobody's."""

import base64
import io
import json
import struct
import time
import zlib

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from django.core.files.storage import storages
from django.utils import timezone

from courses import api
from courses.documents.badge_file import tokens_in
from courses.documents.badge_picture import BadgeWords, bake, draw_badge
from courses.documents.credential import new_key, private_key, sign_payload
from courses.domain.badges import badge_keys
from courses.domain.badges.credentials import choose_shown
from courses.domain.certificates.verdict import Finding, Unreadable
from courses.domain.certificates.verify import check_file
from courses.models import Certificate
from tests.courses.papers import completed_enrolment
from tests.factories import person

pytestmark = pytest.mark.django_db
WORDS = BadgeWords("az", "Sertifikat", "Şərf toxumağı öyrənək", "Körpü")


@pytest.fixture
def certificate():
    return api.certify(completed_enrolment())


def forms(token: str) -> dict[str, bytes]:
    """The record alone, in a text around it, and in both pictures."""
    return {
        "jwt": token.encode(),
        "text": f'\ufeff{{"credential": "{token}", "ad": "Şərf"}}\n'.encode(),
        "svg": bake(draw_badge(WORDS, "svg"), token, "svg"),
        "png": bake(draw_badge(WORDS, "png"), token, "png"),
    }


@pytest.mark.parametrize("form", ["jwt", "text", "svg", "png"])
def test_a_badge_is_genuine_in_every_form_until_it_is_cancelled(certificate, form):
    data = forms(certificate.credential)[form]
    assert (check_file(data).finding, check_file(data).certificate) == (Finding.GENUINE, certificate)
    api.cancel(certificate, reason="Səhvən verilib.", by=None)
    assert check_file(data).finding == Finding.CANCELLED


def test_an_expired_one_says_so_and_so_does_its_paper(certificate):
    paper = storages["papers"].open(certificate.paper).read()
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=timezone.now())
    assert {check_file(data).finding for data in (certificate.credential.encode(), paper)} == {Finding.EXPIRED}


def test_one_that_was_issued_anew_is_replaced(certificate):
    after = choose_shown(certificate, shows=["results"])
    assert check_file(certificate.credential.encode()).finding == Finding.REPLACED
    assert check_file(after.credential.encode()).finding == Finding.GENUINE


def test_it_is_known_by_its_digest_when_the_holder_is_removed(certificate):
    from courses.own_data.school import forget_holder

    token = certificate.credential.encode()
    forget_holder(certificate)
    certificate.refresh_from_db()
    assert (certificate.credential, check_file(token).finding) == ("", Finding.GENUINE)


def test_a_key_from_before_still_proves_what_it_signed(certificate):
    badge_keys.replace()
    assert check_file(certificate.credential.encode()).finding == Finding.GENUINE


# Forged ---------------------------------------------------------------------------------------------------
def part(token: str, number: int) -> dict:
    text = token.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def packed(value: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def with_other_hours(token: str) -> str:
    said = part(token, 1)
    said["credentialSubject"]["achievement"]["criteria"]["narrative"] = "Tələb olunub: 900 saat"
    head, _body, signature = token.split(".")
    return f"{head}.{packed(said)}.{signature}"


def unsigned(token: str) -> str:
    return f"{packed(part(token, 0) | {'alg': 'none'})}.{token.split('.')[1]}."


def stripped(token: str) -> str:
    return token.rpartition(".")[0] + "."


def with_public_key_as_secret(token: str) -> str:
    """The classic confusion: HMAC with the text of our public key, which anybody has."""
    jwk = badge_keys.known_keys()[badge_keys.thumbprint()]
    public = jwt.PyJWK(jwk).key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    import hashlib
    import hmac

    signed = f"{packed(part(token, 0) | {'alg': 'HS256'})}.{token.split('.')[1]}"
    digest = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def by_another_key(token: str) -> str:
    return jwt.encode(part(token, 1), private_key(new_key()), "RS256", headers={"kid": part(token, 0)["kid"]})


def with_a_kid_elsewhere(token: str) -> str:
    return sign_payload(part(token, 1), new_key(), keys="https://forger.example/badges/keys/")


def with_own_key_in_the_header(token: str) -> str:
    from courses.documents.credential import public_jwk

    key = new_key()
    return jwt.encode(part(token, 1), private_key(key), "RS256", headers={"jwk": public_jwk(key)})


def in_another_spelling(token: str) -> str:
    """The same signature with unused bits set: other bytes, the same meaning."""
    return token[:-1] + ("B" if token[-1] == "A" else chr(ord(token[-1]) + 1))


FORGERIES = [
    with_other_hours, unsigned, stripped, with_public_key_as_secret, by_another_key, with_a_kid_elsewhere,
    with_own_key_in_the_header, in_another_spelling,
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
def test_what_we_did_not_sign_and_says_that_it_is_ours_is_altered(certificate, forge):
    forged = forge(certificate.credential)
    assert forged != certificate.credential
    for data in forms(forged).values():
        verdict = check_file(data)
        assert (verdict.finding, verdict.certificate) == (Finding.ALTERED, None)


def test_a_record_of_another_in_the_row_does_not_make_a_forgery_genuine(certificate):
    """Somebody who can write to the database but has no key."""
    import hashlib

    forged = by_another_key(certificate.credential)
    Certificate.objects.filter(pk=certificate.pk).update(credential_sha256=hashlib.sha256(forged.encode()).hexdigest())
    assert check_file(forged.encode()).finding == Finding.ALTERED


def test_a_stale_list_proves_nothing_here(certificate):
    from courses.domain.badges import status_lists

    stale = status_lists.published(certificate.status_list.number).token
    api.cancel(certificate, reason="Səhvən verilib.", by=None)
    assert check_file(stale.encode()).unreadable == Unreadable.LIST
    both = json.dumps({"credential": certificate.credential, "list": stale}).encode()
    assert check_file(both).finding == Finding.ALTERED
    elsewhere = part(certificate.credential, 1)
    elsewhere["credentialStatus"]["statusListCredential"] = "https://forger.example/list"
    assert check_file(sign_payload(elsewhere, new_key(), keys="https://x.example/").encode()).finding == Finding.ALTERED


def test_two_records_in_one_file_are_never_genuine(certificate):
    other = api.certify(completed_enrolment(person("Murad Quliyev")))
    twice = f"{certificate.credential}\n{other.credential}".encode()
    assert check_file(twice).finding == Finding.ALTERED
    svg = bake(bake(draw_badge(WORDS, "svg"), certificate.credential, "svg"), other.credential, "svg")
    png = bake(bake(draw_badge(WORDS, "png"), certificate.credential, "png"), other.credential, "png")
    assert [check_file(data).finding for data in (svg, png)] == [Finding.ALTERED] * 2


def test_what_names_somebody_else_is_none_of_ours(certificate):
    said = json.loads(
        json.dumps(part(certificate.credential, 1)).replace("http://localhost:8000", "https://else.example")
    )
    foreign = sign_payload(said, new_key(), keys="https://else.example/keys/")
    assert {check_file(data).finding for data in forms(foreign).values()} == {Finding.UNKNOWN}


def test_the_document_without_its_signature_is_altered(certificate):
    bare = json.dumps(part(certificate.credential, 1), ensure_ascii=False).encode()
    assert check_file(bare).finding == Finding.ALTERED


def test_a_picture_without_a_record_is_no_badge():
    for form in ("svg", "png"):
        verdict = check_file(draw_badge(WORDS, form))
        assert (verdict.finding, verdict.unreadable) == (Finding.UNKNOWN, Unreadable.NO_KIND)


# Hostile --------------------------------------------------------------------------------------------------
def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


PNG = b"\x89PNG\r\n\x1a\n"
LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 20))
HOSTILE = {
    "packed zeros": lambda: (
        PNG + chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"0" * 50_000_000, 9))
    ),
    "chunks without end": lambda: PNG + chunk(b"iTXt", b"") * 400_000,
    "a length that lies": lambda: PNG + b"\xff\xff\xff\xffiTXt" + b"x" * 1000,
    "records without end": lambda: PNG + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0aaaa") * 100_000,
    "laughs": lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">' + LAUGHS + b"]><svg>&a19;</svg>",
    "a file of the server": lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    "elements": lambda: b"<svg>" + b"<a/>" * 1_250_000 + b"</svg>",
    "depth": lambda: b"<a>" * 1_600_000,
    "attributes": lambda: b"<svg " + b" ".join(b'a%d=""' % number for number in range(400_000)) + b"/>",
    "text": lambda: b'<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0">' + b"x" * 5_000_000,
    "dots": lambda: b"." * 60_000,
    "long words": lambda: b"aaaaaaaaaaaaaaaa" * 4_000,
    "brackets": lambda: b"eyJhbGciOiJSUzI1NiJ9." + base64.urlsafe_b64encode(b"[" * 40_000) + b".c2lnbmF0dXJl",
    "no utf-8": lambda: b"{\xff\xfe",
    "surrogates": lambda: b'<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0" verify="&#xD800;a.b.c"/>',
    "not text": lambda: bytes(range(256)) * 100,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_answered_soon_and_break_nothing(name):
    data = HOSTILE[name]()[: 5 * 2**20]
    start = time.process_time()
    assert check_file(data).finding in (Finding.UNKNOWN, Finding.ALTERED)
    assert time.process_time() - start < 3


def test_at_most_64_kilobytes_are_unpacked():
    zipped = PNG + chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"0" * 50_000_000, 9))
    assert [len(token) for token in tokens_in(zipped)] == [64 * 2**10]


def test_a_packed_record_is_found_too(certificate):
    picture = io.BytesIO(draw_badge(WORDS, "png")).getvalue()
    itxt = chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(certificate.credential.encode()))
    assert check_file(picture[:-12] + itxt + picture[-12:]).finding == Finding.GENUINE
