"""After the end: what came on air becomes the film, whole but for what nobody sent; the rest is tidied away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from media_pipeline import api, storage
from media_pipeline.domain import receive
from media_pipeline.domain.collect import leftovers
from media_pipeline.domain.live import ingest, settle
from media_pipeline.domain.live.off_air import off_air
from media_pipeline.models import Film, FilmState, LiveRun, LiveSegment, Piece, Take, TakeState, Work
from tests.factories import broadcast as with_segments

from .cast import Studio, badly_sent, filmed, in_seconds, kept, stream
from .conftest import taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def broadcast():
    made = api.open_broadcast(title="Xalça toxumaq", language="az")
    api.go_on_air(made)
    return made


@pytest.fixture
def studio(broadcast):
    return Studio(broadcast)


def closed(broadcast, **later) -> Take:
    """The recording's take after the sweep has looked, now or later."""
    settle.close(broadcast.pk, timezone.now() + timedelta(**later))
    return Take.objects.get(pk=broadcast.take_id)


def film_of(broadcast) -> Film:
    assert taken_in(broadcast.take)
    return api.check_now(Film.objects.get(pk=broadcast.film_id))


def test_what_was_on_air_becomes_the_film(studio, broadcast):
    """What was rehearsed before and said in the break is not in it."""
    studio.send_all(studio.begin(on_air=False), in_seconds(stream(seconds=4), 4))
    studio.send_all(studio.begin(), in_seconds(stream(), 8))
    studio.send_all(studio.begin(on_air=False), in_seconds(stream(seconds=4), 4))
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4))
    api.end_broadcast(broadcast)
    take = closed(broadcast)
    assert (take.state, take.expected, take.mime) == (TakeState.SENT, {"2": 8, "4": 4}, "video/webm")
    assert Take.objects.get(pk=broadcast.rehearsal_id).state == TakeState.DISCARDED
    film = film_of(broadcast)
    assert (film.state, film.language) == (FilmState.QUEUED, "az")
    assert film.duration_ms == pytest.approx(12_000, abs=150)


def test_a_broadcast_longer_than_a_film_may_be_is_kept(studio, broadcast, settings):
    settings.MEDIA_PIPELINE = {**settings.MEDIA_PIPELINE, "LONGEST_SECONDS": 3}
    for _run in range(2):
        studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4))
    api.end_broadcast(broadcast)
    closed(broadcast)
    film = film_of(broadcast)
    assert film.state == FilmState.QUEUED
    assert film.duration_ms == pytest.approx(8_000, abs=150)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_film_misses_only_what_nobody_sent(studio, broadcast, seed):
    run_ = studio.begin()
    pieces = in_seconds(stream(seconds=20), 20)
    order, lost = badly_sent(pieces, seed=seed)
    for number, data in order:
        studio.send(run_, number, data)
    ingest.end_run(broadcast.pk, 1, pieces=20, lost=lost)
    api.end_broadcast(broadcast)
    assert closed(broadcast).state == TakeState.SENT
    acknowledged = {(1, number) for number in range(1, 21)} - {(1, number) for number in lost}
    assert set(kept(broadcast.take_id)) == acknowledged
    gaps = sum(number - 1 not in lost for number in lost)
    least = 1000 * (20 - len(lost) - gaps)
    assert least - 200 <= film_of(broadcast).duration_ms <= 1000 * (20 - len(lost)) + 1200


@pytest.mark.database
def test_late_pieces_are_waited_for(studio, broadcast):
    """A studio that was cut off at the end: it has said that it has more."""
    run_ = studio.begin()
    pieces = in_seconds(stream(), 8)
    studio.send(run_, 1, pieces[0], waiting=7)
    api.end_broadcast(broadcast)
    assert closed(broadcast, minutes=29).state == TakeState.OPEN
    studio.send_all(run_, pieces)
    assert closed(broadcast).state == TakeState.SENT


def test_a_studio_whose_line_was_cut_before_the_end_is_waited_for(studio, broadcast):
    """On a good line it had nothing left to send until then, so what it has filmed since the cut it never told."""
    run_, pieces = studio.begin(), in_seconds(stream(), 8)
    for number, data in enumerate(pieces[:3], 1):
        studio.send(run_, number, data, waiting=0)
    api.end_broadcast(broadcast)
    assert closed(broadcast, minutes=29).state == TakeState.OPEN
    studio.send_all(run_, pieces)  # the line is back
    assert closed(broadcast).expected == {"1": 8}


