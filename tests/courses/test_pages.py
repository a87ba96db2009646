"""Pages made through Wagtail, their blocks, and what of them can be translated."""

import pytest
from django.core.exceptions import ValidationError
from wagtail_localize.segments.extract import extract_segments

from courses import api
from courses.blocks_quiz import QuestionBlock
from courses.models import CataloguePage, LessonPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    _, [lesson] = factories.course_with(
        {
            "film": factories.ready_film(20), "text": "<p>Salam</p>", "steps": ["İpi dolayın.", "İlmə atın."],
            "materials": ["Yun ip, 200 q"], "questions": factories.two_questions(),
        }
    )  # fmt: skip
    return lesson


def test_every_language_has_a_catalogue_and_preparing_again_makes_none():
    api.prepare()
    api.prepare()
    assert CataloguePage.objects.live().count() == 3
    assert len(set(CataloguePage.objects.values_list("translation_key", flat=True))) == 1


def test_a_lesson_is_published_with_a_revision_and_mirrors_its_body(lesson):
    assert lesson.live
    assert lesson.latest_revision is not None
    assert lesson.film is not None
    assert lesson.has_quiz
    read = LessonPage.objects.get(pk=lesson.pk)
    assert read.block("film").value["film"] == lesson.film
    assert read.latest_revision.as_object().block("film").value["film"] == lesson.film


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Şərf toxumağı öyrənək", "serf-toxumagi-oyrenek"),
        ("İlmə atmaq: 1-ci dərs", "ilme-atmaq-1-ci-ders"),
        ("ISSIQ ÇAY", "issiq-cay"),
        ("Щи да каша", "shchi-da-kasha"),
        ("???", "page"),
    ],
)
def test_addresses_survive_being_sent(title, slug):
    factories.first_pages()
    topic = api.create_topic("Toxuculuq", language="az")
    teacher = factories.person("Leyla Əliyeva")
    made = [api.create_course(topic, title, teacher=teacher).slug for _ in range(3)]
    assert made == [slug, f"{slug}-2", f"{slug}-3"]


def test_adding_to_a_lesson_keeps_what_it_holds(lesson):
    before = [question.id for question in api.quiz_of(lesson).questions]
    longer = api.extend_lesson(lesson, steps=["Daha bir addım."])
    assert longer.film == lesson.film
    assert [question.id for question in api.quiz_of(longer).questions] == before


def test_everything_that_is_said_can_be_translated(lesson):
    said = {str(getattr(segment, "string", "")) for segment in extract_segments(lesson)}
    words = " ".join(said)
    for text in (
        "Salam",
        "İpi dolayın.",
        "İlmə atın.",
        "Yun ip, 200 q",
        "Neçə şiş lazımdır?",
        "Üç",
        "Pambıq",
        "əvvəlinə",
    ):
        assert text in words, text


def test_ids_outlive_a_save_in_the_editor(lesson):
    before = [(question.id, question.right_id) for question in api.quiz_of(lesson).questions]
    again = LessonPage.objects.get(pk=lesson.pk)
    again.save_revision().publish()
    assert [
        (question.id, question.right_id) for question in api.quiz_of(LessonPage.objects.get(pk=lesson.pk)).questions
    ] == before


@pytest.mark.parametrize("right", [0, 2])
def test_a_question_has_exactly_one_right_answer(right):
    block = QuestionBlock()
    choices = [{"text": f"Cavab {number}", "is_right": number < right} for number in range(3)]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"text": "Sual?", "choices": choices, "look_again": ""}))


def test_what_people_learnt_in_is_not_deleted(lesson, client):
    from courses.admin_views.keep import is_evidence

    course = lesson.get_parent()
    assert not is_evidence(course)
    api.enrol(factories.person("Günay Məmmədova"), course.specific)
    assert is_evidence(course)
    assert is_evidence(course.get_parent())


def test_an_editor_chooses_a_film_and_publishes(lesson, client):
    from elearn.people.models import Account, Person

    account = Account.objects.create_superuser(handle="editor", email="editor@pages.example")
    assert Person.objects.filter(account=account).exists()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    listed = client.get("/admin/film-chooser/")
    assert listed.status_code == 200
    assert "Film" in listed.json()["html"]
    chosen = client.get(f"/admin/film-chooser/chosen/{lesson.film_id}/")
    assert chosen.json()["result"]["id"] == str(lesson.film_id)
    assert client.get(f"/admin/pages/{lesson.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{lesson.get_parent().pk}/edit/").status_code == 200


def test_deleting_leads_to_taking_down_where_people_learnt(lesson, client):
    from elearn.people.models import Account

    client.force_login(
        Account.objects.create_superuser(handle="editor", email="editor@pages.example"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    course = lesson.get_parent().specific
    api.enrol(factories.person("Günay Məmmədova"), course)
    answer = client.post(f"/admin/pages/{course.pk}/delete/")
    assert answer["location"] == f"/admin/pages/{course.pk}/unpublish/"
    course.refresh_from_db()
