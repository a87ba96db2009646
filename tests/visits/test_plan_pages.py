"""The pages of planning: who may, what they say, and that everything works with forms alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.people.models import ContactPoint
from elearn.visits.domain import plan, release
from elearn.visits.enums import Outcome, PlanState
from elearn.visits.models import Absence, Pair, PlanRun, Visit
from elearn.visits.tasks_plans import make_plan
from tests import factories
from tests.visits.plans import at, coordinator, elder, monday, planned, visit
from tests.visits.test_ask import helper_of

pytestmark = pytest.mark.django_db
HOME = "/admin/visit-plans/"


@pytest.fixture
def rena(db):
    return coordinator()


@pytest.fixture
def office(rena, signed_in):
    return signed_in(rena)


@pytest.fixture
def draft(rena):
    factories.trainer()
    elder("Sona Kərimova", windows=[(0, 10, 12)])
    return planned(rena)


def words(page) -> str:
    return " ".join(page.content.decode().split())


def address(run, rest=""):
    return f"{HOME}{run.key}/{rest}"


# Who may -------------------------------------------------------------------------------------------
PAGES = ["", "new/", "{key}/", "{key}/status/", "{key}/map/", "{key}/release/", "{key}/visits/{row}/"]
DEEDS = [
    "mend/", "{key}/stop/", "{key}/again/", "{key}/discard/", "{key}/undo/", "{key}/release/", "{key}/visits/{row}/do/",
]  # fmt: skip


@pytest.mark.parametrize("role", ["operator", "trainer", "learner", "safeguarding", "partner"])
def test_only_who_plans_sees_or_does_anything(draft, signed_in, role):
    browser = signed_in(factories.staff("Murad Əliyev", role))
    names = {"key": draft.key, "row": draft.planned.get().pk}
    before = list(draft.planned.values())
    for page in PAGES:
        assert browser.get(HOME + page.format(**names)).status_code in (302, 403), page
    for deed in DEEDS:
        assert browser.post(HOME + deed.format(**names), {"deed": "out"}).status_code in (302, 403), deed
    draft.refresh_from_db()
    assert (draft.state, list(draft.planned.values()), Visit.objects.count()) == (PlanState.DRAFT, before, 0)
    assert PlanRun.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(draft, visitor):
    assert visitor.get(address(draft)).status_code == 302
    assert visitor.post(address(draft, "release/"))["Location"].startswith("/")
    assert Visit.objects.count() == 0


# A new plan ----------------------------------------------------------------------------------------
def asked(**more):
    facts = {"first_day": monday().isoformat(), "days": 14, "seconds": 20, "a_week": 1}
    weights = dict.fromkeys(["continuity", "pairs", "fair_work", "fair_travel", "steady"], 1)
    return {**facts, **weights, **more}


def test_a_plan_is_asked_for_in_plain_words_and_queued(office, monkeypatch, django_capture_on_commit_callbacks):
    queued = []
    monkeypatch.setattr("elearn.visits.tasks_plans.make_plan", type("T", (), {"enqueue": queued.append}))
    assert "The same trainer for a whole course" in words(office.get(HOME + "new/"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(HOME + "new/", asked(continuity=2))
    run = PlanRun.objects.get()
    assert (answer["Location"], queued) == (address(run), [run.pk])
    assert (run.first_day, len(run.days), run.seconds, run.weights["continuity"]) == (monday(), 14, 20, 2)
    page = words(office.get(address(run)))
    assert "It begins as soon as a worker is free." in page
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page


@pytest.mark.parametrize(
    "wrong", [{"first_day": "2020-01-06"}, {"days": 29}, {"seconds": 9999}, {"a_week": 7}, {"continuity": 9}]
)
def test_what_cannot_be_planned_is_refused_and_kept(office, wrong):
    page = office.post(HOME + "new/", asked(**wrong))
    assert page.status_code == 200
    assert PlanRun.objects.count() == 0


def test_today_is_too_soon_to_tell_anybody(office):
    page = office.post(HOME + "new/", asked(first_day=timezone.localdate().isoformat()))
    assert "people have to be told first" in words(page)


def test_the_progress_is_told_and_can_be_stopped(office, rena):
    run = plan.begin(monday(), monday(), by=rena.account)
    PlanRun.objects.update(state=PlanState.RUNNING, percent=40, progress={"placed": 3, "visits": 8})
    assert office.get(address(run, "status/")).json() == {
        "state": "running", "percent": 40, "words": "3 of 8 visits have a place so far.",
    }  # fmt: skip
    assert "Stop and keep the best so far" in words(office.get(address(run)))
    office.post(address(run, "stop/"))
    run.refresh_from_db()
    assert run.is_cancel_asked
    assert "It is about to stop." in words(office.get(address(run)))


def test_the_task_makes_the_draft(rena):
    run = plan.begin(monday(), monday(), by=rena.account, seconds=1)
    assert make_plan.func(run.pk)


# The draft -----------------------------------------------------------------------------------------
def test_a_draft_says_what_is_new_and_why(office, draft):
    page = words(office.get(address(draft)))
    assert "New: 1. Moved: 0. Cancelled: 0. As today: 0. Not placed: 0." in page
    assert "Only Murad Quliyev has all of what they asked for." in page
    assert "Sona Kərimova" in page and "Nizami küçəsi" not in page


def test_what_is_not_placed_says_why_and_what_would_help(office, rena):
    factories.trainer()
    elder("Sona Kərimova", wants_woman=True)
    page = words(office.get(address(planned(rena))))
    assert "Not placed: 1 visit" in page
    assert "They asked for a woman, and no woman can come. What would help:" in page


def test_the_draft_stands_beside_todays_plan(office, rena):
    murad, _nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova")
    visit(elder("Sona Kərimova"), murad, at(monday(), 10), state="confirmed")
    Absence.objects.create(trainer=murad, first_day=monday(), last_day=monday(), kind="ill")
    run = planned(rena, is_replanning=True)
    page = words(office.get(address(run)))
    assert "Murad Quliyev cannot come then, so Nigar Əhmədova goes." in page
    assert "Other trainer; today it is Murad Quliyev" in page
    assert "What changes for people: 1 visit" in page and "in the draft" in page and "does not work that day" in page


def test_the_board_asks_the_database_equally_often_for_one_and_three(office, rena, django_assert_num_queries):
    murad = factories.trainer("Murad Quliyev")
    visit(elder("Sona Kərimova"), murad, at(monday(), 10))
    run = planned(rena)
    office.get(address(run))
    with django_assert_num_queries(BOARD):
        office.get(address(run))
    factories.trainer("Nigar Əhmədova")
    for number, name in enumerate(("Tofiq Həsənov", "Aygün Əliyeva")):
        visit(elder(name), murad, at(monday(), 12 + 2 * number))
    run = planned(rena)
    assert run.planned.count() == 3
    with django_assert_num_queries(BOARD):
        office.get(address(run))


BOARD = 32


def test_who_shares_an_address_with_a_helper_is_called(office, rena):
    factories.trainer("Murad Quliyev")
    shared = elder("Sona Kərimova").person
    run = planned(rena)
    ContactPoint.objects.filter(person=shared).delete()
    ContactPoint.objects.create(person=shared, kind="email", value="kamran@example.com")
    assert "By message" in words(office.get(address(run, "release/")))
    helper_of(shared)
    assert "By a call" in words(office.get(address(run, "release/")))


def test_the_release_page_asks_equally_often_for_one_and_three(office, rena, django_assert_num_queries):
    factories.trainer("Murad Quliyev")
    elder("Sona Kərimova")
    run = planned(rena)
    office.get(address(run, "release/"))
    with django_assert_num_queries(RELEASE):
        office.get(address(run, "release/"))
    for name in ("Tofiq Həsənov", "Aygün Əliyeva"):
        elder(name)
    run = planned(rena)
    with django_assert_num_queries(RELEASE):
        office.get(address(run, "release/"))


RELEASE = 34


def test_the_list_asks_equally_often_for_one_and_three(office, rena, django_assert_num_queries):
    murad = factories.trainer()

    def one_more(hour):
        plan.begin(monday(), monday(), by=rena.account)
        request = elder(f"Sona Kərimova {hour}", is_two_person=True)
        visit(request, murad, at(monday(), hour), state="confirmed")

    one_more(9)
    office.get(HOME)
    with django_assert_num_queries(LIST):
        assert office.get(HOME).text.count("/admin/trainers/beside/") == 1
    one_more(11)
    one_more(14)
    with django_assert_num_queries(LIST):
        assert office.get(HOME).text.count("/admin/trainers/beside/") == 3


LIST = 25  # with what cannot take place as it stands: whose trainer is away, and who lacks a second


# By hand -------------------------------------------------------------------------------------------
def do(office, run, row, deed):
    return office.post(address(run, f"visits/{row.pk}/do/"), {"deed": deed})


def test_earlier_later_pin_and_undo_work_by_forms_alone(office, draft):
    row = draft.planned.get()
    began = row.starts_at
    answer = do(office, draft, row, "later")
    assert answer["Location"] == address(draft, f"?day={monday().isoformat()}#visit-{row.pk}")
    row.refresh_from_db()
    assert (row.starts_at, row.is_moved) == (began + timedelta(minutes=15), True)
    do(office, draft, row, "pin")
    page = words(office.get(address(draft)))
    assert "It was put here by hand." in page and "Undo the last change" in page
    for _again in range(2):
        office.post(address(draft, "undo/"))
    row.refresh_from_db()
    assert (row.starts_at, row.is_moved, row.is_pinned) == (began, False, False)
    assert "There is nothing left to undo." in words(office.post(address(draft, "undo/"), follow=True))


def test_a_visit_is_moved_by_choosing_trainer_day_and_time(office, draft):
    nigar = factories.trainer("Nigar Əhmədova")
    row = draft.planned.get()
    page = words(office.get(address(draft, f"visits/{row.pk}/")))
    assert "Their times" in page and "Monday 10:00–12:00" in page
    tuesday = monday() + timedelta(days=1)
    chosen = {"trainer": nigar.pk, "day": tuesday.isoformat(), "time": "14:00"}
    page = words(office.post(address(draft, f"visits/{row.pk}/"), chosen, follow=True))
    row.refresh_from_db()
    assert (row.trainer, row.starts_at, row.ends_at) == (nigar, at(tuesday, 14), at(tuesday, 15))
    assert "It is not one of the times they gave us." in page  # a warning, no refusal
    do(office, draft, row, "back")
    row.refresh_from_db()
    assert (row.starts_at, row.is_moved) == (
        at(monday(), row.starts_at.astimezone().hour, 0),
        False,
    ) or not row.is_moved


def chosen(trainer, hour="10:00", day=None):
    return {"trainer": trainer.pk, "day": (day or monday()).isoformat(), "time": hour}


def test_who_must_not_meet_an_elder_is_refused_also_when_the_form_is_forged(office, draft):
    row = draft.planned.get()
    nigar = factories.trainer("Nigar Əhmədova")
    Pair.objects.create(person=row.request.person, trainer=nigar, kind="incompatible")
    assert "Nigar Əhmədova" not in words(office.get(address(draft, f"visits/{row.pk}/"))).split("<select")[1]
    page = words(office.post(address(draft, f"visits/{row.pk}/"), chosen(nigar)))
    assert "These two must not meet." in page
    row.refresh_from_db()
    assert row.trainer != nigar


def test_who_may_not_be_sent_or_is_away_is_refused(office, draft):
    row = draft.planned.get()
    unchecked, away = factories.trainer("Elçin Əliyev", bookable=False), factories.trainer("Nigar Əhmədova")
    Absence.objects.create(trainer=away, first_day=monday(), last_day=monday(), kind="holiday")
    for trainer in (unchecked, away):
        page = words(office.post(address(draft, f"visits/{row.pk}/"), chosen(trainer)))
        assert "does not work that day, or may not be sent" in page
    row.refresh_from_db()
    assert row.trainer not in (unchecked, away)


def test_two_visits_at_once_are_a_warning_in_the_draft_and_listed_before_release(office, rena):
    murad = factories.trainer()
    elder("Sona Kərimova", windows=[(0, 9, 11)])
    elder("Tofiq Həsənov", windows=[(0, 13, 17)])
    run = planned(rena)
    row, other = run.planned.order_by("starts_at")
    page = words(
        office.post(
            address(run, f"visits/{other.pk}/"), chosen(murad, f"{row.starts_at.astimezone():%H:%M}"), follow=True
        )
    )
    other.refresh_from_db()
    assert "At the same time the trainer is with Sona Kərimova." in page
    page = words(office.get(address(run, "release/")))
    assert "These cannot be released like this" in page


def test_a_plan_made_again_keeps_what_is_pinned(office, rena, draft):
    nigar = factories.trainer("Nigar Əhmədova")
    row = draft.planned.get()
    office.post(address(draft, f"visits/{row.pk}/"), chosen(nigar, "10:35"))
    do(office, draft, row, "pin")
    PlanRun.objects.update(seconds=1)
    office.post(address(draft, "again/"))
    again = PlanRun.objects.first()
    assert plan.work(again.pk)
    kept = again.planned.get()
    draft.refresh_from_db()
    assert draft.state == PlanState.DISCARDED  # of two drafts for the same people one is enough
    assert (again.follows, kept.trainer, kept.starts_at, kept.is_pinned) == (draft, nigar, at(monday(), 10, 35), True)


def test_rows_of_another_plan_are_not_reached_through_this_one(office, rena, draft):
    row = draft.planned.get()
    other = planned(rena)
    assert do(office, other, row, "out").status_code == 404
    assert office.get(address(other, f"visits/{row.pk}/")).status_code == 404


def test_a_released_plan_is_changed_no_more(office, rena, draft):
    row = draft.planned.get()
    PlanRun.objects.update(state=PlanState.RELEASED, released_at=timezone.now())
    for deed in ("later", "pin", "out", "back"):
        do(office, draft, row, deed)
    office.post(address(draft, f"visits/{row.pk}/"), chosen(row.trainer, "16:00"))
    office.post(address(draft, "undo/"))
    before = row.starts_at, row.trainer, row.is_pinned
    row.refresh_from_db()
    assert (row.starts_at, row.trainer, row.is_pinned) == before


# Release -------------------------------------------------------------------------------------------
def test_the_summary_says_who_is_told_what_and_how_before_anybody_is(office, draft):
    page = words(office.get(address(draft, "release/")))
    assert "1 person is told." in page
    assert "<strong>Sona Kərimova</strong>" in page and "by a call: we know no mobile number or e-mail" in page.lower()
    assert "Murad Quliyev" in page
    assert Visit.objects.count() == 0


def test_releasing_queues_the_work_and_says_what_became_of_it(
    office, draft, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("elearn.visits.tasks_plans.carry_out_plan", type("T", (), {"enqueue": release.carry_out}))
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address(draft, "release/"))
    assert Visit.objects.get().person.name == "Sona Kərimova"
    page = words(office.get(address(draft)))
    assert "Released by Rəna Həsənova" in page and "Proposed to the elder: 1" in page
    page = words(office.post(address(draft, "release/"), follow=True))
    assert "Somebody has released this plan already" in page
    assert Visit.objects.count() == 1


def test_what_could_not_be_released_is_listed_with_the_reason(office, draft):
    draft.planned.update(outcome=Outcome.FAILED, fault="TimeTaken")
    PlanRun.objects.update(state=PlanState.RELEASED, released_at=timezone.now())
    page = words(office.get(address(draft)))
    assert "These could not be released" in page and "This time has just been taken." in page


# Trouble and ways ----------------------------------------------------------------------------------
def test_what_cannot_take_place_is_listed_and_planned_again(office, rena):
    murad, nigar = factories.trainer("Murad Quliyev"), factories.trainer("Nigar Əhmədova")
    there = visit(elder("Sona Kərimova"), murad, at(monday(), 10), state="confirmed")
    assert "cannot take place" not in words(office.get(HOME))
    murad.suspended_at = timezone.now()
    murad.save()
    page = words(office.get(HOME))
    assert "These visits cannot take place as they stand" in page and "Sona Kərimova" in page
    office.post(HOME + "mend/")
    run = PlanRun.objects.get()
    assert run.is_replanning and run.first_day == timezone.localdate()
    PlanRun.objects.update(seconds=1)
    assert plan.work(run.pk)
    row = run.planned.get()
    assert (row.visit, row.trainer, row.starts_at) == (there, nigar, there.starts_at)


def test_the_ways_are_drawn_by_the_server_without_any_service(office, draft):
    page = office.get(address(draft, "map/"))
    assert "<svg" in words(page) and "<image" not in words(page)
    assert "Sets out from Yasamal." in words(page)
    assert "img-src 'self' data:" in page["Content-Security-Policy"].replace("  ", " ")


def test_a_server_of_tiles_lies_under_the_drawing_by_setting(office, draft, settings):
    settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    page = words(office.get(address(draft, "map/")))
    assert 'href="https://tiles.example/1' in page and "© OpenStreetMap" in page
