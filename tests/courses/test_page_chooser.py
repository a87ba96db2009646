"""The editor's words for choosing a page: those of who looks, not of who looked first."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from courses import api
from elearn.people.models import Role
from tests import factories

pytestmark = pytest.mark.django_db
EDIT = "wagtailadmin_pages:edit"


def seen_in(language: str, who, address: str) -> str:
    who.language = language
    who.save(update_fields=["language"])
    client = Client()
    client.force_login(who.account)
    return client.get(address, headers={"accept-language": language}).content.decode()


def test_who_opens_an_editor_first_does_not_choose_the_language_of_who_comes_after():
    course, [lesson] = factories.course_with({"text": "<p>Salam</p>", "questions": factories.two_questions()})
    needed, _ = factories.course_with({"text": "<p>Salam</p>"}, title="İlmə")
    course.prerequisites.create(needed=needed)
    api.prepare()
    rena = factories.staff("Rəna Hüseynova", Role.COORDINATOR)
    for page in (lesson, course):
        address = reverse(EDIT, args=[page.pk])
        assert "Choose a page" in seen_in("en", rena, address)
        words = seen_in("az", rena, address)
        assert "Choose a page" not in words
        assert "Səhifə seç" in words or json.dumps("Səhifə seç")[1:-1] in words  # in a page, or in its data
