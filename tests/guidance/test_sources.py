"""Sources: who writes one down, looking one up again, and addresses that answer no more."""

import json
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from elearn.guidance.domain import pages, pieces
from elearn.guidance.domain.links import claim_due, keep_answer
from elearn.guidance.domain.sources import check_source, keys_in, needs_checking, sources_of
from elearn.guidance.domain.terms import terms_to_review
from elearn.guidance.errors import SourceStays
from elearn.guidance.models import GuidePage, LinkState, Source
from elearn.guidance.outside import Answer
from elearn.guidance.tasks_links import due_links, try_address
from elearn.history.api import Kind
from elearn.history.models import Entry
from elearn.people.models import Role
from tests.factories import counsellor, guidance_pages, guide, person, source, staff
from tests.guidance.reviews import days_later

pytestmark = pytest.mark.django_db

NOBODY = Answer()
THERE = Answer(200, is_there=True)


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


@pytest.fixture
def sevinc():
    return counsellor()


def client_of(account) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def cited(*sources) -> GuidePage:
    return guide(body=[pieces.claim("<p>Belədir.</p>", *sources)])


# In a guide ----------------------------------------------------------------------------------------
def test_sources_are_found_in_every_piece_in_the_order_of_the_text():
    one, two, three, four = (source(f"Sənəd {number}") for number in range(4))
    page = guide(body=[
        pieces.claim("<p>a</p>", two, one),
        pieces.steps([("Zəng edin", "")], sources=[one]),
        pieces.views("Sual", ("A", "B", "<p>c</p>", [three]), ("D", "E", "<p>f</p>", [two])),
        pieces.comparison("Müqayisə", ["A", "B"], {"Qiymət": ["1", "2"]}, sources=[four]),
    ])  # fmt: skip
    assert sources_of(page) == [two, one, three, four]
    assert keys_in(page.body) == [two.pk, one.pk, three.pk, four.pk]


def kept(words: str) -> str:
    """Write words as the editor's page holds them."""
    return json.dumps(words)[1:-1]


def test_a_warning_names_its_sources_and_one_from_before_has_none(client, sevinc):
    one = source("Xəbərdarlıq qanunu")
    page = guide(body=[pieces.warning("Heç kimə kod deməyin.", one)])
    assert sources_of(page) == [one]
    text = client.get(page.url).content.decode()
    assert "Heç kimə kod deməyin." in text and text.count('href="#source-1"') == 1
    before = [{"type": "warning", "id": str(uuid4()), "value": "Pulu əvvəlcədən verməyin."}]
    GuidePage.objects.filter(pk=page.pk).update(body=json.dumps(before))
    text = client.get(page.url).content.decode()
    assert "Pulu əvvəlcədən verməyin." in text and "source-1" not in text
    GuidePage.objects.get(pk=page.pk).save_revision()  # as it is read from a version from then
    editor = client_of(sevinc.account).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert kept("Pulu əvvəlcədən verməyin.") in editor


def test_an_explained_word_names_its_sources_and_stands_in_the_list_until_it_is_compared_with_them(sevinc):
    one, today = source("Mülki Məcəllə"), timezone.localdate()
    bare = pages.create_term("aliment", language="az", meaning="Uşağa ödənilən pul.")
    term = pages.create_term("himayəçi", language="az", meaning="Qayğı göstərən.", sources=[one], reviewed_on=today)
    client = client_of(sevinc.account)
    text = client.get(term.url).content.decode()
    assert ("Mülki Məcəllə" in text, "Compared with its sources on" in text) == (True, True)
    listed = client.get(term.get_parent().url).content.decode()
    assert (f"{term.url}#sources" in listed, f"{bare.url}#sources" in listed) == (True, False)
    assert list(terms_to_review()) == [bare]
    assert list(terms_to_review(today=today + timedelta(days=366))) == [bare, term]
    address = re.search(r'href="([^"]*guide-terms/[^"]*)"', client.get("/desk/").content.decode())[1]
    staff_list = client.get(address.replace("&amp;", "&")).content.decode()
    assert ("aliment" in staff_list, "himayəçi" in staff_list) == (True, False)
    editor = client.get(f"/admin/pages/{term.pk}/edit/").content.decode()
    assert ('name="reviewed_on"' in editor, kept("Mülki Məcəllə") in editor) == (True, True)
    with days_later(366):
        assert "has not been done yet" in client_of(sevinc.account).get(term.url).content.decode()


def test_an_explained_word_that_says_why_it_names_no_source_stays_in_the_list_only_until_somebody_has_read_it():
    today = timezone.localdate()
    why = {"language": "az", "meaning": "Ev işi.", "why_no_source": "It is what everybody calls it."}
    read = pages.create_term("ev işi", reviewed_on=today, **why)
    unread = pages.create_term("bazarlıq", **why)
    assert list(terms_to_review()) == [unread]
    assert list(terms_to_review(today=today + timedelta(days=366))) == [unread, read]


