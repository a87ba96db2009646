"""What checks papers in the benchmark trusts our published certificates alone; who cannot check says so."""

import os

import pytest

import courses.api as school
from courses.documents.certificate import draw
from courses.documents.paper_key import new_signer
from courses.documents.signature import inspect, sign
from courses.domain.badges import badge_keys
from courses.domain.certificates import keys
from elearn.operations.apart import WentWrong
from elearn.operations.papers import check, measure
from elearn.operations.papers.trust import is_ours
from tests.courses.papers import completed_in, paper_bytes, with_another_name
from tests.courses.test_documents_certificate import PAPER
from tests.factories import course_with, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> bytes:
    return paper_bytes(school.certify(completed_in(course_with({})[0], person("Günay"))))


def test_our_own_paper_is_ours_also_after_the_key_was_replaced(paper):
    assert is_ours(paper, school.known_certificates())
    keys.replace()
    assert is_ours(paper, school.known_certificates())


def test_a_paper_signed_by_a_stranger_does_not_count(paper):
    stranger = new_signer("Körpü")  # the same name, another key
    forged = sign(draw(PAPER), stranger, name="Körpü", reason="Certificate")
    assert inspect(forged).whole  # unbroken, by whatever certificate it brings along
    assert not is_ours(forged, school.known_certificates())
    assert is_ours(forged, [stranger.certificate]) and not is_ours(paper, [stranger.certificate])


def test_what_was_changed_or_is_no_paper_does_not_count(paper):
    known = school.known_certificates()
    assert not is_ours(with_another_name(paper), known)
    assert not is_ours(paper[:-200], known) and not is_ours(b"%PDF-1.7", known) and not is_ours(paper, [])


def test_without_pdfsig_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(measure.shutil, "which", lambda _name: None)
    monkeypatch.setattr(measure, "made", lambda _count: pytest.fail("It began all the same."))
    with pytest.raises(WentWrong, match="pdfsig"):
        measure.measure(1, lambda _words: None)


def test_it_runs_on_two_cores_and_gives_back_the_others():
    before = os.sched_getaffinity(0)
    with measure.pinned(2) as used:
        assert os.sched_getaffinity(0) == set(used) and len(used) == min(2, len(before))
    assert os.sched_getaffinity(0) == before


def test_it_names_who_checks_badges(monkeypatch):
    monkeypatch.setattr(check, "has_npm_tools", lambda: False)
    assert check.verifiers() == ["PyJWT"]
    monkeypatch.setattr(check, "has_npm_tools", lambda: True)
    assert check.verifiers() == ["PyJWT", *check.NPM]


def test_badges_hold_for_others_too_after_their_key_was_replaced(paper):
    """They are not signed anew: the public half stays at the address that each badge names."""
    before = badge_keys.thumbprint()
    assert check.credentials_ok() == 1
    badge_keys.replace()
    assert badge_keys.thumbprint() != before and check.credentials_ok() == 1
