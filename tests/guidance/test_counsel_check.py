"""A delicate answer goes when a second counsellor has agreed, and nobody is the second for themself, whatever they try."""

import pytest
from django.db import IntegrityError, transaction

from elearn.guidance.case_enums import CaseState, CheckReason, CheckState
from elearn.guidance.domain import case_answer, case_assign, case_counsel, case_write
from elearn.guidance.domain.case_answer import say
from elearn.guidance.domain.case_due import due_answers
from elearn.guidance.domain.case_people import checkers_for
from elearn.guidance.errors_cases import CaseError, ChangedMeanwhile, NeedsCheck, NobodyThere, NotYours, WroteMore
from elearn.guidance.models import AnswerHand, Case, CaseCheck, CaseMessage
from elearn.people import api as people
from elearn.people.models import Account, Role
from tests import factories
from tests.guidance import counsel
from tests.guidance.counsel import asked, given, sent
from tests.races import all_at_once, refusals
from tests.visitors import mailbox  # noqa: F401 - fixture
from tests.visits.test_race import shared_database  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def sevinc():
    return counsel.sevinc()


@pytest.fixture
def tural():
    return counsel.tural()


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def has_gone(case) -> bool:
    return CaseMessage.objects.filter(case=case, side="counsellor", sent_at__isnull=False).exists()


def agree(check, by):
    return say(check, agreed=True, by=by, seen=case_answer.last_word(check.case))


# What is meant to happen ----------------------------------------------------------------------------------
@pytest.mark.parametrize("facts", [{"topic": "capacity"}, {"topic": "fraud"}, {"is_minor": True}, {"hurt": "yes"}])
def test_a_delicate_answer_waits_for_a_second_counsellor(sevinc, tural, facts):
    case = given(sevinc, **facts)
    with pytest.raises(NeedsCheck):
        sent(case, sevinc)
    check = asked(case, sevinc)
    assert (fresh(case).state, check.checker, has_gone(case)) == (CaseState.CHECKING, tural, False)
    agree(check, tural)
    assert (fresh(case).state, has_gone(case)) == (CaseState.ANSWERED, True)
    assert CaseMessage.objects.get(case=case, side="counsellor").by == sevinc


def test_changes_are_asked_for_made_and_read_again(sevinc, tural):
    case = given(sevinc, topic="fraud")
    check = asked(case, sevinc)
    say(check, agreed=False, words="Bankın nömrəsini də yazın", by=tural, seen=0)
    assert (fresh(case).state, has_gone(case)) == (CaseState.ASSIGNED, False)
    second = asked(fresh(case), sevinc, "Banka zəng edin: 937")
    with pytest.raises(ChangedMeanwhile):
        agree(check, tural)  # the page of the first answer, still open
    agree(second, tural)
    assert CaseMessage.objects.get(case=case, side="counsellor").text == "Banka zəng edin: 937"


def test_who_asked_for_a_second_reader_of_a_plain_question_cannot_do_without_any_more(sevinc, tural):
    case = given(sevinc)
    asked(case, sevinc)
    case_answer.take_back(case, by=sevinc)
    assert fresh(case).check_reason == CheckReason.COUNSELLOR
    with pytest.raises(NeedsCheck):
        sent(case, sevinc)


# What people try ------------------------------------------------------------------------------------------
def test_nobody_agrees_to_their_own_answer(sevinc, tural):
    check = asked(given(sevinc, topic="fraud"), sevinc)
    with pytest.raises(NotYours):
        agree(check, sevinc)
    with pytest.raises(NobodyThere):
        case_answer.take_back(check.case, by=sevinc)
        case_answer.ask_check(check.case, by=sevinc, seen=case_answer.last_word(check.case), wanted=sevinc)
    assert not has_gone(check.case)


@pytest.mark.database
def test_the_database_refuses_a_checker_who_asked(sevinc):
    case = given(sevinc, topic="fraud")
    draft = case_answer.keep_draft(case, text="Cavab", by=sevinc)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseCheck.objects.create(case=case, message=draft, reason="topic", asked_by=sevinc, checker=sevinc)


def test_who_is_not_asked_does_not_agree(sevinc, tural):
    kamran = factories.counsellor("Kamran Əliyev").account
    rena = factories.staff("Rəna Həsənova", Role.COORDINATOR).account
    check = asked(given(sevinc, topic="fraud"), sevinc, wanted=tural)
    for by in (kamran, rena, factories.staff("Nigar Abbasova", Role.OPERATOR).account):
        with pytest.raises(NotYours):
            agree(check, by)
    assert not has_gone(check.case)


def test_who_wrote_in_it_and_handed_it_over_is_not_the_second(sevinc, tural):
    case = given(sevinc, topic="fraud")
    case_answer.keep_draft(case, text="Sevincin cavabı", by=sevinc)
    case_assign.hand_over(case, to=tural, by=sevinc)
    case = fresh(case)
    assert checkers_for(case, case_answer.draft_of(case)) == []
    with pytest.raises(NobodyThere):
        case_answer.ask_check(case, by=tural, seen=case_answer.last_word(case), wanted=sevinc)


