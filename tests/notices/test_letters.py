"""Letters: the words of a message on paper, and never where somebody lives, a code, or what opens something."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.notices import api
from elearn.notices.models import Notice
from elearn.people.api import write_home
from elearn.visits.models import Visit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(signed_in):
    who = factories.staff("Nigar", "operator")
    browser = signed_in(who)
    browser.person = who
    return browser


@pytest.fixture
def printed(monkeypatch) -> list[str]:
    """The words of the letters that were drawn."""
    from elearn.notices.domain import letters

    words, draw = [], letters.draw

    def noted(letter):
        words.append(" ".join(str(part) for part in asdict(letter).values()))
        return draw(letter)

    monkeypatch.setattr(letters, "draw", noted)
    return words


@pytest.fixture
def visit():
    elder = factories.person(
        "Zöhrə Məlikova", phone="012 498 12 34", form_of_address="xanim", with_account=False, language="en"
    )
    write_home(elder, "Səttar Bəhlulzadə küçəsi 41", by=None)
    starts = timezone.now() + timedelta(days=1)
    return Visit.objects.create(
        request=factories.visit_request(elder), person=elder, trainer=factories.trainer("Elçin Həşimov"),
        starts_at=starts, ends_at=starts + timedelta(hours=1), state="confirmed", code="483920",
        word="bənövşə", presence_code="7719",
    )  # fmt: skip


def test_an_agreed_visit_is_printed_once_and_noted_with_who_printed_it(operator, visit, printed):
    path = f"/desk/callers/{visit.person.key}/letter/"
    first, second = operator.post(path), operator.post(path)
    letter = Notice.objects.get(channel="letter")
    assert first.url == second.url == f"/desk/letters/{letter.pk}.pdf"
    assert (letter.state, letter.called_by) == ("sent", operator.person.account)
    assert operator.get(first.url).content.startswith(b"%PDF")
    (words,) = printed
    assert "Zöhrə Məlikova xanım" in words and "Elçin" in words and "Whoever comes says this word first" in words
    for secret in ("Bəhlulzadə", "Həşimov", "483920", "483 920", "bənövşə", "7719", "/home-visits/"):
        assert secret not in words


@pytest.mark.parametrize("kind", ["visit_proposed", "visit_day_before", "visit_moved", "removal_planned"])
def test_no_code_word_or_secret_address_is_printed(visit, kind, printed):
    from elearn.visits.api import facts_of

    facts = facts_of(visit) | {"day": "2026-12-01", "address": "/secret/abc/"}
    api.letter_of(api.tell(visit.person, kind, key=kind, facts=facts))
    (words,) = printed
    assert "Zöhrə" in words
    for secret in ("483", "bənövşə", "7719", "/secret/", "/home-visits/", "…"):
        assert secret not in words


def test_without_an_agreed_visit_there_is_nothing_to_print(operator, visit):
    Visit.objects.update(state="proposed")
    path = f"/desk/callers/{visit.person.key}/letter/"
    assert operator.post(path).status_code == 404
    assert "There is nothing to print yet" in operator.get(path).content.decode()
    old = api.tell(visit.person, "visit_confirmed", key="old")
    Notice.objects.update(created_at=timezone.now() - timedelta(days=61))
    assert operator.get(f"/desk/letters/{old.pk}.pdf").status_code == 404