def test_a_studio_that_vanished_is_not_waited_for_for_ever(studio, broadcast):
    studio.send_all(studio.begin(), in_seconds(stream(), 8), over=False)
    api.end_broadcast(broadcast)
    assert closed(broadcast, minutes=29).state == TakeState.OPEN
    assert closed(broadcast, minutes=31).state == TakeState.SENT
    assert closed(broadcast, minutes=31).state == TakeState.SENT


def test_pieces_that_a_run_that_is_over_never_sends_are_waited_for_a_little(studio, broadcast):
    run_ = studio.begin()
    studio.send_all(run_, in_seconds(stream(), 8)[:6], over=False)
    ingest.end_run(broadcast.pk, run_.number, pieces=8, lost=())
    api.end_broadcast(broadcast)
    assert closed(broadcast, seconds=100).state == TakeState.OPEN
    assert closed(broadcast, seconds=130).state == TakeState.SENT


def test_nothing_on_air_is_no_film(studio, broadcast, django_capture_on_commit_callbacks):
    told = []

    def hear(state, **_):
        told.append(state)

    api.broadcast_changed.connect(hear)
    studio.send_all(studio.begin(on_air=False), in_seconds(stream(seconds=4), 4))
    with django_capture_on_commit_callbacks(execute=True):
        api.end_broadcast(broadcast)
    api.broadcast_changed.disconnect(hear)
    assert told == ["ended", "nothing"]
    assert Take.objects.get(pk=broadcast.take_id).state == TakeState.DISCARDED


def test_the_end_sends_a_recording_that_is_whole(studio, broadcast, django_capture_on_commit_callbacks):
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4))
    with django_capture_on_commit_callbacks(execute=True):
        api.end_broadcast(broadcast)
    assert Take.objects.get(pk=broadcast.take_id).state == TakeState.SENT
    assert not Work.objects.filter(kind="arriving").exists()  # nobody follows it as a recording


def test_a_run_whose_first_piece_nobody_has_is_left_out(studio, broadcast):
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4), without=(1,))
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4))
    api.end_broadcast(broadcast)
    closed(broadcast)
    assert film_of(broadcast).duration_ms == pytest.approx(4000, abs=100)


@pytest.mark.parametrize("kind", ["h264", "vp8", "mp4"])
def test_what_follows_a_gap_is_in_the_film(studio, broadcast, kind):
    studio.send_all(studio.begin(), in_seconds(stream(kind, 12), 12), without=(4, 8))
    api.end_broadcast(broadcast)
    closed(broadcast)
    # Ten pieces of a second came; behind each gap up to a second goes until the next key picture, and a picture or two.
    assert 7_900 <= film_of(broadcast).duration_ms <= 10_300


def test_late_pieces_make_the_film_longer_than_what_was_live(studio, broadcast):
    """Chapters and captions of what came after them have another time in it."""
    run_ = studio.begin()
    studio.send_all(run_, in_seconds(stream(), 8))
    first = LiveSegment(
        broadcast=broadcast, run=1, rendition="live", number=0, init="live-00000000/i001t00000000v.mp4",
        file="a", start_ms=0, duration_ms=2000, bytes=1, captured_at=timezone.now(),
    )  # fmt: skip
    first.save()
    later = LiveSegment(
        broadcast=broadcast, run=1, rendition="live", number=1, init="live-00000000/i001t00005000v.mp4",
        file="b", start_ms=2000, duration_ms=1000, bytes=1, captured_at=timezone.now(),
    )  # fmt: skip
    later.save()
    assert [api.film_ms(broadcast, ms) for ms in (1500, 2500)] == [1500, 5500]
    Piece.objects.filter(number__in=(3, 4, 5)).delete()
    assert [api.film_ms(broadcast, ms) for ms in (1500, 2500)] == [1500, 2500]


