"""With the clock moved on: the owner is reminded, others hear of it, the page warns, and past a limit nobody finds it."""

from datetime import timedelta

import pytest
from django.utils import timezone

import elearn.guidance.api as guidance
from elearn.guidance.domain import pages
from elearn.guidance.domain.remind import remind
from elearn.guidance.domain.review import months_later
from elearn.guidance.domain.standing import current, due_for, entrust, is_searchable, searchable, standing_of, standings
from elearn.guidance.models import GuidePage, Reminder, Standing
from elearn.guidance.tasks import CHORES, sweep
from elearn.notices.models import Notice
from tests.factories import counsellor, guidance_pages, guide, staff
from tests.guidance.reviews import days_later, reviewed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TODAY = timezone.localdate()
YEAR = (months_later(TODAY, 12) - TODAY).days  # a review of today is due in a year


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


@pytest.fixture
def sevinc():
    return counsellor().account


@pytest.fixture
def tural():
    return counsellor("Tural Nəbiyev").account


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator").account


@pytest.fixture
def page(sevinc, tural, rena):
    """A guide that was reviewed today; Sevinc looks after it, Tural is her deputy."""
    made = guide()
    entrust(standing_of(made), owner=sevinc, deputy=tural, months=12, by=rena)
    reviewed(made, by=sevinc)
    return made


def told() -> list[tuple[str, str]]:
    return [(row.kind, row.person.name.split()[0]) for row in Notice.objects.order_by("created_at", "pk")]


def told_on(day: int) -> list[tuple[str, str]]:
    """Who was told what by the clock of a day, and by no other turn of it."""
    before = Notice.objects.count()
    with days_later(day):
        remind()
        remind()
    return sorted(told()[before:])


# Reminders and escalation --------------------------------------------------------------------------
def test_the_owner_then_the_deputy_then_coordinators(page):
    assert told_on(YEAR - 31) == []
    assert told_on(YEAR - 30) == [("guide_due", "Sevinc")]
    assert told_on(YEAR - 29) == []
    assert told_on(YEAR - 7) == [("guide_due", "Sevinc")]
    assert told_on(YEAR) == []
    assert told_on(YEAR + 1) == [("guide_past", "Sevinc"), ("guide_past", "Tural")]
    assert told_on(YEAR + 13) == []
    everybody = [("guide_past", "Rəna"), ("guide_past", "Sevinc"), ("guide_past", "Tural")]
    assert told_on(YEAR + 14) == everybody
    assert told_on(YEAR + 60) == []
    assert told_on(YEAR + 61) == everybody
    assert told_on(YEAR + 400) == []


def test_what_was_missed_is_not_sent_late_but_the_last_of_it(page):
    assert told_on(YEAR + 20) == [("guide_past", "Rəna"), ("guide_past", "Sevinc"), ("guide_past", "Tural")]
    assert Reminder.objects.count() == 1


def test_a_review_ends_it_and_the_next_year_begins_anew(page, sevinc):
    told_on(YEAR + 1)
    with days_later(YEAR + 2):
        reviewed(page, by=sevinc)
    assert told_on(YEAR + 14) == []
    days = (standing_of(page).next_due - TODAY).days
    assert told_on(days - 31) == []
    assert told_on(days - 30) == [("guide_due", "Sevinc")]


def test_without_the_owner_the_deputy_and_without_both_coordinators(page, sevinc, tural):
    sevinc.is_active = False
    sevinc.save()
    assert told_on(YEAR - 30) == [("guide_due", "Tural")]
    tural.groups.clear()
    assert told_on(YEAR - 7) == [("guide_due", "Rəna")]


def test_a_new_guide_has_its_first_day_and_is_not_due_at_once(rena):
    guide()
    assert told_on(0) == []
    assert told_on(23) == [("guide_due", "Rəna")]


def test_a_guide_taken_down_reminds_nobody(page):
    page.unpublish()
    assert told_on(YEAR + 30) == []


def test_one_chore_that_fails_keeps_no_other_from_being_done(page, monkeypatch):
    def broken():
        raise ZeroDivisionError

    monkeypatch.setattr("elearn.guidance.tasks.CHORES", [broken, *CHORES])
    with days_later(YEAR - 30):
        sweep()
    assert ("guide_due", "Sevinc") in told()


