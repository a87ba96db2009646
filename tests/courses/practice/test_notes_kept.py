"""A note is not lost: signed out in another tab, or with a video that another has taken the place of."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

from courses.domain.learning import notes
from courses.errors import AfterTheEnd
from courses.models import LessonPage, Note
from tests import factories

HERE = Path(__file__).parent
NOTES = HERE.parents[2] / "static" / "src" / "js" / "notes.js"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
WORDS = "Üç ilmə, sonra döndərmək"
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def lesson(db):
    _, [lesson] = factories.course_with({"film": factories.ready_film(300)})
    return lesson


@pytest.fixture
def gunay(db):
    return factories.person(birth_year=2000, email="gunay@kept.example", language="en")


@pytest.fixture
def shorter(lesson, gunay):
    """A note near the end of a video that a shorter one has taken the place of."""
    note = notes.note_down(gunay, lesson, text=WORDS, ms=280_500)
    LessonPage.objects.filter(pk=lesson.pk).update(film=factories.ready_film(60))
    return Note.objects.get(pk=note.pk)


@pytest.mark.skipif(NODE is None, reason="needs node, which builds the front end")
def test_the_script_takes_nothing_away_that_was_not_kept():
    command = [NODE, str(HERE / "notes_kept.mjs"), str(NOTES)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own file
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_note_sent_by_the_script_while_signed_out_waits_on_the_page_of_the_notes(client, lesson, gunay):
    address = reverse("courses:notes", args=[lesson.pk])
    answer = client.post(address, {"text": WORDS, "at": "1:00"}, headers=FRAGMENT)
    assert (answer.status_code, answer.content) == (401, b"")
    kept = client.session["typed_before_sign_in"]
    client.force_login(gunay.account)
    session = client.session
    session["typed_before_sign_in"] = kept
    session.save()
    assert f"{WORDS}</textarea>" in client.get(address).text
    assert not Note.objects.exists()
    assert client.get(address, headers=FRAGMENT).status_code == 200


def test_a_visitor_still_reads_the_part(client, lesson):
    assert client.get(reverse("courses:notes", args=[lesson.pk]), headers=FRAGMENT).status_code == 200


def test_a_typo_is_mended_though_the_place_is_after_the_end_now(client, lesson, gunay, shorter):
    address, old = reverse("courses:note", args=[shorter.pk]), shorter.film
    client.force_login(gunay.account)
    page = client.get(address).text
    assert "data-earlier-video" in page and 'value="4:40"' in page
    assert client.post(address, {"text": "Dörd ilmə", "at": "4:40"}).status_code == 302
    shorter.refresh_from_db()
    assert (shorter.text, shorter.ms, shorter.film) == ("Dörd ilmə", 280_500, old)
    assert client.post(address, {"text": "Dörd ilmə", "at": "4:41"}).status_code == 422
    assert client.post(address, {"text": "Dörd ilmə", "at": "0:30"}).status_code == 302
    shorter.refresh_from_db()
    assert (shorter.ms, shorter.film_id) == (30_000, LessonPage.objects.get(pk=lesson.pk).film_id)
    assert "data-earlier-video" not in client.get(address).text


def test_a_new_place_after_the_end_is_refused_as_before(shorter):
    shorter.refresh_from_db()
    with pytest.raises(AfterTheEnd):
        notes.change_note(shorter, text=WORDS, ms=61_000)


def test_lists_say_so_and_lead_nowhere_wrong(client, lesson, gunay, shorter):
    client.force_login(gunay.account)
    for address in (reverse("courses:notes", args=[lesson.pk]), reverse("courses:my_notes")):
        page = client.get(address).text
        assert "data-earlier-video" in page and "#t=280" not in page
    assert "#t=280" not in client.get(reverse("desk:home")).text
    now = notes.note_down(gunay, LessonPage.objects.get(pk=lesson.pk), text="Yeni", ms=10_000)
    whole = notes.note_down(gunay, LessonPage.objects.get(pk=lesson.pk), text="Bütöv")
    assert [notes.is_of_another_film(note) for note in (shorter, now, whole)] == [True, False, False]
