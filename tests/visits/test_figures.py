"""Figures: counted as their words say, in few questions, hidden where too few people are, and safe in a spreadsheet."""

import csv
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.people.models import District
from elearn.visits.domain import answer, cards
from elearn.visits.domain.figures import Share, figures
from elearn.visits.models import CanDo, Unit, Visit
from elearn.visits.staff.figures import safe
from tests.factories import district, staff, trainer, visit_request
from tests.visits.plans import coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HOME = "/admin/visit-figures/"


@pytest.fixture
def rena(db):
    return coordinator()


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


def visited(request, who, *, days=5, hour=0, state="done", **more):
    """A visit so many days ago that had been agreed."""
    starts = timezone.now() - timedelta(days=days, hours=hour)
    facts = {"state": state, "agreed_at": starts - timedelta(days=1), **more}
    return Visit.objects.create(
        request=request,
        person=request.person,
        trainer=who,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        **facts,
    )


def asked(name, *, days=15, **more):
    return visit_request(name, asked_at=timezone.now() - timedelta(days=days), state="under_way", **more)


def counted(days=30):
    today = timezone.localdate()
    return figures(today - timedelta(days=days), today)


def test_nothing_is_counted_of_nothing():
    found = counted()
    assert (found.waited, found.kept, found.travel_minutes, found.continuity, found.gain) == (
        (),
        Share(0, 0),
        None,
        Share(0, 0),
        None,
    )


def test_waiting_is_from_asking_to_the_first_visit_that_took_place(murad):
    for name, days, where in (("Sona", 15, "Yasamal"), ("Nigar", 25, "Yasamal"), ("Zərifə", 12, "Nəsimi")):
        request = asked(name, days=days, district=district(where))
        visited(request, murad, days=9, hour=days, state="cancelled")
        visited(request, murad, days=5, hour=days)
        visited(request, murad, days=2, hour=days)
    visited(asked("Check", days=300, is_check=True), murad, days=4)
    visited(asked("Long ago", days=300), murad, days=200)
    rows = [(row.district, row.people, round(row.median_days), round(row.longest_days)) for row in counted().waited]
    # 15 days less 5 days and 15 hours, and so on.
    assert rows == [("", 3, 9, 19), ("Nəsimi", 1, 6, 6), ("Yasamal", 2, 14, 19)]


def test_kept_leaves_out_what_we_cancelled_and_what_nobody_agreed_to(murad, rena):
    request = asked("Sona")
    visited(request, murad, days=9)
    visited(request, murad, days=8, state="no_show")
    visited(request, murad, days=7, state="cancelled", agreed_at=None)
    visited(request, murad, days=-2, state="confirmed")  # still to come
    for is_elder, days in ((True, 6), (False, 5)):
        coming = visited(request, murad, days=-1 - days, state="confirmed")
        if is_elder:
            answer.cancel(coming, by=rena.account, is_elder=True)
        else:
            answer.cancel(coming, by=rena.account, is_elder=False, reason="ill")
        starts = timezone.now() - timedelta(days=days)
        Visit.objects.filter(pk=coming.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=1))
    assert counted().kept == Share(1, 3)  # done; not there; cancelled by the elder


def test_way_and_the_same_trainer(murad):
    elcin = trainer("Elçin Səfərov")
    sona, nigar, once = asked("Sona"), asked("Nigar"), asked("Zərifə")
    for days, who, minutes in ((9, murad, 10), (8, murad, 20), (7, elcin, None)):
        visited(sona, who, days=days, travel_minutes=minutes)
    second = visited(sona, elcin, days=9, hour=5, travel_minutes=999)
    Visit.objects.filter(pk=second.pk).update(along_with=Visit.objects.first())
    for days in (6, 5):
        visited(nigar, elcin, days=days, travel_minutes=30)
    visited(once, murad, days=3)
    found = counted()
    assert (found.travel_minutes, found.travel_known) == (22.5, Share(4, 6))
    assert (found.continuity, found.elders) == (Share(4, 5), 2)


