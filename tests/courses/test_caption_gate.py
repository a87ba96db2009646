"""No lesson without reviewed captions, unless a coordinator gives a dated reason, which the lesson shows."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

import media_pipeline.api as films
from courses import api
from courses.domain.films.caption_excuse import go_without
from courses.domain.films.caption_gate import excuse_of, shown_excuse, wants_captions
from courses.domain.films.contribute import begin_contribution, describe
from courses.errors import CaptionsWanting, OwnVideo
from courses.models import CaptionExcuse, ContributionState, LessonPage
from elearn.history.models import Entry, Kind
from elearn.people.models import Role
from elearn.web.api import NotApproved, ask_for_approval
from media_pipeline.models import CaptionTrack, Film, Work
from tests import factories
from tests.courses.papers import sent_contribution

pytestmark = pytest.mark.django_db
REASON = "Bu videoda heç kim danışmır."


@pytest.fixture(autouse=True)
def pages():
    factories.first_pages()


@pytest.fixture
def rena():
    return factories.person("Rəna Həsənova", email="rena@gate.example", roles=[Role.COORDINATOR])


@pytest.fixture
def tural():
    return factories.person("Tural Nəbiyev", email="tural@gate.example", roles=[Role.COORDINATOR])


@pytest.fixture
def contribution():
    return sent_contribution(film=factories.ready_film(captioned=False))


def placed(contribution, by) -> LessonPage:
    course, _lessons = factories.course_with({})
    lesson = api.place(contribution, course=course, title=contribution.title, by=by.account)
    contribution.refresh_from_db()
    return lesson


def is_live(lesson: LessonPage) -> bool:
    return LessonPage.objects.get(pk=lesson.pk).live


def reviewed(film: Film, by, *, language: str = "az", commit) -> CaptionTrack:
    track = films.open_captions(film, language, by=by.account)
    line = {"id": "a", "start_ms": 0, "end_ms": 900, "text": "Salam"}
    films.save_captions(track, [{"was": None, "now": line}], base=0, by=by.account)
    with commit(execute=True):
        return films.review_captions(track, revision=1, by=by.account)


def signed_in(who) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.database
def test_a_lesson_waits_until_its_captions_are_reviewed(contribution, rena, django_capture_on_commit_callbacks):
    lesson = placed(contribution, rena)
    assert not lesson.live and contribution.state == ContributionState.SECOND_PERSON
    reviewed(contribution.film, rena, commit=django_capture_on_commit_callbacks)
    contribution.refresh_from_db()
    assert is_live(lesson) and contribution.state == ContributionState.PLACED
    assert excuse_of(contribution.film) is None


def only_typed(film: Film) -> None:
    factories.captions(film, reviewed=False)


def by_the_machine(film: Film) -> None:
    track = factories.captions(film, reviewed=False)
    track.public, track.state = track.revisions.get(), "machine"
    track.save()


def in_another_language(film: Film) -> None:
    factories.captions(film, language="ru")


def in_a_language_nobody_named(film: Film) -> None:
    factories.captions(film)
    Film.objects.filter(pk=film.pk).update(language="")


@pytest.mark.parametrize(
    "have", [lambda film: None, only_typed, by_the_machine, in_another_language, in_a_language_nobody_named]
)
def test_whatever_else_there_is_does_not_open_the_gate(contribution, rena, tural, have):
    have(contribution.film)
    lesson = placed(contribution, rena)
    assert not is_live(lesson)
    revision = lesson.get_latest_revision()
    with pytest.raises(NotApproved):  # straight at the version, past every screen
        revision.publish(user=tural.account, skip_permission_checks=True)
    lesson.live = True
    with pytest.raises(NotApproved):  # and at the row itself
        lesson.save()
    assert not is_live(lesson)


def test_a_second_coordinator_cannot_approve_it_either(contribution, rena, tural):
    course, _lessons = factories.course_with({})
    lesson = api.place(contribution, course=course, title="Başqa ad", by=rena.account)
    ask_for_approval(lesson, by=rena.account)
    state = lesson.current_workflow_task_state
    with translation.override("en"), pytest.raises(NotApproved, match="no reviewed captions"):
        state.task.specific.on_action(state, tural.account, "approve")
    assert not is_live(lesson)


def test_a_coordinators_reason_opens_it_and_is_shown_with_its_date(contribution, rena):
    lesson = placed(contribution, rena)
    go_without(contribution.film, reason=f"  {REASON} ", by=rena.account)
    assert is_live(lesson)
    assert Entry.objects.filter(kind=Kind.CAPTIONS_EXCUSED, subject=f"film:{contribution.film_id}").count() == 1
    visitor = Client()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = visitor.get(LessonPage.objects.get(pk=lesson.pk).url).content.decode()
    assert REASON in page and "published without reviewed captions" in page
    with translation.override("az"):
        day = f"{timezone.localdate().year}"
    assert day in page.split(REASON)[0][-200:]


def test_the_reason_goes_when_captions_are_reviewed(contribution, rena, django_capture_on_commit_callbacks):
    lesson = placed(contribution, rena)
    go_without(contribution.film, reason=REASON, by=rena.account)
    reviewed(contribution.film, rena, commit=django_capture_on_commit_callbacks)
    assert shown_excuse(contribution.film) is None and excuse_of(contribution.film).reason == REASON
    assert REASON not in Client().get(LessonPage.objects.get(pk=lesson.pk).url).content.decode()


def test_nobody_excuses_their_own_video_and_nobody_without_a_reason(rena, tural):
    own = sent_contribution(rena, film=factories.ready_film(captioned=False))
    with pytest.raises(OwnVideo):
        go_without(own.film, reason=REASON, by=rena.account)
    with pytest.raises(ValueError, match="reason"):
        go_without(own.film, reason=" \n ", by=tural.account)
    assert not CaptionExcuse.objects.exists()
    go_without(own.film, reason=REASON, by=tural.account)
    part = factories.ready_film(captioned=False, cut_of=own.film)  # the same recording, shortened
    assert excuse_of(part).reason == REASON
    with pytest.raises(OwnVideo):
        go_without(part, reason=REASON, by=rena.account)


def test_a_film_that_makes_no_sound_wants_none():
    silent = factories.ready_film(captioned=False)
    assert wants_captions(silent)
    silent.has_audio = False
    assert not wants_captions(silent)


def test_a_film_put_in_by_hand_meets_the_same_gate(rena):
    film = factories.ready_film(captioned=False)
    contribution = sent_contribution(film=film)
    lesson = placed(contribution, rena)
    from courses.domain.films.review import refuse_unfit

    with pytest.raises(NotApproved):
        refuse_unfit(lesson)


def test_describing_a_film_says_which_language_is_spoken():
    leyla = factories.person("Leyla Əliyeva", email="leyla@gate.example", birth_year=1955)
    contribution = begin_contribution(leyla, is_recording=False)
    assert contribution.film.language == ""
    describe(contribution, title="İlmə", language="en", topic=None)
    assert Film.objects.get(pk=contribution.film_id).language == "en"
    assert not Work.objects.filter(kind="captions").exists()  # there is nothing to hear yet


# The coordinators' page -----------------------------------------------------------------------------
def address(film) -> str:
    return f"/admin/school/videos/film/{film.pk}/captions/"


def test_who_may_not_give_a_reason(contribution, rena):
    leyla = contribution.person
    for who in (leyla, factories.person("Günay Məmmədova", email="gunay@gate.example")):
        assert signed_in(who).get(address(contribution.film)).status_code in (302, 403)
        assert signed_in(who).post(address(contribution.film), {"deed": "reason", "reason": REASON}).status_code in (
            302,
            403,
        )
    assert Client().get(address(contribution.film)).status_code == 302
    assert not CaptionExcuse.objects.exists()
    assert signed_in(rena).get(f"/admin/school/videos/film/{uuid4()}/captions/").status_code == 404
    own = sent_contribution(rena, film=factories.ready_film(captioned=False))
    answer = signed_in(rena).post(address(own.film), {"deed": "reason", "reason": REASON})
    assert answer.status_code == 302 and answer.url == "/admin/"  # the admin's way of saying no
    assert not CaptionExcuse.objects.exists()
    draft = sent_contribution(
        factories.person("Cəlal Abbasov", email="celal@gate.example"), film=factories.ready_film(captioned=False),
        state=ContributionState.DRAFT,
    )  # fmt: skip
    assert signed_in(rena).get(address(draft.film)).status_code == 404


def test_a_coordinator_gives_the_reason_on_a_page(contribution, rena):
    lesson = placed(contribution, rena)
    client = signed_in(rena)
    video = client.get(f"/admin/school/videos/{contribution.pk}/").content.decode()
    assert address(contribution.film) in video and "for a reason" in video
    assert "There are no captions yet." in client.get(address(contribution.film)).content.decode()
    assert client.post(address(contribution.film), {"deed": "reason", "reason": ""}).status_code == 200
    answer = client.post(address(contribution.film), {"deed": "reason", "reason": REASON})
    assert answer.status_code == 302 and is_live(lesson)
    assert REASON in client.get(address(contribution.film)).content.decode()
    assert "for a reason" not in client.get(f"/admin/school/videos/{contribution.pk}/").content.decode()


def test_a_coordinator_corrects_the_language_that_is_spoken(contribution, rena):
    factories.captions(contribution.film, language="en")
    lesson = placed(contribution, rena)
    client = signed_in(rena)
    assert client.post(address(contribution.film), {"deed": "language", "language": "tlh"}).status_code == 200
    assert not is_live(lesson)
    assert client.post(address(contribution.film), {"deed": "language", "language": "en"}).status_code == 302
    contribution.refresh_from_db()
    assert (contribution.language, contribution.film.language) == ("en", "en")
    assert is_live(lesson)  # its English captions were reviewed already
    assert Entry.objects.filter(kind=Kind.LANGUAGE_CORRECTED).count() == 1


def test_the_error_has_words():
    with translation.override("en"):
        assert "no reviewed captions" in str(CaptionsWanting())


def test_what_a_crash_left_waiting_is_published_by_the_sweep(contribution, rena):
    lesson = placed(contribution, rena)
    track = films.open_captions(contribution.film, "az")
    line = {"id": "a", "start_ms": 0, "end_ms": 900, "text": "Salam"}
    films.save_captions(track, [{"was": None, "now": line}], base=0, by=rena.account)
    films.review_captions(track, revision=1, by=rena.account)  # nobody heard of it: the test never commits
    assert not is_live(lesson)
    api.sweep()
    assert is_live(lesson)
