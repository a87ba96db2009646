"""Which renditions a film gets, from its facts alone."""

from dataclasses import replace

import pytest

from media_pipeline.ffmpeg.facts import Audio, Facts, Video
from media_pipeline.ffmpeg.ladder import Need, ceiling, first_part, first_version, plan, thin, wants_first_part

VIDEO = Video(
    index=0, start=0.0, codec="h264", profile="High", pixels="yuv420p", width=1280, height=720,
    shown_width=1280, shown_height=720, rotation=0, square=True, frame_rate="30",
    variable_rate=False, keyframe_gap=1.0, average_bps=2_000_000, peak_bps=2_400_000,
)  # fmt: skip
AUDIO = Audio(index=1, start=0.0, codec="aac", profile="LC", channels=2, sample_rate=48_000)


def film(audio: Audio | None = AUDIO, **video) -> Facts:
    return Facts("mov", 30.0, 1, replace(VIDEO, **video) if video is not None else None, audio)


def sized(width: int, height: int, **more) -> Facts:
    return film(width=width, height=height, shown_width=width, shown_height=height, **more)


def sizes(facts: Facts, *, has_copy: bool = False) -> list[tuple[int, int]]:
    return [(rung.width, rung.height) for rung in plan(facts, has_copy=has_copy).rungs]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ((1920, 1080), [(1920, 1080), (1280, 720), (854, 480), (640, 360), (426, 240)]),
        ((3840, 2160), [(1920, 1080), (1280, 720), (854, 480), (640, 360), (426, 240)]),
        ((1280, 720), [(1280, 720), (854, 480), (640, 360), (426, 240)]),
        ((720, 1280), [(720, 1280), (480, 854), (360, 640), (240, 426)]),
        ((640, 480), [(640, 480), (480, 360), (320, 240)]),
        ((534, 400), [(534, 400), (320, 240)]),  # 360 is too near
        ((176, 144), [(176, 144)]),  # never upscaled
        ((640, 360), [(640, 360), (426, 240)]),
    ],
)
def test_rungs(shown, expected):
    assert sizes(sized(*shown)) == expected


def test_a_copy_within_the_ceiling_stays_and_is_not_encoded_again():
    assert sizes(film(), has_copy=True) == [(854, 480), (640, 360), (426, 240)]
    assert plan(film(), has_copy=True).keeps_copy


@pytest.mark.parametrize(
    "change",
    [
        {"average_bps": 9_000_000, "peak_bps": 9_000_000},
        {"rotation": 90},
        {"square": False},
        {"keyframe_gap": 10.0},
        {"start": 0.5},
        {"shown_width": 2560, "shown_height": 1440},
    ],
)
def test_a_copy_that_costs_too_much_or_may_come_out_wrong_is_replaced(change):
    facts = film(**change)
    assert first_version(facts) is not None
    result = plan(facts, has_copy=True)
    assert not result.keeps_copy
    assert result.rungs[0].name == ("1080p" if "shown_width" in change else "720p")


def test_sparse_keyframes_do_not_matter_where_a_segment_is_small_all_the_same():
    facts = film(keyframe_gap=8.4, average_bps=100_000, peak_bps=130_000)
    assert plan(facts, has_copy=True).keeps_copy


@pytest.mark.parametrize(
    "change",
    [
        {"codec": "vp8"},
        {"pixels": "yuv420p10le"},
        {"profile": "High 4:4:4"},
        {"keyframe_gap": 14.0},
        {"transfer": "smpte2084"},
        {"interlaced": True},
    ],
)
def test_what_cannot_be_copied(change):
    assert first_version(film(**change)) is None


@pytest.mark.parametrize(
    ("change", "copied"),
    [
        ({}, True),
        ({"codec": "opus"}, False),
        ({"channels": 6}, False),
        ({"profile": "HE-AAC"}, False),
        ({"start": 0.3}, False),
    ],
)
def test_sound_is_copied_where_it_can_be(change, copied):
    assert first_version(film(audio=replace(AUDIO, **change))).audio is copied


def test_ten_frames_stay_ten():
    assert {rung.frame_rate for rung in plan(film(frame_rate="10"), has_copy=False).rungs} == {"10"}


def test_sixty_frames_are_halved_where_the_picture_is_small():
    rungs = plan(film(frame_rate="60000/1001"), has_copy=False).rungs
    assert [rung.frame_rate for rung in rungs] == ["60000/1001"] + ["30000/1001"] * 3


