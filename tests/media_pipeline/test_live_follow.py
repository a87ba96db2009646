"""A broadcast is followed: its pieces become segments of a second, in order, whatever happens to some of them."""

import json
from contextlib import nullcontext
from datetime import timedelta

import ffmpeg
import pytest
from django.utils import timezone

from media_pipeline import api, storage
from media_pipeline.domain import work as works
from media_pipeline.domain.live import follow, ingest, pieces
from media_pipeline.domain.live import track as tracks
from media_pipeline.ffmpeg import run as running
from media_pipeline.ffmpeg.run import run
from media_pipeline.models import Broadcast, LiveRun, LiveSegment, Work, WorkKind, WorkState

from .cast import H264, Studio, badly_sent, filmed, in_seconds, lengths, played, segments, stream

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Nobody waits long for what never comes."""
    monkeypatch.setattr(pieces, "POLL", 0)
    monkeypatch.setattr(pieces, "GAP", 0)
    monkeypatch.setattr(pieces, "LATE", 0)
    monkeypatch.setattr(pieces, "ASLEEP", 0)
    monkeypatch.setattr(follow, "_PAUSE", 0.01)
    monkeypatch.setattr(follow, "IDLE", timedelta())
    monkeypatch.setattr(works.lease, "signs_of_life", nullcontext)  # another thread cannot see a test's database


@pytest.fixture
def broadcast() -> Broadcast:
    made = api.open_broadcast(title="Xalça toxumaq", language="az")
    assert api.go_on_air(made)
    return made


@pytest.fixture
def studio(broadcast) -> Studio:
    return Studio(broadcast)


def followed(broadcast) -> Work:
    work = Work.objects.filter(film=broadcast.film, kind=WorkKind.LIVE).latest("pk")
    works.run(work.pk)
    work.refresh_from_db()
    return work


def frames(folder, content: bytes, kind: str = "v") -> list[float]:
    """Seconds of all pictures, or sounds, that decode without a fault."""
    path = folder / "played.mp4"
    path.write_bytes(content)
    assert run(["-xerror", "-i", str(path), "-f", "null", "-"], timeout=30).count("rror") == 0
    lines: list[str] = []
    what = ["-select_streams", kind, "-show_entries", "frame=pts_time", "-of", "json", str(path)]
    run(what, program="ffprobe", timeout=30, on_line=lines.append)
    return [float(frame["pts_time"]) for frame in json.loads("\n".join(lines))["frames"]]


@pytest.mark.parametrize("kind", ["h264", "vp8", "mp4"])
def test_pieces_become_segments_of_a_second(studio, broadcast, tmp_path, kind):
    run_ = studio.begin()
    studio.send_all(run_, in_seconds(stream(kind), 8))
    assert followed(broadcast).state == WorkState.DONE
    rows, sounds = segments(broadcast), segments(broadcast, "livesound")
    assert [row.number for row in rows] == [row.number for row in sounds] == list(range(8))
    assert [row.start_ms for row in rows] == [row.start_ms for row in sounds]
    assert all(900 <= length <= 1100 for length in lengths(broadcast)[:-1])
    assert rows[-1].start_ms + rows[-1].duration_ms == pytest.approx(8000, abs=60)
    assert len({row.init for row in rows}) == 1
    run_.refresh_from_db()
    assert (run_.made["width"], run_.made["height"], run_.made["is_copy"]) == (320, 240, kind != "vp8")
    assert run_.made["codecs"].startswith("avc1.")
    (picture,), (sound,) = played(broadcast).values(), played(broadcast, "livesound").values()
    assert len(frames(tmp_path, picture)) == 120
    assert len(frames(tmp_path, picture, "a")) == pytest.approx(375, abs=3)
    assert len(frames(tmp_path, sound, "a")) == pytest.approx(375, abs=3)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([(0, 20)], 12),
        ([(0, 7)], 9),  # cut off, and a host paused or ended it: two seconds may stay
        ([(0, 3), (9, 20)], 10),  # and went on again before the line was back
    ],
)
@pytest.mark.parametrize("kind", ["h264", "vp8"])
def test_what_was_filmed_in_a_pause_is_not_shown(studio, broadcast, kind, spans, shown):
    studio.send_all(studio.begin(), in_seconds(stream(kind, 12), 12))
    filmed(broadcast, 0, spans, seconds=30)
    followed(broadcast)
    whole = 1000 * shown
    assert whole - 1100 <= sum(lengths(broadcast)) <= whole + 150  # it goes on at the next keyframe
    assert whole - 1100 <= sum(lengths(broadcast, "livesound")) <= whole + 150


def test_what_one_sees_and_what_one_hears_stay_together(studio, broadcast, tmp_path):
    studio.send_all(studio.begin(), in_seconds(stream(), 8))
    followed(broadcast)
    for row, sound in zip(segments(broadcast), segments(broadcast, "livesound"), strict=True):
        assert (row.number, row.start_ms, row.duration_ms) == (sound.number, sound.start_ms, sound.duration_ms)
        assert row.captured_at == sound.captured_at
    assert [row.start_ms for row in segments(broadcast)][:4] == [0, 1000, 2000, 3000]


def test_nothing_follows_what_does_not_come(studio, broadcast):
    studio.begin()
    assert followed(broadcast).state == WorkState.DONE
    assert LiveSegment.objects.count() == 0


def test_a_lost_piece_is_passed_over_at_the_next_keyframe(studio, broadcast, tmp_path):
    studio.send_all(studio.begin(), in_seconds(stream(), 8), without=(4,))
    followed(broadcast)
    rows = segments(broadcast)
    assert [row.number for row in rows] == list(range(len(rows)))
    assert len({row.init for row in rows}) == len({row.init for row in segments(broadcast, "livesound")}) == 2
    assert all(a.start_ms + a.duration_ms == b.start_ms for a, b in zip(rows, rows[1:], strict=False))
    assert 6000 <= rows[-1].start_ms + rows[-1].duration_ms <= 7300
    for content in played(broadcast).values():
        assert frames(tmp_path, content)


def test_a_worker_goes_on_where_another_ended(studio, broadcast, tmp_path, monkeypatch):
    """The first dies after three segments; nothing is made twice and nothing is left out."""
    studio.send_all(studio.begin(), in_seconds(stream(), 8))
    with monkeypatch.context() as patched:
        die_after(patched, 3)
        work = followed(broadcast)
    assert (work.state, len(segments(broadcast))) == (WorkState.WAITING, 3)
    works.run(work.pk)
    whole_in_two(broadcast, tmp_path)


def test_a_worker_goes_on_with_what_has_to_be_encoded(studio, broadcast, tmp_path, monkeypatch):
    """There the segments do not end where the recorder's keyframes are."""
    studio.send_all(studio.begin(), in_seconds(stream("vp8", gop=22), 8))
    with monkeypatch.context() as patched:
        die_after(patched, 3)
        work = followed(broadcast)
    works.run(work.pk)
    whole_in_two(broadcast, tmp_path)


