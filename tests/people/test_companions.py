"""A helper of somebody's choice: only the elder chooses, only what is ticked, never over a no, everything on record."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from elearn.history.models import Entry
from elearn.notices.domain import deliver
from elearn.notices.models import Notice, NoticeState
from elearn.people import api
from elearn.people.companion_words import sentence
from elearn.people.domain import companion_safety, companions
from elearn.people.domain.companion_acts import acts_for
from elearn.people.errors import HelperRefused, MayNotAct
from elearn.people.models import (
    CallBack,
    CompanionAct,
    Companionship,
    CompanionshipState,
    ContactPoint,
    Did,
    EndedBy,
    Invitation,
    Person,
    Role,
    Scope,
)
from tests.factories import last_message, person, staff

pytestmark = pytest.mark.django_db
PHONE = "+994501112233"


@pytest.fixture
def leyla():
    return staff("Leyla Əliyeva", Role.ELDER, birth_year=1950, form_of_address="xanim", phone="050 765 43 21")


@pytest.fixture
def kamran():
    return person("Kamran Əliyev", email="kamran@example.org", phone="050 111 22 33", birth_year=1990)


def invited(leyla, *, scopes=(Scope.SEE, Scope.RECORD), days=100, **more) -> Companionship:
    return companions.invite(
        leyla,
        **{
            "name": "Kamran",
            "kind": ContactPoint.Kind.PHONE,
            "value": PHONE,
            "scopes": list(scopes),
            "ends_on": timezone.localdate() + timedelta(days=days),
            "language": "az",
            **more,
        },
    )


def prove(who) -> None:
    ContactPoint.objects.filter(person=who).update(verified_at=timezone.now())


def helping(leyla, kamran, **more) -> Companionship:
    prove(kamran)
    return companions.accept(invited(leyla, **more), account=kamran.account, language="az")


def may(kamran, leyla, scope=Scope.RECORD) -> bool:
    return api.may_act(fresh(kamran).account, fresh(leyla), scope)


def fresh(who) -> Person:
    return Person.objects.get(pk=who.pk)


def acts(kamran, leyla, **more):
    with transaction.atomic():
        return api.act(fresh(kamran).account, fresh(leyla), **{"scope": Scope.RECORD, "did": Did.RECORDED, **more})


def reason_of(call, *args, **kwargs) -> str:
    with pytest.raises(HelperRefused) as error:
        call(*args, **kwargs)
    return error.value.reason


def kinds() -> list[tuple[str, str]]:
    return sorted((notice.kind, notice.person.name) for notice in Notice.objects.select_related("person"))


# Invited and accepted ------------------------------------------------------------------------------
@pytest.mark.database
def test_an_invitation_is_accepted_with_a_sign_in_of_ones_own(leyla, kamran):
    row = helping(leyla, kamran)
    assert (row.state, row.companion, row.contact, row.scopes) == (
        CompanionshipState.ACTIVE, kamran, "", [Scope.SEE, Scope.RECORD],
    )  # fmt: skip
    assert api.has_role(fresh(kamran).account, Role.COMPANION)
    assert kinds() == [("companion_accepted", "Leyla Əliyeva")]  # whom the invitation was noted for is forgotten
    assert Entry.objects.filter(kind__in=["companion_invited", "companion_accepted"]).count() == 2
    assert (may(kamran, leyla), may(kamran, leyla, Scope.BOOK)) == (True, False)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"value": "+994507654321"}, "own"),
        ({"scopes": []}, "scopes"),
        ({"days": 366}, "until"),
        ({"days": 0}, "until"),
    ],
)
def test_an_invitation_has_to_make_sense(leyla, change, reason):
    assert reason_of(invited, leyla, **change) == reason


def test_a_minor_chooses_nobody_and_is_nobodys_helper(leyla):
    child = person("Aysel", email="aysel@example.org", phone="050 111 22 33", birth_year=timezone.localdate().year - 15)
    assert reason_of(invited, child, value="+994501119999") == "minor"
    prove(child)
    assert reason_of(companions.accept, invited(leyla), account=child.account, language="az") == "minor"


def test_only_who_signs_in_with_the_invited_address_accepts(leyla, kamran):
    row = invited(leyla)
    murad = person("Murad", email="murad@example.org")
    assert reason_of(companions.accept, row, account=murad.account, language="az") == "address"
    kamran.contact_points.update(verified_at=None)
    assert reason_of(companions.accept, row, account=kamran.account, language="az") == "address"
    assert reason_of(companions.accept, row, account=leyla.account, language="az") == "self"


def test_who_says_no_is_forgotten_and_the_elder_is_told(leyla):
    row = invited(leyla)
    noted = row.invited_id
    assert companions.decline(row) and not companions.decline(row)
    row.refresh_from_db()
    assert (row.state, row.contact, row.invited) == (CompanionshipState.DECLINED, "", None)
    assert not Person.objects.filter(pk=noted).exists()
    assert kinds() == [("companion_declined", "Leyla Əliyeva")]


def test_an_elder_cannot_be_made_to_send_invitations_without_end(leyla):
    for number in range(5):
        invited(leyla, value=f"+99450111224{number}")
    assert reason_of(invited, leyla, value="+994501112299") == "too_many"


# What may be done ----------------------------------------------------------------------------------
def test_everything_is_denied_to_everybody_else(leyla, kamran):
    helping(leyla, kamran)
    other = staff("Rəna Həsənova", Role.COORDINATOR, Role.OPERATOR)
    for who in (other, leyla, person("Murad", email="murad@example.org", roles=[Role.COMPANION])):
        for scope in Scope:
            assert not may(who, leyla, scope)
    sona = person("Sona Quliyeva", birth_year=1948)
    assert not may(kamran, sona)


@pytest.mark.database
def test_what_a_helper_does_is_written_down_with_the_deed_or_not_done(leyla, kamran):
    helping(leyla, kamran)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        api.act(kamran.account, leyla, scope=Scope.RECORD, did=Did.RECORDED)
        raise ZeroDivisionError
    assert not CompanionAct.objects.exists()
    acts(kamran, leyla, did=Did.DESCRIBED, title="Daban")
    assert "Kamran Əliyev" in sentence(CompanionAct.objects.get()) and "Daban" in sentence(CompanionAct.objects.get())
    for _again in range(2):
        acts(kamran, leyla, scope=Scope.SEE, did=Did.SAW)
    assert acts_for(leyla).filter(did=Did.SAW).count() == 1
    with pytest.raises(MayNotAct):
        acts(kamran, leyla, scope=Scope.BOOK, did=Did.ASKED_CALL)


def spoil(name, row, kamran, leyla, officer):
    """Take away one of the things a helper rests on."""
    if name == "ended":
        companions.end(row, by=EndedBy.ELDER)
    elif name == "over":
        Companionship.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    elif name == "narrowed":
        companions.change(row, scopes=[Scope.SEE], ends_on=row.ends_on, by=leyla.account)
    elif name == "paused":
        companion_safety.pause(row, reason="Bir zəng gəldi.", by=staff("Rəna Həsənova", Role.COORDINATOR).account)
    elif name == "suspended":
        companion_safety.suspend(kamran, reason="Narahatlıq bildirilib.", by=officer.account)
    elif name == "role taken":
        kamran.account.groups.clear()
    elif name == "signed out for good":
        kamran.account.is_active = False
        kamran.account.save()
    elif name == "elder has died":
        Person.objects.filter(pk=leyla.pk).update(standing="deceased")
    elif name == "helper is a minor":
        kamran.birth_year = timezone.localdate().year - 15
        kamran.save()


@pytest.mark.parametrize(
    "how",
    [
        "ended", "over", "narrowed", "paused", "suspended", "role taken", "signed out for good", "elder has died",
        "helper is a minor",
    ],
)  # fmt: skip
def test_the_deed_itself_refuses_whatever_the_page_showed(leyla, kamran, how):
    row = helping(leyla, kamran)
    assert acts(kamran, leyla)
    officer = staff("Nigar Quliyeva", Role.SAFEGUARDING)
    spoil(how, row, kamran, leyla, officer)
    assert not may(kamran, leyla)
    with pytest.raises(MayNotAct):
        acts(kamran, leyla)
    assert CompanionAct.objects.count() == 1


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_no_is_final_for_a_helper(leyla, kamran, withdrawn):
    from elearn.people.models import ConsentWay

    helping(leyla, kamran)
    consent = api.ask_consent(leyla, subject="film:1", purpose="Kurs", uses=["site"])
    acts(kamran, leyla, subject="film:1")
    if withdrawn:
        api.give_consent(consent, way=ConsentWay.CLICK, by=leyla.account)
        api.withdraw_consent(consent, by=leyla.account)
    else:
        api.refuse_consent(consent, by=leyla.account)
    with pytest.raises(MayNotAct):
        acts(kamran, leyla, subject="film:1")
    assert acts(kamran, leyla, subject="film:2")


def test_a_helper_gives_no_consent_by_whatever_way(leyla, kamran):
    from elearn.people.errors import ConsentProblem
    from elearn.people.models import ConsentWay

    helping(leyla, kamran)
    for role in (Role.OPERATOR, Role.COORDINATOR):  # a helper who works here too
        api.grant_role(kamran, role)
    consent = api.ask_consent(leyla, subject="film:1", purpose="Kurs", uses=["site"])
    for way in ConsentWay:
        with pytest.raises(ConsentProblem):
            api.give_consent(consent, way=way, by=fresh(kamran).account, evidence="papers/1")
    consent.refresh_from_db()
    assert consent.state == "asked"


def test_a_helper_chooses_nobody_and_lifts_nothing(leyla, kamran):
    row = helping(leyla, kamran)
    for role in (Role.OPERATOR, Role.COORDINATOR, Role.SAFEGUARDING):
        api.grant_role(kamran, role)
    account = fresh(kamran).account
    more = {"chosen": Invitation.PHONE, "by": account, "value": "+994501119999"}
    assert reason_of(invited, leyla, **more) == "helper"
    assert reason_of(companions.change, row, scopes=list(Scope), ends_on=row.ends_on, by=account) == "helper"
    companion_safety.suspend(kamran, reason="Narahatlıq.", by=staff("Nigar", Role.SAFEGUARDING).account)
    assert reason_of(companion_safety.resume, row, by=account) == "self"


def test_a_helper_who_works_here_does_not_change_how_the_elder_is_reached(leyla, kamran, signed_in):
    helping(leyla, kamran)
    people_staff = staff("Nigar Səfərova", Role.OPERATOR)
    api.grant_role(kamran, Role.OPERATOR)
    address = f"/admin/people/edit/{leyla.pk}/"
    for answer in (signed_in(fresh(kamran)).get(address), signed_in(fresh(kamran)).post(address, {"name": "Başqa"})):
        assert answer.status_code in (302, 403) and b"765" not in answer.content
    assert fresh(leyla).name == "Leyla Əliyeva"
    assert signed_in(people_staff).get(address).status_code == 200


# Ending and time -----------------------------------------------------------------------------------
@pytest.mark.database
def test_it_ends_by_itself_and_both_are_told_a_week_before(leyla, kamran):
    helping(leyla, kamran, days=7)
    api.sweep_companions()
    assert api.sweep_companions() == 0
    assert [kind for kind in kinds() if kind[0] == "companion_ending"] == [
        ("companion_ending", "Kamran Əliyev"), ("companion_ending", "Leyla Əliyeva"),
    ]  # fmt: skip
    Companionship.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert (api.sweep_companions(), api.sweep_companions()) == (1, 0)
    row = Companionship.objects.get()
    assert (row.state, row.ended_by) == (CompanionshipState.ENDED, EndedBy.TIME)


@pytest.mark.database
def test_an_invitation_nobody_answers_is_forgotten(leyla):
    row = invited(leyla)
    Companionship.objects.update(invited_at=timezone.now() - timedelta(days=31))
    assert api.sweep_companions() == 1
    assert not Person.objects.filter(pk=row.invited_id).exists()


def test_the_elder_lets_it_go_on_at_most_a_year(leyla, kamran):
    row = helping(leyla, kamran, days=3)
    today = timezone.localdate()
    assert (
        reason_of(companions.change, row, scopes=[Scope.SEE], ends_on=today + timedelta(days=366), by=leyla.account)
        == "until"
    )
    companions.change(row, scopes=[Scope.SEE], ends_on=today + timedelta(days=365), by=leyla.account)
    assert reason_of(companions.change, row, scopes=[Scope.SEE], ends_on=today + timedelta(1), by=kamran.account)


# Staff ---------------------------------------------------------------------------------------------
def test_an_operator_invites_for_an_elder_on_the_phone_and_she_is_told(leyla, signed_in):
    nigar = staff("Nigar Səfərova", Role.OPERATOR)
    browser = signed_in(nigar)
    address = f"/admin/helpers/invite/{leyla.pk}/"
    said = {"name": "Kamran", "address": "050 111 22 33", "scopes": ["see"], "months": "6", "chosen": "phone"}
    assert "They themself named this helper" in browser.get(address).content.decode()
    assert not browser.post(address, said).context["form"].is_valid()  # her yes was not noted
    browser.post(address, {**said, "said_yes": "on"})
    row = Companionship.objects.get()
    assert (row.chosen, row.invited_by, row.elder) == (Invitation.PHONE, nigar.account, leyla)
    assert ("companion_noted", "Leyla Əliyeva") in kinds()


def test_staff_do_not_invite_themselves_nor_for_themselves(leyla):
    nigar = staff("Nigar Səfərova", Role.OPERATOR, phone="050 111 22 33")
    by = {"chosen": Invitation.PHONE, "by": nigar.account}
    assert reason_of(invited, leyla, **by) == "self"
    assert reason_of(invited, nigar, **by, value="+994501119999") == "self"


@pytest.mark.database
def test_staff_hold_up_with_a_reason_and_safety_alone_lifts_a_suspension(leyla, kamran, signed_in):
    row = helping(leyla, kamran)
    sona = person("Sona Quliyeva", birth_year=1948, email="sona@example.org")
    second = helping(sona, kamran)
    rena, officer = staff("Rəna Həsənova", Role.COORDINATOR), staff("Nigar Quliyeva", Role.SAFEGUARDING)
    address = f"/admin/helpers/{row.pk}/"
    browser = signed_in(rena)
    browser.post(address, {"deed": "pause", "reason": " "})
    assert may(kamran, leyla)
    browser.post(address, {"deed": "pause", "reason": "Sona xanım zəng etdi."})
    assert not may(kamran, leyla) and may(kamran, sona)
    assert "Sona xanım zəng etdi." in browser.get(address).content.decode()
    browser.post(address, {"deed": "resume"})
    assert may(kamran, leyla)
    assert browser.post(address, {"deed": "suspend", "reason": "x"}).status_code in (302, 403) and may(kamran, leyla)
    signed_in(officer).post(address, {"deed": "suspend", "reason": "Narahatlıq bildirilib."})
    assert not may(kamran, leyla) and not may(kamran, sona)
    signed_in(rena).post(address, {"deed": "resume"})
    assert not may(kamran, leyla)
    assert reason_of(
        companions.accept, invited(person("Aybəniz", birth_year=1940)), account=kamran.account, language="az"
    )
    for one in (row, second):
        signed_in(officer).post(f"/admin/helpers/{one.pk}/", {"deed": "resume"})
    assert may(kamran, leyla) and may(kamran, sona)
    assert ("companion_paused", "Leyla Əliyeva") in kinds() and ("companion_resumed", "Kamran Əliyev") in kinds()


@pytest.mark.parametrize("role", [Role.ELDER, Role.LEARNER, Role.TRAINER, Role.COMPANION, Role.PARTNER])
def test_helpers_are_for_staff_alone(leyla, signed_in, role):
    row = invited(leyla)
    browser = signed_in(staff("Murad", role))
    for address in ("/admin/helpers/", f"/admin/helpers/{row.pk}/", f"/admin/helpers/invite/{leyla.pk}/"):
        for answer in (browser.get(address), browser.post(address, {"deed": "end"})):
            assert answer.status_code in (302, 403, 405) and b"Kamran" not in answer.content
    row.refresh_from_db()
    assert row.is_invited


def test_the_list_costs_the_same_at_any_length(leyla, signed_in, django_assert_num_queries):
    browser = signed_in(staff("Rəna Həsənova", Role.COORDINATOR))
    invited(leyla)
    browser.get("/admin/helpers/")
    with django_assert_num_queries(LIST_QUERIES):
        browser.get("/admin/helpers/")
    for number in (1, 2):
        invited(leyla, value=f"+99450111224{number}")
    with django_assert_num_queries(LIST_QUERIES):
        browser.get("/admin/helpers/")


LIST_QUERIES = 13


# Messages ------------------------------------------------------------------------------------------
def test_an_elders_messages_never_go_to_the_helper_alone(leyla, kamran):
    helping(leyla, kamran)
    shared = {"kind": "phone", "value": PHONE, "is_preferred": True, "is_shared": True}
    ContactPoint.objects.create(person=leyla, **shared)
    assert api.contact_for_messages(fresh(leyla)).value != PHONE
    ContactPoint.objects.filter(person=leyla).exclude(value=PHONE).delete()
    assert api.contact_for_messages(fresh(leyla)) is None
    Notice.objects.all().delete()
    companions.end(Companionship.objects.get(), by=EndedBy.TIME)
    assert api.contact_for_messages(fresh(leyla)).value == PHONE  # nobody's helper any more


def test_what_cannot_reach_the_elder_alone_waits_for_our_staff(leyla, kamran):
    helping(leyla, kamran)
    ContactPoint.objects.filter(person=leyla).delete()
    ContactPoint.objects.create(person=leyla, kind="phone", value=PHONE)
    notice = Notice.objects.get(kind="companion_accepted")
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.WAITING)
    assert deliver.deliver(str(notice.pk)) == NoticeState.TO_CALL


@pytest.mark.database
def test_helpers_under_way_come_before_those_whose_help_has_ended(leyla, kamran):
    before, now = helping(leyla, kamran), timezone.now()
    Companionship.objects.filter(pk=before.pk).update(state=CompanionshipState.ENDED, ended_at=now)
    again = helping(leyla, kamran)
    assert [one.pk for one in api.companionships_of(leyla)] == [again.pk, before.pk]


# Two records of one person -------------------------------------------------------------------------
@pytest.mark.database
def test_merging_keeps_helper_log_and_hold(leyla, kamran):
    row = helping(leyla, kamran)
    acts(kamran, leyla)
    twin = person("Leyla Aliyeva", birth_year=1950)
    second = helping(twin, kamran)
    companion_safety.pause(second, reason="Narahatlıq.", by=staff("Rəna Həsənova", Role.COORDINATOR).account)
    keep = api.merge(twin, leyla, by=None)
    assert [one.pk for one in api.companionships_of(keep) if one.is_active] == [second.pk]
    assert not may(kamran, keep)  # the one held up goes on, held up
    assert [act.companionship_id for act in acts_for(keep)] == [row.pk]


@pytest.mark.database
def test_merging_a_helper_with_the_elder_ends_it(leyla, kamran):
    row = helping(leyla, kamran)
    api.merge(leyla, kamran, by=None)
    row.refresh_from_db()
    assert row.state == CompanionshipState.ENDED


# The pages -----------------------------------------------------------------------------------------
@pytest.mark.database
def test_an_elder_invites_in_three_steps_changes_and_ends(leyla, kamran, signed_in, client, settings):
    browser = signed_in(leyla)
    assert "You do not need a helper" in browser.get("/my-helper/").content.decode()
    assert browser.get("/my-helper/invite/check/")["Location"] == "/my-helper/invite/"
    assert browser.post("/my-helper/invite/", {"name": "Kamran", "address": "x"}).status_code == 422
    browser.post("/my-helper/invite/", {"name": "Kamran", "address": "050 111 22 33"})
    browser.post("/my-helper/invite/what/", {"scopes": ["record"], "months": "6"})
    assert "050 111 22 33" in browser.get("/my-helper/invite/check/").content.decode()
    assert not Companionship.objects.exists()
    browser.post("/my-helper/invite/check/")
    row = Companionship.objects.get()
    assert (row.scopes, row.ends_on - timezone.localdate()) == ([Scope.RECORD], timedelta(days=183))
    prove(kamran)
    companions.accept(row, account=kamran.account, language="az")
    browser.post(f"/my-helper/{row.pk}/change/", {"scopes": ["see"], "months": "12"})
    assert not may(kamran, leyla) and may(kamran, leyla, Scope.SEE)
    assert "Shall Kamran Əliyev no longer help you" in browser.get(f"/my-helper/{row.pk}/end/").content.decode()
    assert may(kamran, leyla, Scope.SEE)
    browser.post(f"/my-helper/{row.pk}/end/")
    assert not may(kamran, leyla, Scope.SEE)


def test_a_helper_opens_the_link_reads_the_rules_and_accepts(leyla, kamran, visitor, signed_in):
    row = invited(leyla, scopes=list(Scope))
    address = f"/helper/{row.token}/"
    html = visitor.get(address).content.decode()
    assert "Everything you do here for them is written down" in html and f"next={address}" in html
    assert leyla.contact_points.first().value not in html
    prove(kamran)
    browser = signed_in(kamran)
    assert browser.post(address, {"answer": "yes", "read": "on"}).status_code == 422
    assert browser.post(address, {"answer": "yes", "read": "on", "of_age": "on"})["Location"] == "/desk/"
    assert may(kamran, leyla)
    assert visitor.get(address).status_code == 404  # used up


@pytest.mark.parametrize("token", ["1", "1-", "x-y", "99999999999999999999-a", "1-00000000000000000000"])
def test_addresses_made_up_lead_nowhere(leyla, visitor, token):
    invited(leyla)
    assert visitor.get(f"/helper/{token}/").status_code == 404


def test_others_helpers_are_not_there(leyla, kamran, signed_in):
    row = helping(leyla, kamran)
    murad = person("Murad", email="murad@example.org")
    for who, names in ((murad, ("end", "change")), (kamran, ("end", "change"))):
        browser = signed_in(who)
        for name in names:
            assert browser.post(f"/my-helper/{row.pk}/{name}/", {"scopes": ["see"], "months": "6"}).status_code == 404
    for name in ("stop", "call"):
        assert signed_in(murad).post(f"/helping/{row.pk}/{name}/").status_code == 404
    assert may(kamran, leyla)
    assert "Kamran" not in signed_in(murad).get("/my-helper/").content.decode()


@pytest.mark.parametrize("address", ["/my-helper/", "/my-helper/listen.wav", "/my-helper/invite/", "/helping/1/stop/"])
def test_a_visitor_signs_in_first(visitor, address):
    assert visitor.get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_elder_hears_what_was_done(leyla, kamran, signed_in, language):
    helping(leyla, kamran)
    acts(kamran, leyla)
    browser = signed_in(leyla)
    browser.cookies["language"] = language
    answer = browser.get("/my-helper/listen.wav")
    assert answer["Content-Type"] == "audio/wav" and "no-store" in answer["Cache-Control"]
    assert answer.content[:4] == b"RIFF" and len(answer.content) > 50_000


def test_a_helper_asks_for_a_call_on_a_number_they_do_not_see(leyla, kamran, signed_in):
    row = helping(leyla, kamran, scopes=[Scope.BOOK])
    browser = signed_in(kamran)
    html = browser.get(f"/helping/{row.pk}/call/").content.decode()
    assert "You are helping Leyla Əliyeva xanım" in html and "765" not in html
    browser.post(f"/helping/{row.pk}/call/")
    call = CallBack.objects.get()
    assert (call.phone, call.person) == ("+994507654321", leyla)
    assert CompanionAct.objects.get().did == Did.ASKED_CALL
    companions.change(row, scopes=[Scope.SEE], ends_on=row.ends_on, by=leyla.account)
    CallBack.objects.all().delete()
    browser.post(f"/helping/{row.pk}/call/")
    assert not CallBack.objects.exists()


def test_a_helper_may_stop(leyla, kamran, signed_in):
    row = helping(leyla, kamran)
    browser = signed_in(kamran)
    browser.get(f"/helping/{row.pk}/stop/")
    assert may(kamran, leyla)
    browser.post(f"/helping/{row.pk}/stop/")
    row.refresh_from_db()
    assert (row.state, row.ended_by) == (CompanionshipState.ENDED, EndedBy.COMPANION)
    assert ("companion_ended", "Leyla Əliyeva") in kinds()


def test_messages_carry_names_as_their_readers_know_them(leyla, kamran, django_capture_on_commit_callbacks, settings):
    with django_capture_on_commit_callbacks(execute=True):
        invited(leyla)
    row = Companionship.objects.get()
    notice = Notice.objects.get(kind="companion_invited")
    assert notice.facts["name"] == "Leyla Əliyeva xanım" and notice.facts["address"] == f"/helper/{row.token}/"
    assert last_message(PHONE) is None or row.token in last_message(PHONE).body
