"""A machine writes captions while it is broadcast: real words, measured; gives up when it is too slow; goes on after a kill."""

import json
import os
import subprocess
import sys
import time
import wave
from datetime import timedelta
from pathlib import Path

import ffmpeg
import numpy
import pytest

from elearn.web.speech import speak
from media_pipeline import api
from media_pipeline.captions import listen as program
from media_pipeline.captions import model
from media_pipeline.domain import work as works
from media_pipeline.domain.live import captions, follow, hearing
from media_pipeline.ffmpeg.run import FfmpegFailed, run
from media_pipeline.models import Broadcast, LiveCue, LiveSegment, Work, WorkKind
from media_pipeline.tasks_live import send_recording

from .cast import H264, Studio, in_seconds
from .live import broadcast, sound_of

pytestmark = pytest.mark.django_db
SAID = "First wash the rice five times, until the water is clear. A good plov does not like to be hurried."


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> Path:
    """Somebody speaks English, after half a second of nothing."""
    path = tmp_path_factory.mktemp("spoken") / "voice.wav"
    samples, rate = speak(SAID, language="en")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(bytes(rate) + samples)
    return path


def work_of(made) -> Work:
    return Work.objects.get(film=made.film, kind=WorkKind.LIVE_CAPTIONS)


def heard(made) -> str:
    return " ".join(cue.text.replace("\n", " ") for cue in api.live_cues(made))


