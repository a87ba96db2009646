"""The pages of a question: step by step without losing anything, opened by nobody else, and hard to guess."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elearn.guidance.domain import case_code, case_write
from elearn.guidance.models import Attachment, Case, CaseEntry, CaseReferral, DraftFile
from elearn.guidance.views import case_asking
from elearn.notices.models import Notice
from elearn.people.models import CompanionAct, Companionship, Role
from elearn.safety.models import Concern
from elearn.web import finding
from tests import factories
from tests.guidance.test_case_files import pdf, photo
from tests.visitors import mailbox, signed_in, visitor  # noqa: F401 - fixtures
from tests.visits import hunt

pytestmark = pytest.mark.django_db
SECRET = "Anam Bəhlulzadə küçəsində yıxıldı, omba sümüyü sınıb"
ANSWERS = {
    "first": {"hurt": "no"},
    "topic": {"topic": "home_care"},
    "words": {"text": SECRET},
    "files": {"go": "on"},
    "soon": {"urgency": "week"},
    "you": {"age": "adult", "language": "en", "name": "Aysel"},
    "reach": {"way": "paper"},
}


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", email="murad@korpu.example", birth_year=1990, roles=[Role.COMPANION])


def at(name: str, *args) -> str:
    return reverse(f"guidance:{name}", args=args)


def browser(person=None) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    if person:
        client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answer(client, *, but=(), **other) -> None:
    for step, data in (ANSWERS | other).items():
        if step not in but:
            found = client.post(at("case_step", step), data)
            assert found.status_code == 302, (step, found.content.decode()[-3000:])


def asked(client, **other) -> Case:
    answer(client, **other)
    client.post(at("case_check"))
    return Case.objects.latest("pk")


def opened(code: str, client=None) -> Client:
    client = client or browser()
    client.post(at("case_code"), {"code": code})
    return client


# Asking -------------------------------------------------------------------------------------------------
def test_the_first_thing_said_is_whom_to_call_in_danger():
    page = browser().get(at("case_front")).content.decode()
    assert page.index("This is no emergency service") < page.index("112") < page.index("Ask a question")


def test_somebody_without_an_account_asks_and_gets_a_code():
    client = browser()
    assert client.get(at("case_ask"))["Location"] == at("case_step", "first")
    answer(client)
    check = client.get(at("case_check"))
    assert "omba sümüyü" in check.content.decode()
    case = Case.objects.none()
    sent = client.post(at("case_check"))
    case = Case.objects.get()
    assert sent["Location"] == at("case_kept", case.key)
    code = case_code.in_groups(case.code_kept)
    assert all(half in client.get(sent["Location"]).content.decode() for half in (code[:9], code[10:]))
    assert (case.topic, case.urgency, case.name, case.person) == ("home_care", "week", "Aysel", None)
    client.post(at("case_kept", case.key))
    assert client.get(at("case_kept", case.key)).status_code == 302
    case.refresh_from_db()
    assert case.code_kept == ""
    assert "omba sümüyü" in client.get(at("case", case.key)).content.decode()


def test_what_is_typed_is_kept_encrypted_and_nothing_is_sent_twice():
    client = browser()
    answer(client, but=["reach"])
    hunt.rows(SECRET, "Bəhlulzadə")
    assert client.get(at("case_ask"))["Location"] == at("case_step", "reach")
    assert SECRET in client.get(at("case_step", "words")).content.decode()
    client.post(at("case_step", "reach"), ANSWERS["reach"])
    client.post(at("case_check"))
    again = client.post(at("case_check"))
    assert (again["Location"], Case.objects.count()) == (at("case_step", "first"), 1)
    hunt.rows(SECRET, "Bəhlulzadə")


def once(page) -> dict[str, str]:
    """Give the one-time key that a page's form carries."""
    found = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    return {"once": found[1] if found else ""}


