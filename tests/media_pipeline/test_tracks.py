"""Films beside a film: signed or described; shown only while each could be watched by itself."""

import pytest
from django.utils import timezone

from media_pipeline import api
from media_pipeline.models import Film, FilmState, Rendition, Track, TrackKind

pytestmark = pytest.mark.django_db
SIGN, DESCRIBED = TrackKind.SIGN, TrackKind.DESCRIBED


def film(seconds: float = 10, *, picture: bool = True, sound: bool = True, **facts) -> Film:
    """A film that can be watched, by its rows alone."""
    now = timezone.now()
    facts = {"state": FilmState.READY, "playable_at": now, **facts}
    made = Film.objects.create(duration_ms=round(seconds * 1000), has_video=picture, has_audio=sound, **facts)
    common = {"film": made, "bandwidth": 90_000, "average_bandwidth": 80_000}
    if picture:
        Rendition.objects.create(
            **common,
            kind="rung",
            name="360p",
            folder="360p-00000000",
            width=640,
            height=360,
            frame_rate=25,
            codecs="avc1.64001e",
        )
    if sound:
        Rendition.objects.create(**common, kind="audio", name="audio", folder="audio-00000000", codecs="mp4a.40.2")
    return made


def problem(main, other, kind=SIGN, **more) -> str:
    with pytest.raises(api.TrackUnfit) as refused:
        api.attach_track(main, kind=kind, film=other, **more)
    return refused.value.reason


def described_lines(main: Film) -> list[str]:
    return [line for line in api.master_playlist(main).splitlines() if "describes-video" in line]


def test_a_film_goes_with_another_and_leaves_it_again():
    main, signed, better = film(), film(sound=False), film(sound=False)
    api.attach_track(main, kind=SIGN, film=signed, offset_ms=400)
    api.attach_track(main, kind=SIGN, film=better, offset_ms=-250)
    (track,) = api.tracks_of(main)
    assert (track.film, track.offset_ms) == (better, -250)
    assert list(api.playable_tracks(main)) == [SIGN]
    assert api.detach_track(main, SIGN)
    assert not api.detach_track(main, SIGN)
    assert api.tracks_of(main) == []
    assert Film.objects.filter(pk__in=[signed.pk, better.pk]).count() == 2


def test_what_cannot_go_together_is_refused_with_its_reason():
    main = film()
    assert problem(main, main) == api.TrackProblem.SAME_FILM
    assert problem(main, film(state=FilmState.BLOCKED)) == api.TrackProblem.UNUSABLE
    assert problem(main, film(state=FilmState.REFUSED)) == api.TrackProblem.UNUSABLE
    assert problem(main, film(picture=False)) == api.TrackProblem.NO_PICTURE
    assert problem(main, film(), offset_ms=10_000) == api.TrackProblem.BESIDE_IT
    assert problem(main, film(), offset_ms=-10_000) == api.TrackProblem.BESIDE_IT
    assert problem(main, film(sound=False), DESCRIBED) == api.TrackProblem.NO_SOUND
    assert problem(film(sound=False), film(), DESCRIBED) == api.TrackProblem.NOTHING_TO_REPLACE
    assert problem(main, film(13), DESCRIBED) == api.TrackProblem.OTHER_LENGTH
    assert problem(main, film(), DESCRIBED, offset_ms=1) == api.TrackProblem.OTHER_LENGTH
    assert not Track.objects.exists()


def test_a_film_that_is_still_being_looked_at_is_taken_and_not_shown_yet():
    main = film()
    coming = Film.objects.create(state=FilmState.CHECKING)
    api.attach_track(main, kind=SIGN, film=coming)
    assert [track.film for track in api.tracks_of(main)] == [coming]
    assert api.playable_tracks(main) == {}


def test_the_playlist_offers_the_described_sound_at_an_address_of_its_own_film(tmp_path):
    main, told = film(), film(11, picture=False)
    assert described_lines(main) == []
    api.attach_track(main, kind=DESCRIBED, film=told)
    (line,) = described_lines(main)
    assert 'GROUP-ID="sound"' in line
    assert "DEFAULT=NO" in line
    assert f'/{told.pk.hex}/audio-00000000/index.m3u8"' in line
    # The main film's token is not what opens it.
    assert line.split("/films/")[1].split("/")[0] != api.playback(main).playlist.split("/films/")[1].split("/")[0]
    assert line in api.master_playlist(main, prefix="/films/x/y/")


def test_described_sound_that_turned_out_longer_or_was_taken_back_is_not_offered():
    main = film()
    told = Film.objects.create(state=FilmState.CHECKING)
    api.attach_track(main, kind=DESCRIBED, film=told)
    Rendition.objects.create(film=told, kind="audio", name="audio", folder="audio-00000001", codecs="mp4a.40.2")
    Film.objects.filter(pk=told.pk).update(duration_ms=40_000, has_audio=True, playable_at=timezone.now())
    assert described_lines(main) == []
    Film.objects.filter(pk=told.pk).update(duration_ms=10_000)
    assert len(described_lines(main)) == 1
    api.block_film(told, for_good=False)
    assert described_lines(main) == []
    assert api.playable_tracks(main) == {}


def test_who_takes_a_film_away_takes_its_tracks_along_and_leaves_the_others():
    main, signed = film(), film(sound=False)
    api.attach_track(main, kind=SIGN, film=signed)
    api.remove_film(main)
    assert Film.objects.filter(pk=signed.pk).exists()
    other = film()
    api.attach_track(other, kind=SIGN, film=signed)
    api.remove_film(signed)
    assert api.tracks_of(other) == []
    assert Film.objects.filter(pk=other.pk).exists()


def test_what_goes_with_a_film_costs_one_query(django_assert_num_queries):
    main = film()
    api.attach_track(main, kind=SIGN, film=film(sound=False))
    with django_assert_num_queries(1):
        api.playable_tracks(main)
    api.attach_track(main, kind=DESCRIBED, film=film())
    with django_assert_num_queries(1):
        api.playable_tracks(main)
