"""The list of somebody's certificates: their own alone, in the same queries for any number."""

import pytest
from django.urls import reverse

from courses import api
from tests import factories
from tests.courses.papers import completed_in

from .scene import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_for_one_and_for_three(django_assert_num_queries, count):
    gunay = factories.person("Günay Məmmədova", email="gunay@mine.example", birth_year=2000)
    leyla = factories.person("Leyla Əliyeva", birth_year=1955)
    made = []
    for number in range(count):
        course, _lessons = factories.course_with({}, title=f"Kurs {number}", teacher=leyla)
        made.append(api.certify(completed_in(course, gunay)))
    browser, address = signed_in(gunay), reverse("courses:my_certificates")
    browser.get(address)
    with django_assert_num_queries(4):
        page = browser.get(address).text
    assert all(certificate.get_absolute_url() in page for certificate in made)
    murad = factories.person("Murad Quliyev", email="murad@mine.example", birth_year=1999)
    assert made[0].get_absolute_url() not in signed_in(murad).get(address).text