def words(text: str) -> set[str]:
    return {word.strip(".,").lower() for word in text.split()}


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(hearing, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(hearing, "_QUIET_AT_END", 0.3)


# The whole of it --------------------------------------------------------------------------------------
@pytest.mark.slow
def test_what_is_said_over_two_runs_is_shown_measured_and_kept(spoken, tmp_path, impatient):
    made = broadcast()
    first = sound_of(made, spoken, tmp_path)
    second_begins = first[-1].start_ms + first[-1].duration_ms
    second = sound_of(made, spoken, tmp_path, run_number=2, begins_ms=second_begins)
    for number, row in enumerate([*first, *second]):
        row.number = number
    LiveSegment.objects.bulk_create([*first, *second])
    assert api.begin_listening(made) and api.listening(made).state == "waiting"
    Broadcast.objects.filter(pk=made.pk).update(state="ended")
    assert works.run(work_of(made).pk)
    cues = api.live_cues(made, language="en")
    said = heard(made).lower()
    assert [said.count(word) for word in ("wash", "rice", "five times", "water", "clear")] == [2] * 5
    assert 200 < cues[0].start_ms < 1200 and all(cue.is_machine and cue.by is None for cue in cues)
    again = next(cue.start_ms for cue in cues if cue.start_ms > 2_000 and "wash" in cue.text)
    assert second_begins - 1_500 < again < second_begins + 1_200  # a line may begin with the end of the one before
    told = api.listening(made)
    assert (told.state, told.because) == ("done", "")
    assert told.load > 0 and 0 < told.cpu < 1.5  # seconds for each second of sound
    assert abs(told.heard_ms - captions.edge(made)) < 500
    assert {"wash", "rice", "water"} <= words(api.transcript(made.film).text)
    assert "faster_whisper" not in sys.modules and "ctranslate2" not in sys.modules


@pytest.mark.slow
def test_lines_come_after_the_words_and_not_at_the_end(spoken, tmp_path, impatient, monkeypatch):
    """The segments appear one after the other, as they do live; the last are not made before a line is there."""
    made = broadcast()
    rows = sound_of(made, spoken, tmp_path)
    rows += sound_of(made, spoken, tmp_path, run_number=2, begins_ms=rows[-1].start_ms + rows[-1].duration_ms)
    for number, row in enumerate(rows):
        row.number = number
    coming, held_back, began = iter(rows), len(rows) - 3, time.monotonic()

    def grow(ear) -> list[LiveSegment]:
        has_line = LiveCue.objects.filter(broadcast=made).exists()
        made_so_far = LiveSegment.objects.filter(broadcast=made).count()
        assert has_line or time.monotonic() < began + 90, "no line comes before the end"
        if has_line or made_so_far < held_back:
            if row := next(coming, None):
                row.save()
            else:
                Broadcast.objects.filter(pk=made.pk).update(state="ended")
        return new(ear)

    new = hearing.Ear._new
    monkeypatch.setattr(hearing.Ear, "_new", grow)
    api.begin_listening(made)
    assert works.run(work_of(made).pk)
    assert {"wash", "rice", "water", "hurried"} <= words(heard(made))
    assert all(cue.delay_ms > 0 for cue in api.live_cues(made))


# Without the model --------------------------------------------------------------------------------------
def play(monkeypatch, lines, *, error: Exception | None = None) -> list[bytes]:
    """Have a program that says these lines stand for the one that listens; gives what it was fed."""
    fed: list[bytes] = []

    def run(arguments, *, program="ffmpeg", feed=None, on_line=None, folder=None, **kwargs):
        if program == "ffmpeg":
            (folder / hearing.PART).write_bytes(bytes(64_000))
            return ""
        while (data := feed()) is not None:
            if data:
                fed.append(data)
                for line in lines:
                    on_line(json.dumps(line))
        if error:
            raise error
        return ""

    monkeypatch.setattr(hearing.runner, "run", run)
    monkeypatch.setattr(hearing.Ear, "_read", lambda ear, name: name.encode())
    return fed


def with_sound(seconds: int, **facts) -> Broadcast:
    made = broadcast("ended", **facts)
    LiveSegment.objects.bulk_create(
        LiveSegment(
            broadcast=made, rendition="livesound", number=number, run=1, init="i.mp4", file=f"{number}.m4s",
            start_ms=number * 1000, duration_ms=1000, bytes=1, captured_at=made.created_at,
        )
        for number in range(seconds)
    )  # fmt: skip
    return made


def told(at: float, *said: str, wall: float = 1.0) -> list[dict]:
    spoken = [[at - 1, at - 0.2, f" {word}"] for word in said]
    return [{"words": spoken}, {"seconds": at, "sound": 5.0, "wall": wall, "cpu": wall}]


def test_a_machine_that_falls_behind_gives_up_says_so_and_what_it_wrote_stays(monkeypatch, impatient):
    made = with_sound(60)
    play(monkeypatch, [*told(5, "Hello", wall=7.5), *told(10, "there", wall=7.5)])
    monkeypatch.setattr(hearing, "_CATCH_UP_MS", 10**6)
    api.begin_listening(made)
    behind = iter([55_000, 56_000])
    monkeypatch.setattr(captions, "edge", lambda made: next(behind, 60_000) + 5_000)
    assert works.run(work_of(made).pk)
    now = api.listening(made)
    assert (now.state, now.because, now.load) == ("gave_up", "behind", 1.5)
    assert heard(made) == "Hello"
    assert work_of(made).state == "done" and api.transcript(made.film).text == "Hello"


def test_a_machine_that_came_late_but_catches_up_goes_on(monkeypatch, impatient):
    made = with_sound(3)
    play(monkeypatch, [*told(1, "One"), *told(2, "Two"), *told(3, "Three")])
    ahead = iter([41_000, 41_000, 36_000, 3_000])
    monkeypatch.setattr(captions, "edge", lambda made: next(ahead, 3_000))
    monkeypatch.setattr(hearing, "_CATCH_UP_MS", 10**6)
    api.begin_listening(made)
    Broadcast.objects.filter(pk=made.pk).update(listening={})
    monkeypatch.setattr(hearing, "_MOST_BEHIND_MS", 45_000)
    assert works.run(work_of(made).pk)
    assert api.listening(made).state == "done" and heard(made) == "One Two Three"


def test_a_worker_that_follows_a_killed_one_goes_on_after_its_last_line(monkeypatch, impatient):
    made = with_sound(30)
    fed = play(monkeypatch, [])
    LiveCue.objects.create(broadcast=made, language="en", start_ms=20_000, end_ms=22_500, text="Hello", is_machine=True)
    api.begin_listening(made)
    assert works.run(work_of(made).pk)
    first, size = program.HEADER.unpack(fed[0][: program.HEADER.size])
    assert first == 23_000 and size == len(fed[0]) - program.HEADER.size


def test_a_worker_that_comes_very_late_leaves_out_what_was_long_ago(monkeypatch, impatient):
    made = with_sound(300)
    fed = play(monkeypatch, [])
    api.begin_listening(made)
    assert works.run(work_of(made).pk)
    assert program.HEADER.unpack(fed[0][: program.HEADER.size])[0] == 280_000


def test_sound_that_cannot_be_decoded_is_left_out_and_the_rest_is_heard(monkeypatch, impatient):
    made = with_sound(5)
    fed = play(monkeypatch, told(5, "Hello"))
    LiveSegment.objects.filter(broadcast=made, number__gte=3).update(init="other.mp4")
    decode = hearing.Ear._decode

    def fail_first(ear, new):
        if new[0].start_ms == 0:
            raise FfmpegFailed("spoilt")
        return decode(ear, new)

    monkeypatch.setattr(hearing.Ear, "_decode", fail_first)
    api.begin_listening(made)
    assert works.run(work_of(made).pk)
    assert [program.HEADER.unpack(data[:12])[0] for data in fed] == [3_000]
    assert heard(made) == "Hello"


def test_a_language_that_the_machine_does_not_know_is_said_at_once_and_nobody_listens():
    made = broadcast(language="az")
    assert not api.begin_listening(made)
    assert not Work.objects.filter(film=made.film).exists()
    assert (api.listening(made).state, api.listening(made).because) == ("gave_up", "language")


def test_a_model_that_lacks_the_language_after_all_is_no_fault(monkeypatch, impatient):
    made = with_sound(3)
    play(monkeypatch, [], error=FfmpegFailed("ended with 1", tail=f"{program.KNOWS_NO} en"))
    api.begin_listening(made)
    assert works.run(work_of(made).pk)
    assert (api.listening(made).state, api.listening(made).because) == ("gave_up", "language")


def test_a_host_stops_the_machine_and_may_begin_it_again():
    made = broadcast(seconds=3)
    assert not api.stop_listening(made)
    api.begin_listening(made)
    assert api.begin_listening(made) and Work.objects.filter(film=made.film).count() == 1
    assert api.stop_listening(made)
    assert (api.listening(made).state, api.listening(made).because) == ("gave_up", "stopped")
    assert api.begin_listening(made) and api.listening(made).state == "waiting"


def test_a_machine_that_was_set_aside_after_faults_says_so():
    made = broadcast(seconds=3)
    assert api.listening(made) == api.Listening("off")
    api.begin_listening(made)
    Work.objects.filter(film=made.film).update(state="parked")
    assert (api.listening(made).state, api.listening(made).because) == ("gave_up", "fault")
    assert api.begin_listening(made) and api.listening(made).state == "waiting"
    assert work_of(made).state == "waiting"


# The program ------------------------------------------------------------------------------------------
def stretches(parts: list[tuple[int, bytes]], *, pause: float = 0.0) -> list[tuple[float, int]]:
    """What the program hears at once of these parts: (where it begins in s, samples)."""
    source, mouth = os.pipe()
    if os.fork() == 0:
        os.close(source)
        for at, data in parts:
            os.write(mouth, program.HEADER.pack(at, len(data)))
            view = memoryview(data)
            while view:
                view = view[os.write(mouth, view) :]
            time.sleep(pause)
        os._exit(0)
    os.close(mouth)
    try:
        return [(begins, len(samples)) for begins, samples in program._live_stretches(source)]
    finally:
        os.close(source)
        os.wait()


def second(level: int = 8000) -> bytes:
    return numpy.full(program.RATE, level, "<i2").tobytes()


def test_sound_of_a_broadcast_is_heard_in_stretches_cut_where_it_is_quiet():
    parts = [(number * 1000, second(0 if number == 4 else 8000)) for number in range(7)]
    heard_at_once = stretches(parts, pause=0.03)
    assert heard_at_once[0][0] == 0 and 4.0 < heard_at_once[1][0] < 5.1
    assert sum(samples for _begins, samples in heard_at_once) == 7 * program.RATE


def test_a_machine_that_is_behind_hears_longer_stretches():
    lengths = [samples / program.RATE for _begins, samples in stretches([(0, second() * 40)])]
    assert 22 <= lengths[0] <= 25 and sum(lengths) == 40


def test_sound_after_a_gap_is_a_stretch_of_its_own_and_time_does_not_drift():
    parts = [(number * 1000 + number, second()) for number in range(3)] + [(60_000, second())]
    assert [begins for begins, _samples in stretches(parts, pause=0.03)] == [pytest.approx(0.002), 60.0]


def test_the_last_words_are_heard_while_the_broadcast_pauses(monkeypatch):
    monkeypatch.setattr(program, "LIVE_SILENCE", 0.1)
    assert stretches([(0, second()), (1000, second())], pause=0.4) == [(0.0, program.RATE), (1.0, program.RATE)]


def test_a_part_that_was_cut_short_is_the_end():
    command = [sys.executable, "-I", program.__file__, model.embedded(), "en", "1", "-", "/tmp"]
    cut = program.HEADER.pack(0, 32_000) + bytes(100)
    done = subprocess.run(command, input=cut, capture_output=True, timeout=60, check=True)
    assert done.stdout == b""


# With the real engine ---------------------------------------------------------------------------------
@pytest.mark.slow
def test_what_a_studio_sent_is_followed_heard_and_kept_at_the_times_of_the_film(
    spoken, tmp_path, impatient, monkeypatch
):
    """A studio sends speech in pieces; the follower makes segments, the machine hears them."""
    monkeypatch.setattr(follow, "IDLE", timedelta())  # nothing more is waited for after the end
    picture = ffmpeg.input("testsrc2=s=160x120:r=15:d=7.5", f="lavfi")
    how = {**H264, "acodec": "libopus", "f": "matroska", "live": 1, "g": 15, "keyint_min": 15, "shortest": None}
    made_file = tmp_path / "sent.webm"
    run(ffmpeg.get_args(ffmpeg.output(picture, ffmpeg.input(str(spoken)), str(made_file), **how)), timeout=60)
    made = api.open_broadcast(title="Plov", language="en")
    api.go_on_air(made)
    studio = Studio(made)
    studio.send_all(studio.begin(), in_seconds(made_file.read_bytes(), 7))
    api.end_broadcast(made)
    api.begin_listening(made)
    works.run(Work.objects.get(film=made.film, kind=WorkKind.LIVE).pk)
    assert works.run(work_of(made).pk)
    assert {"wash", "rice", "water"} <= words(heard(made))
    assert api.listening(made).state == "done"
    assert made.film.caption_tracks.count() == 0  # pieces may still come
    send_recording(made.pk)
    (track,) = api.keep_live_captions(made)
    assert (track.state, track.language) == ("machine", "en")
    live, kept = (api.live_cues(made)[0], api.caption_cues(track)[0])
    assert (kept.start_ms, kept.text) == (live.start_ms, live.text)
