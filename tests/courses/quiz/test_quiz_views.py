"""The page of questions without JavaScript, through the test client: what it asks, keeps, says, and never says."""

import re

import pytest

from courses import api
from courses.api import QuizRules
from courses.domain.learning.complete import advance
from courses.models import CoursePage, Enrolment, LessonPage, QuizAttempt
from courses.views.quiz import preview
from tests import factories
from tests.courses.quiz.pictures import library_picture
from tests.courses.quiz.samples import RIGHT, as_form, every_kind, ident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def gunay(client):
    person = factories.person("Günay Məmmədova", email="gunay@quizpage.example", birth_year=2004)
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["language"] = "en"
    return person


def made(gunay, *, questions=None, **rules):
    course, [lesson] = factories.course_with({"questions": questions or every_kind(), "rules": QuizRules(**rules)})
    api.enrol(gunay, course)
    return lesson, f"/learn/lesson/{lesson.pk}/quiz/"


def main_of(answer):
    return re.search(r"<main.*</main>", answer.text, re.DOTALL)[0]


def attempt_in(answer):
    return re.search(r'name="attempt" value="(\d+)"', answer.text)[1]


def test_every_kind_is_asked_and_nothing_gives_the_answer_away(client, gunay):
    _lesson, address = made(gunay)
    text = main_of(client.get(address))
    assert (
        text.count('type="radio"'),
        text.count('type="checkbox"'),
        text.count("<select"),
        text.count('type="text"'),
    ) == (2, 3, 3, 2)
    for hidden in (
        "Düzdür",
        "corab",
        "Çəkic lazım deyil",
        "Göy ip",
        "Qırmızı",
        "150",
        "is_right",
        "seed",
        "order_shown",
    ):
        assert hidden not in text, hidden
    # The steps are not in the order that is asked for.
    steps = re.findall(r'k-order__text" for="[^"]+">([^<]+)<', text)
    assert sorted(steps) == sorted(["İlmə atın", "Toxuyun", "Bağlayın"])
    assert steps != ["İlmə atın", "Toxuyun", "Bağlayın"]


def test_all_right_by_an_ordinary_form(client, gunay):
    lesson, address = made(gunay)
    answer = client.post(address, as_form(RIGHT) | {"attempt": attempt_in(client.get(address))})
    assert "k-note--fine" in answer.text
    assert Enrolment.objects.get(person=gunay).completed_at
    # Looking at it again begins nothing new; answering once more does.
    assert "You have answered these questions." in client.get(address).text
    assert QuizAttempt.objects.count() == 1
    assert "<form" in main_of(client.get(f"{address}?again=1"))