def gained(rena, people):
    unit = Unit.objects.create(code="tea")
    can_do = CanDo.objects.create(unit=unit, competence="1.1", words={"en": "I can."})
    moves = [
        ("not_yet", "alone"),
        ("not_yet", "not_yet"),
        ("with_help", "alone"),
        ("not_yet", "with_help"),
        ("with_help", "not_yet"),
    ]
    for number in range(people):
        request = asked(f"Elder {number}")
        request.units.add(unit)
        for when, card in zip(("before", "after"), moves[number % 5], strict=True):
            cards.choose(request, can_do, when=when, card=card, by=rena.account)
    for before, after in (("alone", "alone"), ("not_yet", "not_for_me"), ("not_yet", "")):
        request = asked(f"No room {before} {after}")
        cards.choose(request, can_do, when="before", card=before, by=rena.account)
        cards.choose(request, can_do, when="after", card=after, by=rena.account)


@pytest.mark.parametrize(("people", "gain"), [(4, None), (5, Share(3, 5))])
def test_cards_that_moved_are_shown_from_five_people_on(rena, people, gain):
    gained(rena, people)
    assert counted().gain == gain


def test_one_person_of_many_sentences_is_still_one(rena):
    request = asked("Sona")
    unit = Unit.objects.create(code="tea")
    for _number in range(6):
        can_do = CanDo.objects.create(unit=unit, competence="1.1", words={"en": "I can."})
        for when, card in (("before", "not_yet"), ("after", "alone")):
            cards.choose(request, can_do, when=when, card=card, by=rena.account)
    assert counted().gain is None


@pytest.mark.parametrize("count", [1, 3])
def test_always_the_same_questions(murad, rena, count, django_assert_num_queries):
    for number in range(count):
        request = asked(f"Sona {number}")
        visited(request, murad, days=9 - number)
        visited(request, murad, days=9 - number, hour=3, state="cancelled")
    with django_assert_num_queries(6):
        counted()


def test_certificates_are_counted_of_courses_that_ended():
    for number in (1, 2, 3):
        note(Kind.VISITS_DONE, who=uuid4(), subject=f"request:{number}")
    for kind, subject in (("certified", "visits:1"), ("certified", "visits:2"), ("certified", "course:3")):
        note(Kind(kind), who=uuid4(), subject=subject)
    assert counted().certificates == Share(2, 3)
    note(Kind.CERTIFICATE_CANCELLED, who=uuid4(), subject="visits:2")
    assert counted().certificates == Share(1, 3)


# The page ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["operator", "trainer", "learner", "safeguarding", "partner"])
def test_only_who_plans_sees_them(signed_in, visitor, role):
    browser = signed_in(staff("Murad Əliyev", role))
    for query in ("", "?first_day=2026-01-01&last_day=2026-02-01&csv=1"):
        assert browser.get(HOME + query).status_code in (302, 403)


def test_each_figure_says_how_it_was_made(murad, rena, signed_in):
    visited(asked("Sona Kərimova"), murad)
    page = " ".join(signed_in(rena).get(HOME).text.split())
    assert "Figures of home visits" in page and "100 %" in page and "1 of 1" in page
    assert "Visits cancelled by us or the trainer are not counted." in page
    assert "not shown: too few people" in page and "Sona" not in page


def test_a_wrong_period_is_said_so(rena, signed_in):
    hers = signed_in(rena)
    page = hers.get(HOME, {"first_day": "2026-02-01", "last_day": "2026-01-01"}).text
    assert "This must not be before the first day." in page
    assert "three years at most" in hers.get(HOME, {"first_day": "2000-01-01", "last_day": "2026-01-01"}).text
    assert hers.get(HOME, {"first_day": "x", "last_day": "", "csv": "1"})["Content-Type"].startswith("text/html")


def test_a_spreadsheet_does_not_obey_the_table(murad, rena, signed_in):
    District.objects.create(name='=HYPERLINK("http://x")', latitude=40, longitude=49)
    visited(asked("Sona", district=District.objects.get(name__startswith="=")), murad)
    visited(asked("Nigar"), murad, hour=3)
    today = timezone.localdate()
    answer = signed_in(rena).get(HOME, {"first_day": today - timedelta(days=30), "last_day": today, "csv": "1"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8" and "attachment" in answer["Content-Disposition"]
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == ["What", "Figure", "Counted", "How it is counted"]
    assert [row[0] for row in rows[2:7]] == [
        "Waiting time",
        "Visits kept",
        "Way to a visit",
        "The same trainer",
        "Cards that moved",
    ]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\u00a0=1", "%x", "|x"])
def test_what_a_spreadsheet_would_run_is_made_text(cell):
    assert safe(cell) == f"'{cell}"


def test_plain_words_stay_as_they_are():
    assert [safe(cell) for cell in ("Yasamal", "", "9.5")] == ["Yasamal", "", "9.5"]
