"""The credential of a certificate: what it says, how it is signed, and what it keeps to itself."""

import hashlib
import json
from decimal import Decimal

import jwt
import pytest
from django.utils import timezone
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from courses import api
from courses.domain.badges import badge_keys
from courses.domain.badges.credentials import MOST_REPLACED, choose_shown, ensure
from courses.errors import TooManyBadges
from courses.models import Certificate, FilmProgress, QuizAttempt
from elearn.history.models import Entry, Kind
from elearn.people.models import ContactPoint
from tests.courses.papers import completed_enrolment
from tests.factories import person, ready_film

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    gunay = person("Günay Məmmədova", papers_name="Günay Elçin qızı Məmmədova", email="gunay@badge.example")
    ContactPoint.objects.filter(person=gunay).update(verified_at=timezone.now())
    return api.certify(completed_enrolment(gunay))


def payload(certificate: Certificate) -> dict:
    return jwt.decode(certificate.credential, options={"verify_signature": False})


def hashed(value: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256((value + salt).encode()).hexdigest()


def test_it_is_issued_in_the_same_act_and_signed_with_rs256_by_a_key_at_an_address(certificate, settings):
    header = jwt.get_unverified_header(certificate.credential)
    address = f"{settings.BASE_URL}/badges/keys/{badge_keys.thumbprint()}"
    assert header == {"alg": "RS256", "kid": address, "typ": "JWT"}
    assert certificate.credential_sha256 == hashlib.sha256(certificate.credential.encode()).hexdigest()
    assert (certificate.status_list.size, 0 <= certificate.status_index < 131_072) == (131_072, True)


def test_it_says_what_was_required_and_that_it_was_met(certificate, settings):
    said = payload(certificate)
    achievement = said["credentialSubject"]["achievement"]
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["issuer"]["id"] == said["iss"] == f"{settings.BASE_URL}/badges/issuer/"
    assert (said["id"], said["id"][:9]) == (said["jti"], "urn:uuid:")
    assert achievement["achievementType"] == "CertificateOfCompletion"
    assert achievement["id"].endswith(f"/badges/achievements/course-{certificate.enrolment.course_id}/")
    assert "2 dərs" in achievement["criteria"]["narrative"] and "alignment" not in achievement
    place = said["credentialStatus"]
    assert place["statusListIndex"] == str(certificate.status_index)
    assert place["statusListCredential"].endswith(f"/badges/status/{certificate.status_list.number}")


def test_it_holds_no_name_no_code_and_no_result(certificate):
    text = json.dumps(payload(certificate), ensure_ascii=False)
    for secret in ("Günay", "Məmmədova", "gunay@", certificate.code, certificate.grouped_code, certificate.number):
        assert secret not in text
    for word in ("result", "score", "evidence"):
        assert f'"{word}' not in text


def test_whose_it_is_can_be_shown_with_salted_hashes(certificate):
    identities = payload(certificate)["credentialSubject"]["identifier"]
    assert [one["identityType"] for one in identities] == ["systemId", "emailAddress"]
    for one, value in zip(identities, (certificate.reference, "gunay@badge.example"), strict=True):
        assert one["hashed"] and len(one["salt"]) == 32
        assert one["identityHash"] == hashed(value, one["salt"])


@pytest.mark.parametrize("change", [{"verified_at": None}, {"is_shared": True}])
def test_an_address_that_is_not_proved_or_is_shared_is_nobodys_identity(change):
    murad = person("Murad Quliyev", email="murad@badge.example")
    ContactPoint.objects.filter(person=murad).update(**{"verified_at": timezone.now(), **change})
    identities = payload(api.certify(completed_enrolment(murad)))["credentialSubject"]["identifier"]
    assert [one["identityType"] for one in identities] == ["systemId"]


def test_two_credentials_share_neither_salt_nor_id_nor_place(certificate):
    other = api.certify(completed_enrolment(person("Murad Quliyev")))
    salts = {payload(one)["credentialSubject"]["identifier"][0]["salt"] for one in (certificate, other)}
    assert len(salts) == len({payload(one)["id"] for one in (certificate, other)}) == 2
    assert (certificate.status_list, certificate.status_index) != (other.status_list, other.status_index)


def test_the_library_s_own_verifier_accepts_it_and_refuses_it_changed(certificate):
    pem = jwt.PyJWK(badge_keys.known_keys()[badge_keys.thumbprint()]).key
    seen = OB3Verifier(pem).verify(certificate.credential)
    assert seen.achievement.name == "Şərf toxumağı öyrənək"
    head, body, signature = certificate.credential.split(".")
    with pytest.raises(OB3VerificationError):
        OB3Verifier(pem).verify(f"{head}.{body[:-4]}AAAA.{signature}")


def test_a_certificate_from_before_gets_its_credential_when_somebody_asks(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(credential="", credential_sha256="", status_list=None)
    certificate.refresh_from_db()
    first = ensure(certificate)
    assert first.credential and first.status_list and ensure(first).credential == first.credential
    assert ensure(certificate).credential == first.credential


def test_a_cancelled_or_nameless_one_gets_none(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(credential="", credential_sha256="")
    for change in ({"cancelled_at": timezone.now()}, {"cancelled_at": None, "paper": "removed"}):
        Certificate.objects.filter(pk=certificate.pk).update(**change)
        certificate.refresh_from_db()
        assert ensure(certificate).credential == ""


# What the holder shows ------------------------------------------------------------------------------------
@pytest.fixture
def learnt(certificate):
    """Three attempts, of which the second passed best, and 95 minutes of a film."""
    enrolment = certificate.enrolment
    lesson = api.progress_of(enrolment.person, enrolment.course).lessons[0].lesson
    for right, passed in ((1, False), (5, True), (4, True)):
        QuizAttempt.objects.create(
            enrolment=enrolment, lesson=lesson, right=right, asked=6, passed=passed, submitted_at=timezone.now()
        )
    film = lesson.film or ready_film()
    if lesson.film is None:
        type(lesson).objects.filter(pk=lesson.pk).update(film=film)
    FilmProgress.objects.update_or_create(
        person=enrolment.person, film=film, defaults={"watched_ms": 95 * 60_000, "changed_at": timezone.now()}
    )
    return certificate


def results(certificate) -> dict[str, str]:
    subject = payload(certificate)["credentialSubject"]
    return {one["resultDescription"].rpartition("#")[2]: one["value"] for one in subject.get("result", [])}


def test_results_and_hours_are_shown_only_as_the_holder_wishes_and_it_can_be_undone(learnt):
    before = learnt.credential_sha256
    shown = choose_shown(learnt, shows=["results", "hours"])
    assert results(shown) == {"score": "5/6", "attempts": "3", "minutes": "95"}
    some = choose_shown(shown, shows=["hours", "nonsense"])
    assert (some.shows, results(some)) == (["hours"], {"minutes": "95"})
    none = choose_shown(some, shows=[])
    assert (none.shows, results(none)) == ([], {})
    replaced = list(none.replaced_credentials.order_by("pk").values_list("credential_sha256", flat=True))
    assert replaced == [before, shown.credential_sha256, some.credential_sha256]
    places = [(row.status_list_id, row.status_index) for row in none.replaced_credentials.all()]
    assert len({*places, (none.status_list_id, none.status_index)}) == 4
    assert [entry.facts for entry in Entry.objects.filter(kind=Kind.CREDENTIAL_SHOWN).order_by("pk")] == [
        {"shows": "results hours"}, {"shows": "hours"}, {"shows": ""},
    ]  # fmt: skip


def test_the_same_wish_twice_changes_nothing(learnt):
    assert choose_shown(learnt, shows=[]).credential == learnt.credential
    assert not Entry.objects.filter(kind=Kind.CREDENTIAL_SHOWN).exists()


def test_to_show_more_ends_somewhere_and_to_show_less_never(learnt):
    for turn in range(MOST_REPLACED):
        learnt = choose_shown(learnt, shows=["hours"] if turn % 2 == 0 else [])
    with pytest.raises(TooManyBadges):
        choose_shown(learnt, shows=["results"])
    Certificate.objects.filter(pk=learnt.pk).update(shows=["results"])
    learnt.refresh_from_db()
    assert choose_shown(learnt, shows=[]).shows == []


def test_a_recognition_is_in_it_only_whole(certificate):
    from courses.domain.badges.credentials import facts_of
    from courses.domain.certificates.claims import Claims

    alignment = {
        "recognised_by": "Institut", "decision_number": "12", "decision_date": "2026-03-01",
        "framework": "AzMKÇ", "level": "Səviyyə 3",
    }  # fmt: skip
    claims = Claims.from_json(certificate.claims | {"design": {"alignment": alignment}})
    facts = facts_of(certificate, claims)
    assert (facts.recognition.level, facts.recognition.decision) == ("Səviyyə 3", "12")
    assert "Institut" in facts.recognition.words
    assert facts_of(certificate, Claims.from_json(certificate.claims)).recognition is None
    assert Decimal(certificate.claims["hours"]) > 0


def test_what_its_facts_cost(certificate, django_assert_num_queries):
    from courses.domain.badges.credentials import facts_of, proved_emails
    from courses.domain.certificates.claims import Claims

    row = Certificate.objects.with_holder().select_related("status_list").get(pk=certificate.pk)
    claims = Claims.from_json(row.claims)
    emails = proved_emails([row.person.pk])
    with django_assert_num_queries(0):
        facts_of(row, claims, emails=emails)
    with django_assert_num_queries(1):
        facts_of(row, claims)
