"""A take is followed while it arrives: watchable the moment it is sent, and nothing of it before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from media_pipeline import api, limits, storage
from media_pipeline.domain import arriving, follow
from media_pipeline.domain import work as works
from media_pipeline.ffmpeg import following
from media_pipeline.ffmpeg import run as running
from media_pipeline.ffmpeg.probe import inspect
from media_pipeline.models import Film, FilmState, Piece, Rendition, Take, Work, WorkKind, WorkState
from tests.factories import in_pieces, keep_pieces, recording

from .conftest import keyframes, look, playlist_of, stored_folders, taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def recordings(tmp_path_factory):
    """Bytes as the browsers make them: Chromium's H.264 in Matroska, Firefox's VP8, Safari's MP4."""
    folder = tmp_path_factory.mktemp("recordings")
    made: dict[str, bytes] = {}

    def give(kind: str) -> bytes:
        if kind not in made:
            path = folder / f"a.{kind}"
            if kind == "mkv":
                recording(folder / "for-mkv.mp4", codec="mp4", seconds=6)
                told = ["-i", str(folder / "for-mkv.mp4"), "-c:v", "copy", "-c:a", "libopus", "-live", "1", str(path)]
                running.run(told, timeout=30)
                made[kind] = path.read_bytes()
            else:
                made[kind] = recording(path, codec={"webm": "vp8", "mp4": "mp4"}[kind], seconds=6)
        return made[kind]

    return give


@pytest.fixture
def take() -> Take:
    return api.open_take(api.open_film(), mime="video/webm")


@pytest.fixture
def recorder(monkeypatch):
    """What happens while a take is followed: one step each time the follower looks up and sees nothing new."""
    steps: list = []
    look_up = arriving.Watch.look

    def look(watch):
        if steps:
            steps.pop(0)()
        return look_up(watch)

    monkeypatch.setattr(arriving, "_POLL", 0)
    monkeypatch.setattr(follow, "_PAUSE", 0.01)
    monkeypatch.setattr(arriving.Watch, "look", look)

    def then(*new, first: bool = False):
        steps[:] = [*new, *steps] if first else [*steps, *new]

    return then


def work_of(take) -> Work:
    return Work.objects.get(film=take.film, kind=WorkKind.ARRIVING)


def followed(take) -> Work:
    works.run(work_of(take).pk)
    return work_of(take)


def arrives(take, run, pieces, first=1):
    return lambda: keep_pieces(take, run, pieces, first=first)


def sent(take, counts):
    return lambda: api.send_take(take, counts)


def not_playable(take):
    """A step that only looks: nobody may see anything yet."""

    def check():
        film = Film.objects.get(pk=take.film_id)
        assert (film.playable_at, film.renditions.count(), film.duration_ms) == (None, 0, 0)

    return check


@pytest.mark.parametrize(
    ("kind", "codec", "size", "step"),
    [("mkv", "h264", (320, 240), 1), ("mp4", "h264", (320, 240), 1), ("webm", "h264", (320, 240), 2)],
)
def test_a_take_can_be_watched_when_it_is_sent(take, recorder, recordings, kind, codec, size, step):
    pieces = in_pieces(recordings(kind), 4)
    keep_pieces(take, 1, pieces[:1])
    recorder(not_playable(take), arrives(take, 1, pieces[1:3], 2), arrives(take, 1, pieces[3:], 4))
    recorder(not_playable(take), sent(take, {1: 4}))
    assert followed(take).state == WorkState.DONE
    film = Film.objects.get(pk=take.film_id)
    assert film.playable_at is not None
    assert (film.state, film.width, film.height, film.has_video, film.has_audio) == ("receiving", *size, True, True)
    assert film.duration_ms == pytest.approx(6000, abs=150)
    rows = {row.name: row for row in film.renditions.filter(is_live=True)}
    assert list(rows) == ["take", "takesound"]
    assert rows["take"].codecs.startswith("avc1.")
    assert rows["takesound"].codecs == "mp4a.40.2"
    seen, heard = (look(playlist_of(rows[name])) for name in ("take", "takesound"))
    assert (seen["codec_name"], seen["width"], seen["height"]) == (codec, *size)
    assert seen["seconds"] == pytest.approx(6, abs=0.15)
    assert heard["seconds"] == pytest.approx(6, abs=0.15)
    assert abs(seen["start"] - heard["start"]) < 0.05
    marks = keyframes(playlist_of(rows["take"]))
    assert max(b - a for a, b in zip(marks, marks[1:], strict=False)) <= step + 0.1
    assert api.status(film).playable
    assert api.playback(film).playlist
    assert storage.local_path(film.poster).stat().st_size > 1000