def test_what_came_of_it_is_told_by_answer_and_the_right_one_is_not(client, gunay):
    _lesson, address = made(gunay)
    client.get(address)
    wrong = RIGHT | {ident(1): ident(11), ident(3): [ident(31), ident(33), ident(32)], ident(5): "3"}
    answer = main_of(client.post(address, as_form(wrong)))
    for words in (
        "Almost.",
        "Üç şişlə corab toxuyurlar.",
        "Videonun əvvəlinə baxın.",
        "1 of 3 steps stand where they belong.",
        "Sonuna baxın.",
        "Partly right",
        "2 of 5 are right; 4 are needed.",
    ):
        assert words in answer, words
    assert "This would have been right" not in answer
    assert "150" not in answer
    assert f'value="{ident(11)}" checked' in answer  # for the next attempt
    assert f'href="#id_{ident(1)}_0"' in answer
    assert f'href="#id_{ident(5)}"' in answer
    passed = main_of(client.post(address, as_form(RIGHT | {ident(5): "3"})))
    assert "Well done." in passed
    assert "150 sm" in passed  # who has passed sees what would have been right


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({ident(1): ""}, "Please choose an answer to question 1."),
        ({ident(2): []}, "Please answer question 2."),
        ({ident(3): [ident(31), "", ident(32)]}, "Please put the steps of question 3 in order."),
        ({ident(4): " "}, "Please answer question 4."),
        ({ident(4): "?"}, "Please answer question 4."),
        ({ident(4): "…"}, "Please answer question 4."),
        ({ident(4): "—"}, "Please answer question 4."),
        ({ident(5): "çox"}, "Please write a number for question 5"),
        ({ident(5): "1-500.000"}, "Please write a number for question 5"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(client, gunay, change, words):
    _lesson, address = made(gunay)
    sent = {name: given for name, given in as_form(RIGHT | change).items() if given != ""}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert words in main_of(answer)
    assert QuizAttempt.objects.get().submitted_at is None
    again = main_of(client.get(address))  # it goes on where it stopped
    assert f'value="{ident(12)}" checked' in again or ident(1) in change
    assert 'value="QIRMIZI"' in again or ident(4) in change


def test_after_the_questions_it_goes_on_only_where_it_is_open(client, gunay):
    work = ("practice", {"task": "Göstər", "is_needed": True})
    course, [first, second] = factories.course_with(
        {"questions": every_kind(), "making": [work]}, {"text": "<p>İki.</p>"}
    )
    CoursePage.objects.filter(pk=course.pk).update(order="steps")
    api.enrol(gunay, course)
    answer = client.post(f"/learn/lesson/{first.pk}/quiz/", as_form(RIGHT))
    assert (answer.context["following"].lesson, answer.context["to_show"]) == (first, True)  # the second is closed
    told = re.search(r'<div class="k-note k-note--fine".*?</div>', answer.text, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', told) == [f"/learn/lesson/{first.pk}/practice/"]
    advance(Enrolment.objects.get().pk, first.pk, practised=True)
    answer = client.get(f"/learn/lesson/{first.pk}/quiz/")
    assert (answer.context["following"].lesson, answer.context["to_show"]) == (second, False)
    assert client.get(second.get_url()).status_code == 200


def test_who_read_instead_of_watching_is_not_sent_to_the_video(client, gunay):
    course, [first, second] = factories.course_with(
        {"film": factories.ready_film(), "questions": every_kind()}, {"text": "<p>İki.</p>"}
    )
    enrolment = api.enrol(gunay, course)
    address = f"/learn/lesson/{first.pk}/quiz/"
    assert client.post(address, as_form(RIGHT)).context["to_watch"]
    advance(enrolment.pk, first.pk, read_instead=True)
    answer = client.get(address)
    assert (answer.context["to_watch"], answer.context["following"].lesson) == (False, second)


def test_a_place_chosen_twice_is_said(client, gunay):
    _lesson, address = made(gunay)
    twice = as_form(RIGHT) | {f"{ident(3)}-{ident(31)}": "2"}
    assert "Question 3: the place 2 is chosen twice." in main_of(client.post(address, twice))


def test_keeping_and_going_on_later(client, gunay):
    lesson, address = made(gunay)
    half = {ident(1): ident(12), f"{ident(3)}-{ident(33)}": "2", ident(4): "qır"}
    assert client.post(address, half | {"keep": "1"})["location"] == lesson.get_url()
    text = main_of(client.get(address))
    assert f'value="{ident(12)}" checked' in text
    assert 'value="qır"' in text
    assert re.search(rf'name="{ident(3)}-{ident(33)}">.*?<option value="2" selected>', text)
    # A script keeps without leaving the page.
    assert client.post(address, {"keep": "1", ident(4): "Qırmızı"}, headers={"X-Fragment": "1"}).status_code == 204
    assert QuizAttempt.objects.get().answers == {ident(4): "Qırmızı"}
    assert not LessonPage.objects.filter(pk=lesson.pk, live=False).exists()


def test_the_second_tap_and_the_page_from_before_change_nothing(client, gunay):
    _lesson, address = made(gunay, attempts=2)
    number = attempt_in(client.get(address))
    wrong = as_form(RIGHT | {ident(4): "sarı", ident(5): "3"}) | {"attempt": number}
    first, second = client.post(address, wrong), client.post(address, as_form(RIGHT) | {"attempt": number})
    assert [answer.status_code for answer in (first, second)] == [200, 200]
    assert "k-note--fine" not in second.text
    assert client.post(address, {"keep": "1", "attempt": number}, headers={"X-Fragment": "1"}).status_code == 409
    assert list(QuizAttempt.objects.exclude(submitted_at=None).values_list("pk", "right")) == [(int(number), 3)]


def test_the_last_attempt_and_then_nothing_but_a_telephone_number(client, gunay, settings):
    _lesson, address = made(gunay, attempts=1)
    assert "You can send your answers 1 more time." in client.get(address).text
    wrong = as_form(RIGHT | {ident(4): "sarı", ident(5): "3"})
    answer = main_of(client.post(address, wrong))
    for page in (answer, main_of(client.get(address))):
        assert "You have used all your attempts" in page
        assert "<form" not in page
        assert "This would have been right" not in page
        assert settings.HELP_PHONE in page
    refused = client.post(address, as_form(RIGHT))
    assert refused.status_code == 409
    assert QuizAttempt.objects.count() == 1
    assert not Enrolment.objects.get().completed_at


def test_nobody_sends_for_another(client, gunay):
    lesson, address = made(gunay)
    other = factories.person("Murad Quliyev", email="murad@quizpage.example", birth_year=2001)
    api.enrol(other, api.course_of(lesson))
    from courses.domain.quizzes.attempts import open_attempt

    theirs = open_attempt(other, lesson)
    client.post(address, as_form(RIGHT) | {"attempt": theirs.pk})
    theirs.refresh_from_db()
    assert theirs.submitted_at is None
    assert QuizAttempt.objects.get(enrolment__person=gunay).passed
    for strange in ("9" * 30, "x", "-1"):
        assert client.post(address, {"attempt": strange, "keep": "1"}, headers={"X-Fragment": "1"}).status_code in (
            204,
            409,
        )


def test_who_may_not(client, gunay):
    lesson, address = made(gunay)
    client.logout()
    assert client.get(address).status_code == 302
    assert client.post(address, {"keep": "1"}, headers={"X-Fragment": "1"}).status_code == 403
    stranger = factories.person("Murad Quliyev", email="murad@quizpage.example", birth_year=2001)
    client.force_login(stranger.account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address)["location"] == f"/learn/{api.course_of(lesson).pk}/enrol/"
    assert client.head(address).status_code in (200, 302)
    CoursePage.objects.update(order="steps")
    assert not QuizAttempt.objects.exists()


def test_what_was_typed_waits_until_signed_in(client, gunay):
    _lesson, address = made(gunay)
    client.logout()
    client.post(address, as_form(RIGHT | {ident(5): "148"}))
    client.force_login(gunay.account, backend="django.contrib.auth.backends.ModelBackend")
    text = main_of(client.get(address))
    assert 'value="148"' in text
    assert f'value="{ident(12)}" checked' in text
    assert QuizAttempt.objects.get().answers[ident(3)] == RIGHT[ident(3)]


def test_looking_costs_the_same_with_one_question_and_with_three(client, gunay, django_assert_num_queries):
    picture = library_picture()
    counted = []
    for many in (1, 3):
        questions = [
            question.with_id(ident(700 + 10 * many + number))
            for number in range(many)
            for question in every_kind(picture.pk)[:1]
        ]
        _lesson, address = made(gunay, questions=questions)
        client.get(address)
        with django_assert_num_queries(QUERIES) as caught:
            client.get(address)
        counted.append(len(caught))
    assert counted == [QUERIES, QUERIES]


QUERIES = 21


def test_a_picture_is_for_whom_the_lesson_is(client, gunay):
    picture, other = library_picture(), library_picture("Başqa")
    lesson, address = made(gunay, questions=every_kind(picture.pk))
    text = main_of(client.get(address))
    assert f'src="{address}picture/{picture.pk}/" alt="İki taxta şiş."' in text
    answer = client.get(f"{address}picture/{picture.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "private" in answer["Cache-Control"]
    assert client.get(f"{address}picture/{other.pk}/").status_code == 404
    CoursePage.objects.update(order="steps")
    client.logout()
    type(lesson).objects.filter(pk=lesson.pk).update(live=False)
    assert client.get(f"{address}picture/{picture.pk}/").status_code == 404


def test_a_preview_begins_nothing(rf, gunay):
    lesson, _address = made(gunay)
    request = rf.get("/")
    request.user = gunay.account
    text = preview(request, lesson).content.decode()
    assert text.count('type="checkbox"') == 3
    assert 'name="attempt"' not in text
    assert not QuizAttempt.objects.exists()
