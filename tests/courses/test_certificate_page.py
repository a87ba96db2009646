"""The public page, the paper, the correction: who sees what."""

from urllib.parse import unquote_plus

import pytest
from django.core.cache import cache
from django.test import Client

from courses import api
from elearn.people.models import Role
from tests.courses.papers import completed_enrolment, paper_bytes, with_another_name
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts_from_before():
    cache.clear()


@pytest.fixture
def certificate():
    gunay = person(
        "Günay Məmmədova", papers_name="Günay Elçin qızı Məmmədova", email="gunay@page.example", roles=[Role.LEARNER]
    )
    return api.certify(completed_enrolment(gunay))


def client_of(who=None, language: str = "en") -> Client:
    client = Client()
    client.cookies["language"] = language
    if who is not None:
        client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def murad():
    return person("Murad Quliyev", email="murad@page.example", roles=[Role.LEARNER])


def rena():
    return person("Rəna Həsənova", email="rena@page.example", roles=[Role.COORDINATOR])


def file_of(data: bytes, name: str = "paper.pdf"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data, "application/pdf")


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_anybody_with_the_address_sees_every_claim_and_no_score(certificate, language):
    page = client_of(language=language).get(certificate.get_absolute_url())
    html = page.content.decode()
    for words in ("Günay Elçin qızı Məmmədova", "Şərf toxumağı öyrənək", "Leyla Əliyeva", certificate.number):
        assert words in html
    assert "noindex" in html and page["X-Robots-Tag"].startswith("noindex")
    assert "score" not in html.lower() and "%" not in html.split("<main")[1].split("</main")[0].replace("%20", "")
    assert "wa.me" not in html and "paper.pdf" not in html


def test_it_says_valid_until_it_is_cancelled_and_then_why(certificate):
    assert b"This certificate is valid" in client_of().get(certificate.get_absolute_url()).content
    api.cancel(certificate, reason="Issued <b>twice</b>", by=None)
    html = client_of().get(certificate.get_absolute_url()).content.decode()
    assert "This certificate is cancelled" in html and "Issued &lt;b&gt;twice&lt;/b&gt;" in html
    assert "This certificate is valid" not in html and "Günay Elçin qızı" in html


def test_the_address_is_forgiving_about_how_it_is_typed_but_not_about_the_code(certificate):
    client = client_of()
    for typed in (f"{certificate.number}-{certificate.code}", certificate.reference.lower()):
        answer = client.get(f"/c/{typed}/")
        assert (answer.status_code, answer.url) == (302, certificate.get_absolute_url())
    for wrong in (certificate.number, f"{certificate.number}-0000-0000-0000", "KP", "%00", "x" * 300):
        assert client.get(f"/c/{wrong}/").status_code == 404


def test_codes_cannot_be_tried_out(certificate):
    client = client_of()
    answers = [client.get(f"/c/{certificate.number}-0000-0000-{number:04}/").status_code for number in range(32)]
    assert answers[:30] == [404] * 30 and answers[30:] == [429, 429]
    assert client.get(certificate.get_absolute_url()).status_code == 429
    assert client.get("/check/", {"reference": certificate.reference}).status_code == 429


def test_the_holder_downloads_shares_and_may_correct(certificate):
    client = client_of(certificate.enrolment.person)
    html = client.get(certificate.get_absolute_url()).content.decode()
    start = html.index("https://wa.me/")
    assert certificate.get_absolute_url() in unquote_plus(html[start : html.index('"', start)])
    assert html.index("wa.me") < html.index("mailto:")
    answer = client.get(certificate.get_absolute_url() + "paper.pdf")
    assert b"".join(answer.streaming_content) == paper_bytes(certificate)
    assert answer["Content-Type"] == "application/pdf" and certificate.number in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("part", ["paper.pdf", "name/"])
def test_paper_and_name_are_for_the_holder(certificate, part):
    address = certificate.get_absolute_url() + part
    assert client_of().get(address).url.startswith("/sign-in/")
    assert client_of(murad()).get(address).status_code == 403
    coordinator = client_of(rena()).get(address).status_code
    assert coordinator == (200 if part == "paper.pdf" else 403)
    assert client_of(certificate.enrolment.person).get(address).status_code == 200


def test_the_holder_corrects_the_name_once(certificate):
    client = client_of(certificate.enrolment.person)
    address = certificate.get_absolute_url() + "name/"
    assert "Write your name." in client.post(address, {"name": " "}).content.decode()
    assert client.post(address, {"name": "Günay Məmmədli"}).url == certificate.get_absolute_url()
    certificate.refresh_from_db()
    assert certificate.claims["holder"] == "Günay Məmmədli"
    assert b"no longer possible" in client.post(address, {"name": "Murad"}).content
    assert "Günay Məmmədli" in client_of().get(certificate.get_absolute_url()).content.decode()


def test_a_file_dropped_on_the_page_is_checked_against_it(certificate):
    client, address = client_of(), certificate.get_absolute_url()
    genuine = client.post(address, {"paper": file_of(paper_bytes(certificate))}).content.decode()
    assert 'data-verdict="genuine"' in genuine and "Günay Elçin qızı Məmmədova has completed the course" in genuine
    altered = client.post(address, {"paper": file_of(with_another_name(paper_bytes(certificate)))}).content.decode()
    assert 'data-verdict="altered"' in altered
    assert "Choose the file first." in client.post(address, {}).content.decode()