def test_a_run_after_a_reload_follows_with_a_discontinuity(take, recorder, recordings):
    """And the two may be of different browsers."""
    first, second = in_pieces(recordings("mkv"), 3), in_pieces(recordings("webm"), 2)
    keep_pieces(take, 1, first)
    recorder(arrives(take, 2, second[:1]), arrives(take, 2, second[1:], 2), sent(take, {1: 3, 2: 2}))
    followed(take)
    picture = Film.objects.get(pk=take.film_id).renditions.get(name="take")
    text = playlist_of(picture).read_text()
    assert text.count("#EXT-X-DISCONTINUITY") == 1
    assert text.count("#EXT-X-MAP") == 2
    lengths = [float(line[8:-1]) for line in text.splitlines() if line.startswith("#EXTINF:")]
    assert sum(lengths) == pytest.approx(12, abs=0.3)


def test_a_run_of_a_recorder_that_died_at_once_is_left_out(take, recorder, recordings):
    data = recordings("mkv")
    keep_pieces(take, 1, in_pieces(data, 2))
    keep_pieces(take, 2, [data[:100]])
    recorder(sent(take, {1: 2, 2: 1}))
    followed(take)
    film = Film.objects.get(pk=take.film_id)
    assert film.playable_at
    assert film.duration_ms == pytest.approx(6000, abs=150)


def test_then_the_film_is_looked_at_whole_and_what_was_followed_makes_place(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 3))
    recorder(sent(take, {1: 3}))
    followed(take)
    before = Film.objects.get(pk=take.film_id).playable_at
    taken_in(take)
    film = api.check_now(Film.objects.get(pk=take.film_id))
    assert (film.state, film.playable_at) == (FilmState.QUEUED, before)
    live = set(film.renditions.filter(is_live=True).values_list("name", flat=True))
    assert live == {"copy", "sound"}
    film = api.prepare_now(film)
    assert film.state == FilmState.READY
    assert not film.renditions.filter(is_live=True, name__startswith="take").exists()


def test_without_a_copy_what_was_followed_is_watched_until_the_ladder_is_there(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("webm"), 3))
    recorder(sent(take, {1: 3}))
    followed(take)
    taken_in(take)
    film = api.check_now(Film.objects.get(pk=take.film_id))
    assert film.playable_at
    assert "take" in set(film.renditions.filter(is_live=True).values_list("name", flat=True))
    api.prepare_now(film)
    assert not film.renditions.filter(is_live=True, name__startswith="take").exists()


def test_what_is_open_already_is_not_replaced_by_less(take, recorder, recordings):
    """The whole was quicker than the follower."""
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))

    def all_at_once():
        api.send_take(take, {1: 2})
        taken_in(take)
        api.check_now(Film.objects.get(pk=take.film_id))

    recorder(all_at_once)
    followed(take)
    film = Film.objects.get(pk=take.film_id)
    assert set(film.renditions.values_list("name", flat=True)) == {"copy", "sound"}
    assert not [name for name in stored_folders(film) if name.startswith("take")]


