"""The shape in which questions are kept: what was written before is read, translated and saved without loss."""

import json
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from courses import api
from courses.blocks_quiz import PictureBlock, QuizBlock
from courses.domain.quizzes.new_questions import raw_questions
from courses.models import LessonPage
from courses.quizzes.kinds import Kind
from elearn.web.api import approved_by_the_house
from tests import factories
from tests.courses.quiz.samples import every_kind

pytestmark = pytest.mark.django_db


def old_quiz():
    """A quiz as lessons kept it before there were kinds of questions."""

    def item(value):
        return {"type": "item", "id": str(uuid4()), "value": value}

    def asked(text, *answers):
        choices = [item({"text": words, "is_right": number == 0}) for number, words in enumerate(answers)]
        return item({"text": text, "choices": choices, "look_again": "Əvvəlinə baxın."})

    questions = [asked("Neçə şiş?", "İki", "Üç"), asked("İp nədəndir?", "Yun", "Pambıq")]
    return {"type": "quiz", "id": str(uuid4()), "value": {"pass_percent": 80, "questions": questions}}


@pytest.fixture
def old_lesson():
    course, [lesson] = factories.course_with({"text": "<p>Salam</p>"})
    LessonPage.objects.filter(pk=lesson.pk).update(body=json.dumps([old_quiz()]))
    return LessonPage.objects.get(pk=lesson.pk)


def test_old_questions_keep_their_ids_through_the_editor(old_lesson):
    before = [question["id"] for question in old_lesson.body.raw_data[0]["value"]["questions"]]
    quiz = api.quiz_of(old_lesson)
    assert [question.id for question in quiz.questions] == before
    assert [question.kind for question in quiz.questions] == [Kind.ONE, Kind.ONE]
    assert (quiz.pass_percent, quiz.attempts, quiz.shuffles, quiz.pool) == (80, None, False, [])
    choices = [choice["id"] for choice in old_lesson.body.raw_data[0]["value"]["questions"][0]["value"]["choices"]]
    assert [part.id for part in quiz.questions[0].choices] == choices
    with approved_by_the_house("a test"):
        old_lesson.save_revision().publish()
    saved = LessonPage.objects.get(pk=old_lesson.pk)
    assert [question.id for question in api.quiz_of(saved).questions] == before
    assert [block["type"] for block in saved.body.get_prep_value()[0]["value"]["questions"]] == ["one", "one"]
    assert [part.id for part in api.quiz_of(saved).questions[0].choices] == choices


def test_old_versions_and_revisions_are_read(old_lesson):
    revision = old_lesson.save_revision()
    content = revision.content | {"body": json.dumps([old_quiz()])}
    type(revision).objects.filter(pk=revision.pk).update(content=content)
    version = type(revision).objects.get(pk=revision.pk).as_object()
    assert [question.text for question in api.quiz_of(version).questions] == ["Neçə şiş?", "İp nədəndir?"]
    assert [question.text for question in api.quiz_of(LessonPage.objects.filter(pk=old_lesson.pk).first()).questions]


def test_a_translation_begun_before_loses_no_word(old_lesson):
    with approved_by_the_house("a test"):
        english = Locale.objects.get(language_code="en")
        old_lesson.get_parent().get_parent().copy_for_translation(english)
        old_lesson.get_parent().copy_for_translation(english)
        source, _made = TranslationSource.update_or_create_from_instance(old_lesson)
        # What was handed over then is in the old shape, and so are the places of its words.
        assert [
            question["type"]
            for question in json.loads(json.loads(source.content_json)["body"])[0]["value"]["questions"]
        ] == ["item", "item"]
        translation = Translation.objects.create(source=source, target_locale=english)
        for segment in source.stringsegment_set.filter(string__data="İki"):
            StringTranslation.objects.create(
                translation_of=segment.string, locale=english, context=segment.context, data="Two",
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )  # fmt: skip
        translation.save_target(publish=False)
    there = LessonPage.objects.get(
        translation_key=old_lesson.translation_key, locale=english
    ).get_latest_revision_as_object()
    quiz = api.quiz_of(there)
    assert [part.text for part in quiz.questions[0].choices] == ["Two", "Üç"]
    assert [question.id for question in quiz.questions] == [
        question.id for question in api.quiz_of(old_lesson).questions
    ]
    paths = {segment.path for segment in extract_segments(LessonPage.objects.get(pk=old_lesson.pk))}
    first = api.quiz_of(old_lesson).questions[0]
    assert f"body.{old_lesson.body.raw_data[0]['id']}.questions.{first.id}.choices.{first.choices[0].id}.text" in paths


