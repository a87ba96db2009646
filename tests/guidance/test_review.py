"""Only a review of the whole guide moves its days: every line answered, every source opened again, by who may."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from elearn.guidance import checklist
from elearn.guidance.domain import pages, pieces
from elearn.guidance.domain import review as domain
from elearn.guidance.domain.review import Answer, months_later
from elearn.guidance.domain.standing import entrust, open_standing, standing_of
from elearn.guidance.errors_review import AlreadyDone, NotAllowed, NotFinished, NotPublic, PageChanged
from elearn.guidance.models import Expert, Review, ReviewAnswer, Source, SourceCheck, Standing
from elearn.history.models import Entry
from elearn.web.api import approve
from tests.factories import counsellor, expert, guidance_pages, guide, person, source, staff
from tests.guidance.reviews import all_in_order, days_later, reviewed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


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
def page():
    return guide()


def days_of(page) -> tuple:
    row = standing_of(page)
    return row.last_reviewed, row.next_due


def publish_again(page, by, approved_by, **facts):
    """Change a guide as two people do."""
    page.refresh_from_db()
    for name, value in facts.items():
        setattr(page, name, value)
    revision = page.save_revision(user=by)
    approve(revision, by=approved_by)
    revision.publish(user=approved_by, skip_permission_checks=True)
    page.refresh_from_db()


# What is meant to happen ---------------------------------------------------------------------------
def test_a_review_of_the_whole_guide_moves_its_days(page, sevinc):
    today = timezone.localdate()
    assert days_of(page) == (None, today + timedelta(days=30))
    with days_later(20):
        standing = reviewed(page, by=sevinc, note="Faiz dəyişib.")
    day = today + timedelta(days=20)
    assert (standing.last_reviewed, standing.next_due) == (day, months_later(day, 12))
    row = Review.objects.get()
    assert (row.state, row.by, row.done_on, row.note) == ("done", sevinc, day, "Faiz dəyişib.")
    assert row.answers.count() == len(checklist.items(is_translation=False)) and row.source_checks.count() == 1
    deed = Entry.objects.get(kind="guide_reviewed")
    assert deed.subject == f"page:{page.pk}" and deed.facts["sources"] == 1


def test_the_sources_are_checked_with_it(page, sevinc):
    Source.objects.update(checked_on=date(2020, 1, 1))
    reviewed(page, by=sevinc)
    found = Source.objects.get()
    assert (found.checked_on, found.checked_by) == (timezone.localdate(), sevinc)
    kept = SourceCheck.objects.get()
    assert (kept.title, kept.cited_words, kept.verdict) == (str(found), found.cited_words, "holds")


def test_a_colleague_goes_on_where_one_stopped(page, sevinc, tural):
    review = domain.begin(page, by=sevinc)
    domain.answer(review, items={"read": Answer("yes")}, sources={}, by=sevinc)
    assert domain.begin(page, by=tural) == review
    rest = all_in_order(page, leave_out=["read"])
    domain.answer(review, **rest, by=tural)
    domain.finish(review, by=tural)
    assert ReviewAnswer.objects.get(item="read").by == sevinc
    assert ReviewAnswer.objects.get(item="views").by == tural


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 11, 22), 3, date(2027, 2, 22)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2026, 12, 31), 24, date(2028, 12, 31)),
])  # fmt: skip
def test_months_end_where_they_end(day, months, expected):
    assert months_later(day, months) == expected


def test_the_next_day_may_be_earlier_and_never_later(page, sevinc):
    today = timezone.localdate()
    assert reviewed(page, by=sevinc, next_due=today + timedelta(days=40)).next_due == today + timedelta(days=40)
    assert reviewed(page, by=sevinc, next_due=today + timedelta(days=4000)).next_due == months_later(today, 12)
    assert reviewed(page, by=sevinc, next_due=today - timedelta(days=4)).next_due == months_later(today, 12)


# Nothing else moves them ---------------------------------------------------------------------------
def test_publishing_moves_no_day(page, sevinc, tural):
    before = days_of(page)
    with days_later(25):
        publish_again(page, sevinc, tural, summary="Yeni xülasə.", change_note="Məbləğ dəyişdi.")
    assert days_of(page) == before


def test_taking_down_and_publishing_again_moves_no_day(page, sevinc, tural):
    before = days_of(page)
    page.unpublish()
    with days_later(400):
        publish_again(page, sevinc, tural, summary="Yenə burada.")
        assert days_of(page) == before


def test_entrusting_moves_no_day(page, sevinc, tural):
    before = days_of(page)
    entrust(standing_of(page), owner=sevinc, deputy=tural, months=24, by=sevinc)
    assert days_of(page) == before
    assert (standing_of(page).owner, standing_of(page).deputy) == (sevinc, tural)


def test_opening_a_standing_again_changes_nothing(page, sevinc):
    before = days_of(page)
    with days_later(300):
        open_standing(page, owner=sevinc)
    assert days_of(page) == before and standing_of(page).owner is None


def test_a_review_that_is_done_is_not_rewritten(page, sevinc):
    reviewed(page, by=sevinc)
    row = Review.objects.get()
    row.next_due = row.next_due + timedelta(days=900)
    with pytest.raises(RuntimeError):
        row.save()
    with pytest.raises(AlreadyDone):
        domain.finish(row, by=sevinc)
    with pytest.raises(AlreadyDone):
        domain.answer(row, items={"read": Answer("no")}, sources={}, by=sevinc)


# What is not a review of the whole -----------------------------------------------------------------
ALL = [item.name for item in checklist.items(is_translation=False)]


@pytest.mark.parametrize("name", ALL)
def test_a_line_left_out_is_no_review(page, sevinc, name):
    review = domain.begin(page, by=sevinc)
    domain.answer(review, **all_in_order(page, leave_out=[name]), by=sevinc)
    with pytest.raises(NotFinished, match="without an answer: 1"):
        domain.finish(review, by=sevinc)
    assert days_of(page)[0] is None


@pytest.mark.parametrize("answer", [Answer("no", "Köhnədir."), Answer("not_here")])
def test_a_line_that_is_not_in_order_is_no_review(page, sevinc, answer):
    review = domain.begin(page, by=sevinc)
    domain.answer(review, **all_in_order(page, items={"offices": answer}), by=sevinc)
    with pytest.raises(NotFinished, match="Not in order"):
        domain.finish(review, by=sevinc)


def test_what_does_not_apply_says_why_and_some_lines_always_apply(page, sevinc):
    review = domain.begin(page, by=sevinc)
    domain.answer(review, **all_in_order(page, items={"media": Answer("not_here", "Video yoxdur.")}), by=sevinc)
    domain.answer(review, items={"both_sides": Answer("not_here", "Yoxdur.")}, sources={}, by=sevinc)
    with pytest.raises(NotFinished, match="Costs, burdens"):
        domain.finish(review, by=sevinc)
    domain.answer(review, items={"both_sides": Answer("yes")}, sources={}, by=sevinc)
    assert domain.finish(review, by=sevinc).last_reviewed == timezone.localdate()


def test_a_source_not_opened_is_no_review(page, sevinc):
    review = domain.begin(page, by=sevinc)
    domain.answer(review, items=all_in_order(page)["items"], sources={}, by=sevinc)
    with pytest.raises(NotFinished, match="not opened again yet"):
        domain.finish(review, by=sevinc)


@pytest.mark.parametrize("verdict", ["changed", "gone"])
def test_a_source_that_no_longer_holds_is_no_review(page, sevinc, verdict):
    Source.objects.update(checked_on=date(2020, 1, 1))
    review = domain.begin(page, by=sevinc)
    number = Source.objects.get().pk
    domain.answer(review, **all_in_order(page, sources={number: Answer(verdict, "Qanun dəyişib.")}), by=sevinc)
    with pytest.raises(NotFinished, match="no longer hold"):
        domain.finish(review, by=sevinc)
    assert Source.objects.get().checked_on == date(2020, 1, 1)


def test_a_source_of_another_guide_answers_for_nothing(page, sevinc):
    other = source("Başqa sənəd")
    review = domain.begin(page, by=sevinc)
    domain.answer(review, items={"made_up": Answer("yes")}, sources={other.pk: Answer("holds")}, by=sevinc)
    domain.answer(review, items={"read": Answer("perhaps")}, sources={}, by=sevinc)
    assert not ReviewAnswer.objects.exists() and not SourceCheck.objects.exists()


def test_a_guide_changed_meanwhile_is_gone_through_again(page, sevinc, tural):
    review = domain.begin(page, by=sevinc)
    domain.answer(review, **all_in_order(page), by=sevinc)
    publish_again(page, tural, sevinc, summary="Başqa xülasə.")
    for deed in (domain.finish, lambda row, by: domain.answer(row, items={}, sources={}, by=by)):
        with pytest.raises(PageChanged):
            deed(review, by=sevinc)
    assert domain.start_over_if_changed(review)
    assert not review.answers.exists() and review.source_checks.count() == 1
    assert not domain.start_over_if_changed(review)
    with pytest.raises(NotFinished, match="without an answer"):
        domain.finish(review, by=sevinc)


def test_a_source_added_meanwhile_is_opened_too(page, sevinc, tural):
    review = domain.begin(page, by=sevinc)
    domain.answer(review, **all_in_order(page), by=sevinc)
    new = source("Yeni qanun")
    body = [*page.body.raw_data, pieces.claim("<p>Yeni.</p>", new)]
    publish_again(page, tural, sevinc, body=page.body.stream_block.to_python(list(body)))
    domain.start_over_if_changed(review)
    domain.answer(review, items=all_in_order(page)["items"], sources={}, by=sevinc)
    with pytest.raises(NotFinished, match="Yeni qanun"):
        domain.finish(review, by=sevinc)


def test_a_draft_is_no_object_of_a_review(sevinc):
    draft = guide(by=sevinc)
    with pytest.raises(NotPublic):
        domain.begin(draft, by=sevinc)


def test_a_guide_taken_down_is_not_finished(page, sevinc):
    review = domain.begin(page, by=sevinc)
    domain.answer(review, **all_in_order(page), by=sevinc)
    page.unpublish()
    with pytest.raises((NotPublic, PageChanged)):
        domain.finish(review, by=sevinc)


# The people behind it ------------------------------------------------------------------------------
def test_an_expert_asked_too_long_ago_is_asked_again_first(page, sevinc):
    Expert.objects.update(declared_on=timezone.localdate() - timedelta(days=731))
    review = domain.begin(page, by=sevinc)
    domain.answer(review, **all_in_order(page), by=sevinc)
    with pytest.raises(NotFinished, match="Ask them again"):
        domain.finish(review, by=sevinc)
    Expert.objects.update(declared_on=timezone.localdate())
    assert domain.finish(review, by=sevinc).last_reviewed == timezone.localdate()


def test_the_author_and_the_provider_are_asked_as_well(sevinc):
    page = guide(author=expert("Nigar Əsədova"), provider=expert("Nümunə Fondu", kind="organisation"))
    Expert.objects.filter(name="Nümunə Fondu").update(declaration="", declared_on=None)
    review = domain.begin(page, by=sevinc)
    domain.answer(review, **all_in_order(page), by=sevinc)
    with pytest.raises(NotFinished, match="Nümunə Fondu: Ask them first"):
        domain.finish(review, by=sevinc)


# Who may -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["operator", "trainer", "learner", "elder", "safeguarding", "partner"])
def test_nobody_else_reviews(page, sevinc, role):
    murad = staff("Murad Quliyev", role).account
    review = domain.begin(page, by=sevinc)
    for deed in (
        lambda: domain.begin(page, by=murad),
        lambda: domain.answer(review, **all_in_order(page), by=murad),
        lambda: domain.finish(review, by=murad),
        lambda: entrust(standing_of(page), owner=None, deputy=None, months=24, by=murad),
        lambda: entrust(standing_of(page), owner=murad, deputy=None, months=24, by=sevinc),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_who_wrote_it_looks_after_it_unless_they_do_not_review(sevinc, tural):
    topic = pages.create_topic("Pensiya", language="az")
    mine = guide("Pensiya", topic=topic, by=sevinc, approved_by=tural)
    assert standing_of(mine).owner == sevinc
    murad = person("Murad Quliyev", email="murad@example.com").account
    assert open_standing(guide("Başqa", topic=topic), owner=murad).owner is None


# In the tables -------------------------------------------------------------------------------------
@pytest.mark.database
def test_the_tables_keep_what_the_code_promises(page, sevinc, tural):
    today = timezone.localdate()
    Review.objects.create(page=page, by=sevinc)
    for wrong in (
        lambda: Review.objects.create(page=page, by=tural),
        lambda: Review.objects.create(page=page, by=sevinc, state="done", done_on=today, next_due=today),
        lambda: Review.objects.create(page=page, by=sevinc, state="done"),
        lambda: Standing.objects.update(owner=sevinc, deputy=sevinc),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_a_guide_goes_with_its_reviews(page, sevinc):
    reviewed(page, by=sevinc)
    page.delete()
    assert not Review.objects.exists() and not Standing.objects.exists()
