"""How webinars are doing now: what staff are told to look after, who may see it, and what it costs to ask."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from courses.domain.webinars import health
from courses.models import LiveCaptions, Presence, Webinar
from elearn.people.models import Role
from media_pipeline.models import Broadcast, LiveCue, LiveSegment, Work
from tests import factories
from tests.media_pipeline.live import broadcast

pytestmark = pytest.mark.django_db

NOW = reverse("courses_admin:webinars_now")


@pytest.fixture(autouse=True)
def workers():
    """Both workers are there."""
    for kind in ("live", "live_captions"):
        cache.set(f"media_pipeline:worker:{kind}", 1.0, 20)
    yield
    cache.clear()


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@health.example", birth_year=1955)


@pytest.fixture
def rena(client):
    made = factories.staff("Rəna Həsənova", Role.COORDINATOR, language="en")
    client.force_login(made.account)
    return made


def well(leyla, title: str = "Şərf", *, seconds: int = 10, **facts) -> Webinar:
    """A webinar on air with which nothing is the matter."""
    now = timezone.now()
    made = broadcast(seconds=seconds, language="az", last_piece_at=now, pieces_waiting=0)
    LiveSegment.objects.filter(broadcast=made).update(captured_at=now - timedelta(seconds=3), made_at=now)
    Work.objects.create(
        film=made.film, kind="live", state="running", begun_at=now, lease_until=now + timedelta(minutes=1)
    )
    return factories.webinar(
        title, speaker=leyla, state="on_air", broadcast=made, starts_in=timedelta(minutes=-5), **facts
    )


def problems(webinar=None) -> list[str]:
    (doing,) = [one for one in health.doing_now() if webinar is None or one.webinar == webinar]
    return doing.problems


# What is the matter --------------------------------------------------------------------------------------
def test_nothing_is_the_matter_with_a_webinar_that_goes_well(leyla, in_english):
    well(leyla)
    assert problems() == []
    assert health.workers_now().problems(machine_wanted=True) == []


def test_what_is_the_matter_on_air_is_said_in_words(leyla, in_english):
    webinar = well(leyla)
    made = Broadcast.objects.filter(pk=webinar.broadcast_id)
    made.update(last_piece_at=timezone.now() - timedelta(seconds=40), pieces_waiting=90)
    assert problems() == [
        "Nothing comes from the studio. Call the speaker: is the page open, is there a connection?",
        "The speaker’s line is slow: it catches up, and nothing is lost.",
    ]
    made.update(last_piece_at=timezone.now(), pieces_lost=2)
    assert problems() == ["The speaker’s line is slow: it catches up, but some pieces are lost."]
    made.update(pieces_waiting=0)
    LiveSegment.objects.update(captured_at=timezone.now() - timedelta(seconds=12))
    assert problems() == ["People see it late. Look at the speaker’s line and at this machine."]
    Work.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert problems()[0] == "Nobody makes the live picture. Is a worker for broadcasts running?"


def test_captions_that_were_announced_and_do_not_come_are_told(leyla, in_english):
    webinar = well(leyla, live_captions=LiveCaptions.TYPED)
    nobody = ["Captions were announced, and nobody has said yes to typing them."]
    assert problems() == nobody
    webinar.captioners.add(leyla)
    assert problems() == []  # it has only begun
    Broadcast.objects.update(on_air_at=timezone.now() - timedelta(minutes=3))
    assert problems() == ["No line of captions has come for a minute."]
    LiveCue.objects.create(broadcast=webinar.broadcast, language="az", start_ms=0, end_ms=900, text="Salam")
    assert problems() == []


@pytest.mark.parametrize(
    ("listening", "words"),
    [
        ({}, ["The machine does not write captions yet. Is a worker for live captions running?"]),
        ({"state": "listening", "lag_ms": 9_000}, []),
        ({"state": "listening", "lag_ms": 25_000}, ["The captions of the machine come late."]),
        ({"state": "gave_up", "because": "behind"}, ["The machine stopped writing captions: it could not keep up."]),
        ({"state": "gave_up", "because": "fault"}, ["The machine stopped writing captions because of a fault."]),
    ],
)
def test_how_the_machine_does_is_told(leyla, listening, words, in_english):
    well(leyla, live_captions=LiveCaptions.MACHINE)
    Broadcast.objects.update(listening=listening)
    assert problems() == words


def test_before_it_begins_staff_hear_who_is_missing_in_time(leyla, in_english):
    soon = factories.webinar("Bu saat", speaker=leyla, starts_in=timedelta(minutes=10))
    later = factories.webinar("Sonra", speaker=leyla, starts_in=timedelta(minutes=100))
    late = factories.webinar(
        "Gecikir", speaker=leyla, starts_in=timedelta(minutes=-10), broadcast=broadcast("rehearsal")
    )
    factories.webinar("Sabah", speaker=leyla, starts_in=timedelta(days=1))
    factories.webinar("Dünən", speaker=leyla, starts_in=timedelta(days=-1))
    told = {one.webinar: one.problems for one in health.doing_now()}
    assert told == {
        late: ["It should have begun. Call the speaker."],
        soon: ["It begins soon, and nobody has opened the studio yet."],
        later: [],
    }
    Broadcast.objects.update(state="paused")
    assert problems(late) == ["It is interrupted. People are waiting."]


def test_a_missing_worker_is_told_before_anybody_is_on_air(rena, client, in_english):
    cache.delete("media_pipeline:worker:live")
    page = client.get(NOW).content.decode()
    assert "No worker for broadcasts answers." in page and "manage.py work --queue live." in page
    assert "No worker for live captions answers" not in page
    assert "No webinar runs now, and none begins in the next two hours." in page


def test_a_missing_worker_for_captions_is_told_where_a_webinar_counts_on_it(leyla, rena, client, in_english):
    cache.delete("media_pipeline:worker:live_captions")
    webinar = well(leyla, live_captions=LiveCaptions.TYPED)
    missing = "No worker for live captions answers"
    assert missing not in client.get(NOW).content.decode()
    Webinar.objects.filter(pk=webinar.pk).update(live_captions=LiveCaptions.MACHINE)
    assert missing in client.get(NOW).content.decode()


# The page ------------------------------------------------------------------------------------------------
def test_the_page_shows_picture_people_pieces_and_captions(leyla, rena, client, in_english):
    webinar = well(leyla, live_captions=LiveCaptions.MACHINE)
    made = Broadcast.objects.filter(pk=webinar.broadcast_id)
    listening = {"state": "listening", "lag_ms": 7_200, "heard_ms": 3_000, "load": 0.31, "cpu": 0.42}
    made.update(pieces_lost=3, pieces_again=7, listening=listening)
    LiveCue.objects.create(
        broadcast=webinar.broadcast, language="az", start_ms=0, end_ms=9, text="Salam", is_machine=True
    )
    for who in (leyla, leyla, rena):
        Presence.objects.create(webinar=webinar, person=who, joined_at=timezone.now(), last_seen_at=timezone.now())
    page = " ".join(client.get(NOW).content.decode().split())
    for name, value in [
        ("Last piece", "0 s ago"), ("Delay", "3.0 s"), ("Live worker", "works"), ("Pieces lost", "3"),
        ("Pieces that came twice", "7"), ("People watching", "2"),
    ]:  # fmt: skip
        assert f"<dt>{name}</dt><dd>{value}</dd>" in page
    assert (
        "1 line · The machine writes. It is 7 s behind what is said. · "
        "0.31 s of work and 0.42 s of processor for a second of sound" in page
    )


def test_what_is_read_anew_is_the_inner_part_alone(leyla, rena, client, in_english):
    webinar = well(leyla)
    part = client.get(NOW, {"part": "1"})
    words = part.content.decode()
    assert webinar.title in words and "<html" not in words
    assert "no-store" in part["Cache-Control"]


def test_a_name_cannot_break_out_of_the_part(leyla, rena, client):
    well(leyla, '<img src=x onerror="alert(1)">')
    assert "<img" not in client.get(NOW, {"part": "1"}).content.decode()


def test_only_who_runs_webinars_sees_it(leyla, client):
    for person, status in (
        (None, 302),
        (factories.person("Murad Quliyev", email="murad@health.example"), 302),
        (factories.staff("Sevda Quliyeva", Role.SAFEGUARDING), 302),
        (factories.staff("Rəna Həsənova", Role.COORDINATOR), 200),
    ):
        client.logout()
        if person:
            client.force_login(person.account)
        assert [client.get(NOW).status_code, client.get(NOW, {"part": "1"}).status_code] == [status, status], person


def test_three_webinars_cost_as_many_queries_as_one(leyla, django_assert_num_queries):
    well(leyla, live_captions=LiveCaptions.TYPED)
    with django_assert_num_queries(8):
        assert len(health.doing_now()) == 1
    for title in ("İki", "Üç"):
        well(leyla, title, live_captions=LiveCaptions.MACHINE)
    with django_assert_num_queries(8):
        assert len(health.doing_now()) == 3
