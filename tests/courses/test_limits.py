"""Who sends more than they may comes back to the form, which says when to send it again and keeps their words."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.domain.learning.requests import ask_to_enrol
from courses.models import CoursePage, EnrolmentRequest, Practice
from elearn.safety import api as safety
from tests import factories
from tests.courses.asks.samples import signed_in
from tests.courses.practice import works
from tests.courses.practice.photos import photo

pytestmark = pytest.mark.django_db
WORDS = "Üç həftə toxudum."


@pytest.fixture(autouse=True)
def none_left(settings):
    cache.clear()
    safety.prepare()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "write_words": "0/d/user"}


def test_a_work_too_many_keeps_its_words_and_asks_for_the_photo_again(client):
    lesson = works.lesson_of(works.teacher())
    signed_in(client, works.learner(lesson))
    sent = {"words": WORDS, "picture": SimpleUploadedFile("s.jpg", photo())}
    page = client.post(reverse("courses:practice", args=[lesson.pk]), sent)
    assert page.status_code == 429 and f"{WORDS}</textarea>" in page.text
    assert "Please send this tomorrow" in page.text and "Please choose the file again" in page.text
    assert not Practice.objects.exists()


@pytest.fixture
def course():
    course, _lessons = factories.course_with({"text": "<p>1</p>"})
    CoursePage.objects.filter(pk=course.pk).update(enrol_by="approval")
    return CoursePage.objects.get(pk=course.pk)


def test_a_wish_too_many_keeps_its_words(client, course):
    signed_in(client, factories.person("Günay", birth_year=2000, email="gunay@limits.example"))
    page = client.post(reverse("courses:ask_to_enrol", args=[course.pk]), {"words": WORDS})
    assert page.status_code == 429 and f"{WORDS}</textarea>" in page.text
    assert "Please send this tomorrow" in page.text
    assert not EnrolmentRequest.objects.exists()


def test_a_wish_that_waits_is_taken_back_all_the_same_when_it_is_time(client, course, settings):
    gunay = factories.person("Günay", birth_year=2000, email="gunay@limits.example")
    wish = ask_to_enrol(gunay, course, words=WORDS)
    address = reverse("courses:ask_to_enrol", args=[course.pk])
    page = signed_in(client, gunay).post(address, {"withdraw": "1"})
    assert page.status_code == 429 and "Please send this tomorrow" in page.text and WORDS in page.text
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "write_words": "20/d/user"}
    assert client.post(address, {"withdraw": "1"}).status_code == 302
    wish.refresh_from_db()
    assert wish.state == "withdrawn"
