"""Films in the coordinators' admin: what it shows, who may not, and trying again, stopping and what goes beside."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import media_pipeline.api as films
from courses.models import Contribution, ContributionState
from elearn.history.models import Entry, Kind
from elearn.people.models import Role
from media_pipeline.models import Film, FilmState, Track, TrackKind, Work, WorkKind, WorkState
from tests import factories
from tests.courses.papers import sent_contribution

pytestmark = pytest.mark.django_db


@pytest.fixture
def rena():
    factories.first_pages()
    return factories.person("Rəna Həsənova", email="rena@films.example", roles=[Role.COORDINATOR])


def signed_in(who) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(film) -> str:
    return reverse("films_admin:read", args=[film.pk])


def work_on(film, **more) -> Work:
    now = timezone.now()
    facts = {"kind": WorkKind.LADDER, "state": WorkState.DONE, "wall_seconds": 90, "cpu_seconds": 150, "ended_at": now}
    return Work.objects.create(film=film, **{**facts, **more})


def deed(client, on, name, **more):
    return client.post(address(on), {"deed": name, **more})


def test_the_list_tells_states_costs_and_what_stopped(rena):
    done, stopped, going = (sent_contribution(title=title).film for title in ("Bir", "İki", "Üç"))
    for film, title in ((done, "Bir"), (stopped, "İki"), (going, "Üç")):
        Film.objects.filter(pk=film.pk).update(title=title)
    work_on(done)
    work_on(stopped, state=WorkState.PARKED, fault="FfmpegFailed: ended with 1")
    work_on(going, state=WorkState.RUNNING, percent=43)
    text = signed_in(rena).get(reverse("films_admin:index")).content.decode()
    for words in ("stopped: prepare all versions", "prepare all versions: 43 %", "Leyla Əliyeva", "Bir", "2 min"):
        assert words in text
    found = signed_in(rena).get(f"{reverse('films_admin:index')}?needs=help").content.decode()
    assert ("İki" in found, "Bir" in found, "Üç" in found) == (True, False, False)
    found = signed_in(rena).get(f"{reverse('films_admin:index')}?needs=work").content.decode()
    assert ("İki" in found, "Bir" in found, "Üç" in found) == (False, False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(rena, count):
    for _number in range(count):
        work_on(sent_contribution().film)
    page = signed_in(rena)
    page.get(reverse("films_admin:index"))
    with CaptureQueriesContext(connection) as asked:
        page.get(reverse("films_admin:index"))
    of_films = [
        one["sql"] for one in asked if '"media_pipeline_film"' in one["sql"] or "media_pipeline_work" in one["sql"]
    ]
    assert len(of_films) == 4  # how many there are, the films, the work on them; in the menu, how many are new


def test_others_do_not_get_in():
    factories.first_pages()
    film = sent_contribution().film
    work = work_on(film, state=WorkState.PARKED)
    for name, role in (("Günay", "learner"), ("Leyla", "elder"), ("Vüsal", "operator"), ("Sevinc", "counsellor")):
        email = f"{role}@films.example"
        who = factories.person(f"{name} Quliyeva", email=email, roles=[Role(role)], birth_year=1990)
        client = signed_in(who)
        for answer in (
            client.get(reverse("films_admin:index")), client.get(address(film)),
            deed(client, film, "try_again", work=work.pk),
        ):  # fmt: skip
            assert answer.status_code in (302, 403)
    assert Client().get(address(film)).status_code == 302
    work.refresh_from_db()
    assert work.state == WorkState.PARKED


def test_what_nobody_has_sent_is_its_teachers_alone(rena):
    film = sent_contribution(state=ContributionState.DRAFT, title="Sirr").film
    Film.objects.filter(pk=film.pk).update(title="Sirr", posters=["poster-00000001.jpg", "poster-00000002.jpg"])
    page = signed_in(rena)
    for text in (
        page.get(reverse("films_admin:index")), page.get(f"{reverse('films_admin:index')}?q=Sirr"),
        page.get(address(film)),
    ):  # fmt: skip
        assert "poster-0000" not in text.content.decode()
        assert text.content.decode().count("Sirr") == ("q=Sirr" in text.request["QUERY_STRING"])  # in the search box
    assert "Not sent yet" in page.get(address(film)).content.decode()
    assert deed(page, film, "attach", kind="sign", film=film.pk).status_code == 200
    assert not Track.objects.exists()


def test_failures_are_told_with_their_log_and_tried_again(rena):
    film = sent_contribution().film
    Film.objects.filter(pk=film.pk).update(state=FilmState.FAILED)
    work = work_on(film, state=WorkState.PARKED, fault="FfmpegFailed: ended with 1", log="moov atom not found <b>")
    page = signed_in(rena)
    text = page.get(address(film)).content.decode()
    assert "FfmpegFailed: ended with 1" in text and "moov atom not found &lt;b&gt;" in text
    assert deed(page, film, "try_again", work=work.pk)["Location"] == address(film)
    work.refresh_from_db()
    film.refresh_from_db()
    assert (work.state, film.state) == (WorkState.WAITING, FilmState.QUEUED)
    assert Entry.objects.get(kind=Kind.FILM_WORK).facts == {"work": "ladder", "deed": "try_again"}
    deed(page, film, "try_again", work=work.pk)  # a second press changes nothing
    deed(page, film, "cancel", work=work.pk)
    work.refresh_from_db()
    assert (work.state, Entry.objects.filter(kind=Kind.FILM_WORK).count()) == (WorkState.CANCELLED, 2)


@pytest.mark.parametrize(("runs", "kind"), [({1: 1}, "take_in"), ({1: 1, 2: 1}, "join")])
def test_what_failed_while_it_was_taken_in_is_tried_again(rena, runs, kind):
    film = sent_contribution().film
    Film.objects.filter(pk=film.pk).update(state=FilmState.RECEIVING)
    film.refresh_from_db()
    take = films.open_take(film, mime="video/webm")
    for run in runs:
        factories.keep_pieces(take, run, [b"piece"])
    films.send_take(take, runs)
    page, work = signed_in(rena), Work.objects.get(film=film, kind=kind)
    for name, state in (("cancel", FilmState.FAILED), ("try_again", FilmState.RECEIVING)):
        deed(page, film, name, work=work.pk)
        film.refresh_from_db()
        assert film.state == state


def test_work_is_reached_by_its_own_film_alone(rena):
    film, other = sent_contribution().film, sent_contribution().film
    work = work_on(other, state=WorkState.PARKED)
    assert deed(signed_in(rena), film, "try_again", work=work.pk).status_code == 404


def test_who_only_looks_changes_nothing(rena):
    from django.contrib.auth.models import Group, Permission

    Group.objects.get(name="coordinator").permissions.remove(Permission.objects.get(codename="change_film"))
    film = sent_contribution().film
    work = work_on(film, state=WorkState.PARKED)
    page = signed_in(rena)
    assert page.get(address(film)).status_code == 200
    assert deed(page, film, "try_again", work=work.pk)["Location"] == "/admin/"


def test_a_signed_film_goes_with_a_main_one(rena):
    murad = factories.person("Murad Quliyev", email="murad@films.example")
    main, sign = sent_contribution().film, sent_contribution(murad).film
    page = signed_in(rena)
    assert deed(page, main, "attach", kind="sign", film=sign.pk, offset="-0.5")["Location"] == address(main)
    track = Track.objects.get()
    assert (track.main, track.film, track.kind, track.offset_ms) == (main, sign, TrackKind.SIGN, -500)
    assert deed(page, main, "attach", kind="sign", film=main.pk, offset="0").status_code == 200  # itself
    assert deed(page, main, "attach", kind="described", film=sign.pk, offset="5").status_code == 302  # no offset then
    deed(page, main, "detach", kind="sign")
    assert [one.kind for one in Track.objects.all()] == ["described"]
    facts = [entry.facts["deed"] for entry in Entry.objects.filter(kind=Kind.FILM_TRACK).order_by("pk")]
    assert facts == ["attach", "attach", "detach"]


def test_two_people_stand_for_what_goes_beside(rena):
    """As when a film is published: nobody puts their own film into somebody's lesson."""
    main, own = sent_contribution().film, sent_contribution(rena).film
    assert deed(signed_in(rena), main, "attach", kind="sign", film=own.pk).status_code == 200
    silent = sent_contribution(factories.person("Murad Quliyev"), agreed=False)
    from courses.domain.films.consents import ask_own

    ask_own(silent)  # and has not answered
    assert deed(signed_in(rena), main, "attach", kind="sign", film=silent.film.pk).status_code == 200
    assert not Track.objects.exists()


def test_a_coordinator_chooses_the_picture_of_what_was_sent(rena):
    film = sent_contribution().film
    Film.objects.filter(pk=film.pk).update(posters=["poster-00000001.jpg", "poster-00000002.jpg"])
    page = signed_in(rena)
    contribution = Contribution.objects.get(film=film)
    at = reverse("courses_admin:video", args=[contribution.pk])
    assert page.post(at, {"deed": "picture", "picture": "poster-00000002.jpg"}).status_code == 302
    film.refresh_from_db()
    assert film.poster.endswith("/poster-00000002.jpg")
    page.post(at, {"deed": "picture", "picture": "../../x"})
    film.refresh_from_db()
    assert film.poster.endswith("/poster-00000002.jpg")
