"""Who else is in the recording of a webinar: a coordinator watches it, has them asked, and says that is all."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import api
from courses.domain.films.consents import subject_of
from courses.domain.webinars.in_picture import looked_through, perhaps_seen
from courses.errors import ConsentWanting, NotLookedThrough
from courses.models import Webinar
from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.api import consents_for, give_consent
from elearn.people.models import ConsentState, ConsentWay, Role
from elearn.web.api import NotApproved
from tests import factories
from tests.courses.papers import sent_contribution

pytestmark = pytest.mark.django_db


@pytest.fixture
def rena():
    factories.first_pages()
    return factories.staff("Rəna Həsənova", Role.COORDINATOR, language="en")


@pytest.fixture
def webinar():
    """A webinar with a host, whose recording can be watched and whose speaker has agreed."""
    speaker = factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@picture.example", roles=[Role.ELDER])
    webinar = factories.webinar(speaker=speaker)
    host = factories.person("Kamran Əliyev", birth_year=1990, email="kamran@picture.example")
    webinar.hosts.add(host)
    contribution = sent_contribution(webinar.speaker, title=webinar.title)
    contribution.is_helped = True
    contribution.save()
    webinar.contribution, webinar.ended_at = contribution, timezone.now()
    webinar.save()
    return webinar


def page(webinar) -> str:
    return reverse("courses_admin:consents", args=[webinar.contribution.pk])


def signed_in(who) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def agreed_to(contribution):
    """The speaker's yes to the page as it is."""
    from courses.domain.films import answers
    from courses.domain.films.answer_page import version_of
    from courses.models import AnswerWay

    answers.answer(contribution, yes=True, way=AnswerWay.OWN_DEVICE, version=version_of(contribution))


def test_a_coordinator_has_the_host_asked_and_says_that_nobody_else_is_in_it(webinar, rena):
    course, _ = factories.course_with({})
    contribution, browser = webinar.contribution, signed_in(rena)
    agreed_to(contribution)
    with pytest.raises(NotLookedThrough):
        api.place(contribution, course=course, title=contribution.title, by=rena.account)
    assert "Kamran Əliyev hosted it." in browser.get(page(webinar)).text
    host = webinar.hosts.get()
    browser.post(page(webinar), {"deed": "host", "host": host.pk})
    browser.post(page(webinar), {"deed": "host", "host": host.pk})
    assert Notice.objects.filter(kind="consent_asked", person=host).count() == 1
    assert not perhaps_seen(contribution).exists()
    told = browser.post(page(webinar), {"deed": "nobody_else"}, follow=True).text
    assert "It is noted that nobody else can be seen or heard." in told
    assert "Rəna Həsənova has watched it" in told
    with pytest.raises(ConsentWanting):
        api.place(contribution, course=course, title=contribution.title, by=rena.account)
    consent = consents_for(subject_of(contribution.film)).get(person=host)
    give_consent(consent, way=ConsentWay.CLICK, by=host.account)
    assert api.place(contribution, course=course, title=contribution.title, by=rena.account).live
    assert Entry.objects.filter(kind=Kind.RECORDING_LOOKED_THROUGH).count() == 1


def test_it_is_said_once_and_by_whom(webinar, rena):
    other = factories.staff("Tural Nəbiyev", Role.COORDINATOR, email="tural@picture.example")
    assert looked_through(webinar.contribution, by=rena.account)
    assert not looked_through(webinar.contribution, by=other.account)
    assert Webinar.objects.get().looked_through_by == rena.account


def test_a_recording_chosen_in_the_editor_is_asked_the_same(webinar, rena):
    course, [lesson] = factories.course_with({})
    tural = factories.staff("Tural Nəbiyev", Role.COORDINATOR, email="tural@picture.example")
    agreed_to(webinar.contribution)
    from elearn.web.api import approve

    lesson.body = [("film", {"film": webinar.contribution.film})]
    lesson.title = webinar.contribution.title
    revision = lesson.save_revision(user=rena.account)
    with pytest.raises(NotApproved):
        approve(revision, by=tural.account)
        revision.publish()


@pytest.mark.parametrize("host", ["0", "x", "999999", "", "9" * 25])
def test_nobody_is_asked_who_did_not_host(webinar, rena, host):
    signed_in(rena).post(page(webinar), {"deed": "host", "host": host})
    assert not consents_for(subject_of(webinar.contribution.film)).filter(state=ConsentState.ASKED).exists()


def test_a_video_that_was_described_needs_it_not(rena):
    contribution = sent_contribution()
    assert not looked_through(contribution, by=rena.account)
    assert (
        "Who is in the recording"
        not in signed_in(rena).get(reverse("courses_admin:consents", args=[contribution.pk])).text
    )


def test_others_are_kept_out(webinar):
    assert signed_in(webinar.speaker).post(page(webinar), {"deed": "nobody_else"}).status_code != 200
    assert Webinar.objects.get().looked_through_at is None
