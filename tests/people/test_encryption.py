"""Addresses and needs cannot be read in the database, and the key can be changed while people work."""

import logging
import sqlite3
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import ModelLogEntry

from elearn.history.models import Entry
from elearn.notices.models import Notice
from elearn.people.domain.private import change, look_at
from elearn.people.encryption import CannotRead, write_anew
from elearn.people.models import Look, PrivateDetails
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "Nizami küçəsi 14, mənzil 7"
OLD, NEW, OTHER = (Fernet.generate_key().decode() for _number in range(3))


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", birth_year=1955)


@pytest.fixture
def aynur(db):
    return factories.staff("Aynur", "operator")


def in_the_table(column: str = "address") -> list[str]:
    """What somebody sees who reads the table itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM people_privatedetails ORDER BY id")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.database
def test_what_is_written_is_read_again_and_the_table_shows_nothing(leyla, settings):
    settings.FIELD_KEYS = [NEW]
    PrivateDetails.objects.create(person=leyla, address=ADDRESS, hearing="Pis eşidir", district="Nəsimi")
    details = PrivateDetails.objects.get()
    assert (details.address, details.hearing, details.sight, details.district) == (ADDRESS, "Pis eşidir", "", "Nəsimi")
    [seen] = in_the_table()
    assert "Nizami" not in seen and Fernet(NEW).decrypt(seen).decode() == ADDRESS
    assert in_the_table("sight") == [""]


def test_the_same_address_twice_looks_different(leyla, aynur):
    for person in (leyla, aynur):
        PrivateDetails.objects.create(person=person, address=ADDRESS)
    one, other = in_the_table()
    assert one != other


def test_nothing_is_found_by_an_encrypted_field(leyla):
    PrivateDetails.objects.create(person=leyla, address=ADDRESS)
    for lookup in ("address", "address__icontains", "address__startswith"):
        with pytest.raises(FieldError):
            PrivateDetails.objects.filter(**{lookup: ADDRESS}).count()


def test_without_its_key_nothing_is_read_and_nothing_is_said(leyla, settings):
    settings.FIELD_KEYS = [OLD]
    PrivateDetails.objects.create(person=leyla, address=ADDRESS)
    settings.FIELD_KEYS = [OTHER]
    with pytest.raises(CannotRead) as caught:
        PrivateDetails.objects.get()
    assert in_the_table()[0] not in str(caught.value)


@pytest.mark.database
def test_the_key_is_changed_and_the_old_one_dropped(leyla, aynur, settings, capsys):
    settings.FIELD_KEYS = [OLD]
    for person in (leyla, aynur):
        PrivateDetails.objects.create(person=person, address=ADDRESS, note="Zəngi pis eşidir")
    settings.FIELD_KEYS = [NEW, OLD]
    assert PrivateDetails.objects.first().address == ADDRESS
    call_command("rotate_field_key")
    assert "people.PrivateDetails.address: 2 written anew" in capsys.readouterr().out
    settings.FIELD_KEYS = [NEW]
    assert [details.address for details in PrivateDetails.objects.all()] == [ADDRESS] * 2
    assert [details.note for details in PrivateDetails.objects.all()] == ["Zəngi pis eşidir"] * 2


@pytest.mark.database
def test_a_change_of_key_that_was_stopped_goes_on_where_it_was(leyla, aynur, settings):
    settings.FIELD_KEYS = [OLD]
    for person in (leyla, aynur):
        PrivateDetails.objects.create(person=person, address=ADDRESS)
    settings.FIELD_KEYS = [NEW, OLD]
    stopped = write_anew(batch=1)
    assert next(stopped) == ("people.PrivateDetails.address", 1)
    stopped.close()
    before = in_the_table()
    counts = [count for field, count in write_anew(batch=1) if field.endswith(".address")]
    assert counts == [0, 1]
    assert in_the_table()[0] == before[0]
    settings.FIELD_KEYS = [NEW]
    assert [details.address for details in PrivateDetails.objects.all()] == [ADDRESS] * 2


def test_a_missing_key_is_said_in_words_and_nothing_is_lost(leyla, settings):
    settings.FIELD_KEYS = [OLD]
    PrivateDetails.objects.create(person=leyla, address=ADDRESS)
    before = in_the_table()
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match="Put the key it was written with back"):
        call_command("rotate_field_key")
    assert in_the_table() == before


def test_an_address_is_in_no_log_record_history_or_message(leyla, aynur, signed_in, caplog):
    caplog.set_level(logging.DEBUG)
    browser = signed_in(aynur)
    address = f"/admin/people/private/{leyla.pk}/"
    answer = browser.post(address, {"why": "visit", "save": "1", "address": ADDRESS, "hearing": "Pis eşidir"})
    assert answer.status_code == 302
    assert PrivateDetails.objects.get().address == ADDRESS
    shown = browser.post(address, {"why": "visit"}).content.decode()
    assert ADDRESS not in shown and "Pis eşidir" in shown  # staff write the address, and read the needs alone
    assert set(Look.objects.values_list("what", flat=True)) == {"seen", "changed"}
    written = [
        caplog.text,
        *map(str, ModelLogEntry.objects.values_list("label", "data")),
        *map(str, Entry.objects.values_list("subject", "facts")),
        *map(str, Notice.objects.values_list("facts", "key")),
    ]
    for words in ("Nizami", "eşidir"):
        assert not [line for line in written if words in line]


def everything() -> Iterator[bytes]:
    """Read each value of each table as bytes; of SQLite the pages of the database too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield from (bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row)
    if isinstance(connection.connection, sqlite3.Connection):
        yield connection.connection.serialize()


@pytest.mark.database
def test_nothing_of_it_is_in_the_whole_database(leyla, aynur):
    change(leyla, by=aynur.account, why="visit", address=ADDRESS, movement="Çəliklə gəzir")
    look_at(leyla, by=aynur.account, why="visit")
    written = b"\n".join(everything())
    assert b"Leyla" in written
    assert b"Nizami k" not in written and "Çəliklə".encode() not in written
