"""Calls back and reminders: times are offered and chosen, and nobody is forgotten when the day has come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elearn.guidance.case_enums import CaseState
from elearn.guidance.domain import case_answer, case_calls, case_counsel, case_forget, case_write
from elearn.guidance.domain.case_remind import remind_cases
from elearn.guidance.errors_cases import ChangedMeanwhile, NoNumber, NotYours
from elearn.guidance.models import Appointment, Case
from elearn.notices.models import Notice
from elearn.people.models import Account, ContactPoint, Role
from tests import factories
from tests.guidance import counsel
from tests.guidance.counsel import asked, given, sent
from tests.guidance.reviews import days_later
from tests.visitors import mailbox  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def sevinc():
    return counsel.sevinc()


@pytest.fixture
def tural():
    return counsel.tural()


@pytest.fixture
def rena():
    return factories.staff("Rəna Həsənova", Role.COORDINATOR).account


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def told(step: str) -> set[str]:
    return {row.person.name for row in Notice.objects.filter(kind="case_work") if row.facts["step"] == step}


# Calls ----------------------------------------------------------------------------------------------------
def test_times_are_offered_one_is_chosen_and_the_call_is_made(sevinc, tural, leyla):
    case = factories.case(by=leyla.account)
    case_write.ask_call(case, phone="+994501112233", by=leyla.account)
    now = timezone.now().replace(second=0, microsecond=0)
    times = [now + timedelta(days=1), now + timedelta(days=2)]
    case_calls.offer(case, times=times, by=fresh(case).counsellor)
    with pytest.raises(NotYours):
        case_calls.choose(case, time=times[1], by=tural)
    with pytest.raises(ChangedMeanwhile):
        case_calls.choose(case, time=now + timedelta(days=3), by=leyla.account)
    case_calls.choose(case, time=times[1], by=leyla.account)
    call = Appointment.objects.get()
    assert (call.state, call.starts_at) == ("set", times[1])
    case_calls.called(case, reached=False, by=fresh(case).counsellor)
    assert Appointment.objects.get().state == "missed"
    # A call answers nothing by itself: that would be a way round the second counsellor.
    assert fresh(case).state == CaseState.ASSIGNED


def agreed(sevinc, leyla, helper=None) -> Case:
    """A question with a call that was agreed."""
    case = given(sevinc, by=leyla.account)
    if helper:
        case_write.share(case, helps=factories.helps(leyla, helper, may_ask=True), by=leyla.account)
    sent(case, sevinc)
    Appointment.objects.create(case=case, phone="+994501112233")
    case_calls.offer(fresh(case), times=[timezone.now() + timedelta(days=3)], by=sevinc)
    return fresh(case)


def call_off_told() -> set[str]:
    """Who was told that a call does not take place, on either side."""
    asking = {row.person.name for row in Notice.objects.filter(kind="case_call_off")}
    return asking | told("call_off")


def by_the_sweep(case, **who):
    Case.objects.filter(pk=case.pk).update(moved_at=timezone.now() - timedelta(days=60))
    assert case_forget.close_answered() == 1


@pytest.mark.parametrize(
    ("deed", "but"),
    [
        (lambda case, leyla, sevinc: case_counsel.close(case, by=sevinc), "Sevinc Quliyeva"),
        (lambda case, leyla, sevinc: case_write.close(case, by=leyla.account), "Leyla Əliyeva"),
        (lambda case, leyla, sevinc: case_write.cancel_call(case, by=leyla.account), "Leyla Əliyeva"),
        (lambda case, leyla, sevinc: by_the_sweep(case), ""),
    ],
)
def test_whoever_agreed_to_a_call_is_told_that_it_is_called_off(deed, but, sevinc, leyla):
    murad = factories.person("Murad Quliyev", email="murad@korpu.example", birth_year=1990, roles=[Role.COMPANION])
    case = agreed(sevinc, leyla, murad)
    deed(case, leyla, sevinc)
    assert Appointment.objects.get().state == "cancelled"
    assert call_off_told() == {"Leyla Əliyeva", "Murad Quliyev", "Sevinc Quliyeva"} - {but}
    for row in Notice.objects.filter(kind="case_call_off"):
        assert row.facts["starts_at"] == Appointment.objects.get().starts_at.isoformat()


def test_with_a_code_the_number_is_told_and_a_call_whose_time_is_over_is_not(sevinc):
    case = given(sevinc, reach=(ContactPoint.Kind.PHONE, "+994501234567"))
    sent(case, sevinc)
    case_calls.offer(fresh(case), times=[timezone.now() + timedelta(days=3)], by=sevinc)
    case_counsel.close(fresh(case), by=sevinc)
    told_ = Notice.objects.get(kind="case_call_off")
    assert (told_.person, told_.facts["by_code"]) == (case.reach, True)
    case = given(sevinc, reach=(ContactPoint.Kind.PHONE, "+994501234567"))
    sent(case, sevinc)
    case_calls.offer(fresh(case), times=[timezone.now() + timedelta(days=3)], by=sevinc)
    Appointment.objects.filter(case=case).update(starts_at=timezone.now() - timedelta(hours=1))
    case_counsel.close(fresh(case), by=sevinc)
    assert Notice.objects.filter(kind="case_call_off").count() == 1


def test_a_person_s_data_are_removed_and_the_counsellor_is_told_not_to_call(sevinc, leyla):
    agreed(sevinc, leyla)
    case_forget.forget_cases_of(leyla)
    row = Notice.objects.get(kind="case_work", facts__step="call_off")
    assert (call_off_told(), row.facts["address"]) == ({"Sevinc Quliyeva"}, reverse("guidance:work"))


def test_no_call_is_offered_to_who_gave_no_number_or_is_under_age(sevinc):
    tomorrow = [timezone.now() + timedelta(days=1)]
    with pytest.raises(NoNumber):
        case_calls.offer(given(sevinc), times=tomorrow, by=sevinc)
    with pytest.raises(ChangedMeanwhile):
        case_calls.offer(given(sevinc, is_minor=True), times=tomorrow, by=sevinc)
    with pytest.raises(ValueError, match="time to come"):
        case_calls.offer(given(sevinc), times=[timezone.now() - timedelta(hours=1)], by=sevinc)


# Reminded -------------------------------------------------------------------------------------------------
def test_the_day_comes_and_passes_and_each_is_told_once(sevinc, rena):
    case = given(sevinc)
    due = fresh(case).answer_by
    for now, step, whom in (
        (due - timedelta(hours=30), "soon", set()),
        (due - timedelta(hours=2), "soon", {"Sevinc Quliyeva"}),
        (due + timedelta(minutes=5), "past", {"Sevinc Quliyeva", "Rəna Həsənova"}),
        (due + timedelta(days=30), "late", {"Rəna Həsənova"}),
    ):
        remind_cases(now=now)
        remind_cases(now=now)
        assert told(step) == whom
    assert Notice.objects.filter(kind="case_work").count() == 5  # given, and the four above


def test_what_is_answered_is_not_reminded_of(sevinc, rena):
    case = given(sevinc)
    sent(case, sevinc)
    assert remind_cases(now=timezone.now() + timedelta(days=60)) == 0


def test_a_checker_who_waits_is_told_once_more(sevinc, tural):
    check = asked(given(sevinc), sevinc, wanted=tural)
    now = check.asked_at + timedelta(days=14)
    remind_cases(now=now)
    remind_cases(now=now)
    assert told("check_waits") == {"Tural Nəbiyev"}


def test_a_checker_in_whose_place_another_was_put_is_reminded_too_after_a_day_of_their_own(sevinc, tural):
    check = asked(given(sevinc), sevinc, wanted=tural)
    remind_cases(now=check.asked_at + timedelta(days=14))
    aynur = factories.counsellor("Aynur Kərimova").account
    Account.objects.filter(pk=tural.pk).update(is_active=False)
    with days_later(14):
        assert case_answer.find_checkers() == 1
        remind_cases()
        assert told("check_waits") == {"Tural Nəbiyev"}
    with days_later(28):
        remind_cases()
    assert told("check_waits") == {"Tural Nəbiyev", aynur.person.name}
    assert Notice.objects.filter(kind="case_work", person=tural.person).count() == 2  # asked, and reminded


def test_what_is_told_fits_two_text_messages(sevinc):
    from django.template.loader import render_to_string
    from django.utils import translation

    for language in ("az", "en", "ru"):
        for step in ("given", "wrote", "to_check", "agreed", "changes", "soon", "past", "late", "nobody", "said_no"):
            with translation.override(language):
                facts = {"step": step, "number": 12345, "base_url": "https://korpu.example",
                         "address": f"/counsel/work/{given(sevinc).key}/" if step == "given" else "/counsel/work/all/"}  # fmt: skip
                assert len(render_to_string("notices/case_work.sms.txt", facts).strip()) <= 134
