"""Windows to choose from start without inline scripts, which our policy refuses."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from courses.api import create_topic
from courses.models import TopicPage
from elearn.people.models import Role
from tests.factories import first_pages, person

pytestmark = pytest.mark.django_db


def test_the_page_that_copies_has_no_inline_script():
    first_pages()
    rena = person("Rəna Həsənova", email="rena@choosing.example", roles=[Role.COORDINATOR]).account
    topic = create_topic("Toxuculuq", language="az", by=rena)
    client = Client()
    client.force_login(rena, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("wagtailadmin_pages:copy", args=[topic.pk])).content.decode()
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page) == []
    assert 'data-controller="k-chooser"' in page and 'data-k-chooser-kind-value="PageChooser"' in page


def test_a_copy_is_a_draft_under_the_chosen_page():
    first_pages()
    rena = person("Rəna Həsənova", email="rena@choosing.example", roles=[Role.COORDINATOR]).account
    topic = create_topic("Toxuculuq", language="az", by=rena)
    catalogue = topic.get_parent()
    client = Client()
    client.force_login(rena, backend="django.contrib.auth.backends.ModelBackend")
    said = {"new_title": "Surət", "new_slug": "suret", "new_parent_page": catalogue.pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[topic.pk]), said)
    copy = TopicPage.objects.get(slug="suret")
    assert (copy.live, copy.get_parent().pk) == (False, catalogue.pk)
