"""Questions to a counsellor: asked, kept unreadable, told of, opened by nobody else, forgotten in time."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from elearn.guidance.case_enums import CaseState, CheckReason, Helped, ReferralReason
from elearn.guidance.case_signals import Signal, signals_in
from elearn.guidance.domain import case_ask, case_code, case_files, case_forget, case_refer, case_telling, case_write
from elearn.guidance.domain.case_due import due_cases
from elearn.guidance.domain.case_states import may_become, move
from elearn.guidance.errors_cases import CallAsked, ChangedMeanwhile, NotYours
from elearn.guidance.models import Case, CaseEntry, CaseMessage, CaseReferral
from elearn.guidance.policies_cases import may_read_call, may_see_call, way_to
from elearn.notices.models import MailboxMessage, Notice
from elearn.people.models import CompanionAct, Companionship, ContactPoint, Person, Role
from elearn.safety.models import Concern, ConcernState
from tests import factories
from tests.guidance.test_case_files import photo
from tests.visitors import mailbox  # noqa: F401 - fixture
from tests.visits import hunt

pytestmark = pytest.mark.django_db
SECRET = "Anam Bəhlulzadə küçəsində yıxıldı, omba sümüyü sınıb"
MOBILE = (ContactPoint.Kind.PHONE, "+994557770099")


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955, form_of_address="xanim")


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", email="murad@korpu.example", birth_year=1990, roles=[Role.COMPANION])


@pytest.fixture
def nigar():
    return factories.staff("Nigar Abbasova", Role.OPERATOR)


def said(text=SECRET, **more) -> case_ask.Said:
    return case_ask.Said(text=text, **{"topic": "home_care", "language": "az", "urgency": "week", **more})


# Asked --------------------------------------------------------------------------------------------------
def test_a_question_stands_nowhere_in_the_database_as_it_was_written(leyla):
    case = factories.case(SECRET, by=leyla.account, name="Leyla bala")
    case_write.write_more(case, text=f"{SECRET} dünən", by=leyla.account)
    factories.case_answer(case, "Bəhlulzadə küçəsinə həkim gələ bilər")
    case_write.say_helped(case, helped=Helped.YES, words="Bəhlulzadə, sağ olun", by=leyla.account)
    hunt.rows(SECRET, "Bəhlulzadə", "Leyla bala")


def test_of_a_code_only_a_keyed_hash_is_kept_once_it_was_taken(settings):
    case = factories.case()
    code = case.code_kept
    assert (len(code), code.isdecimal(), case.person, case.channel) == (16, True, None, "code")
    case_telling.code_was_taken(case)
    case.refresh_from_db()
    assert case.code_kept == ""
    hunt.rows(code, case_code.in_groups(code))
    assert case_code.case_by(case_code.in_groups(code)) == case
    settings.CASE_CODE_KEY = "another key"
    assert case_code.case_by(code) is None


def test_a_code_that_nobody_took_is_forgotten_after_a_day():
    case = factories.case()
    due_cases()
    case.refresh_from_db()
    assert case.code_kept != ""
    Case.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    due_cases()
    case.refresh_from_db()
    assert (case.code_kept, bool(case.code_mark)) == ("", True)


@pytest.mark.parametrize("written", ["", "1234", "12345678901234567", "1234 5678 9012 345x", "' OR 1=1 --", "٠" * 15])
def test_what_is_no_code_opens_nothing(written):
    factories.case()
    assert case_code.case_by(written) is None


def test_a_code_may_be_written_with_spaces_and_dashes():
    code = factories.case().code_kept
    for written in (case_code.in_groups(code), f" {code[:8]}-{code[8:]} ", code):
        assert case_code.read_code(written) == code


def test_a_case_without_a_code_is_not_opened_by_an_empty_one(leyla):
    case = factories.case(by=leyla.account)
    assert case.code_mark == ""
    assert case_code.case_by("") is None
    assert way_to(case, by=None, mark="") is None


def delivered() -> list[str]:
    """Send every message that waits; give what was sent, in its order."""
    from elearn.notices.domain.deliver import deliver

    for notice in Notice.objects.filter(state="waiting").order_by("created_at"):
        deliver(str(notice.pk))
    return [f"{row.subject} {row.body}" for row in MailboxMessage.objects.order_by("pk")]


def test_the_code_is_sent_and_stands_in_no_list_of_messages():
    case = factories.case(reach=MOBILE)
    delivered()
    code = case_code.in_groups(case.code_kept)
    sent = MailboxMessage.objects.get(to=MOBILE[1])
    assert code in sent.body
    assert len(sent.body) <= 134
    notice = Notice.objects.get(kind="case_code")
    assert notice.facts == {"case": case.key.hex}
    from elearn.notices.domain.compose import sms_of

    assert code not in sms_of(notice, for_staff=True)


def test_messages_say_nothing_of_the_question(leyla):
    case = factories.case(SECRET, by=leyla.account, topic="fraud")
    case_telling.tell_answered(case)
    case_telling.tell_answered(factories.case(SECRET, reach=(ContactPoint.Kind.EMAIL, "nobody@korpu.example")))
    bodies = delivered()
    assert len(bodies) == 3
    assert not any("Bəhlulzadə" in body or "–," in body for body in bodies)
    assert [f"/counsel/q/{case.key}/" in body for body in bodies] == [True, False, False]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [({}, ""), ({"topic": "fraud"}, CheckReason.TOPIC), ({"is_minor": True, "topic": "fraud"}, CheckReason.MINOR)],
)
def test_delicate_questions_and_those_of_minors_need_a_second_counsellor(facts, reason):
    assert factories.case(**facts).check_reason == reason


def test_a_minor_we_know_is_a_minor_whatever_they_say():
    gunay = factories.person("Günay Məmmədova", email="gunay@korpu.example", birth_year=timezone.localdate().year - 15)
    case = factories.case(by=gunay.account, is_minor=False)
    assert (case.is_minor, case.check_reason) == (True, CheckReason.MINOR)
    with pytest.raises(ChangedMeanwhile):
        case_write.ask_call(case, phone="+994501234567", by=gunay.account)


# States -------------------------------------------------------------------------------------------------
@pytest.mark.database
def test_of_two_who_move_a_case_at_once_one_has_done_it(leyla):
    case = factories.case(by=leyla.account)
    same = Case.objects.get(pk=case.pk)
    move(case, CaseState.ASSIGNED)
    with pytest.raises(ChangedMeanwhile):
        move(same, CaseState.CLOSED)
    assert [may_become("waiting", state) for state in (CaseState.ANSWERED, CaseState.CHECKING)] == [False, False]


def test_writing_after_an_answer_puts_it_before_the_same_counsellor(leyla):
    sevinc = factories.counsellor()
    case = factories.case(by=leyla.account)
    factories.case_answer(case, by=sevinc.account)
    case_write.write_more(case, text="Bəs gecələr?", by=leyla.account)
    case.refresh_from_db()
    assert (case.state, case.counsellor) == (CaseState.ASSIGNED, sevinc.account)


def test_a_closed_question_is_opened_again_by_writing_and_by_a_button(leyla):
    case = factories.case(by=leyla.account)
    case_write.ask_call(case, phone="+994501234567", by=leyla.account)
    case_write.close(case, by=leyla.account)
    case.refresh_from_db()
    assert (case.state, case.appointments.get().state) == (CaseState.CLOSED, "cancelled")
    case_write.reopen(case, by=leyla.account)
    case_write.close(case, by=leyla.account)
    case_write.write_more(case, text="Bir də", by=leyla.account)
    case.refresh_from_db()
    assert (case.state, case.reopened, case.closed_at) == (CaseState.WAITING, 2, None)
    with pytest.raises(ChangedMeanwhile):
        case_write.reopen(case, by=leyla.account)


def test_what_nobody_answered_to_is_closed_by_itself(leyla, settings):
    case = factories.case(by=leyla.account)
    factories.case_answer(case)
    due_cases()
    assert Case.objects.get(pk=case.pk).state == CaseState.ANSWERED
    Case.objects.update(moved_at=timezone.now() - timedelta(days=settings.CASE_CLOSES_DAYS + 1))
    due_cases()
    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


@pytest.mark.database
def test_one_call_to_come_and_whether_it_helped_only_after_an_answer(leyla):
    case = factories.case(by=leyla.account)
    case_write.ask_call(case, phone="+994501234567", wish="axşam", by=leyla.account)
    with pytest.raises(CallAsked):
        case_write.ask_call(case, phone="+994501234567", by=leyla.account)
    case_write.cancel_call(case, by=leyla.account)
    with pytest.raises(ChangedMeanwhile):
        case_write.cancel_call(case, by=leyla.account)
    with pytest.raises(ChangedMeanwhile):
        case_write.say_helped(case, helped=Helped.YES, by=leyla.account)


# Nobody else --------------------------------------------------------------------------------------------
def test_nobody_else_does_anything_with_a_case(leyla, murad, nigar):
    case = factories.case(by=leyla.account)
    factories.case_answer(case)
    for who in (murad.account, nigar.account, factories.staff("Rəna Həsənova", Role.COORDINATOR).account, None):
        for deed in (
            lambda who: case_write.write_more(case, text="x", by=who, mark="0" * 64),
            lambda who: case_write.close(case, by=who),
            lambda who: case_write.ask_call(case, phone="+994501234567", by=who),
            lambda who: case_write.say_helped(case, helped=Helped.NO, by=who),
            lambda who: case_write.share(case, helps=None, by=who),
        ):
            with pytest.raises(NotYours):
                deed(who)
    assert CaseMessage.objects.count() == 2


def test_the_mark_of_one_code_opens_no_other_case():
    mine, other = factories.case(), factories.case()
    assert way_to(mine, by=None, mark=mine.code_mark) == "code"
    assert way_to(other, by=None, mark=mine.code_mark) is None
    with pytest.raises(NotYours):
        case_write.close(other, by=None, mark=mine.code_mark)


# A helper -----------------------------------------------------------------------------------------------
def test_a_helper_asks_with_consent_and_the_elder_reads_it(leyla, murad):
    row = factories.helps(leyla, murad, may_ask=True)
    case = factories.case(by=murad.account, helps=row)
    assert (case.person, case.channel, way_to(case, by=murad.account)) == (leyla, "companion", "helper")
    assert way_to(case, by=leyla.account) == "own"
    assert CompanionAct.objects.get().did == "asked_counsel"
    assert Notice.objects.get(kind="case_noted").person == leyla


@pytest.mark.parametrize("ends", [
    {"may_ask": False}, {"state": "ended"}, {"paused_at": timezone.now()}, {"is_suspended": True},
    {"ends_on": timezone.localdate() - timedelta(days=1)},
], ids=["scope", "ended", "paused", "suspended", "over"])  # fmt: skip
def test_when_the_consent_ends_the_helper_reads_and_writes_nothing_more(leyla, murad, ends):
    row = factories.helps(leyla, murad, may_ask=True)
    case = factories.case(by=murad.account, helps=row)
    Companionship.objects.filter(pk=row.pk).update(**ends)
    case = Case.objects.get(pk=case.pk)
    assert way_to(case, by=murad.account, mark=case.code_mark) is None
    with pytest.raises(NotYours):
        case_write.write_more(case, text="x", by=murad.account)
    with pytest.raises(NotYours):
        factories.case(by=murad.account, helps=Companionship.objects.get(pk=row.pk))


def test_a_helper_sees_only_what_they_were_let_into(leyla, murad):
    row = factories.helps(leyla, murad, may_ask=True, may_see=True, may_book=True)
    case = factories.case(by=leyla.account)
    assert way_to(case, by=murad.account) is None
    case_write.share(case, helps=row, by=leyla.account)
    case = Case.objects.get(pk=case.pk)
    assert way_to(case, by=murad.account) == "helper"
    with pytest.raises(NotYours):
        case_write.share(case, helps=None, by=murad.account)
    case_write.share(case, helps=None, by=leyla.account)
    assert way_to(Case.objects.get(pk=case.pk), by=murad.account) is None


def test_another_s_helper_cannot_be_let_in(leyla, murad):
    row = factories.helps(factories.person("Sona Quliyeva", birth_year=1950), murad, may_ask=True)
    with pytest.raises(NotYours):
        case_write.share(factories.case(by=leyla.account), helps=row, by=leyla.account)


def test_who_writes_of_violence_no_longer_shares_it_with_the_helper(leyla, murad):
    row = factories.helps(leyla, murad, may_ask=True)
    case = factories.case(by=murad.account, helps=row)
    case_write.write_more(case, text="Murad məni döyür", by=leyla.account)
    case = Case.objects.get(pk=case.pk)
    assert (case.helper, way_to(case, by=murad.account)) == (None, None)


# By phone -----------------------------------------------------------------------------------------------
def test_an_operator_reads_while_the_call_lasts_and_not_a_moment_longer(nigar):
    case = case_ask.ask_by_phone(said(), by=nigar.account)
    other = factories.staff("Tural Nəbiyev", Role.OPERATOR)
    assert (may_read_call(case, nigar.account), may_read_call(case, other.account)) == (True, False)
    assert may_see_call(case, other.account) is False
    case_write.end_call(case, by=nigar.account)
    case.refresh_from_db()
    assert (may_read_call(case, nigar.account), may_see_call(case, nigar.account), case.code_kept) == (False, True, "")
    assert way_to(case, by=nigar.account) is None


def test_the_code_is_kept_until_the_message_that_brings_it_has_left(nigar):
    case = case_ask.ask_by_phone(said(), by=nigar.account, reach=(ContactPoint.Kind.PHONE, "+994501234567"))
    code = case.code_kept
    case_write.end_call(case, by=nigar.account)
    case.refresh_from_db()
    assert case.code_kept == code and not may_read_call(case, nigar.account)
    Notice.objects.filter(kind="case_code").update(state="sent")
    case_write.end_call(case, by=nigar.account)
    case.refresh_from_db()
    assert case.code_kept == ""


def test_a_call_that_nobody_ended_ends_by_itself(nigar, settings):
    case = case_ask.ask_by_phone(said(), by=nigar.account)
    assert case.call_lasts(timezone.now() + timedelta(minutes=settings.CASE_CALL_MINUTES + 1)) is False


def test_only_who_takes_calls_writes_questions_down(leyla, murad):
    sevinc = factories.counsellor()
    for who in (murad, sevinc):
        with pytest.raises(NotYours):
            case_ask.ask_by_phone(said(), by=who.account, person=leyla)


def test_an_operator_writes_nothing_down_for_themself_or_whom_they_help(leyla, nigar):
    factories.helps(leyla, nigar, may_ask=True)
    for person in (nigar, leyla):
        with pytest.raises(NotYours):
            case_ask.ask_by_phone(said(), by=nigar.account, person=person)


def test_a_question_written_down_for_somebody_known_is_in_their_account(leyla, nigar):
    case = case_ask.ask_by_phone(said(), by=nigar.account, person=leyla)
    assert (way_to(case, by=leyla.account), case.code_mark) == ("own", "")
    assert Notice.objects.get(kind="case_noted").person == leyla


# Safeguarding -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Qonşu anamı vurur", [Signal.VIOLENCE]),
        ("ANAMI DÖYÜRLƏR", [Signal.VIOLENCE]),
        ("Daha yaşamaq istəmirəm", [Signal.SELF_HARM]),
        ("Nənəni otağa kilidləyib gedirlər", [Signal.NEGLECT]),
        ("He beats me and threatens", [Signal.VIOLENCE]),
        ("I don’t want to live any more", [Signal.SELF_HARM]),
        ("Сын её избивает, не кормит", [Signal.VIOLENCE, Signal.NEGLECT]),
        ("Тётю не кормЯт, она одна", [Signal.NEGLECT]),
        ("Tibb bacısı hər gün iynə vurur", []),
        ("Atam insult keçirib, evdə qulluq lazımdır", []),
        ("How do I get a wheelchair for my father?", []),
    ],
)
def test_words_of_violence_neglect_and_self_harm_are_seen(text, found):
    assert signals_in(text) == found


def test_the_officer_is_told_without_a_word_of_the_question(leyla):
    officer = factories.staff("Aytən Səfərova", Role.SAFEGUARDING)
    case = factories.case(f"{SECRET}. Oğlu anamı döyür", by=leyla.account)
    concern = Concern.objects.get()
    referral = CaseReferral.objects.get()
    assert (case.check_reason, referral.reason, referral.concern) == (CheckReason.REFERRED, "words", concern)
    assert concern.subject == f"case:{referral.key}"
    assert Notice.objects.filter(person=officer).exists()
    hunt.rows(SECRET, "Bəhlulzadə")


def test_danger_now_is_to_be_answered_within_hours():
    factories.case("Kömək lazımdır", hurt="now")
    concern = Concern.objects.get()
    assert (concern.in_danger, concern.deadline < timezone.now() + timedelta(hours=5)) == (True, True)


def test_a_counsellor_passes_it_on_with_words():
    sevinc = factories.counsellor()
    words = "Zənglə danışdım, qorxur"
    referral = case_refer.refer(factories.case(), reason=ReferralReason.COUNSELLOR, by=sevinc.account, words=words)
    assert referral.words == words
    assert list(CaseEntry.objects.filter(did="referred").values_list("by", flat=True)) == [sevinc.account.pk]


# Forgotten ----------------------------------------------------------------------------------------------
def with_a_file(case, by):
    draft = case_files.take(SimpleUploadedFile("a.jpg", photo()))
    case_write.write_more(case, text="Şəkil", by=by, files=[draft])
    return draft.path


def test_a_case_goes_whole_with_its_files(leyla, settings, django_capture_on_commit_callbacks):
    case = factories.case(by=leyla.account)
    path = with_a_file(case, leyla.account)
    case_write.close(case, by=leyla.account)
    before = timezone.now() - timedelta(days=settings.CASE_DAYS)
    assert case_forget.old_cases(before, 10) == []
    Case.objects.update(moved_at=before - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        for found in case_forget.old_cases(before, 10):
            case_forget.forget_case(found)
    assert (Case.objects.count(), CaseMessage.objects.count(), storages["cases"].exists(path)) == (0, 0, False)


def test_the_record_of_a_contact_goes_with_its_case_but_never_somebody_else(leyla):
    case = factories.case(reach=MOBILE)
    reach = case.reach.pk
    case_forget.forget_case(case)
    assert not Person.objects.filter(pk=reach).exists()
    other = factories.case(reach=MOBILE)
    Case.objects.filter(pk=other.pk).update(reach=leyla)
    case_forget.forget_case(Case.objects.get(pk=other.pk))
    assert Person.objects.filter(pk=leyla.pk).exists()


def test_what_the_officer_looks_after_stays_without_a_name_until_they_closed_it(leyla):
    case = factories.case("Oğlum məni döyür", by=leyla.account, name="Leyla")
    case_forget.forget_cases_of(leyla)
    case = Case.objects.get(pk=case.pk)
    assert (case.person, case.name, case.state) == (None, "", CaseState.CLOSED)
    Case.objects.update(moved_at=timezone.now() - timedelta(days=900))
    assert case_forget.old_cases(timezone.now() - timedelta(days=400), 10) == []
    Concern.objects.update(state=ConcernState.CLOSED)
    assert case_forget.old_cases(timezone.now() - timedelta(days=400), 10) == [case]


def test_my_data_hold_my_questions_and_nobody_else_s(leyla, murad):
    from elearn.people.own_data import holdings

    case = factories.case(SECRET, by=leyla.account)
    factories.case_answer(case, "Cavab budur")
    give = {holding.name: holding.give for holding in holdings()}
    assert [row["words"] for row in give["guidance.messages"](leyla)] == [SECRET, "Cavab budur"]
    assert len(list(give["guidance.cases"](leyla))) == 1
    assert list(give["guidance.messages"](murad)) == []


def test_every_message_fits_two_segments(leyla):
    from django.utils import translation

    from elearn.people.texts import text

    facts = {"base_url": "https://korpu.example", "address": f"/counsel/q/{'0' * 36}/", "for_staff": True, "case": "x"}
    for language in ("az", "en", "ru"):
        with translation.override(language):
            for kind in ("case_code", "case_answered", "case_news", "case_noted"):
                for more in ({"by_code": True, "is_helper": True}, {"by_code": False, "is_helper": False}):
                    words = re.sub(r"\s+", " ", text(f"notices/{kind}.sms.txt", facts | more | {"person": leyla}))
                    assert len(words) <= 134, (kind, language, words)
