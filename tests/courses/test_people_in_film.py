"""Whom a coordinator sees in a film is asked, and until each has said yes or was cut out it goes public by no way."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from courses import api
from courses.domain.films.consents import send_question, subject_of
from courses.models import Contribution, ContributionState, LessonPage
from elearn.notices.models import Notice
from elearn.people import api as people
from elearn.people.models import Account, Consent, ConsentWay, Role
from elearn.web.api import NotApproved, ask_for_approval
from media_pipeline.models import Film
from tests.courses.papers import sent_contribution
from tests.factories import course_with, first_pages, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    cache.clear()
    first_pages()


@pytest.fixture
def rena():
    return person("Rəna Həsənova", email="rena@seen.example", roles=[Role.COORDINATOR]).account


@pytest.fixture
def tural():
    return person("Tural Nəbiyev", email="tural@seen.example", roles=[Role.COORDINATOR]).account


@pytest.fixture
def root():
    return Account.objects.create_superuser(handle="root", email="root@seen.example")


@pytest.fixture
def course():
    return course_with({})[0]


@pytest.fixture
def sent():
    return sent_contribution()


def client_of(account) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def see_somebody(contribution, account, name="Murad Quliyev", contact="murad@seen.example") -> Consent:
    """Add somebody on the review screen."""
    said = {"name_1": name, "contact_1": contact}
    client_of(account).post(reverse("courses_admin:consents", args=[contribution.pk]), said)
    return people.consents_for(subject_of(contribution.film)).get(is_own=False)


def is_live(film) -> bool:
    return LessonPage.objects.live().filter(film=film).exists()


def test_a_coordinator_adds_whom_they_see_and_publishing_waits(sent, course, rena):
    consent = see_somebody(sent, rena)
    assert (consent.person.name, consent.state) == ("Murad Quliyev", "asked")
    place = {"deed": "place", "title": sent.title, "course": course.pk}
    address = reverse("courses_admin:video", args=[sent.pk])
    answer = client_of(rena).post(address, place, follow=True)
    assert ("Murad Quliyev" in answer.text, is_live(sent.film_id)) == (True, False)
    people.give_consent(consent, way=ConsentWay.CLICK, uses=["site"])
    client_of(rena).post(address, place)
    assert is_live(sent.film_id)


def test_two_taps_write_to_somebody_once(sent, rena):
    key = see_somebody(sent, rena).key
    Consent.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    before = Notice.objects.filter(kind="consent_asked").count()
    for one in [Consent.objects.get(key=key), Consent.objects.get(key=key)]:  # each read it before the other wrote
        send_question(one, sent)
    assert Notice.objects.filter(kind="consent_asked").count() == before + 1


def test_who_was_cut_out_is_waited_for_no_more(sent, course, rena):
    consent = see_somebody(sent, rena)
    said = {"deed": "cut_out", "reason": "The beginning was cut."}
    client_of(rena).post(reverse("courses_admin:consent", args=[sent.pk, consent.key]), said)
    assert api.place(sent, course=course, title=sent.title, by=rena).live


@pytest.mark.parametrize("who", ["tural", "root"])
def test_nobody_approves_a_lesson_while_somebody_in_it_was_not_asked_in_time(sent, course, rena, who, request):
    """Seen only after the film was placed, by the second coordinator or by a superuser."""
    lesson = api.place(sent, course=course, title="Başqa ad", by=rena)
    see_somebody(sent, rena)
    second = request.getfixturevalue(who)
    page = LessonPage.objects.get(pk=lesson.pk)
    answer = client_of(second).post(_approve_address(page), {}, follow=True)
    assert (answer.status_code, is_live(sent.film_id)) == (200, False)
    assert Contribution.objects.get().state == ContributionState.SECOND_PERSON


def _approve_address(page) -> str:
    state = page.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def test_no_lesson_made_by_hand_goes_round_them(sent, course, rena, tural):
    """The film is chosen in the editor of another lesson, and two coordinators agree."""
    consent = see_somebody(sent, rena)
    both = {"film": sent.film, "by": rena, "approved_by": tural}
    with pytest.raises(NotApproved, match="Murad Quliyev"):
        api.create_lesson(course, "Başqa dərs", **both)
    people.give_consent(consent, way=ConsentWay.CLICK, uses=["site"])
    assert api.create_lesson(course, "Başqa dərs", **both).live


def test_a_film_that_was_not_sent_is_its_teachers_alone(course, rena, tural):
    draft = sent_contribution(state=ContributionState.DRAFT)
    with pytest.raises(NotApproved):
        api.create_lesson(course, "Başqa dərs", film=draft.film, by=rena, approved_by=tural)
    listed = client_of(rena).get("/admin/film-chooser/").content.decode()
    assert str(draft.film_id) not in listed


def test_not_at_a_set_time_either(sent, course, rena, tural):
    scheduled(sent, course, rena, tural)
    see_somebody(sent, rena)
    later()
    assert not is_live(sent.film_id)


def scheduled(sent, course, rena, tural) -> LessonPage:
    """A lesson that two coordinators have given a time to go live."""
    lesson = LessonPage.objects.get(pk=api.place(sent, course=course, title="Başqa ad", by=rena).pk)
    lesson.go_live_at = timezone.now() + timedelta(hours=1)
    lesson.save_revision(user=rena)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    client_of(tural).post(_approve_address(lesson), {}, follow=True)
    revision = LessonPage.objects.get(pk=lesson.pk).latest_revision
    assert revision.approved_go_live_at and not is_live(sent.film_id)
    return lesson


def later() -> None:
    moment = timezone.now() + timedelta(hours=2)
    with patch("django.utils.timezone.now", return_value=moment):
        call_command("publish_scheduled", verbosity=0)


def test_a_lesson_with_a_time_waits_for_it_and_goes_public_when_all_agree(sent, course, rena, tural):
    scheduled(sent, course, rena, tural)
    later()
    assert is_live(sent.film_id)
    assert Contribution.objects.get().state == ContributionState.PLACED


def test_not_in_another_language_either(sent, course, rena, tural, root):
    lesson = api.place(sent, course=course, title=sent.title, by=rena)
    see_somebody(sent, rena)
    Film.objects.filter(pk=sent.film_id).update(blocked_at=None)  # even if it could be played
    translate_object(LessonPage.objects.get(pk=lesson.pk), [Locale.objects.get(language_code="ru")], user=root)
    made = Translation.objects.get(source__object_id=lesson.translation_key)
    made.save_target(user=root, publish=True)
    page = LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="ru")
    page.save_revision(user=rena)
    page = LessonPage.objects.get(pk=page.pk)
    ask_for_approval(page, by=rena)
    page = LessonPage.objects.get(pk=page.pk)
    client_of(tural).post(_approve_address(page), {}, follow=True)
    assert not LessonPage.objects.get(pk=page.pk).live


def test_not_among_many_at_once(sent, course, root, rena):
    lesson = api.place(sent, course=course, title="Başqa ad", by=rena)
    see_somebody(sent, rena)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client_of(root).post(f"{address}?id={lesson.pk}&next=/admin/", {"include_descendants": "on"})
    assert not is_live(sent.film_id)


def test_a_film_that_is_public_waits_again_for_whom_somebody_recognises(sent, course, rena):
    """Stopped in every player at once, and played again after the yes."""
    lesson = api.place(sent, course=course, title=sent.title, by=rena)
    api.open_playback(None, lesson)
    consent = see_somebody(sent, rena)
    assert Film.objects.get(pk=sent.film_id).blocked_at is not None
    people.give_consent(consent, way=ConsentWay.CLICK, uses=["site"])
    assert Film.objects.get(pk=sent.film_id).blocked_at is None


def test_and_after_they_were_cut_out(sent, course, rena):
    api.place(sent, course=course, title=sent.title, by=rena)
    consent = see_somebody(sent, rena)
    said = {"deed": "cut_out", "reason": "The beginning was cut."}
    client_of(rena).post(reverse("courses_admin:consent", args=[sent.pk, consent.key]), said)
    assert Film.objects.get(pk=sent.film_id).blocked_at is None


def test_a_minors_film_goes_public_by_no_hand(course, rena, tural):
    girl = person("Aytən Zərqələmova", birth_year=timezone.localdate().year - 15, email="ayten@seen.example")
    theirs = sent_contribution(girl)
    with pytest.raises(NotApproved):
        api.create_lesson(course, "Başqa dərs", film=theirs.film, by=rena, approved_by=tural)
    assert not is_live(theirs.film_id)


def test_who_gave_the_film_does_not_write_down_what_others_in_it_said(course, rena, tural):
    """A coordinator who teaches: neither that somebody was cut out, nor a yes by phone."""
    mine = sent_contribution(rena.person)
    consent = see_somebody(mine, rena)
    address = reverse("courses_admin:consent", args=[mine.pk, consent.key])
    for said in ({"deed": "cut_out", "reason": "Not seen."}, {"deed": "write", "answer": "yes", "way": "phone"}):
        client_of(rena).post(address, said | {"speaker": "himself"})
        consent.refresh_from_db()
        assert consent.state == "asked"
    client_of(tural).post(address, {"deed": "cut_out", "reason": "Not seen."})
    consent.refresh_from_db()
    assert consent.state == "cut_out"
