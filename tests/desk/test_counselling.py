"""A counsellor's desk: what waits, each with the way to it, and nothing that is at zero."""

import pytest

from elearn.guidance.models import Mistake, ReadingDay, Source
from elearn.people.api import Role
from tests.factories import counsellor, guidance_pages, guide, person
from tests.guidance.reviews import days_later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


QUERIES = 36  # as many at one as at three


def desk(client, who) -> str:
    client.force_login(who.account)
    answer = client.get("/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_waits(client):
    page = desk(client, counsellor(language="en"))
    assert "Nothing waits. Thank you." in page
    assert "Guides to review" not in page


def test_what_waits_is_counted(client):
    shown = guide()
    Mistake.objects.create(page=shown, words="Bu artıq belə deyil.")
    ReadingDay.objects.create(page=shown, day=shown.first_published_at.date(), not_helped=3)
    Source.objects.update(link_state="dead")
    page = desk(client, counsellor(language="en"))
    for words, address in (
        ("Mistakes that readers reported", "/admin/guide-mistakes/"),
        ("Guides that did not help enough", "/admin/guide-reading/"),
        ("Sources to check: their words are gone, or their address does not answer", "/admin/guide-sources/"),
    ):
        assert words in page
        assert f'href="{address}' in page


def test_a_guide_to_review_waits_for_its_owner_alone(client, monkeypatch):
    sevinc, tural = counsellor(language="en"), counsellor("Tural Nəbiyev", language="en")
    shown = guide()
    shown.standing.owner = sevinc.account
    shown.standing.save()
    with days_later(25):
        assert "Guides to review" in desk(client, sevinc)
        assert "Guides to review" not in desk(client, tural)


def test_nobody_else_has_it(client):
    for role in (Role.LEARNER, Role.OPERATOR, Role.TRAINER):
        assert "Guidance and questions" not in desk(client, person("Murad", email=f"{role}@example.org", roles=[role]))


def test_the_same_queries_at_one_and_three(client, django_assert_num_queries):
    sevinc = counsellor(language="en")
    desk(client, sevinc)
    shown = guide()
    Mistake.objects.create(page=shown, words="Bir")
    with django_assert_num_queries(QUERIES):
        desk(client, sevinc)
    for words in ("İki", "Üç"):
        Mistake.objects.create(page=guide(words), words=words)
    with django_assert_num_queries(QUERIES):
        desk(client, sevinc)
