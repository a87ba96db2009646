"""Synonyms and searches without a result: counsellors and coordinators, nobody else; and nobody's data in them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from elearn.search.api import find, prepare, waiting_misses
from elearn.search.domain.missed import forget_misses, note_miss, settle_miss
from elearn.search.models import Miss, Synonym
from tests.factories import counsellor, course_with, person, staff

pytestmark = pytest.mark.django_db

ADDRESSES = ["/admin/search-words/", "/admin/search-words/new/", "/admin/search-misses/"]


@pytest.fixture
def at(client):
    """Sign somebody in, with the permissions of an installation."""

    def signed(somebody):
        prepare()
        client.force_login(somebody.account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed


def test_counsellors_and_coordinators_open_them(at):
    for somebody in (counsellor(), staff("Rəna", "coordinator")):
        assert [at(somebody).get(address).status_code for address in ADDRESSES] == [200, 200, 200]


@pytest.mark.parametrize("role", ["operator", "safeguarding", "trainer", "partner"])
def test_other_staff_do_not(at, role):
    miss = note_miss("kosmos", language="az")
    client = at(staff("Nigar", role))
    for address in [*ADDRESSES, f"/admin/search-misses/{miss.pk}/"]:
        assert client.get(address).status_code in (302, 403)
    assert client.post(f"/admin/search-misses/{miss.pk}/").status_code in (302, 403)
    assert client.post("/admin/search-words/new/", {"words": "a1\nb2"}).status_code in (302, 403)
    assert not Synonym.objects.exists() and waiting_misses() == 1


def test_strangers_do_not(at, client):
    assert all(client.get(address).status_code == 302 for address in ADDRESSES)
    client = at(person("Murad Quliyev", email="murad@example.org"))
    assert all(client.get(address).status_code in (302, 403) for address in ADDRESSES)


def test_a_counsellor_makes_a_miss_findable(at, indexed):
    course_with({})
    indexed()
    client = at(counsellor())
    miss = note_miss("boyunbağı", language="az")
    page = client.get(f"/admin/search-misses/{miss.pk}/").content.decode()
    assert "words=boyunbagi" in page
    answer = client.post("/admin/search-words/new/", {"words": "boyunbağı\nşərf\n\nŞƏRF"})
    assert answer.status_code == 302
    assert Synonym.objects.get().phrases == ["boyunbağı", "şərf"]
    assert [hit.title for hit in find("boyunbagi", language="az").hits] == ["Şərf toxumağı öyrənək"]
    client.post(f"/admin/search-misses/{miss.pk}/")
    assert waiting_misses() == 0
    note_miss("Boyunbağı", language="az")
    assert waiting_misses() == 1 and Miss.objects.get().count == 2


@pytest.mark.parametrize(
    "words", ["", "şərf", "şərf\nSERF", "a\n" + "uzun " * 30, "\n".join(f"söz{n}" for n in range(30))]
)
def test_what_is_no_pair_of_words_is_refused_in_words(at, words):
    answer = at(counsellor()).post("/admin/search-words/new/", {"words": words})
    assert answer.status_code == 200
    assert not Synonym.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "", "?!", "050 123 45 67", "5ZTKM3P", "leyla@example.org", "AZE12345678", "Nizami küçəsi 12",
        "anam hər gün məni döyür və mən heç kimə deyə bilmirəm nə edim", "Leyla Əliyeva", "Günay Məmmədova",
        "john smith dementia", "məmmədova pensiya", "aliyeva", "петрова льготы", "иван петров", "мамедова диабет", "anna",
    ],
)  # fmt: skip
def test_what_looks_personal_is_not_kept(typed):
    assert note_miss(typed, language="az") is None
    assert not Miss.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "ümid evi", "girov", "əlavə pensiya", "şəkərli diabet", "adamlar", "how to improve memory", "remove stairs",
        "список документов", "льготы для инвалидов", "вдова пенсия", "люди за семьдесят", "голова болит", "снова упал",
    ],
)  # fmt: skip
def test_ordinary_words_are_kept_though_they_end_like_names(typed):
    assert note_miss(typed, language="az")


def test_old_ones_go_and_settling_twice_is_once():
    miss = note_miss("kosmos", language="az")
    assert settle_miss(miss) and not settle_miss(miss)
    Miss.objects.update(last_on=timezone.localdate() - timedelta(days=181))
    assert forget_misses() == 1
    assert not Miss.objects.exists()