def die_after(monkeypatch, count: int) -> None:
    """Be told to stop after so many segments, as by SIGTERM."""
    write = tracks.Track.write

    def once(track, rows):
        if LiveSegment.objects.filter(rendition="live").count() == count:
            raise running.Stopped("told to stop")
        write(track, rows)

    monkeypatch.setattr(tracks.Track, "write", once)


def whole_in_two(broadcast, tmp_path) -> None:
    rows = segments(broadcast)
    assert [row.number for row in rows] == list(range(len(rows)))
    assert len({row.init for row in rows}) == 2
    assert all(a.start_ms + a.duration_ms == b.start_ms for a, b in zip(rows, rows[1:], strict=False))
    assert rows[-1].start_ms + rows[-1].duration_ms == pytest.approx(8000, abs=80)
    assert sum(len(frames(tmp_path, content)) for content in played(broadcast).values()) == pytest.approx(120, abs=1)
    heard = [len(frames(tmp_path, content, "a")) for content in played(broadcast, "livesound").values()]
    assert sum(heard) == pytest.approx(375, abs=4)


def test_what_is_rehearsed_is_made_apart(studio, broadcast):
    studio.send_all(studio.begin(on_air=False), in_seconds(stream(seconds=4), 4), over=False)
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4))
    studio.send_all(studio.begin(on_air=False), in_seconds(stream(seconds=4), 4))
    followed(broadcast)
    shown, rehearsed = segments(broadcast), segments(broadcast, on_air=False)
    assert [row.number for row in shown] == [0, 1, 2, 3]
    assert {row.run for row in shown} == {2}
    assert {row.run for row in rehearsed} == {3}  # the first made place at once: everybody waited
    assert {row.file.partition("-")[0] for row in shown + rehearsed} == {"live", "rehearsal"}


