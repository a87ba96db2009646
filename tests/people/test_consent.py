"""Consents: silence is no, nobody answers for somebody who can, the words are kept, and a no is for good."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from elearn.history.models import Entry
from elearn.notices.api import count_stuck, tell
from elearn.notices.models import MailboxMessage, Notice
from elearn.notices.staff import email_of
from elearn.notices.tasks import deliver_notice
from elearn.people import api
from elearn.people.consent_words import VERSION, full_words
from elearn.people.domain.standing import mark_standing
from elearn.people.errors import ConsentProblem
from elearn.people.links import consent_address, consent_by, relative_address
from elearn.people.models import Account, Consent, ConsentKind, ConsentState, ConsentStep, ConsentWay, PersonStanding
from tests import factories

pytestmark = pytest.mark.django_db
USES = ["site", "social", "captions", "abroad"]
PAPER = b"%PDF-1.7 signed"


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@consent.example", birth_year=1952)


@pytest.fixture
def gunay():
    return factories.person("Günay Məmmədova", email="gunay@consent.example", birth_year=1990)


@pytest.fixture
def rena():
    return factories.staff("Rəna Hüseynova", "coordinator")


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", email="murad@consent.example", birth_year=1980)


def asked(person, **more) -> Consent:
    said = {"subject": "film:1", "purpose": "teach", "uses": USES, "title": "Daban", "is_own": True}
    return api.ask_consent(person, **{**said, **more})


def sign_in(client, person):
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def link_of(consent, person=None) -> str:
    return consent_address(consent, person or consent.person)


# Asking and answering ------------------------------------------------------------------------------
def test_silence_is_no(leyla):
    consent = asked(leyla)
    assert asked(leyla) == consent
    assert (consent.state, consent.is_valid, api.all_agreed("film:1")) == ("asked", False, False)
    assert api.all_agreed("film:nobody-was-asked") is False


def test_everybody_must_agree(leyla, gunay):
    api.give_consent(asked(leyla), way=ConsentWay.CLICK, by=leyla.account)
    other = asked(gunay, is_own=False)
    assert [one.person for one in api.wanting("film:1")] == [gunay]
    api.give_consent(other, way=ConsentWay.CLICK)
    assert api.all_agreed("film:1") is True


@pytest.mark.database
def test_the_words_are_kept_as_they_were(leyla):
    with translation.override("en"):
        consent = api.give_consent(asked(leyla), way=ConsentWay.CLICK, uses=["social", "site"], by=leyla.account)
    assert (consent.text_version, consent.language, consent.uses) == (VERSION, "en", ["site", "social"])
    for words in ("Leyla Əliyeva", "“Daban”", "Within a minute", "cannot be recalled", "If I die", "I do not agree to"):
        assert words in consent.words
    assert ConsentStep.objects.filter(consent=consent, state="given").get().words == consent.words
    assert "Leyla" not in "".join(str(entry.facts) + entry.subject for entry in Entry.objects.all())


def test_a_changed_sentence_needs_a_new_version(leyla):
    """Whoever changes the words changes VERSION too, and then the digest here."""
    with translation.override("en"):
        said = [
            full_words(asked(leyla, kind=kind, is_own=own), ["site"]) for kind in ConsentKind for own in (True, False)
        ]
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]
    assert (VERSION, digest) == ("2026-11", DIGEST)


DIGEST = "364245e43cbf"


def test_abroad_is_only_asked_where_there_is_a_service_abroad(leyla, gunay, settings):
    assert asked(leyla).asked_uses == ["site", "social", "captions"]
    with pytest.raises(ConsentProblem):
        api.give_consent(asked(leyla), way=ConsentWay.CLICK, uses=["site", "abroad"])
    settings.SERVICES_ABROAD = ["Example Speech (USA)"]
    consent = api.give_consent(asked(gunay), way=ConsentWay.CLICK, uses=["site", "abroad"])
    assert "Example Speech (USA)" in consent.words


def test_a_use_not_asked_for_and_a_yes_to_nothing_are_refused(leyla):
    consent = asked(leyla)
    for uses in (["site", "download"], ["social"], []):
        with pytest.raises(ConsentProblem):
            api.give_consent(consent, way=ConsentWay.CLICK, uses=uses)
    consent.refresh_from_db()
    assert consent.state == ConsentState.ASKED


# Trying to get round it ----------------------------------------------------------------------------
def test_nobody_clicks_for_somebody_else(leyla, rena, murad):
    consent = asked(leyla)
    for other in (rena, murad):
        with pytest.raises(ConsentProblem):
            api.give_consent(consent, way=ConsentWay.CLICK, by=other.account)


def test_paper_and_voice_need_their_proof_and_a_call_needs_staff(leyla, rena, murad):
    consent = asked(leyla)
    tries = [
        {"way": ConsentWay.PAPER, "by": rena.account},
        {"way": ConsentWay.VOICE, "by": rena.account},
        {"way": ConsentWay.PAPER, "evidence": "consents/x.pdf"},
        {"way": ConsentWay.PHONE, "by": murad.account},
        {"way": ConsentWay.PHONE, "by": leyla.account},
    ]
    for said in tries:
        with pytest.raises(ConsentProblem):
            api.give_consent(consent, **said)
    own = asked(rena)
    with pytest.raises(ConsentProblem):
        api.give_consent(own, way=ConsentWay.PHONE, by=rena.account)
    assert api.give_consent(consent, way=ConsentWay.PHONE, by=rena.account).noted_by == rena.account


@pytest.mark.database
def test_what_was_taken_back_stays_so(leyla, rena):
    consent = api.give_consent(asked(leyla), way=ConsentWay.CLICK)
    api.withdraw_consent(consent, by=leyla.account)
    for said in ({"way": ConsentWay.CLICK}, {"way": ConsentWay.PHONE, "by": rena.account}):
        with pytest.raises(ConsentProblem):
            api.give_consent(consent, **said)
    assert asked(leyla).state == ConsentState.WITHDRAWN


def test_a_stranger_takes_nothing_back(leyla, murad):
    consent = api.give_consent(asked(leyla), way=ConsentWay.CLICK)
    with pytest.raises(ConsentProblem):
        api.withdraw_consent(consent, by=murad.account)


@pytest.mark.database
def test_only_a_coordinator_cuts_out_with_a_reason_and_never_a_yes(leyla, gunay, rena):
    own, other = asked(leyla), asked(gunay, is_own=False)
    for consent, by, reason in ((own, rena, "x"), (other, leyla, "x"), (other, rena, " ")):
        with pytest.raises(ConsentProblem):
            api.cut_out(consent, by=by.account, reason=reason)
    assert api.cut_out(other, by=rena.account, reason="Blurred in the new version").state == "cut_out"
    api.give_consent(other, way=ConsentWay.CLICK)
    with pytest.raises(ConsentProblem):
        api.cut_out(other, by=rena.account, reason="again")


@pytest.mark.database
def test_an_agreed_time_ends(leyla):
    consent = api.give_consent(asked(leyla, until=timezone.localdate()), way=ConsentWay.CLICK)
    assert (consent.is_valid, api.end_consents()) == (True, 0)
    Consent.objects.update(until=timezone.localdate() - timedelta(days=1))
    consent.refresh_from_db()
    assert (consent.is_valid, api.end_consents(), api.end_consents()) == (False, 1, 0)


# Pages ---------------------------------------------------------------------------------------------
def test_a_link_answers_no_and_yes_and_takes_back(client, gunay):
    consent = asked(gunay, is_own=False)
    address = link_of(consent)
    assert len(address) < 60
    page = client.get(address)
    assert (page.status_code, "noindex" in page.text, page["Cache-Control"].count("no-store")) == (200, True, 1)
    client.post(address, {"answer": "no"})
    consent.refresh_from_db()
    assert consent.state == ConsentState.REFUSED
    client.post(address, {"answer": "yes", "more": ["social"], "speaker": ""})
    consent.refresh_from_db()
    assert (consent.state, consent.uses) == ("given", ["site", "social"])
    client.post(address, {"answer": "yes", "speaker": ""})
    consent.refresh_from_db()
    assert consent.uses == ["site"]
    assert client.post(address, {"answer": "no"})["Location"] == f"{address}take-back/"
    asked_once = client.get(f"{address}take-back/")
    assert "<form" in asked_once.text and Consent.objects.get().state == "given"
    client.post(f"{address}take-back/")
    assert Consent.objects.get().state == "withdrawn"


def test_a_link_dies_with_the_contact_it_was_sent_to(client, gunay):
    consent = asked(gunay, is_own=False)
    address = link_of(consent)
    gunay.contact_points.update(value="right@consent.example")
    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "yes"}).status_code == 404
    for made_up in ("/consents/a/1-00000000000000000000/", "/consents/a/x/", f"/consents/a/{consent.pk}-/"):
        assert client.get(made_up).status_code == 404


def test_others_pages_are_not_there(client, leyla, murad, rena):
    consent = asked(leyla)
    for name in ("", "take-back/", "paper/"):
        address = f"/consents/{consent.key}/{name}"
        assert "/sign-in/" in client.get(address)["Location"]
    for other in (murad, rena):
        sign_in(client, other)
        for name in ("", "take-back/", "paper/"):
            assert client.post(f"/consents/{consent.key}/{name}", {"answer": "yes"}).status_code == 404
    assert Consent.objects.get(pk=consent.pk).state == "asked"
    assert "Daban" not in sign_in(client, murad).get("/consents/").text


def test_my_list_and_my_consent(client, leyla, django_assert_num_queries):
    api.give_consent(asked(leyla), way=ConsentWay.CLICK)
    page = sign_in(client, leyla)
    first = page.get("/consents/")
    assert first.status_code == 200 and "Daban" in first.text
    key = Consent.objects.get().key
    assert page.get(f"/consents/{key}/").status_code == 200
    paper = page.get(f"/consents/{key}/paper/?language=ru")
    assert (paper.status_code, "<svg" in paper.text, 'lang="ru"' in paper.text) == (200, True, True)


def test_the_list_costs_the_same_at_one_and_three(client, leyla, django_assert_num_queries):
    page = sign_in(client, leyla)
    asked(leyla)
    page.get("/consents/")
    with django_assert_num_queries(LIST_QUERIES):
        page.get("/consents/")
    for number in (2, 3):
        asked(leyla, subject=f"film:{number}")
    with django_assert_num_queries(LIST_QUERIES):
        page.get("/consents/")


LIST_QUERIES = 4


def test_who_has_died_signs_in_no_more(leyla, gunay, rena):
    from elearn.people.domain.register import join
    from elearn.people.errors import SignInClosed
    from elearn.people.models import ContactPoint

    mark(leyla, rena, gunay)
    with pytest.raises(SignInClosed):
        join("Leyla Əliyeva", kind=ContactPoint.Kind.EMAIL, value="leyla@consent.example", language="az")
    nigar = factories.person("Nigar Rzayeva", phone="+994501234599", with_account=False, birth_year=1940)
    mark(nigar, rena, gunay)
    account, is_new = join("Nigar Rzayeva", kind=ContactPoint.Kind.PHONE, value="+994501234599", language="az")
    assert is_new and account.person != nigar


def test_proof_is_private(client, leyla, rena, murad):
    """The voice is for the person, coordinators and safeguarding; not even an operator."""
    consent = asked(leyla)
    voice = SimpleUploadedFile("yes.mp3", b"ID3" + b"\0" * 20)
    api.write_down(consent, by=rena.account, way=ConsentWay.VOICE, is_yes=True, uses=["site"], file=voice)
    officer = factories.staff("Aygün Rzayeva", "safeguarding")
    operator = factories.staff("Tural Həsənov", "operator")
    address = f"/consents/{consent.key}/proof/"
    seen = {who.name: sign_in(client, who).get(address).status_code for who in (leyla, rena, officer, operator, murad)}
    assert list(seen.values()) == [200, 200, 200, 403, 403]
    assert sign_in(client, leyla).get(address)["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("content", [b"<html><script>", b"MZ\x90", b""])
def test_a_file_is_what_its_bytes_say(leyla, rena, content):
    from django.core.exceptions import ValidationError

    file = SimpleUploadedFile("signed.pdf", content)
    with pytest.raises(ValidationError):
        api.write_down(asked(leyla), by=rena.account, way=ConsentWay.PAPER, is_yes=True, uses=["site"], file=file)
    assert Consent.objects.get().state == "asked"


@pytest.mark.database
def test_a_refused_yes_leaves_no_file(leyla, murad, rena):
    consent = asked(leyla)
    file = SimpleUploadedFile("signed.pdf", PAPER)
    with pytest.raises(ConsentProblem):
        api.write_down(consent, by=rena.account, way=ConsentWay.PAPER, is_yes=True, uses=["social"], file=file)
    try:
        left = storages["papers"].listdir(f"consents/{consent.key.hex}")[1]
    except FileNotFoundError:
        left = []
    assert left == []


# Who cannot speak for themself ----------------------------------------------------------------------
def mark(person, rena, relative, standing=PersonStanding.DECEASED):
    return mark_standing(
        person, standing, since=date(2026, 11, 1), source="The daughter called", by=rena.account,
        relative=relative, relation="daughter",
    )  # fmt: skip


def test_messages_stop_and_the_sign_in_is_closed(client, leyla, gunay, rena, django_capture_on_commit_callbacks):
    waiting = tell(leyla, "enrolled", key="before", facts={"course": "Şərf", "address": "/x/"})
    sign_in(client, leyla)
    mark(leyla, rena, gunay)
    assert Account.objects.get(person=leyla).is_active is False
    assert "/sign-in/" in client.get("/consents/")["Location"]
    leyla.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        after = tell(leyla, "enrolled", key="after", facts={"course": "Şərf", "address": "/x/"})
    deliver_notice.func(str(waiting.pk))
    states = {notice.key: (notice.state, notice.fault) for notice in Notice.objects.filter(person=leyla)}
    assert states == {"before": ("unreachable", "stopped"), "after": ("unreachable", "stopped")}
    assert after.state == "unreachable" and count_stuck() == 0
    assert not MailboxMessage.objects.filter(to="leyla@consent.example").exists()


def test_the_relative_decides_and_the_old_link_is_dead(client, leyla, gunay, rena):
    consent = api.give_consent(asked(leyla), way=ConsentWay.CLICK)
    old = link_of(consent)
    person = mark(leyla, rena, gunay)
    notice = Notice.objects.get(kind="decide_for")
    assert notice.person == gunay
    assert client.get(old).status_code == 404
    listed = client.get(relative_address(person))
    consent.refresh_from_db()
    address = link_of(consent, gunay)
    assert listed.status_code == 200 and address in listed.text
    client.post(address, {"answer": "yes"})
    consent.refresh_from_db()
    assert (consent.answered_by, consent.state) == (gunay, "given")
    client.post(f"{address}take-back/")
    consent.refresh_from_db()
    assert consent.state == "withdrawn"
    assert sign_in(client, gunay).get(f"/consents/{consent.key}/").status_code == 200


def test_staff_do_not_see_the_link_of_a_message(leyla, gunay, rena):
    api.give_consent(asked(leyla), way=ConsentWay.CLICK)
    person = mark(leyla, rena, gunay)
    notice = Notice.objects.get(kind="decide_for")
    assert relative_address(person) in email_of(notice)[1]
    assert "/consents/" not in email_of(notice, for_staff=True)[1]


@pytest.mark.database
def test_without_a_relative_nobody_clicks(leyla, rena):
    consent = asked(leyla)
    mark(leyla, rena, None)
    for by in (None, rena.account, leyla.account):
        with pytest.raises(ConsentProblem):
            api.give_consent(consent, way=ConsentWay.CLICK, by=by)
    with pytest.raises(ValueError):
        mark(leyla, rena, leyla)


@pytest.mark.database
def test_a_mistake_is_put_right_and_the_sign_in_stays_closed(leyla, gunay, rena):
    mark(leyla, rena, gunay)
    person = mark(leyla, rena, None, PersonStanding.LIVING)
    assert (person.speaks_for_themself, person.relative, person.account.is_active) == (True, None, False)


def test_who_writes_it_down(client, leyla, rena, murad):
    address = f"/admin/people/standing/{leyla.pk}/"
    said = {
        "standing": "without_capacity", "since": "2026-11-01", "source": "Her doctor wrote",
        "relative_name": "Nigar Əliyeva", "relation": "daughter", "contact": "nigar@consent.example",
    }  # fmt: skip
    assert sign_in(client, murad).post(address, said).status_code in (302, 403)
    leyla.refresh_from_db()
    assert leyla.speaks_for_themself
    operator = factories.staff("Tural Həsənov", "operator")
    assert sign_in(client, operator).get(address).status_code == 200
    assert sign_in(client, operator).post(f"/admin/people/standing/{rena.pk}/", said).status_code == 200
    assert sign_in(client, operator).post(f"/admin/people/standing/{operator.pk}/", said).status_code == 200
    rena.refresh_from_db()
    operator.refresh_from_db()
    assert rena.speaks_for_themself and operator.speaks_for_themself
    assert sign_in(client, operator).post(address, said)["Location"] == f"/admin/people/edit/{leyla.pk}/"
    leyla.refresh_from_db()
    assert (leyla.standing, leyla.relative.name, leyla.relation) == ("without_capacity", "Nigar Əliyeva", "daughter")


# Two records of one person --------------------------------------------------------------------------
@pytest.mark.database
@pytest.mark.parametrize(
    ("first", "second", "stays"), [("given", "withdrawn", "withdrawn"), ("given", "asked", "given")]
)
def test_merging_keeps_the_no(leyla, gunay, rena, first, second, stays):
    one, two = asked(leyla), asked(gunay)
    for consent, state in ((one, first), (two, second)):
        if state != "asked":
            api.give_consent(consent, way=ConsentWay.CLICK)
        if state == "withdrawn":
            api.withdraw_consent(consent, by=None)
    asked(gunay, subject="film:2")
    steps = ConsentStep.objects.count()
    api.merge(leyla, gunay, by=rena.account)
    assert {one.subject: one.state for one in api.consents_of(leyla)} == {"film:1": stays, "film:2": "asked"}
    assert ConsentStep.objects.count() == steps


def test_a_link_names_only_its_own_consent(leyla, gunay):
    mine, theirs = asked(leyla), asked(gunay, is_own=False)
    token = link_of(mine).split("/")[-2]
    assert consent_by(token) == mine
    assert consent_by(token.replace(f"{mine.pk}-", f"{theirs.pk}-")) is None
