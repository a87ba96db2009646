"""How a visitor likes to read is kept on the device, and the server writes it on every page."""

import pytest

from elearn.web.preferences import Preferences, read_preferences
from tests.web.markup import Tags

CHOSEN = {"text": "150", "scheme": "dark", "captions": "on", "saver": "on"}


def classes(answer) -> set[str]:
    return set(Tags(answer.content.decode()).named("html")[0]["class"].split())


@pytest.mark.django_db
def test_nobody_has_to_choose(client):
    assert classes(client.get("/help/")) >= {"k-text-100", "k-scheme-system", "k-saver-auto"}


@pytest.mark.django_db
def test_what_was_chosen_is_on_the_next_page(client):
    answer = client.post("/settings/", {**CHOSEN, "next": "/help/"})
    assert answer.status_code == 302
    assert answer.cookies["reading"]["samesite"] == "Lax"
    assert classes(client.get("/help/")) >= {"k-text-150", "k-scheme-dark", "k-saver-on", "k-captions"}
    page = client.get(answer.url, headers={"accept-language": "en"}).content.decode()
    assert "Every page on this device now comes as you chose." in page
    assert 'href="/help/"' in page


@pytest.mark.django_db
def test_the_form_shows_what_holds_now(client):
    client.post("/settings/", CHOSEN)
    inputs = Tags(client.get("/settings/").content.decode()).named("input")
    checked = {one["name"]: one.get("value") for one in inputs if "checked" in one}
    assert {name: checked[name] for name in ("text", "scheme", "saver")} == {
        "text": "150", "scheme": "dark", "saver": "on",
    }  # fmt: skip
    assert "captions" in checked


@pytest.mark.django_db
def test_what_is_no_choice_is_refused_and_nothing_is_kept(client):
    answer = client.post("/settings/", {**CHOSEN, "scheme": '"><script>'})
    assert answer.status_code == 200
    assert "reading" not in answer.cookies
    page = answer.content.decode()
    assert 'href="#id_scheme_0"' in page
    assert "<script>" not in page


@pytest.mark.parametrize("cookie", ["", "text=900&scheme=evil", "text", "%00&&==", "x" * 4000])
def test_a_cookie_that_is_not_ours_is_left_out(rf, cookie):
    request = rf.get("/")
    request.COOKIES["reading"] = cookie
    assert read_preferences(request) == Preferences()
