"""Skills and their sheets: for everybody on the page and on paper; all sheets of a visit for who goes there."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from elearn.visits.domain import cards
from elearn.visits.models import CanDo, Trainer, Unit, UnitText, Visit
from tests.courses.test_documents_certificate import letters
from tests.factories import course_with, person, staff, trainer, visit_request
from tests.visits.plans import coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def tea():
    unit = Unit.objects.create(code="tea", position=1)
    for language, title in (("en", "Making tea"), ("az", "Çay dəmləmək"), ("ru", "Заварить чай")):
        UnitText.objects.create(
            unit=unit, language=language, title=title, promise="You drink tea.", steps="Boil water.\nPour it.",
            careful="It is hot.",
        )  # fmt: skip
    return unit


def pages(pdf: bytes) -> int:
    return len(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"])


def test_everybody_reads_a_skill(visitor, tea):
    assert "Making tea" in visitor.get("/skills/").text
    page = visitor.get("/skills/tea/").text
    for words in ("Making tea", "You drink tea.", "Boil water.", "Pour it.", "It is hot.", "/skills/tea/ru.pdf"):
        assert words in page
    assert "Watch the film" not in page


def test_the_first_skills_are_all_there_to_read(visitor):
    page = visitor.get("/skills/").text
    for code in Unit.objects.values_list("code", flat=True):
        assert f'href="/skills/{code}/"' in page
        assert visitor.get(f"/skills/{code}/").status_code == 200


def test_another_language_is_said_to_be_one(visitor, tea):
    UnitText.objects.filter(unit=tea, language__in=["en", "az"]).delete()
    page = visitor.get("/skills/tea/").text
    assert "This page is written in Russian." in page and '<article lang="ru">' in page


def test_what_is_not_offered_is_not_there(visitor, tea):
    Unit.objects.filter(pk=tea.pk).update(is_offered=False)
    assert "Making tea" not in visitor.get("/skills/").text
    assert visitor.get("/skills/tea/").status_code == visitor.get("/skills/tea/en.pdf").status_code == 404
    assert visitor.get("/skills/tea/film/").url == "/skills/"


@pytest.mark.parametrize(("language", "words"), [("az", "Çaydəmləmək"), ("ru", "Заваритьчай"), ("en", "Makingtea")])
def test_a_sheet_in_each_language(visitor, tea, language, words):
    answer = visitor.get(f"/skills/tea/{language}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(letters(answer.content).split())
    assert words in text and "Boilwater." in text and "/skills/tea/" in text.replace("\u200b", "")
    assert pages(answer.content) == 1
    assert b"/StructTreeRoot" in answer.content or PdfFileReader(BytesIO(answer.content)).root["/StructTreeRoot"]


@pytest.mark.parametrize("language", ["de", "xx", "en-us"])
def test_a_language_there_is_not(visitor, tea, language):
    assert visitor.get(f"/skills/tea/{language}.pdf").status_code == 404


def test_every_first_sheet_is_one_page(visitor):
    for unit in Unit.objects.all():
        assert pages(visitor.get(f"/skills/{unit.code}/en.pdf").content) == 1, unit.code


def test_typst_reads_what_staff_write_as_words(visitor, tea):
    UnitText.objects.filter(unit=tea, language="en").update(
        title='#panic("x") *a* @b', steps="$1 <x> \\ #eval(1)\n= Two"
    )
    answer = visitor.get("/skills/tea/en.pdf")
    text = "".join(letters(answer.content).split())
    assert '#panic("x")*a*@b' in text and "$1<x>\\#eval(1)" in text and "=Two" in text


# The film ------------------------------------------------------------------------------------------
@pytest.fixture
def film(tea):
    _course, lessons = course_with({"text": "<p>Su.</p>"})
    Unit.objects.filter(pk=tea.pk).update(lesson=lessons[0])
    return lessons[0]


def test_the_code_on_paper_leads_to_the_film_while_there_is_one(visitor, tea, film):
    assert "Watch the film" in visitor.get("/skills/tea/").text
    assert visitor.get("/skills/tea/film/").url == film.get_url()
    film.unpublish()
    assert visitor.get("/skills/tea/film/").url == "/skills/tea/"
    assert "Watch the film" not in visitor.get("/skills/tea/").text


def test_a_hidden_film_is_not_shown(visitor, tea, film, monkeypatch):
    monkeypatch.setattr("courses.domain.hidden.is_lesson_hidden", lambda lesson: True)
    assert visitor.get("/skills/tea/film/").url == "/skills/tea/"


# All sheets of a visit -----------------------------------------------------------------------------
@pytest.fixture
def visit(tea):
    asked = visit_request(person("Sona Kərimova", email="sona@korpu.example"), language="az")
    asked.units.add(tea, Unit.objects.exclude(pk=tea.pk).first())
    starts = timezone.now() + timedelta(days=3)
    return Visit.objects.create(
        request=asked, person=asked.person, trainer=trainer("Murad Quliyev"), starts_at=starts,
        ends_at=starts + timedelta(hours=1), state="confirmed",
    )  # fmt: skip


def test_all_sheets_of_a_visit_name_nobody(visit, signed_in):
    answer = signed_in(visit.trainer.person).get(f"/skills/visit/{visit.key}/sheets.pdf")
    assert pages(answer.content) == 2
    text = "".join("".join(letters(answer.content, page).split()) for page in range(2))
    assert "Çaydəmləmək" in text and "Sona" not in text


def test_others_do_not_find_them(visit, signed_in, visitor):
    address = f"/skills/visit/{visit.key}/sheets.pdf"
    assert visitor.get(address).status_code == 302
    assert signed_in(visit.person).get(address).status_code == 403
    assert signed_in(trainer("Elçin Səfərov").person).get(address).status_code == 404
    assert signed_in(staff("Rəna Həsənova", "coordinator")).get(address).status_code == 200
    Trainer.objects.update(suspended_at=timezone.now())
    assert signed_in(visit.trainer.person).get(address).status_code == 404


def test_a_cancelled_visit_has_none(visit, signed_in):
    Visit.objects.update(state="cancelled")
    assert signed_in(visit.trainer.person).get(f"/skills/visit/{visit.key}/sheets.pdf").status_code == 404


# Staff ---------------------------------------------------------------------------------------------
def as_form(unit=None, *, words="I can pour.", competence="2.1", **more):
    rows = {
        "texts-TOTAL_FORMS": "1", "texts-INITIAL_FORMS": "0", "texts-MIN_NUM_FORMS": "1", "texts-MAX_NUM_FORMS": "1000",
        "texts-0-language": "en", "texts-0-title": "Coffee", "texts-0-promise": "You drink.", "texts-0-steps": "Pour.",
        "texts-0-careful": "", "texts-0-id": "",
        "can_dos-TOTAL_FORMS": "1", "can_dos-INITIAL_FORMS": "0", "can_dos-MIN_NUM_FORMS": "0",
        "can_dos-MAX_NUM_FORMS": "1000", "can_dos-0-words_az": "", "can_dos-0-words_en": words,
        "can_dos-0-competence": competence, "can_dos-0-position": "1", "can_dos-0-is_offered": "on", "can_dos-0-id": "",
    }  # fmt: skip
    return {"code": "coffee", "position": "5", "minutes": "30", "is_offered": "on", "lesson": "", **rows, **more}


def test_a_coordinator_writes_a_skill(signed_in, visitor):
    hers = signed_in(coordinator())
    assert "Fraud" in hers.get("/admin/skills/").text or "fraud" in hers.get("/admin/skills/").text
    assert hers.get("/admin/skills/new/").status_code == 200
    answer = hers.post("/admin/skills/new/", as_form())
    assert answer.status_code == 302, answer.context["form"].errors
    can_do = CanDo.objects.get(unit__code="coffee")
    assert (can_do.words, can_do.competence, can_do.framework) == (
        {"en": "I can pour."},
        "2.1",
        "DigComp 3.0 (JRC, 2025)",
    )
    assert "Coffee" in visitor.get("/skills/coffee/").text


@pytest.mark.parametrize("facts", [{"words": ""}, {"competence": "9.9"}, {"texts-0-title": ""}, {"code": "a b"}])
def test_half_a_skill_is_not_kept(signed_in, facts):
    assert signed_in(coordinator()).post("/admin/skills/new/", as_form(**facts)).status_code == 200
    assert not Unit.objects.filter(code="coffee").exists()


def test_a_chosen_sentence_is_not_deleted(signed_in, tea):
    rena = coordinator()
    one = CanDo.objects.create(unit=tea, competence="1.1", words={"en": "I can."})
    asked = visit_request("Sona Kərimova")
    cards.choose(asked, one, when="before", card="alone", by=rena.account)
    texts = {f"texts-{n}-{k}": v for n, row in enumerate(tea.texts.all()) for k, v in (
        ("id", row.pk), ("language", row.language), ("title", row.title), ("promise", row.promise), ("steps", row.steps),
        ("careful", row.careful),
    )}  # fmt: skip
    gone = {"can_dos-INITIAL_FORMS": "1", "can_dos-0-id": str(one.pk), "can_dos-0-DELETE": "on", "code": "tea"}
    form = as_form(**{"texts-TOTAL_FORMS": "3", "texts-INITIAL_FORMS": "3", **texts, **gone})
    answer = signed_in(rena).post(f"/admin/skills/edit/{tea.pk}/", form)
    assert answer.status_code == 200 and "Take away its tick" in answer.text
    assert CanDo.objects.filter(pk=one.pk).exists()
    asked.cards.all().delete()
    assert signed_in(rena).post(f"/admin/skills/edit/{tea.pk}/", form).status_code == 302
    assert not CanDo.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize("role", ["operator", "trainer", "learner", "safeguarding", "partner"])
def test_others_do_not_write_skills(signed_in, tea, role):
    browser = signed_in(staff("Murad Əliyev", role))
    for page in ("", "new/", f"edit/{tea.pk}/"):
        assert browser.get(f"/admin/skills/{page}").status_code in (302, 403)
        assert browser.post(f"/admin/skills/{page}", as_form()).status_code in (302, 403, 405)
    assert not Unit.objects.filter(code="coffee").exists()


def test_nobody_deletes_a_skill(signed_in, tea):
    signed_in(coordinator()).post(f"/admin/skills/delete/{tea.pk}/")
    assert Unit.objects.filter(pk=tea.pk).exists()


# Lists ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_few_questions(visitor, tea, count, django_assert_num_queries):
    Unit.objects.exclude(pk=tea.pk).update(is_offered=False)
    for number in range(count - 1):
        unit = Unit.objects.create(code=f"more-{number}")
        UnitText.objects.create(unit=unit, language="en", title=f"More {number}", promise="", steps="")
    visitor.get("/skills/")
    with django_assert_num_queries(2):
        assert visitor.get("/skills/").text.count("k-list__title") == count