def test_ceilings_grow_with_size_and_rate():
    assert ceiling(240, 30) == 350_000
    assert ceiling(240, 30) < ceiling(300, 30) < ceiling(360, 30) == 700_000
    assert ceiling(1080, 60) > ceiling(1080, 30) == 4_500_000
    assert ceiling(720, 10) < ceiling(720, 30)


def test_a_poor_recording_gets_no_more_bits_than_it_is_worth():
    rungs = plan(film(average_bps=300_000), has_copy=False).rungs
    assert rungs[0].ceiling == 360_000
    assert rungs[-1].ceiling < 100_000


def test_sound_of_a_film_without_a_picture():
    facts = Facts("mp3", 30.0, 1, None, replace(AUDIO, codec="mp3", channels=1, sample_rate=44_100))
    result = plan(facts, has_copy=False)
    assert (result.rungs, result.sound.channels, result.sound.sample_rate) == ((), 1, 44_100)


def test_facts_survive_the_row():
    assert Facts.from_json(film().as_json()) == film()
    silent = film(audio=None)
    assert Facts.from_json(silent.as_json()) == silent


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("30", [60, 60]),
        ("30000/1001", [60, 60]),
        ("25", [50, 50]),
        ("179/6", [60, 60]),
        ("1", [2, 2]),
        ("60", [120, 60]),
    ],
)
def test_keyframes_are_two_seconds_apart_in_every_rung(rate, expected):
    rungs = plan(sized(1280, 720, frame_rate=rate), has_copy=False).rungs
    assert [rungs[0].gop, rungs[-1].gop] == expected


def test_keyframes_below_a_copy_are_where_it_has_them():
    assert {rung.gop for rung in plan(film(), has_copy=True).rungs} == {0}
    assert 0 not in {rung.gop for rung in plan(film(variable_rate=True), has_copy=True).rungs}
    assert 0 not in {rung.gop for rung in plan(film(frame_rate="60"), has_copy=True).rungs}


@pytest.mark.parametrize(
    ("seconds", "change", "has_copy", "wanted"),
    [
        (30, {"codec": "vp8"}, False, True),  # nothing can be watched yet
        (30, {"average_bps": 9_000_000}, True, True),  # only at a phone's bit rate
        (30, {}, True, False),  # the copy is as cheap as a rung
        (14, {"codec": "vp8"}, False, False),  # over before it were worth it
        (30, {"codec": "vp8", "shown_width": 176, "shown_height": 144}, False, False),  # one rung is all there is
    ],
)
def test_when_one_small_rung_comes_first(seconds, change, has_copy, wanted):
    facts = replace(film(**change), seconds=seconds)
    whole = plan(facts, has_copy=has_copy)
    assert wants_first_part(facts, whole) is wanted


def test_the_first_part_is_one_small_rung_and_the_sound():
    whole = plan(sized(1920, 1080), has_copy=False)
    part = first_part(whole)
    assert ([rung.name for rung in part.rungs], part.sound) == (["360p"], whole.sound)
    rest = whole.without({"360p", "audio"})
    assert ([rung.name for rung in rest.rungs], rest.sound) == (["1080p", "720p", "480p", "240p"], None)


def test_rungs_that_save_nothing_are_left_out():
    whole = plan(sized(1920, 1080), has_copy=False)
    needs = {"1080p": 200_000, "720p": 180_000, "480p": 120_000, "360p": 110_000, "240p": 70_000}
    needed = {name: Need(bits, bits) for name, bits in needs.items()}
    assert [rung.name for rung in thin(whole, needed).rungs] == ["1080p", "480p", "240p"]
    assert [rung.name for rung in thin(whole, needed, keep={"360p"}).rungs] == ["1080p", "480p", "360p", "240p"]
    assert thin(whole, {}) == whole


def test_nothing_below_a_copy_that_costs_more_than_it():
    whole = plan(film(), has_copy=True)
    needed = {rung.name: Need(300_000, 300_000) for rung in whole.rungs}
    assert thin(whole, needed, copy_bps=320_000).rungs == ()


def test_caps_fit_the_film():
    """Twice what the worst sample took, and never above our ceiling."""
    whole = plan(sized(1280, 720), has_copy=False)
    needed = {"720p": Need(400_000, 600_000), "240p": Need(300_000, 900_000)}
    ceilings = {rung.name: rung.ceiling for rung in thin(whole, needed).rungs}
    assert ceilings["720p"] == 1_200_000
