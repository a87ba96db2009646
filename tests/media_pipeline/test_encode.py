"""The ladder as it is made: colours, fields, loudness, what comes first, what is left out, what is in step."""

import re

import pytest

from media_pipeline import api
from media_pipeline.domain import complexity
from media_pipeline.domain import work as works
from media_pipeline.ffmpeg import ladder
from media_pipeline.ffmpeg.playlist import segments_of
from media_pipeline.ffmpeg.probe import Bounds, inspect
from media_pipeline.models import Film, FilmState, Work

from .clips import GOOD, GREYS, make, picture, tone
from .conftest import hear, playlist_of

pytestmark = pytest.mark.django_db


def arrived(path) -> Film:
    return api.check_now(api.receive_file(api.open_film(path.name), path))


def publish(path) -> Film:
    return api.prepare_now(api.receive_file(api.open_film(path.name), path))


def live(film: Film) -> dict:
    return {row.name: row for row in film.renditions.filter(is_live=True)}


def waiting(film: Film) -> dict[str, Work]:
    return {work.kind: work for work in film.works.filter(state="waiting")}


def lengths(rendition) -> list[float]:
    return [seconds for _, seconds in segments_of(playlist_of(rendition).read_text())]


@pytest.mark.parametrize("name", ["pq.mp4", "hlg.mp4"])
def test_hdr_becomes_sdr_and_its_highlights_are_not_blown(clips, name):
    """Faces are as bright as a screen has them, and what shines can still be told from paper."""
    film = publish(clips(name))
    assert film.state == FilmState.READY, film.fault
    playlist = playlist_of(live(film)["128p"])
    greys = []
    for column in range(len(GREYS)):
        told = hear(playlist, f"crop=16:64:{32 * column + 8}:32,signalstats,metadata=print", picture=True)
        greys.append(float(re.findall(r"YAVG=([\d.]+)", told)[-1]))
    assert greys == sorted(greys)
    assert 140 <= greys[2] <= 200
    assert greys[3] + 10 < greys[4]
    assert greys[4] + 5 < greys[5] <= 237


def test_fields_become_frames(clips):
    """Nothing of the comb is left: neighbouring lines belong to one moment."""
    film = publish(clips("interlaced.mp4"))
    assert _fields(clips("interlaced.mp4")) > 20
    assert _fields(playlist_of(live(film)["240p"])) == 0


def _fields(path) -> int:
    told = hear(path, "idet", picture=True)
    top, bottom = re.findall(r"Multi frame detection: TFF:\s*(\d+) BFF:\s*(\d+)", told)[-1]
    return int(top) + int(bottom)


@pytest.mark.parametrize("name", ["speech.m4a", "quiet.mp4", "sound.m4a"])
def test_every_film_is_equally_loud(clips, name):
    """−16 LUFS within one, measured of what learners hear; nothing goes over the top."""
    film = publish(clips(name))
    told = hear(playlist_of(live(film)["audio"]), "ebur128=framelog=quiet:peak=true")
    assert float(re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1]) == pytest.approx(-16, abs=1)
    assert float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", told)[-1]) < -0.5


def test_silence_stays_silent(clips):
    told = hear(playlist_of(live(publish(clips("silence.m4a")))["audio"]), "volumedetect")
    assert float(re.findall(r"max_volume: (-?[\d.]+) dB", told)[-1]) < -80


def test_the_hum_of_a_room_is_quieter_beside_the_voice(clips):
    film = publish(clips("speech.m4a"))
    before = hear(clips("speech.m4a"), "astats=measure_perchannel=none")
    after = hear(playlist_of(live(film)["audio"]), "astats=measure_perchannel=none")
    assert _distance(after) > _distance(before) + 3


def _distance(told: str) -> float:
    """Decibels between the whole and what is left when nobody speaks."""
    level = float(re.findall(r"RMS level dB: (-?[\d.]+)", told)[-1])
    return level - float(re.findall(r"Noise floor dB: (-?[\d.]+)", told)[-1])


def test_a_film_without_a_copy_has_one_small_rung_first(clips):
    film = arrived(clips("long-odd.mkv"))
    assert not api.status(film).playable
    assert works.run(waiting(film)["first_rung"].pk)
    film.refresh_from_db()
    first = live(film)
    assert (film.state, set(first)) == (FilmState.QUEUED, {"360p", "audio"})
    assert api.status(film).playable
    assert works.run(waiting(film)["ladder"].pk)
    film.refresh_from_db()
    assert film.state == FilmState.READY
    assert set(live(film)) == {"360p", "240p", "audio"}
    assert {live(film)[name].folder for name in first} == {row.folder for row in first.values()}  # not made twice
    assert film.renditions.count() == 3


def test_a_short_film_goes_to_the_ladder_at_once(clips):
    assert "first_rung" not in waiting(arrived(clips("vp8.webm")))


def test_rungs_that_save_nothing_are_not_there(clips):
    """A picture that stands still is as small in full size."""
    assert set(live(publish(clips("still.mp4")))) == {"copy"}
    assert set(live(publish(clips("still.mkv")))) == {"480p"}


def test_samples_say_what_a_rung_needs(clips, tmp_path):
    facts = inspect(clips("lesson.mp4"), Bounds())
    plan = ladder.plan(facts, has_copy=False)
    found = complexity.needs(clips("lesson.mp4"), facts, plan, tmp_path, should_stop=lambda: False)
    assert set(found) == {"360p", "240p"}
    assert found["360p"].average > found["240p"].average > 1000
    assert list(tmp_path.iterdir()) == []
    film = publish(clips("lesson.mp4"))
    assert film.state == FilmState.READY, film.fault
    real = live(film)["240p"].average_bandwidth
    assert found["240p"].average == pytest.approx(real, rel=0.5)


@pytest.mark.parametrize(("seconds", "expected"), [(59, []), (60, [15, 45]), (400, [67, 200, 333]), (9000, 4)])
def test_samples_are_few_and_spread(seconds, expected):
    found = [round(place) for place in complexity.places(seconds)]
    assert (len(found) if isinstance(expected, int) else found) == expected


def test_rungs_below_a_copy_have_its_segments(tmp_path):
    """A player that changes between them finds a keyframe where it looks for one."""
    path = tmp_path / "good.mp4"
    keys = {**GOOD, "g": 600, "force_key_frames": "0,1.3,4.1,5.5,8.2"}
    make(path, picture("640x480", 30, 10), tone(10), acodec="aac", **keys)
    made = live(publish(path))
    assert set(made) == {"copy", "360p", "240p", "audio"}
    assert lengths(made["copy"]) == pytest.approx([4.1, 4.1, 1.8], abs=0.05)
    assert lengths(made["360p"]) == lengths(made["240p"]) == pytest.approx(lengths(made["copy"]), abs=0.001)


def test_rungs_of_half_the_rate_have_the_same_segments(tmp_path):
    path = tmp_path / "fast.mkv"
    make(path, picture("640x540", "60000/1001", 5), vcodec="mpeg4", **{"b:v": "3M"})
    made = live(publish(path))
    assert {name: round(row.frame_rate) for name, row in made.items()} == {"540p": 60, "360p": 30, "240p": 30}
    assert lengths(made["540p"]) == pytest.approx(lengths(made["360p"]), abs=0.001)
    assert lengths(made["360p"]) == lengths(made["240p"])
