"""The counsellors' pages: each look is written down, and whoever it does not concern finds nothing there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elearn.guidance.case_enums import CaseState
from elearn.guidance.domain import case_answer, case_calls, case_write, pages
from elearn.guidance.models import Attachment, Case, CaseEntry, CaseMessage, DayOff, PublicAnswer, Readiness
from elearn.people.models import Role
from tests import factories
from tests.guidance import counsel
from tests.guidance.counsel import SECRET, asked, given, sent
from tests.guidance.test_case_files import photo
from tests.visitors import mailbox  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db
OF_A_CASE = (
    "work_case", "work_answer", "work_note", "work_pass_on", "work_close", "work_call", "work_public", "work_hand",
)  # fmt: skip
POSTS = ("work_take_back", "work_check", "work_called", "work_public_text")


@pytest.fixture
def sevinc():
    return counsel.sevinc()


@pytest.fixture
def tural():
    return counsel.tural()


@pytest.fixture
def rena():
    return factories.staff("Rəna Həsənova", Role.COORDINATOR).account


def at(name: str, *args) -> str:
    return reverse(f"guidance:{name}", args=args)


def browser(account=None) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    if account:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(answer) -> str:
    return answer.content.decode()


# Who finds what -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [None, "counsellor", "coordinator", "operator", "safeguarding", "learner", "trainer"])
def test_a_question_is_there_for_its_counsellor_alone(sevinc, role):
    case = given(sevinc, may_publish="yes")
    sent(case, sevinc)
    other = factories.staff("Tural Nəbiyev", Role(role)).account if role else None
    client = browser(other)
    for name in OF_A_CASE:
        answer = client.get(at(name, case.key))
        assert answer.status_code in (302, 403, 404) and SECRET not in read(answer), name
    for name in POSTS:
        answer = client.post(at(name, case.key), {"say": "agree", "step": "show", "came": "done"})
        assert answer.status_code in (302, 403, 404) and SECRET not in read(answer), name
    assert not CaseEntry.objects.filter(case=case, did="looked").exists()


def test_a_coordinator_sees_numbers_and_hands_on_without_a_word(sevinc, tural, rena):
    case = given(sevinc)
    client = browser(rena)
    shown = read(client.get(at("work_all"))) + read(client.get(at("work_hand", case.key)))
    assert str(case) in shown and "Care at home" in shown and "Bəhlulzadə" not in shown
    client.post(at("work_hand", case.key), {"to": tural.pk})
    assert Case.objects.get().counsellor == tural
    assert client.get(at("work_case", case.key)).status_code == 403


def test_who_was_asked_to_read_an_answer_sees_it_until_they_have_said_what_they_think(sevinc, tural):
    case = given(sevinc, topic="fraud")
    asked(case, sevinc, "Banka zəng edin.", wanted=tural)
    client = browser(tural)
    page = read(client.get(at("work_case", case.key)))
    assert SECRET in page and "Banka zəng edin." in page and "I agree, send it" in page
    for name in ("work_answer", "work_close", "work_call", "work_public", "work_hand"):
        assert client.get(at(name, case.key)).status_code == 404, name
    check = case.checks.get()
    data = {"check": check.pk, "seen": case_answer.last_word(case), "say": "agree"}
    assert client.post(at("work_check", case.key), data).status_code == 302
    assert Case.objects.get().state == CaseState.ANSWERED
    assert client.get(at("work_case", case.key)).status_code == 404


def test_the_writer_finds_no_way_to_agree(sevinc, tural):
    case = given(sevinc, topic="fraud")
    check = asked(case, sevinc, wanted=tural)
    data = {"check": check.pk, "seen": case_answer.last_word(case), "say": "agree"}
    client = browser(sevinc)
    assert "I agree" not in read(client.get(at("work_case", case.key)))
    assert client.post(at("work_check", case.key), data).status_code == 404
    assert (
        client.post(at("work_answer", case.key), {"text": "X", "step": "send", "seen": data["seen"]}).status_code == 302
    )
    assert not CaseMessage.objects.filter(case=case, side="counsellor", sent_at__isnull=False).exists()


def test_every_look_is_written_down(sevinc):
    draft = factories_photo()
    case = given(sevinc, files=[draft])
    client = browser(sevinc)
    for name in ("work_case", "work_answer"):
        client.get(at(name, case.key))
    assert CaseEntry.objects.filter(case=case, by=sevinc, did="looked").count() == 2
    answer = client.get(at("work_file", case.key, Attachment.objects.get().key))
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert CaseEntry.objects.filter(case=case, by=sevinc, did="file_opened").count() == 1
    assert browser(counsel.tural()).get(at("work_file", case.key, Attachment.objects.get().key)).status_code == 404


def factories_photo():
    from django.core.files.uploadedfile import SimpleUploadedFile

    from elearn.guidance.domain import case_files

    return case_files.take(SimpleUploadedFile("a.jpg", photo()))


# Work -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_few_questions(sevinc, count, django_assert_num_queries):
    for _number in range(count):
        case = given(sevinc)
        sent(given(sevinc), sevinc)
        case_calls.Appointment.objects.create(case=case, phone="+994501112233")
    client = browser(sevinc)
    client.get(at("work"))
    with django_assert_num_queries(7):
        page = read(client.get(at("work")))
    assert page.count("Care at home") == 3 * count and "Bəhlulzadə" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_all_asks_the_same_few_questions(sevinc, rena, count, django_assert_num_queries):
    for _number in range(count):
        given(sevinc)
    for number in range(count):
        factories.counsellor(f"Kamran{number} Əliyev")
    client = browser(rena)
    client.get(at("work_all"))
    with django_assert_num_queries(6):
        client.get(at("work_all"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_question_asks_the_same_few_questions_however_long_it_is(sevinc, count, django_assert_num_queries):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)
    case = given(sevinc, by=leyla.account)
    for number in range(count):
        case_write.write_more(case, text=f"Bir də {number}", by=leyla.account)
    client = browser(sevinc)
    client.get(at("work_case", case.key))
    with django_assert_num_queries(19):
        client.get(at("work_case", case.key))


def test_words_are_kept_whatever_happens_and_sent_when_asked(sevinc):
    case = given(sevinc)
    client = browser(sevinc)
    client.post(at("work_answer", case.key), {"text": "Yarımçıq", "step": "keep"})
    assert "Yarımçıq" in read(client.get(at("work_answer", case.key)))
    seen = case_answer.last_word(case)
    answer = client.post(at("work_answer", case.key), {"text": "Tam cavab", "step": "send", "seen": seen - 1})
    assert "written more meanwhile" in read(answer) and "Tam cavab" in read(answer)
    client.post(at("work_answer", case.key), {"text": "Tam cavab", "step": "send", "seen": seen})
    assert CaseMessage.objects.get(side="counsellor").text == "Tam cavab"
    assert client.post(at("work_close", case.key)).status_code == 302
    assert Case.objects.get().state == CaseState.CLOSED


def test_changes_are_asked_for_in_words(sevinc, tural):
    case = given(sevinc, topic="fraud")
    check = asked(case, sevinc, wanted=tural)
    client, data = browser(tural), {"check": check.pk, "seen": 0, "say": "change"}
    assert client.post(at("work_check", case.key), {**data, "words": " "}).status_code == 422
    client.post(at("work_check", case.key), {**data, "words": "Nömrəni yazın"})
    assert "Nömrəni yazın" in read(browser(sevinc).get(at("work_case", case.key)))


def test_notes_are_for_counsellors(sevinc):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)
    case = given(sevinc, by=leyla.account)
    browser(sevinc).post(at("work_note", case.key), {"text": "Bəlkə, oğlu ilə danışaq"})
    assert "Bəlkə, oğlu" in read(browser(sevinc).get(at("work_case", case.key)))
    assert "Bəlkə, oğlu" not in read(browser(leyla.account).get(at("case", case.key)))


def test_times_are_offered_and_who_asked_chooses(sevinc):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", phone="+994501112233", birth_year=1955)
    case = given(sevinc, by=leyla.account)
    days = [timezone.localtime() + timedelta(days=number) for number in (1, 2)]
    first, second = (f"{day:%Y-%m-%dT%H:%M}" for day in days)
    client = browser(sevinc)
    assert client.post(at("work_call", case.key), {"first": "2020-01-01T10:00"}).status_code == 422
    assert client.post(at("work_call", case.key), {"first": first, "second": second}).status_code == 302
    theirs = browser(leyla.account)
    page = read(theirs.get(at("case_call_back", case.key)))
    time = case.appointments.get().offered[1]
    assert "Choose one" in page
    for wrong in ("", "soon", "2020-01-01T10:00:00+04:00"):
        theirs.post(at("case_call_time", case.key), {"time": wrong})
        assert case.appointments.get().state == "asked"
    theirs.post(at("case_call_time", case.key), {"time": time})
    assert case.appointments.get().state == "set"
    client.post(at("work_called", case.key), {"came": "missed"})
    assert case.appointments.get().state == "missed"


def test_a_counsellor_and_a_coordinator_say_what_is_taken(sevinc, tural, rena):
    data = {
        "topics": ["fraud"],
        "languages": ["az"],
        "most": "4",
        "away_from": "2026-12-01",
        "away_until": "2026-12-05",
    }
    assert browser(sevinc).post(at("work_ready"), data).status_code == 302
    assert Readiness.objects.get().most == 4
    assert browser(rena).post(at("work_ready_of", sevinc.pk), {"most": "7"}).status_code == 302
    assert browser(tural).post(at("work_ready_of", sevinc.pk), {"most": "1"}).status_code == 404
    assert browser(rena).get(at("work_ready")).status_code == 404
    assert browser(sevinc).get(at("work_all")).status_code == 404
    assert Readiness.objects.get().most == 7


def test_coordinators_keep_the_days_off_and_counsellors_do_not(sevinc, rena):
    data = {"name": "Qurban bayramı", "day": "2027-05-16", "moves": "on"}
    for account, status in ((rena, 302), (sevinc, 302)):
        assert browser(account).post("/admin/days-off/new/", data).status_code == status
    assert DayOff.objects.filter(name="Qurban bayramı").count() == 1


# For everybody --------------------------------------------------------------------------------------------
def test_the_original_is_marked_and_only_the_last_text_leaves(sevinc):
    factories.guidance_pages()
    topic = pages.create_topic("Pensiyalar", language="az")
    case = given(
        sevinc, "Mənim adım Gülnaz Hacıyevadır, telefonum 050 222 33 44. Pensiyanı kim ala bilər?", may_publish="yes"
    )
    sent(case, sevinc, "Etibarnamə ilə ala bilərsiniz.")
    client = browser(sevinc)
    page = read(client.get(at("work_public", case.key)))
    assert "<mark" in page and "phone number" in page
    text = read(
        client.post(at("work_public_text", case.key), {"step": "show", "out": ["Gülnaz Hacıyevadır"], "seen": 1})
    )
    assert "[ad]" in text or "[name]" in text
    fields = {"step": "send", "seen": case.messages.last().pk, "topic": topic.pk, "title": "Pensiyanı kim ala bilər",
              "summary": "Etibarnamə ilə.", "question": "Zəng: 050 222 33 44", "answer": "Etibarnamə ilə."}  # fmt: skip
    refused = client.post(at("work_public_text", case.key), fields)
    assert refused.status_code == 422 and "still in the text" in read(refused) and not PublicAnswer.objects.exists()
    assert 'name="stays" value="050 222 33 44"' in read(refused)
    client.post(at("work_public_text", case.key), {**fields, "question": "Valideynin pensiyasını kim ala bilər?"})
    assert PublicAnswer.objects.get().page.title == "Pensiyanı kim ala bilər"


def test_who_asked_says_yes_or_no_and_a_helper_does_not(sevinc):
    leyla = factories.person("Leyla Əliyeva", email="leyla@korpu.example", birth_year=1955)
    case = given(sevinc, by=leyla.account)
    browser(leyla.account).post(at("case_others", case.key), {"may": "no"})
    assert Case.objects.get().may_publish == "no"
    assert browser(sevinc).get(at("work_public", case.key)).status_code == 404
    assert browser(sevinc).post(at("case_others", case.key), {"may": "yes"}).status_code in (302, 404)
    assert Case.objects.get().may_publish == "no"
