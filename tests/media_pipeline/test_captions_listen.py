"""A machine listens: real words out of a real film, only in a language it knows, and in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import ffmpeg
import pytest
from django.test import override_settings

from elearn.web.speech import speak
from media_pipeline import api
from media_pipeline.captions import listen as program
from media_pipeline.captions import model
from media_pipeline.checks import check_speech
from media_pipeline.domain import listen
from media_pipeline.domain import work as works
from media_pipeline.models import CaptionTrack, Film, FilmState, Work, WorkKind

from .clips import H264, make, picture

pytestmark = pytest.mark.django_db
SAID = "First wash the rice five times, until the water is clear. A good plov does not like to be hurried."


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> Path:
    """A film in which somebody speaks English, after half a second of nothing."""
    folder = tmp_path_factory.mktemp("spoken")
    samples, rate = speak(SAID, language="en")
    with wave.open(str(folder / "voice.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(rate) + samples)
    sound = ffmpeg.input(str(folder / "voice.wav"))
    make(folder / "spoken.mp4", picture("160x120", 10, 8), sound, acodec="aac", shortest=None, **H264)
    return folder / "spoken.mp4"


def watchable(path: Path, language: str = "") -> Film:
    film = api.check_now(api.receive_file(api.open_film(), path))
    if language:
        api.set_language(film, language)
    film.refresh_from_db()
    return film


def asked(film: Film) -> list[tuple[str, str]]:
    return list(Work.objects.filter(film=film, kind=WorkKind.CAPTIONS).values_list("subject", "state"))


@pytest.mark.slow
def test_what_is_said_in_a_film_can_be_read_and_the_worker_stays_small(spoken):
    film = watchable(spoken, "en")
    assert asked(film) == [("en", "waiting")]
    assert api.listen_now(film)
    heard = api.transcript(film)
    assert heard.is_machine and heard.language == "en"
    words = {word.strip(".,").lower() for word in heard.text.split()}
    assert {"wash", "rice", "five", "water", "clear", "hurried"} <= words
    assert 200 < heard.lines[0].start_ms < 1200  # after the silence, at the time of the film
    assert heard.lines[-1].end_ms <= film.duration_ms + 500
    work = Work.objects.get(film=film, kind=WorkKind.CAPTIONS)
    assert (work.state, work.percent) == ("done", 100)
    assert "faster_whisper" not in sys.modules and "ctranslate2" not in sys.modules
    assert not api.listen_again(film)  # once is enough


def test_a_language_said_beforehand_is_heard_as_soon_as_the_film_is_there(clips):
    film = api.open_film()
    api.set_language(film, "en")
    assert asked(film) == []
    api.check_now(api.receive_file(film, clips("plain.mp4")))
    assert asked(film) == [("en", "waiting")]


@pytest.mark.parametrize("language", ["az", "ru", "", "xx"])
def test_nobody_listens_in_a_language_the_model_lacks_or_that_nobody_named(clips, language):
    film = watchable(clips("plain.mp4"), language)
    assert asked(film) == [] and not api.listen_again(film)


def test_nobody_listens_to_a_film_without_sound_or_taken_back(clips):
    silent = watchable(clips("silent.mp4"), "en")
    assert asked(silent) == []
    film = watchable(clips("plain.mp4"))
    api.block_film(film, for_good=False)
    api.set_language(film, "en")
    assert asked(film) == []


def test_a_model_is_asked_itself_and_what_it_lacks_is_no_fault(clips, monkeypatch):
    monkeypatch.setattr(listen, "speech_languages", lambda: frozenset(["az", "en"]))
    film = watchable(clips("plain.mp4"), "az")
    assert api.listen_now(film)
    assert asked(film) == [("az", "done")] and not CaptionTrack.objects.exists()


def test_a_language_corrected_meanwhile_is_not_written_and_what_the_machine_heard_wrongly_goes(clips, monkeypatch):
    film = watchable(clips("plain.mp4"), "en")
    Film.objects.filter(pk=film.pk).update(language="ru")
    monkeypatch.setattr(listen.runner, "run", None)  # it is not even begun
    assert api.listen_now(film) and asked(film) == [("en", "done")]
    Film.objects.filter(pk=film.pk).update(language="en")
    CaptionTrack.objects.create(film=film, language="en", state="machine", revision=1)
    typed = CaptionTrack.objects.create(film=film, language="az", state="correcting", revision=1)
    film.refresh_from_db()
    assert api.set_language(film, "az") and not api.set_language(film, "az")
    assert list(CaptionTrack.objects.all()) == [typed]


def test_somebody_who_types_is_left_alone(clips, monkeypatch):
    film = watchable(clips("plain.mp4"), "en")
    track = api.open_captions(film, "en")
    line = {"id": "a", "start_ms": 0, "end_ms": 900, "text": "Mine"}
    api.save_captions(track, [{"was": None, "now": line}], base=0, by=None)
    monkeypatch.setattr(listen.runner, "run", None)
    assert works.run(Work.objects.get(film=film, kind=WorkKind.CAPTIONS).pk)
    assert [cue.text for cue in api.caption_cues(track)] == ["Mine"]


def test_films_that_came_before_there_was_a_model_are_heard_some_time(clips):
    film = watchable(clips("plain.mp4"))
    Film.objects.filter(pk=film.pk).update(language="en", state=FilmState.READY)
    assert api.ask_for_captions() == 1
    assert asked(film) == [("en", "waiting")]
    assert api.ask_for_captions() == 0
    Work.objects.filter(film=film).update(state="done")  # nothing was said in it
    assert api.ask_for_captions() == 0


def test_without_a_model_nobody_listens_and_settings_may_name_fewer_languages():
    with override_settings(MEDIA_PIPELINE={"SPEECH_MODEL": "none"}):
        assert api.speech_languages() == frozenset()
    with override_settings(MEDIA_PIPELINE={"SPEECH_MODEL": "small", "SPEECH_LANGUAGES": ["ru", "en", "xx"]}):
        assert api.speech_languages() == {"ru", "en"}
    assert api.speech_languages() == {"en"}  # of the model that comes with a package


def test_which_languages_a_model_knows_is_read_without_loading_it(tmp_path):
    for name, words in (("english", 51_864), ("all", 51_865)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "vocabulary.json").write_text(json.dumps(["w"] * words))
    assert model.languages(str(tmp_path / "english")) == {"en"}
    assert {"az", "ru", "en"} <= model.languages(str(tmp_path / "all"))
    assert model.languages(str(tmp_path / "gone")) == model.languages("") == frozenset()
    assert model.languages("distil-small.en") == {"en"}
    assert "az" in model.languages("Systran/faster-whisper-small")


def test_a_long_film_is_heard_in_stretches_cut_where_it_is_quiet(tmp_path, monkeypatch):
    monkeypatch.setattr(program, "STRETCH", 4)
    monkeypatch.setattr(program, "LOOK_BACK", 2)
    loud, quiet = b"\x00\x40" * program.RATE, bytes(2 * program.RATE // 2)
    with wave.open(str(tmp_path / "w.wav"), "wb") as file:
        file.setparams((1, 2, program.RATE, 0, "NONE", ""))
        file.writeframes(loud * 3 + quiet + loud * 3)  # quiet from 3 to 3.5 seconds
    parts = [(begins, len(samples) / program.RATE) for begins, samples in program._stretches(str(tmp_path / "w.wav"))]
    assert 3.0 < parts[1][0] < 3.5
    assert sum(length for _begins, length in parts) == 6.5
    assert all(begins == before[0] + before[1] for before, (begins, _) in zip(parts, parts[1:], strict=False))


def test_whoever_listens_ends_with_the_worker_that_is_killed(tmp_path):
    started = "import subprocess, sys, time; child = subprocess.Popen(sys.argv[1:]); print(child.pid, flush=True); time.sleep(60)"
    wav = tmp_path / "w.wav"
    command = [sys.executable, "-I", program.__file__, model.embedded(), "en", "1", str(wav), str(tmp_path)]
    with wave.open(str(wav), "wb") as file:
        file.setparams((1, 2, program.RATE, 0, "NONE", ""))
        file.writeframes(b"\x00\x40" * program.RATE * 200)
    worker = subprocess.Popen([sys.executable, "-c", started, *command], stdout=subprocess.PIPE, text=True)
    listener = int(worker.stdout.readline())
    assert _soon(lambda: "ctranslate2" in Path(f"/proc/{listener}/maps").read_text(), seconds=30)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert _soon(lambda: not _lives(listener), seconds=1)


def _soon(is_so, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_a_model_that_is_not_there_stops_the_start():
    with override_settings(MEDIA_PIPELINE={"SPEECH_MODEL": "/nowhere/at/all"}):
        assert [one.id for one in check_speech(None)] == ["media_pipeline.E004"]
    with override_settings(MEDIA_PIPELINE={"SPEECH_MODEL": "none"}):
        assert check_speech(None) == []
    assert check_speech(None) == []
