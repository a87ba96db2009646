"""Names and titles with signs that no typeface has: the paper is issued without them, and nobody's desk breaks."""

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from courses import api
from courses.errors import CannotPrint
from courses.forms.building import CourseForm
from courses.models import Certificate, CoursePage
from elearn.web.signs import unprintable
from tests import factories
from tests.courses.papers import completed_in, paper_bytes
from tests.visitors import signed_in, visitor  # noqa: F401

pytestmark = pytest.mark.django_db


def words_of(certificate) -> str:
    return " ".join(PdfDocument(paper_bytes(certificate))[0].get_textpage().get_text_range().split())


@pytest.mark.parametrize(
    ("written", "missing"),
    [("Günay Məmmədova", ""), ("Соколова Ёлка", ""), ("Günay 🌸 ✨🌸", "🌸✨"), ("李明", "李明"), ("", "")],
)
def test_what_cannot_be_printed_is_named(written, missing):
    assert set(unprintable(written)) == set(missing)


@pytest.mark.parametrize(
    ("name", "title"), [("Günay 🌸 Məmmədova ✨", "Şərf"), ("Günay Məmmədova", "Şərf 🧶 toxumağı")]
)
def test_a_sign_that_no_typeface_has_is_left_out(name, title):
    course, _lessons = factories.course_with({}, title=title)
    made = api.certify(completed_in(course, factories.person(name)))
    printed = words_of(made)
    assert "Məmmədova" in printed and "🌸" not in printed and "🧶" not in printed
    assert made.claims["holder"] == name  # what is said of the holder elsewhere is as they gave it


def test_a_name_of_such_signs_alone_breaks_no_page_and_is_printed_once_it_is_mended(signed_in):  # noqa: F811
    course, _lessons = factories.course_with({})
    person = factories.person("李明", email="li@korpu.example", birth_year=1990)
    enrolment = completed_in(course, person)
    with pytest.raises(CannotPrint):
        api.certify(enrolment)
    assert Certificate.objects.get().paper == ""
    browser = signed_in(person)
    for address in (
        reverse("desk:home"),
        reverse("courses:my_certificates"),
        reverse("courses:mine", args=[course.pk]),
    ):
        assert browser.get(address).status_code == 200
    person.papers_name = "Li Ming"
    person.save()
    assert browser.get(reverse("desk:home")).status_code == 200
    made = Certificate.objects.get()
    assert made.claims["holder"] == "Li Ming" and "Li Ming" in words_of(made)


def test_a_holder_is_told_which_signs_cannot_be_printed(signed_in, in_english):  # noqa: F811
    course, _lessons = factories.course_with({})
    person = factories.person("Günay", email="gunay@korpu.example", language="en")
    made = api.certify(completed_in(course, person))
    address = f"{made.get_absolute_url()}name/"
    answer = signed_in(person).post(address, {"name": "Günay 🌸"})
    assert "These signs cannot be printed: 🌸." in answer.content.decode()


LEFT_OUT = "These signs cannot be printed"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"name": "李明"}, True),
        ({"name": "李明", "papers_name": "Li Ming"}, False),
        ({"name": "Li", "papers_name": "李明"}, True),
    ],
)
def test_the_name_that_certificates_take_is_refused_where_it_is_written(said, refused, in_english, signed_in):  # noqa: F811
    person = factories.person("Li", email="li@korpu.example", language="en")
    browser = signed_in(person)
    answer = browser.post(reverse("account_details"), {"language": "en", **said})
    assert (LEFT_OUT in answer.content.decode()) == refused
    person.refresh_from_db()
    assert person.papers_name == ("" if refused else "Li Ming")


def test_signing_up_says_so_before_anything_is_kept(visitor, in_english):  # noqa: F811
    answer = visitor.post(reverse("account_signup"), {"name": "李明", "email": "li@korpu.example"})
    assert f"{LEFT_OUT}: 李 明" in answer.content.decode()
    assert "li@korpu.example" in answer.content.decode()


def test_a_learner_is_told_while_the_course_is_not_finished_yet(signed_in):  # noqa: F811
    course, _lessons = factories.course_with({})
    person = factories.person("李明", email="li@korpu.example", birth_year=1990, language="en")
    api.enrol(person, course)
    browser = signed_in(person)
    pages = [reverse("desk:home"), reverse("courses:my_learning"), reverse("courses:mine", args=[course.pk])]
    told = "Your name cannot be printed on a certificate: 李 明"
    assert all(told in browser.get(page, HTTP_ACCEPT_LANGUAGE="en").content.decode() for page in pages)
    person.papers_name = "Li Ming"
    person.save()
    assert not any("李 明" in browser.get(page).content.decode() for page in pages)


def test_the_title_of_a_course_is_looked_at_where_it_is_written(in_english):
    course, _lessons = factories.course_with({}, title="Şərf")
    editor = CoursePage.get_edit_handler().get_form_class()
    for title, is_refused in (("毛衣", True), ("Şərf toxumağı", False)):
        assert ("title" in editor({"title": title}, instance=course).errors) == is_refused
        assert ("title" in CourseForm({"title": title}).errors) == is_refused