@pytest.mark.parametrize("is_seen", [False, True])
@pytest.mark.parametrize("with_file", [False, True])
def test_two_taps_at_once_ask_once(with_file, is_seen, monkeypatch):
    client, real = browser(), case_asking.ask
    if with_file:
        client.post(at("case_step", "files"), {"files": SimpleUploadedFile("a.jpg", photo()), "add": "1"})
    answer(client, reach={"way": "sms", "contact": "050 123 45 67"})

    def slow(*args, **kwargs):
        monkeypatch.setattr(case_asking, "ask", real)
        client.post(at("case_check"), key)  # tapped again while the first tap is worked on
        return real(*args, **kwargs)

    monkeypatch.setattr(case_asking, "ask", slow)
    key = once(client.get(at("case_check"))) if is_seen else {}
    sent = client.post(at("case_check"), key)
    case = Case.objects.get()
    assert sent["Location"] == at("case_kept", case.key)
    assert case_code.in_groups(case.code_kept)[:9] in client.get(sent["Location"]).content.decode()
    assert (case.attachments.count(), Notice.objects.filter(kind="case_code").count()) == (int(with_file), 1)


def test_sent_again_from_a_browser_that_never_saw_the_first_answer_it_shows_the_code(monkeypatch):
    client, late = browser(), browser()
    answer(client)
    key = once(client.get(at("case_check")))
    client.post(at("case_check"), key)
    case = Case.objects.get()
    again = late.post(at("case_check"), key)
    assert again["Location"] == at("case_kept", case.key)
    assert case_code.in_groups(case.code_kept)[:9] in late.get(again["Location"]).content.decode()
    Case.objects.update(asked_at=timezone.now() - case_asking.AGAIN)
    later = browser()
    assert later.get(later.post(at("case_check"), key)["Location"])["Location"].startswith(at("case_code"))
    assert browser().post(at("case_check"), {"once": case.key.hex})["Location"] == at("case_step", "first")
    assert Case.objects.count() == 1


def test_a_form_sent_again_opens_nothing_to_somebody_else(leyla):
    mine = browser(leyla)
    answer(mine, but=["reach"])
    key = once(mine.get(at("case_check")))
    mine.post(at("case_check"), key)
    case = Case.objects.get()
    assert mine.post(at("case_check"), key)["Location"] == at("case", case.key)
    assert browser().post(at("case_check"), key)["Location"] == at("case_step", "first")


def test_more_words_ask_again_whether_somebody_is_hurt(leyla):
    case, client = factories.case(by=leyla.account), browser(leyla)
    address = at("case_more", case.key)
    client.post(address, {"text": "Bir də bunu", "go": "on"})
    assert not case.referrals.exists()
    client.post(
        address, {"text": "Bir də bunu", "hurt": "now", "files": SimpleUploadedFile("a.jpg", photo()), "add": "1"}
    )
    assert re.search(r'value="now"[^>]*checked', client.get(address).content.decode())
    client.post(address, {"text": "Bir də bunu", "hurt": "now", "go": "on"})
    assert (case.referrals.get().reason, Concern.objects.get().in_danger) == ("choice", True)
    client.post(address, {"text": "Dünən oğlum məni vurdu", "go": "on"})
    assert [row.reason for row in case.referrals.all()] == ["choice", "words"]


def test_more_words_and_a_caller_s_question_are_sent_once(leyla):
    case, client = factories.case(by=leyla.account), browser(leyla)
    said = {"text": "Bir də bunu", "go": "on"} | once(client.get(at("case_more", case.key)))
    for _ in range(2):
        assert client.post(at("case_more", case.key), said)["Location"] == at("case", case.key)
    assert case.messages.count() == 2
    client = browser(factories.staff("Nigar Abbasova", Role.OPERATOR))
    said = CALLER | {"way": "sms", "contact": "0501234567"} | once(client.get(at("case_call")))
    sent = [client.post(at("case_call"), said)["Location"] for _ in range(2)]
    assert (len(set(sent)), Case.objects.count()) == (1, 2)
    assert Notice.objects.filter(kind="case_code").count() == 1


def test_a_step_left_out_is_asked_for_and_an_unknown_one_is_not_there():
    client = browser()
    answer(client, but=["soon"])
    assert client.post(at("case_check"))["Location"] == at("case_step", "soon")
    assert client.get(at("case_step", "nonsense")).status_code == 404


