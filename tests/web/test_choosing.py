"""Windows to choose from start without inline scripts, which our policy refuses."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import LessonPage
from elearn.people.models import Role
from tests.factories import course_with, person

pytestmark = pytest.mark.django_db


def test_the_page_that_copies_has_no_inline_script():
    _course, (lesson,) = course_with({})
    rena = person("Rəna Həsənova", email="rena@choosing.example", roles=[Role.COORDINATOR]).account
    client = Client()
    client.force_login(rena, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("wagtailadmin_pages:copy", args=[lesson.pk])).content.decode()
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page) == []
    assert 'data-controller="k-chooser"' in page and 'data-k-chooser-kind-value="PageChooser"' in page


def test_a_copy_is_a_draft_under_the_chosen_page():
    course, (lesson,) = course_with({})
    rena = person("Rəna Həsənova", email="rena@choosing.example", roles=[Role.COORDINATOR]).account
    client = Client()
    client.force_login(rena, backend="django.contrib.auth.backends.ModelBackend")
    said = {"new_title": "Surət", "new_slug": "suret", "new_parent_page": course.pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), said)
    copy = LessonPage.objects.get(slug="suret")
    assert (copy.live, copy.get_parent().pk) == (False, course.pk)
