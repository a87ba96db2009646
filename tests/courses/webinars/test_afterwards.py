"""What follows a webinar: the recording on its way to a lesson with the speaker's yes, credit, thanks, a sweep."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from courses import api, tasks_afterwards
from courses.domain.certificates.claims import gather
from courses.domain.certificates.wording import scope_words
from courses.domain.films import answers, contribute
from courses.domain.films.answer_page import page_in_words, version_of
from courses.domain.watching.evidence import gathered
from courses.domain.webinars import afterwards, attendance, export, polls
from courses.domain.webinars.afterwards import RecordingState, recording_of
from courses.domain.webinars.credit import attended
from courses.domain.webinars.in_picture import looked_through
from courses.domain.webinars.record import agree_to_record, withdraw_record
from courses.domain.webinars.recording import chapters_of
from courses.errors import ElderHasNotAgreed, NotLookedThrough
from courses.models import (
    AnswerWay,
    Ask,
    Attendance,
    Contribution,
    ContributionState,
    Enrolment,
    EnrolmentState,
    LessonProgress,
    LiveEvent,
    LiveQuestion,
    PlaybackSession,
    PollState,
    Presence,
    Registration,
    Webinar,
)
from courses.views.webinars._talk import results_of
from elearn.history.models import Entry, Kind
from elearn.notices.domain.compose import email_of
from elearn.notices.models import Notice
from elearn.people.models import Role
from elearn.people.retention import tidy
from elearn.safety import api as safety
from media_pipeline.models import Broadcast, Film, LiveCue, LiveSegment, Take
from tests import factories
from tests.courses.webinars import held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    cache.clear()
    factories.first_pages()


@pytest.fixture
def rena():
    return factories.person("Rəna Həsənova", email="rena@webinar.example", roles=[Role.COORDINATOR]).account


@pytest.fixture
def course():
    return factories.course_with({}, teacher=factories.person("Leyla", birth_year=1950))[0]


@pytest.fixture
def webinar(course):
    """On air for ten minutes, everything of it recorded."""
    made = held.on_air(600, course=course)
    film = made.broadcast.film
    made.broadcast.take = Take.objects.create(film=film, mime="video/webm", is_live=True, state="sent")
    made.broadcast.save()
    return made


def watches(webinar, person, seconds: int = 600):
    began = timezone.now() - timedelta(seconds=seconds + 10)
    page = held.Page(webinar, person, at=began)
    for start in range(0, seconds, 10):
        page.play(start, start + 10, at=began + timedelta(seconds=start + 10))
    return page


def film_is_there(webinar, seconds: int = 600) -> Film:
    """The media pipeline has made the film."""
    film = webinar.broadcast.film
    ready = factories.ready_film(seconds)
    ready.renditions.update(film=film)
    kept = ("state", "duration_ms", "width", "height", "ready_at", "has_video", "has_audio", "playable_at")
    Film.objects.filter(pk=film.pk).update(**{name: getattr(ready, name) for name in kept})
    film.refresh_from_db()
    factories.captions(film)
    contribute.film_changed(film.pk, "playable")
    afterwards.film_changed(film.pk)
    contribute.film_changed(film.pk, "ready")
    return film


def says(contribution, yes=True):
    contribution = Contribution.objects.get(pk=contribution.pk)
    return answers.answer(contribution, yes=yes, way=AnswerWay.OWN_DEVICE, version=version_of(contribution))


def over(webinar):
    held.end(webinar)
    afterwards.follow_up(webinar.pk)
    webinar.refresh_from_db()
    return webinar


def fresh(webinar) -> Webinar:
    return Webinar.objects.get(pk=webinar.pk)


# At the end --------------------------------------------------------------------------------------------
@pytest.mark.database
def test_a_poll_that_nobody_closed_is_closed_at_the_end_and_its_result_can_be_read(webinar):
    gunay, host = held.registered(webinar), factories.person("Rəna", birth_year=1980)
    poll = polls.open_poll(polls.prepare_poll(webinar, text="Yun?", options=["Hə", "Yox"], by=host), by=host)
    draft = polls.prepare_poll(webinar, text="Pambıq?", options=["Hə", "Yox"], by=host)
    polls.choose(gunay, poll, option=poll.options.first().pk)
    over(webinar)
    afterwards.follow_up(webinar.pk)  # again changes nothing
    poll.refresh_from_db()
    draft.refresh_from_db()
    assert (poll.state, draft.state) == (PollState.CLOSED, PollState.DRAFT)
    assert poll.closed_at is not None
    [told] = LiveEvent.objects.filter(webinar=webinar, name="poll_result")
    assert [line["count"] for line in told.data["options"]] == [1, 0]
    assert [result.poll for result in results_of(polls.shown(webinar))] == [poll]


# The recording -----------------------------------------------------------------------------------------
@pytest.mark.database
def test_the_recording_becomes_a_lesson_by_the_speakers_yes_and_a_coordinators(webinar, course, rena):
    assert recording_of(over(webinar)).state == RecordingState.PREPARING
    contribution = webinar.contribution
    assert (contribution.person, contribution.title, contribution.state) == (
        webinar.speaker, "Xalçanın dili", ContributionState.SENT
    )  # fmt: skip
    film_is_there(webinar)
    assert Notice.objects.filter(person=webinar.speaker, kind="helped_asked").count() == 1
    assert not Notice.objects.filter(kind="film_ready").exists()  # the question says it
    assert recording_of(fresh(webinar)).state == RecordingState.ASKED
    with pytest.raises(ElderHasNotAgreed):
        api.place(contribution, course=course, title=contribution.title, by=rena)
    says(contribution)
    assert recording_of(fresh(webinar)).state == RecordingState.REVIEW
    with pytest.raises(NotLookedThrough):
        api.place(contribution, course=course, title=contribution.title, by=rena)
    looked_through(contribution, by=rena)
    lesson = api.place(contribution, course=course, title=contribution.title, by=rena)
    assert lesson.live and lesson.film == webinar.broadcast.film
    found = recording_of(fresh(webinar))
    assert (found.state, found.lesson) == (RecordingState.LESSON, lesson)


def test_the_speaker_reads_that_it_is_their_webinar(webinar):
    over(webinar)
    with translation.override("en"):
        assert page_in_words(webinar.contribution)[0] == "This is the recording of your webinar “Xalçanın dili”."


def test_a_no_of_the_speaker_is_a_no(webinar, course, rena):
    over(webinar)
    film_is_there(webinar)
    says(webinar.contribution, yes=False)
    assert recording_of(fresh(webinar)).state == RecordingState.REFUSED
    with pytest.raises(ElderHasNotAgreed):
        api.place(webinar.contribution, course=course, title="Xalçanın dili", by=rena)


def test_of_nothing_recorded_there_is_nothing(webinar):
    Take.objects.update(state="discarded")
    over(webinar)
    assert (webinar.contribution, recording_of(webinar).state) == (None, RecordingState.NONE)


def test_a_film_that_cannot_be_used_is_not_promised(webinar):
    over(webinar)
    Film.objects.update(state="refused")
    assert recording_of(fresh(webinar)).state == RecordingState.REFUSED


def test_what_came_in_late_is_offered_when_it_has_come(webinar):
    """The studio was without a line at the end: the pieces came after the account was drawn up."""
    Take.objects.update(state="open")
    over(webinar)
    assert (webinar.contribution, recording_of(webinar).state) == (None, RecordingState.PREPARING)
    Take.objects.update(state="sent")
    held.make(webinar, 630)
    afterwards.recording_came(webinar.broadcast_id)
    assert fresh(webinar).contribution is not None


@pytest.mark.parametrize("late", [20, 120])
def test_what_comes_in_after_the_end_is_asked_of_nobody(webinar, late):
    """Who was there for all that could be seen keeps it, though the last six minutes of the studio come afterwards.

    The length of the recording is no longer the length of what was live: nobody could watch what came too late.
    """
    gunay, murad = held.registered(webinar), held.registered(webinar, "Murad Quliyev")
    watches(webinar, gunay, 600)
    watches(webinar, murad, 440)
    over(webinar)
    held.make(webinar, 605)  # was on its way
    LiveSegment.objects.update(made_at=webinar.ended_at)
    held.make(webinar, 965)
    LiveSegment.objects.filter(start_ms=605_000).update(made_at=webinar.ended_at + timedelta(seconds=late))
    afterwards.recording_came(webinar.broadcast_id)
    assert 600_000 <= fresh(webinar).live_ms <= 620_000
    assert all(attendance.attendance_of(webinar, one).attended_at for one in (gunay, murad))
    assert export.row_of(attendance.attendance_of(webinar, gunay), fresh(webinar)).percent >= 96


def test_chapters_are_the_questions_taken(webinar, course, rena):
    gunay = held.registered(webinar)
    long = "Bu naxış haradan gəlir, kim onu ilk dəfə toxuyub və nə üçün məhz bizim kənddə bu rəngdədir, ustad?"
    LiveQuestion.objects.create(webinar=webinar, person=gunay, text=long, state="done", taken_ms=240_400)
    LiveQuestion.objects.create(webinar=webinar, person=gunay, text="Neçə  ilmə?", state="taken", taken_ms=120_000)
    LiveQuestion.objects.create(webinar=webinar, person=gunay, text="Söyüş", state="hidden", taken_ms=300_000)
    LiveQuestion.objects.create(webinar=webinar, person=gunay, text="Vaxt çatmadı", state="shown")
    over(webinar)
    assert chapters_of(webinar.contribution) == [
        ("Xalçanın dili", 0),
        ("Neçə ilmə?", 120),
        ("Bu naxış haradan gəlir, kim onu ilk dəfə toxuyub və nə üçün məhz bizim kənddə…", 240),
    ]
    film_is_there(webinar)
    says(webinar.contribution)
    looked_through(webinar.contribution, by=rena)
    lesson = api.place(webinar.contribution, course=course, title="Xalçanın dili", by=rena)
    steps = lesson.block("steps").value["steps"]
    assert [(step["at"], step["text"][:10]) for step in steps] == [
        (0, "Xalçanın d"),
        (120, "Neçə ilmə?"),
        (240, "Bu naxış h"),
    ]
    assert "Günay" not in str(lesson.body.raw_data)


def test_a_video_that_was_no_webinar_has_no_chapters():
    from tests.courses.papers import sent_contribution

    assert chapters_of(sent_contribution()) == []


def test_a_webinar_may_be_placed_in_a_new_lesson_only_once(webinar, course, rena):
    over(webinar)
    over(webinar)
    assert Contribution.objects.filter(film=webinar.broadcast.film).count() == 1


# Credit ------------------------------------------------------------------------------------------------
def lesson_of(webinar, course, rena):
    film_is_there(webinar)
    says(webinar.contribution)
    looked_through(webinar.contribution, by=rena)
    return api.place(webinar.contribution, course=course, title=webinar.title, by=rena)


def test_who_attended_live_has_watched_the_lesson_and_the_evidence_says_live(webinar, course, rena):
    gunay = held.registered(webinar)
    enrolment = api.enrol(gunay, course)
    watches(webinar, gunay, 480)
    lesson = lesson_of(over(webinar), course, rena)
    afterwards.tell_recording(webinar.pk)
    progress = LessonProgress.objects.get(enrolment=enrolment, lesson=lesson)
    assert progress.watched_at and progress.completed_at
    entry = Entry.objects.get(kind=Kind.WATCHED)
    assert entry.facts == {"seconds": 600, "live_seconds": 480}
    claims = gather(enrolment)
    assert claims.live_minutes == 8
    # Kept with the claims, but what everybody reads says no real time: only that it was partly live.
    assert "8" not in scope_words(claims) and scope_words(claims).count(" · ") == 3
    assert attendance.attendance_of(webinar, gunay).recording_at is None


def test_who_enrols_later_has_watched_it_too(webinar, course, rena):
    gunay = held.registered(webinar)
    watches(webinar, gunay, 480)
    lesson = lesson_of(over(webinar), course, rena)
    enrolment = api.enrol(gunay, course)
    assert LessonProgress.objects.get(enrolment=enrolment, lesson=lesson).watched_at


@pytest.mark.parametrize("case", ["too little", "no yes", "took it back"])
def test_who_did_not_attend_or_did_not_agree_has_not_watched_it(webinar, course, rena, case):
    gunay = held.registered(webinar, agreed=case != "no yes")
    enrolment = api.enrol(gunay, course)
    watches(webinar, gunay, 410 if case == "too little" else 500)
    if case == "took it back":
        withdraw_record(Registration.objects.get())
    lesson = lesson_of(over(webinar), course, rena)
    afterwards.tell_recording(webinar.pk)
    assert not LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson, watched_at__isnull=False).exists()
    assert gather(enrolment).live_minutes == 0


@pytest.mark.database
@pytest.mark.parametrize("case", ["the speaker says no", "no lesson yet", "lesson taken away", "another course"])
def test_a_webinar_of_a_course_counts_there_without_a_lesson(webinar, course, rena, case):
    """Who came cannot help it that the recording is not shown; no lesson is wanted for it."""
    gunay = held.registered(webinar)
    enrolment = api.enrol(gunay, course)
    lessons = gather(enrolment).lessons
    watches(webinar, gunay, 480)
    over(webinar)
    film_is_there(webinar)
    if case == "the speaker says no":
        says(webinar.contribution, yes=False)
    elif case == "lesson taken away":
        says(webinar.contribution)
        looked_through(webinar.contribution, by=rena)
        api.place(webinar.contribution, course=course, title=webinar.title, by=rena).unpublish()
    elif case == "another course":  # where the lesson is, there it counts
        says(webinar.contribution)
        looked_through(webinar.contribution, by=rena)
        there = factories.course_with({}, title="Kilim", teacher=factories.person("Səkinə", birth_year=1951))[0]
        api.place(webinar.contribution, course=there, title=webinar.title, by=rena)
        assert (gather(enrolment).live_minutes, gather(api.enrol(gunay, there)).live_minutes) == (0, 8)
        return
    claims = gather(enrolment)
    assert (claims.live_minutes, claims.lessons) == (8, lessons)
    with translation.override("en"):
        assert "partly live" in scope_words(claims)
    assert [one.person_id for one in attended(gunay.pk, course)] == [gunay.pk]
    withdraw_record(Registration.objects.get())
    assert gather(enrolment).live_minutes == 0


def test_a_course_whose_last_lesson_was_live_is_completed(webinar, course, rena):
    gunay = held.registered(webinar)
    enrolment = api.enrol(gunay, course)
    first = course.get_children().first()
    api.mark_read(gunay, first.specific)
    enrolment.refresh_from_db()
    Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.ACTIVE, completed_at=None)
    watches(webinar, gunay, 480)
    lesson_of(over(webinar), course, rena)
    afterwards.tell_recording(webinar.pk)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.COMPLETED


def test_who_watches_the_recording_afterwards_has_a_mark_of_its_own_kind(webinar, course, rena):
    gunay = held.registered(webinar)
    enrolment = api.enrol(gunay, course)
    lesson = lesson_of(over(webinar), course, rena)
    session = api.open_playback(gunay, lesson).session
    now = timezone.now()
    api.begin(session, now=now - timedelta(seconds=700))
    assert api.apply_report(session, number=1, spans=[[0, 600_000]], rate=1, now=now).watched
    row = Attendance.objects.get(person=gunay)
    assert (row.live_ms, row.attended_at, row.joined_at) == (0, None, None)
    assert row.recording_at is not None
    assert gather(enrolment).live_minutes == 0


def test_who_watches_the_recording_without_having_registered_is_in_no_list(webinar, course, rena):
    murad = factories.person("Murad Quliyev", birth_year=1999)
    api.enrol(murad, course)
    lesson = lesson_of(over(webinar), course, rena)
    session = api.open_playback(murad, lesson).session
    api.begin(session, now=timezone.now() - timedelta(seconds=700))
    api.apply_report(session, number=1, spans=[[0, 600_000]], rate=1)
    assert not Attendance.objects.exists()


@pytest.mark.database
def test_who_takes_no_course_is_counted_and_has_watched_it_when_they_enrol(webinar, course, rena):
    gunay, murad = held.registered(webinar), factories.person("Murad Quliyev", birth_year=1999)
    nigar = held.registered(webinar, "Nigar Əliyeva", agreed=False)
    lesson = lesson_of(over(webinar), course, rena)
    now = timezone.now()
    # Who did not register, and who keeps what they watch to themselves, just watch.
    assert [api.open_playback(one, lesson).session for one in (None, murad, nigar)] == [None] * 3
    session = api.open_playback(gunay, lesson).session
    api.begin(session, now=now - timedelta(seconds=700))
    assert api.apply_report(session, number=1, spans=[[0, 600_000]], rate=1, now=now).watched
    assert Attendance.objects.get().recording_at == now
    assert not LessonProgress.objects.exists()
    enrolment = api.enrol(gunay, course)
    assert LessonProgress.objects.get(enrolment=enrolment, lesson=lesson).watched_at
    assert PlaybackSession.objects.get().enrolment == enrolment
    [found] = [one for one in gathered(enrolment) if one.lesson == lesson]
    assert (found.opened, found.reports) == (1, 1)


def test_what_somebody_watched_counts_when_their_yes_comes_later(client, webinar, course, rena):
    gunay = held.registered(webinar, agreed=False, email="gunay@webinar.example")
    murad = held.registered(webinar, "Murad Quliyev", agreed=False, email="murad@webinar.example")
    lesson = lesson_of(over(webinar), course, rena)
    now = timezone.now()
    for person, end in ((gunay, 600_000), (murad, 100_000)):
        api.enrol(person, course)
        session = api.open_playback(person, lesson).session
        api.begin(session, now=now - timedelta(seconds=700))
        api.apply_report(session, number=1, spans=[[0, end]], rate=1, now=now)
    for person in (gunay, murad):
        client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
        client.post(reverse("courses:webinar_record", args=[webinar.pk]), {"deed": "yes"})
    row = Attendance.objects.get()
    assert (row.person, row.recording_at, row.attended_at) == (gunay, now, None)


# Thanks ------------------------------------------------------------------------------------------------
def test_everybody_who_came_is_thanked_once_and_the_speaker_hears_how_many(webinar):
    gunay, murad = held.registered(webinar), held.registered(webinar, "Murad Quliyev")
    held.registered(webinar, "Nigar Əliyeva")
    watches(webinar, gunay, 480)
    held.Page(webinar, murad, at=timezone.now())  # looked in, and played nothing
    over(webinar)
    afterwards.follow_up(webinar.pk)
    assert [(one.person, one.facts["minutes"]) for one in Notice.objects.filter(kind="webinar_thanks")] == [(gunay, 8)]
    [told] = Notice.objects.filter(kind="webinar_over")
    assert (told.person, told.facts["number"]) == (webinar.speaker, 1)


@pytest.mark.database
def test_who_helped_is_thanked_for_that_and_a_child_as_every_guest(webinar):
    """Of a child no minutes are kept before a parent or guardian has agreed; they came all the same."""
    gunay, host = held.registered(webinar), factories.person("Rəna Həsənova", birth_year=1980, language="en")
    typist, absent = (
        factories.person(name, email=f"{name}@webinar.example", birth_year=1990, language="en") for name in "ts"
    )
    child = held.registered(webinar, "Aysel Quliyeva", birth_year=timezone.localdate().year - 14)
    webinar.hosts.add(host, webinar.speaker)
    webinar.captioners.add(typist, absent)
    LiveCue.objects.create(
        broadcast=webinar.broadcast, language="az", start_ms=0, end_ms=1_000, text="Salam", by=typist.account
    )
    second_host = held.registered(webinar, "Murad Quliyev")
    for person in (gunay, child, second_host):
        watches(webinar, person, 480)
    webinar.hosts.add(second_host)
    over(webinar)
    afterwards.follow_up(webinar.pk)
    thanked = Notice.objects.filter(kind="webinar_thanks")
    assert {one.person: (one.facts["part"], one.facts["minutes"]) for one in thanked} == {
        gunay: ("", 8), child: ("", 0), host: ("hosts", 0), second_host: ("hosts", 0), typist: ("types", 0)
    }  # fmt: skip
    assert thanked.count() == 5
    with translation.override("en"):
        words = {one.person: email_of(one) for one in thanked}
    assert "of it live" not in words[child][1] and "Thank you for coming" in words[child][1]
    assert words[host][0] == words[typist][0] == "Thank you for your help"
    assert "for hosting" in words[host][1] and "typing the captions" in words[typist][1]
    assert Notice.objects.get(kind="webinar_over").facts["number"] == 2


def test_who_registered_hears_once_that_the_recording_is_there(webinar, course, rena):
    """Who had no seat as well: what they were told of the waiting list promised them the recording."""
    gunay, murad = held.registered(webinar), held.registered(webinar, "Murad Quliyev")
    aysel = held.registered(webinar, "Aysel Rzayeva")
    Registration.objects.filter(person=murad).update(state="left")
    Registration.objects.filter(person=aysel).update(state="waiting")
    lesson = lesson_of(over(webinar), course, rena)
    assert afterwards.untold() == [webinar.pk]
    assert afterwards.tell_recording(webinar.pk) == 2
    afterwards.tell_recording(webinar.pk)
    assert {one.person for one in Notice.objects.filter(kind="webinar_recording")} == {gunay, aysel}
    assert afterwards.untold() == []
    lesson.unpublish()
    assert afterwards.tell_recording(webinar.pk) == 0


def test_the_sweep_takes_up_what_a_crash_left(webinar):
    held.end(webinar, at=timezone.now() - timedelta(minutes=6))
    assert tasks_afterwards.sweep_afterwards() == 1
    tasks_afterwards.follow_webinar_up.func(webinar.pk)
    assert fresh(webinar).followed_up_at is not None
    assert tasks_afterwards.sweep_afterwards() == 0


def test_after_a_concern_nobody_is_thanked_and_nothing_is_handed_on(webinar):
    gunay = held.registered(webinar)
    watches(webinar, gunay, 480)
    LiveQuestion.objects.create(webinar=webinar, person=gunay, text="Vaxt çatmadı", state="shown")
    Broadcast.objects.update(stopped_because="concern")
    safety.hide(f"film:{webinar.broadcast.film_id}")
    over(webinar)
    assert not Notice.objects.filter(kind__in=["webinar_thanks", "webinar_over", "asks_waiting"]).exists()
    Webinar.objects.update(ended_at=timezone.now() - timedelta(days=1))
    assert tasks_afterwards.sweep_afterwards() == 0
    assert recording_of(fresh(webinar)).state == RecordingState.REFUSED
    film_is_there(webinar)
    assert not Notice.objects.filter(kind="helped_asked").exists()
    assert attendance.attendance_of(webinar, gunay).attended_at


def test_once_a_concern_is_cleared_all_that_was_held_back_follows(webinar, django_assert_num_queries):
    gunay, other = held.registered(webinar), held.on_air(60, title="Başqa", speaker=webinar.speaker)
    watches(webinar, gunay, 480)
    LiveQuestion.objects.create(webinar=webinar, person=gunay, text="Vaxt çatmadı", state="shown")
    Broadcast.objects.update(stopped_because="concern")
    officer = factories.staff("Nigar Səfərova", "safeguarding").account
    rows = [safety.hide(f"film:{one.broadcast.film_id}") for one in (webinar, other)]
    for one in (webinar, other):
        over(one)
    Webinar.objects.update(ended_at=timezone.now() - timedelta(days=1))
    safety.restore(rows[0], by=officer, words="Olar.")
    safety.keep_hidden(rows[1], by=officer, words="Olmaz.")
    with django_assert_num_queries(3):
        assert afterwards.not_followed_up() == [webinar.pk]
    assert afterwards.follow_up(webinar.pk) is True
    assert afterwards.not_followed_up() == []
    kinds = ["asks_waiting", "webinar_over", "webinar_thanks"]
    assert sorted(Notice.objects.filter(kind__in=kinds).values_list("kind", flat=True)) == kinds
    assert Ask.objects.get().text == "Vaxt çatmadı"


def test_nothing_follows_while_it_is_on_air(webinar):
    assert afterwards.follow_up(webinar.pk) is False
    assert fresh(webinar).contribution is None


# The record --------------------------------------------------------------------------------------------
def test_without_a_yes_nothing_is_kept_beyond_a_day(webinar):
    gunay, murad = held.registered(webinar), held.registered(webinar, "Murad Quliyev", agreed=False)
    watches(webinar, gunay, 100), watches(webinar, murad, 100)
    over(webinar)
    tidy(now=timezone.now() + timedelta(hours=23))
    assert Attendance.objects.count() == Presence.objects.count() == 2
    tidy(now=timezone.now() + timedelta(hours=25))
    assert [row.person for row in Attendance.objects.all()] == [gunay]
    assert [row.person for row in Presence.objects.all()] == [gunay]
    tidy(now=timezone.now() + timedelta(days=366))
    assert (Attendance.objects.count(), Presence.objects.count()) == (1, 0)


def test_a_yes_is_noted_and_taken_back(webinar):
    held.registered(webinar, agreed=False)
    row = Registration.objects.get()
    assert (agree_to_record(row), agree_to_record(row)) == (True, False)
    assert row.record_agreed_at
    assert (withdraw_record(row), withdraw_record(row)) == (True, False)
    assert list(Entry.objects.filter(kind__startswith="record_").values_list("kind", flat=True)) == [
        "record_agreed", "record_withdrawn"
    ]  # fmt: skip


# The speaker's yes by phone, and the coordinator's page ------------------------------------------------
def test_who_hosted_does_not_take_the_speakers_answer_by_phone(webinar):
    host, other = (factories.staff(name, Role.OPERATOR) for name in ("Nigar", "Səbinə"))
    webinar.hosts.add(host)
    over(webinar)
    film_is_there(webinar)
    contribution = Contribution.objects.get()
    assert answers.may_take_answer(other.account, contribution)
    assert not answers.may_take_answer(host.account, contribution)


def test_the_coordinator_finds_the_course_chosen(client, settings, webinar, course, rena):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    over(webinar)
    film_is_there(webinar)
    client.cookies["language"] = "en"
    client.force_login(rena, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("courses_admin:video", args=[webinar.contribution.pk])).text
    assert f'<option value="{course.pk}" selected>' in page
    assert "This is the recording of the webinar “Xalçanın dili”." in page


def test_a_yes_that_is_said_later_counts_for_the_lesson_at_once(client, webinar, course, rena):
    gunay = held.registered(webinar, agreed=False, email="gunay@webinar.example")
    api.enrol(gunay, course)
    watches(webinar, gunay, 480)
    lesson = lesson_of(over(webinar), course, rena)
    afterwards.tell_recording(webinar.pk)
    client.cookies["language"] = "en"
    client.force_login(gunay.account, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("courses:lesson_mine", args=[lesson.pk])
    assert "live" not in client.get(address).text
    client.post(reverse("courses:webinar_record", args=[webinar.pk]), {"deed": "yes"})
    page = client.get(address).text
    assert "You watched 8 minutes of it live." in page and "That is enough for this lesson." in page
