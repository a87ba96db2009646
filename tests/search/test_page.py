"""The search page and its suggestions, for everybody and without a name."""

import pytest
from django.core.cache import cache

from elearn.search import views
from elearn.search.models import Miss
from tests.factories import course_with, first_pages, guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def scarf(indexed, in_english):
    course, [lesson] = course_with({"title": "İlmə atmaq", "text": "<p>Yun ip & <b>şiş</b></p>"})
    indexed()
    return course, lesson


@pytest.fixture
def reader(client, db):
    cache.clear()
    client.cookies["language"] = "en"
    return client


def test_every_page_has_the_field_in_its_head(reader):
    first_pages()
    for address in ("/en/", "/help/", "/search/"):
        page = reader.get(address).content.decode()
        head = page[page.index("<header") : page.index("</header>")]
        assert 'role="search"' in head and 'action="/search/"' in head


def test_results_say_where_in_which_language_and_what_was_asked(reader, scarf):
    course, _lesson = scarf
    page = reader.get("/search/", {"q": "serf"})
    text = page.content.decode()
    assert page.status_code == 200
    assert f'href="{course.url}" lang="az" hreflang="az"' in text
    assert "written in Azerbaijani" in text
    assert "<mark>şərfiniz.</mark>" in text
    assert 'value="serf"' in text
    assert not Miss.objects.exists()


def test_what_is_typed_and_what_is_found_is_never_markup(reader, scarf, indexed):
    guide("<script>alert(1)</script> xəbər")
    indexed()
    for typed in ("<script>alert(1)</script>", '"><img src=x>', "{{ 7 }}"):
        text = reader.get("/search/", {"q": typed}).content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text


def test_a_kind_is_chosen_and_stays_with_the_pages(reader, indexed, in_english):
    course_with(*({"title": f"Şərf {number}"} for number in range(12)))
    indexed()
    text = reader.get("/search/", {"q": "şərf", "kind": "lesson"}).content.decode()
    assert 'href="?q=%C5%9F%C9%99rf&amp;kind=lesson&amp;page=2"' in text
    assert text.count('class="k-found__one"') == 10
    assert reader.get("/search/", {"q": "şərf", "kind": "nonsense"}).status_code == 200
    assert reader.get("/search/", {"q": "şərf", "page": "²"}).status_code == 200


def test_nothing_found_helps_on_and_is_kept_without_a_person(reader, scarf):
    text = reader.get("/search/", {"q": "Kosmonavt MAAŞI"}).content.decode()
    assert "Nothing was found" in text
    assert "Ask a counsellor" in text and "tel:" in text
    [miss] = Miss.objects.all()
    assert (miss.text, miss.language, miss.count) == ("kosmonavt maasi", "en", 1)


def test_an_empty_question_is_no_search(reader, db):
    assert "Type a word or two" in reader.get("/search/").content.decode()
    assert not Miss.objects.exists()


def test_suggestions_are_titles_with_their_kind(reader, scarf):
    course, _lesson = scarf
    answer = reader.get("/search/suggest/", {"q": "şər"})
    assert answer.json() == {
        "said": "1 suggestion",
        "found": [{"title": course.title, "url": course.url, "kind": "Courses", "language": "az"}],
    }
    assert reader.get("/search/suggest/", {"q": "x"}).json() == {"said": "", "found": []}
    assert reader.get("/search/suggest/", {"q": "zzzzz"}).json() == {"said": "No suggestions", "found": []}
    assert not Miss.objects.exists()


def test_too_many_searches_are_paused(reader, scarf, monkeypatch):
    monkeypatch.setattr(views, "RATES", {"search": "2/m/ip", "suggest": "2/m/ip"})
    assert [reader.get("/search/", {"q": "şərf"}).status_code for _ in range(3)] == [200, 200, 429]
    assert [reader.get("/search/suggest/", {"q": "şərf"}).status_code for _ in range(3)] == [200, 200, 429]


def test_nothing_is_changed_by_posting(reader, scarf):
    assert reader.post("/search/", {"q": "şərf"}).status_code == 405
    assert reader.post("/search/suggest/", {"q": "şərf"}).status_code == 405