def test_who_is_signed_in_is_asked_for_no_contact_and_no_age(signed_in, leyla):  # noqa: F811
    client = signed_in(leyla)
    assert client.get(at("case_step", "reach")).status_code == 404
    page = client.get(at("case_step", "you")).content.decode()
    assert ("How old are you" in page, "What may we call you" in page) == (False, False)
    answer(client, but=["reach"])
    client.post(at("case_check"))
    assert (Case.objects.get().person, Case.objects.get().code_mark) == (leyla, "")


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        ({"way": "sms"}, "Write your mobile number."),
        ({"way": "sms", "contact": "a@korpu.example"}, "This is no mobile number."),
        ({"way": "sms", "contact": "012 345 67 89"}, "landline"),
        ({"way": "email", "contact": "050 123 45 67"}, "This is no e-mail address."),
        ({}, "Choose one."),
    ],
)
def test_where_the_code_goes_is_asked_in_words(reach, words):
    page = browser().post(at("case_step", "reach"), reach)
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_a_contact_that_is_not_needed_is_not_kept():
    case = asked(browser(), reach={"way": "paper", "contact": "050 777 00 99"})
    assert case.reach is None
    hunt.rows("0507770099", "994507770099")


def test_violence_chosen_or_written_is_told_before_it_is_sent():
    client = browser()
    answer(client, words={"text": "Qonşu anamı döyür"})
    assert "our safeguarding officer reads your question too" in client.get(at("case_check")).content.decode()
    assert Concern.objects.count() == 0
    client.post(at("case_check"))
    case = Case.objects.get()
    assert case.referrals.get().reason == "words"
    client.post(at("case_kept", case.key))
    assert "safeguarding officer reads this question too" in client.get(at("case", case.key)).content.decode()


# Similar answers ----------------------------------------------------------------------------------------
@pytest.fixture
def finder(monkeypatch):
    def find(text, language, kinds, limit):
        hit = finding.Hit("Evdə qulluq", "/az/guidance/ev/", "Kimə müraciət etmək", "guide", "az")
        return [hit] if "qulluq" in text else []

    monkeypatch.setattr(finding, "_finders", [])
    finding.register(find)


def test_similar_answers_are_offered_and_the_question_is_kept(finder):
    client = browser()
    answer(client, but=["words", "files", "soon", "you", "reach"])
    sent = client.post(at("case_step", "words"), {"text": "Evdə qulluq necə alınır?"})
    assert sent["Location"] == at("case_similar")
    assert "/az/guidance/ev/" in client.get(sent["Location"]).content.decode()
    assert "Evdə qulluq necə" in client.get(at("case_step", "words")).content.decode()
    found = client.post(at("case_similar_now"), {"text": "Evdə qulluq necə alınır?"})
    assert "Evdə qulluq" in found.content.decode()
    assert client.get(at("case_similar_now")).status_code == 405


def test_a_finder_that_fails_keeps_nobody_from_asking(monkeypatch, caplog):
    def find(*facts):
        raise RuntimeError("Bəhlulzadə")

    monkeypatch.setattr(finding, "_finders", [])
    finding.register(find)
    assert asked(browser()).topic == "home_care"
    hunt.logs(SECRET, caplog, "Bəhlulzadə")


# Files --------------------------------------------------------------------------------------------------
def test_files_are_added_one_after_the_other_and_left_out_again():
    client = browser()
    address = at("case_step", "files")
    client.post(address, {"files": SimpleUploadedFile("Məktub.jpg", photo()), "add": "1"})
    client.post(address, {"files": SimpleUploadedFile("Arayış.pdf", pdf()), "add": "1"})
    assert [row.name for row in DraftFile.objects.all()] == ["Məktub", "Arayış"]
    client.post(address, {"leave_out": DraftFile.objects.first().key.hex})
    answer(client)
    client.post(at("case_check"))
    assert [(row.name, row.kind) for row in Attachment.objects.all()] == [("Arayış", "pdf")]
    assert DraftFile.objects.count() == 0


@pytest.mark.parametrize("data", [b"MZ" + b"\0" * 99, pdf(catalog="/OpenAction << /S /JavaScript /JS (x) >>")])
def test_a_refused_file_says_why_and_loses_nothing(data):
    client = browser()
    page = client.post(at("case_step", "files"), {"files": SimpleUploadedFile("photo.jpg", data), "go": "on"})
    assert (page.status_code, "photo.jpg" in page.content.decode(), DraftFile.objects.count()) == (422, True, 0)


