"""Whether a guide was read and helped: numbers without names, counted from our own pages alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elearn.guidance.domain.helped import Reading, Told, count, count_unhelpful, read_lately
from elearn.guidance.models import ReadingDay
from elearn.people.api import Role
from tests.factories import counsellor, guidance_pages, guide, person, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FOREIGN = {"HTTP_SEC_FETCH_SITE": "cross-site"}


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


def numbers(page) -> tuple[int, int, int]:
    [one] = read_lately(days=1)
    assert one.page == page
    return one.read, one.helped, one.not_helped


def test_a_reading_is_counted_without_a_session(client):
    page = guide()
    assert client.post(f"/guidance/{page.pk}/read/").status_code == 204
    assert numbers(page) == (1, 0, 0)
    assert not client.cookies


def test_looking_changes_nothing(client):
    page = guide()
    assert client.get(f"/guidance/{page.pk}/read/").status_code == 405
    assert client.get(f"/guidance/{page.pk}/helped/").status_code == 405
    assert read_lately(days=1) == []


def test_an_answer_counts_once_from_one_browser(client):
    page, other = guide(), guide("Güzəştlər")
    for _time in range(2):
        answer = client.post(f"/guidance/{page.pk}/helped/", {"helped": "yes"})
        assert (answer.status_code, answer["Location"]) == (302, f"/guidance/{page.pk}/helped/helped/")
    assert numbers(page) == (0, 1, 0)
    # A browser keeps the cookie to its path; the client of the tests would send it everywhere.
    assert client.cookies["guide_answered"]["path"] == f"/guidance/{page.pk}/helped/"
    client.cookies.clear()
    client.post(f"/guidance/{other.pk}/helped/", {"helped": "no"})
    assert {(one.page.title, one.helped, one.not_helped) for one in read_lately(days=1)} == {
        (page.title, 1, 0),
        (other.title, 0, 1),
    }


def test_no_leads_to_people_who_can_help(client):
    page = guide()
    shown = client.post(f"/guidance/{page.pk}/helped/", {"helped": "no"}, follow=True).content.decode()
    for address in ("/counsel/", "/call-me/", reverse("guidance:mistake", args=[page.pk]), page.url):
        assert f'href="{address}"' in shown


@pytest.mark.parametrize("part", ["read", "helped"])
def test_another_site_counts_nothing_in_its_visitors_name(client, part):
    page = guide()
    assert client.post(f"/guidance/{page.pk}/{part}/", {"helped": "yes"}, **FOREIGN).status_code == 403
    assert not ReadingDay.objects.exists()


@pytest.mark.parametrize("part", ["read", "helped"])
def test_what_is_not_public_is_not_counted(client, part):
    page = guide()
    page.unpublish()
    assert client.post(f"/guidance/{page.pk}/{part}/").status_code == 404
    assert not ReadingDay.objects.exists()


def test_too_many_from_one_network_are_not_counted(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "read_guide": "2/h/ip"}
    page = guide()
    assert [client.post(f"/guidance/{page.pk}/read/").status_code for _time in range(4)] == [204] * 4
    assert numbers(page) == (2, 0, 0)


def test_a_period_has_its_days_and_the_most_read_first(django_assert_num_queries):
    first, second = guide(), guide("Güzəştlər")
    for page, told in ((first, Told.READ), (second, Told.READ), (second, Told.READ), (second, Told.HELPED)):
        count(page, told)
    old = ReadingDay.objects.get(page=first)
    ReadingDay.objects.create(page=first, day=old.day - timedelta(days=30), read=100)
    with django_assert_num_queries(2):
        found = read_lately(days=30)
    assert found == [Reading(second, 2, 1, 0), Reading(first, 1, 0, 0)]
    assert read_lately(days=31)[0] == Reading(first, 101, 0, 0)


def test_a_guide_is_called_unhelpful_only_after_three_answers():
    page = guide()
    today = timezone.localdate()
    row = ReadingDay.objects.create(page=page, day=today, helped=0, not_helped=2)
    assert count_unhelpful() == 0
    ReadingDay.objects.filter(pk=row.pk).update(helped=1, not_helped=2)
    assert count_unhelpful() == 1
    ReadingDay.objects.filter(pk=row.pk).update(helped=2, not_helped=2)
    assert count_unhelpful() == 0


def test_counsellors_see_the_numbers_and_others_do_not(client):
    page = guide()
    count(page, Told.READ)
    client.force_login(counsellor().account)
    shown = client.get("/admin/guide-reading/")
    assert shown.status_code == 200
    assert page.title in shown.content.decode()
    for other in (person("Günay", email="gunay@example.org"), staff("Nigar", Role.OPERATOR)):
        client.force_login(other.account)
        assert client.get("/admin/guide-reading/").status_code in (302, 403)