def test_runs_follow_one_another_on_one_clock(studio, broadcast):
    """After a reload, on another device of another kind: a discontinuity, and the clock goes on."""
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4))
    other = Studio(broadcast)
    ingest.take_over(broadcast.pk, other.holder)
    other.send_all(other.begin(), in_seconds(stream("vp8", 4), 4))
    followed(broadcast)
    for rendition in ("live", "livesound"):
        rows = segments(broadcast, rendition)
        assert [row.number for row in rows] == list(range(8))
        assert [row.run for row in rows] == [1] * 4 + [2] * 4
        assert len({row.init for row in rows}) == 2
        assert all(a.start_ms + a.duration_ms == b.start_ms for a, b in zip(rows, rows[1:], strict=False))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_piece_in_ten_lost_doubled_or_out_of_order(studio, broadcast, tmp_path, seed):
    run_ = studio.begin()
    order, lost = badly_sent(in_seconds(stream(seconds=20), 20), seed=seed)
    for number, data in order:
        studio.send(run_, number, data)
    ingest.end_run(broadcast.pk, run_.number, pieces=20, lost=lost)
    followed(broadcast)
    rows = segments(broadcast)
    assert [row.number for row in rows] == list(range(len(rows)))
    shown = played(broadcast).values()
    decoded = sum(len(frames(tmp_path, content)) for content in shown)
    gaps = sum(number - 1 not in lost for number in lost)
    assert 1 < len(shown) <= gaps + 1
    # what was lost, and after each gap up to a second until the next keyframe
    assert 300 - 15 * (len(lost) + gaps + 1) <= decoded <= 300 - 15 * len(lost) + 15


def test_pieces_that_nobody_gave_up_are_not_waited_for_for_ever(studio, broadcast, monkeypatch):
    """The studio is cut off in the middle of catching up; later pieces are there."""
    run_ = studio.begin()
    studio.send_all(run_, in_seconds(stream(), 8), without=(3, 4), over=False)
    followed(broadcast)
    assert len({row.init for row in segments(broadcast)}) == 2


def test_a_recorder_with_few_keyframes_is_encoded(studio, broadcast):
    studio.send_all(studio.begin(), in_seconds(stream(gop=45), 8))
    followed(broadcast)
    run_ = broadcast.runs.get()
    assert (run_.made["is_copy"], set(lengths(broadcast)[:-1])) == (False, {1000})


def test_keyframes_that_become_few_on_the_way(studio, broadcast, tmp_path):
    """It begins as it came, and goes on encoded: nothing is left out, nothing twice."""
    clip = tmp_path / "clip.mkv"
    keys = "expr:if(lt(t,4),gte(t,n_forced),0)"
    picture = ffmpeg.input("testsrc2=s=320x240:r=15:d=10", f="lavfi")
    told = ffmpeg.output(picture, str(clip), **H264, g=600, force_key_frames=keys, f="matroska", live=1)
    running.run(ffmpeg.get_args(told), timeout=30)
    studio.send_all(studio.begin(), in_seconds(clip.read_bytes(), 10))
    followed(broadcast)
    rows = segments(broadcast)
    assert all(a.start_ms + a.duration_ms == b.start_ms for a, b in zip(rows, rows[1:], strict=False))
    assert sum(lengths(broadcast)) == pytest.approx(10_000, abs=80)
    assert max(lengths(broadcast)) < 1500
    assert broadcast.runs.get().made["is_copy"] is False


def test_a_tablet_that_is_turned(studio, broadcast, tmp_path, clips):
    studio.send_all(studio.begin(), in_seconds(clips("turned.mkv").read_bytes(), 4))
    followed(broadcast)
    for content in played(broadcast).values():
        assert frames(tmp_path, content)


def test_without_a_picture_there_is_sound(studio, broadcast, tmp_path):
    clip = tmp_path / "clip.webm"
    tone = ffmpeg.input("sine=f=440:r=48000:d=4", f="lavfi")
    running.run(ffmpeg.get_args(ffmpeg.output(tone, str(clip), acodec="libopus", f="webm", live=1)), timeout=30)
    studio.send_all(studio.begin(), in_seconds(clip.read_bytes(), 4))
    followed(broadcast)
    assert segments(broadcast) == []
    assert sum(lengths(broadcast, "livesound")) == pytest.approx(4000, abs=60)
    assert broadcast.runs.get().made == {"codecs": "", "sound_codecs": "mp4a.40.2"}


def test_without_sound_there_is_silence(studio, broadcast, tmp_path):
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4, sound=False), 4))
    followed(broadcast)
    assert lengths(broadcast) == lengths(broadcast, "livesound")
    (sound,) = played(broadcast, "livesound").values()
    assert len(frames(tmp_path, sound, "a")) == pytest.approx(187, abs=2)


def test_a_run_without_a_beginning_does_not_stop_the_next(studio, broadcast):
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4), without=(1,))
    studio.send_all(studio.begin(), [b"what is this? " * 2000] * 3)
    studio.send_all(studio.begin(), in_seconds(stream(seconds=4), 4))
    assert followed(broadcast).state == WorkState.DONE
    assert {row.run for row in segments(broadcast)} == {3}


