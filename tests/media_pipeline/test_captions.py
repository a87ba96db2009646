"""Captions through the door: opened, saved by several people, brought in, handed in, reviewed; what people then see."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from media_pipeline import api
from media_pipeline.domain import caption
from media_pipeline.models import CaptionRevision, CaptionTrack, Film, FilmState, MadeBy
from media_pipeline.signals import captions_changed
from tests import factories

pytestmark = pytest.mark.django_db


def cue(id: str, start: int, text: str, end: int = 0) -> dict:
    return {"id": id, "start_ms": start, "end_ms": end or start + 900, "text": text}


A, B = cue("a", 0, "Salam"), cue("b", 1000, "Əzizlərim")


def new(*cues: dict) -> list[dict]:
    return [{"was": None, "now": one} for one in cues]


def fixed(was: dict, text: str) -> dict:
    return {"was": was, "now": {**was, "text": text}}


@pytest.fixture
def film() -> Film:
    return Film.objects.create(
        state=FilmState.READY, language="az", has_audio=True, duration_ms=10_000, source="x", playable_at=timezone.now()
    )


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@captions.example").account


@pytest.fixture
def gunay():
    return factories.person("Günay Məmmədova", email="gunay@captions.example").account


@pytest.fixture
def track(film, leyla) -> CaptionTrack:
    track = api.open_captions(film, "az", by=leyla)
    api.save_captions(track, new(A, B), base=0, by=leyla)
    track.refresh_from_db()
    return track


def texts(track: CaptionTrack, number: int | None = None) -> list[str]:
    return [one.text for one in api.caption_cues(track, number)]


def test_captions_are_opened_once(film, leyla):
    first = api.open_captions(film, "az", by=leyla)
    assert api.open_captions(film, "az", by=leyla) == first
    assert api.captions_draft(first).as_json() == {
        "revision": 0, "state": "correcting", "handed_in_at": None, "cues": [],
    }  # fmt: skip


def test_what_is_typed_is_saved_and_the_saver_keeps_what_they_have(track, leyla):
    saved = api.save_captions(track, [fixed(A, "Salam!")], base=1, by=leyla)
    assert saved.as_json() == {"revision": 2, "state": "correcting", "cues": None, "conflicts": []}
    assert texts(track) == ["Salam!", "Əzizlərim"]


def test_nothing_changed_makes_no_revision(track, leyla):
    assert api.save_captions(track, [], base=1, by=leyla).revision == 1
    again = api.save_captions(track, new(A, B), base=0, by=leyla)  # the answer was lost, the browser sends again
    assert (again.revision, again.conflicts) == (1, [])


def test_two_people_at_once_lose_nothing(track, leyla, gunay):
    api.save_captions(track, [fixed(A, "Salam, xanımlar"), fixed(B, "əzizlərim")], base=1, by=leyla)
    saved = api.save_captions(track, [fixed(A, "Salam!"), *new(cue("c", 3000, "Yeni"))], base=1, by=gunay)
    assert texts(track) == ["Salam, xanımlar", "əzizlərim", "Yeni"]
    (conflict,) = saved.as_json()["conflicts"]
    assert conflict == {
        "id": "a", "group": "", "was": A, "mine": {**A, "text": "Salam!"},
        "theirs": {**A, "text": "Salam, xanımlar"}, "by": leyla.pk,
    }  # fmt: skip
    assert [one["text"] for one in saved.as_json()["cues"]] == texts(track)


@pytest.mark.parametrize(
    "changes",
    [
        "nothing", [1], [{"was": None, "now": None}], new(cue("a b", 0, "x")), new(cue("a", 5, "x", 5)),
        new(cue("a", -5, "x")), new(cue("a", 0, "x" * 501)), [{"was": A, "now": B}],
    ],
)  # fmt: skip
def test_what_is_no_caption_is_refused_in_words(track, leyla, changes):
    with translation.override("en"), pytest.raises(api.CaptionsInvalid) as refused:
        api.save_captions(track, changes, base=1, by=leyla)
    assert str(refused.value).endswith(".")
    assert texts(track) == ["Salam", "Əzizlərim"]


def test_saves_of_one_author_are_one_version_until_somebody_else_or_time_comes_between(track, leyla, gunay):
    for number in range(3):
        api.save_captions(track, [fixed({**A, "text": texts(track)[0]}, f"Salam {number}")], base=0, by=leyla)
    assert [row.number for row in api.caption_history(track)] == [4]
    api.save_captions(track, [fixed(B, "əzizlər")], base=4, by=gunay)
    api.save_captions(track, [fixed({**A, "text": "Salam 2"}, "Salam")], base=5, by=leyla)
    assert [(row.number, row.author) for row in api.caption_history(track)] == [(6, leyla), (5, gunay), (4, leyla)]
    CaptionRevision.objects.filter(number=6).update(begun_at=timezone.now() - timedelta(minutes=11))
    api.save_captions(track, [fixed(A, "Salam!")], base=6, by=leyla)
    assert [row.number for row in api.caption_history(track)] == [7, 6, 5, 4]


def test_an_earlier_version_comes_back_as_a_new_one_and_nothing_in_between_is_lost(track, leyla, gunay):
    api.save_captions(track, [{"was": A, "now": None}, {"was": B, "now": None}], base=1, by=gunay)
    assert texts(track) == []
    with pytest.raises(api.CaptionsChanged):
        api.restore_captions(track, 1, by=leyla, base=1)
    draft = api.restore_captions(track, 1, by=leyla, base=2)
    assert (draft.revision, [one.text for one in draft.cues]) == (3, ["Salam", "Əzizlərim"])
    assert [row.made_by for row in api.caption_history(track)] == ["restored", "person", "person"]
    with pytest.raises(CaptionRevision.DoesNotExist):
        api.restore_captions(track, 99, by=leyla)


def test_a_file_takes_the_place_and_can_be_taken_back(track, leyla):
    data = b"WEBVTT\n\n00:00.000 --> 00:00.900\nFayldan\n\n00:05.000 --> 00:04.000\nx\n"
    brought = api.import_captions(track, data, by=leyla, base=1)
    assert ([one.text for one in brought.draft.cues], brought.skipped) == (["Fayldan"], 1)
    assert brought.draft.cues[0].id == "a"  # the same times: the same line
    api.restore_captions(track, 1, by=leyla)
    assert texts(track) == ["Salam", "Əzizlərim"]
    with pytest.raises(api.CaptionsChanged):
        api.import_captions(track, data, by=leyla, base=1)
    with translation.override("en"), pytest.raises(api.CaptionsInvalid, match=r"no captions in this file"):
        api.import_captions(track, b"Dear teacher", by=leyla)


def test_a_file_that_went_out_comes_in_again_as_it_was(track, leyla):
    for kind in ("vtt", "srt"):
        draft = api.import_captions(track, api.export_captions(track, kind), by=leyla).draft
        assert [one.as_json() for one in draft.cues] == [A, B]


def test_what_people_type_is_seen_by_nobody_until_it_is_reviewed(film, track, leyla, gunay):
    assert api.shown_captions(film) == [] and api.transcript(film) is None and not api.has_reviewed(film)
    api.hand_in_captions(track, by=leyla)
    assert [one.pk for one in api.captions_waiting()] == [track.pk]
    reviewed = api.review_captions(track, revision=1, by=gunay)
    (shown,) = api.shown_captions(film)
    assert (shown.language, shown.is_machine, shown.is_translation, shown.revision) == ("az", False, False, 1)
    assert (reviewed.state, reviewed.handed_in_at, api.has_reviewed(film)) == ("reviewed", None, True)
    assert api.transcript(film).text == "Salam Əzizlərim"


def test_while_reviewed_captions_are_corrected_people_see_the_reviewed_ones(film, track, leyla, gunay):
    api.review_captions(track, revision=1, by=gunay)
    saved = api.save_captions(track, [fixed(A, "söyüş")], base=1, by=leyla)
    assert (saved.revision, saved.state) == (2, "correcting")  # not folded into what was reviewed
    assert api.transcript(film).text == "Salam Əzizlərim" and api.has_reviewed(film)
    api.review_captions(track, revision=2, by=gunay)
    assert api.transcript(film).text == "söyüş Əzizlərim"


def test_only_what_was_looked_at_is_reviewed(track, leyla, gunay):
    api.hand_in_captions(track, by=leyla)
    api.save_captions(track, [fixed(A, "Başqa söz")], base=1, by=leyla)
    with pytest.raises(api.CaptionsChanged):
        api.review_captions(track, revision=1, by=gunay)
    assert not api.captions_waiting().exists()  # and it is to be handed in again
    assert [row.number for row in api.caption_history(track)] == [2, 1]  # what was handed in stays in the history


def test_lines_without_words_are_neither_handed_in_nor_reviewed(film, track, leyla):
    api.save_captions(track, new(cue("c", 3000, "")), base=1, by=leyla)
    with translation.override("en"), pytest.raises(api.CaptionsUnfit, match="1 line has no words yet"):
        api.hand_in_captions(track, by=leyla)
    with pytest.raises(api.CaptionsUnfit):
        api.review_captions(track, revision=2, by=leyla)
    empty = api.open_captions(film, "ru", by=leyla)
    api.save_captions(empty, [{"was": {**A, "text": ""}, "now": None}, {"was": {**B, "text": ""}, "now": None},
                              {"was": cue("c", 3000, ""), "now": None}], base=1, by=leyla)  # fmt: skip
    with translation.override("en"), pytest.raises(api.CaptionsUnfit, match="no captions yet"):
        api.hand_in_captions(empty, by=leyla)


def test_a_translation_begins_with_the_lines_of_the_original(film, track, leyla):
    russian = api.open_captions(film, "ru", by=leyla)
    assert [(one.id, one.times, one.text) for one in api.caption_cues(russian)] == [
        ("a", (0, 900), ""), ("b", (1000, 1900), ""),
    ]  # fmt: skip
    assert russian.is_translation and not track.is_translation
    assert [one.language for one in api.caption_tracks(film)] == ["az", "ru"]


def test_who_watches_is_told_of_a_change_once_it_is_kept(film, track, gunay, leyla, django_capture_on_commit_callbacks):
    heard = []

    def hear(sender, film_id, language, **kwargs):
        heard.append((film_id, language))

    captions_changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            api.save_captions(track, [fixed(A, "Salam!")], base=1, by=leyla)
            assert heard == []
            api.review_captions(track, revision=2, by=gunay)
            assert heard == []
    finally:
        captions_changed.disconnect(hear)
    assert heard == [(film.pk, "az")]


def test_a_film_taken_back_says_nothing_any_more(film, track, gunay):
    api.review_captions(track, revision=1, by=gunay)
    api.block_film(film, for_good=False)
    assert api.shown_captions(film) == [] and api.transcript(film) is None and api.said_in([film.pk]) == {}
    api.unblock_film(film)
    assert api.transcript(film).text == "Salam Əzizlərim"


def test_with_the_voice_go_its_words(film, track, django_capture_on_commit_callbacks):
    from media_pipeline.domain.block import empty

    with django_capture_on_commit_callbacks():
        api.block_film(film)
    assert empty(film.pk)
    assert not CaptionTrack.objects.exists() and not CaptionRevision.objects.exists()


def test_the_machine_never_writes_over_a_person(film, leyla):
    heard = [caption.read_all([cue("m", 0, "Maşın")])[0]]
    assert caption.keep_machine(film, "az", heard)
    assert [(one.is_machine, one.language) for one in api.shown_captions(film)] == [(True, "az")]
    assert not api.has_reviewed(film)
    track = CaptionTrack.objects.get()
    api.save_captions(track, [fixed(cue("m", 0, "Maşın"), "Salam")], base=1, by=leyla)
    assert not caption.keep_machine(film, "az", heard)
    assert texts(track) == ["Salam"]
    assert api.transcript(film).text == "Maşın"  # until somebody has reviewed what the person typed


def test_the_machine_does_not_write_in_a_language_that_is_not_spoken(film):
    heard = [caption.read_all([cue("m", 0, "Machine")])[0]]
    assert not caption.keep_machine(film, "en", heard)
    assert not CaptionTrack.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_shown_costs_one_query(film, count, gunay):
    for language in ("az", "en", "ru")[:count]:
        track = api.open_captions(film, language)
        if not api.caption_cues(track):
            api.save_captions(track, new(A), base=0, by=gunay)
        else:
            api.save_captions(track, [fixed({**A, "text": ""}, language)], base=1, by=gunay)
        track.refresh_from_db()
        api.review_captions(track, revision=track.revision, by=gunay)
    with CaptureQueriesContext(connection) as asked:
        assert len(api.shown_captions(film)) == count
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert len(api.said_in([film.pk])[film.pk]) == count
    assert len(asked) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_one_query_and_carries_no_words(track, gunay, leyla, count):
    for number in range(count - 1):
        by = (gunay, leyla)[number % 2]
        api.save_captions(track, new(cue(f"n{number}", 5000 + number, "x", 6000)), base=1, by=by)
    with CaptureQueriesContext(connection) as asked:
        rows = [(row.author, row.reviewed_by, row.count, row.made_by) for row in api.caption_history(track)]
    assert (len(rows), len(asked)) == (count, 1)
    assert '"cues"' not in asked[0]["sql"]


def test_warnings_come_with_words(track):
    with translation.override("en"):
        (one,) = api.caption_warnings(api.caption_cues(track), 1_000)
    assert (one.id, one.code, one.words) == ("b", "outside", "It ends after the video has ended.")


@pytest.mark.database
def test_there_is_one_track_in_a_language_and_one_revision_of_a_number(film, track):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        CaptionTrack.objects.create(film=film, language="az")
    with pytest.raises(IntegrityError), transaction.atomic():
        CaptionRevision.objects.create(track=track, number=1, made_by=MadeBy.PERSON)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_moment_are_both_kept():
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory takes one writer at a time; runs on PostgreSQL")
    film = Film.objects.create(state=FilmState.READY, language="az", has_audio=True, duration_ms=100_000)
    track = api.open_captions(film, "az")
    start = threading.Barrier(2)

    def type_lines(who: str) -> None:
        start.wait()
        try:
            for number in range(5):
                line = cue(f"{who}-{number}", 1000 * number, who)
                api.save_captions(track, [{"was": None, "now": line}], base=0, by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(type_lines, ("bir", "iki"))) == [None, None]
    assert {one.id for one in api.caption_cues(track)} == {f"{who}-{n}" for who in ("bir", "iki") for n in range(5)}
    assert sorted(row.number for row in api.caption_history(track)) == list(range(1, 11))
