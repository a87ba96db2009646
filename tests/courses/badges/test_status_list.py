"""The signed list of cancelled badges: a place at random for each, never stale when we give it out."""

import base64
import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import jwt
import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from courses import api
from courses.domain.badges import badge_keys, status_lists
from courses.domain.badges.credentials import choose_shown
from courses.models import Certificate, StatusList
from tests.courses.papers import completed_enrolment
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return api.certify(completed_enrolment())


def bits(token: str) -> set[int]:
    """Read a list as the standard says, apart from the code that wrote it."""
    key = jwt.PyJWK(badge_keys.known_keys()[jwt.get_unverified_header(token)["kid"].rpartition("/")[2]])
    document = jwt.decode(token, key, algorithms=["RS256"])
    encoded = document["credentialSubject"]["encodedList"]
    assert encoded[0] == "u" and "=" not in encoded
    packed = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(packed) * 8 == 131_072
    return {8 * at + bit for at, byte in enumerate(packed) if byte for bit in range(8) if byte & (128 >> bit)}


def served(certificate) -> str:
    answer = Client().get(f"/badges/status/{certificate.status_list.number}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vc+jwt")
    return answer.content.decode()


def test_nobody_is_on_it_until_cancelled_and_then_at_once(certificate):
    assert bits(served(certificate)) == set()
    api.cancel(certificate, reason="Səhvən verilib.", by=None)
    assert bits(served(certificate)) == {certificate.status_index}


def test_it_says_whose_it_is_where_it_lies_and_until_when(certificate, settings):
    document = jwt.decode(served(certificate), options={"verify_signature": False})
    address = f"{settings.BASE_URL}/badges/status/{certificate.status_list.number}"
    assert (document["id"], document["jti"]) == (address, address)
    assert document["issuer"] == document["iss"] == f"{settings.BASE_URL}/badges/issuer/"
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert document["credentialSubject"]["statusPurpose"] == "revocation"
    left = timezone.datetime.fromtimestamp(document["exp"], tz=timezone.get_current_timezone()) - timezone.now()
    assert timedelta(hours=25) < left <= timedelta(hours=26)


def test_a_badge_that_was_issued_anew_leaves_its_place_marked(certificate):
    before = certificate.status_index
    served(certificate)
    after = choose_shown(certificate, shows=["results"])
    assert bits(served(after)) == {before} and after.status_index != before


def test_it_is_signed_again_only_when_it_changed_or_is_half_a_day_old(certificate):
    first = served(certificate)
    assert served(certificate) == first
    earlier = timezone.now() - timedelta(hours=13)
    StatusList.objects.update(signed_at=earlier)
    served(certificate)
    assert StatusList.objects.get().signed_at > earlier + timedelta(hours=12)


def test_what_is_cancelled_in_a_deed_that_failed_is_not_on_it(certificate):
    served(certificate)
    with pytest.raises(ValueError, match="undone"), transaction.atomic():
        api.cancel(certificate, reason="Səhvən verilib.", by=None)
        raise ValueError("undone")
    assert bits(served(certificate)) == set()


def test_a_replaced_key_signs_the_lists_anew(certificate):
    from django.core.management import call_command

    before = jwt.get_unverified_header(served(certificate))["kid"]
    call_command("replace_signing_key", badges=True)
    after = jwt.get_unverified_header(served(certificate))["kid"]
    assert after != before and after.endswith(badge_keys.thumbprint())


def test_there_is_no_list_that_was_not_begun(certificate):
    for number in (0, 99, 10**30):
        assert Client().get(f"/badges/status/{number}").status_code == 404
    assert Client().get("/badges/status/-1").status_code == 404


def test_places_are_at_random_and_all_different():
    places = status_lists.take(2_000)
    indexes = [index for _list, index in places]
    assert len(set(indexes)) == 2_000 and {found.number for found, _index in places} == {1}
    assert indexes != sorted(indexes)
    # Spread over the whole list: 2,000 draws leave no eighth of it nearly empty.
    eighths = [sum(index // 16_384 == part for index in indexes) for part in range(8)]
    assert min(eighths) > 150 and StatusList.objects.get().taken == 2_000


def test_a_new_list_is_begun_when_half_of_the_places_are_taken():
    StatusList.objects.create(number=1, taken=65_535)
    numbers = [found.number for found, _index in status_lists.take(3)]
    assert numbers == [1, 2, 2]


def test_a_place_that_is_taken_is_not_given_again(certificate, monkeypatch):
    taken, drawn = certificate.status_index, iter([certificate.status_index] * 5 + list(range(50)))
    monkeypatch.setattr(status_lists.secrets, "randbelow", lambda _size: next(drawn))
    ((_list, index),) = status_lists.take(1)
    assert index != taken


def test_what_taking_places_costs(certificate, django_assert_num_queries):
    for count in (1, 3):
        with django_assert_num_queries(6):  # with the two of the savepoint
            status_lists.take(count)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads share SQLite's test database, which does not wait")
def test_four_who_take_places_at_once_are_all_counted():
    """None overtakes another's count. Two lots may be alike here, as nobody writes them down: see the test below."""

    def take(_turn: int) -> list[tuple[int, int]]:
        try:
            with transaction.atomic():
                return [(found.pk, index) for found, index in status_lists.take(50)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(take, range(4)))
    assert [len(set(places)) for places in found] == [50] * 4
    assert StatusList.objects.get().taken == 200


@pytest.mark.database
def test_the_database_keeps_a_place_for_one(certificate):
    from django.db import IntegrityError

    other = api.certify(completed_enrolment(person("Murad Quliyev")))
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=other.pk).update(
            status_list=certificate.status_list, status_index=certificate.status_index
        )