def test_a_source_of_an_explained_word_is_kept_and_looked_after_as_one_of_a_guide(sevinc):
    one = source("Mülki Məcəllə")
    pages.create_term("himayəçi", language="az", meaning="Qayğı göstərən.", sources=[one])
    check_source(one, by=sevinc.account, still_there=False)
    assert list(needs_checking()) == [one]
    assert "himayəçi" in client_of(sevinc.account).get(f"/admin/guide-sources/check/{one.pk}/").content.decode()
    one.refresh_from_db()
    one.cited_words = "Başqa söz"
    with pytest.raises(SourceStays):
        one.save()


# Looking one up again ------------------------------------------------------------------------------
def test_looking_it_up_moves_the_date_only_when_the_words_are_there(sevinc):
    one = source(checked_on=timezone.localdate() - timedelta(days=200))
    before = one.checked_on
    assert check_source(one, by=sevinc.account, still_there=False).checked_on == before
    found = check_source(one, by=sevinc.account, still_there=True)
    assert (found.checked_on, found.checked_by) == (timezone.localdate(), sevinc.account)
    noted = Entry.objects.filter(kind=Kind.SOURCE_CHECKED).order_by("pk").values_list("facts", flat=True)
    assert list(noted) == [{"still_there": False}, {"still_there": True}]


def test_a_counsellor_looks_one_up_in_the_admin(sevinc):
    one = source(checked_on=timezone.localdate() - timedelta(days=200))
    page = cited(one)
    client = client_of(sevinc.account)
    address = f"/admin/guide-sources/check/{one.pk}/"
    shown = client.get(address).content.decode()
    assert one.cited_words in shown and page.title in shown and "Change this source" not in shown
    client.post(address, {"words": "there"})
    assert Source.objects.get(pk=one.pk).checked_on == timezone.localdate()
    assert client.post(address, {"words": "perhaps"}).status_code == 302  # Wagtail's way of refusing


def form(**more) -> dict:
    return {
        "kind": "law", "title": "Nümunə qanun", "publisher": "Nümunə", "address": "https://law.example/1",
        "place": "1", "cited_words": "Belədir.", "language": "az", "checked_on": str(timezone.localdate()), **more,
    }  # fmt: skip


def test_writing_one_down_keeps_who_checked_it(sevinc):
    client = client_of(sevinc.account)
    assert client.post("/admin/guide-sources/new/", form()).status_code == 302
    assert Source.objects.get().checked_by == sevinc.account
    assert Entry.objects.filter(kind=Kind.SOURCE_WRITTEN).count() == 1


def test_in_the_window_of_the_editor_too(sevinc):
    sent = {f"source-chooser-create-form-{name}": value for name, value in form().items()}
    client_of(sevinc.account).post("/admin/source-chooser/create/", {**form(), **sent})
    assert Source.objects.get().checked_by == sevinc.account


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"checked_on": str(timezone.localdate() + timedelta(days=1))}, "checked_on"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "ftp://law.example/"}, "address"),
        ({"cited_words": ""}, "cited_words"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(sevinc, facts, field):
    answer = client_of(sevinc.account).post("/admin/guide-sources/new/", form(**facts))
    assert field in answer.context["form"].errors and not Source.objects.exists()


def test_the_form_of_one_that_readers_see_changes_nothing_of_it(sevinc):
    one = source()
    cited(one)
    client_of(sevinc.account).post(f"/admin/guide-sources/edit/{one.pk}/", form(cited_words="Başqa"))
    kept = Source.objects.get(pk=one.pk)
    assert (kept.cited_words, kept.title, kept.checked_on) == (one.cited_words, one.title, one.checked_on)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SAFEGUARDING, Role.LEARNER, Role.PARTNER])
def test_others_neither_see_nor_write_sources(role):
    one = source()
    client = client_of(person("Murad Quliyev", email="murad@source.example", roles=[role]).account)
    for address in ("", "new/", f"edit/{one.pk}/", f"check/{one.pk}/"):
        assert client.get(f"/admin/guide-sources/{address}").status_code in (302, 403)
    assert client.post(f"/admin/guide-sources/check/{one.pk}/", {"words": "there"}).status_code in (302, 403)
    assert client.post("/admin/source-chooser/create/", form()).status_code in (302, 403)
    assert not Entry.objects.filter(kind=Kind.SOURCE_CHECKED).exists() and Source.objects.count() == 1


