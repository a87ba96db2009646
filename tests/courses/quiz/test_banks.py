"""Banks: never served; files taken out, mended and brought in; every problem line told; who may not."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import Page

from courses import api
from courses.api import QuizRules
from courses.domain.quizzes import bank_import
from courses.errors import BankChanged, StillFaults
from courses.models import BankImport, BankPage, LessonPage
from courses.quizzes.kinds import Kind as QuestionKind
from courses.quizzes.kinds import Measure, Part, Question
from courses.quizzes.lines import COLUMNS
from elearn.history.models import Entry, Kind
from elearn.people.api import Role
from elearn.web.reading_tables import FileUnreadable
from tests import factories
from tests.courses.quiz.pictures import library_picture
from tests.courses.quiz.samples import every_kind, ident

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def course():
    course, _lessons = factories.course_with({"text": "<p>1</p>"})
    return course


@pytest.fixture
def bank(course):
    return api.create_bank(course.get_parent().specific, "Şərf sualları", questions=every_kind())


@pytest.fixture
def rena():
    return factories.staff("Rəna Hüseynova", Role.COORDINATOR).account


@pytest.fixture(autouse=True)
def reads_english(client):
    client.cookies["language"] = "en"


def file_of(lines, columns=COLUMNS) -> bytes:
    whole = io.StringIO()
    writer = csv.DictWriter(whole, columns, delimiter=";")
    writer.writeheader()
    writer.writerows(lines)
    return whole.getvalue().encode()


def taken_out(bank) -> list[dict[str, str]]:
    head, *rows = bank_import.lines_out(bank)
    return [dict(zip(head, row, strict=True)) for row in rows]


def looked_at(bank, lines, rena, **more):
    return bank_import.look(bank, file_of(lines, **more), name="suallar.csv", by=rena)


# Never served ------------------------------------------------------------------------------------------
def test_a_bank_is_served_found_and_listed_nowhere(client, bank, course):
    assert bank.live
    assert bank.get_url() is None
    topic = course.get_parent()
    for address in (f"{topic.url}{bank.slug}/", f"/az/kurslar/{topic.slug}/{bank.slug}/"):
        assert client.get(address).status_code == 404
    for address in (topic.url, "/courses/", "/sitemap.xml", "/search/?q=Şərf+sualları"):
        answer = client.get(address, follow=True)
        assert bank.slug not in answer.text, address
        assert "Neçə şiş lazımdır?" not in answer.text, address


# Files -------------------------------------------------------------------------------------------------
def test_what_is_taken_out_and_brought_back_changes_nothing(bank, rena):
    file = looked_at(bank, taken_out(bank), rena)
    plan = bank_import.planned(file)
    assert [line.state for line in plan.lines] == ["same"] * 5
    assert (plan.is_faulty, plan.changes, plan.unknown) == (False, [], [])


def test_a_picture_and_what_looks_like_a_formula_survive(course, rena):
    from elearn.web.tables import csv_file

    picture = library_picture()
    questions = every_kind(picture.pk)
    tricky = questions[3].__class__(
        ident(9), questions[3].kind, "-5 və 5?", questions[3].choices, well_done="+1", look_again="@ustad"
    )
    bank = api.create_bank(course.get_parent().specific, "Banka", questions=[*questions, tricky])
    data = csv_file("x", bank_import.lines_out(bank)).content
    assert b"'-5" in data  # a spreadsheet would run it
    plan = bank_import.planned(bank_import.look(bank, data, name="x.csv", by=rena))
    assert [line.state for line in plan.lines] == ["same"] * 6


def test_numbers_and_formulas_of_every_kind_come_back_as_they_went(course, rena):
    from elearn.web.tables import csv_file, xlsx_file

    def number(place: int, value: str, tolerance: str = "0", **more) -> Question:
        return Question(
            ident(place), QuestionKind.NUMBER, "?", measure=Measure(Decimal(value), Decimal(tolerance), **more)
        )

    said = (Part(ident(91), "=1+1", True, "'=2"), Part(ident(92), "-x", False), Part(ident(93), "''=3", False, "+"))
    questions = [
        *every_kind(library_picture().pk),
        number(51, "3.142", "0.001"), number(52, "2.5", "1.125", is_percent=True), number(53, "-12.345678"),
        number(54, "-1.500", "12.345", unit="=sm"), number(55, "150000"), number(56, "0.125"),
        Question(ident(61), QuestionKind.ONE, "= nədir?", said, well_done="=", look_again="'"),
        Question(ident(62), QuestionKind.TEXT, "'= nədir?", said[:1]),
    ]  # fmt: skip
    bank = api.create_bank(course.get_parent().specific, "Banka", questions=questions)
    lines = list(bank_import.lines_out(bank))
    for data in (csv_file("x", lines).content, xlsx_file("x", lines, title="x").content):
        plan = bank_import.planned(bank_import.look(bank, data, name="x", by=rena))
        assert [(line.state, line.faults, line.differences) for line in plan.lines] == [("same", {}, [])] * 13
    # A formula that nobody marked stays refused, and a number that may mean two things too.
    data = b"kind;question;answer1\nnumber;=1+1;3.142\nnumber;?;1/500.000\n"
    plan = bank_import.planned(bank_import.look(bank, data, name="x", by=rena))
    assert [sorted(line.faults) for line in plan.lines] == [["answer1", "question"], ["answer1"]]


def test_changed_and_new_lines_become_one_draft_that_waits_for_another(bank, rena):
    lines = taken_out(bank)
    lines[0]["question"], lines[0]["answer2"] = "Neçə taxta şiş?", "İki taxta"
    new = dict.fromkeys(COLUMNS, "") | {"kind": "number", "question": "Neçə ilmə?", "answer1": "20", "tolerance": "5%"}
    file = looked_at(bank, [*lines, new], rena)
    plan = bank_import.planned(file)
    assert [line.state for line in plan.lines] == ["changed", "same", "same", "same", "same", "new"]
    assert plan.lines[0].differences == [
        ("question", "Neçə şiş lazımdır?", "Neçə taxta şiş?"),
        ("answer2", "İki", "İki taxta"),
    ]
    before = bank.revisions.count()
    bank_import.apply(file, mark=plan.mark, by=rena)
    bank.refresh_from_db()
    assert bank.revisions.count() == before + 1
    assert [child.value["text"] for child in bank.questions] == [
        question.text for question in every_kind()
    ]  # public: as before
    draft = bank_import.newest(bank)
    assert [child.value["text"] for child in draft.questions][0::5] == ["Neçə taxta şiş?", "Neçə ilmə?"]
    assert [choice["id"] for choice in draft.questions.get_prep_value()[0]["value"]["choices"]] == [
        ident(11),
        ident(12),
    ]
    assert bank.current_workflow_state
    assert bank.get_latest_revision().user == rena
    assert not BankImport.objects.exists()
    assert Entry.objects.get(kind=Kind.BANK_BROUGHT).facts == {"new": 1, "changed": 1}


def test_every_problem_of_every_line_is_told_and_nothing_is_done(bank, course, rena, in_english):
    other = api.create_bank(course.get_parent().specific, "O biri", questions=[every_kind()[4].with_id(ident(77))])
    lines = taken_out(bank)
    lines[0] |= {"right2": "maybe", "language": "ru", "question": ""}
    lines[1] |= {"right1": "", "right2": "", "kind": "many"}
    lines[2] |= {"answer2": "", "answer3": ""}
    lines[3] |= {"topic": "Mətbəx", "picture": "99999", "picture_alt": ""}
    lines[4] |= {"answer1": "1.500", "tolerance": "-2", "answer2": "7"}
    more = [
        dict.fromkeys(COLUMNS, "") | {"id": ident(77), "kind": "text", "question": "?", "answer1": "a", "right1": "1"},
        dict.fromkeys(COLUMNS, "")
        | {"id": "x' OR 1", "kind": "text", "question": "?", "answer1": "=1+1", "right1": "1"},
        dict(taken_out(bank)[0]),
    ]
    plan = bank_import.planned(looked_at(bank, [*lines, *more], rena))
    told = [{column: len(words) for column, words in line.faults.items()} for line in plan.lines]
    assert (
        told
        == [
            {"right2": 1, "question": 1, "right1": 1, "language": 1},
            {"kind": 1},
            {"answer1": 1},
            {"picture_alt": 1, "topic": 1, "picture": 1},
            {"answer2": 1, "answer1": 1},
            {"id": 1},
            {"id": 1, "answer1": 1, "right1": 1},
            {"id": 1},
        ]
        or [line.faults for line in plan.lines] == told
    )
    assert plan.count("faulty") == 8
    assert [line.number for line in plan.lines] == list(range(2, 10))
    file = BankImport.objects.get()
    with pytest.raises(StillFaults):
        bank_import.apply(file, mark=plan.mark, by=rena)
    assert BankImport.objects.exists()
    assert other.pk


def test_what_is_applied_is_what_was_shown(bank, rena):
    lines = taken_out(bank)
    lines[0]["question"] = "Neçə?"
    file = looked_at(bank, lines, rena)
    mark = bank_import.planned(file).mark
    version = bank_import.newest(bank)
    version.save_revision(user=rena)
    with pytest.raises(BankChanged):
        bank_import.apply(file, mark=mark, by=rena)
    mark = bank_import.planned(BankImport.objects.get()).mark
    bank_import.apply(BankImport.objects.get(), mark=mark, by=rena)
    with pytest.raises(BankChanged):  # a second tap
        bank_import.apply(file, mark=mark, by=rena)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04x", b"\xd0\xcf\x11\xe0xx", b"kind;question\n", b'a;b\n"x;y'])
def test_what_is_no_table_is_refused(bank, rena, data):
    with pytest.raises(FileUnreadable):
        bank_import.look(bank, data, name="x", by=rena)


def test_columns_that_are_missing_or_unknown(bank, rena, in_english):
    columns = ["id", "look_again", "colour"]
    plan = bank_import.planned(
        looked_at(bank, [{"id": ident(5), "look_again": "Yenə baxın.", "colour": "x"}], rena, columns=columns)
    )
    assert plan.unknown == ["colour"]
    assert plan.faults == ["These columns are missing: kind, question, answer1."]
    assert plan.lines[0].differences == [("look_again", "Sonuna baxın.", "Yenə baxın.")]


def test_a_translation_shares_its_ids_with_the_bank(bank, rena):
    from wagtail.models import Locale

    from elearn.web.api import approved_by_the_house

    with approved_by_the_house("a test"):
        there = bank.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    file = looked_at(there, [line | {"topic": "", "language": ""} for line in taken_out(bank)], rena)
    assert [line.state for line in bank_import.planned(file).lines] == ["same"] * 5


# Screens -----------------------------------------------------------------------------------------------
def test_a_coordinator_brings_a_file_in(client, bank, rena, in_english):
    client.force_login(rena, backend=BACKEND)
    assert bank.title in client.get(reverse("courses_admin:banks")).text
    out = client.get(reverse("courses_admin:bank_out", args=[bank.pk, "csv"]))
    assert out["Content-Disposition"] == f'attachment; filename="questions-{bank.slug}.csv"'
    assert Entry.objects.filter(kind=Kind.BANK_EXPORTED).count() == 1
    assert client.get(reverse("courses_admin:bank_out", args=[bank.pk, "xlsx"])).content.startswith(b"PK")
    assert client.get(reverse("courses_admin:bank_out", args=[bank.pk, "exe"])).status_code == 404
    changed = io.BytesIO(out.content.replace("Neçə şiş".encode(), "Neçə uzun şiş".encode()))
    changed.name = "suallar.csv"
    here = client.post(reverse("courses_admin:bank_bring", args=[bank.pk]), {"file": changed})["location"]
    page = client.get(here).text
    assert "New: 0. Would change: 1. As it is: 4. With mistakes: 0." in page
    mark = page.split('name="mark" value="')[1].split('"')[0]
    assert client.post(here, {"deed": "apply", "mark": mark})["location"] == reverse(
        "wagtailadmin_pages:edit", args=[bank.pk]
    )
    assert client.get(here).status_code == 404
    nothing = io.BytesIO(b"")
    nothing.name = "x.csv"
    assert client.post(reverse("courses_admin:bank_bring", args=[bank.pk]), {"file": nothing}).status_code == 422


def test_who_may_not(client, bank, rena):
    file = looked_at(bank, taken_out(bank), rena)
    addresses = [
        reverse("courses_admin:bank_out", args=[bank.pk, "csv"]), reverse("courses_admin:bank_bring", args=[bank.pk]),
        reverse("courses_admin:bank_file", args=[file.pk]),
    ]  # fmt: skip
    people = [
        None,
        factories.person("Günay", email="gunay@bank.example"),
        factories.staff("Sevinc Babayeva", Role.COUNSELLOR),
    ]
    for person in people:
        client.logout()
        if person:
            client.force_login(person.account, backend=BACKEND)
        for address in addresses:
            for method in (client.get, client.post):
                answer = method(address)
                assert answer.status_code in (302, 403, 405), (person, address)
                assert "Neçə şiş" not in answer.text
        answer = client.get(reverse("courses_admin:banks"))
        assert answer.status_code == 302 or bank.title not in answer.text
        for address in (reverse("courses_admin:attempts"), reverse("courses_admin:grant_attempt", args=[1, 1])):
            assert client.post(address).status_code in (302, 403, 405)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_banks_costs_the_same(client, course, rena, many, django_assert_num_queries):
    for number in range(many):
        api.create_bank(course.get_parent().specific, f"Banka {number}", questions=every_kind()[:1])
    client.force_login(rena, backend=BACKEND)
    client.get(reverse("courses_admin:banks"))
    with django_assert_num_queries(BANKS):
        client.get(reverse("courses_admin:banks"))


BANKS = 13


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_those_without_attempts_costs_the_same(client, rena, many, django_assert_num_queries):
    course, [lesson] = factories.course_with({"questions": every_kind()[:1], "rules": QuizRules(attempts=1)})
    for number in range(many):
        person = factories.person(f"İştirakçı {number}", email=f"l{number}@bank.example", birth_year=2004)
        api.enrol(person, course)
        api.answer_quiz(person, lesson, {ident(1): ident(11)})
    client.force_login(rena, backend=BACKEND)
    client.get(reverse("courses_admin:attempts"))
    with django_assert_num_queries(ATTEMPTS):
        answer = client.get(reverse("courses_admin:attempts"))
    assert answer.text.count("İştirakçı") == many


ATTEMPTS = 13


def test_a_coordinator_grants_an_attempt(client, rena, in_english):
    course, [lesson] = factories.course_with({"questions": every_kind()[:1], "rules": QuizRules(attempts=1)})
    person = factories.person("Günay Məmmədova", email="gunay@bank.example", birth_year=2004)
    api.enrol(person, course)
    enrolment = api.answer_quiz(person, lesson, {ident(1): ident(11)}).attempt.enrolment
    client.force_login(rena, backend=BACKEND)
    address = reverse("courses_admin:grant_attempt", args=[enrolment.pk, lesson.pk])
    assert "0 of 1 right" in client.get(address).text
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Zəng etdi."})
    assert "Everybody can still try." in client.get(reverse("courses_admin:attempts")).text
    elsewhere, [other] = factories.course_with({"questions": every_kind()[:1]}, title="O biri")
    assert client.get(reverse("courses_admin:grant_attempt", args=[enrolment.pk, other.pk])).status_code == 404
    assert elsewhere.pk


def test_a_bank_that_lessons_draw_from_stays_public(client, bank, course, rena):
    lesson = LessonPage.objects.get()
    api.extend_lesson(lesson, rules=QuizRules(bank=bank, draws=2))
    client.force_login(rena, backend=BACKEND)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[bank.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[bank.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[course.get_parent().pk]))
    client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={bank.pk}")
    assert BankPage.objects.get(pk=bank.pk).live
    assert Page.objects.filter(pk=course.pk).exists()


# A file with some lines that are wrong -------------------------------------------------------------------
@pytest.fixture
def flawed_file(bank, rena):
    """One line that changes a question, one new one, and one that cannot be taken and looks like a formula."""
    lines = taken_out(bank)
    lines[0]["question"] = "Neçə taxta şiş?"
    new = dict.fromkeys(COLUMNS, "") | {"kind": "number", "question": "Neçə ilmə?", "answer1": "20"}
    wrong = dict.fromkeys(COLUMNS, "") | {"kind": "perhaps", "question": "-5 və 5?", "answer1": "+A1"}
    return looked_at(
        bank, [*lines, new, {key: f"'{cell}" if cell[:1] in "+-" else cell for key, cell in wrong.items()}], rena
    )


def test_the_good_lines_are_taken_and_the_faulty_stay_to_be_mended(bank, rena, flawed_file):
    mark = bank_import.planned(flawed_file).mark
    with pytest.raises(StillFaults):  # nobody said that the rest may be left
        bank_import.apply(flawed_file, mark=mark, by=rena)
    with pytest.raises(BankChanged):
        bank_import.apply(flawed_file, mark="another", by=rena, without_faulty=True)
    assert len(bank_import.newest(bank).questions) == 5
    bank_import.apply(flawed_file, mark=mark, by=rena, without_faulty=True)
    texts = [child.value["text"] for child in bank_import.newest(bank).questions]
    assert (texts[0], texts[-1], len(texts)) == ("Neçə taxta şiş?", "Neçə ilmə?", 6)
    assert Entry.objects.get(kind=Kind.BANK_BROUGHT).facts == {"new": 1, "changed": 1, "left": 1}
    left = BankImport.objects.get()
    plan = bank_import.planned(left)
    assert [line.number for line in plan.lines] == [8] and plan.count("faulty") == 1
    with pytest.raises(StillFaults):  # nothing good is left
        bank_import.apply(left, mark=plan.mark, by=rena, without_faulty=True)
    with pytest.raises(BankChanged):  # a second tap on what was shown before
        bank_import.apply(flawed_file, mark=mark, by=rena, without_faulty=True)


def test_a_fault_of_the_whole_file_leaves_nothing_to_take(bank, rena):
    columns = ["id", "look_again"]
    file = looked_at(bank, [{"id": ident(5), "look_again": "Yenə baxın."}, {"id": "x", "look_again": ""}], rena, columns=columns)  # fmt: skip
    plan = bank_import.planned(file)
    assert plan.changes and plan.faults and not plan.has_good
    with pytest.raises(StillFaults):
        bank_import.apply(file, mark=plan.mark, by=rena, without_faulty=True)


def test_a_coordinator_takes_the_good_lines_or_the_faulty_ones_along(client, bank, rena, flawed_file, in_english):
    client.force_login(rena, backend=BACKEND)
    here = reverse("courses_admin:bank_file", args=[flawed_file.pk])
    page = client.get(here).text
    assert "Take the 2 good lines and ask for approval" in page and "Mend the file first" in page
    address = reverse("courses_admin:bank_flawed", args=[flawed_file.pk, "csv"])
    assert address in page
    data = client.get(address).content
    head, line = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head == [*COLUMNS, "What is wrong"]
    said = dict(zip(head, line, strict=True))
    assert (said["question"], said["answer1"], said["kind"]) == ("'-5 və 5?", "'+A1", "perhaps")
    assert said["What is wrong"].startswith("kind: ")
    assert client.get(address.replace(".csv", ".xlsx")).content.startswith(b"PK")
    assert client.get(address.replace(".csv", ".exe")).status_code == 404
    again = bank_import.planned(bank_import.look(bank, data, name="x.csv", by=rena))
    assert [(line.state, line.question.text) for line in again.lines] == [("faulty", "-5 və 5?")]
    assert again.unknown == []
    mark = page.split('name="mark" value="')[1].split('"')[0]
    assert client.post(here, {"deed": "apply", "mark": mark})["location"] == here  # one fault stops it
    assert len(bank_import.newest(BankPage.objects.get(pk=bank.pk)).questions) == 5
    assert client.post(here, {"deed": "good", "mark": mark})["location"] == here
    assert len(bank_import.newest(BankPage.objects.get(pk=bank.pk)).questions) == 6
    assert "With mistakes: 1." in client.get(here).text


def test_who_may_not_read_the_faulty_lines(client, flawed_file):
    address = reverse("courses_admin:bank_flawed", args=[flawed_file.pk, "csv"])
    assert client.get(address).status_code == 302
    client.force_login(factories.staff("Sevinc Babayeva", Role.COUNSELLOR).account, backend=BACKEND)
    answer = client.get(address)
    assert answer.status_code in (302, 403) and "5 və 5" not in answer.text