def test_all_that_is_said_in_every_kind_can_be_translated():
    _course, [lesson] = factories.course_with({"questions": every_kind()})
    segments = extract_segments(LessonPage.objects.get(pk=lesson.pk))
    said = {segment.string.data for segment in segments if hasattr(segment, "string")}
    assert said >= {
        "Neçə şiş lazımdır?", "Üç", "Üç şişlə corab toxuyurlar.", "Düzdür, iki.", "Videonun əvvəlinə baxın.", "Çəkic", "Sıraya qoyun",
        "İlmə atın", "Toxuyun", "Qırmızı", "Göy ip o biri şərfdədir.", "Şərfin uzunluğu?", "sm",
    }  # fmt: skip


def test_the_editor_is_told_what_is_wrong():
    block = QuizBlock()

    def clean(questions, **more):
        return block.clean(block.to_python({"pass_percent": 70, "questions": questions, **more}))

    assert len(clean(raw_questions(every_kind()))["questions"]) == 5
    for wrong in (raw_questions([question]) for question in flawed()):
        with pytest.raises(ValidationError):
            clean(wrong)
    with pytest.raises(ValidationError):  # nothing to ask
        clean([])
    with pytest.raises(ValidationError):
        clean(raw_questions(every_kind()), attempts=0)


def flawed():
    from dataclasses import replace

    one, several, order, text, number = every_kind()
    yield replace(one, choices=tuple(replace(part, is_right=True) for part in one.choices))
    yield replace(several, choices=tuple(replace(part, is_right=False) for part in several.choices))
    yield replace(order, choices=order.choices[:1])
    yield replace(text, choices=tuple(replace(part, is_right=False) for part in text.choices))
    yield replace(number, measure=replace(number.measure, tolerance=-1))


def test_a_bank_is_public_and_large_enough_before_a_lesson_draws_from_it():
    course, _lessons = factories.course_with({"text": "<p>1</p>"})
    bank = api.create_bank(course.get_parent().specific, "Şərf", questions=every_kind())
    block = QuizBlock()

    def clean(how_many):
        return block.clean(
            block.to_python({"pass_percent": 70, "from_bank": {"bank": bank.pk, "how_many": how_many}, "questions": []})
        )

    assert clean(5)["from_bank"]["bank"].pk == bank.pk
    for how_many in (0, 6):
        with pytest.raises(ValidationError):
            clean(how_many)
    bank.unpublish()
    with pytest.raises(ValidationError):
        clean(5)


def test_a_picture_needs_words():
    from tests.courses.quiz.pictures import library_picture

    picture = library_picture()
    block = PictureBlock(required=False)
    assert block.clean(block.to_python({"image": picture.pk, "alt": "İki şiş."}))["alt"] == "İki şiş."
    assert block.clean(block.to_python({"image": None, "alt": ""}))["image"] is None
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"image": picture.pk, "alt": " "}))


def test_the_limit_is_mirrored():
    from courses.api import QuizRules

    _course, lessons = factories.course_with(
        {"questions": every_kind(), "rules": QuizRules(attempts=3)}, {"questions": every_kind()}, {"text": "<p>1</p>"}
    )
    assert [(lesson.has_quiz, lesson.quiz_attempts) for lesson in lessons] == [(True, 3), (True, None), (False, None)]
