"""What anybody reads who checks a badge elsewhere, the holder's files, and who may not have them."""

import jwt
import pytest
from django.core.cache import cache
from django.test import Client

from courses import api
from courses.domain.badges import badge_keys
from courses.domain.badges.credentials import choose_shown
from courses.domain.certificates.verify import check_file
from courses.models import CoursePage
from elearn.history.models import Entry, Kind
from elearn.people.models import Role
from tests.courses.papers import completed_enrolment
from tests.courses.test_certificate_page import client_of, file_of, murad, rena
from tests.factories import course_with, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts_from_before():
    cache.clear()


@pytest.fixture
def certificate():
    gunay = person("Günay Məmmədova", email="gunay@public.example", roles=[Role.LEARNER])
    return api.certify(completed_enrolment(gunay))


def said(certificate) -> dict:
    return jwt.decode(certificate.credential, options={"verify_signature": False})


def test_every_address_in_a_badge_answers_and_any_site_may_read_it(certificate, settings):
    payload = said(certificate)
    achievement = payload["credentialSubject"]["achievement"]
    addresses = {
        jwt.get_unverified_header(certificate.credential)["kid"]: "application/jwk+json",
        payload["issuer"]["id"]: "application/ld+json",
        achievement["id"]: "application/ld+json",
        achievement["image"]["id"]: "image/png",
        payload["credentialStatus"]["statusListCredential"]: "application/vc+jwt",
    }
    for address, kind in addresses.items():
        answer = Client().get(address.removeprefix(settings.BASE_URL))
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert set(answer["Cache-Control"].split(", ")) == {"max-age=300", "public"}
        assert not answer.cookies


def test_the_key_at_the_kid_checks_the_badge(certificate, settings):
    kid = jwt.get_unverified_header(certificate.credential)["kid"]
    jwk = Client().get(kid.removeprefix(settings.BASE_URL)).json()
    assert set(jwk) == {"alg", "e", "kid", "kty", "n", "use"} and jwk["kid"] == kid.rpartition("/")[2]
    assert jwt.decode(certificate.credential, jwt.PyJWK(jwk), algorithms=["RS256"])["jti"] == said(certificate)["jti"]


def test_private_keys_are_at_no_address(certificate):
    for name in ("badge", "signing", "..", "badge.pem", "../badge.pem", "x" * 65, "_" * 43):
        assert Client().get(f"/badges/keys/{name}").status_code == 404


def test_a_key_from_before_stays_at_its_address(certificate):
    before = badge_keys.thumbprint()
    badge_keys.replace()
    assert [Client().get(f"/badges/keys/{mark}").status_code for mark in (before, badge_keys.thumbprint())] == [
        200,
        200,
    ]


@pytest.mark.parametrize(
    ("base", "did"),
    [
        ("https://korpu.example", "did:web:korpu.example"),
        ("https://korpu.example:8443", "did:web:korpu.example%3A8443"),
        ("http://korpu.example", ""),
        ("https://korpu.example/school", ""),
    ],
)
def test_did_web_is_there_only_where_the_base_is_https(settings, base, did):
    settings.BASE_URL = base
    answer = Client().get("/.well-known/did.json")
    assert answer.status_code == (200 if did else 404)
    if did:
        document = answer.json()
        assert (document["id"], document["alsoKnownAs"]) == (did, [f"{base}/badges/issuer/"])
        method = document["verificationMethod"][0]
        assert method["id"] == f"{did}#{badge_keys.thumbprint()}" and "d" not in method["publicKeyJwk"]


