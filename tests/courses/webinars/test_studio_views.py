"""The pages of a studio: for those who make the webinar alone, and their buttons with and without a script."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courses.domain.webinars import slides, states, studio
from courses.models import LiveEvent, Webinar, WebinarState
from elearn.people.models import Role
from media_pipeline.models import Broadcast, Take
from tests import factories
from tests.media_pipeline.test_slides import pdf

pytestmark = pytest.mark.django_db
PAGES = ("studio", "host", "now")
BUTTONS = ("open_studio", "line", "on_air", "pause", "end", "show_slide", "describe_slide", "slides", "message")


@pytest.fixture
def leyla():
    return factories.person("Leyla Əliyeva", email="leyla@studio.example", birth_year=1955, roles=[Role.ELDER])


@pytest.fixture
def rena():
    return factories.person("Rəna Həsənova", email="rena@studio.example", birth_year=1985)


@pytest.fixture
def murad():
    return factories.person("Murad Quliyev", email="murad@studio.example", birth_year=2004)


@pytest.fixture
def webinar(leyla, rena):
    return factories.webinar("Şərf toxuyuruq", speaker=leyla, hosts=[rena], starts_in=timedelta(minutes=5))


@pytest.fixture
def sending(webinar):
    states.broadcast_of(webinar)
    Broadcast.objects.filter(webinar=webinar).update(last_piece_at=timezone.now())
    return webinar


@pytest.fixture
def as_(client):
    client.cookies["language"] = "en"

    def entered(who):
        client.force_login(who.account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return entered


def at(name: str, webinar) -> str:
    return reverse(f"courses:webinar_{name}", args=[webinar.pk])


def asked(client, name, webinar, **fields):
    """Press a button as a script does."""
    return client.post(at(name, webinar), fields, headers={"accept": "application/json"})


def state_of(webinar) -> str:
    return studio.standing_of(Webinar.objects.select_related("broadcast").get(pk=webinar.pk)).state


# Who may ----------------------------------------------------------------------------------------
def answers(client, webinar) -> set[int]:
    """How all addresses of a studio answer somebody."""
    read = {client.get(at(name, webinar)).status_code for name in PAGES}
    return read | {client.post(at(name, webinar)).status_code for name in BUTTONS}


def test_a_visitor_signs_in_first(client, webinar):
    assert answers(client, webinar) == {302}
    assert reverse("account_login") in client.get(at("studio", webinar)).url
    assert not Broadcast.objects.exists()


def test_others_may_not(as_, murad, webinar):
    """Also not with a seat."""
    from courses.domain.webinars.register import register

    register(murad, webinar)
    assert answers(as_(murad), webinar) == {403}
    assert not Broadcast.objects.exists()


def test_what_is_not_announced_is_not_there_for_others(as_, murad, leyla):
    assert answers(as_(murad), factories.webinar(speaker=leyla, state="draft")) == {404}


def test_buttons_are_pressed_not_followed(as_, leyla, webinar):
    client = as_(leyla)
    assert {client.get(at(name, webinar)).status_code for name in BUTTONS} == {405}


def test_staff_who_run_webinars_may(as_, webinar):
    tural = factories.staff("Tural Nəbiyev", Role.COORDINATOR)
    from courses.api import prepare

    prepare()
    assert as_(tural).get(at("host", webinar)).status_code == 200


# Pages ------------------------------------------------------------------------------------------
def test_opening_the_page_makes_nothing(as_, leyla, rena, webinar):
    for who, name, words in ((leyla, "studio", "Go on air"), (rena, "host", "A word to the speaker")):
        response = as_(who).get(at(name, webinar))
        assert response.status_code == 200
        assert words in response.content.decode()
    assert not Broadcast.objects.exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("ended", "This webinar is over."),
        ("cancelled", "was cancelled"),
        ("draft", "as soon as the webinar is announced"),
    ],
)
def test_pages_of_a_webinar_that_is_not_open(as_, leyla, state, words):
    webinar = factories.webinar(speaker=leyla, state=state)
    for name in ("studio", "host"):
        page = as_(leyla).get(at(name, webinar)).content.decode()
        assert words in page
        assert "data-studio" not in page and "data-host" not in page


def test_opening_the_studio_gives_an_address_to_send_to(as_, leyla, webinar):
    answer = asked(as_(leyla), "open_studio", webinar).json()
    assert answer["address"].startswith("/live-in/")
    assert answer["state"] == "rehearsal"
    again = asked(as_(leyla), "open_studio", webinar)
    assert again.status_code == 200
    assert Broadcast.objects.count() == 1


def test_a_webinar_that_is_over_is_not_opened(as_, leyla):
    webinar = factories.webinar(speaker=leyla, state="ended")
    assert asked(as_(leyla), "open_studio", webinar).status_code == 410
    assert not Broadcast.objects.exists()


def test_a_studio_that_was_cut_off_at_the_end_goes_on_sending_after_a_reload(as_, leyla, rena, murad, sending):
    """As long as the recording is not sent: the page has its sender again and is told where to send to."""
    studio.go_on_air(sending, by=leyla.account)
    sending.refresh_from_db()
    studio.end(sending, by=rena.account)
    client = as_(leyla)
    page = client.get(at("studio", sending))
    assert page.context["sends_on"] and 'data-state="closing"' in page.content.decode()
    assert "studio.js" in page.content.decode()
    answer = asked(client, "open_studio", sending)
    assert (answer.status_code, answer.json()["state"]) == (200, "over")
    assert answer.json()["address"].startswith("/live-in/")
    assert asked(as_(murad), "open_studio", sending).status_code == 403
    Take.objects.filter(pk=sending.broadcast.take_id).update(state="sent")
    closed = asked(as_(leyla), "open_studio", sending)
    assert (closed.status_code, closed.json()["mode"]) == (410, "over")
    assert "data-studio" not in as_(leyla).get(at("studio", sending)).content.decode()


@pytest.mark.parametrize("pages", [1, 3])
def test_pages_ask_the_same_few_questions(as_, rena, sending, tmp_path, pages, django_assert_max_num_queries):
    path = tmp_path / "slides.pdf"
    path.write_bytes(pdf(*[(320, 180)] * pages))
    slides.take_slides(sending, path, by=rena.account)
    client = as_(rena)
    client.get(at("now", sending))
    with django_assert_max_num_queries(18):
        assert len(client.get(at("now", sending)).json()["slides"]) == pages


# Buttons ----------------------------------------------------------------------------------------
def test_the_speaker_goes_on_air_with_one_press(as_, leyla, webinar, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = asked(as_(leyla), "on_air", webinar, **{"from": "studio"}).json()
    assert answer["state"] == "on_air"
    assert Webinar.objects.get(pk=webinar.pk).state == WebinarState.ON_AIR


def test_a_host_presses_from_beside_without_a_script(as_, rena, sending):
    client = as_(rena)
    assert client.post(at("on_air", sending), {"next": "host"}).url == at("host", sending)
    assert state_of(sending) == "on_air"
    assert "Pause" in client.get(at("host", sending)).content.decode()
    client.post(at("pause", sending), {"next": "host"})
    assert state_of(sending) == "paused"
    once_more = client.post(at("end", sending), {"next": "host"})
    assert "End the webinar for everybody?" in once_more.content.decode()
    assert state_of(sending) == "paused"
    client.post(at("end", sending), {"next": "host", "sure": "yes"})
    assert state_of(sending) == "over"


def test_the_way_back_is_one_of_ours(as_, rena, sending):
    answer = as_(rena).post(at("on_air", sending), {"next": "https://elsewhere.example/"})
    assert answer.url == at("host", sending)


def test_what_cannot_be_is_said_in_words(as_, rena, webinar):
    answer = as_(rena).post(at("on_air", webinar), headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["words"].startswith("No picture comes from the studio yet.")
    page = as_(rena).post(at("on_air", webinar), {"next": "host"}, follow=True)
    assert "No picture comes from the studio yet." in page.content.decode()


def test_without_the_token_nothing_is_pressed(leyla, webinar):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(leyla.account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(at("on_air", webinar), {"from": "studio"}).status_code == 403
    assert Webinar.objects.get(pk=webinar.pk).state == WebinarState.ANNOUNCED


def test_a_message_and_a_hint(as_, rena, webinar):
    assert asked(as_(rena), "message", webinar, text="Salam").status_code == 200
    assert asked(as_(rena), "message", webinar, hint="mute").status_code == 200
    assert asked(as_(rena), "message", webinar, hint="nonsense").status_code == 400
    assert asked(as_(rena), "message", webinar, text="").status_code == 400
    assert asked(as_(rena), "message", webinar, text="x" * 301).status_code == 400
    assert LiveEvent.objects.filter(webinar=webinar, name="message").count() == 2


def test_the_line_is_measured(as_, leyla, webinar):
    address = at("line", webinar)
    body = b"x" * 250_000
    answer = as_(leyla).post(address, body, content_type="application/octet-stream")
    assert answer.json() == {"bytes": 250_000}
    assert as_(leyla).post(address, b"x" * (2**20 + 1), content_type="application/octet-stream").status_code == 302
    refused = as_(leyla).post(
        address, b"x" * (2**20 + 1), content_type="application/octet-stream", headers={"accept": "application/json"}
    )
    assert refused.status_code == 413


# Slides -----------------------------------------------------------------------------------------
def test_slides_are_brought_shown_and_removed(as_, rena, sending):
    client = as_(rena)
    brought = asked(client, "slides", sending, slides=SimpleUploadedFile("şəkil.pdf", pdf((320, 180), (320, 180))))
    assert [slide["number"] for slide in brought.json()["slides"]] == [1, 2]
    assert asked(client, "show_slide", sending, number="2").json()["slide"] == 2
    page = client.get(at("host", sending)).content.decode()
    assert brought.json()["slides"][1]["src"] in page
    said = asked(client, "describe_slide", sending, number="2", text="Qırmızı şərf").json()
    assert said["slides"][1]["text"] == "Qırmızı şərf"
    assert asked(client, "describe_slide", sending, number="9", text="Yox").status_code == 409
    client.post(at("slides", sending), {"remove": "1", "next": "host"})
    assert client.get(at("now", sending)).json()["slides"] == []


def test_no_such_slide(as_, rena, sending):
    client = as_(rena)
    asked(client, "slides", sending, slides=SimpleUploadedFile("a.pdf", pdf((320, 180), (320, 180))))
    for number in ("3", "-1", "1.5", "", "a", "9" * 40, "²", "٢"):
        assert asked(client, "show_slide", sending, number=number).status_code == 409


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"GIF89a" + b"x" * 100, "This is not a PDF."),
        (b"%PDF-1.7 nothing", "The file is damaged"),
    ],
)
def test_bad_files_are_refused_in_words(as_, rena, sending, content, words):
    file = SimpleUploadedFile("a.pdf", content)
    headers = {"accept": "application/json"}
    answer = as_(rena).post(at("slides", sending), {"slides": file}, headers=headers)
    assert answer.status_code in (400, 409)
    assert words in answer.json()["words"]


def test_a_full_disk_is_said_in_words(as_, rena, sending, monkeypatch):
    from media_pipeline import storage

    monkeypatch.setattr(storage, "free_bytes", lambda folder: 0)
    answer = asked(as_(rena), "slides", sending, slides=SimpleUploadedFile("a.pdf", pdf((320, 180))))
    assert (answer.status_code, answer.json()["words"]) == (
        503,
        "The slides could not be kept. Please try again later.",
    )


def test_no_file_at_all(as_, rena, sending):
    page = as_(rena).post(at("slides", sending), {"next": "host"}, follow=True)
    assert "Choose a PDF file." in page.content.decode()


def test_the_desk_leads_to_the_studio(as_, leyla, rena, murad, webinar):
    for who, address in ((leyla, at("studio", webinar)), (rena, at("host", webinar))):
        assert address in as_(who).get(reverse("desk:home")).content.decode()
    assert at("studio", webinar) not in as_(murad).get(reverse("desk:home")).content.decode()
