"""Calls back and reminders: times are offered and chosen, and nobody is forgotten when the day has come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.guidance.case_enums import CaseState
from elearn.guidance.domain import case_calls, case_write
from elearn.guidance.domain.case_remind import remind_cases
from elearn.guidance.errors_cases import ChangedMeanwhile, NoNumber, NotYours
from elearn.guidance.models import Appointment, Case
from elearn.notices.models import Notice
from elearn.people.models import Role
from tests import factories
from tests.guidance import counsel
from tests.guidance.counsel import asked, given, sent
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
