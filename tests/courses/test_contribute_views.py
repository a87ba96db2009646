"""The recorder's, the upload's and the films' pages: only for teachers, only their own, the same cost at any length."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.domain.films import contribute
from courses.domain.films.consents import own_consent
from courses.models import UNLISTED, Contribution, ContributionState
from elearn.people.models import Role
from media_pipeline.models import Film, FilmState, Take
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def leyla():
    return factories.staff("Leyla Əliyeva", Role.ELDER)


@pytest.fixture
def page(client, leyla):
    client.force_login(leyla.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def settings_of(answer) -> dict:
    return answer.context["settings"]


def post(page, name: str, body: dict, *args):
    return page.post(reverse(name, args=args), json.dumps(body), content_type="application/json")


def send(leyla, *, title: str = "") -> Contribution:
    draft, take = contribute.begin_take(leyla, key=uuid4(), mime="video/webm")
    factories.keep_pieces(take, 1, [b"a"])
    contribute.send_take(draft, take, {1: 1})
    if title:
        contribute.describe(draft, title=title, language="az", topic=None, uses=["site"])
    return draft


def test_opening_the_recorder_makes_nothing(page):
    answer = page.get("/record/")
    assert (answer.status_code, settings_of(answer)["unfinished"]) == (200, [])
    assert not Film.objects.exists()


def test_a_take_is_begun_sent_and_described(page, leyla):
    key = str(uuid4())
    begun = post(page, "courses:take_begin", {"id": key, "mime": "video/webm"}).json()
    assert begun["address"].startswith("/pieces/")
    take = Take.objects.get()
    missing = post(page, "courses:take_send", {"expected": {"1": 2}}, key)
    assert (missing.status_code, missing.json()["missing"]) == (409, {"1": [1, 2]})
    factories.keep_pieces(take, 1, [b"a", b"b"])
    unfinished = settings_of(page.get("/record/"))["unfinished"]
    assert [(one["id"], one["runs"], one["ms"]) for one in unfinished] == [(key, {1: 2}, 4000)]
    sent = post(page, "courses:take_send", {"expected": {"1": 2}}, key)
    assert sent.json()["next"] == reverse("courses:describe", args=[Contribution.objects.get().pk])
    again = post(page, "courses:take_begin", {"id": key, "mime": "video/webm"})
    assert (again.status_code, again.json()["code"]) == (410, "sent")
    assert settings_of(page.get("/record/"))["unfinished"] == []


def test_discarding_a_take_that_never_arrived_is_no_error(page):
    assert post(page, "courses:take_discard", {}, uuid4()).json() == {"code": "discarded"}


@pytest.mark.parametrize("body", [{}, {"id": "x"}, {"id": 5}])
def test_nonsense_is_refused(page, body):
    assert post(page, "courses:take_begin", body).status_code == 400


def test_the_upload_page_knows_what_arrived(page, leyla):
    from media_pipeline.domain import growing
    from media_pipeline.models import Upload

    begun = post(page, "courses:upload_begin", {}).json()
    assert begun["address"].startswith("/uploads/")
    draft = Contribution.objects.get()
    assert begun["next"] == reverse("courses:describe", args=[draft.pk])
    upload = Upload.objects.create(film=draft.film, length=100, offset=62, filename="toqu.mp4", modified_ms=5)
    path = growing.path_of(upload)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * 62)
    (one,) = settings_of(page.get("/upload/"))["unfinished"]
    assert (one["name"], one["size"], one["arrived"], one["percent"], one["modified"]) == ("toqu.mp4", 100, 62, 62, 5)


def test_describing_sends_for_review(page, leyla):
    draft = send(leyla)
    address = reverse("courses:describe", args=[draft.pk])
    assert page.get(address).status_code == 200
    refused = page.post(address, {"title": "Daban", "language": "az", "topic": ""})
    assert (refused.status_code, 'value="Daban"' in refused.content.decode()) == (422, True)
    done = page.post(address, {"title": "Daban", "language": "ru", "topic": "", "permission": "on", "others": "alone"})
    assert done["Location"] == reverse("courses:film", args=[draft.pk])
    draft.refresh_from_db()
    assert (draft.state, draft.title, draft.language) == (ContributionState.SENT, "Daban", "ru")
    consent = own_consent(draft)
    assert (consent.state, consent.uses, consent.way, consent.language) == ("given", ["site"], "click", "az")
    assert "Körpü" in consent.words
    assert page.get(address)["Location"] == reverse("courses:film", args=[draft.pk])


def test_what_was_typed_is_kept_when_the_film_is_not_in(page, leyla):
    draft = contribute.begin_contribution(leyla, is_recording=False)
    address = reverse("courses:describe", args=[draft.pk])
    answer = page.post(
        address, {"title": "Daban", "language": "az", "topic": "", "permission": "on", "others": "alone"}
    )
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Daban", ContributionState.DRAFT)


def test_topics_of_the_visitors_language_come_first(page, leyla):
    from courses import api

    factories.first_pages()
    api.create_topic("Toxuculuq", language="az")
    api.create_topic("Cooking", language="en")
    page.cookies["language"] = "az"
    draft = send(leyla)
    choices = page.get(reverse("courses:describe", args=[draft.pk])).context["form"].fields["topic"].choices
    assert [choice[1] if isinstance(choice[1], str) else choice[0] for choice in choices][1:] == [
        "Toxuculuq",
        "English",
    ]


def test_every_page_of_a_film_in_every_state(page, leyla):
    draft = send(leyla, title="Daban")
    for state in FilmState.values:
        Film.objects.update(state=state, refusal="broken" if state == FilmState.REFUSED else "")
        for contribution_state in set(ContributionState.values) - set(UNLISTED):
            Contribution.objects.update(state=contribution_state, reason="Bir az yaxın oturun.")
            for name in ("courses:film", "courses:film_status", "courses:withdraw"):
                assert page.get(reverse(name, args=[draft.pk])).status_code == 200
            assert page.get("/my-films/").status_code == 200


def test_taking_back_asks_first(page, leyla, django_capture_on_commit_callbacks):
    draft = send(leyla, title="Daban")
    address = reverse("courses:withdraw", args=[draft.pk])
    assert "Daban" in page.get(address).content.decode()
    draft.refresh_from_db()
    assert draft.state == ContributionState.DRAFT
    assert page.post(address)["Location"] == "/my-films/"
    draft.refresh_from_db()
    assert draft.state == ContributionState.WITHDRAWN
    assert page.get(reverse("courses:film", args=[draft.pk])).status_code == 404


def test_others_films_are_not_there(page, leyla):
    other = send(factories.person("Sənubər Quliyeva", email="s@korpu.example"), title="Başqa")
    for name in ("courses:film", "courses:film_status", "courses:describe", "courses:withdraw"):
        assert page.get(reverse(name, args=[other.pk])).status_code == 404
    key = other.film.takes.get().pk
    assert post(page, "courses:take_send", {"expected": {}}, key).status_code == 404
    assert post(page, "courses:take_begin", {"id": str(key)}).status_code == 404
    assert page.get("/my-films/").context["films"] == []


@pytest.mark.parametrize("path", ["/record/", "/upload/", "/my-films/"])
def test_only_teachers(client, path):
    assert client.get(path).status_code == 302
    gunay = factories.staff("Günay Məmmədova", Role.LEARNER)
    client.force_login(gunay.account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path).status_code == 403


def cost_of(page, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert page.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("state", [FilmState.READY, FilmState.RECEIVING])
def test_a_list_costs_the_same_at_one_and_three(page, leyla, state):
    send(leyla, title="Bir")
    Film.objects.update(state=state)
    page.get("/my-films/")
    one = cost_of(page, "/my-films/")
    for title in ("İki", "Üç"):
        send(leyla, title=title)
    Film.objects.update(state=state)
    assert cost_of(page, "/my-films/") == one == (5 if state == FilmState.READY else 8)