def test_nobody_deletes_one():
    one = source()
    rena = staff("Rəna Həsənova", Role.COORDINATOR)
    assert client_of(rena.account).post(f"/admin/guide-sources/delete/{one.pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(sevinc, count, django_assert_num_queries):
    cited(*[source(f"Sənəd {number}") for number in range(count)])
    client = client_of(sevinc.account)
    client.get("/admin/guide-sources/")
    with django_assert_num_queries(LIST):
        client.get("/admin/guide-sources/")


LIST = 12


# Addresses -----------------------------------------------------------------------------------------
def at(day: int) -> datetime:
    return timezone.make_aware(datetime(2026, 11, day, 12))


def test_an_address_is_dead_after_failing_on_three_days_and_not_thrice_on_one():
    one = source()
    cited(one)
    for _again in range(5):
        assert keep_answer(one.pk, NOBODY, now=at(1)).link_state == LinkState.FAILING
    assert keep_answer(one.pk, Answer(404), now=at(2)).link_state == LinkState.FAILING
    dead = keep_answer(one.pk, Answer(500), now=at(3))
    assert (dead.link_state, dead.dead_since, dead.link_status) == (LinkState.DEAD, at(3).date(), 500)
    assert keep_answer(one.pk, NOBODY, now=at(4)).dead_since == at(3).date()
    assert Entry.objects.filter(kind=Kind.SOURCE_DEAD).count() == 1
    assert list(needs_checking()) == [one]
    alive = keep_answer(one.pk, THERE, now=at(5))
    assert (alive.link_state, alive.dead_since, alive.link_failed_days) == (LinkState.GOOD, None, 0)
    assert not needs_checking().exists()


def test_words_that_are_gone_are_in_the_list_of_staff_until_they_are_found_or_no_guide_names_them(sevinc):
    gone, dead, draft = source("Qanun"), source("Əsas"), source("Qaralama")
    cited(gone, dead)
    keep_answer(dead.pk, NOBODY)
    client = client_of(sevinc.account)
    for one in (gone, draft):
        client.post(f"/admin/guide-sources/check/{one.pk}/", {"words": "gone"})
    assert list(needs_checking()) == [gone, dead]
    desk = client.get("/desk/").content.decode()
    address = re.search(r'href="([^"]*guide-sources/[^"]*)"', desk)[1].replace("&amp;", "&")
    listed = client.get(address).content.decode()
    assert ("Qanun" in listed, "Əsas" in listed, "Qaralama" in listed) == (True, True, False)
    assert "these words were not there" in client.get(f"/admin/guide-sources/check/{gone.pk}/").content.decode()
    check_source(gone, by=sevinc.account, still_there=True)
    assert list(needs_checking()) == [dead]


def test_a_good_day_between_begins_the_count_anew():
    one = source()
    for day, answer in ((1, NOBODY), (2, NOBODY), (3, THERE), (4, NOBODY)):
        found = keep_answer(one.pk, answer, now=at(day))
    assert (found.link_state, found.link_failed_days) == (LinkState.FAILING, 1)


def test_an_address_we_must_not_go_to_is_neither_good_nor_dead():
    assert keep_answer(source().pk, Answer(is_barred=True)).link_state == LinkState.BARRED


def test_a_few_at_a_time_only_of_guides_and_each_once():
    named = [source(f"Sənəd {number}") for number in range(4)]
    on_paper = source("Kağızda", address="")
    cited(*named, on_paper)
    source("Heç yerdə")
    assert claim_due() == [one.pk for one in named[:3]]
    assert claim_due() == [named[3].pk]
    assert claim_due() == []


@pytest.mark.parametrize(("state", "days"), [("good", 7), ("failing", 1), ("dead", 7), ("barred", 30)])
def test_each_is_tried_again_in_its_time(state, days):
    one = source()
    cited(one)
    Source.objects.update(link_state=state, link_tried_at=at(1))
    assert claim_due(now=at(1) + timedelta(days=days, hours=-5)) == []
    assert claim_due(now=at(1) + timedelta(days=days)) == [one.pk]


def test_the_job_asks_and_keeps_the_answer(monkeypatch, settings):
    one = source()
    cited(one)
    asked = []
    monkeypatch.setattr("elearn.guidance.tasks_links.ask", lambda address: asked.append(address) or Answer(410))
    settings.TRY_LINKS = False
    assert due_links() == 0 and not asked
    settings.TRY_LINKS = True
    assert due_links() == 1
    try_address.call(one.pk)
    assert set(asked) == {one.address}
    assert Source.objects.get(pk=one.pk).link_status == 410


def test_a_reader_is_told_that_an_address_is_dead_and_still_reads_the_words(client):
    one = source()
    page = cited(one)
    for day in (1, 2, 3):
        keep_answer(one.pk, NOBODY, now=at(day))
    client.cookies["language"] = "en"
    shown = client.get(page.get_url()).content.decode()
    assert "has not answered since" in shown and one.cited_words in shown and f'href="{one.address}"' not in shown
