"""On air and over: each step once, in whatever order the broadcast tells; what a crash left is taken up."""

from datetime import timedelta

import pytest
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.webinars import states
from courses.models import Webinar
from courses.signals import webinar_began, webinar_ended
from elearn.history.models import Entry
from elearn.people.retention import tidy
from media_pipeline.models import Broadcast
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(db):
    """What was announced, in order."""
    said = []

    def on_began(*, webinar_id, **_more):
        said.append(("began", webinar_id))

    def on_ended(*, webinar_id, **_more):
        said.append(("ended", webinar_id))

    webinar_began.connect(on_began)
    webinar_ended.connect(on_ended)
    yield said
    webinar_began.disconnect(on_began)
    webinar_ended.disconnect(on_ended)


def test_the_broadcast_is_opened_once_by_whoever_asks_first():
    webinar = factories.webinar()
    first = states.broadcast_of(webinar)
    second = states.broadcast_of(Webinar.objects.get(pk=webinar.pk))
    assert (first, Broadcast.objects.count(), first.film.language) == (second, 1, "az")


def test_on_air_and_over_are_told_once(heard, django_capture_on_commit_callbacks):
    webinar = factories.webinar()
    broadcast = states.broadcast_of(webinar)
    with django_capture_on_commit_callbacks(execute=True):
        for state in ("on_air", "paused", "on_air", "ended", "ended", "on_air", "sent"):
            states.follow(broadcast.pk, state)
    webinar.refresh_from_db()
    assert (webinar.state, webinar.ended_at is not None) == ("ended", True)
    assert [said for said in heard if said[1] == webinar.pk] == [("began", webinar.pk), ("ended", webinar.pk)]
    assert list(Entry.objects.filter(subject=f"webinar:{webinar.pk}").values_list("kind", flat=True)) == [
        "webinar_began", "webinar_ended",
    ]  # fmt: skip


def test_what_ends_before_it_began_is_not_over(heard):
    webinar = factories.webinar()
    states.follow(states.broadcast_of(webinar).pk, "ended")
    webinar.refresh_from_db()
    assert webinar.state == "announced"


@pytest.mark.parametrize("state", ["draft", "asked", "cancelled"])
def test_nothing_that_is_not_announced_goes_on_air(state):
    webinar = factories.webinar(state=state)
    states.follow(states.broadcast_of(webinar).pk, "on_air")
    webinar.refresh_from_db()
    assert webinar.state == state


def test_a_broadcast_of_no_webinar_is_nobodys():
    states.follow(films.open_broadcast(title="Yoxlama", language="az").pk, "on_air")


def test_what_a_crash_left_between_the_two_is_taken_up():
    running, over, still = (factories.webinar(title) for title in ("Bir", "İki", "Üç"))
    for webinar, state in ((running, "on_air"), (over, "ended"), (still, "rehearsal")):
        broadcast = states.broadcast_of(webinar)
        on_air_at = None if state == "rehearsal" else timezone.now()
        Broadcast.objects.filter(pk=broadcast.pk).update(state=state, on_air_at=on_air_at)
    assert states.sweep() == 2
    assert [Webinar.objects.get(pk=one.pk).state for one in (running, over, still)] == ["on_air", "ended", "announced"]
    assert states.sweep() == 0


def test_what_was_ended_by_mistake_before_it_began_can_begin_anew_but_not_what_was_stopped():
    webinar = factories.webinar()
    first = states.broadcast_of(webinar)
    Broadcast.objects.filter(pk=first.pk).update(state="ended")
    assert states.sweep() == 0
    second = states.broadcast_of(webinar)
    assert second != first
    Broadcast.objects.filter(pk=second.pk).update(state="ended", stopped_because="concern")
    assert states.broadcast_of(webinar) == second


def test_what_was_rehearsed_for_a_webinar_that_nobody_began_goes_after_a_week():
    """Not while it may still begin, and nothing that was on air."""
    from media_pipeline.models import Piece

    def rehearsed(title: str, ago: timedelta, **facts) -> Broadcast:
        webinar = factories.webinar(title, **facts)
        Webinar.objects.filter(pk=webinar.pk).update(starts_at=timezone.now() - ago)
        broadcast = states.broadcast_of(webinar)
        Piece.objects.create(take=broadcast.rehearsal, run=1, number=1, sha256="0" * 64, bytes=1)
        return broadcast

    week = timedelta(days=7)
    old, young = rehearsed("Bir", week + timedelta(hours=1)), rehearsed("İki", week - timedelta(minutes=30))
    on_air = rehearsed("Üç", week + timedelta(days=1))
    films.go_on_air(on_air)
    assert [tidy()["courses.rehearsals"], tidy()["courses.rehearsals"]] == [1, 0]
    takes = [one.rehearsal_id for one in (old, young, on_air)]
    for one in (old, young, on_air):
        one.refresh_from_db()
    assert [one.rehearsal_id == take for one, take in zip((old, young, on_air), takes, strict=True)] == [
        False, True, True,
    ]  # fmt: skip
    assert [one.state for one in (old, young)] == ["rehearsal"] * 2
