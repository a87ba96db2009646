"""Questions with counsellors: given by language, topic and load, read by nobody else, never forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.guidance.api import Questions, questions_for
from elearn.guidance.case_enums import CaseState, ReferralReason
from elearn.guidance.domain import case_answer, case_assign, case_calls, case_counsel, case_write
from elearn.guidance.domain.case_due import due_answers
from elearn.guidance.errors_cases import ChangedMeanwhile, NeedsCheck, NobodyThere, NotYours, WroteMore
from elearn.guidance.models import Case, CaseMessage, CaseNote, CaseReferral, Readiness
from elearn.guidance.policies_counsel import may_counsel, may_read
from elearn.notices.models import Notice
from elearn.people import api as people
from elearn.people.models import ContactPoint, Role
from tests import factories
from tests.guidance import counsel
from tests.guidance.counsel import SECRET, asked, given, sent
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


def ready(account, **facts):
    return Readiness.objects.update_or_create(account=account, defaults=facts)[0]


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def told(kind_step: str) -> set[str]:
    return {row.person.name for row in Notice.objects.filter(kind="case_work") if row.facts["step"] == kind_step}


# Given ----------------------------------------------------------------------------------------------------
def test_a_question_is_given_at_once_and_its_counsellor_told_without_a_word_of_it(sevinc):
    case = fresh(factories.case(SECRET))
    assert (case.state, case.counsellor, case.answer_by > timezone.now()) == (CaseState.ASSIGNED, sevinc, True)
    notice = Notice.objects.get(kind="case_work")
    assert notice.person == sevinc.person and "Bəhlulzadə" not in str(notice.facts)


def test_who_has_less_gets_the_next(sevinc, tural):
    got = [fresh(factories.case()).counsellor for _number in range(4)]
    assert got.count(sevinc) == got.count(tural) == 2


def test_the_language_is_never_passed_over_and_the_topic_only_when_nobody_knows_it(sevinc, tural):
    ready(sevinc, languages=["az"], topics=["benefits"])
    ready(tural, languages=["ru"], topics=["home_care"])
    assert fresh(factories.case(language="az", topic="home_care")).counsellor == sevinc
    assert fresh(factories.case(language="ru", topic="benefits")).counsellor == tural
    assert fresh(factories.case(language="en")).state == CaseState.WAITING


def test_of_two_who_speak_it_who_knows_the_topic_gets_it(sevinc, tural):
    ready(sevinc, topics=["fraud"])
    ready(tural, topics=["home_care"])
    assert [fresh(factories.case()).counsellor for _number in range(3)] == [tural] * 3


def test_who_is_away_or_full_gets_nothing_and_the_sweep_gives_it_later(sevinc):
    today = timezone.localdate()
    kept = ready(sevinc, away_from=today, away_until=today)
    case = factories.case()
    assert fresh(case).state == CaseState.WAITING
    kept.away_from, kept.away_until, kept.most = None, None, 0
    kept.save()
    due_answers()
    assert fresh(case).state == CaseState.WAITING
    ready(sevinc, most=1)
    due_answers()
    assert fresh(case).counsellor == sevinc


def test_what_is_due_while_a_counsellor_is_away_goes_to_another(sevinc, tural):
    today = timezone.localdate()
    due, later, checked = given(sevinc), given(sevinc), given(sevinc)
    asked(checked, sevinc, wanted=tural)
    Case.objects.filter(pk=later.pk).update(answer_by=timezone.now() + timedelta(days=40))
    ready(sevinc, away_from=today, away_until=today + timedelta(days=20))
    due_answers()
    assert [fresh(one).counsellor for one in (due, later, checked)] == [tural, sevinc, sevinc]


def test_what_nobody_else_can_take_stays_with_who_is_away(sevinc):
    case = given(sevinc)
    ready(sevinc, away_from=timezone.localdate())
    due_answers()
    assert (fresh(case).state, fresh(case).counsellor) == (CaseState.ASSIGNED, sevinc)


def test_what_nobody_can_take_is_told_to_the_coordinators_once(rena):
    factories.case()
    for _turn in range(3):
        due_answers()
    assert Notice.objects.filter(kind="case_work", person=rena.person).count() == 1
    assert told("nobody") == {"Rəna Həsənova"}


def test_what_a_counsellor_had_who_left_goes_to_another(sevinc, tural):
    case = given(sevinc, topic="fraud")
    asked(case, sevinc, wanted=tural)
    sevinc.groups.clear()
    due_answers()
    assert (fresh(case).state, fresh(case).counsellor) == (CaseState.ASSIGNED, tural)
    assert not case.checks.filter(state="asked").exists()


def test_a_counsellors_own_question_goes_to_another(sevinc, tural):
    ready(tural, most=50)
    for _number in range(3):
        factories.case()
    assert fresh(factories.case(by=sevinc)).counsellor == tural
    code = factories.case(reach=(ContactPoint.Kind.EMAIL, sevinc.person.contact_points.get(kind="email").value))
    assert fresh(code).counsellor == tural


def test_written_again_after_an_answer_it_is_with_the_same_counsellor_with_a_new_day(sevinc, leyla):
    case = factories.case(by=leyla.account)
    sent(case, sevinc)
    case_write.write_more(case, text="Bəs gecə?", by=leyla.account)
    now = fresh(case)
    assert (now.state, now.counsellor, now.answer_by is not None) == (CaseState.ASSIGNED, sevinc, True)
    assert told("wrote") == {"Sevinc Quliyeva"}


# Who may read ---------------------------------------------------------------------------------------------
def test_nobody_reads_a_question_but_who_has_it_and_who_was_asked_to_check(sevinc, tural, rena, leyla):
    nigar = factories.staff("Nigar Abbasova", Role.OPERATOR).account
    officer = factories.staff("Fidan Rzayeva", Role.SAFEGUARDING).account
    both = factories.staff("Orxan Əliyev", Role.COORDINATOR, Role.COUNSELLOR).account
    case = given(sevinc, by=leyla.account)
    others = [tural, rena, nigar, officer, both, leyla.account, None]
    assert [may_read(case, one) for one in others] == [False] * 7
    assert may_read(case, sevinc)
    asked(case, sevinc, wanted=tural)
    case = fresh(case)
    assert [one.person.name for one in (tural, rena, nigar, officer, both) if may_read(case, one)] == ["Tural Nəbiyev"]
    sevinc.groups.clear()
    assert not may_read(fresh(case), type(sevinc).objects.get(pk=sevinc.pk))


def test_who_helps_the_person_does_not_counsel_them_though_it_was_given_to_them(sevinc, leyla):
    case = given(sevinc, by=leyla.account)
    factories.helps(leyla, sevinc.person, may_ask=True)
    assert not may_counsel(fresh(case), sevinc)
    with pytest.raises(NotYours):
        case_answer.keep_draft(case, text="Salam", by=sevinc)


def test_who_asks_and_counsels_is_told_apart_after_their_records_are_joined(sevinc, leyla):
    case = given(sevinc, by=leyla.account)
    people.merge(sevinc.person, leyla, by=None)
    assert not may_counsel(fresh(case), type(sevinc).objects.get(pk=sevinc.pk))


def test_whoever_does_what_is_not_theirs_is_refused(sevinc, tural, rena):
    case = given(sevinc)
    for by in (tural, rena):
        for deed in (
            lambda by=by: case_counsel.look(case, by=by),
            lambda by=by: case_answer.keep_draft(case, text="Salam", by=by),
            lambda by=by: case_answer.send(case, by=by, seen=0),
            lambda by=by: case_answer.take_back(case, by=by),
            lambda by=by: case_counsel.note_down(case, text="Salam", by=by),
            lambda by=by: case_counsel.pass_on(case, words="Salam", by=by),
            lambda by=by: case_counsel.close(case, by=by),
            lambda by=by: case_calls.offer(case, times=[timezone.now() + timedelta(days=1)], by=by),
            lambda by=by: case_calls.called(case, reached=True, by=by),
        ):
            with pytest.raises(NotYours):
                deed()
    assert not CaseNote.objects.exists() and not CaseReferral.objects.exists()


# Answered -------------------------------------------------------------------------------------------------
def test_a_plain_answer_goes_and_who_asked_is_told_that_it_is_there(sevinc, leyla):
    case = factories.case(by=leyla.account)
    case_answer.keep_draft(case, text="Birinci", by=sevinc)
    assert not CaseMessage.objects.filter(case=case, side="counsellor", sent_at__isnull=False).exists()
    sent(case, sevinc, "İkinci")
    assert fresh(case).state == CaseState.ANSWERED
    answer = CaseMessage.objects.get(case=case, side="counsellor")
    assert (answer.text, answer.by) == ("İkinci", sevinc)
    assert Notice.objects.filter(kind="case_answered", person=leyla).count() == 1


def test_an_answer_does_not_go_over_words_that_its_writer_has_not_read(sevinc, leyla):
    case = factories.case(by=leyla.account)
    seen = case_answer.last_word(case)
    case_answer.keep_draft(case, text="Cavab", by=sevinc)
    case_write.write_more(case, text="Bir də: o, diabetlidir", by=leyla.account)
    with pytest.raises(WroteMore):
        case_answer.send(case, by=sevinc, seen=seen)
    assert case_answer.draft_of(case).text == "Cavab"


def test_nothing_is_sent_twice_and_nothing_is_ended_without_an_answer(sevinc):
    case = given(sevinc)
    with pytest.raises(ChangedMeanwhile):
        case_counsel.close(case, by=sevinc)
    sent(case, sevinc)
    with pytest.raises(ChangedMeanwhile):
        case_answer.send(case, by=sevinc, seen=case_answer.last_word(case))
    case_counsel.close(case, by=sevinc)
    assert fresh(case).state == CaseState.CLOSED


# Handed over ----------------------------------------------------------------------------------------------
def test_a_counsellor_hands_over_and_reads_no_more(sevinc, tural):
    case = given(sevinc)
    due = fresh(case).answer_by
    case_assign.hand_over(case, to=tural, by=sevinc, words="Mən məzuniyyətdəyəm")
    now = fresh(case)
    assert (now.counsellor, now.answer_by, may_read(now, sevinc)) == (tural, due, False)
    assert CaseNote.objects.get().text == "Mən məzuniyyətdəyəm"


def test_a_coordinator_hands_on_what_they_cannot_read(sevinc, tural, rena, leyla):
    case = given(sevinc)
    case_assign.hand_over(case, to=tural, by=rena)
    assert (fresh(case).counsellor, may_read(fresh(case), rena)) == (tural, False)
    with pytest.raises(NobodyThere):
        case_assign.hand_over(case, to=rena, by=rena)
    with pytest.raises(NotYours):
        case_assign.hand_over(case, to=sevinc, by=leyla.account)
    with pytest.raises(NotYours):
        case_assign.hand_over(case, to=sevinc, by=sevinc)


def test_nobody_is_handed_their_own_question(sevinc, tural):
    case = given(tural, by=sevinc)
    with pytest.raises(NobodyThere):
        case_assign.hand_over(case, to=sevinc, by=tural)


# Passed on ------------------------------------------------------------------------------------------------
def test_what_is_passed_on_needs_a_second_counsellor_from_then_on(sevinc, tural):
    case = given(sevinc)
    case_counsel.pass_on(case, words="Qardaşı pulunu götürür", by=sevinc)
    assert CaseReferral.objects.get().reason == ReferralReason.COUNSELLOR
    with pytest.raises(NeedsCheck):
        sent(case, sevinc)


# What a counsellor takes ----------------------------------------------------------------------------------
def test_only_they_themselves_and_coordinators_say_what_a_counsellor_takes(sevinc, tural, rena):
    facts = {"topics": ["fraud"], "languages": ["az"], "most": 3, "away": (None, None)}
    case_counsel.be_ready(sevinc, **facts, by=sevinc)
    case_counsel.be_ready(sevinc, **facts, by=rena)
    for by in (tural, factories.staff("Nigar Abbasova", Role.OPERATOR).account):
        with pytest.raises(NotYours):
            case_counsel.be_ready(sevinc, **facts, by=by)
    with pytest.raises(NotYours):
        case_counsel.be_ready(rena, **facts, by=rena)


def test_the_desk_counts_what_waits_for_each(sevinc, tural, rena):
    asked(given(sevinc, topic="fraud"), sevinc, wanted=tural)
    given(sevinc)
    Case.objects.update(answer_by=timezone.now() - timedelta(days=1))
    assert questions_for(sevinc) == Questions(mine=2, past=2)
    assert questions_for(tural) == Questions(to_check=1)
    assert questions_for(rena) == Questions(all_past=2)
    assert questions_for(factories.staff("Nigar Abbasova", Role.OPERATOR).account) == Questions()
