"""A demo world that was interrupted is made anew: its database is put back as it was before."""

import sqlite3

import pytest
from django.db import connection

from elearn.operations.demo import anew


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A database of one table in a file of its own, in the place of the site's."""
    path = tmp_path / "korpu.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    monkeypatch.setattr(anew, "call_command", lambda *args, **kwargs: None)  # its tables are not ours
    monkeypatch.setattr(connection, "close", lambda: None)
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE people (name text)")
    return path


def add(path, name):
    with sqlite3.connect(path) as opened:
        opened.execute("INSERT INTO people VALUES (?)", [name])


def names(path):
    with sqlite3.connect(path) as opened:
        return [row[0] for row in opened.execute("SELECT name FROM people")]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only a file is copied")
def test_half_a_world_is_taken_back(database):
    add(database, "before")
    anew.begin()
    add(database, "half a world")
    assert anew.take_back()
    assert names(database) == ["before"]
    add(database, "the world")
    anew.finish()
    assert not anew.take_back()
    assert names(database) == ["before", "the world"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only a file is copied")
def test_an_interrupted_copy_is_no_copy(database):
    add(database, "before")
    database.with_name("korpu.sqlite3.before-demo.part").write_bytes(b"half")
    assert not anew.take_back()
    anew.begin()
    anew.finish()
    assert [one.name for one in database.parent.iterdir()] == ["korpu.sqlite3"]
