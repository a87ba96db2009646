"""The screens of reviews in the admin: who gets in, that they do what the domain allows, and what the editor is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from elearn.guidance.domain import corrections, pages
from elearn.guidance.domain.standing import entrust, standing_of
from elearn.guidance.domain.vouching import why_not_vouch
from elearn.guidance.errors_review import ExpertStays
from elearn.guidance.models import Correction, Expert, Mistake, Review, ReviewAnswer
from tests.factories import counsellor, expert, guidance_pages, guide, person, staff
from tests.guidance.reviews import all_in_order, days_later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LISTS = ["/admin/guide-reviews/", "/admin/guide-mistakes/", "/admin/guide-corrections/", "/admin/guide-experts/"]


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


@pytest.fixture
def sevinc():
    return counsellor().account


@pytest.fixture
def tural():
    return counsellor("Tural Nəbiyev").account


@pytest.fixture
def page():
    return guide()


def client_of(account) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(page, **more) -> dict:
    """What the form of a review sends when all is in order."""
    answers = all_in_order(page)
    lines = {f"item-{name}": given.verdict for name, given in answers["items"].items()}
    opened = {f"source-{number}": given.verdict for number, given in answers["sources"].items()}
    return {**lines, **opened, "note": "", "next_due": "", **more}


# Who gets in ---------------------------------------------------------------------------------------
@pytest.fixture
def addresses(page, sevinc):
    row = standing_of(page)
    found = corrections.report_mistake(page, "Səhv", person=None)
    line = Correction(page=page, wrong="Bir", right="İki", corrected_on=timezone.localdate())
    line = corrections.write_correction(line, by=sevinc)
    return [
        *LISTS, f"/admin/guide-reviews/{row.pk}/", f"/admin/guide-mistakes/{found.pk}/",
        f"/admin/guide-corrections/{line.pk}/", f"/admin/guide-corrections/{line.pk}/write/",
        "/admin/guide-corrections/write/", "/admin/guide-experts/new/", f"/admin/guide-experts/edit/{page.expert_id}/",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["counsellor", "coordinator"])
def test_counsellors_and_coordinators_get_in(addresses, role):
    browser = client_of(staff("Rəna Həsənova", role).account)
    assert [browser.get(address).status_code for address in addresses] == [200] * len(addresses)


@pytest.mark.parametrize("role", ["operator", "trainer", "safeguarding", "learner", "elder", "companion", "partner"])
def test_nobody_else_does(addresses, page, role):
    browser = client_of(staff("Murad Quliyev", role).account)
    row = standing_of(page)
    for address in [*addresses, f"/admin/guide-reviews/{row.pk}/review/"]:
        for answer in (browser.get(address), browser.post(address, {"deed": "begin"})):
            assert answer.status_code in (302, 403), address
            assert answer.status_code == 403 or answer["Location"].startswith(("/admin/", "/sign-in/", "/desk/")), (
                address
            )
    assert not Review.objects.exists() and standing_of(page).owner is None


# A review, by its form -----------------------------------------------------------------------------
def test_a_review_is_begun_kept_and_finished(page, sevinc):
    browser, row = client_of(sevinc), standing_of(page)
    address = f"/admin/guide-reviews/{row.pk}/review/"
    assert browser.get(address)["Location"] == f"/admin/guide-reviews/{row.pk}/"
    assert not Review.objects.exists()
    browser.post(address, {"deed": "begin"})
    text = browser.get(address).text
    assert "Qulluq evdə də göstərilir." in text and "Each source, opened again" in text
    browser.post(address, {"deed": "keep", "item-read": "yes"})
    assert ReviewAnswer.objects.get().verdict == "yes" and standing_of(page).last_reviewed is None
    answer = browser.post(address, sent(page, deed="finish"), follow=True)
    assert "The guide is in order" in answer.text
    assert standing_of(page).last_reviewed == timezone.localdate()


def test_what_is_missing_is_said_and_what_was_answered_is_kept(page, sevinc):
    browser, row = client_of(sevinc), standing_of(page)
    address = f"/admin/guide-reviews/{row.pk}/review/"
    browser.post(address, {"deed": "begin"})
    said = sent(page, deed="finish")
    del said["item-views"]
    said["item-danger"], said["item-danger-words"] = "no", "Nömrə yoxdur."
    answer = browser.post(address, said, follow=True)
    assert "Lines without an answer: 1." in answer.text and "Not in order" in answer.text
    assert ReviewAnswer.objects.get(item="danger").words == "Nömrə yoxdur." and "Nömrə yoxdur." in answer.text
    assert standing_of(page).last_reviewed is None


def test_entrusting_refuses_strangers_and_twice_the_same(page, sevinc, tural):
    browser, row = client_of(sevinc), standing_of(page)
    address = f"/admin/guide-reviews/{row.pk}/"
    murad = person("Murad Quliyev", email="murad@example.com").account
    for said in ({"owner": murad.pk, "months": 12}, {"owner": tural.pk, "deputy": tural.pk, "months": 12},
                 {"owner": tural.pk, "months": 240}):  # fmt: skip
        assert browser.post(address, said).status_code == 200
    browser.post(address, {"owner": tural.pk, "deputy": sevinc.pk, "months": 6})
    row.refresh_from_db()
    assert (row.owner, row.deputy, row.months) == (tural, sevinc, 6)


def test_the_list_says_what_is_due_and_whose(page, sevinc, tural):
    entrust(standing_of(page), owner=sevinc, deputy=None, months=12, by=sevinc)
    guide("Başqa bələdçi", topic=page.get_parent().specific)
    browser = client_of(sevinc)
    mine = browser.get("/admin/guide-reviews/?whose=mine").text
    assert page.title in mine and "Başqa bələdçi" not in mine
    assert "Başqa bələdçi" in browser.get("/admin/guide-reviews/?whose=nobody").text
    assert page.title not in browser.get("/admin/guide-reviews/?state=past").text
    with days_later(31):
        text = browser.get("/admin/guide-reviews/?state=past").text
        assert page.title in text and "readers are warned" in text
    with days_later(91):
        assert "left the search" in client_of(sevinc).get("/admin/guide-reviews/?state=left").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(sevinc, count, django_assert_num_queries):
    topic = pages.create_topic("Pensiya", language="az")
    for number in range(count):
        entrust(standing_of(guide(f"B {number}", topic=topic)), owner=sevinc, deputy=None, months=3, by=sevinc)
    browser = client_of(sevinc)
    browser.get("/admin/guide-reviews/")
    with django_assert_num_queries(12):
        browser.get("/admin/guide-reviews/")


def test_the_editor_of_a_guide_says_that_it_is_past_its_day(page, sevinc):
    browser = client_of(sevinc)
    address = f"/admin/pages/{page.pk}/edit/"
    assert "Readers are warned" not in browser.get(address).text
    with days_later(31):
        assert "Readers are warned until somebody has reviewed all of it" in browser.get(address).text


# Experts -------------------------------------------------------------------------------------------
def test_who_vouches_is_a_qualified_person_who_answered(page):
    today = timezone.localdate()
    facts = {"name": "Nigar", "qualification": "hüquqşünas", "declaration": "none", "declared_on": today}
    assert not why_not_vouch(Expert(**facts))
    for wrong, words in (
        ({"kind": "organisation"}, "An organisation does not vouch"), ({"qualification": " "}, "qualifies"),
        ({"declaration": ""}, "Ask them first"), ({"declared_on": None}, "Ask them first"),
        ({"declared_on": today - timedelta(days=731)}, "more than two years ago"),
    ):  # fmt: skip
        assert words in str(why_not_vouch(Expert(**{**facts, **wrong})))


def test_what_a_public_guide_says_of_an_expert_stays(page, sevinc):
    named = page.expert
    named.qualification = "professor"
    with pytest.raises(ExpertStays):
        named.save()
    browser = client_of(sevinc)
    browser.post(
        f"/admin/guide-experts/edit/{named.pk}/",
        {"kind": "person", "name": "Başqa Ad", "qualification": "professor", "declaration": "some",
         "interests": "Səhmləri var.", "declared_on": timezone.localdate().isoformat()},
    )  # fmt: skip
    named.refresh_from_db()
    assert (named.name, named.qualification) == ("Dr. Aytən Səfərova", "həkim-geriatr")
    assert (named.declaration, named.interests) == ("some", "Səhmləri var.")


@pytest.mark.parametrize(("said", "words"), [
    ({"declaration": "some", "interests": ""}, "Write which interests they have"),
    ({"declaration": "none", "interests": "Səhm"}, "Choose that there are some"),
    ({"declaration": "none", "declared_on": ""}, "Give the day"),
    ({"declaration": "none", "declared_on": "2999-01-01"}, "has not come yet"),
    ({"declaration": "", "interests": ""}, "Choose what they answered"),
])  # fmt: skip
def test_a_declaration_is_whole_or_not_there(sevinc, said, words):
    facts = {"kind": "person", "name": "Nigar", "qualification": "həkim", "organisation": "", "interests": "",
             "declared_on": timezone.localdate().isoformat(), **said}  # fmt: skip
    answer = client_of(sevinc).post("/admin/guide-experts/new/", facts)
    assert words in answer.text and not Expert.objects.filter(name="Nigar").exists()


def test_nothing_is_declared_by_default():
    made = Expert.objects.create(name="Yeni")
    assert (made.declaration, made.has_declared, bool(why_not_vouch(made))) == ("", False, True)


# Mistakes and corrections --------------------------------------------------------------------------
def test_from_a_report_to_the_public_log(page, sevinc, tural):
    found = corrections.report_mistake(page, "Yaş səhvdir", person=None)
    browser = client_of(sevinc)
    assert "Yaş səhvdir" in browser.get(f"/admin/guide-mistakes/{found.pk}/").text
    answer = browser.post(f"/admin/guide-mistakes/{found.pk}/", {"state": "corrected", "answer": ""})
    assert answer["Location"] == f"/admin/guide-corrections/write/?mistake={found.pk}"
    today = timezone.localdate().isoformat()
    said = {"page": page.pk, "wrong": "67", "right": "65", "corrected_on": today, "found_by_reader": "on"}
    browser.post(answer["Location"], said)
    row = Correction.objects.get()
    assert (row.mistake, row.written_by, row.published_at, row.title) == (found, sevinc, None, page.title)
    read = {"wrong": "67", "right": "65"}
    assert (
        "somebody else has to approve it" in browser.post(f"/admin/guide-corrections/{row.pk}/", read, follow=True).text
    )
    assert "It is public now" in client_of(tural).post(f"/admin/guide-corrections/{row.pk}/", read, follow=True).text
    row.refresh_from_db()
    assert row.approved_by == tural and Mistake.objects.get().state == "corrected"
    assert browser.get(f"/admin/guide-corrections/{row.pk}/write/")["Location"] == f"/admin/guide-corrections/{row.pk}/"
    browser.post(f"/admin/guide-corrections/{row.pk}/write/", said | {"right": "1"})
    row.refresh_from_db()
    assert row.right == "65"


def test_days_of_a_correction_have_come_and_stand_in_order(page, sevinc):
    browser, today = client_of(sevinc), timezone.localdate()
    for since, on in ((today, today - timedelta(days=1)), (None, today + timedelta(days=1))):
        said = {"page": page.pk, "wrong": "a", "right": "b", "corrected_on": on, "wrong_since": since or ""}
        assert browser.post("/admin/guide-corrections/write/", said).status_code == 200
    assert not Correction.objects.exists()


def test_a_vouching_expert_is_offered_with_what_is_missing(sevinc):
    expert("Nigar Əsədova", declaration="", declared_on=None)
    text = client_of(sevinc).get("/admin/guide-experts/").text
    assert "Nigar Əsədova" in text and "Ask them first what interests they have" in text
