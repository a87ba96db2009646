"""Recording for an elder: who may, for whom alone, and nothing public without the elder's own yes."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from courses import api
from courses.domain.films import answers, codes, contribute, helped
from courses.domain.films.answer_page import version_of
from courses.errors import AskedAlready, ElderHasNotAgreed, MayNotHelp, PageChanged, WrongCode
from courses.links import answer_address, contribution_by
from courses.models import AnswerWay, Contribution, ContributionState, ElderAnswer, ElderQuestion
from elearn.history.models import Entry
from elearn.notices.domain.compose import email_of, sms_of
from elearn.notices.models import Notice
from elearn.people import api as people
from elearn.people.domain import companions
from elearn.people.errors import ConsentProblem
from elearn.people.models import CompanionAct, ContactPoint, Did, EndedBy, Person, Role, Scope
from elearn.web.api import NotApproved
from media_pipeline.models import Film
from tests import factories
from tests.factories import course_with, first_pages, person, staff
from tests.people.test_companions import helping
from tests.visitors import mailbox, signed_in, visitor  # noqa: F401 - fixtures

# ruff: noqa: F811
pytestmark = pytest.mark.django_db

PHONE = re.compile(r"765\W{0,3}43\W{0,3}21")  # however it is written; shorter, it is also in keys drawn by lot


@pytest.fixture(autouse=True)
def pages():
    people.prepare()
    first_pages()


@pytest.fixture
def leyla():
    """An elder without a sign-in, who has a mobile phone."""
    return person("Leyla Əliyeva", birth_year=1950, form_of_address="xanim", phone="050 765 43 21", with_account=False)


@pytest.fixture
def murad():
    return staff("Murad Quliyev", Role.TRAINER)


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", Role.COORDINATOR)


@pytest.fixture
def nigar():
    return staff("Nigar Səfərova", Role.OPERATOR)


def recorded(elder, by, *, title="Daban", playable=True) -> Contribution:
    """A film recorded for an elder, described and sent."""
    made = contribute.begin_contribution(elder, is_recording=True, by=fresh(by).account)
    ready = factories.ready_film()
    facts = {field: getattr(ready, field) for field in ("state", "duration_ms", "width", "height", "ready_at")}
    ready.renditions.update(film=made.film)
    Film.objects.filter(pk=made.film_id).update(**facts, playable_at=timezone.now() if playable else None)
    made.film.refresh_from_db()
    if title:
        contribute.describe_for(made, title=title, language="az", topic=None, seen=[], by=fresh(by).account)
        made.refresh_from_db()
    return made


def fresh(who) -> Person:
    return Person.objects.get(pk=who.pk)


def says(contribution, *, yes=True, way=AnswerWay.OWN_DEVICE, by=None, note="") -> ElderAnswer:
    contribution = Contribution.objects.get(pk=contribution.pk)
    version = version_of(contribution)
    return answers.answer(contribution, yes=yes, way=way, version=version, by=by, note=note)


def agreed(contribution) -> bool:
    return answers.elder_agreed(Contribution.objects.get(pk=contribution.pk))


def publish(contribution, rena, *, title=None):
    course, _lessons = course_with({})
    found = Contribution.objects.get(pk=contribution.pk)
    return api.place(found, course=course, title=title or found.title, by=rena.account)


# Who may record for whom ---------------------------------------------------------------------------
def test_staff_record_for_an_elder_without_a_sign_in(leyla, murad):
    made = recorded(leyla, murad)
    assert (made.person, made.recorded_by, made.is_helped, made.state) == (leyla, murad, True, ContributionState.SENT)
    assert not agreed(made)


@pytest.mark.parametrize("role", [Role.ELDER, Role.LEARNER, Role.COMPANION, Role.COUNSELLOR, Role.PARTNER])
def test_others_do_not(leyla, role):
    who = staff("Kimsə", role)
    assert not helped.may_record_for(who.account, leyla)
    for deed in (
        lambda: contribute.begin_contribution(leyla, is_recording=True, by=who.account),
        lambda: contribute.begin_take(leyla, key=uuid4(), mime="video/webm", by=who.account),
    ):
        with pytest.raises(PermissionDenied):
            deed()
    assert not Contribution.objects.exists()


def test_nobody_records_for_minors_the_dead_themselves_or_the_young(leyla, murad):
    young = person("Günay", birth_year=2000)
    child = person("Aysel", birth_year=timezone.localdate().year - 12)
    gone = person("Sona", birth_year=1940)
    Person.objects.filter(pk=gone.pk).update(standing="deceased")
    for who in (young, child, fresh(gone), murad):
        assert not helped.may_record_for(murad.account, who)


@pytest.mark.database
def test_search_gives_elders_by_name_only_and_to_staff_only(leyla, murad):
    person("Leyla Quliyeva", birth_year=2001)
    assert [one.name for one in helped.find_elders(murad.account, "leyla")] == ["Leyla Əliyeva"]
    assert helped.find_elders(murad.account, "le") == helped.find_elders(murad.account, "0507654321") == []
    assert helped.find_elders(staff("Kimsə", Role.COMPANION).account, "leyla") == []


def companion_of(elder, **more):
    kamran = person("Kamran Əliyev", email="kamran@example.org", phone="050 111 22 33", birth_year=1990)
    return kamran, helping(elder, kamran, **more)


def test_a_chosen_helper_records_only_for_whom_they_help_and_while_they_do(leyla):
    kamran, row = companion_of(leyla)
    sona = person("Sona Quliyeva", birth_year=1948)
    recorded(leyla, kamran)
    assert list(CompanionAct.objects.order_by("pk").values_list("did", flat=True)) == [Did.RECORDED, Did.DESCRIBED]
    with pytest.raises(MayNotHelp):
        contribute.begin_contribution(sona, is_recording=True, by=fresh(kamran).account)
    companions.end(row, by=EndedBy.ELDER)
    with pytest.raises(MayNotHelp):
        contribute.begin_contribution(leyla, is_recording=True, by=fresh(kamran).account)
    assert CompanionAct.objects.count() == 2


def test_staff_who_are_her_chosen_helper_act_only_as_that(leyla):
    kamran, _row = companion_of(leyla, scopes=(Scope.SEE,))
    people.grant_role(kamran, Role.TRAINER)
    assert fresh(kamran).account.has_perm("courses.record_for_elder")
    assert not helped.may_record_for(fresh(kamran).account, leyla)


# What a helper reaches -----------------------------------------------------------------------------
def posted(page, address, body=None):
    return page.post(address, json.dumps(body or {}), content_type="application/json")


def test_a_helper_records_through_the_page(leyla, murad, signed_in):
    page = signed_in(murad)
    assert "Leyla Əliyeva xanım" in page.get("/record/for/", {"q": "leyla"}).content.decode()
    html = page.get(f"/record/for/{leyla.key}/").content.decode()
    assert "You are helping Leyla Əliyeva xanım" in html and not PHONE.search(html)
    key = uuid4()
    base = f"/record/for/{leyla.key}/takes/"
    begun = posted(page, base, {"id": str(key), "mime": "video/webm"}).json()
    take = Contribution.objects.get().film.takes.get()
    factories.keep_pieces(take, 1, [b"a"])
    sent = posted(page, f"{base}{begun['id']}/send/", {"expected": {"1": 1}}).json()
    assert sent["next"] == f"/helping/films/{begun['film']}/describe/"
    again = page.post(sent["next"], {"title": "Daban", "language": "az", "others": "alone"})
    assert again["Location"] == f"/helping/films/{begun['film']}/"
    made = Contribution.objects.get()
    assert (made.title, made.state) == ("Daban", ContributionState.SENT)


def test_a_helper_never_reaches_other_films(leyla, murad, signed_in):
    sona = staff("Sona Quliyeva", Role.ELDER, birth_year=1948)
    own, own_take = contribute.begin_take(sona, key=uuid4(), mime="video/webm")  # hers, by herself
    other = recorded(leyla, staff("Elçin Səfərov", Role.TRAINER))  # by another helper
    mine = recorded(leyla, murad)
    page = signed_in(murad)
    for film in (own, other):
        for name in ("", "status/", "describe/", "answer/", "listen.wav"):
            assert page.get(f"/helping/films/{film.pk}/{name}").status_code == 404
        for name in ("", "status/", "describe/", "withdraw/"):
            assert page.get(f"/my-films/{film.pk}/{name}").status_code in (403, 404)
    for elder in (sona, leyla):
        base = f"/record/for/{elder.key}/takes/"
        assert posted(page, f"{base}{own_take.pk}/send/", {"expected": {}}).status_code == 404
        assert posted(page, f"{base}{own_take.pk}/discard/").json() == {"code": "discarded"}
        assert posted(page, base, {"id": str(own_take.pk)}).status_code == 404
    own_take.refresh_from_db()
    assert own_take.state == "open"
    assert page.get(f"/helping/films/{mine.pk}/").status_code == 200
    titles = [one.contribution.pk for one in page.get("/record/for/").context["films"]]
    assert titles == [mine.pk]


def test_an_elder_does_not_go_on_with_a_helpers_recording(murad):
    sona = staff("Sona Quliyeva", Role.ELDER, birth_year=1948)
    _draft, take = contribute.begin_take(sona, key=uuid4(), mime="video/webm", by=murad.account)
    mine = contribute.begin_contribution(sona, is_recording=True)
    assert not mine.is_helped
    import media_pipeline.api as films

    with pytest.raises(films.TakeClosed):
        contribute.begin_take(sona, key=take.pk, mime="video/webm")


def test_who_may_no_longer_help_sees_nothing_any_more(leyla, signed_in):
    kamran, row = companion_of(leyla)
    made = recorded(leyla, kamran)
    page = signed_in(kamran)
    assert page.get(f"/helping/films/{made.pk}/").status_code == 200
    companions.end(row, by=EndedBy.ELDER)
    for address in (f"/helping/films/{made.pk}/", f"/record/for/{leyla.key}/", f"/helping/{leyla.key}/"):
        assert page.get(address).status_code == 404
    assert page.post(f"/helping/films/{made.pk}/").status_code == 404


def test_looking_is_for_who_was_allowed_and_is_written_down(leyla, murad, signed_in):
    kamran, _row = companion_of(leyla)
    recorded(leyla, murad)
    html = signed_in(kamran).get(f"/helping/{leyla.key}/").content.decode()
    assert "You are helping Leyla Əliyeva xanım" in html and "Daban" in html and not PHONE.search(html)
    assert CompanionAct.objects.get().did == Did.SAW
    assert signed_in(murad).get(f"/helping/{leyla.key}/").status_code == 404


# Nothing without her yes ---------------------------------------------------------------------------
@pytest.mark.usefixtures("in_english")
def test_silence_is_no(leyla, murad, rena):
    made = recorded(leyla, murad)
    with pytest.raises(ElderHasNotAgreed) as error:
        publish(made, rena)
    assert "silence is no" in str(error.value)
    assert not Contribution.objects.get().lesson


def test_it_is_asked_as_soon_as_it_can_be_watched_and_once(leyla, murad):
    made = recorded(leyla, murad, playable=False)
    assert not ElderQuestion.objects.exists()
    Film.objects.filter(pk=made.film_id).update(playable_at=timezone.now())
    assert (answers.ask_what_waits(), answers.ask_what_waits()) == (1, 0)
    notice = Notice.objects.get(kind="helped_asked")
    assert notice.person == leyla
    assert answer_address(made) in sms_of(notice)


@pytest.mark.database
def test_a_no_then_a_yes_and_it_is_published(leyla, murad, rena):
    made = recorded(leyla, murad)
    says(made, yes=False, note="Adımı düzgün yazın.")
    with pytest.raises(ElderHasNotAgreed):
        publish(made, rena)
    assert "Adımı düzgün yazın." in email_of(Notice.objects.get(kind="helped_answered"))[1]
    says(made, yes=True)
    assert agreed(made)
    lesson = publish(made, rena)
    assert Contribution.objects.get().state in (ContributionState.PLACED, ContributionState.SECOND_PERSON)
    assert lesson.title == "Daban"
    assert Entry.objects.filter(kind__in=["elder_refused", "elder_agreed"]).count() == 2


def test_a_yes_taken_back_takes_the_film_down(leyla, murad):
    made = recorded(leyla, murad)
    says(made, yes=True)
    says(made, yes=False)
    made.refresh_from_db()
    assert made.state == ContributionState.WITHDRAWN and not agreed(made)


@pytest.mark.parametrize("change", [{"title": "Başqa ad"}, {"language": "ru"}])
def test_whatever_changes_makes_the_yes_void(leyla, murad, rena, change):
    made = recorded(leyla, murad)
    says(made)
    Contribution.objects.filter(pk=made.pk).update(**change)
    assert not agreed(made)
    assert answers.stand(Contribution.objects.get()).said == answers.Said.CHANGED
    with pytest.raises(ElderHasNotAgreed):
        publish(made, rena)


def test_a_coordinator_does_not_publish_under_another_title(leyla, murad, rena):
    made = recorded(leyla, murad)
    says(made)
    with pytest.raises(ElderHasNotAgreed):
        publish(made, rena, title="Başqa ad")
    answers.retitle(made, title="Başqa ad", by=rena.account)
    assert not agreed(made) and ElderQuestion.objects.count() == 2
    says(made)
    assert publish(made, rena).title == "Başqa ad"


def test_no_lesson_made_by_hand_goes_round_the_elder(leyla, murad, rena):
    from courses.domain.films.consents import is_unagreed

    made, second = recorded(leyla, murad), staff("Səbinə Rzayeva", Role.COORDINATOR, email="sebine@korpu.example")
    course, _lessons = course_with({})
    both = {"film": made.film, "by": rena.account, "approved_by": second.account}
    with pytest.raises(NotApproved):
        api.create_lesson(course, "Daban", **both)
    assert is_unagreed(made.film)  # nor is it played, by whatever way it became public
    says(made)
    with pytest.raises(NotApproved):
        api.create_lesson(course, "Başqa ad", **both)
    assert api.create_lesson(course, "Daban", **both).live


def test_who_recorded_it_is_not_the_second_person(leyla, rena):
    made = recorded(leyla, rena)
    says(made)
    publish(made, rena)
    assert Contribution.objects.get().state == ContributionState.SECOND_PERSON


@pytest.mark.database
def test_an_answer_is_to_the_page_that_was_seen(leyla, murad):
    made = recorded(leyla, murad)
    seen = version_of(made)
    Contribution.objects.filter(pk=made.pk).update(title="Başqa ad")
    with pytest.raises(PageChanged):
        answers.answer(made, yes=True, way=AnswerWay.OWN_DEVICE, version=seen)
    assert not ElderAnswer.objects.exists()


# Asking again --------------------------------------------------------------------------------------
def test_nobody_presses_an_elder(leyla, murad):
    made = recorded(leyla, murad)
    with pytest.raises(AskedAlready):
        answers.ask(made, by=murad.account)
    says(made, yes=False)
    with pytest.raises(AskedAlready):
        answers.ask(made, by=murad.account)
    ElderAnswer.objects.update(at=timezone.now() - timedelta(days=8))
    ElderQuestion.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert answers.ask(made, by=murad.account)
    assert not agreed(made)


@pytest.mark.database
def test_her_no_is_final_for_a_chosen_helper(leyla):
    kamran, _row = companion_of(leyla)
    made = recorded(leyla, kamran)
    says(made, yes=False)
    ElderAnswer.objects.update(at=timezone.now() - timedelta(days=30))
    ElderQuestion.objects.update(asked_at=timezone.now() - timedelta(days=30))
    for role in (None, Role.COORDINATOR):  # nor when the helper works here too
        if role:
            people.grant_role(kamran, role)
        with pytest.raises(MayNotHelp):
            answers.ask(made, by=fresh(kamran).account)
        with pytest.raises(MayNotHelp):
            answers.retitle(made, title="Başqa ad", by=fresh(kamran).account)
    assert says(made, yes=True) and agreed(made)  # she herself may change her mind


# The three ways ------------------------------------------------------------------------------------
def test_the_link_opens_without_a_sign_in_and_looking_says_nothing(leyla, murad, visitor):
    made = recorded(leyla, murad)
    address = answer_address(made)
    html = visitor.get(address).content.decode()
    assert "This is your video “Daban”" in html and "Yes, show it" in html
    assert visitor.get(f"{address}listen.wav").content[:4] == b"RIFF"
    assert not ElderAnswer.objects.exists()
    visitor.post(address, {"answer": "yes", "version": "0" * 16})
    assert not agreed(made)
    visitor.post(address, {"answer": "yes", "version": version_of(made)})
    assert agreed(made)
    consent = people.consents_for(f"film:{made.film_id}").get()
    assert (consent.state, consent.uses, consent.answered_by) == ("given", ["site", "captions"], None)


def test_a_link_dies_with_the_address_and_is_shown_to_nobody_else(leyla, murad, nigar, signed_in, visitor):
    made = recorded(leyla, murad)
    address = answer_address(made)
    token = address.split("/")[2]
    assert contribution_by(token) == made
    assert visitor.get(f"/answer/{made.pk}-{'0' * 20}/").status_code == 404
    assert token not in signed_in(murad).get(f"/helping/films/{made.pk}/").content.decode()
    notice = Notice.objects.get(kind="helped_asked")
    assert token not in json.dumps(notice.facts) and token not in email_of(notice, for_staff=True)[1]
    assert token not in signed_in(nigar).get(f"/admin/school/answers/{made.pk}/").content.decode()
    ContactPoint.objects.filter(person=leyla).update(value="+994509999999")
    assert visitor.get(address).status_code == 404


@pytest.mark.usefixtures("in_english")
def test_a_link_never_goes_to_who_helps_her(leyla):
    kamran, _row = companion_of(leyla)
    ContactPoint.objects.filter(person=leyla).update(value="+994501112233")
    made = recorded(leyla, kamran)
    assert answer_address(made) == "" and not Notice.objects.filter(kind="helped_asked").exists()
    assert "gets no messages" in answers.stand(made).words


def test_on_a_helpers_device_only_with_the_code_that_reached_her(leyla, murad, signed_in):
    made = recorded(leyla, murad)
    page, address = signed_in(murad), f"/helping/films/{made.pk}/answer/"
    page.post(address, {"answer": "code"})
    question = ElderQuestion.objects.get()
    assert re.fullmatch(r"\d{6}", question.code)
    said = {"version": version_of(made), "answer": "yes"}
    assert question.code not in page.get(address).content.decode()
    wrong = str((int(question.code) + 1) % 10**6).zfill(6)
    assert page.post(address, {**said, "code": wrong}).status_code == 422 and not agreed(made)
    notice = Notice.objects.get(kind="helped_code")
    assert notice.person == leyla and question.code not in json.dumps(notice.facts)
    assert f"{question.code[:3]} {question.code[3:]}" in sms_of(notice)
    assert question.code[:3] not in email_of(notice, for_staff=True)[1]
    page.post(address, {**said, "code": f"{question.code[:3]} {question.code[3:]}"})
    assert agreed(made)
    answer = ElderAnswer.objects.get()
    assert (answer.way, answer.taken_by) == (AnswerWay.HELPER_DEVICE, murad.account)
    with pytest.raises(WrongCode):  # used up
        codes.answer_with_code(made, code=question.code, yes=False, version=said["version"], by=murad.account)


def test_a_code_is_not_guessed_kept_or_lent(leyla, murad):
    made = recorded(leyla, murad)
    codes.send_code(made, by=murad.account)
    code, version = ElderQuestion.objects.get().code, version_of(made)
    other = staff("Elçin Səfərov", Role.TRAINER)
    with pytest.raises(WrongCode):
        codes.answer_with_code(made, code=code, yes=True, version=version, by=other.account)
    for _try in range(codes.MOST_TRIES):
        with pytest.raises(WrongCode):
            codes.answer_with_code(made, code="x", yes=True, version=version, by=murad.account)
    with pytest.raises(WrongCode):
        codes.answer_with_code(made, code=code, yes=True, version=version, by=murad.account)
    codes.send_code(made, by=murad.account)
    ElderQuestion.objects.update(code_until=timezone.now())
    with pytest.raises(WrongCode):
        codes.answer_with_code(made, code=ElderQuestion.objects.get().code, yes=True, version=version, by=murad.account)
    for _more in range(3):
        codes.send_code(made, by=murad.account)
    with pytest.raises(AskedAlready):
        codes.send_code(made, by=murad.account)


@pytest.mark.database
def test_who_is_to_be_spoken_to_alone_answers_nothing_on_a_helpers_device(leyla, murad, signed_in):
    made = recorded(leyla, murad)
    codes.send_code(made, by=murad.account)
    Person.objects.filter(pk=leyla.pk).update(speak_alone=True)
    assert signed_in(murad).get(f"/helping/films/{made.pk}/answer/").status_code == 404
    with pytest.raises(MayNotHelp):
        codes.send_code(Contribution.objects.get(), by=murad.account)
    code = ElderQuestion.objects.get().code
    with pytest.raises(MayNotHelp):
        codes.answer_with_code(made, code=code, yes=True, version=version_of(made), by=murad.account)
    assert not agreed(made)


@pytest.mark.database
def test_without_a_telephone_that_takes_messages_an_operator_reads_the_code_out(murad, nigar, signed_in):
    sona = person("Sona Quliyeva", birth_year=1948, phone="012 345 67 89", with_account=False)
    made = recorded(sona, murad)
    assert not codes.send_code(made, by=murad.account)
    assert not Notice.objects.filter(kind="helped_code").exists()
    with pytest.raises(MayNotHelp):
        codes.read_out(made, by=murad.account)
    code = ElderQuestion.objects.get().code
    page = signed_in(nigar)
    assert code not in page.get(f"/admin/school/answers/{made.pk}/").content.decode()
    assert code in page.post(f"/admin/school/answers/{made.pk}/", {"deed": "code"}).content.decode()
    assert ElderQuestion.objects.get().code_read_by == nigar.account
    assert Entry.objects.filter(kind="code_shown", facts__how="read_out").count() == 1


def test_an_operator_asks_by_phone_and_never_who_recorded_or_helps(leyla, nigar, signed_in):
    made = recorded(leyla, nigar)  # the operator recorded it herself
    address = f"/admin/school/answers/{made.pk}/"
    said = {"deed": "yes", "version": version_of(made), "note": ""}
    assert "Somebody else has to ask" in signed_in(nigar).get(address).content.decode()
    assert signed_in(nigar).post(address, said).status_code in (302, 403) and not agreed(made)
    other = staff("Elçin Səfərov", Role.OPERATOR)
    kamran, _row = companion_of(leyla)
    people.grant_role(kamran, Role.OPERATOR)
    assert signed_in(fresh(kamran)).post(address, said).status_code in (302, 403) and not agreed(made)
    page = signed_in(other)
    assert "050 765 43 21" in page.get(address).content.decode()
    page.post(address, said)
    assert agreed(made)
    assert (ElderAnswer.objects.get().way, ElderAnswer.objects.get().taken_by) == (AnswerWay.PHONE, other.account)
    consent = people.consents_for(f"film:{made.film_id}").get()
    assert (consent.way, consent.noted_by) == ("phone", other.account)


@pytest.mark.parametrize("way", list(AnswerWay))
def test_a_helper_brings_no_answer_by_the_deed_itself(leyla, way):
    kamran, _row = companion_of(leyla)
    for role in (Role.OPERATOR, Role.COORDINATOR, Role.TRAINER):
        people.grant_role(kamran, role)
    made = recorded(leyla, kamran)
    if way == AnswerWay.HELPER_DEVICE:
        with pytest.raises(WrongCode):
            codes.answer_with_code(made, code="", yes=True, version=version_of(made), by=fresh(kamran).account)
    else:
        with pytest.raises((MayNotHelp, ConsentProblem)):
            says(made, way=way, by=fresh(kamran).account)
    assert not agreed(made)


@pytest.mark.parametrize("role", [Role.ELDER, Role.LEARNER, Role.TRAINER, Role.COMPANION, Role.SAFEGUARDING])
def test_answers_are_for_operators_and_coordinators(leyla, murad, signed_in, role):
    made = recorded(leyla, murad)
    page = signed_in(staff("Kimsə", role))
    for address in ("/admin/school/answers/", f"/admin/school/answers/{made.pk}/"):
        answer = page.get(address)
        assert answer.status_code in (302, 403) and b"765 43 21" not in answer.content


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_messages_fit_into_two_segments_and_greet(leyla, murad, language, settings):
    from elearn.notices.segments import SMS_LONGEST, fitted, sms_length

    settings.BASE_URL = "https://www.korpu-ustadlar.example"
    made = recorded(leyla, murad, title="T" * 200)
    codes.send_code(made, by=murad.account)
    says(made, yes=False)
    for notice in Notice.objects.filter(kind__startswith="helped_"):
        with translation.override(language):
            words = sms_of(notice) if notice.person == leyla else fitted(sms_of(notice))
            assert sms_length(words) <= SMS_LONGEST
            subject, body = email_of(notice)
        assert "\n" not in subject and notice.person.name in body.splitlines()[0]


# Desks ---------------------------------------------------------------------------------------------
def test_the_operators_desk_says_whom_to_call(leyla, murad, nigar, signed_in):
    recorded(leyla, murad)
    page = signed_in(nigar)
    assert "Call Leyla Əliyeva xanım: a video waits for an answer" in page.get("/desk/").content.decode()
    recorded(leyla, murad, title="Şərf")
    assert "Older people to call" in page.get("/desk/").content.decode()
    for made in Contribution.objects.all():
        says(made, yes=False)
    assert api.waiting_for_answer().count() == 0


def test_the_coordinator_reads_how_it_stands(leyla, murad, rena, signed_in):
    made = recorded(leyla, murad)
    page, address = signed_in(rena), f"/admin/school/videos/{made.pk}/"
    assert "silence is no" in page.get(address).content.decode()
    page.post(address, {"deed": "retitle", "title": "Corabın dabanı"})
    made.refresh_from_db()
    assert made.title == "Corabın dabanı" and ElderQuestion.objects.count() == 2


@pytest.mark.usefixtures("in_english")
def test_what_she_was_asked_and_said_after_midnight_has_the_day_of_where_she_lives(leyla, murad):
    made = recorded(leyla, murad)
    after_midnight = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)  # 24 November, half past one, in Baku
    made.questions.update(asked_at=after_midnight)
    assert "on 24 November 2026." in answers.stand(made).words
    for yes, words in ((True, "has said yes (24 November 2026,"), (False, "has said no (24 November 2026,")):
        given = says(made, yes=yes)
        ElderAnswer.objects.filter(pk=given.pk).update(at=after_midnight + timedelta(minutes=1 + (not yes)))
        assert words in answers.stand(Contribution.objects.get()).words


def test_a_helpers_desk_begins_with_the_elder(leyla, signed_in):
    kamran, row = companion_of(leyla, scopes=list(Scope))
    html = signed_in(kamran).get("/desk/").content.decode()
    assert html.index("You help Leyla Əliyeva xanım") < html.index("About me")
    assert f"/record/for/{leyla.key}/" in html and f"/helping/{row.pk}/call/" in html


def test_the_list_of_answers_costs_the_same_at_any_length(leyla, murad, nigar, signed_in, django_assert_num_queries):
    page = signed_in(nigar)
    recorded(leyla, murad)
    page.get("/admin/school/answers/")
    with django_assert_num_queries(LIST_QUERIES):
        page.get("/admin/school/answers/")
    for title in ("Şərf", "Papaq"):
        recorded(leyla, murad, title=title)
    with django_assert_num_queries(LIST_QUERIES):
        page.get("/admin/school/answers/")


LIST_QUERIES = 11


# Two records of one person -------------------------------------------------------------------------
@pytest.mark.database
def test_merging_keeps_the_answer_and_who_recorded(leyla, murad, rena):
    made = recorded(leyla, murad)
    says(made, yes=False)
    twin = person("Leyla Aliyeva", birth_year=1950)
    people.merge(twin, leyla, by=None)
    made.refresh_from_db()
    assert (made.person, made.recorded_by, made.is_helped) == (twin, murad, True)
    with pytest.raises(ElderHasNotAgreed):
        publish(made, rena)
    people.merge(twin, murad, by=None)  # nonsense, yet nothing becomes public by it
    made.refresh_from_db()
    assert made.is_helped and not answers.elder_agreed(made)
