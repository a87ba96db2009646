"""Whether a lesson is open, asked of every address that names a lesson or a film: one that forgets the gate fails here."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import api
from courses.domain.learning.gate import Why, gate_for, gates_of, may_enrol, refuse_uncounted, wanting
from courses.domain.learning.terms import terms_of
from courses.domain.watching import playback
from courses.errors import LessonClosed
from courses.models import (
    CoursePage,
    Enrolment,
    EnrolmentState,
    LessonPage,
    LessonProgress,
    PlaybackSession,
    Prerequisite,
    QuizAttempt,
    Thanks,
)
from elearn.people.api import Role
from tests import factories
from tests.access import table
from tests.courses.rows import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SECRET = "Sirr ondadır ki, ip iki qatdır."
PLAYS = re.compile(rb"(?<!\w)/(?:films|watch)/\w")  # the address of a film or of a session
# These do not ask the gate. Each says why it need not.
FREE = {
    "guidance/<int:guide_id>/film/<uuid:film_id>/": "a film in a public guide is public there, by two people's word",
    "skills/<slug:code>/film/": "leads to the lesson's own address",
}


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@gate.example", birth_year=1955, roles=[Role.ELDER])


@pytest.fixture
def gunay():
    return factories.person("Günay Məmmədova", email="gunay@gate.example", birth_year=2004)


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", email="murad@gate.example", birth_year=1999)


@pytest.fixture
def course(leyla):
    """Three lessons, one after the other; the second says the secret in its words, film and questions."""
    film = factories.ready_film(captioned=False)
    factories.captions(film, SECRET)
    question = api.NewQuestion(SECRET, "Bəli", ["Xeyr"])
    course, _ = factories.course_with(
        {"text": "<p>Birinci.</p>"},
        {"film": film, "text": f"<p>{SECRET}</p>", "questions": [question], "steps": [SECRET], "materials": [SECRET]},
        {"text": f"<p>{SECRET}</p>"},
        teacher=leyla,
    )
    return set_(course, order="steps")


def set_(course, **facts):
    CoursePage.objects.filter(pk=course.pk).update(**facts)
    course.refresh_from_db()
    return course


def lessons(course) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def whys(person, course) -> list[Why | None]:
    gates = gates_of(person, course)
    return [gates[lesson.pk].why for lesson in lessons(course)]


def browser(person=None) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["language"] = "en"
    if person:
        client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def needs(course, *others) -> None:
    for other in others:
        Prerequisite.objects.create(course=course, needed=other)


def complete(person, course) -> None:
    enrolment = api.enrol(person, course)
    Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.COMPLETED, completed_at=timezone.now())


# The rules ---------------------------------------------------------------------------------------------------
def test_an_ordinary_course_is_open_to_everybody(course, gunay):
    set_(course, order="free")
    assert whys(None, course) == whys(gunay, course) == [None, None, None]


def test_one_after_the_other(course, gunay, murad):
    first, second, third = lessons(course)
    assert whys(None, course) == whys(murad, course) == [None, Why.ENROL, Why.ENROL]
    enrolment = api.enrol(gunay, course)
    assert whys(gunay, course) == [None, Why.EARLIER, Why.EARLIER]
    gate = gate_for(gunay, third)
    assert gate.go_to == first and first.title in gate.words
    api.mark_read(gunay, first)
    assert whys(gunay, course) == [None, None, Why.EARLIER]
    with pytest.raises(LessonClosed):
        api.mark_read(gunay, third)
    LessonProgress.objects.update_or_create(
        enrolment=enrolment, lesson=second, defaults={"completed_at": timezone.now()}
    )
    assert whys(gunay, course) == [None, None, None]
    api.leave(enrolment)
    assert whys(gunay, course) == [None, Why.ENROL, Why.ENROL]


def test_the_teacher_and_who_completed_it_see_everything_for_ever(course, leyla, gunay):
    complete(gunay, course)
    set_(course, opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(days=1))
    assert whys(gunay, course) == whys(leyla, course) == [None, None, None]
    set_(course, opens_at=timezone.now() + timedelta(days=1), closes_at=None)
    assert whys(gunay, course) == whys(leyla, course) == [None, None, None]


@pytest.mark.parametrize("how", ["blocked", "hidden"])
def test_a_lesson_that_nobody_can_finish_now_closes_none(course, gunay, how):
    from elearn.safety.models import Hidden
    from media_pipeline.models import FilmState

    first, second, _third = lessons(course)
    api.enrol(gunay, course)
    api.mark_read(gunay, first)
    if how == "blocked":
        second.film.state = FilmState.BLOCKED
        second.film.save()
    else:
        Hidden.objects.create(subject=f"lesson:{second.pk}")
    assert gate_for(gunay, lessons(course)[2]).is_open


def test_a_minor_waits_at_the_first_lesson(course):
    child = factories.person("Aysel Məmmədova", email="aysel@gate.example", birth_year=timezone.localdate().year - 14)
    api.enrol(child, course)
    assert whys(child, course) == [None, Why.WAITS, Why.WAITS]


def test_before_it_opens_and_after_it_closes(course, gunay, murad):
    api.enrol(gunay, course)
    set_(course, opens_at=timezone.now() + timedelta(hours=1))
    assert whys(gunay, course) == whys(None, course) == [Why.NOT_YET] * 3
    set_(course, opens_at=None, closes_at=timezone.now() - timedelta(seconds=1))
    assert whys(gunay, course) == [None, None, None]
    assert whys(murad, course) == whys(None, course) == [Why.OVER] * 3
    assert may_enrol(murad, course) == Why.OVER
    with pytest.raises(LessonClosed, match="has closed"):
        refuse_uncounted(gunay, lessons(course)[0])
    with pytest.raises(LessonClosed, match="has closed"):
        api.mark_read(gunay, lessons(course)[0])
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    # It can be watched, but no report of watching is taken.
    assert api.open_playback(gunay, lessons(course)[1]).report is None


@pytest.mark.parametrize("way", ["approval", "cohort"])
def test_who_was_not_let_in_reads_nothing(course, gunay, murad, way):
    set_(course, order="free")
    api.enrol(gunay, course)
    set_(course, enrol_by=way)
    assert whys(gunay, course) == [None, None, None]
    assert whys(murad, course) == whys(None, course) == [Why(way)] * 3


def test_another_course_comes_before(course, gunay, murad):
    before, _ = factories.course_with({"text": "<p>Bir.</p>"}, title="Əvvəlki", teacher=course.teacher)
    russian, _ = factories.course_with({"text": "<p>Раз.</p>"}, title="Прежний", language="ru", teacher=course.teacher)
    CoursePage.objects.filter(pk=russian.pk).update(translation_key=before.translation_key)
    set_(course, order="free")
    needs(course, before)
    assert wanting(murad, course) == [before]
    assert whys(murad, course) == whys(None, course) == [Why.NEEDED] * 3
    assert may_enrol(murad, course) == Why.NEEDED
    assert "Əvvəlki" in gate_for(murad, lessons(course)[0]).words
    complete(gunay, russian)  # in whichever language it was completed
    assert wanting(gunay, course) == [] and may_enrol(gunay, course) is None
    assert whys(gunay, course) == [None, None, None]
    yesterday = timezone.now() - timedelta(days=1)
    set_(before, closes_at=yesterday)
    assert wanting(murad, course) == [russian]  # in another language it can still be taken
    set_(russian, closes_at=yesterday)
    assert wanting(murad, course) == []  # nobody can take it any more
    assert api.enrol(murad, course).course_id == course.pk
    assert [wanting(murad, course, now=yesterday - timedelta(hours=1)), terms_of(course).needed] == [[before], []]
    CoursePage.objects.filter(translation_key=before.translation_key).update(closes_at=None, live=False)
    assert wanting(murad, course) == []


def test_what_was_done_stays_open_when_a_lesson_is_put_before_it(course, gunay):
    api.enrol(gunay, course)
    first, second, _third = lessons(course)
    for done in (first, second):
        LessonProgress.objects.create(
            enrolment=Enrolment.objects.get(), lesson=done, way="read", completed_at=timezone.now()
        )
    assert whys(gunay, course) == [None, None, None]
    api.create_lesson(course, "Yeni", text="<p>Yeni.</p>").move(LessonPage.objects.get(pk=second.pk), pos="left")
    assert whys(gunay, course) == [None, None, None, Why.EARLIER]


def test_who_is_in_stays_in_when_something_new_comes_before(course, gunay):
    enrolment = api.enrol(gunay, course)
    before, _ = factories.course_with({"text": "<p>Bir.</p>"}, title="Əvvəlki", teacher=course.teacher)
    needs(course, before)
    assert whys(gunay, course)[0] is None
    api.leave(enrolment)
    assert whys(gunay, course)[0] == Why.NEEDED and may_enrol(gunay, course) is None  # and may come back


@pytest.mark.parametrize("count", [1, 3])
def test_gates_cost_the_same_for_one_lesson_and_for_three(leyla, gunay, count):
    course, _ = factories.course_with(*[{"text": "<p>Bir.</p>"}] * count, teacher=leyla)
    set_(course, order="steps")
    api.enrol(gunay, course)
    with CaptureQueriesContext(connection) as queries:
        assert len(gates_of(gunay, course)) == count
    assert len(queries) == 4  # enrolment, what is done, first that is left, lessons


# Every address -----------------------------------------------------------------------------------------------
def of_lessons_and_films() -> list[str]:
    return [address for address in table.addresses() if re.search(r"lesson|film", address) and address not in FREE]


def closed_lessons(course) -> dict[str, object]:
    second = lessons(course)[1]
    return {
        "lesson_id": second.pk, "lesson": second.pk, "film_id": second.film_id, "film": second.film_id,
        "uuid": second.film_id, "page_id": second.pk, "language": "az", "slug": "az", "form": "vtt", "str": second.film_id,
    }  # fmt: skip


def test_what_is_left_out_still_exists():
    assert set(FREE) <= set(table.addresses())


@pytest.mark.parametrize("who", ["visitor", "stranger", "learner", "waiting"])
def test_no_address_tells_or_takes_anything_of_a_closed_lesson(course, gunay, murad, who):
    person = {"visitor": None, "stranger": murad, "learner": gunay}.get(who)
    if who == "waiting":
        person = factories.person("Aysel", email="aysel@gate.example", birth_year=timezone.localdate().year - 14)
    if who in ("learner", "waiting"):
        api.enrol(person, course)
    second, third = lessons(course)[1:]
    samples = closed_lessons(course)
    addresses = ["/" + table.concrete(one, samples).lstrip("/") for one in of_lessons_and_films()]
    before = counted()
    told = []
    for address in [*addresses, second.url, third.url]:
        for ask in (browser(person).get, browser(person).post):
            answer = ask(address)
            said = b"".join(answer) if answer.streaming else answer.content
            if SECRET in said.decode("utf-8", "replace") or PLAYS.search(said):
                told.append(f"{address} tells")
            if "lesson" in address and address.startswith("/learn/") and answer.status_code < 300:
                told.append(f"{address} answers {answer.status_code}")
    assert not told, "\n".join(told)
    assert counted() == before


def test_after_closing_no_address_fails_and_nothing_counts(course, gunay):
    api.enrol(gunay, course)
    set_(course, order="free", closes_at=timezone.now() - timedelta(seconds=1))
    samples = closed_lessons(course)
    failed = []
    for address in (table.concrete(one, samples) for one in of_lessons_and_films() if one.startswith("learn/")):
        for ask in (browser(gunay).get, browser(gunay).post):
            if (answer := ask(address)).status_code >= 500:
                failed.append(f"{address} answers {answer.status_code}")
    assert not failed
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()
    assert not QuizAttempt.objects.filter(submitted_at__isnull=False).exists()
    assert not PlaybackSession.objects.exists()


def test_the_page_says_why_and_what_to_do(course, gunay, murad):
    first, second, _third = lessons(course)
    api.enrol(gunay, course)
    answer = browser(gunay).get(second.url)
    assert answer.status_code == 403 and "no-store" in answer["cache-control"]
    assert f"Please finish “{first.title}” first." in answer.text and f'href="{first.url}"' in answer.text
    answer = browser().get(second.url)
    assert answer.status_code == 403
    assert f"/learn/{course.pk}/enrol/" in answer.text and f"/sign-in/?next={second.url}" in answer.text
    said = browser(murad).post(f"/learn/lesson/{second.pk}/open/")
    assert said.status_code == 403 and "one after the other" in said.json()["words"]
    said = browser(murad).post(f"/learn/lesson/{second.pk}/read/", headers={"accept": "application/json"})
    assert said.status_code == 403 and said.json()["words"]
    assert browser(gunay).get(first.url).status_code == 200


def test_who_works_on_the_course_looks_and_nothing_counts(course):
    rena = factories.staff("Rəna Həsənova", "coordinator")
    second = lessons(course)[1]
    client = browser(rena)
    assert SECRET in client.get(second.url).text
    said = client.post(f"/learn/lesson/{second.pk}/open/").json()
    assert said["report"] is None and said["playlist"].startswith("/films/")
    assert client.get(f"/learn/lesson/{second.pk}/quiz/").status_code == 403
    assert not PlaybackSession.objects.exists()


def test_other_staff_have_no_more_than_anybody(course):
    for role in ("operator", "counsellor", "trainer", "partner"):
        staff = factories.staff(f"{role.title()} Quliyev", role)
        assert browser(staff).get(lessons(course)[1].url).status_code == 403, role


def test_a_session_opened_before_plays_no_longer(course, gunay):
    first, second, _ = lessons(course)
    api.enrol(gunay, course)
    api.mark_read(gunay, first)
    key = api.open_playback(gunay, second).session
    assert "#EXTM3U" in playback.playlist(key)
    set_(course, opens_at=timezone.now() + timedelta(days=1))
    for ask in (playback.playlist, playback.audio_playlist, playback.described_playlist):
        with pytest.raises(LessonClosed):
            ask(key)


def test_the_domain_refuses_without_a_view(course, gunay):
    second = lessons(course)[1]
    api.enrol(gunay, course)
    with pytest.raises(LessonClosed):
        api.open_playback(gunay, second)
    with pytest.raises(LessonClosed):
        api.open_playback(None, second)
    with pytest.raises(LessonClosed):
        api.thank(gunay, second, text="Sağ olun.")
    with pytest.raises(LessonClosed):
        api.answer_quiz(gunay, second, {})
    assert not (QuizAttempt.objects.exists() or Thanks.objects.exists() or PlaybackSession.objects.exists())


# Lists -------------------------------------------------------------------------------------------------------
def test_the_list_links_what_is_open_and_says_of_the_rest_when(course, gunay):
    first, second, _third = lessons(course)
    api.enrol(gunay, course)
    text = browser(gunay).get(f"/learn/{course.pk}/mine/").text
    assert f'href="{first.url}"' in text and f'href="{second.url}"' not in text
    assert "opens when the one before is finished" in text


def test_going_on_leads_to_an_open_lesson(course, gunay):
    first, second, _third = lessons(course)
    enrolment = api.enrol(gunay, course)
    Enrolment.objects.filter(pk=enrolment.pk).update(last_lesson=second)  # was opened while the order was free
    assert api.progress_of(gunay, course).next.lesson == first
    set_(course, opens_at=timezone.now() + timedelta(days=1))
    assert api.progress_of(gunay, course).next is None
    assert api.continue_for(gunay) == []


def test_search_and_sitemap_know_no_more_than_a_visitor(course):
    from courses.domain.search_documents import course_documents, lesson_documents

    def found():
        return " ".join(f"{one.title} {one.text}" for one in [*course_documents(), *lesson_documents()])

    second = lessons(course)[1]
    assert SECRET not in found() and course.title in found()
    assert second.url not in browser().get("/sitemap.xml").text
    set_(course, order="free")
    assert SECRET in found()
    assert second.url in browser().get("/sitemap.xml").text