def test_two_sign_ins_of_one_human_being_are_one_person_once_their_records_are_joined(sevinc, tural):
    """She writes with one sign-in and would agree with the other."""
    other = factories.counsellor("Sevda Quliyeva").account
    check = asked(given(other, topic="fraud"), other, wanted=sevinc)
    people.merge(sevinc.person, other.person, by=None)
    now = Account.objects.get(pk=sevinc.pk)
    with pytest.raises(CaseError):
        agree(check, now)
    due_answers()  # the sign-in that is closed holds nothing any more; whoever writes on is another
    with pytest.raises(CaseError):
        agree(CaseCheck.objects.get(pk=check.pk), now)
    assert not has_gone(check.case)
    case = fresh(check.case)
    assert now not in checkers_for(case, case_answer.draft_of(case))


def test_who_was_asked_and_no_longer_counsels_does_not_agree_and_another_is_asked(sevinc, tural):
    kamran = factories.counsellor("Kamran Əliyev").account
    check = asked(given(sevinc, topic="fraud"), sevinc, wanted=tural)
    tural.groups.clear()
    with pytest.raises(NotYours):
        agree(check, Account.objects.get(pk=tural.pk))
    due_answers()
    check.refresh_from_db()
    assert check.checker == kamran
    agree(check, kamran)
    assert has_gone(check.case)


def test_who_was_made_a_counsellor_of_the_question_in_between_is_not_its_second(sevinc, tural):
    check = asked(given(sevinc, topic="fraud"), sevinc, wanted=tural)
    case_assign.hand_over(check.case, to=tural, by=sevinc)
    with pytest.raises(CaseError):
        agree(check, tural)
    check.refresh_from_db()
    assert (check.state, has_gone(check.case)) == (CheckState.WITHDRAWN, False)


def test_an_answer_does_not_change_while_it_is_read(sevinc, tural):
    check = asked(given(sevinc, topic="fraud"), sevinc)
    for deed in (
        lambda: case_answer.keep_draft(check.case, text="Başqa cavab", by=sevinc),
        lambda: case_answer.send(check.case, by=sevinc, seen=case_answer.last_word(check.case)),
        lambda: case_answer.keep_draft(check.case, text="Başqa cavab", by=tural),
    ):
        with pytest.raises(CaseError):
            deed()
    assert CaseMessage.objects.get(case=check.case, side="counsellor").text == "Mərkəzə müraciət edin."


def test_what_became_delicate_while_it_was_written_does_not_go(sevinc, leyla):
    case = factories.case(by=leyla.account)
    case_answer.keep_draft(case, text="Cavab", by=sevinc)
    case_write.write_more(case, text="Qardaşım onu döyür", by=leyla.account)
    with pytest.raises(NeedsCheck):
        case_answer.send(case, by=sevinc, seen=case_answer.last_word(case))


def test_the_second_reads_all_that_was_written_before_agreeing(sevinc, tural, leyla):
    check = asked(given(sevinc, topic="fraud", by=leyla.account), sevinc)
    seen = case_answer.last_word(check.case)
    case_write.write_more(check.case, text="Əslində bu, dünən olub", by=leyla.account)
    with pytest.raises(WroteMore):
        say(check, agreed=True, by=tural, seen=seen)
    agree(check, tural)


def test_a_note_or_a_call_is_no_way_round(sevinc, tural):
    case = given(sevinc, topic="fraud")
    case_counsel.note_down(case, text="Zəng etdim", by=sevinc)
    with pytest.raises(ChangedMeanwhile):
        case_counsel.close(case, by=sevinc)
    assert fresh(case).state == CaseState.ASSIGNED


def test_who_wrote_stays_written_down_for_each_answer(sevinc, tural):
    case = given(sevinc)
    sent(case, sevinc)
    assert [hand.account for hand in AnswerHand.objects.all()] == [sevinc]


# At the same moment ---------------------------------------------------------------------------------------
def at_once(*deeds) -> list[str]:
    answers = all_at_once(*deeds)
    refused = refusals(answers, CaseError)
    return sorted([*refused, *["done"] * (len(answers) - len(refused))])


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_something_at_once_one_has_said_it(shared_database):  # noqa: F811
    """Two windows of the checker: one agrees, one asks for changes; and the writer takes it back meanwhile."""
    sevinc, tural = counsel.sevinc(), counsel.tural()
    check = asked(given(sevinc, topic="fraud"), sevinc, wanted=tural)
    seen = case_answer.last_word(check.case)

    def again() -> CaseCheck:
        return CaseCheck.objects.select_related("case").get(pk=check.pk)

    outcomes = at_once(
        lambda: say(again(), agreed=True, by=Account.objects.get(pk=tural.pk), seen=seen),
        lambda: say(again(), agreed=False, words="Yox", by=Account.objects.get(pk=tural.pk), seen=seen),
        lambda: case_answer.take_back(again().case, by=Account.objects.get(pk=sevinc.pk)),
    )
    assert outcomes.count("done") == 1
    check.refresh_from_db()
    assert has_gone(check.case) == (check.state == CheckState.AGREED)
    assert fresh(check.case).state == (CaseState.ANSWERED if has_gone(check.case) else CaseState.ASSIGNED)


@pytest.mark.database
def test_one_question_has_one_check_at_a_time(sevinc, tural):
    check = asked(given(sevinc, topic="fraud"), sevinc)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseCheck.objects.create(case=check.case, message=check.message, reason="topic", asked_by=sevinc)
