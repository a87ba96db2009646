"""A page's address is made of plain letters, so that it stays readable when it is shared."""

import pytest

import courses.api
import elearn.web.api

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Şərf toxumağı öyrənək", "serf-toxumagi-oyrenek"), ("Рукоделие", "rukodelie"), ("Plov", "plov")],
)
def test_letters_with_marks_are_written_plainly(title, slug):
    elearn.web.api.prepare()
    courses.api.prepare()
    topic = courses.api.create_topic(title, language="az")
    again = courses.api.create_topic(title, language="az")
    assert topic.slug == slug
    assert again.slug == f"{slug}-2"