def test_a_first_piece_that_comes_late_is_waited_for(studio, broadcast, monkeypatch):
    """Pieces are sent side by side: the first one may be the last to get through."""
    run_, cut, looks = studio.begin(), in_seconds(stream(), 8), []
    for number, data in enumerate(cut[1:], 2):
        studio.send(run_, number, data)
    head_of_run = follow.head_of_run

    def looked(run, wait):
        looks.append(head_of_run(run, wait))
        if len(looks) == 1:
            studio.send(run_, 1, cut[0])
        return looks[-1]

    monkeypatch.setattr(follow, "head_of_run", looked)
    monkeypatch.setattr(follow, "IDLE", timedelta(seconds=1))
    followed(broadcast)
    assert looks[0] is None and [row.number for row in segments(broadcast)] == list(range(8))


def test_nonsense_in_the_middle_is_passed_over(studio, broadcast, tmp_path):
    """What cannot be decoded costs seconds of the broadcast and not the broadcast."""
    pieces_ = in_seconds(stream(seconds=12), 12)
    pieces_[4] = bytes((7 * at * at + 13) % 251 for at in range(len(pieces_[4])))
    studio.send_all(studio.begin(), pieces_)
    assert followed(broadcast).state == WorkState.DONE
    rows = segments(broadcast)
    assert all(a.start_ms + a.duration_ms == b.start_ms for a, b in zip(rows, rows[1:], strict=False))
    assert sum(lengths(broadcast)) > 8_000


def test_a_stored_piece_that_is_gone_is_a_gap(studio, broadcast):
    studio.send_all(studio.begin(), in_seconds(stream(), 8))
    piece = broadcast.take.pieces.get(number=4)
    storage.remove(piece.key)
    assert followed(broadcast).state == WorkState.DONE
    assert len({row.init for row in segments(broadcast)}) == 2


def test_a_full_disk_is_waited_for(studio, broadcast, monkeypatch):
    studio.send_all(studio.begin(), in_seconds(stream(), 8))
    put, faults = storage.put, []

    def full(key, path):
        if len(faults) < 3 and "v0000004" in key:
            faults.append(key)
            raise OSError(28, "No space left on device")
        put(key, path)

    monkeypatch.setattr(storage, "put", full)
    assert followed(broadcast).state == WorkState.DONE
    assert len(faults) == 3
    assert [row.number for row in segments(broadcast)] == list(range(8))
    assert sum(lengths(broadcast)) == pytest.approx(8000, abs=60)


def test_two_workers_never_both_write(studio, broadcast, monkeypatch):
    """One that was given up and does not know it yet leaves files, and no rows."""
    studio.send_all(studio.begin(), in_seconds(stream(), 8))
    write = tracks.Track.write

    def overtaken(track, rows):
        if LiveSegment.objects.filter(rendition="live").count() == 2:
            Work.objects.update(lease_holder="another", state=WorkState.WAITING)
        write(track, rows)

    with monkeypatch.context() as patched:
        patched.setattr(tracks.Track, "write", overtaken)
        work = followed(broadcast)
    assert len(segments(broadcast)) == 2
    works.run(work.pk)
    assert [row.number for row in segments(broadcast)] == list(range(8))


def test_when_nobody_has_sent_for_a_while_nobody_follows(studio, broadcast):
    """And the next piece asks for a follower again."""
    run_ = studio.begin()
    cut = in_seconds(stream(), 8)
    studio.send(run_, 1, cut[0])
    assert followed(broadcast).state == WorkState.DONE
    assert ingest.wants_follower(broadcast.pk)
    assert not ingest.wants_follower(broadcast.pk)


@pytest.mark.parametrize("arrivals", [range(1, 9), [9] * 8], ids=["each in its time", "after a cut line"])
def test_when_it_was_taken(studio, broadcast, arrivals):
    """By the pieces that came; of those that were held up, by when the run was said to have begun."""
    studio.send_all(studio.begin(), in_seconds(stream(), 8))
    began = timezone.now() - timedelta(seconds=20)
    for number, at in enumerate(arrivals, 1):
        broadcast.take.pieces.filter(number=number).update(arrived_at=began + timedelta(seconds=at))
    LiveRun.objects.update(began_at=began)
    followed(broadcast)
    told = [(row.captured_at - began).total_seconds() for row in segments(broadcast)]
    assert told == pytest.approx([0, 1, 2, 3, 4, 5, 6, 7], abs=0.3)
