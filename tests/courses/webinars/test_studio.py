"""The buttons of a studio: each does its thing once, whoever presses, and only when it may."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.webinars import events, slides, states, studio, watching
from courses.errors import NoSuchSlide, NotYet, StudioSilent, WebinarOver
from courses.models import LiveEvent, Webinar, WebinarState
from elearn.history.models import Entry
from elearn.people.models import Role
from media_pipeline.models import Broadcast, LiveSegment
from tests import factories
from tests.media_pipeline.test_slides import pdf
from tests.races import all_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@studio.example", birth_year=1955, roles=[Role.ELDER])


@pytest.fixture
def rena():
    return factories.person("Rəna Həsənova", email="rena@studio.example", birth_year=1985)


@pytest.fixture
def webinar(leyla, rena):
    return factories.webinar(speaker=leyla, hosts=[rena], starts_in=timedelta(minutes=5))


@pytest.fixture
def sending(webinar):
    """The webinar with a studio that has just sent a piece."""
    states.broadcast_of(webinar)
    Broadcast.objects.filter(webinar=webinar).update(last_piece_at=timezone.now())
    return webinar


def told(webinar, name: str = "state") -> list[dict]:
    return [event.data for event in LiveEvent.objects.filter(webinar=webinar, name=name).order_by("number")]


def deeds(webinar) -> list[str]:
    return list(
        Entry.objects.filter(subject=f"webinar:{webinar.pk}", kind__startswith="broadcast")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def fresh(webinar) -> Webinar:
    return Webinar.objects.select_related("broadcast").get(pk=webinar.pk)


def test_on_air_interrupted_and_over(webinar, leyla, rena, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert studio.go_on_air(webinar, by=leyla.account, from_studio=True)
    assert fresh(webinar).state == WebinarState.ON_AIR
    with django_capture_on_commit_callbacks(execute=True):
        assert studio.pause(webinar, by=rena.account)
    assert studio.standing_of(fresh(webinar)).state == "paused"
    with django_capture_on_commit_callbacks(execute=True):
        assert studio.go_on_air(webinar, by=leyla.account, from_studio=True)
        assert studio.end(webinar, by=rena.account)
    assert fresh(webinar).state == WebinarState.ENDED
    assert [one["state"] for one in told(webinar)] == ["on_air", "paused", "on_air", "over"]
    assert deeds(webinar) == ["broadcast_on_air", "broadcast_paused", "broadcast_on_air", "broadcast_ended"]


def test_pressed_twice_it_happens_once(webinar, leyla, rena, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert studio.go_on_air(webinar, by=leyla.account, from_studio=True)
        assert not studio.go_on_air(webinar, by=rena.account, from_studio=True)
        assert studio.pause(webinar, by=rena.account)
        assert not studio.pause(webinar, by=leyla.account)
    assert [one["state"] for one in told(webinar)] == ["on_air", "paused"]


def test_not_before_its_time(leyla):
    webinar = factories.webinar(speaker=leyla, starts_in=timedelta(minutes=16))
    with pytest.raises(NotYet):
        studio.go_on_air(webinar, by=leyla.account, from_studio=True)
    assert not studio.standing_of(webinar).may_go_on_air
    assert told(webinar) == []


def test_a_host_cannot_put_an_empty_studio_on_air(webinar, rena):
    with pytest.raises(StudioSilent):
        studio.go_on_air(webinar, by=rena.account)


def test_a_host_puts_a_studio_that_sends_on_air(sending, rena):
    assert studio.go_on_air(sending, by=rena.account)


@pytest.mark.parametrize("state", ["draft", "asked", "offered", "cancelled", "ended"])
def test_nothing_happens_unless_it_is_announced(leyla, state):
    webinar = factories.webinar(speaker=leyla, state=state, starts_in=timedelta(minutes=5))
    for deed in (studio.go_on_air, studio.pause, studio.end):
        with pytest.raises(WebinarOver):
            deed(webinar, by=leyla.account)
    with pytest.raises(WebinarOver):
        slides.show_slide(webinar, 0, by=leyla.account)
    with pytest.raises(WebinarOver):
        studio.message(webinar, by=leyla.account, text="Salam")
    assert studio.standing_of(webinar).state == "over"


def test_over_is_over(webinar, leyla, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        studio.go_on_air(webinar, by=leyla.account, from_studio=True)
        studio.end(webinar, by=leyla.account)
    with pytest.raises(WebinarOver):
        studio.go_on_air(webinar, by=leyla.account, from_studio=True)


def test_a_rehearsal_cannot_be_ended(sending, leyla):
    with pytest.raises(WebinarOver):
        studio.end(sending, by=leyla.account)


def test_an_end_by_others_is_told_as_well(sending, rena, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        studio.go_on_air(sending, by=rena.account)
    with django_capture_on_commit_callbacks(execute=True):
        films.end_broadcast(fresh(sending).broadcast, because="concern")
    assert told(sending)[-1] == {"state": "over"}  # to everybody, also without a seat: the reason is not theirs
    assert LiveEvent.objects.filter(webinar=sending, name="cut", audience="everyone").count() == 1
    assert fresh(sending).state == WebinarState.ENDED


def test_a_message_is_for_the_studio_alone(webinar, rena):
    studio.message(webinar, by=rena.account, text="  Daha   yaxın\n oturun " + "x" * 400)
    event = LiveEvent.objects.get(webinar=webinar, name="message")
    assert event.audience == "hosts"
    assert event.data["text"].startswith("Daha yaxın oturun x")
    assert len(event.data["text"]) == 300
    assert event.data["from"] == "Rəna Həsənova"


def test_what_nobody_ended_ends_by_itself(sending, leyla, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        studio.go_on_air(sending, by=leyla.account, from_studio=True)
    now = timezone.now()
    Broadcast.objects.filter(webinar=sending).update(last_piece_at=now)
    assert studio.end_forgotten(now + timedelta(minutes=29)) == 0  # a pause may be long
    assert studio.end_forgotten(now + timedelta(minutes=40)) == 0  # it is planned until then
    assert studio.end_forgotten(now + timedelta(minutes=51)) == 1
    assert studio.end_forgotten(now + timedelta(minutes=52)) == 0
    assert (told(sending)[-1], fresh(sending).broadcast.stopped_because) == ({"state": "over"}, "silence")
    assert told(sending, "cut") == []  # what is under way is still seen


def test_today(webinar, leyla, rena, sending):
    murad = factories.person("Murad Quliyev")
    assert studio.today_for(leyla) == studio.Today(webinar, is_speaker=True, is_on_air=False)
    assert studio.today_for(rena) == studio.Today(webinar, is_speaker=False, is_on_air=False)
    assert studio.today_for(murad) is None
    assert studio.today_for(leyla, timezone.now() - timedelta(days=2)) is None
    assert studio.today_for(leyla, timezone.now() + timedelta(hours=5)) is None


def test_today_is_one_query(webinar, leyla, django_assert_num_queries):
    factories.webinar("İkinci", speaker=leyla, starts_in=timedelta(minutes=50))
    with django_assert_num_queries(1):
        assert studio.today_for(leyla).webinar == webinar


# Slides ---------------------------------------------------------------------------------------
@pytest.fixture
def with_slides(sending, rena, tmp_path):
    path = tmp_path / "slides.pdf"
    path.write_bytes(pdf((320, 180), (320, 180), (320, 180)))
    assert slides.take_slides(sending, path, by=rena.account) == 3
    return fresh(sending)


def test_slides_are_shown_one_at_a_time(with_slides, rena):
    slides.show_slide(with_slides, 2, by=rena.account)
    slides.show_slide(with_slides, 2, by=rena.account)
    slides.show_slide(with_slides, 0, by=rena.account)
    said = told(with_slides, "slide")
    assert [(one["number"], one["of"]) for one in said] == [(2, 3), (0, 3)]
    assert said[0]["src"].startswith("/films/") and said[1]["src"] == ""
    assert [one["number"] for one in slides.listed(with_slides)] == [1, 2, 3]


def test_when_a_slide_was_shown_is_kept_only_on_air(with_slides, rena, django_capture_on_commit_callbacks):
    slides.show_slide(with_slides, 1, by=rena.account)
    assert with_slides.slides.get(number=1).shown_ms == []
    assert LiveEvent.objects.get(name="slide").audience == "hosts"  # what is rehearsed is nobody else's business
    with django_capture_on_commit_callbacks(execute=True):
        studio.go_on_air(with_slides, by=rena.account)
    slides.show_slide(with_slides, 2, by=rena.account)
    assert len(with_slides.slides.get(number=2).shown_ms) == 1
    assert LiveEvent.objects.filter(name="slide").latest("number").audience == "everyone"


def seen(webinar) -> list[int]:
    """The slides that a page that is opened now gets, in the order in which they were shown."""
    return [one["number"] for one in watching.slides_shown(fresh(webinar))]


def told_everybody(webinar) -> list[int]:
    rows = LiveEvent.objects.filter(webinar=webinar, name="slide", audience="everyone").order_by("number")
    return [row.data["number"] for row in rows]


def test_the_slide_that_was_up_at_the_beginning_stays_for_who_comes_late(with_slides, rena):
    slides.show_slide(with_slides, 1, by=rena.account)
    studio.go_on_air(with_slides, by=rena.account)
    assert (told_everybody(with_slides), seen(with_slides)) == ([1], [1])
    LiveSegment.objects.create(
        broadcast=with_slides.broadcast, run=1, rendition="live", number=0, init="i", file="f", start_ms=0,
        duration_ms=9000, bytes=1, captured_at=timezone.now() - timedelta(hours=1),
    )  # fmt: skip
    slides.show_slide(with_slides, 2, by=rena.account)
    shown = [(one["number"], one["at_ms"]) for one in watching.slides_shown(fresh(with_slides))]
    assert shown == [(1, 0), (2, 9000)]


def test_what_is_leafed_through_in_a_pause_is_seen_by_the_hosts_alone(with_slides, rena):
    slides.show_slide(with_slides, 1, by=rena.account)
    studio.go_on_air(with_slides, by=rena.account)
    studio.pause(with_slides, by=rena.account)
    for number in (2, 3):
        slides.show_slide(fresh(with_slides), number, by=rena.account)
        slides.describe_slide(fresh(with_slides), number, "Hələ yox", by=rena.account)
    assert (told_everybody(with_slides), seen(with_slides)) == ([1], [1])
    assert watching.current_slide(fresh(with_slides))["number"] == 1
    studio.go_on_air(fresh(with_slides), by=rena.account)  # and what is up then, everybody sees
    assert (told_everybody(with_slides), seen(with_slides)[-1]) == ([1, 3], 3)
    assert with_slides.slides.get(number=2).shown_ms == []


def test_a_slide_that_was_taken_away_in_a_pause_is_away_when_it_goes_on(with_slides, rena):
    slides.show_slide(with_slides, 1, by=rena.account)
    studio.go_on_air(with_slides, by=rena.account)
    studio.pause(with_slides, by=rena.account)
    slides.show_slide(fresh(with_slides), 0, by=rena.account)
    studio.go_on_air(fresh(with_slides), by=rena.account)
    assert told_everybody(with_slides) == [1, 0]
    assert watching.current_slide(fresh(with_slides)) is None


def test_a_slide_is_described_for_who_does_not_see_it(with_slides, rena):
    slides.describe_slide(with_slides, 2, "  Qırmızı şərf ", by=rena.account)
    assert told(with_slides, "slide") == []
    slides.show_slide(with_slides, 2, by=rena.account)
    slides.describe_slide(with_slides, 2, "İki \x00şiş", by=rena.account)  # no database takes a NUL
    assert [one["text"] for one in told(with_slides, "slide")] == ["Qırmızı şərf", "İki şiş"]
    with pytest.raises(NoSuchSlide):
        slides.describe_slide(with_slides, 4, "Yoxdur", by=rena.account)


@pytest.mark.parametrize("number", [4, -1, 10_000])
def test_no_such_slide(with_slides, rena, number):
    with pytest.raises(NoSuchSlide):
        slides.show_slide(with_slides, number, by=rena.account)
    assert fresh(with_slides).slide == 0


def test_new_slides_take_the_place_of_the_old(with_slides, rena, tmp_path, django_capture_on_commit_callbacks):
    from media_pipeline import storage

    slides.show_slide(with_slides, 2, by=rena.account)
    before = storage.files(with_slides.broadcast.film.folder)
    path = tmp_path / "other.pdf"
    path.write_bytes(pdf((320, 180)))
    with django_capture_on_commit_callbacks(execute=True):
        assert slides.take_slides(with_slides, path, by=rena.account) == 1
    after = storage.files(with_slides.broadcast.film.folder)
    assert (len(before), len(after), set(before) & set(after)) == (3, 1, set())
    assert told(with_slides, "slide")[-1]["number"] == 0
    with django_capture_on_commit_callbacks(execute=True):
        slides.remove_slides(with_slides, by=rena.account)
    assert storage.files(with_slides.broadcast.film.folder) == []
    assert slides.listed(with_slides) == []


def test_bad_slides_leave_the_good_ones(with_slides, rena, tmp_path):
    path = tmp_path / "bad.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(films.SlidesUnfit):
        slides.take_slides(with_slides, path, by=rena.account)
    assert len(slides.listed(with_slides)) == 3


def test_listed_is_one_query_however_many(with_slides, django_assert_num_queries):
    row = Webinar.objects.select_related("broadcast__film").get(pk=with_slides.pk)
    with django_assert_num_queries(1):
        assert len(slides.listed(row)) == 3


def test_nothing_is_told_of_what_did_not_happen(sending, rena, monkeypatch):
    """The event belongs to the deed's transaction."""
    number = events.last_number(sending)
    with pytest.raises(RuntimeError), monkeypatch.context() as patched:
        patched.setattr(studio, "_settle", lambda webinar: (_ for _ in ()).throw(RuntimeError))
        studio.go_on_air(sending, by=rena.account)
    assert events.last_number(sending) == number
    assert fresh(sending).broadcast.state == "rehearsal"


def test_slides_that_are_shown_are_named(with_slides):
    """The collector of leftovers asks who names a file; nobody else would."""
    from media_pipeline.domain import collect

    film = with_slides.broadcast.film
    named = {key for name in collect.NAMED for key in name([film])}
    assert {slide.file for slide in with_slides.slides.all()} <= named


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_press_at_once(leyla, rena):
    """Four devices press “on air” in one moment: one did it, and it is told once."""
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory takes one writer at a time; runs on PostgreSQL")
    webinar = factories.webinar(speaker=leyla, hosts=[rena], starts_in=timedelta(minutes=5))
    pressed = [
        partial(studio.go_on_air, webinar, by=who.account, from_studio=True) for who in (leyla, rena, leyla, rena)
    ]
    said = all_at_once(*pressed)
    assert sorted(said) == [False, False, False, True]
    assert told(webinar) == [{"state": "on_air"}]
    assert deeds(webinar) == ["broadcast_on_air"]
    assert Broadcast.objects.count() == 1
