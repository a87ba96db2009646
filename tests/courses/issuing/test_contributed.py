"""Certificates of thanks: what was given is counted, the elder says yes, and nobody else says it for them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from courses import api
from courses.domain.certificates.claims import Claims
from courses.domain.certificates.contributed import (
    Given,
    answer_wanted,
    ask_whether_wanted,
    given,
    given_words,
    is_open_year,
    settle_merge,
)
from courses.domain.queries import watchers_in
from courses.errors import NothingGiven, NotTheirs, YearNotOver
from courses.models import (
    Ask,
    AskState,
    Certificate,
    Contributed,
    Contribution,
    ContributionState,
    FilmProgress,
    PlaybackSession,
    WatchReport,
)
from elearn.history.models import Entry, Kind
from elearn.notices.domain.calls import what_to_say
from elearn.notices.models import Notice
from elearn.people.api import merge
from elearn.people.domain.export import gather
from elearn.people.models import Role
from tests import factories
from tests.courses.issuing.scene import approved, coordinator, signed_in
from tests.courses.papers import paper_bytes, sent_contribution
from tests.courses.test_documents_certificate import letters

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 1  # the last one that is over


def in_june(year: int):
    return timezone.now().replace(year=year, month=6, day=15)


def gave(person, films: int = 2, answers: int = 1) -> None:
    """Films that were published and questions that were answered in the year."""
    now = in_june(YEAR)
    for _number in range(films):
        sent_contribution(person, state=ContributionState.PLACED, decided_at=now)
    asker = factories.person("Günay Məmmədova")
    for _number in range(answers):
        Ask.objects.create(
            person=asker, teacher=person, text="Necə?", answer="Belə.", state=AskState.ANSWERED, asked_at=now,
            answered_at=now,
        )  # fmt: skip


@pytest.fixture
def leyla():
    factories.first_pages()
    person = factories.person(
        "Leyla Əliyeva", email="leyla@thanks.example", roles=[Role.ELDER], birth_year=1952, form_of_address="xanim"
    )
    gave(person)
    return person


@pytest.fixture
def rena():
    return coordinator()


def test_it_counts_what_was_published_and_answered_in_the_year(leyla):
    sent_contribution(leyla)  # not published
    Ask.objects.create(person=factories.person("Aysel"), teacher=leyla, text="?", asked_at=timezone.now())
    assert given(leyla, YEAR) == Given(films=2, webinars=0, answers=1)
    assert given(leyla, YEAR - 1) == Given()


def test_the_elder_says_yes_and_has_a_paper_to_be_proud_of(leyla):
    approved(is_default=True)
    made = answer_wanted(leyla, year=YEAR, wanted=True, by=leyla.account)
    assert made.paper and made.credential and made.contributed.subject == f"gave:{YEAR}"
    claims = Claims.from_json(made.claims)
    assert claims.is_contribution and claims.recognition is None and made.valid_until is None
    with translation.override("az"):
        assert claims.gave == given_words(Given(films=2, answers=1))
    text = letters(paper_bytes(made)).replace(" ", "")
    assert "LeylaƏliyeva" in text and str(YEAR) in text and "RənaHəsənova" in text
    assert answer_wanted(leyla, year=YEAR, wanted=True, by=leyla.account).pk == made.pk
    assert Certificate.objects.count() == 1
    assert Notice.objects.filter(kind="certificate_contributed").count() == 1
    assert [one.pk for one in api.certificates_of(leyla)] == [made.pk]


def test_they_are_asked_once_and_a_no_can_become_a_yes(leyla, rena):
    ask_whether_wanted(leyla, year=YEAR, by=rena.account)
    ask_whether_wanted(leyla, year=YEAR, by=rena.account)
    notice = Notice.objects.get(kind="contribution_asked")
    assert what_to_say(notice) and Entry.objects.filter(kind=Kind.CONTRIBUTION_ASKED).count() == 1
    assert answer_wanted(leyla, year=YEAR, wanted=False, by=leyla.account) is None
    assert Contributed.objects.get().wanted is False and not Certificate.objects.exists()
    assert answer_wanted(leyla, year=YEAR, wanted=True, by=leyla.account).paper
    assert answer_wanted(leyla, year=YEAR, wanted=False, by=leyla.account) is None
    assert Contributed.objects.get().wanted is True and Certificate.objects.count() == 1


def test_staff_write_down_what_was_said_on_the_phone(leyla, rena):
    made = answer_wanted(leyla, year=YEAR, wanted=True, by=rena.account)
    assert made.contributed.facts["way"] == "phone" and made.contributed.by == rena.account


@pytest.mark.parametrize("role", [Role.ELDER, Role.TRAINER, Role.PARTNER, Role.COUNSELLOR])
def test_nobody_else_says_yes_for_them(leyla, role):
    murad = factories.person("Murad Quliyev", email="murad@thanks.example", roles=[role])
    for by in (murad.account, None):
        with pytest.raises(NotTheirs):
            answer_wanted(leyla, year=YEAR, wanted=True, by=by)
    assert not Certificate.objects.exists()


def test_a_helper_who_works_here_does_not_answer_either(leyla, rena, monkeypatch):
    monkeypatch.setattr("courses.domain.certificates.contributed.is_helper_of", lambda helper, elder: helper == rena.pk)
    with pytest.raises(NotTheirs):
        answer_wanted(leyla, year=YEAR, wanted=True, by=rena.account)


def test_for_nothing_there_is_none(rena):
    sona = factories.person("Sona Kərimova", email="sona@thanks.example", roles=[Role.ELDER], birth_year=1950)
    with pytest.raises(NothingGiven):
        answer_wanted(sona, year=YEAR, wanted=True, by=sona.account)
    with pytest.raises(NothingGiven):
        ask_whether_wanted(sona, year=YEAR, by=rena.account)
    assert not Contributed.objects.exists()


# The year -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("year", "today", "is_open"),
    [(2026, date(2026, 1, 9), False), (2026, date(2026, 11, 30), False), (2026, date(2026, 12, 1), True),
     (2026, date(2027, 1, 1), True), (2027, date(2026, 12, 31), False)],
)  # fmt: skip
def test_a_year_is_named_when_it_is_over_or_in_its_last_month(year, today, is_open):
    assert is_open_year(year, today) is is_open


def test_a_yes_in_the_middle_of_the_year_does_not_freeze_it(leyla, rena, monkeypatch):
    monkeypatch.setattr("courses.domain.certificates.contributed.is_open_year", lambda _year: False)
    with pytest.raises(YearNotOver):
        answer_wanted(leyla, year=YEAR, wanted=True, by=leyla.account)
    with pytest.raises(YearNotOver):
        ask_whether_wanted(leyla, year=YEAR, by=rena.account)
    assert not Contributed.objects.exists()


def test_only_who_watched_in_the_year_is_counted_in_it(leyla):
    film = Contribution.objects.filter(person=leyla).first().film
    _course, [lesson] = factories.course_with({"film": film})
    enrolment = api.enrol(factories.person("Günay Məmmədova"), lesson.get_parent().specific)
    reported(enrolment, lesson, in_june(YEAR - 1), credited=60_000)
    assert watchers_in(leyla, YEAR) == 0 and watchers_in(leyla, YEAR - 1) == 1
    reported(enrolment, lesson, in_june(YEAR), credited=0)  # nothing of it counted
    assert watchers_in(leyla, YEAR) == 0
    reported(enrolment, lesson, in_june(YEAR), credited=1_000)
    reported(enrolment, lesson, in_june(YEAR), credited=2_000)
    assert watchers_in(leyla, YEAR) == 1
    made = answer_wanted(leyla, year=YEAR, wanted=True, by=leyla.account)
    assert made.contributed.facts["people"] == 1


def reported(enrolment, lesson, at, *, credited: int) -> None:
    person = enrolment.person
    FilmProgress.objects.get_or_create(
        person=person, film=lesson.film, defaults={"watched_ms": 60_000, "changed_at": at}
    )
    session = PlaybackSession.objects.create(
        person=person, film=lesson.film, lesson=lesson, enrolment=enrolment, created_at=at
    )
    WatchReport.objects.create(session=session, number=1, received_at=at, spans=[], credited_ms=credited)


# The elder's page -----------------------------------------------------------------------------------------
def test_the_elders_own_page(leyla):
    client = signed_in(leyla)
    address = reverse("courses:contribution")
    page = client.get(address).content.decode()
    assert "2 video lessons" in page and "Yes, please" in page
    for nonsense in ({"year": "1990", "wanted": "yes"}, {"year": str(YEAR), "wanted": "maybe"}, {}):
        assert client.post(address, nonsense).url == address
    assert not Contributed.objects.exists()
    assert client.post(address, {"year": YEAR, "wanted": "no"}).url == address
    answer = client.post(address, {"year": YEAR, "wanted": "yes"})
    made = Certificate.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.number in client.get(address).content.decode()


def test_this_year_is_shown_and_asked_about_only_when_it_is_over(leyla, monkeypatch):
    this_year = timezone.localdate().year
    monkeypatch.setattr("courses.views.contribution.is_open_year", lambda year: year < this_year)
    monkeypatch.setattr("courses.domain.certificates.contributed.is_open_year", lambda year: year < this_year)
    Ask.objects.create(
        person=factories.person("Aysel"), teacher=leyla, text="?", answer="!", state=AskState.ANSWERED,
        asked_at=timezone.now(), answered_at=timezone.now(),
    )  # fmt: skip
    client, address = signed_in(leyla), reverse("courses:contribution")
    page = client.get(address).content.decode()
    assert page.count("data-not-over") == 1 and f'value="{this_year}"' not in page and f'value="{YEAR}"' in page
    assert client.post(address, {"year": this_year, "wanted": "yes"}).url == address  # asked for all the same
    assert not Certificate.objects.exists()


def test_the_page_is_the_elders_alone(leyla):
    address = reverse("courses:contribution")
    assert Client().get(address).status_code == 302
    learner = factories.person("Günay Məmmədova", email="gunay@thanks.example", roles=[Role.LEARNER])
    assert signed_in(learner).get(address).status_code == 403
    other = factories.person("Sona Kərimova", email="sona@thanks.example", roles=[Role.ELDER], birth_year=1950)
    page = signed_in(other).get(address).content.decode()
    assert "video lessons" not in page


# Staff ------------------------------------------------------------------------------------------------------
def test_staff_ask_and_write_down(leyla, rena):
    client = signed_in(rena)
    address = reverse("courses_admin:contributions", args=[YEAR])
    page = client.get(address).content.decode()
    assert "Leyla Əliyeva" in page and "not asked yet" in page
    client.post(address, {"person": leyla.pk, "deed": "ask"})
    assert "asked" in client.get(address).content.decode()
    client.post(address, {"person": leyla.pk, "deed": "yes"})
    assert "issued" in client.get(address).content.decode() and Certificate.objects.count() == 1
    assert client.post(address, {"person": "nobody", "deed": "yes"}).status_code == 404
    assert client.get(reverse("courses_admin:contributions", args=[YEAR + 2])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(rena, count, django_assert_num_queries):
    for number in range(count):
        gave(factories.person(f"Ustad {number}", birth_year=1950), films=1, answers=0)
    client = signed_in(rena)
    address = reverse("courses_admin:contributions", args=[YEAR])
    client.get(address)
    with django_assert_num_queries(17):
        client.get(address)


# Whose data it is -------------------------------------------------------------------------------------------
def test_it_is_in_what_they_can_take_along(leyla):
    answer_wanted(leyla, year=YEAR, wanted=False, by=leyla.account)
    found = {part.name: part.rows for part in gather(leyla)}
    assert found["courses.contributed"][0]["title"] == str(YEAR)


def test_of_two_records_of_one_person_no_certificate_is_lost(leyla):
    other = factories.person("Leyla xanım", birth_year=1952)
    gave(other, films=1)
    kept = answer_wanted(leyla, year=YEAR, wanted=True, by=leyla.account)
    Contributed.objects.create(person=other, subject=f"gave:{YEAR}")
    merge(leyla, other, by=None)
    assert [row.certificates.get() for row in Contributed.objects.filter(person=leyla)] == [kept]


def test_two_certificates_of_one_year_both_stay(leyla, rena):
    other = factories.person("Leyla xanım", birth_year=1952)
    gave(other, films=1)
    answer_wanted(leyla, year=YEAR, wanted=True, by=leyla.account)
    answer_wanted(other, year=YEAR, wanted=True, by=rena.account)
    settle_merge(leyla, other)
    Contributed.objects.filter(person=other).update(person=leyla)
    assert Certificate.objects.of(leyla).count() == 2