def test_nobody_attaches_a_file_that_another_browser_sent():
    browser().post(at("case_step", "files"), {"files": SimpleUploadedFile("a.jpg", photo()), "add": "1"})
    key = DraftFile.objects.get().key.hex
    other = browser()
    other.post(at("case_step", "files"), {"leave_out": key})
    assert (DraftFile.objects.count(), asked(other).attachments.count()) == (1, 0)


def test_the_address_of_a_file_opens_nothing_for_others(leyla, murad):
    client = browser()
    client.post(at("case_step", "files"), {"files": SimpleUploadedFile("a.jpg", photo()), "add": "1"})
    case = asked(client)
    file = case.attachments.get()
    address = at("case_file", case.key, file.key)
    mine = client.get(address)
    assert (mine.status_code, mine["Content-Type"], mine["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    assert ("no-store" in mine["Cache-Control"], "sandbox" in mine["Content-Security-Policy"]) == (True, True)
    assert browser().get(address).status_code == 302
    for who in (leyla, murad, factories.staff("Rəna Həsənova", Role.COORDINATOR)):
        assert browser(who).get(address).status_code == 404
    other = asked(browser())
    assert client.get(at("case_file", other.key, file.key)).status_code == 302
    assert opened(other.code_kept).get(at("case_file", other.key, file.key)).status_code == 404
    assert browser().get(f"/media/cases/{file.path}").status_code == 404


# The code -----------------------------------------------------------------------------------------------
def test_with_the_code_it_is_found_in_any_browser_and_closed_again():
    case = asked(browser())
    client = opened(case_code.in_groups(case.code_kept))
    assert "omba sümüyü" in client.get(at("case", case.key)).content.decode()
    assert client.get(at("case_kept", case.key))["Location"] == at("case", case.key)
    client.post(at("case_leave"))
    assert client.get(at("case", case.key)).status_code == 302


def test_guessing_is_slowed_down_and_tells_nothing(settings):
    case = asked(browser())
    client = browser()
    wrong = [client.post(at("case_code"), {"code": f"{number:016d}"}) for number in range(30)]
    assert {page.status_code for page in wrong} == {422}
    assert "opens no question" in wrong[0].content.decode()
    assert client.post(at("case_code"), {"code": case.code_kept}).status_code == 429
    assert client.get(at("case", case.key)).status_code == 302


def test_whether_a_case_exists_is_told_to_no_visitor():
    import uuid

    case = asked(browser())
    pages = [browser().get(at("case", key)) for key in (case.key, uuid.uuid4())]
    assert [(page.status_code, page["Location"].split("?")[0]) for page in pages] == [(302, at("case_code"))] * 2


def test_a_code_opens_nothing_two_hours_after_the_last_look(monkeypatch):
    import time

    from elearn.guidance.views import case_keys

    case = asked(browser())
    client = opened(case.code_kept)
    now = time.time()
    monkeypatch.setattr(case_keys, "time", lambda: now + case_keys.OPEN_FOR - 10)
    assert client.get(at("case", case.key)).status_code == 200
    monkeypatch.setattr(case_keys, "time", lambda: now + 2 * case_keys.OPEN_FOR)
    assert client.get(at("case", case.key)).status_code == 302


def test_a_new_session_key_after_the_code():
    case, client = asked(browser()), browser()
    client.get(at("case_code"))
    client.post(at("case_step", "first"), {"hurt": "no"})
    before = client.session.session_key
    opened(case.code_kept, client)
    assert client.session.session_key != before


def test_words_typed_when_the_code_ran_out_are_there_again():
    case = asked(browser())
    client = browser()
    client.post(at("case_more", case.key), {"text": "Bəs gecələr kim baxır?", "go": "on"})
    sent = client.post(at("case_code"), {"code": case.code_kept})
    assert sent["Location"] == at("case_more", case.key)
    assert "Bəs gecələr kim baxır?" in client.get(sent["Location"]).content.decode()


# Somebody else's ----------------------------------------------------------------------------------------
PAGES = [f"case{name}" for name in ("", "_more", "_call_back", "_close", "_reopen", "_helped_me", "_share", "_kept")]


@pytest.mark.parametrize("role", [None, *Role])
def test_no_role_opens_another_person_s_case(role, leyla):
    case = factories.case(SECRET, by=leyla.account)
    who = factories.staff("Murad Quliyev", role) if role else None
    client = browser(who)
    for name in PAGES:
        for answer_ in (client.get(at(name, case.key)), client.post(at(name, case.key), {"text": "x", "go": "on"})):
            assert answer_.status_code == (404 if who else 302), name
            hunt.answers(SECRET, answer_, rare=["Bəhlulzadə"])
    if who:
        hunt.crawl(SECRET, client, at("case_front"), "/desk/", rare=["Bəhlulzadə"], most=25)


def test_who_asked_does_everything_on_their_pages(leyla):
    case = factories.case(by=leyla.account)
    client = browser(leyla)
    assert 'href="tel:112"' in client.get(at("case_more", case.key)).content.decode()
    client.post(at("case_more", case.key), {"text": "Bir də bunu", "go": "on"})
    client.post(at("case_call_back", case.key), {"phone": "012 345 67 89", "wish": "axşam"})
    assert "You asked for a call" in client.get(at("case", case.key)).content.decode()
    client.post(at("case_call_back", case.key), {"cancel": "1"})
    factories.case_answer(case, "Mərkəzə zəng edin")
    page = client.get(at("case", case.key)).content.decode()
    assert ("Mərkəzə zəng edin" in page, "Did this help?" in page) == (True, True)
    client.post(at("case_helped_me", case.key), {"helped": "yes", "words": "Sağ olun"})
    client.post(at("case_close", case.key))
    case.refresh_from_db()
    assert (case.helped, case.helped_words, case.state) == ("yes", "Sağ olun", "closed")
    client.post(at("case_reopen", case.key))
    assert [row.did for row in CaseEntry.objects.filter(case=case)] == [
        "asked", "wrote", "call_asked", "call_cancelled", "helped", "closed", "reopened",
    ]  # fmt: skip


def test_an_answer_that_has_not_gone_is_not_shown(leyla):
    from elearn.guidance.models import CaseMessage

    case = factories.case(by=leyla.account)
    CaseMessage.objects.create(case=case, side="counsellor", text="Hələ yoxlanılır")
    assert "Hələ yoxlanılır" not in browser(leyla).get(at("case", case.key)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_my_questions_take_as_many_queries_for_one_as_for_three(number, leyla, django_assert_num_queries):
    for _ in range(number):
        factories.case(by=leyla.account)
    client = browser(leyla)
    client.get(at("case_front"))
    with django_assert_num_queries(6):
        client.get(at("case_front"))


# A helper -----------------------------------------------------------------------------------------------
def test_a_helper_asks_at_addresses_of_their_own_and_nobody_else_there(leyla, murad):
    row = factories.helps(leyla, murad, may_ask=True)
    client = browser(murad)
    for step, data in ANSWERS.items():
        if step != "reach":
            client.post(at("case_helped_step", row.pk, step), data)
    client.post(at("case_helped_check", row.pk))
    case = Case.objects.get()
    assert (case.person, case.helper, case.channel) == (leyla, row, "companion")
    assert "You read this for" in client.get(at("case", case.key)).content.decode()
    assert CompanionAct.objects.filter(did="read_counsel").count() == 1
    assert browser(leyla).get(at("case_helped_front", row.pk)).status_code == 404
    assert browser().get(at("case_helped_ask", row.pk))["Location"].startswith("/sign-in/")
    Companionship.objects.update(state="ended", ended_at=timezone.now())
    for address in (at("case", case.key), at("case_helped_front", row.pk), at("case_helped_step", row.pk, "words")):
        assert client.get(address).status_code == 404
    case_write.close(case, by=leyla.account)


def test_a_helper_without_that_consent_does_not_find_the_page(leyla, murad):
    row = factories.helps(leyla, murad, may_see=True, may_book=True, may_record=True)
    assert browser(murad).get(at("case_helped_front", row.pk)).status_code == 404


def test_the_person_decides_who_reads(leyla, murad):
    row = factories.helps(leyla, murad, may_ask=True)
    case = factories.case(by=leyla.account)
    client = browser(leyla)
    client.post(at("case_share", case.key), {"helper": str(row.pk)})
    assert browser(murad).get(at("case", case.key)).status_code == 200
    assert browser(murad).get(at("case_share", case.key)).status_code == 404
    client.post(at("case_share", case.key), {"helper": ""})
    assert browser(murad).get(at("case", case.key)).status_code == 404


# By phone -----------------------------------------------------------------------------------------------
CALLER = {"hurt": "no", "topic": "benefits", "text": SECRET, "urgency": "week", "language": "az", "age": "adult",
          "way": "paper"}  # fmt: skip


def test_an_operator_writes_it_down_reads_it_back_and_then_reads_nothing():
    nigar = factories.staff("Nigar Abbasova", Role.OPERATOR)
    client = browser(nigar)
    sent = client.post(at("case_call"), CALLER)
    case = Case.objects.get()
    assert sent["Location"] == at("case_call_stands", case.key)
    page = client.get(sent["Location"]).content.decode()
    code = case_code.in_groups(case.code_kept)
    assert ("omba sümüyü" in page, code[:9] in page, code[10:] in page) == (True, True, True)
    assert client.get(at("case", case.key)).status_code == 404
    client.post(at("case_call_over", case.key))
    after = client.get(sent["Location"])
    hunt.answers(SECRET, after, rare=["Bəhlulzadə", code[:9], code[10:]])
    assert "We have your question" in after.content.decode()
    other = browser(factories.staff("Tural Nəbiyev", Role.OPERATOR, email="tural@korpu.example"))
    assert other.get(sent["Location"]).status_code == 404
    assert other.post(at("case_call_over", case.key)).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OPERATOR, Role.COORDINATOR)])