def test_achievements_of_public_courses_and_of_those_with_badges_alone(certificate):
    course = certificate.enrolment.course
    hidden, _lessons = course_with({}, title="Qaralama")
    CoursePage.objects.filter(pk__in=[course.pk, hidden.pk]).update(live=False)
    assert Client().get(f"/badges/achievements/course-{course.pk}/").json()["name"] == course.title
    for key in (f"course-{hidden.pk}", "course-99999", "course-", "course-1x", "course-" + "9" * 30, "other"):
        assert Client().get(f"/badges/achievements/{key}/").status_code == 404
        assert Client().get(f"/badges/achievements/{key}/picture.png").status_code == 404
    for key in ("home", "contribution"):
        assert Client().get(f"/badges/achievements/{key}/picture.svg")["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize("form", ["jwt", "svg", "png"])
def test_the_holder_and_coordinators_get_the_badge_and_nobody_else(certificate, form):
    address = f"{certificate.get_absolute_url()}badge.{form}"
    assert client_of().get(address).url.startswith("/sign-in/")
    assert client_of(murad()).get(address).status_code == 403
    for who in (certificate.enrolment.person, rena()):
        answer = client_of(who).get(address)
        assert check_file(answer.content).certificate == certificate
        assert answer["Content-Disposition"] == f'attachment; filename="{certificate.number}.{form}"'
        assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"].startswith("noindex")


def test_other_forms_and_codes_have_no_badge(certificate):
    client = client_of(certificate.enrolment.person)
    assert client.get(f"{certificate.get_absolute_url()}badge.pdf").status_code == 404
    assert client.get(f"/c/{certificate.number}-0000-0000-0000/badge.jwt").status_code == 404


# What the holder shows ------------------------------------------------------------------------------------
def test_only_the_holder_chooses_what_is_shown(certificate):
    address = f"{certificate.get_absolute_url()}shown/"
    assert client_of().get(address).status_code == 302
    for who in (murad(), rena()):
        assert client_of(who).post(address, {"shows": ["results"]}).status_code == 403
    certificate.refresh_from_db()
    assert certificate.shows == []


def test_the_page_shows_results_only_while_the_holder_wishes(certificate):
    from courses.models import QuizAttempt

    lesson = api.progress_of(certificate.enrolment.person, certificate.enrolment.course).lessons[0].lesson
    QuizAttempt.objects.create(
        enrolment=certificate.enrolment,
        lesson=lesson,
        right=5,
        asked=6,
        passed=True,
        submitted_at=certificate.issued_at,
    )
    page, holder = certificate.get_absolute_url(), client_of(certificate.enrolment.person)
    assert "5 of 6" in holder.get(f"{page}shown/").content.decode()
    assert "5 of 6" not in client_of().get(page).content.decode()
    assert holder.post(f"{page}shown/", {"shows": ["results"]}).url == page
    assert "5 of 6" in client_of().get(page).content.decode()
    assert holder.post(f"{page}shown/", {}).url == page
    assert "5 of 6" not in client_of().get(page).content.decode()


# The page of the certificate ------------------------------------------------------------------------------
def test_its_history_is_there_for_everybody_without_the_earlier_name(certificate):
    from courses.domain.certificates.correct import correct_name

    correct_name(certificate, name="Günay Elçin qızı Məmmədli")
    choose_shown(certificate, shows=["hours"])
    api.cancel(certificate, reason="Səhvən verilib.", by=None)
    html = client_of().get(certificate.get_absolute_url()).content.decode()
    history = html[html.index('id="history"') :]
    for words in (
        "Issued",
        "The name was corrected",
        "The badge was issued anew",
        "Cancelled. Reason: Səhvən verilib.",
    ):
        assert words in history
    assert history.index("Issued") < history.index("The name was corrected") < history.index("Cancelled.")
    assert "Məmmədova" not in history


def test_an_expired_one_says_so_and_never_that_it_is_valid(certificate):
    type(certificate).objects.filter(pk=certificate.pk).update(valid_until=certificate.issued_at)
    html = client_of().get(certificate.get_absolute_url()).content.decode()
    assert "This certificate has expired" in html and "This certificate is valid" not in html
    assert "It expired. It was issued for a time." in html


# Checking a badge -----------------------------------------------------------------------------------------
def test_a_badge_is_answered_without_the_name_and_without_the_way_to_it(certificate):
    html = client_of().post("/check/", {"paper": file_of(certificate.credential.encode(), "b.jwt")}).content.decode()
    assert 'data-verdict="genuine"' in html and certificate.number in html
    assert "Günay" not in html and certificate.grouped_code not in html
    entry = Entry.objects.get(kind=Kind.CREDENTIAL_CHECKED)
    assert (entry.facts, entry.subject) == ({"finding": "genuine"}, f"certificate:{certificate.pk}")


def test_whose_it_is_is_compared_with_what_was_typed(certificate):
    client = client_of()

    def answer(holder: str) -> str:
        return client.post("/check/", {"token": certificate.credential, "holder": holder}).content.decode()

    assert "It is the badge of the person you named" in answer(certificate.reference.lower())
    assert "It is not the badge of the person you named" in answer("murad@public.example")
    assert "Type an e-mail address" in answer("")
    assert 'data-verdict="unknown"' in client.post("/check/", {"token": "x" * 200_000, "holder": "a"}).content.decode()


def test_checks_of_badges_are_counted_like_those_of_papers(certificate):
    client = client_of()
    answers = [client.post("/check/", {"token": "a", "holder": "b"}).status_code for _turn in range(61)]
    assert answers[:60] == [200] * 60 and answers[60] == 429


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_page_about_our_signature_names_the_keys(language):
    from courses.domain.certificates import keys

    before, thumbprint = keys.signer().fingerprint, badge_keys.thumbprint()
    keys.replace()
    html = client_of(language=language).get("/about-our-signature/").content.decode()
    for mark in (before, keys.signer().fingerprint, thumbprint):
        assert mark in html
    assert "PRIVATE" not in html


def test_a_minor_shows_nothing_more_and_may_always_show_less(certificate):
    from courses.errors import TooYoungToShow

    learner = certificate.enrolment.person
    type(learner).objects.filter(pk=learner.pk).update(guarded=True)
    address = f"{certificate.get_absolute_url()}shown/"
    client = client_of(learner)
    assert [client.get(address).status_code, client.post(address, {"shows": ["hours"]}).status_code] == [403, 403]
    with pytest.raises(TooYoungToShow):
        choose_shown(certificate, shows=["hours"])
    type(certificate).objects.filter(pk=certificate.pk).update(shows=["hours"])
    assert choose_shown(certificate, shows=[]).shows == []
    assert "shown/" not in client.get(certificate.get_absolute_url()).content.decode()


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_asks_as_often_for_a_long_history_as_for_a_short_one(certificate, times, django_assert_num_queries):
    for turn in range(times):
        certificate = choose_shown(certificate, shows=["hours"] if turn % 2 == 0 else [])
    client_of().get(certificate.get_absolute_url())
    with django_assert_num_queries(13):
        html = client_of().get(certificate.get_absolute_url()).content.decode()
    assert html.count("The badge was issued anew") == times
