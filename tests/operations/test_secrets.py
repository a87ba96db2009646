"""The secrets of an installation: made once, and nobody is counted anew because of them."""

from uuid import UUID

import pytest
from django.core.management import call_command

from elearn.environment import DEVELOPMENT_KEY
from elearn.history.api import pseudonym
from elearn.operations.management.commands import secrets

LEYLA = UUID("6f0c1c9e-8d5c-4c9b-9d0f-2f6f5a3f7a11")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(secrets, "HOME", tmp_path)
    return tmp_path / ".env"


def lines(home) -> dict[str, str]:
    return dict(line.split("=", 1) for line in home.read_text().splitlines())


def test_a_new_installation_has_a_key_for_its_history(home, settings):
    settings.SECRET_KEY = DEVELOPMENT_KEY
    call_command("secrets")
    made = lines(home)
    assert len(made["KORPU_HISTORY_KEY"]) > 50 and made["KORPU_HISTORY_KEY"] != made["KORPU_SECRET_KEY"]
    call_command("secrets")
    assert lines(home) == made and home.stat().st_mode & 0o077 == 0


def test_an_older_installation_keeps_its_pseudonyms_when_the_secret_key_changes(home, settings):
    settings.SECRET_KEY = "older" * 12
    settings.HISTORY_KEY = f"history:{settings.SECRET_KEY}"
    home.write_text(f"KORPU_SECRET_KEY={settings.SECRET_KEY}\n")
    before = pseudonym(LEYLA)
    call_command("secrets")
    settings.SECRET_KEY = "newer" * 12
    settings.HISTORY_KEY = lines(home)["KORPU_HISTORY_KEY"]
    assert pseudonym(LEYLA) == before and lines(home)["KORPU_SECRET_KEY"] == "older" * 12
    settings.HISTORY_KEY = "another"
    assert pseudonym(LEYLA) != before