def test_a_discarded_take_leaves_nothing(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    recorder(lambda: None, lambda: api.discard_take(take))
    assert followed(take).state == WorkState.DONE
    film = Film.objects.get(pk=take.film_id)
    assert (film.playable_at, film.renditions.count(), stored_folders(film)) == (None, 0, set())
    assert storage.files(film.folder) == []


def test_work_on_a_take_that_is_sent_or_discarded_before_anybody_was_free_is_not_begun(take, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    api.send_take(take, {1: 2})
    other = api.open_take(api.open_film(), mime="video/webm")
    keep_pieces(other, 1, in_pieces(recordings("mkv"), 2))
    api.discard_take(other)
    assert [work_of(one).state for one in (take, other)] == [WorkState.CANCELLED] * 2


def test_pieces_of_an_earlier_run_that_come_late_are_not_left_out(take, recorder, recordings, monkeypatch):
    """The tablet came back with what it had not sent: then nothing is shown rather than a film with a hole."""
    monkeypatch.setattr(arriving, "_LATE", timedelta(seconds=-1))
    pieces = in_pieces(recordings("mkv"), 4)
    keep_pieces(take, 1, pieces[:3])
    keep_pieces(take, 2, in_pieces(recordings("webm"), 1))
    recorder(lambda: None, arrives(take, 1, pieces[3:], 4), sent(take, {1: 4, 2: 1}))
    followed(take)
    film = Film.objects.get(pk=take.film_id)
    assert (film.playable_at, stored_folders(film)) == (None, set())


def test_two_followers_are_one(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    work = work_of(take)
    tries: list[bool] = []
    recorder(lambda: tries.append(works.run(work.pk)), sent(take, {1: 2}))
    assert works.run(work.pk) is True
    assert tries == [False]
    assert Film.objects.get(pk=take.film_id).renditions.count() == 2


def test_a_follower_that_lost_the_take_publishes_nothing(take, recorder, recordings):
    """Another took it over, and the first did not notice before the end."""
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    work = work_of(take)
    recorder(lambda: Work.objects.filter(pk=work.pk).update(lease_holder="another"), sent(take, {1: 2}))
    assert works.run(work.pk) is False
    film = Film.objects.get(pk=take.film_id)
    assert (film.playable_at, film.renditions.count(), stored_folders(film)) == (None, 0, set())


def test_a_take_that_rests_makes_way_for_one_that_does_not(take, recorder, recordings):
    pieces = in_pieces(recordings("mkv"), 2)
    keep_pieces(take, 1, pieces)
    Piece.objects.update(arrived_at=timezone.now() - timedelta(minutes=2))
    other = api.open_take(api.open_film(), mime="video/webm")
    recorder(lambda: None, arrives(other, 1, pieces[:1]))
    now = timezone.now()
    rested = followed(take)
    assert (rested.state, rested.attempts) == (WorkState.WAITING, 0)
    assert rested.due_at > now + timedelta(seconds=20)
    assert stored_folders(take.film) == set()
    recorder(sent(take, {1: 2}))
    Work.objects.filter(film=other.film).update(state=WorkState.RUNNING)
    assert followed(take).state == WorkState.DONE
    assert Film.objects.get(pk=take.film_id).playable_at


def test_of_two_that_rest_the_one_that_is_followed_stays(take, recorder, recordings):
    """Else they would be begun again in turn, all day long."""
    pieces = in_pieces(recordings("mkv"), 2)
    other = api.open_take(api.open_film(), mime="video/webm")
    keep_pieces(take, 1, pieces)
    keep_pieces(other, 1, pieces[:1])
    Piece.objects.update(arrived_at=timezone.now() - timedelta(minutes=2))
    recorder(lambda: None, lambda: None, sent(take, {1: 2}))
    assert followed(take).state == WorkState.DONE


def test_after_half_an_hour_without_a_piece_nobody_waits(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    Piece.objects.update(arrived_at=timezone.now() - timedelta(hours=1))
    waiting = followed(take)
    assert waiting.state == WorkState.WAITING
    assert waiting.due_at > timezone.now() + timedelta(minutes=5)
    Piece.objects.update(arrived_at=timezone.now() - timedelta(days=2))
    assert followed(take).state == WorkState.DONE


@pytest.mark.parametrize("data", [b"not a film at all" * 900, b"\x1a\x45\xdf\xa3" + bytes(9000)])
def test_what_is_no_film_is_left_to_the_look_at_the_whole(take, recorder, data):
    keep_pieces(take, 1, in_pieces(data, 8))
    recorder(sent(take, {1: 8}))
    assert followed(take).state == WorkState.DONE
    film = Film.objects.get(pk=take.film_id)
    assert (film.playable_at, stored_folders(film)) == (None, set())


def test_a_take_that_names_another_file_does_not_get_it(take, recorder, clips):
    """A QuickTime file whose content is said to lie elsewhere on this machine."""
    keep_pieces(take, 1, in_pieces(clips("elsewhere.mov").read_bytes(), 2))
    recorder(sent(take, {1: 2}))
    followed(take)
    film = Film.objects.get(pk=take.film_id)
    assert (film.playable_at, stored_folders(film)) == (None, set())


def test_nothing_named_in_later_pieces_is_opened(clips, recordings, tmp_path):
    """The beginning was harmless; what comes after it goes to the same ffmpeg."""
    (tmp_path / "beginning").write_bytes(recordings("mp4"))
    job = following.job(inspect(tmp_path / "beginning", limits.bounds()), run=1)
    for name in job.names:
        (tmp_path / name).mkdir()
    parts = iter([clips("elsewhere.mov").read_bytes()])
    with pytest.raises(running.FfmpegFailed):
        running.run(job.arguments, timeout=20, folder=tmp_path, feed=lambda: next(parts, None))
    assert list(tmp_path.glob("take*/s*")) == []


def test_a_picture_too_large_to_decode_is_left_to_the_look_at_the_whole(take, recorder, clips):
    keep_pieces(take, 1, in_pieces(clips("huge.mkv").read_bytes(), 2))
    recorder(sent(take, {1: 2}))
    followed(take)
    assert Film.objects.get(pk=take.film_id).playable_at is None


def test_a_spoilt_piece_is_a_fault_for_staff(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    storage.local_path(take.pieces.last().key).write_bytes(b"rot")
    work = followed(take)
    assert (work.state, work.fault[:12]) == (WorkState.WAITING, "PieceSpoilt:")
    assert stored_folders(take.film) == set()


def test_a_film_taken_back_meanwhile_is_not_published(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    recorder(lambda: api.block_film(take.film), sent(take, {1: 2}))
    works.run(work_of(take).pk)
    film = Film.objects.get(pk=take.film_id)
    assert (film.playable_at, film.renditions.count()) == (None, 0)


def test_the_words_say_that_it_can_be_watched(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    recorder(sent(take, {1: 2}))
    followed(take)
    film = Film.objects.get(pk=take.film_id)
    assert api.status(film).words == api.status_of_row(Film(state="queued", playable_at=timezone.now())).words


def test_segments_are_stored_while_the_recording_goes_on(take, recorder, recordings):
    pieces = in_pieces(recordings("mkv"), 6)
    keep_pieces(take, 1, pieces[:5])
    stored: list[str] = []

    def see():
        for folder in storage.folders(take.film.folder):
            if folder.startswith("take-"):
                stored.extend(storage.files(f"{take.film.folder}/{folder}"))
        if not stored:
            recorder(see, first=True)

    recorder(see, arrives(take, 1, pieces[5:], 6), sent(take, {1: 6}))
    followed(take)
    assert stored[0] == "s0100000.m4s"


def test_only_rows_of_the_take_are_made(take, recorder, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mp4"), 2))
    recorder(sent(take, {1: 2}))
    followed(take)
    rows = Rendition.objects.filter(film=take.film)
    assert {(row.kind, row.bytes) for row in rows} == {
        (row.kind, sum(path.stat().st_size for path in playlist_of(row).parent.iterdir() if path.suffix != ".m3u8"))
        for row in rows
    }


def test_a_first_rung_takes_the_place_of_what_was_followed(take, recorder, recordings):
    """It was asked for before the follower was done. Runs that are apart do not go with a sound in one piece."""
    keep_pieces(take, 1, in_pieces(recordings("webm"), 3))

    def looked_at():
        api.send_take(take, {1: 3})
        taken_in(take)
        api.check_now(Film.objects.get(pk=take.film_id))
        Work.objects.filter(film=take.film, kind=WorkKind.LADDER).update(kind=WorkKind.FIRST_RUNG)

    recorder(looked_at)
    followed(take)
    live = Rendition.objects.filter(film=take.film, is_live=True)
    assert "take" in set(live.values_list("name", flat=True))
    works.run(Work.objects.get(film=take.film, kind=WorkKind.FIRST_RUNG).pk)
    assert set(live.values_list("name", flat=True)) == {"240p", "audio"}


def test_without_a_worker_for_it_nobody_is_woken_for_ever(take, recordings):
    keep_pieces(take, 1, in_pieces(recordings("mkv"), 2))
    api.sweep()
    assert work_of(take).state == WorkState.WAITING
    Work.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    api.sweep()
    assert work_of(take).state == WorkState.CANCELLED
    api.send_take(take, {1: 2})
    assert taken_in(take) is True
