"""The page of a webinar and its opening, as each visitor gets them."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from courses.domain.webinars import register as seats
from courses.domain.webinars.presence import opening_of
from courses.models import RegistrationState, Webinar, WebinarState
from elearn.people.api import Role
from elearn.safety.api import hide
from media_pipeline.models import BroadcastState, Film, FilmState, LiveCue
from tests import factories
from tests.courses.webinars.test_watching import on_air, slide

pytestmark = pytest.mark.django_db
OPENING = 15  # queries


@pytest.fixture(autouse=True)
def read_in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def gunay():
    return factories.person(email="gunay@korpu.example", birth_year=2007)


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", email="murad@korpu.example", birth_year=2004)


@pytest.fixture
def webinar(gunay):
    return factories.webinar("Şərf toxuyuruq", starts_in=timedelta(minutes=10), registered=[gunay])


def page(client, webinar, person=None) -> str:
    if person:
        client.force_login(person.account)
    answer = client.get(f"/webinars/{webinar.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def opened(client, webinar, person=None):
    if person:
        client.force_login(person.account)
    return client.post(f"/webinars/{webinar.pk}/open/")


def test_a_visitor_reads_what_it_is_and_may_register(client, webinar):
    said = page(client, webinar)
    assert "Şərf toxuyuruq" in said
    assert 'data-stage="soon"' in said
    assert "data-live-player" not in said
    assert f"/webinars/{webinar.pk}/open/" not in said
    assert "/events/" in said


def test_who_has_a_seat_waits_in_the_waiting_room(client, webinar, gunay):
    said = page(client, webinar, gunay)
    assert "You are in the right place" in said
    assert f'data-open="/webinars/{webinar.pk}/open/"' in said
    assert "/live/" not in said


def test_on_air_only_who_has_a_seat_gets_an_address(client, webinar, gunay, murad):
    on_air(webinar)
    assert "/live/" not in page(client, webinar)
    assert "/live/" not in page(client, webinar, murad)
    said = page(client, webinar, gunay)
    assert "/live/" in said  # for who has no script
    assert 'data-stage="on_air"' in said


@pytest.mark.parametrize("who", ["waits", "comes new", "finds it full"])
def test_who_has_no_seat_reads_what_they_can_do(client, webinar, gunay, murad, who):
    """Who waits for a seat has registered: nothing tells them to do it again."""
    on_air(webinar)
    Webinar.objects.update(seats=None if who == "comes new" else 1)
    if who == "waits":
        seats.register(murad, Webinar.objects.get())
    said = page(client, webinar, murad)
    assert ("Register to watch it live" in said) == (who == "comes new")
    assert ("You are on the waiting list: if a seat becomes free, it is yours" in said) == (who == "waits")
    assert ("All seats are taken. Who is on the waiting list" in said) == (who == "finds it full")


def test_the_mails_name_the_button_as_it_is(webinar, gunay):
    """What a mail says to press stands on the page: in English here, in the catalogues as well."""
    button = re.search(r'data-live-start.*?{% translate "([^"]+)" %}', template("courses/webinars/_live_player.html"))
    for mail in ("webinar_soon", "webinar_registered"):
        assert f"press “{button[1]}”" in template(f"notices/{mail}.email.txt")


def template(name: str) -> str:
    return (settings.BASE_DIR / "templates" / name).read_text()


@pytest.mark.parametrize("state", [RegistrationState.WAITING, RegistrationState.LEFT])
def test_who_waits_for_a_seat_opens_nothing(client, webinar, gunay, state):
    on_air(webinar)
    webinar.registrations.update(state=state)
    assert "/live/" not in page(client, webinar, gunay)
    answer = opened(client, webinar, gunay)
    assert (answer.status_code, set(answer.json())) == (403, {"words"})


def test_nobody_opens_it_without_a_seat(client, webinar, murad):
    on_air(webinar)
    assert opened(client, webinar).status_code == 403
    answer = opened(client, webinar, murad)
    assert answer.status_code == 403
    assert answer.json() == {"words": "To watch it live, please register on this page first."}
    assert client.get(f"/webinars/{webinar.pk}/open/").status_code == 405


def test_opening_gives_all_that_a_player_needs(client, webinar, gunay):
    row = on_air(webinar)
    slide(row, 1, [0])
    type(row).objects.filter(pk=row.pk).update(slide=1)
    said = opened(client, webinar, gunay).json()
    assert said["stage"] == "on_air"
    assert said["playlist"].startswith("/live/")
    assert said["sound"].startswith("/live/")
    assert said["events"].startswith("/events/")
    assert abs(said["now"] - timezone.now().timestamp() * 1000) < 5_000
    assert [one["number"] for one in said["slides"]] == [1]
    opening = opening_of(said["attend"].removeprefix("/attend/"))
    assert (opening.webinar, opening.person) == (webinar.pk, gunay.pk)
    # Each opening is one of its own: a reload, another device.
    assert opened(client, webinar, gunay).json()["attend"] != said["attend"]


def test_before_it_is_on_air_only_the_events_are_opened(client, webinar, gunay):
    said = opened(client, webinar, gunay).json()
    assert (said["stage"], said["playlist"], said["sound"], said["attend"]) == ("soon", "", "", "")
    assert said["events"]


def test_who_makes_it_watches_without_a_seat_and_is_not_counted(client, webinar, murad):
    webinar.hosts.add(murad)
    on_air(webinar)
    said = opened(client, webinar, murad).json()
    assert said["playlist"].startswith("/live/")
    assert said["attend"] == ""
    assert f"/webinars/{webinar.pk}/host/" in page(client, webinar, murad)


def test_who_types_captions_finds_the_way_and_no_studio(client, webinar, murad):
    webinar.captioners.add(murad)
    said = page(client, webinar, murad)
    assert f"/webinars/{webinar.pk}/captions/" in said
    assert f"/webinars/{webinar.pk}/studio/" not in said


def test_the_plain_page_shows_the_slide_of_now_with_its_words(client, webinar, gunay):
    row = on_air(webinar)
    shown = slide(row, 2, [0])
    type(shown).objects.filter(pk=shown.pk).update(text="Yun ip\nŞiş, 5 mm")
    type(row).objects.filter(pk=row.pk).update(slide=2)
    said = page(client, webinar, gunay)
    assert "Slide 2 of 1" in said
    assert "Şiş, 5 mm" in said


def test_a_slide_of_the_rehearsal_is_not_on_the_page(client, webinar, gunay):
    slide(webinar, 1, [])
    type(webinar).objects.filter(pk=webinar.pk).update(slide=1)
    assert "Slide 1" not in page(client, webinar, gunay)


def test_interrupted_and_over_say_so(client, webinar, gunay):
    on_air(webinar, BroadcastState.PAUSED)
    assert 'data-stage="interrupted"' in page(client, webinar, gunay)
    on_air(webinar, BroadcastState.ENDED)
    said = page(client, webinar, gunay)
    assert "This webinar is over" in said
    assert "data-webinar" not in said
    assert opened(client, webinar, gunay).json()["playlist"] == ""


def test_the_recording_is_on_the_same_page(client, webinar):
    row = on_air(webinar, BroadcastState.ENDED)
    _, [lesson] = factories.course_with({"film": factories.ready_film()})
    type(row).objects.filter(pk=row.pk).update(lesson=lesson)
    said = page(client, webinar)
    assert 'data-stage="recording"' in said
    assert f'data-open="/learn/lesson/{lesson.pk}/open/"' in said
    assert f'data-mine="/learn/lesson/{lesson.pk}/mine/"' in said


def test_a_recording_that_is_hidden_leaves_the_page(client, webinar):
    row = on_air(webinar, BroadcastState.ENDED)
    _, [lesson] = factories.course_with({"film": factories.ready_film()})
    type(row).objects.filter(pk=row.pk).update(lesson=lesson)
    hide(f"lesson:{lesson.pk}")
    assert 'data-stage="over"' in page(client, webinar)


def test_what_was_stopped_is_neither_shown_nor_opened(client, webinar, gunay):
    row = on_air(webinar)
    Film.objects.filter(pk=row.broadcast.film_id).update(state=FilmState.BLOCKED)
    assert "/live/" not in page(client, webinar, gunay)
    assert opened(client, webinar, gunay).status_code == 409


def test_a_cancelled_one_says_why(client):
    row = factories.webinar(
        state=WebinarState.CANCELLED, announced_at=timezone.now(), cancel_reason="Leyla xanım xəstədir."
    )
    assert "Leyla xanım xəstədir." in page(client, row)


def test_what_is_not_announced_is_there_for_who_makes_it_alone(client, murad):
    row = factories.webinar(state=WebinarState.DRAFT)
    address = f"/webinars/{row.pk}/"
    assert client.get(address).status_code == 404
    client.force_login(murad.account)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}open/").status_code == 404
    client.force_login(factories.staff("Rəna Həsənova", Role.COORDINATOR).account)
    assert "not public yet" in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_opening_asks_the_same_however_much_was_shown_and_said(
    client, webinar, gunay, count, django_assert_num_queries
):
    row = on_air(webinar)
    for number in range(1, count + 1):
        slide(row, number, [number * 1000])
        LiveCue.objects.create(broadcast=row.broadcast, language="az", start_ms=number, end_ms=number + 9, text="Salam")
    client.force_login(gunay.account)
    with django_assert_num_queries(OPENING):
        said = client.post(f"/webinars/{webinar.pk}/open/").json()
    assert (len(said["slides"]), len(said["cues"]["az"])) == (count + 1, count)
