"""A part of a recording becomes a film of its own, exact to a frame, and goes the usual way."""

import pytest

from media_pipeline import api, limits, storage
from media_pipeline.domain.carry_captions import within
from media_pipeline.errors import NoOriginal
from media_pipeline.ffmpeg import cut
from media_pipeline.ffmpeg.probe import inspect
from media_pipeline.ffmpeg.run import run
from media_pipeline.models import (
    CaptionRevision,
    CaptionState,
    CaptionTrack,
    Film,
    FilmState,
    MadeBy,
    Work,
    WorkKind,
    WorkState,
)
from tests import factories

from .conftest import hear

NAMES = [
    "plain.mp4",
    "phone.mp4",
    "vp8.webm",
    "sound.mp3",
    "silent.mp4",
    "wide-pixels.mp4",
    "late-sound.mp4",
    "odd.mkv",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_part_is_as_long_as_was_asked(name, clips, tmp_path):
    facts = inspect(clips(name), limits.bounds())
    start, end = 0.7, facts.seconds - 0.4
    run(cut.cut(clips(name), facts, start=start, end=end), timeout=60, folder=tmp_path)
    part = inspect(tmp_path / cut.NAME, limits.bounds())
    assert part.seconds == pytest.approx(end - start, abs=0.1)
    assert (part.video is None, part.audio is None) == (facts.video is None, facts.audio is None)
    if facts.video and part.video:
        shown = (part.video.shown_width, part.video.shown_height, part.video.rotation, part.video.codec)
        assert shown == (facts.video.shown_width, facts.video.shown_height, 0, "h264")
        assert part.video.keyframe_gap <= 2.1  # it can be watched by rewriting
    if part.audio:
        assert part.audio.start == pytest.approx(0, abs=0.03)  # lips are in step


def test_a_part_from_the_beginning_has_nothing_of_what_the_phone_had_trimmed(clips, tmp_path):
    facts = inspect(clips("trimmed.mp4"), limits.bounds())
    run(cut.cut(clips("trimmed.mp4"), facts, start=0, end=2), timeout=60, folder=tmp_path)
    assert inspect(tmp_path / cut.NAME, limits.bounds()).seconds == pytest.approx(2, abs=0.1)


def test_a_part_of_a_camcorders_stream_moves_from_its_first_picture_on(clips, tmp_path):
    """Its keyframes are not found by an index: what lies before the next one must not stand still."""
    source = clips("late-picture.ts")
    facts = inspect(source, limits.bounds())
    run(cut.cut(source, facts, start=1.5, end=4), timeout=60, folder=tmp_path)
    part = tmp_path / cut.NAME
    assert inspect(part, limits.bounds()).seconds == pytest.approx(2.5, abs=0.1)
    assert "freeze_start" not in hear(part, "freezedetect=n=-60dB:d=0.2", picture=True)


@pytest.mark.parametrize("name", ["interlaced.mp4", "pq.mp4"])
def test_colours_and_fields_are_left_to_what_comes_after(name, clips, tmp_path):
    """The part is prepared like any recording: what says that it is HDR says so still, what was woven is whole."""
    facts = inspect(clips(name), limits.bounds())
    run(cut.cut(clips(name), facts, start=0.5, end=facts.seconds - 0.2), timeout=60, folder=tmp_path)
    part = inspect(tmp_path / cut.NAME, limits.bounds())
    assert (part.video.transfer, part.video.interlaced) == (facts.video.transfer, False)
    assert part.video.frame_rate == facts.video.frame_rate


def test_nothing_is_encoded_where_only_the_end_goes(clips, tmp_path):
    facts = inspect(clips("phone.mp4"), limits.bounds())
    arguments = cut.cut(clips("phone.mp4"), facts, start=0, end=1.5)
    assert arguments[arguments.index("-c") + 1] == "copy"
    run(arguments, timeout=60, folder=tmp_path)
    part = inspect(tmp_path / cut.NAME, limits.bounds())
    assert part.seconds == pytest.approx(1.5, abs=0.15)
    assert (part.video.shown_width, part.video.shown_height) == (facts.video.shown_width, facts.video.shown_height)


@pytest.mark.django_db
def test_a_part_goes_the_usual_way(clips):
    whole = api.prepare_now(api.receive_file(api.open_film("Daban"), clips("plain.mp4")))
    part = api.cut_film(whole, start_ms=800, end_ms=2500)
    assert (part.cut_of, part.state, part.duration_ms) == (whole, FilmState.RECEIVING, 1700)
    assert list(Work.objects.filter(film=part).values_list("kind", "state", "size")) == [("cut", "waiting", 1.7)]
    part = api.prepare_now(part)
    assert (part.state, part.source) == (FilmState.READY, part.source_key)
    assert part.duration_ms == pytest.approx(1700, abs=100)
    assert api.playback(part).playlist
    again = api.cut_film(part, start_ms=0, end_ms=2000)  # of the recording, never of a part
    assert (again.cut_of, again.cut_start_ms, again.cut_end_ms) == (whole, 0, 2000)


@pytest.mark.django_db
def test_what_is_not_there_cannot_be_cut(clips):
    whole = api.prepare_now(api.receive_file(api.open_film(), clips("plain.mp4")))
    for start_ms, end_ms in ((-1, 1000), (1000, 1000), (2000, 1000), (0, whole.duration_ms + 1)):
        with pytest.raises(ValueError, match="ms"):
            api.cut_film(whole, start_ms=start_ms, end_ms=end_ms)
    part = api.cut_film(whole, start_ms=500, end_ms=2000)
    Film.objects.filter(pk=whole.pk).update(source="")
    with pytest.raises(NoOriginal):
        api.cut_film(whole, start_ms=500, end_ms=2000)
    work = Work.objects.get(film=part, kind=WorkKind.CUT)
    for _attempt in range(limits.MOST_FAULTS):  # the original went in between
        Work.objects.filter(pk=work.pk, state=WorkState.WAITING).update(due_at="2026-01-01T00:00Z")
        api.prepare_now(part)
    work.refresh_from_db()
    part.refresh_from_db()
    assert (work.state, part.state, "NoOriginal" in work.fault) == (WorkState.PARKED, FilmState.FAILED, True)


@pytest.mark.django_db
def test_three_pictures_to_choose_from(clips):
    film = api.prepare_now(api.receive_file(api.open_film(), clips("plain.mp4")))
    work = Work.objects.get(film=film, kind=WorkKind.POSTERS)
    from media_pipeline.domain import work as works

    assert works.run(work.pk)
    film.refresh_from_db()
    shown = api.posters_of(film)
    assert [one.is_shown for one in shown] == [True, False, False]
    for one in shown:
        assert storage.local_path(f"{film.folder}/{one.name}").stat().st_size > 1000
    assert api.choose_poster(film, shown[2].name)
    assert [one.is_shown for one in api.posters_of(film)] == [False, False, True]
    assert not api.choose_poster(film, "poster-00000000.jpg")
    assert not api.choose_poster(film, "../source")
    film.refresh_from_db()
    assert film.poster.endswith(shown[2].name)


def test_captions_move_with_their_seconds():
    cues = [
        {"id": "a", "start_ms": 0, "end_ms": 900, "text": "bir"},
        {"id": "b", "start_ms": 900, "end_ms": 2000, "text": "iki"},
        {"id": "c", "start_ms": 5000, "end_ms": 9000, "text": "üç"},
        {"id": "d", "start_ms": 9000, "end_ms": 9900, "text": "dörd"},
    ]
    assert within(cues, shift_ms=-1000, length_ms=5000) == [
        {"id": "b", "start_ms": 0, "end_ms": 1000, "text": "iki"},
        {"id": "c", "start_ms": 4000, "end_ms": 5000, "text": "üç"},
    ]


@pytest.mark.django_db
def test_reviewed_captions_stay_reviewed_in_a_part():
    whole = factories.ready_film(seconds=10, captioned=False)
    part = factories.ready_film(seconds=5, captioned=False, cut_of=whole, cut_start_ms=1000, cut_end_ms=6000)
    track = CaptionTrack.objects.create(film=whole, language="az", state=CaptionState.CORRECTING, revision=4)
    for number, words in ((3, "yoxlanmış"), (4, "yazılır")):
        cues = [{"id": "a", "start_ms": 2000, "end_ms": 3000, "text": words}]
        CaptionRevision.objects.create(track=track, number=number, made_by=MadeBy.PERSON, cues=cues, count=1)
    track.public = track.revisions.get(number=3)
    track.save()
    assert api.carry_captions_of(whole, part) == 1
    copy = CaptionTrack.objects.get(film=part)
    assert (copy.state, copy.revision, copy.public.number) == (CaptionState.CORRECTING, 4, 3)
    assert copy.public.cues == [{"id": "a", "start_ms": 1000, "end_ms": 2000, "text": "yoxlanmış"}]
    assert copy.revisions.first().cues[0]["text"] == "yazılır"
    assert api.carry_captions_of(whole, part) == 0  # what has captions keeps its own


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "end", "is_reviewed"),
    [
        (1000, 6000, True),
        (2000, 5000, True),
        (600, 6400, True),  # the keyframe beside it
        (0, 6000, False),  # seconds that nobody has looked at
        (1000, 9000, False),
        (4000, 6000, False),  # none of the lines is in it
    ],
)
def test_what_nobody_has_looked_at_is_not_reviewed(start, end, is_reviewed):
    whole = factories.ready_film(seconds=10, captioned=False)
    shape = {"captioned": False, "language": "az", "cut_of": whole}
    old = factories.ready_film(seconds=5, cut_start_ms=1000, cut_end_ms=6000, **shape)
    new = factories.ready_film(seconds=(end - start) / 1000, cut_start_ms=start, cut_end_ms=end, **shape)
    track = api.open_captions(old, "az")
    api.import_captions(track, b"WEBVTT\n\n00:00:01.200 --> 00:00:02.500\nBir ilm\xc9\x99.\n", by=None)
    api.review_captions(track, revision=api.captions_draft(track).revision, by=None)
    assert api.carry_captions_of(old, new) == 1
    copy = CaptionTrack.objects.get(film=new)
    assert (api.has_reviewed(new), copy.state == CaptionState.REVIEWED) == (is_reviewed, is_reviewed)
    assert api.has_reviewed(old)
