"""The visitor's choice of language sticks, also on pages that are written in another one."""

import pytest
from django.http import HttpRequest

from elearn.web.language import accepted_language, path_language
from tests.factories import course_with, first_pages, person
from tests.web.markup import Tags

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    first_pages()


def html_language(answer) -> str:
    return Tags(answer.content.decode()).named("html")[0]["lang"]


def choose(client, language: str, back: str = "/"):
    return client.post("/language/", {"language": language, "next": back})


def test_the_first_page_follows_the_browser(client):
    assert client.get("/", headers={"accept-language": "ru-RU,ru;q=0.9"}).url == "/ru/"
    assert client.get("/", headers={"accept-language": "de,en-GB;q=0.8"}).url == "/en/"
    assert client.get("/").url == "/az/"


def test_an_address_of_a_language_speaks_it_until_somebody_chooses(client):
    assert html_language(client.get("/en/", headers={"accept-language": "ru"})) == "en"
    choose(client, "ru")
    assert html_language(client.get("/en/", headers={"accept-language": "en"})) == "ru"


def test_a_choice_sticks_on_pages_of_another_language(client):
    course, (lesson,) = course_with({}, language="az")
    choose(client, "ru")
    for page in (course, lesson):
        answer = client.get(page.url)
        assert html_language(answer) == "ru"
        assert answer["Content-Language"] == "ru"
        heading = Tags(answer.content.decode()).named("h1")[0]
        assert heading["lang"] == "az"


def test_a_page_says_which_language_it_is_written_in_and_leads_to_ours(client):
    choose(client, "en")
    page = client.get("/az/").content.decode()
    assert "This page is written in Azerbaijani." in page
    assert 'href="/en/"' in page
    assert "This page is written" not in client.get("/en/").content.decode()


def test_choosing_leads_to_the_translation_and_else_back_to_the_same_page(client):
    assert choose(client, "ru", "/az/kurslar/").url == "/ru/kursy/"
    assert choose(client, "en", "/ru/").url == "/en/"
    assert choose(client, "en", "/help/?a=1").url == "/help/?a=1"
    course, _ = course_with({}, language="az")
    assert choose(client, "en", course.url).url == course.url


def test_a_translation_that_is_a_draft_is_not_led_to(client):
    from courses.models import CataloguePage

    CataloguePage.objects.get(locale__language_code="ru").unpublish()
    assert choose(client, "ru", "/az/kurslar/").url == "/az/kurslar/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example", ""]
)
def test_choosing_never_leads_elsewhere(client, elsewhere):
    assert choose(client, "ru", elsewhere).url in ("/", "/ru/")


def test_a_language_that_is_none_of_ours_changes_nothing(client):
    answer = choose(client, "de", "/help/")
    assert answer.url == "/help/"
    assert not answer.cookies


def test_choosing_is_not_done_by_following_a_link(client):
    assert client.get("/language/?language=ru").status_code == 405


def test_the_choice_is_kept_with_the_account(client):
    gunay = person("Günay", email="gunay@example.org", language="az")
    client.force_login(gunay.account)
    assert html_language(client.get("/help/", headers={"accept-language": "en"})) == "az"
    choose(client, "ru")
    gunay.refresh_from_db()
    assert gunay.language == "ru"
    client.cookies.pop("language")
    assert html_language(client.get("/help/", headers={"accept-language": "en"})) == "ru"


def test_what_is_missing_is_told_in_the_visitors_language(client):
    choose(client, "ru")
    answer = client.get("/az/no-such-page/")
    assert answer.status_code == 404
    assert html_language(answer) == "ru"


def test_paths_and_browsers_that_ask_oddly():
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = "tlh;q=x,,*"
    assert accepted_language(request) == "az"
    assert path_language("/azure/") is None
    assert path_language("/az") == "az"


def test_the_first_page_that_a_fault_shows_asks_the_database_nothing(rf, django_assert_num_queries):
    from elearn.web.views import failed

    request = rf.get("/desk/")
    request.COOKIES["language"] = "en"
    with django_assert_num_queries(0):
        answer = failed(request)
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
