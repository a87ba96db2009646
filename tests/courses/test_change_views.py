"""The pages on which a teacher changes a video: their own alone, kind words for what cannot be, the same without JS."""

import pytest
from django.urls import reverse

from courses.domain.films import succession
from courses.forms.film import ShortenForm, written
from courses.models import Contribution, ContributionState
from elearn.people.models import Role
from media_pipeline.models import Film
from tests import factories
from tests.courses.test_succession import given, made, published, shortened

pytestmark = pytest.mark.django_db
NAMES = ("shorten", "picture", "replace", "put_back")


@pytest.fixture(autouse=True)
def pages():
    factories.first_pages()


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@change.example", birth_year=1955, roles=[Role.ELDER])


def signed_in(client, who):
    client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def page(client, leyla):
    return signed_in(client, leyla)


def at(name: str, contribution) -> str:
    return reverse(f"courses:{name}", args=[contribution.pk])


def test_shortening_by_typed_times(page, leyla, in_english):
    contribution = given(leyla)
    assert page.get(at("shorten", contribution)).status_code == 200
    answer = page.post(at("shorten", contribution), {"begin": "0:02", "end": "0:20,5"})
    assert answer["Location"] == at("film", contribution)
    film = Contribution.objects.get(state=ContributionState.CUTTING).film
    assert (film.cut_start_ms, film.cut_end_ms) == (2000, 20_500)
    shown = page.get(at("film", contribution))
    assert (shown.status_code, "data-follow" in shown.content.decode()) == (200, True)
    status = page.get(at("cut_status", contribution)).json()
    assert (status["stage"], status["is_moving"]) == ("cutting", True)
    new = made(Contribution.objects.get(film=film))
    status = page.get(at("cut_status", contribution)).json()
    assert (status["stage"], status["next"]) == ("cut", at("film", contribution))
    assert page.get(at("film", contribution))["Location"] == at("film", new)  # an old bookmark goes on


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("", "0:10"),
        ("x", "0:10"),
        ("0:10", "0:05"),
        ("0:00", "0:30"),
        ("0:01", "0:02"),
        ("0:00", "9:99:99"),
        ("-1", "9"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_typed_is_lost(page, leyla, begin, end):
    contribution = given(leyla)
    answer = page.post(at("shorten", contribution), {"begin": begin, "end": end})
    assert (answer.status_code, f'value="{begin}"' in answer.content.decode() or not begin) == (422, True)
    assert not Contribution.objects.filter(state=ContributionState.CUTTING).exists()


def test_times_are_read_as_people_write_them():
    for typed, ms in (
        ("12", 12_000),
        ("0:12", 12_000),
        ("1:02:30", 3_750_000),
        ("0:12.5", 12_500),
        ("0:12,05", 12_050),
    ):
        form = ShortenForm({"begin": typed, "end": "1:30:00"}, begin_ms=0, end_ms=0, length_ms=5_400_000)
        assert form.is_valid() and form.cleaned_data["begin"] == ms
        assert ShortenForm({"begin": written(ms), "end": "90:00"}, begin_ms=0, end_ms=0, length_ms=5_400_000).is_valid()
    assert [written(ms) for ms in (0, 12_000, 12_540, 3_661_000)] == ["0:00", "0:12", "0:12.5", "1:01:01"]


def test_the_shorter_one_is_not_made_after_all(page, leyla):
    contribution = given(leyla)
    new = succession.shorten(contribution, start_ms=2000, end_ms=9000, by=leyla.account)
    assert page.post(at("shorten", contribution), {"deed": "stop"})["Location"] == at("film", contribution)
    assert not Film.objects.filter(pk=new.film_id).exists()


def test_another_picture(page, leyla):
    contribution = given(leyla)
    assert page.get(at("picture", contribution))["Location"] == at("film", contribution)  # there is only one
    names = ["poster-00000001.jpg", "poster-00000002.jpg", "poster-00000003.jpg"]
    Film.objects.filter(pk=contribution.film_id).update(posters=names, poster=f"x/{names[0]}")
    assert page.get(at("picture", contribution)).status_code == 200
    for nonsense in ("", "poster-00000009.jpg", "../../etc/passwd"):
        assert page.post(at("picture", contribution), {"picture": nonsense}).status_code == 422
    assert page.post(at("picture", contribution), {"picture": names[2]}).status_code == 302
    contribution.film.refresh_from_db()
    assert contribution.film.poster == f"{contribution.film.folder}/{names[2]}"


def test_a_new_recording_for_the_lesson(page, leyla):
    old, _course, _lesson = published(leyla)
    assert page.get(at("replace", old)).status_code == 200
    assert page.post(at("replace", old), {"way": "file"})["Location"] == "/upload/"
    assert page.post(at("replace", old), {"way": "record"})["Location"] == "/record/"
    draft = given(leyla, ContributionState.DRAFT, sent_at=None, title="Yenisi")
    described = page.get(at("describe", draft))
    assert described.context["instead"].initial["instead_of"] == old.pk
    words = {"title": "Yenisi", "language": "az", "topic": "", "permission": "on", "others": "alone"}
    assert page.post(at("describe", draft), words | {"instead_of": old.pk})["Location"] == at("film", draft)
    draft.refresh_from_db()
    assert (draft.state, draft.instead_of) == (ContributionState.SENT, old)
    assert page.get(at("film", old)).status_code == 200


def test_of_another_teachers_lesson_nothing_is_offered(page, leyla):
    sona = factories.person("Sona Kərimova", email="sona@change.example", birth_year=1950, roles=[Role.ELDER])
    theirs, _course, _lesson = published(sona)
    draft = given(leyla, ContributionState.DRAFT, sent_at=None)
    assert page.get(at("describe", draft)).context["instead"] is None
    words = {"title": "Yenisi", "language": "az", "topic": "", "permission": "on", "others": "alone"}
    page.post(at("describe", draft), words | {"instead_of": theirs.pk})
    draft.refresh_from_db()
    assert draft.instead_of is None


def test_the_earlier_one_is_put_back(page, leyla):
    old = given(leyla)
    new = shortened(old)
    assert page.get(at("put_back", new)).status_code == 200
    assert page.post(at("put_back", new))["Location"] == at("film", old)
    assert [one.pk for one in Contribution.objects.filter(state=ContributionState.SENT)] == [old.pk]
    assert page.post(at("put_back", new)).status_code == 404  # it is not there any more


@pytest.mark.parametrize("name", [*NAMES, "cut_status"])
def test_others_are_not_let_in(client, leyla, name):
    old, _course, _lesson = published(leyla)
    Film.objects.filter(pk=old.film_id).update(posters=["poster-00000001.jpg", "poster-00000002.jpg"])
    sona = factories.person("Sona Kərimova", email="sona@change.example", birth_year=1950, roles=[Role.ELDER])
    gunay = factories.person("Günay Məmmədova", email="gunay@change.example", birth_year=2000, roles=[Role.LEARNER])
    rena = factories.person("Rəna Həsənova", email="rena@change.example", birth_year=1985, roles=[Role.COORDINATOR])
    assert client.get(at(name, old)).status_code == 302
    for who, code in ((sona, 404), (gunay, 403), (rena, 403)):
        signed_in(client, who)
        assert client.get(at(name, old)).status_code == code
        if name != "cut_status":
            words = {"begin": "0:02", "end": "0:09", "picture": "poster-00000002.jpg", "way": "file", "deed": "save"}
            assert client.post(at(name, old), words).status_code == code
    assert not Contribution.objects.filter(state=ContributionState.CUTTING).exists()
    old.film.refresh_from_db()
    assert not old.film.poster


def test_what_cannot_be_changed_now_says_so(page, leyla):
    helped = given(leyla, is_helped=True)
    assert page.get(at("shorten", helped))["Location"] == at("film", helped)
    assert page.post(at("shorten", helped), {"begin": "0:02", "end": "0:09"})["Location"] == at("film", helped)
    assert (page.get(at("replace", helped)).status_code, page.get(at("put_back", helped)).status_code) == (404, 404)
    assert not Contribution.objects.filter(state=ContributionState.CUTTING).exists()


def test_the_page_says_when_a_video_is_ready(page, leyla, in_english):
    from django.utils import timezone

    from media_pipeline.models import FilmState, Work, WorkKind, WorkState

    done = {"kind": WorkKind.LADDER, "state": WorkState.DONE, "ended_at": timezone.now(), "machine": "a:1"}
    Work.objects.create(film=factories.ready_film(seconds=30), wall_seconds=290, **done)
    contribution = given(leyla)
    Film.objects.filter(pk=contribution.film_id).update(state=FilmState.QUEUED)
    Work.objects.create(film=contribution.film, kind=WorkKind.LADDER)
    page.cookies["language"] = "en"
    assert "It is ready in about 5 minutes." in page.get(at("film", contribution)).content.decode()
    assert page.get(at("film_status", contribution)).json()["when"] == "It is ready in about 5 minutes."
    assert "It is ready in about 5 minutes." in page.get("/my-films/").content.decode()
