"""What goes with a film on its page and in the player: signed and described films, captions, the text, chapters."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail_localize.models import TranslationContext, TranslationSource

import media_pipeline.api as films
from courses import api
from courses.blocks import LessonBody, StepBlock
from courses.clock import ClockBlock, clock, seconds_of
from courses.domain.building.chapters import chapters_of, moved
from courses.domain.films.beside import beside, refuse_beside, sizes_beside
from courses.domain.films.consents import subject_of
from courses.errors import NotAgreed, TakenBack
from courses.models import LessonPage
from elearn.people import api as people
from media_pipeline.models import Film, FilmState, Rendition, TrackKind
from tests import factories
from tests.courses.papers import sent_contribution

pytestmark = pytest.mark.django_db
STEPS = [("İpi dolayın.", 0), "Dincəlin.", ("İyirmi ilmə atın.\nSonra sayın.", 12), ("Düz toxuyun.", 75)]


def film_with_sound(seconds: float = 60) -> Film:
    film = factories.ready_film(seconds, language="az")
    Rendition.objects.create(
        film=film, kind="audio", name="audio", folder="audio-00000000", bandwidth=64_000, average_bandwidth=60_000,
        codecs="mp4a.40.2", bytes=480_000,
    )  # fmt: skip
    return film


def caption(film: Film, language: str, *lines: str) -> None:
    track = films.open_captions(film, language)
    cues = "".join(f"00:00:{at * 4:02}.000 --> 00:00:{at * 4 + 3:02}.000\n{text}\n\n" for at, text in enumerate(lines))
    films.import_captions(track, f"WEBVTT\n\n{cues}".encode(), by=None)
    films.review_captions(track, revision=films.captions_draft(track).revision, by=None)


@pytest.fixture
def film():
    return film_with_sound()


@pytest.fixture
def lesson(film):
    return factories.course_with({"film": film, "steps": STEPS})[1][0]


def opened(client, lesson) -> dict:
    answer = client.post(f"/learn/lesson/{lesson.pk}/open/")
    assert answer.status_code == 200, answer.content
    return answer.json()


# Signed and described films ------------------------------------------------------------------------
def test_the_page_and_the_player_offer_what_goes_with_the_film(client, lesson, film):
    assert b'data-player-choice="sign"' not in client.get(lesson.url).content
    signed, told = factories.ready_film(50), film_with_sound()
    films.attach_track(film, kind=TrackKind.SIGN, film=signed, offset_ms=1_500)
    films.attach_track(film, kind=TrackKind.DESCRIBED, film=told)
    text = client.get(lesson.url).text
    assert 'data-player-choice="sign"' in text
    assert 'data-player-choice="described"' in text
    said = opened(client, lesson)
    assert signed.pk.hex in said["sign"]["playlist"]
    assert said["sign"]["offset_ms"] == 1_500
    assert f"{told.pk.hex}/audio-00000000/index.m3u8" in said["described"]
    assert said["ready"] is True


def test_for_who_is_enrolled_the_described_sound_counts_as_watching_too(client, lesson, film):
    person = factories.person("Günay Məmmədova", email="gunay@beside.example", birth_year=2004)
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    api.enrol(person, lesson.get_parent().specific)
    films.attach_track(film, kind=TrackKind.DESCRIBED, film=film_with_sound())
    said = opened(client, lesson)
    assert said["described"] == said["report"].replace("/report", "/described.m3u8")


def test_a_signed_film_that_may_not_be_shown_alone_is_not_shown_beside(client, lesson, film):
    sent = sent_contribution()
    films.attach_track(film, kind=TrackKind.SIGN, film=sent.film)
    assert sizes_beside(film) == {"sign": 3_400_000}
    murad = factories.person("Murad Quliyev", email="murad@beside.example", birth_year=1990)
    people.ask_consent(murad, subject=subject_of(sent.film), purpose="film", uses=["site"])
    assert sizes_beside(film) == {}
    assert opened(client, lesson)["sign"] is None
    with pytest.raises(NotAgreed):
        refuse_beside(sent.film)
    films.block_film(sent.film)
    assert opened(client, lesson)["sign"] is None
    with pytest.raises(TakenBack):
        refuse_beside(sent.film)


def test_a_signed_film_without_versions_stops_nobody(client, lesson, film):
    signed = factories.ready_film(50)
    films.attach_track(film, kind=TrackKind.SIGN, film=signed)
    Rendition.objects.filter(film=signed).update(is_live=False)
    assert sizes_beside(film) == {}
    assert opened(client, lesson)["sign"] is None


def test_a_film_whose_better_versions_are_on_their_way_says_so(client, lesson, film):
    Film.objects.filter(pk=film.pk).update(state=FilmState.ENCODING)
    assert opened(client, lesson)["ready"] is False


# Captions and the text -----------------------------------------------------------------------------
def test_what_is_said_can_be_read_on_the_page(client, lesson, film):
    caption(film, "ru", "Здравствуйте.")
    caption(film, "az", "Salam, əzizlərim.", "İndi &lt;ilmə&gt; atırıq.")
    text = client.get(lesson.url).text
    assert text.index("Salam, əzizlərim.") < text.index("Здравствуйте.")  # the spoken language first
    assert '<li data-from="4000" data-until="7000">' in text
    assert ">0:04</span>" in text
    assert "İndi &lt;ilmə&gt; atırıq." in text
    assert "<ilmə>" not in text
    labels = [(one["language"], one["kind"], one["short"]) for one in opened(client, lesson)["captions"]]
    assert labels == [("az", "captions", "AZ"), ("ru", "subtitles", "RU")]


@pytest.mark.usefixtures("in_english")
def test_captions_say_who_made_them(film):
    from courses.player_words import captions_label

    assert captions_label("az", is_machine=False, is_translation=False) == "Azərbaycanca"
    assert captions_label("en", is_machine=True, is_translation=False) == "English, written by a machine"
    assert captions_label("ru", is_machine=False, is_translation=True) == "Русский, translated"
    assert captions_label("tlh", is_machine=False, is_translation=False) == "tlh"


def test_nothing_is_read_of_a_film_that_was_taken_back(client, lesson, film):
    caption(film, "az", "Salam, əzizlərim.")
    films.block_film(film)
    assert "Salam" not in client.get(lesson.url).text
    assert beside(film).captions == []


def test_one_language_or_three_cost_the_same(client, lesson, film, django_assert_num_queries):
    from courses.transcripts import transcripts_of

    caption(film, "az", "Salam.")
    with django_assert_num_queries(1):
        assert len(transcripts_of(film)) == 1
    caption(film, "ru", "Здравствуйте.")
    caption(film, "en", "Hello.")
    with django_assert_num_queries(1):
        assert [one.language for one in transcripts_of(film)] == ["az", "en", "ru"]


# Chapters ------------------------------------------------------------------------------------------
def test_steps_with_a_time_are_chapters(client, lesson):
    assert [(one.at_ms, one.title) for one in chapters_of(lesson)] == [
        (0, "İpi dolayın."),
        (12_000, "İyirmi ilmə atın."),
    ]
    text = client.get(lesson.url).text
    assert 'data-jump="12">0:12</span>' in text
    assert '"chapters": [{"at_ms": 0' in text


def test_an_editor_writes_a_time_as_a_clock(admin_client, lesson):
    text = admin_client.get(f"/admin/pages/{lesson.pk}/edit/").text
    assert "clock_field" in text
    assert "1:15" in text


def test_a_lesson_without_a_film_has_no_chapters():
    _, [lesson] = factories.course_with({"steps": STEPS})
    assert chapters_of(lesson) == []


def test_a_long_step_is_cut_at_a_word():
    _, [lesson] = factories.course_with({"film": factories.ready_film(60), "steps": [("ilmə " * 40, 3)]})
    (chapter,) = chapters_of(lesson)
    assert chapter.title.endswith("ilmə…")
    assert len(chapter.title) <= 80


def test_steps_move_with_a_film_that_was_shortened(lesson):
    body = moved(lesson.body.raw_data, -10)
    (steps,) = [block for block in body if block["type"] == "steps"]
    assert [item["value"]["at"] for item in steps["value"]["steps"]] == [None, None, 2, 65]
    assert [item["value"]["text"] for item in steps["value"]["steps"]][0] == "İpi dolayın."
    assert chapters_of(lesson)[1].at_ms == 12_000  # the page itself is untouched


def test_a_step_of_before_is_still_read_and_saved_anew(client, lesson):
    body = json.loads(json.dumps([dict(block) for block in lesson.body.raw_data]))
    for block in body:
        if block["type"] == "steps":
            for item in block["value"]["steps"]:
                item["value"] = item["value"]["text"]
    LessonPage.objects.filter(pk=lesson.pk).update(body=json.dumps(body))
    old = LessonPage.objects.get(pk=lesson.pk)
    assert chapters_of(old) == []
    assert "İyirmi ilmə atın." in client.get(old.url).text
    old.save_revision()
    assert LessonBody().to_python(body)[-1].value["steps"][1]["text"] == "Dincəlin."
    assert StepBlock().normalize("Dincəlin.")["at"] is None


@pytest.mark.parametrize(
    ("text", "seconds"), [("0:00", 0), ("1:20", 80), (" 12.05 ", 725), ("75:00", 4500), ("1:01:01", 3661)]
)
def test_a_clock_is_read_and_written(text, seconds):
    assert seconds_of(text) == seconds
    assert ClockBlock(required=False).clean(text) == seconds
    assert seconds_of(clock(seconds)) == seconds


@pytest.mark.parametrize("text", ["1:60", "80", "1:2", "-1:00", "a:bc", "1:75:00", "9999:00"])
def test_what_is_no_clock_is_refused_in_words(text):
    with pytest.raises(ValidationError, match=r"1:20"):
        ClockBlock(required=False).clean(text)


def test_an_empty_clock_is_no_time_and_nothing_to_translate():
    block = ClockBlock(required=False)
    assert block.clean("") is None
    assert block.clean(80) == 80
    assert block.get_form_state(80) == "1:20"
    with pytest.raises(ValidationError):
        ClockBlock(required=True).clean("")


def test_a_time_is_not_given_to_translators(lesson):
    source, _made = TranslationSource.get_or_create_from_instance(lesson)
    source.refresh_segments()
    paths = TranslationContext.objects.filter(object=source.object_id).values_list("path", flat=True)
    assert len([path for path in paths if path.endswith(".text")]) == len(STEPS)
    assert not [path for path in paths if path.endswith(".at")]


def test_what_translators_did_with_a_step_moves_along_with_it(lesson):
    """The migration, there and back, over places as wagtail-localize names them."""
    from importlib import import_module

    from django.apps import apps

    migration = import_module("courses.migrations.0008_old_rows")
    source, _made = TranslationSource.get_or_create_from_instance(lesson)
    source.refresh_segments()
    contexts = TranslationContext.objects.filter(object=source.object_id).order_by("pk")
    now = list(contexts.values_list("path", "path_id"))
    migration.move_up(apps, None)
    before = list(contexts.values_list("path", flat=True))
    assert [path for path, _ in now if path.removesuffix(".text") not in before] == []
    assert not [path for path in before if path.endswith(".text")]
    migration.move_down(apps, None)
    assert list(contexts.values_list("path", "path_id")) == now
    assert call_command("makemigrations", "courses", check=True, dry_run=True, verbosity=0) is None