def test_the_sweep_finds_guides_without_a_standing(page):
    Standing.objects.all().delete()
    assert not is_searchable(page)
    sweep()
    assert is_searchable(page) and standing_of(page).last_reviewed is None


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_nobody_takes_few_queries(sevinc, rena, count, django_assert_num_queries):
    topic = pages.create_topic("Pensiya", language="az")
    for number in range(count):
        reviewed(guide(f"Bələdçi {number}", topic=topic), by=sevinc)
    with days_later(YEAR - 20):
        remind()
        with django_assert_num_queries(2):
            remind()


# The reader ----------------------------------------------------------------------------------------
def read(visitor, page) -> str:
    return visitor.get(page.url).text


def test_past_its_day_the_page_warns_and_a_review_clears_it(page, visitor, sevinc):
    warning = "was to be checked again by"
    assert warning not in read(visitor, page)
    with days_later(YEAR):
        assert warning not in read(visitor, page)
    with days_later(YEAR + 1):
        text = read(visitor, page)
        assert warning in text and "That has not been done yet." in text and "this day has passed" in text
        reviewed(page, by=sevinc)
        assert warning not in read(visitor, page)


def test_the_page_says_its_days_and_who_is_behind_it(page, visitor):
    text = read(visitor, page)
    for words in ("Last reviewed as a whole", "Next review due", "Dr. Aytən Səfərova", "həkim-geriatr",
                  "Says there are no interests in this", "Nothing since it was first published"):  # fmt: skip
        assert words in text


def test_interests_are_never_assumed(page, visitor):
    page.expert.__class__.objects.update(declaration="", declared_on=None)
    text = read(visitor, page)
    assert "Has not said yet whether there are interests" in text and "Says there are no interests" not in text
    page.expert.__class__.objects.update(
        declaration="some", declared_on=timezone.localdate(), interests="Qulluq evində işləyir."
    )
    assert "Qulluq evində işləyir." in read(visitor, page)


# Search and sitemap --------------------------------------------------------------------------------
def test_past_the_limit_it_leaves_search_and_sitemap_until_a_review(page, visitor, sevinc, settings):
    settings.GUIDE_LEAVES_SEARCH_DAYS = 60
    other = guide("Yeni bələdçi", topic=page.get_parent().specific)

    def found() -> tuple:
        listed = page.url in visitor.get("/sitemap.xml").text
        return is_searchable(page), searchable(GuidePage.objects.filter(pk=page.pk)).exists(), listed

    assert found() == (True, True, True)
    with days_later(YEAR + 60):
        assert found() == (True, True, True)
    with days_later(YEAR + 61):
        assert found() == (False, False, False)
        assert page.pk in guidance.left_search()
        assert visitor.get(page.url).status_code == 200  # who has the address still reads it, with the warning
        assert 'name="robots" content="noindex"' in read(visitor, page)
        reviewed(page, by=sevinc)
        assert found() == (True, True, True)
    assert is_searchable(other)


def test_a_draft_is_not_found(sevinc):
    draft = guide(by=sevinc)
    assert not is_searchable(draft) and not searchable(GuidePage.objects.all()).exists()


def test_other_pages_are_found_while_public(page):
    assert is_searchable(page.get_parent().specific)


# What is mine --------------------------------------------------------------------------------------
def test_who_looks_after_it_sees_it_a_month_before(page, sevinc, tural, rena):
    assert due_for(sevinc) == []
    with days_later(YEAR - 30):
        assert [row.page for row in due_for(sevinc)] == [row.page for row in due_for(tural)] == [page]
        assert due_for(rena) == []
    with days_later(YEAR + 5):
        now = current(due_for(sevinc)[0])
        assert (now.is_past, now.is_soon, now.has_left) == (True, False, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_query(sevinc, rena, count, django_assert_num_queries):
    topic = pages.create_topic("Pensiya", language="az")
    for number in range(count):
        made = guide(f"Bələdçi {number}", topic=topic)
        entrust(standing_of(made), owner=sevinc, deputy=None, months=3, by=rena)
    with django_assert_num_queries(1):
        rows = list(standings())
        assert [(row.page.title, row.owner.person.name, current(row).is_past) for row in rows] == [
            (f"Bələdçi {number}", "Sevinc Quliyeva", False) for number in range(count)
        ]


def test_days_stand_on_the_day_itself(page):
    due = standing_of(page).next_due
    row = standing_of(page)
    assert not current(row, today=due).is_past and current(row, today=due + timedelta(days=1)).is_past
