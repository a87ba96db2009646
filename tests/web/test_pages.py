"""The first pages: made once, changed by nobody but their editors; and what every page offers."""

import pytest
from django.core.cache import cache
from wagtail.models import Page, Site

from elearn.history.figures import count_figures
from elearn.history.models import Entry, Kind
from elearn.web.domain.prepare import prepare
from elearn.web.models import HomePage
from tests.factories import course_with, first_pages
from tests.web.markup import Tags

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()


def test_preparing_twice_makes_one_home_page_for_each_language():
    prepare()
    HomePage.objects.filter(locale__language_code="az").update(headline="Başqa söz")
    before = list(Page.objects.order_by("pk").values_list("pk", "title"))
    prepare()
    assert list(Page.objects.order_by("pk").values_list("pk", "title")) == before
    assert HomePage.objects.get(locale__language_code="az").headline == "Başqa söz"
    assert len({home.translation_key for home in HomePage.objects.all()}) == 1
    assert Site.objects.get().root_page.specific == HomePage.objects.get(locale__language_code="az")
    assert Page.objects.filter(depth=2).count() == 3


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_the_home_page_has_its_two_doors(client, language):
    first_pages()
    page = client.get(f"/{language}/").content.decode()
    addresses = [one.get("href") for one in Tags(page).named("a")]
    assert "/courses/" in addresses
    assert "/sign-in/teach/" in addresses
    assert page.count("<h1") == 1


def test_courses_lead_to_the_catalogue_in_the_visitors_language(client):
    first_pages()
    assert client.get("/courses/", headers={"accept-language": "ru"}).url == "/ru/kursy/"
    assert client.get("/courses/", headers={"accept-language": "az"}).url == "/az/kurslar/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_asks_the_same_however_many_courses(client, django_assert_num_queries, count):
    for number in range(count):
        course_with({}, {}, title=f"Kurs {number}")
    client.get("/az/")  # fills Wagtail's memory of its site
    with django_assert_num_queries(13):
        client.get("/az/")


def entry(kind: Kind, who: str, **more):
    Entry.objects.create(kind=kind, who=who, **more)


def test_figures_are_counted_from_what_happened():
    for kind, who in ((Kind.PUBLISHED, "a"), (Kind.PUBLISHED, "a"), (Kind.PUBLISHED, "b"), (Kind.PUBLISHED, "")):
        entry(kind, who)
    for who in ("c", "c", "d", "e"):
        entry(Kind.WATCHED, who)
    for who in ("c", "d"):
        entry(Kind.CERTIFIED, who)
    entry(Kind.CERTIFICATE_CANCELLED, "d")
    entry(Kind.PUBLISHED, "z", is_check=True)
    entry(Kind.CERTIFIED, "z", is_check=True)
    counted = count_figures()
    assert (counted.teachers, counted.watchers, counted.certificates) == (2, 3, 1)


def test_a_figure_that_is_zero_is_not_shown(client):
    first_pages()
    assert "How are these counted?" not in client.get("/en/").content.decode()
    cache.clear()
    entry(Kind.PUBLISHED, "a")
    page = client.get("/en/").content.decode()
    assert "teacher has shared what they know" in page
    assert "How are these counted?" in page
    assert "certificates issued" not in page


@pytest.mark.parametrize("address", ["/en/", "/help/", "/settings/", "/no-such-page/"])
def test_help_is_in_the_same_place_on_every_page(client, settings, address):
    first_pages()
    settings.HELP_NAME = "Rəna Quliyeva"
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    foot = page[page.index("<footer") :]
    for words in (
        "Need help?",
        "Rəna Quliyeva will help you.",
        "tel:*0000",
        "Call me back",
        "Report a concern",
        f"about={address}",
    ):
        assert words in foot, words
    assert Tags(page).named("a")[0]["href"] == "#main"
    assert Tags(page).by_id("main")[0] == "main"


def test_a_wrong_turn_says_what_to_do(client):
    first_pages()
    answer = client.get("/no-such-page/", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "Nothing of yours is lost." in answer.content.decode()
