"""The content security policy is on every answer, and no page of ours needs an exception."""

import pytest

from tests.factories import first_pages, person
from tests.web.markup import inline

PAGES = [
    "/az/",
    "/help/",
    "/settings/",
    "/privacy/",
    "/accessibility/",
    "/figures/",
    "/concern/",
    "/sign-in/",
    "/no-such-page/",
]


@pytest.fixture
def pages(db):
    first_pages()


def policy(answer) -> dict[str, list[str]]:
    parts = answer["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for part in parts if (words := part.split())}


@pytest.mark.parametrize("address", PAGES)
def test_strict_policy_and_nothing_inline(client, pages, address):
    answer = client.get(address)
    rules = policy(answer)
    assert rules["script-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'"]
    assert rules["object-src"] == ["'none'"]
    assert rules["base-uri"] == rules["form-action"] == rules["frame-ancestors"] == ["'self'"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert inline(answer.content.decode()) == []


def test_the_admin_gets_styles_and_previews_of_pictures_and_no_inline_script(client, pages, settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    account = person("Rəna", email="rena@example.org").account
    account.is_superuser = True
    account.save()
    client.force_login(account)
    rules = policy(client.get("/admin/"))
    assert rules["script-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'", "'unsafe-inline'"]
    assert rules["img-src"] == ["'self'", "data:", "blob:"]
    assert rules["object-src"] == ["'none'"]


def test_wagtails_date_fields_start_without_inline_script(client, pages):
    from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

    for widget, kind in ((AdminDateInput(), "Date"), (AdminTimeInput(), "Time"), (AdminDateTimeInput(), "DateTime")):
        drawn = str(widget.render("day", None, attrs={"id": "day"}))
        assert inline(drawn) == []
        assert f'data-k-moment-kind-value="{kind}"' in drawn


def test_a_policy_even_where_the_path_only_looks_like_the_admin(client, pages):
    assert policy(client.get("/administration/"))["style-src"] == ["'self'"]