def test_others_write_nothing_down_for_callers(role, leyla):
    client = browser(factories.staff("Murad Quliyev", role))
    for address in (at("case_call"), at("case_call_for", leyla.key)):
        assert [client.get(address).status_code, client.post(address, CALLER).status_code] == [403, 403]
    assert browser().get(at("case_call"))["Location"].startswith("/sign-in/")


def test_what_an_operator_typed_when_signed_out_waits_encrypted():
    nigar = factories.staff("Nigar Abbasova", Role.OPERATOR)
    client = browser()
    client.post(at("case_call"), CALLER)
    hunt.rows(SECRET, "Bəhlulzadə")
    client.force_login(nigar.account, backend="django.contrib.auth.backends.ModelBackend")
    assert "omba sümüyü" in client.get(at("case_call")).content.decode()


def test_for_somebody_known_it_goes_into_their_account(leyla):
    client = browser(factories.staff("Nigar Abbasova", Role.OPERATOR))
    facts = {name: value for name, value in CALLER.items() if name not in ("way", "age")}
    client.post(at("case_call_for", leyla.key), facts)
    assert (Case.objects.get().person, Case.objects.get().code_mark) == (leyla, "")


# Safeguarding -------------------------------------------------------------------------------------------
def test_the_officer_reads_what_was_written_by_then_and_every_look_is_noted(leyla):
    case = factories.case(f"{SECRET}. Oğlu onu döyür", by=leyla.account)
    referral = CaseReferral.objects.get()
    case_write.write_more(case, text="Sonra yazılan", by=leyla.account)
    factories.case_answer(case, "Məsləhətçinin cavabı")
    aytan = factories.staff("Aytən Səfərova", Role.SAFEGUARDING)
    client = browser(aytan)
    address = reverse("guidance_referral", args=[referral.key])
    assert address in client.get(reverse("concerns:read", args=[referral.concern_id])).content.decode()
    page = client.get(address).content.decode()
    assert ("omba sümüyü" in page, "Sonra yazılan" in page, "Məsləhətçinin cavabı" in page) == (True, False, False)
    assert CaseEntry.objects.get(did="looked").by == aytan.account
    assert client.get(at("case", case.key)).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING])
def test_nobody_else_reads_a_referral(role, leyla):
    factories.case("Oğlu anamı döyür", by=leyla.account)
    referral = CaseReferral.objects.get()
    client = browser(factories.staff("Murad Quliyev", role))
    answer_ = client.get(reverse("guidance_referral", args=[referral.key]))
    assert answer_.status_code in (302, 403)
    hunt.answers("anamı döyür", answer_)


def test_a_concern_page_says_no_more_than_that_it_is_a_question(leyla):
    factories.case(f"{SECRET} döyür", by=leyla.account)
    page = browser().get(f"{reverse('safety:concern')}?subject=case:{CaseReferral.objects.get().key}")
    hunt.answers(SECRET, page, rare=["Bəhlulzadə"])
    assert "A question to a counsellor" in page.content.decode()
