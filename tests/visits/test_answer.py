"""Yes, no, cancel, come again, silence: by the elder in every way, by nobody else, and never to another time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.notices.api import tell
from elearn.notices.domain.compose import email_of, sms_of
from elearn.notices.models import MailboxMessage, Notice
from elearn.people.api import write_home
from elearn.people.models import CompanionAct, Companionship, Role
from elearn.visits.domain import answer, day_before, telling
from elearn.visits.enums import RequestState, VisitState, Way
from elearn.visits.errors import AddressMissing, AlreadyAsked, ChangedMeanwhile, CodeWrong, NotYours
from elearn.visits.models import Visit, VisitRequest
from elearn.visits.tasks import sweep
from tests import factories
from tests.visits import hunt

pytestmark = pytest.mark.django_db
HOME = "Zərifə Əliyeva küçəsi 27, mənzil 81"
CODE = "483920"


@pytest.fixture
def sona(db):
    return factories.person("Sona Kərimova", phone="0501234567", email="sona@example.com", birth_year=1944)


@pytest.fixture
def nigar(db):
    return factories.staff("Nigar Səfərova", "operator").account


@pytest.fixture
def visit(sona):
    """A visit of Murad's that waits for Sona's yes, the day after tomorrow."""
    write_home(sona, HOME, by=None)
    request = factories.visit_request(sona)
    now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    starts = now + timedelta(days=2)
    return Visit.objects.create(
        request=request, person=sona, trainer=factories.trainer("Murad Quliyev"), starts_at=starts,
        ends_at=starts + timedelta(hours=1), code=CODE, answer_by=now + timedelta(days=1),
    )  # fmt: skip


def helper_of(elder, name="Kamran Əliyev", **flags):
    kamran = factories.person(name, email="kamran@example.com", birth_year=1990, roles=[Role.COMPANION])
    until = timezone.localdate() + timedelta(days=90)
    Companionship.objects.create(elder=elder, companion=kamran, state="active", ends_on=until, **flags)
    return kamran.account


def told(person) -> list[str]:
    return sorted(Notice.objects.filter(person=person).values_list("kind", flat=True))


# Yes ------------------------------------------------------------------------------------------------
def test_a_yes_makes_a_word_and_a_code_and_tells_both(visit, sona):
    agreed = answer.agree(visit, way=Way.SITE, by=sona.account, version=1)
    assert (agreed.state, agreed.agreed_way, agreed.agreed_by, agreed.version) == ("confirmed", "site", sona.account, 2)
    assert len(agreed.word) > 2 and len(agreed.presence_code) == 4 and not agreed.code
    agreed.request.refresh_from_db()
    assert agreed.request.state == RequestState.UNDER_WAY
    assert told(sona) == ["visit_confirmed"] and told(visit.trainer.person) == ["trainer_visit_confirmed"]
    assert "Murad" not in str(Notice.objects.get(kind="trainer_visit_confirmed").facts)
    assert "Sona" not in str(Notice.objects.get(kind="trainer_visit_confirmed").facts)


def test_a_yes_said_twice_is_one(visit, sona):
    answer.agree(visit, way=Way.LINK, version=1)
    again = answer.agree(visit, way=Way.LINK, version=1)
    assert again.version == 2 and told(sona) == ["visit_confirmed"]


def test_a_yes_to_a_time_that_is_no_longer_meant_is_none(visit, sona):
    Visit.objects.filter(pk=visit.pk).update(version=2)
    with pytest.raises(ChangedMeanwhile):
        answer.agree(visit, way=Way.LINK, version=1)
    Visit.objects.filter(pk=visit.pk).update(starts_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ChangedMeanwhile):
        answer.agree(visit, way=Way.SITE, by=sona.account)
    visit.refresh_from_db()
    assert visit.state == "proposed"


def test_an_operator_and_a_helper_say_yes_for_the_elder_as_what_they_are(visit, sona, nigar):
    kamran = helper_of(sona, may_book=True)
    agreed = answer.agree(visit, way=Way.COMPANION, by=kamran)
    assert agreed.agreed_way == "companion" and CompanionAct.objects.get().did == "agreed_visit"
    Visit.objects.update(state="proposed")
    assert answer.agree(visit, way=Way.OPERATOR, by=nigar).agreed_by == nigar


def test_nobody_else_says_yes(visit, sona, nigar):
    murad = visit.trainer.person.account
    aynur = factories.staff("Aynur", "counsellor").account
    other = factories.person("Günay", email="gunay@example.com").account
    helper = helper_of(sona, may_see=True)
    for by in (murad, aynur, other, helper, None):
        for way in (Way.SITE, Way.COMPANION, Way.OPERATOR, Way.SHEET):
            with pytest.raises(NotYours):
                answer.agree(visit, way=way, by=by)
    for way in (Way.SITE, Way.COMPANION):
        with pytest.raises(NotYours):
            answer.agree(visit, way=way, by=nigar)
    with pytest.raises(NotYours):
        answer.agree(visit, way=Way.OPERATOR, by=sona.account)
    visit.refresh_from_db()
    assert visit.state == "proposed" and not Notice.objects.exists()


def test_no_helper_says_yes_for_somebody_whom_we_speak_to_alone(visit, sona):
    sona.speak_alone = True
    sona.save()
    kamran = helper_of(sona, may_book=True)
    with pytest.raises(NotYours):
        answer.agree(visit, way=Way.COMPANION, by=kamran)
    answer.decline(visit, way=Way.COMPANION, by=kamran)


def test_who_would_come_never_answers_not_even_as_an_operator(visit):
    from elearn.people.api import grant_role

    grant_role(visit.trainer.person, Role.OPERATOR)
    for deed in (answer.agree, answer.decline):
        with pytest.raises(NotYours):
            deed(visit, way=Way.OPERATOR, by=visit.trainer.person.account)


def test_the_second_trainer_is_agreed_to_with_the_first(visit, sona):
    second = Visit.objects.create(
        request=visit.request, person=sona, trainer=factories.trainer("Elçin Səfərov"), starts_at=visit.starts_at,
        ends_at=visit.ends_at, along_with=visit,
    )  # fmt: skip
    with pytest.raises(NotYours):
        answer.agree(second, way=Way.LINK)
    answer.agree(visit, way=Way.LINK)
    second.refresh_from_db()
    assert second.state == "confirmed" and told(second.trainer.person) == ["trainer_visit_confirmed"]
    answer.cancel(visit, by=sona.account, is_elder=True)
    second.refresh_from_db()
    assert second.state == "cancelled"


# The code -------------------------------------------------------------------------------------------
def test_the_trainer_brings_the_code_that_the_elder_reads_out(visit):
    agreed = answer.agree(visit, way=Way.CODE, by=visit.trainer.person.account, code="483 920")
    assert (agreed.state, agreed.agreed_way) == ("confirmed", "code")


def test_five_wrong_codes_and_the_right_one_opens_nothing(visit, nigar):
    murad = visit.trainer.person.account
    for code in ("", "000000", "48392", "4839200", "483921"):
        with pytest.raises(CodeWrong):
            answer.agree(visit, way=Way.CODE, by=murad, code=code)
    with pytest.raises(CodeWrong):
        answer.agree(visit, way=Way.CODE, by=murad, code=CODE)
    visit.refresh_from_db()
    assert (visit.state, visit.code_tries) == ("proposed", 6)


def test_a_code_is_brought_by_the_trainer_or_by_us(visit, sona):
    other = factories.trainer("Elçin Səfərov").person.account
    helper = helper_of(sona, may_book=True)
    for by in (None, other, helper, sona.account):
        with pytest.raises(NotYours):
            answer.agree(visit, way=Way.CODE, by=by, code=CODE)
    visit.refresh_from_db()
    assert visit.code_tries == 0


def test_an_empty_code_is_nobodys(visit):
    Visit.objects.update(code="")
    with pytest.raises(CodeWrong):
        answer.agree(visit, way=Way.CODE, by=visit.trainer.person.account, code="")


# No, and cancelling ---------------------------------------------------------------------------------
def test_a_no_keeps_the_request_and_frees_the_time(visit, sona):
    answer.decline(visit, way=Way.LINK, version=1)
    visit.refresh_from_db()
    assert (visit.state, visit.request.state) == ("cancelled", "waiting")
    assert told(sona) == [] and told(visit.trainer.person) == ["trainer_visit_cancelled"]
    Visit.objects.create(
        request=visit.request, person=sona, trainer=visit.trainer, starts_at=visit.starts_at, ends_at=visit.ends_at
    )


def test_what_is_cancelled_in_her_name_is_told_to_the_elder(visit, sona, nigar):
    answer.agree(visit, way=Way.LINK)
    answer.cancel(visit, by=nigar, reason="Zəng etdi", is_elder=True)
    notice = Notice.objects.get(person=sona, kind="visit_cancelled")
    assert notice.facts["why"] == "wish" and "Zəng" not in str(notice.facts)
    visit.refresh_from_db()
    assert (visit.ended_by, visit.end_reason, visit.word, visit.presence_code) == (nigar, "Zəng etdi", "", "")


def test_what_we_cancel_is_told_to_the_elder_and_the_trainer(visit, sona):
    answer.cancel(visit, by=visit.trainer.person.account, reason="Xəstəyəm", is_elder=False)
    assert Notice.objects.get(person=sona).facts["why"] == "us"
    assert told(visit.trainer.person) == []


def test_nobody_else_cancels(visit, sona):
    others = [
        factories.trainer("Elçin Səfərov").person.account,
        factories.person("Günay", email="gunay@example.com").account,
        helper_of(sona, may_see=True),
    ]
    for by in others:
        for is_elder in (True, False):
            with pytest.raises(NotYours):
                answer.cancel(visit, by=by, is_elder=is_elder)
    with pytest.raises(NotYours):
        answer.cancel(visit, by=visit.trainer.person.account, is_elder=True)
    with pytest.raises(NotYours):
        answer.cancel(visit, by=None, is_elder=True)


def test_what_is_over_is_not_cancelled(visit, sona):
    Visit.objects.update(state="done")
    with pytest.raises(ChangedMeanwhile):
        answer.cancel(visit, by=sona.account, is_elder=True)


# Silence, the day before, once more -----------------------------------------------------------------
def test_silence_lets_a_time_go(visit, sona):
    assert answer.let_go(timezone.now()) == 0
    assert answer.let_go(timezone.now() + timedelta(days=1, hours=1)) == 1
    visit.refresh_from_db()
    assert (visit.state, visit.end_reason) == ("cancelled", "silence")
    assert Notice.objects.get(person=sona).facts["why"] == "silence"


def at_noon(days=0):
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)


def test_the_day_before_the_word_is_told_once_and_by_day(visit, sona):
    agreed = answer.agree(visit, way=Way.SITE, by=sona.account)
    start = at_noon(3).replace(hour=10)
    Visit.objects.update(starts_at=start, ends_at=start + timedelta(hours=1))
    assert day_before.tell_day_before(at_noon(1)) == 0
    assert day_before.tell_day_before(at_noon(2).replace(hour=7)) == 0
    assert day_before.tell_day_before(at_noon(2)) == 1
    assert day_before.tell_day_before(at_noon(2)) == 0
    notice = Notice.objects.get(kind="visit_day_before")
    words = sms_of(notice) + email_of(notice)[1]
    assert agreed.word in words and agreed.presence_code in words and "Murad" in words and "Quliyev" not in words
    hidden = email_of(notice, for_staff=True)[1]
    assert agreed.word not in hidden and "/home-visits/" not in hidden


def test_no_message_holds_the_address_or_leaves_a_code_in_the_database(visit, sona, mailbox, nigar):
    telling.tell_elder(visit, "visit_proposed")
    answer.agree(visit, way=Way.LINK)
    visit.refresh_from_db()
    telling.tell_elder(visit, "visit_day_before")
    answer.cancel(visit, by=nigar, is_elder=True)
    Visit.objects.filter(pk=visit.pk).update(state="done")
    assert Notice.objects.count() >= 5
    for notice in Notice.objects.all():
        assert not hunt.inside(sms_of(notice) + "".join(email_of(notice)), HOME, "Zərifə")
    hunt.rows(HOME, "Zərifə")
    hunt.rows(CODE)


def test_the_code_of_a_message_is_for_its_person_alone(visit, sona):
    gunay = factories.person("Günay", email="gunay@example.com")
    notice = tell(gunay, "visit_proposed", key="x", facts={"visit": visit.key.hex, "trainer": "Murad"})
    assert "483 920" not in email_of(notice)[1] and "/home-visits/a/" not in email_of(notice)[1]


def test_come_again_adds_a_visit_and_opens_what_was_finished(visit, sona):
    Visit.objects.update(state="done")
    VisitRequest.objects.update(state="done", ended_at=timezone.now(), visits_wanted=1)
    request = answer.come_again(visit, by=sona.account)
    assert (request.state, request.visits_wanted, request.ended_at) == ("under_way", 2, None)
    assert answer.come_again(visit, way=Way.LINK).visits_wanted == 2


def test_come_again_after_the_address_is_gone_or_another_request_is_open(visit, sona):
    Visit.objects.update(state="done")
    VisitRequest.objects.update(state="done", ended_at=timezone.now(), address_gone_at=timezone.now())
    with pytest.raises(AddressMissing):
        answer.come_again(visit, by=sona.account)
    VisitRequest.objects.update(address_gone_at=None)
    factories.visit_request(sona)
    with pytest.raises(AlreadyAsked):
        answer.come_again(visit, by=sona.account)


def test_a_stranger_does_not_send_anybody_again(visit):
    Visit.objects.update(state="done")
    with pytest.raises(NotYours):
        answer.come_again(visit, by=visit.trainer.person.account)
    with pytest.raises(NotYours):
        answer.come_again(visit)


def test_the_course_is_finished_with_its_last_visit(visit):
    from elearn.visits.domain.standing import settle_request

    VisitRequest.objects.update(visits_wanted=1)
    Visit.objects.update(state=VisitState.DONE)
    assert settle_request(visit.request).state == "done"


def test_the_clock_of_the_house_does_all_of_it(visit):
    Visit.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
    assert sweep() >= 1
    assert MailboxMessage.objects.count() >= 0 and Visit.objects.get().state == "cancelled"
