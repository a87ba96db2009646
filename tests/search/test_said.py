"""Lessons are found by what is said in their films: reviewed words, and those of a machine, marked as such."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

import courses.api as school
import media_pipeline.api as films
from elearn.safety.api import hide
from elearn.search.api import find
from elearn.search.domain.excerpt import excerpt
from elearn.search.models import Entry, Kind
from elearn.search.words.query import analyse
from elearn.web.api import approved_by_the_house
from elearn.web.finding import HEARD, SAID
from media_pipeline.models import CaptionTrack
from tests.factories import captions, course_with, guide, person, ready_film

from .test_index import run_what_waits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = "Cecimi qaynar suda boyayırıq."


@pytest.fixture
def settled(django_capture_on_commit_callbacks):
    """Do something and let what it queued be done."""

    def do(deed, *given, **more):
        with django_capture_on_commit_callbacks(execute=True):
            made = deed(*given, **more)
        run_what_waits()
        return made

    return do


@pytest.fixture
def film():
    return ready_film(captioned=False)


@pytest.fixture
def lesson(film, settled):
    _course, [lesson] = settled(course_with, {"title": "Boyamaq", "film": film, "text": "<p>Rənglər haqqında.</p>"})
    return lesson


def by_machine(film) -> CaptionTrack:
    track = captions(film, WORDS, reviewed=False)
    track.public, track.state = track.revisions.get(), "machine"
    track.save()
    return track


@pytest.mark.database
def test_reviewed_words_are_found_with_their_place(film, lesson, settled):
    track = captions(film, WORDS, reviewed=False)
    assert find("cecim boyamaq", language="az").total <= 1
    assert find("qaynar", language="az").hits == []  # what nobody has reviewed is not public
    leyla = person("Leyla Əliyeva", email="leyla@said.example").account
    settled(films.review_captions, track, revision=1, by=leyla)
    [hit] = find("qaynar su", language="az").hits
    assert (hit.kind, hit.key) == (Kind.LESSON, lesson.pk)
    assert hit.excerpt == f"Said in the video: {WORDS}"
    assert "qaynar" in [piece.text.split()[0] for piece in hit.pieces if piece.is_asked]


def test_words_of_a_machine_are_found_and_marked(film, lesson, indexed):
    by_machine(film)
    indexed()
    [hit] = find("qaynar", language="az").hits
    assert hit.excerpt == f"Said in the video, written down by a machine: {WORDS}"
    [hit] = find("rənglər", language="az").hits
    assert hit.excerpt.startswith("Rənglər haqqında.")  # the page's own words say nothing of a video


@pytest.mark.parametrize("how", ["hidden", "blocked", "removed"])
def test_what_is_said_in_a_film_that_nobody_may_see_is_not_found(film, lesson, settled, indexed, how):
    track = captions(film, WORDS)
    indexed()
    assert find("qaynar", language="az").hits
    if how == "hidden":
        settled(hide, f"film:{film.pk}")
    elif how == "blocked":
        settled(films.block_film, film, for_good=False)
    else:
        settled(films.remove_captions, track)
    assert find("qaynar", language="az").hits == []
    assert "qaynar" not in Entry.objects.get(kind=Kind.LESSON).text


def test_words_in_all_languages_are_found(film, lesson, indexed):
    captions(film, WORDS)
    captions(film, "Красим в кипящей воде.", language="ru")
    indexed()
    assert [hit.key for hit in find("кипящей", language="ru").hits] == [lesson.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_words_of_all_films_are_read_at_once(count):
    course_with(*({"film": ready_film()} for _number in range(count)))
    with CaptureQueriesContext(connection) as asked:
        found = list(school.lesson_documents())
    assert len(found) == count and all(SAID in one.text for one in found)
    assert sum("captiontrack" in query["sql"] for query in asked) == 1


def test_the_marks_are_never_shown():
    entry = Entry(summary="", text=f"Bir iki {HEARD} üç dörd {SAID} beş altı", language="az")
    found = {}
    for asked in ("Bir", "dörd", "altı", "yox"):
        stems = frozenset(word.stem for word in analyse(asked, "az"))
        found[asked] = "".join(piece.text for piece in excerpt(entry, stems))
        assert SAID not in found[asked] and HEARD not in found[asked]
    assert found["dörd"] == "Said in the video, written down by a machine: üç dörd beş altı"
    assert found["altı"].startswith("Said in the video:") and found["Bir"].startswith("Bir")


def test_a_guide_is_found_by_what_its_film_says(film, indexed, settled):
    captions(film, WORDS)
    made = guide("Boyamaq haqqında")
    made.body = [*made.body.raw_data, {"type": "film", "value": {"film": str(film.pk), "shows": "Rənglər"}}]
    with approved_by_the_house("a test"):
        made.save_revision().publish()
    indexed()
    [hit] = find("qaynar", language="az").hits
    assert (hit.kind, hit.key, hit.excerpt) == (Kind.GUIDE, made.pk, f"Said in the video: {WORDS}")
    ReferenceIndex.create_or_update_for_object(made)  # Wagtail's worker does it
    settled(films.block_film, film, for_good=False)
    assert find("qaynar", language="az").hits == []
