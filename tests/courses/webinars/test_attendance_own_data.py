"""What is held of who attended and who asked: in one's copy, taken away on removal; and what is queued when."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from courses.domain.webinars import asks, attendance
from courses.models import Ask, AskState, Attendance, LiveQuestion, Presence, PresenceReport
from courses.own_data.asks import forget_asks
from courses.own_data.attendance import forget_attendance
from courses.signals import webinar_ended
from elearn.people.domain.export import gather
from elearn.people.own_data_words import LABELS
from media_pipeline.signals import broadcast_changed
from tests import factories
from tests.courses.webinars import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def webinar():
    return held.on_air(600)


@pytest.fixture
def gunay(webinar):
    person = held.registered(webinar)
    began = timezone.now() - timedelta(seconds=20)
    page = held.Page(webinar, person, at=began)
    page.play(0, 10, at=began + timedelta(seconds=10))
    LiveQuestion.objects.create(webinar=webinar, person=person, text="Bu nədir?", state="shown")
    asks.collect(webinar)
    return person


def everything(person) -> dict:
    return {part.name: part.rows for part in gather(person)}


def test_what_somebody_watched_and_asked_is_in_their_copy(webinar, gunay):
    found = everything(gunay)
    assert found["courses.attendance"][0]["webinar"] == "Xalçanın dili"
    assert (found["courses.attendance"][0]["seconds"], found["courses.attendance"][0]["parts"]) == (10, ["0–10"])
    assert [row.get("parts") for row in found["courses.presence"]] == [None, ["0–10"]]
    assert found["courses.asks"][0]["text"] == "Bu nədir?"
    keys = {
        key for name in ("courses.attendance", "courses.presence", "courses.asks") for row in found[name] for key in row
    }
    assert keys - set(LABELS) == set()


def test_the_teacher_finds_what_was_asked_by_the_name_that_others_see(webinar, gunay):
    aysel = held.registered(webinar, "Aysel Quliyeva", birth_year=timezone.localdate().year - 14)
    LiveQuestion.objects.create(webinar=webinar, person=aysel, text="Bəs bu?", state="shown")
    asks.collect(webinar)
    rows = everything(webinar.speaker)["courses.asks"]
    assert {row["by"] for row in rows} == {"Günay Məmmədova", "Aysel"}


def test_an_answer_that_is_not_passed_on_is_not_in_the_askers_copy(webinar, gunay):
    asks.answer(Ask.objects.get(), text="Sirr.")
    assert everything(gunay)["courses.asks"][0]["answer"] == ""


def test_all_of_it_goes_with_the_person(webinar, gunay):
    forget_attendance(gunay)
    forget_asks(gunay)
    assert not (Attendance.objects.exists() or Presence.objects.exists() or PresenceReport.objects.exists())
    assert not Ask.objects.exists()


def test_when_a_teacher_goes_answers_stay_with_who_asked(webinar, gunay):
    answered = Ask.objects.get()
    Ask.objects.filter(pk=answered.pk).update(state=AskState.ANSWERED, answer="Xalçadır.")
    waiting = Ask.objects.create(person=gunay, teacher=webinar.speaker, text="Niyə?", asked_at=timezone.now())
    forget_asks(webinar.speaker)
    assert dict(Ask.objects.values_list("pk", "state")) == {answered.pk: "answered", waiting.pk: "put_away"}


# What is queued ----------------------------------------------------------------------------------------
def queued() -> list[str]:
    return [path.rpartition(".")[2] for path in DBTaskResult.objects.values_list("task_path", flat=True)]


def test_what_follows_is_queued_when_a_webinar_is_over_and_when_its_recording_has_come(webinar):
    webinar_ended.send(sender=type(webinar), webinar_id=webinar.pk)
    for state in ("on_air", "paused", "ended", "nothing"):
        broadcast_changed.send(sender=None, broadcast_id=webinar.broadcast_id, state=state)
    assert queued().count("follow_webinar_up") == 1 and "take_recording" not in queued()
    broadcast_changed.send(sender=None, broadcast_id=webinar.broadcast_id, state="sent")
    assert queued().count("take_recording") == 1


def test_people_are_told_of_the_recording_once_however_often_its_lesson_is_published(webinar):
    course, [lesson] = factories.course_with({"film": factories.ready_film(60)}, teacher=webinar.speaker)
    type(webinar).objects.update(lesson=lesson)
    DBTaskResult.objects.all().delete()
    lesson.refresh_from_db()
    lesson.save_revision().publish()
    assert queued().count("tell_recording") == 1
    type(webinar).objects.update(recording_told_at=timezone.now())
    lesson.save_revision().publish()
    assert queued().count("tell_recording") == 1


def test_a_webinar_without_a_broadcast_settles_to_nothing(webinar):
    type(webinar).objects.update(broadcast=None)
    webinar.refresh_from_db()
    assert attendance.settle_attendance(webinar) == 0