@pytest.mark.parametrize(
    ("spans", "left_out"),
    [
        ([(0, 20)], []),
        ([(0, 7)], [10, 11, 12]),  # cut off, and a host paused or ended it: two seconds may stay
        ([(0, 3), (9, 20)], [6, 7]),  # and went on again before the line was back
        ([(0, 3), (5, 20)], []),
        ([], []),  # of a broadcast of which nobody noted when it was on air nothing is left out
    ],
)
def test_what_was_filmed_in_a_pause_is_not_in_the_recording(studio, broadcast, spans, left_out):
    studio.send_all(studio.begin(), in_seconds(stream(seconds=12), 12))
    api.end_broadcast(broadcast)
    filmed(broadcast, 0, spans, seconds=30)
    assert sorted(off_air(broadcast.take_id).get(1, ())) == left_out
    closed(broadcast)
    whole = 1000 * (12 - len(left_out))
    assert whole - 1300 <= film_of(broadcast).duration_ms <= whole + 300


def test_chapters_after_a_pause_lie_where_the_film_has_them(studio, broadcast):
    studio.send_all(studio.begin(), in_seconds(stream(seconds=12), 12))
    api.end_broadcast(broadcast)
    filmed(broadcast, 0, [(0, 3), (9, 20)], seconds=30)
    LiveSegment.objects.create(
        broadcast=broadcast, run=1, rendition="live", number=0, init="live-00000000/i001t00000000v.mp4",
        file="a", start_ms=0, duration_ms=12_000, bytes=1, captured_at=timezone.now(),
    )  # fmt: skip
    assert [api.film_ms(broadcast, ms) for ms in (2_000, 10_000)] == [2_000, 8_000]


def test_nothing_was_filmed_after_it_came(studio, broadcast):
    """A tablet whose clock was put back says that a run began later: what came while it was on air stays."""
    studio.send_all(studio.begin(), in_seconds(stream(seconds=12), 12))
    filmed(broadcast, 300, [(0, 14)], seconds=30, arrived=13)
    assert off_air(broadcast.take_id) == {}


def test_segments_go_when_the_film_can_be_watched(broadcast):
    shown = with_segments(seconds=2, files=True)
    api.end_broadcast(shown)
    settle.tidy()
    assert shown.segments.count() == 4
    Film.objects.filter(pk=shown.film_id).update(ready_at=timezone.now() - timedelta(hours=3))
    assert storage.folders(shown.film.folder) == ["live-00000000"]
    settle.tidy()
    assert (shown.segments.count(), storage.folders(shown.film.folder)) == (0, [])


def test_rehearsed_segments_go_after_the_end(broadcast):
    rehearsed = with_segments(seconds=2, on_air=False, files=True)
    api.end_broadcast(rehearsed)
    settle.tidy(timezone.now() + timedelta(hours=3))
    assert rehearsed.segments.count() == 0


def test_what_was_rehearsed_goes_and_the_studio_stays(django_capture_on_commit_callbacks):
    """The broadcast may still begin: then nothing of the old rehearsal is in it, and another can be made before."""
    rehearsed = with_segments(seconds=2, on_air=False, files=True)
    studio, first = Studio(rehearsed), LiveRun.objects.get()
    studio.send(first, 1, b"said before nobody")
    assert list(api.rehearsed_broadcasts()) == [rehearsed]
    with django_capture_on_commit_callbacks(execute=True):
        assert [api.forget_rehearsal(rehearsed.pk), api.forget_rehearsal(rehearsed.pk)] == [True, False]
    assert (rehearsed.segments.count(), storage.folders(rehearsed.film.folder), list(api.rehearsed_broadcasts())) == (
        0, ["takes"], [],
    )  # fmt: skip
    assert Piece.objects.get().take.state == TakeState.DISCARDED  # its files go with all that was given up
    with pytest.raises(receive.TakeClosed):
        studio.send(first, 2, b"of the old one")
    assert studio.send(studio.begin(on_air=False), 1, b"of the new one")
    began = with_segments(seconds=1)
    assert not api.forget_rehearsal(began.pk)


def test_what_nobody_names_is_collected_and_what_is_live_is_not(broadcast):
    shown = with_segments(seconds=2, files=True)
    path = storage.local_path(f"{shown.film.folder}/rehearsal-00000001/v0000001.m4s")
    path.parent.mkdir()
    path.write_bytes(b"of a worker that was killed")
    shard = shown.film.folder[:2]
    later = timezone.now() + timedelta(days=2)
    found = [one.key for one in leftovers(shard, now=later) if one.key.startswith(shown.film.folder)]
    assert found == [f"{shown.film.folder}/rehearsal-00000001"]
