"""Notes at a second of a film: whose they are, where they lead, and that nobody else meets them."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from courses import api
from courses.domain.learning import notes
from courses.errors import AfterTheEnd, LessonClosed, TooManyNotes, WordsWanting
from courses.models import LessonPage, Note
from elearn.people.api import merge
from tests import factories
from tests.courses.rows import counted

pytestmark = pytest.mark.django_db
WORDS = "Üç ilmə, sonra döndərmək"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def lesson():
    _, [lesson] = factories.course_with({"film": factories.ready_film(300)})
    return lesson


@pytest.fixture
def gunay():
    return factories.person(birth_year=2000, email="gunay@notes.example", language="en")


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", birth_year=1999, email="murad@notes.example", language="en")


def sign_in(client, person):
    client.cookies["language"] = "en"
    client.force_login(person.account)
    return client


def test_a_note_without_javascript(client, lesson, gunay):
    address = reverse("courses:notes", args=[lesson.pk])
    browser = sign_in(client, gunay)
    assert address in browser.get(lesson.url).text
    done = browser.post(address, {"text": f"  {WORDS} ", "at": "2:10"})
    assert done["location"] == address
    note = Note.objects.get()
    assert (note.person, note.lesson_id, note.film, note.ms, note.text) == (
        gunay, lesson.pk, lesson.film, 130_000, WORDS,
    )  # fmt: skip
    page = browser.get(address).text
    assert f'href="{lesson.url}#t=130"' in page
    assert "At 2:10" in page
    assert WORDS in page


def test_the_fragment_for_the_lessons_page(client, lesson, gunay):
    address = reverse("courses:notes", args=[lesson.pk])
    assert "Sign in to write notes" in client.get(address, headers={"X-Fragment": "1", "Cookie": "language=en"}).text
    browser = sign_in(client, gunay)
    kept = browser.post(address, {"text": WORDS, "at": "0:05"}, headers={"X-Fragment": "1"})
    assert (kept.status_code, kept.headers["Cache-Control"].count("no-store")) == (200, 1)
    assert "Your note is kept." in kept.text
    assert "<html" not in kept.text
    faulty = browser.post(address, {"text": WORDS, "at": "9:99"}, headers={"X-Fragment": "1"})
    assert faulty.status_code == 422
    assert "Please write minutes and seconds, such as 1:20." in faulty.text
    assert WORDS in faulty.text
    gone = browser.post(
        reverse("courses:throw_away_note", args=[Note.objects.get().pk]),
        {"from": "lesson"}, headers={"X-Fragment": "1"}, follow=True,
    )  # fmt: skip
    assert "<html" not in gone.text
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("text", "ms", "error"), [("  ", 0, WordsWanting), (WORDS, 300_001, AfterTheEnd), (WORDS, -1, AfterTheEnd)]
)
def test_what_is_not_kept(lesson, gunay, text, ms, error):
    with pytest.raises(error):
        notes.note_down(gunay, lesson, text=text, ms=ms)
    assert not Note.objects.exists()


def test_a_lesson_without_a_film_has_no_place(client, gunay):
    _, [lesson] = factories.course_with({"text": "<p>Oxuyun.</p>"})
    assert notes.note_down(gunay, lesson, text=WORDS, ms=5000).ms == 0
    page = sign_in(client, gunay).get(reverse("courses:notes", args=[lesson.pk])).text
    assert "Where in the video" not in page
    assert "#t=" not in page


def test_there_is_an_end_to_notes(lesson, gunay, monkeypatch):
    monkeypatch.setattr(notes, "MOST", 2)
    notes.note_down(gunay, lesson, text=WORDS)
    notes.note_down(gunay, lesson, text=WORDS)
    with pytest.raises(TooManyNotes):
        notes.note_down(gunay, lesson, text=WORDS)


def test_a_closed_lesson_takes_no_note(client, gunay):
    course, lessons = factories.course_with({"film": factories.ready_film(30)}, {"film": factories.ready_film(30)})
    type(course).objects.filter(pk=course.pk).update(order="steps")
    with pytest.raises(LessonClosed):
        notes.note_down(gunay, lessons[1], text=WORDS)
    before = counted()
    assert (
        sign_in(client, gunay).post(reverse("courses:notes", args=[lessons[1].pk]), {"text": WORDS}).status_code == 403
    )
    assert counted() == before


def test_somebody_elses_note_is_not_there(client, lesson, gunay, murad):
    note = notes.note_down(gunay, lesson, text=WORDS)
    browser = sign_in(client, murad)
    before = counted()
    assert browser.get(reverse("courses:note", args=[note.pk])).status_code == 404
    assert browser.post(reverse("courses:note", args=[note.pk]), {"text": "Mənim"}).status_code == 404
    assert browser.post(reverse("courses:throw_away_note", args=[note.pk])).status_code == 404
    assert counted() == before
    for address in (reverse("courses:my_notes"), reverse("courses:notes", args=[lesson.pk]), reverse("desk:home")):
        assert WORDS not in browser.get(address).text
    note.refresh_from_db()
    assert note.text == WORDS


def test_a_visitor_signs_in_and_finds_what_they_typed(client, lesson, gunay):
    address = reverse("courses:notes", args=[lesson.pk])
    sent = client.post(address, {"text": WORDS, "at": "1:00"})
    assert sent["location"].startswith("/sign-in/")
    assert not Note.objects.exists()
    for name in ("my_notes", "my_learning", "my_certificates"):
        assert client.get(reverse(f"courses:{name}"))["location"].startswith("/sign-in/")


def test_a_note_is_changed_and_thrown_away(client, lesson, gunay):
    note = notes.note_down(gunay, lesson, text=WORDS, ms=1000)
    browser = sign_in(client, gunay)
    assert "0:01" in browser.get(reverse("courses:note", args=[note.pk])).text
    browser.post(reverse("courses:note", args=[note.pk]), {"text": "Dörd ilmə", "at": "0:20"})
    note.refresh_from_db()
    assert (note.text, note.ms) == ("Dörd ilmə", 20_000)
    assert browser.post(reverse("courses:note", args=[note.pk]), {"text": "Dörd", "at": "5:01"}).status_code == 422
    browser.post(reverse("courses:throw_away_note", args=[note.pk]))
    assert not Note.objects.exists()


def test_notes_stay_when_the_lesson_goes_out_of_sight(client, lesson, gunay):
    notes.note_down(gunay, lesson, text=WORDS)
    LessonPage.objects.filter(pk=lesson.pk).update(live=False)
    page = sign_in(client, gunay).get(reverse("courses:my_notes")).text
    assert WORDS in page
    assert "This lesson is not shown at the moment." in page
    assert lesson.url not in page
    assert WORDS not in client.get(reverse("desk:home")).text


@pytest.mark.parametrize("count", [1, 3])
def test_all_notes_take_the_same_queries(client, gunay, django_assert_num_queries, count):
    for number in range(count):
        _, [lesson] = factories.course_with({"film": factories.ready_film(30)}, title=f"Kurs {number}")
        notes.note_down(gunay, lesson, text=WORDS)
    browser = sign_in(client, gunay)
    browser.get(reverse("courses:my_notes"))
    with django_assert_num_queries(8):
        browser.get(reverse("courses:my_notes"))


def test_notes_go_over_when_two_records_become_one(lesson, gunay):
    other = factories.person("Günay M.", birth_year=2000)
    notes.note_down(other, lesson, text=WORDS)
    merge(gunay, other, by=None)
    assert [note.text for note in notes.notes_of(gunay)] == [WORDS]


def test_a_door_for_the_desk(client, lesson, gunay):
    for number in range(4):
        notes.note_down(gunay, lesson, text=f"Qeyd {number}", ms=number * 1000)
    assert [note.text for note in api.newest_notes(gunay, 3)] == ["Qeyd 3", "Qeyd 2", "Qeyd 1"]
    page = sign_in(client, gunay).get(reverse("desk:home")).text
    assert f"{lesson.url}#t=3" in page
    assert reverse("courses:my_notes") in page
