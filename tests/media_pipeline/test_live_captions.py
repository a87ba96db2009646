"""Lines of live captions: where they stand in the stream, who sent them twice, and what becomes of them afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from media_pipeline import api
from media_pipeline.captions.cue import Cue
from media_pipeline.captions.live import LiveLine, laid_out, live_vtt, seen_ms
from media_pipeline.domain.live import captions
from media_pipeline.models import Broadcast, CaptionTrack, LiveCue, WorkKind
from media_pipeline.signals import cue_said, cue_unsaid
from tests import factories

from .live import broadcast

pytestmark = pytest.mark.django_db


def typist():
    return factories.person("Günay Məmmədova", email="gunay@example.az").account


def said(made) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in api.live_cues(made)]


# The stream ----------------------------------------------------------------------------------------
def test_a_line_is_in_every_slot_in_which_it_is_seen_whole_and_harmless():
    lines = [LiveLine(900, 2600, "Salam <b>& </b>", "live-7"), LiveLine(5000, 6000, "Sonra")]
    first = live_vtt(lines, start_ms=0, end_ms=1000)
    assert first == (
        "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n"
        "live-7\n00:00:00.900 --> 00:00:02.600\nSalam &lt;b&gt;&amp; &lt;/b&gt;\n"
    )
    assert live_vtt(lines, start_ms=2000, end_ms=3000) == first
    assert live_vtt(lines, start_ms=2600, end_ms=5000, mpegts=900) == (
        "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900,LOCAL:00:00:00.000\n"
    )


def test_a_line_is_seen_as_long_as_it_takes_to_read():
    assert [seen_ms("Bəli."), seen_ms("x" * 60), seen_ms("x" * 200)] == [1500, 4000, 7000]


def test_in_the_stream_a_line_stands_where_the_broadcast_was_when_it_came():
    made = broadcast(seconds=20)
    cue = api.say_live(made, language="az", start_ms=12_000, text="Salam")
    assert 7_900 <= cue.delay_ms <= 9_500  # the second that began at 12 s was captured 8 s ago
    line = api.line_of(cue)
    assert (line.start_ms, line.end_ms - line.start_ms, line.id) == (12_000 + cue.delay_ms, 1500, f"live-{cue.pk}")


# Saying ---------------------------------------------------------------------------------------------
def test_a_line_is_cleaned_and_lies_within_what_was_broadcast():
    made, by = broadcast(seconds=10), typist()
    api.say_live(made, language="az", start_ms=4_000, text="  Salam\n\u202eəzizlərim  ", by=by)
    api.say_live(made, language="az", start_ms=99_000, text="Gələcəkdən", by=by)
    api.say_live(made, language="az", start_ms=-5, text="Əvvəldən", by=by)
    api.say_live(made, language="az", text="Vaxtsız", by=by)
    assert said(made) == [
        (0, 1500, "Əvvəldən"), (4_000, 5_500, "Salam əzizlərim"), (5_000, 6_500, "Vaxtsız"),
        (10_000, 11_500, "Gələcəkdən"),
    ]  # fmt: skip


def test_what_was_sent_again_is_one_line_and_is_told_once():
    told = []
    made, by = broadcast(seconds=10), typist()

    def hear(sender, *, cue, **kwargs):
        told.append(cue.text)

    cue_said.connect(hear)
    first = api.say_live(made, language="az", start_ms=4_000, text="Salam", by=by)
    again = api.say_live(made, language="az", start_ms=4_000, text="Salam ", by=by)
    other = api.say_live(made, language="az", start_ms=6_000, text="Salam", by=by)
    cue_said.disconnect(hear)
    assert first == again != other
    assert told == ["Salam", "Salam"]


def test_a_line_without_a_time_that_was_sent_again_is_one_line_too():
    made, by = broadcast(seconds=10), typist()
    first, again = (api.say_live(made, language="az", text="Bəli.", by=by) for _ in range(2))
    api.say_live(made, language="az", text="Salam", by=by)
    later = api.say_live(made, language="az", text="Bəli.", by=by)
    assert first == again != later
    assert sorted(text for _start, _end, text in said(made)) == ["Bəli.", "Bəli.", "Salam"]


@pytest.mark.parametrize("text", ["", "  \u200e\n", "\x00", "x" * 201])
def test_no_words_and_too_many_are_refused(text):
    with pytest.raises(api.CaptionsInvalid):
        api.say_live(broadcast(seconds=5), language="az", start_ms=0, text=text)
    assert not LiveCue.objects.exists()


def test_nothing_is_said_before_it_is_on_air_nor_long_after_it_nor_into_what_was_stopped():
    late = broadcast("ended", seconds=5)
    Broadcast.objects.filter(pk=late.pk).update(ended_at=timezone.now() - timedelta(minutes=3))
    stopped = broadcast("ended", seconds=5, stopped_because="concern")
    for made in (broadcast("rehearsal"), late, stopped):
        with pytest.raises(api.NotOnAir):
            api.say_live(made, language="az", start_ms=0, text="Salam")
    assert not LiveCue.objects.exists()


def test_a_line_is_taken_back_once_and_told():
    gone = []
    made = broadcast(seconds=10)
    cue = api.say_live(made, language="az", start_ms=4_000, text="Salam")
    pk = cue.pk

    def hear(sender, *, cue_id, language, **kwargs):
        gone.append((cue_id, language))

    cue_unsaid.connect(hear)
    assert api.unsay_live(LiveCue.objects.get(pk=pk))
    cue.pk = pk
    assert not api.unsay_live(cue)
    cue_unsaid.disconnect(hear)
    assert gone == [(pk, "az")] and said(made) == []


def test_a_fault_in_telling_leaves_no_line_that_nobody_was_told_of():
    made = broadcast(seconds=10)

    def fail(sender, **kwargs):
        raise RuntimeError("the log is full")

    cue_said.connect(fail)
    with pytest.raises(RuntimeError):
        api.say_live(made, language="az", start_ms=4_000, text="Salam")
    cue_said.disconnect(fail)
    assert said(made) == []


# Afterwards ------------------------------------------------------------------------------------------
def end(made) -> None:
    Broadcast.objects.filter(pk=made.pk).update(state="ended", ended_at=timezone.now())


def test_typed_lines_become_captions_to_be_corrected_that_nobody_sees_before_a_review():
    made, by = broadcast(seconds=10, language="az"), typist()
    api.say_live(made, language="az", start_ms=1_000, text="Salam, əzizlərim.", by=by)
    api.say_live(made, language="az", start_ms=1_900, text="Bu gün şərf toxuyuruq.", by=by)
    assert api.keep_live_captions(made) == []  # it still goes on
    end(made)
    (track,) = api.keep_live_captions(made)
    assert (track.film_id, track.language, track.state, track.public) == (made.film_id, "az", "correcting", None)
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in api.caption_cues(track)] == [
        (1_000, 1_900, "Salam, əzizlərim."), (1_900, 3_400, "Bu gün şərf toxuyuruq."),
    ]  # fmt: skip
    assert [(row.made_by, row.author) for row in api.caption_history(track)] == [("person", by)]
    assert api.keep_live_captions(made) == []


def test_a_line_after_the_end_joins_and_one_taken_back_leaves():
    made, by = broadcast(seconds=10, language="az"), typist()
    first = api.say_live(made, language="az", start_ms=1_000, text="Salam", by=by)
    end(made)
    (track,) = api.keep_live_captions(made)
    api.say_live(made, language="az", start_ms=5_000, text="Sağ olun", by=by)
    assert [cue.text for cue in api.caption_cues(track)] == ["Salam", "Sağ olun"]
    api.unsay_live(first)
    assert [cue.text for cue in api.caption_cues(track)] == ["Sağ olun"]


def test_captions_that_somebody_has_begun_stay_as_they_are():
    made = broadcast(seconds=10, language="az")
    api.say_live(made, language="az", start_ms=1_000, text="Salam")
    track = api.open_captions(made.film, "az")
    line = {"id": "a", "start_ms": 0, "end_ms": 900, "text": "Mənim"}
    api.save_captions(track, [{"was": None, "now": line}], base=0, by=None)
    end(made)
    assert api.keep_live_captions(made) == []
    assert [cue.text for cue in api.caption_cues(track)] == ["Mənim"]


def test_what_a_machine_heard_is_seen_at_once_and_fills_in_what_people_left_out():
    heard = [Cue("a", 0, 2_000, "Hello"), Cue("b", 6_000, 8_000, "Thank you")]
    alone, beside = broadcast(seconds=10), broadcast(seconds=10)
    for made in (alone, beside):
        captions.hear_said(made.pk, "en", heard)
    api.say_live(beside, language="en", start_ms=1_000, text="Hello everybody")
    for made in (alone, beside):
        end(made)
    (machine,), (typed,) = api.keep_live_captions(alone), api.keep_live_captions(beside)
    assert (machine.state, machine.public.made_by) == ("machine", "machine")
    assert api.transcript(alone.film).text == "Hello Thank you"
    assert (typed.state, typed.public) == ("correcting", None)
    assert [cue.text for cue in api.caption_cues(typed)] == ["Hello everybody", "Thank you"]


def test_what_a_machine_heard_live_is_heard_again_from_the_whole_recording(clips):
    made = broadcast(seconds=10)
    captions.hear_said(made.pk, "en", [Cue("a", 0, 2_000, "Hello")])
    end(made)
    api.keep_live_captions(made)
    api.check_now(api.receive_file(made.film, clips("plain.mp4")))
    assert made.film.works.filter(kind=WorkKind.CAPTIONS, subject="en").count() == 1


def test_lines_that_nobody_kept_are_kept_by_the_sweep_also_while_no_receiver_heard_of_the_end():
    made, other = broadcast(seconds=10, language="az"), broadcast(seconds=10, language="az")
    api.say_live(made, language="az", start_ms=1_000, text="Salam")
    api.say_live(other, language="az", start_ms=1_000, text="Salam")
    end(made)
    assert captions.keep_left_out() == 1
    assert captions.keep_left_out() == 0
    assert [track.film for track in CaptionTrack.objects.all()] == [made.film]


def test_lines_of_several_people_follow_one_another():
    cues = [Cue("a", 0, 5_000, "A"), Cue("b", 200, 3_000, "B"), Cue("c", 300, 1_000, "C"), Cue("d", 9_000, 9_100, "D")]
    assert [(cue.id, *cue.times) for cue in laid_out(cues)] == [
        ("a", 0, 700), ("b", 700, 1_400), ("c", 1_400, 2_100), ("d", 9_000, 9_700),
    ]  # fmt: skip
