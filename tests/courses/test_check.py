"""/check/: a file is dropped, or number and code are typed."""

import pytest
from django.core.cache import cache

from courses import api
from courses.views import limits
from elearn.history.models import Entry, Kind
from tests.courses.papers import (
    completed_enrolment,
    paper_bytes,
    signed_by_another,
    with_another_name,
    without_signature,
)
from tests.courses.test_certificate_page import client_of, file_of
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts_from_before():
    cache.clear()


@pytest.fixture
def certificate():
    return api.certify(completed_enrolment())


def verdict(data: bytes, name: str = "paper.pdf") -> str:
    return client_of().post("/check/", {"paper": file_of(data, name)}).content.decode()


def test_the_page_stands_without_anything(certificate):
    html = client_of().get("/check/").content.decode()
    assert "data-drop" in html and 'type="file"' in html and 'name="reference"' in html


def test_a_genuine_file_says_what_was_checked_not_only_that(certificate):
    html = verdict(paper_bytes(certificate))
    assert 'data-verdict="genuine"' in html
    for words in (certificate.number, "Günay Elçin qızı Məmmədova", "Şərf toxumağı öyrənək"):
        assert words in html


@pytest.mark.parametrize("change", [with_another_name, without_signature, signed_by_another])
def test_an_altered_file_is_set_against_what_we_issued(certificate, change):
    html = verdict(change(paper_bytes(certificate)))
    assert 'data-verdict="altered"' in html and "do not rely on it" in html
    assert "Günay Elçin qızı Məmmədova" in html


def test_cancelled_and_strange_files_are_said_in_words(certificate):
    api.cancel(certificate, reason="Səhvən verilib.", by=None)
    html = verdict(paper_bytes(certificate))
    assert 'data-verdict="cancelled"' in html and "Səhvən verilib." in html
    assert 'data-verdict="unknown"' in verdict(b"%PDF-1.7 nothing of ours")
    assert "neither a certificate nor a badge" in verdict(b"\x89PNG a photo", "photo.png")


def test_each_check_is_kept_for_the_figures_without_names(certificate):
    for data in (paper_bytes(certificate), b"%PDF-1.7 nothing of ours"):
        verdict(data)
    noted = Entry.objects.filter(kind=Kind.CERTIFICATE_CHECKED).order_by("pk")
    assert [entry.facts["finding"] for entry in noted] == ["genuine", "unknown"]
    assert noted[0].subject == f"certificate:{certificate.pk}" and noted[0].who == ""


def test_too_large_empty_and_missing_files_are_explained(certificate):
    assert "larger than 5 MB" in verdict(b"%PDF-" + b"0" * 5 * 2**20)
    assert "This file is empty" in verdict(b"")
    assert "Choose the file first." in client_of().post("/check/", {}).content.decode()


def test_number_and_code_lead_to_the_page(certificate):
    client = client_of()
    found = client.get("/check/", {"reference": certificate.reference.lower().replace("-", " ")})
    assert found.url == certificate.get_absolute_url()
    missed = client.get("/check/", {"reference": f"{certificate.number}-0000"})
    assert missed.status_code == 200 and "There is no certificate with this number and code" in missed.content.decode()
    assert "Type the number and the code." in client.get("/check/", {"reference": ""}).content.decode()


def test_checking_is_limited(certificate, monkeypatch):
    monkeypatch.setitem(limits.RATES, "check_paper", "2/10m/ip")
    client = client_of()
    answers = [client.post("/check/", {"paper": file_of(b"%PDF-1.7")}).status_code for _turn in range(3)]
    assert answers == [200, 200, 429]


def test_a_page_costs_the_same_few_queries_for_a_visitor(certificate, django_assert_max_num_queries):
    client = client_of()
    client.get("/check/")
    with django_assert_max_num_queries(16):
        client.post("/check/", {"paper": file_of(paper_bytes(certificate))})


def test_a_learner_without_papers_name_is_certified_by_name():
    made = api.certify(completed_enrolment(person("Murad Quliyev")))
    assert made.claims["holder"] == "Murad Quliyev"
