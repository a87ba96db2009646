"""My visits and the link in a message: yes, no, cancel, once more; and everything that others try there."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone, translation

from elearn.history.models import Entry
from elearn.people.api import write_home
from elearn.people.models import ContactPoint
from elearn.visits.domain import answer
from elearn.visits.domain.elder import visits_of
from elearn.visits.domain.heard import sentences
from elearn.visits.enums import Way
from elearn.visits.links import visit_address
from elearn.visits.models import Visit, VisitRequest
from tests import factories
from tests.visits import hunt
from tests.visits.test_ask import HOME, helper_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sona(db):
    made = factories.person("Sona Kərimova", phone="0501234567", email="sona@example.com", birth_year=1944)
    write_home(made, HOME, by=None)
    return made


@pytest.fixture
def visit(sona):
    """A visit tomorrow at noon that waits for Sona's yes."""
    starts = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Visit.objects.create(
        request=factories.visit_request(sona), person=sona, trainer=factories.trainer("Murad Quliyev"),
        starts_at=starts, ends_at=starts + timedelta(hours=1), code="483920",
    )  # fmt: skip


@pytest.fixture
def stranger(db):
    """A browser that is not signed in and reads English."""
    client = Client()
    client.cookies["language"] = "en"
    return client


def state(visit) -> str:
    return Visit.objects.get(pk=visit.pk).state


# By the link ----------------------------------------------------------------------------------------
def test_the_link_shows_who_comes_and_opening_it_changes_nothing(stranger, visit):
    address = visit_address(visit)
    answer_ = stranger.get(address)
    page = answer_.content.decode()
    assert "Sona Kərimova, may we come?" in page and "Murad would come." in page and "Quliyev" not in page
    assert state(visit) == "proposed"
    assert "no-store" in answer_["Cache-Control"] and answer_["Referrer-Policy"] == "same-origin"
    hunt.answers(HOME, answer_, rare=["Zərifə"])
    hunt.answers("483920", answer_)


def test_yes_by_the_link_then_the_word_the_day_before(stranger, visit):
    address = visit_address(visit)
    stranger.post(address, {"answer": "yes", "version": "1"})
    agreed = Visit.objects.get(pk=visit.pk)
    assert (agreed.state, agreed.agreed_way, agreed.agreed_by) == ("confirmed", "link", None)
    page = stranger.get(address).content.decode()
    assert agreed.word in page and agreed.presence_code in page
    later = timezone.now() + timedelta(days=5)
    Visit.objects.filter(pk=visit.pk).update(starts_at=later, ends_at=later + timedelta(hours=1))
    assert agreed.word not in stranger.get(address).content.decode()


def test_no_and_cancel_and_once_more_by_the_link(stranger, visit):
    address = visit_address(visit)
    stranger.post(address, {"answer": "no", "version": "1"})
    assert state(visit) == "cancelled"
    Visit.objects.update(state="confirmed")
    assert "Yes, cancel it" in stranger.get(f"{address}?do=cancel").content.decode()
    stranger.post(address, {"answer": "cancel"})
    assert state(visit) == "cancelled"
    VisitRequest.objects.update(visits_wanted=1)
    Visit.objects.update(state="done")
    stranger.post(address, {"answer": "again"})
    assert VisitRequest.objects.get().visits_wanted == 2


def test_a_yes_on_an_old_page_is_no_yes_to_a_new_time(stranger, visit):
    address = visit_address(visit)
    Visit.objects.update(version=2)
    for version in ("1", "", "x", "9" * 30):
        page = stranger.post(address, {"answer": "yes", "version": version}, follow=True).content.decode()
        assert "Somebody has changed this visit meanwhile" in page
    assert state(visit) == "proposed"


def test_a_link_that_is_not_whole_opens_nothing(stranger, visit):
    address = visit_address(visit)
    head, sign = re.match(r"(.*/\d+-)([0-9a-f]{20})/$", address).groups()
    other = sign[:-1] + ("0" if sign[-1] != "0" else "1")
    for broken in (f"{head}{other}/", f"{head}/", f"{head}{sign[:10]}/", f"/home-visits/a/{'9' * 30}-{sign}/"):
        assert stranger.get(broken).status_code == 404
        assert stranger.post(broken, {"answer": "yes", "version": "1"}).status_code == 404
    assert state(visit) == "proposed"


def test_the_link_of_one_visit_opens_no_other(stranger, visit, sona):
    later = visit.starts_at + timedelta(days=7)
    other = Visit.objects.create(
        request=visit.request, person=sona, trainer=visit.trainer, starts_at=later, ends_at=later + timedelta(hours=1)
    )
    mixed = visit_address(visit).replace(f"/{visit.pk}-", f"/{other.pk}-")
    assert stranger.get(mixed).status_code == 404


def test_a_link_dies_with_the_address_it_was_sent_to(stranger, visit, sona):
    address = visit_address(visit)
    mine = ContactPoint.objects.filter(person=sona)
    mine.filter(kind="phone").delete()
    mine.update(value="another@example.com")
    assert stranger.get(address).status_code == 404


def test_a_link_ends_a_week_after_the_visit(stranger, visit):
    address = visit_address(visit)
    over = timezone.now() - timedelta(days=8)
    Visit.objects.update(starts_at=over - timedelta(hours=1), ends_at=over)
    assert stranger.get(address).status_code == 404


def test_no_link_for_who_has_no_contact(stranger, visit, sona):
    ContactPoint.objects.filter(person=sona).delete()
    assert stranger.get(visit_address(visit)).status_code == 404


def test_the_face_is_shown_to_who_may_see_the_visit(stranger, visit, signed_in, sona):
    key = storages["papers"].save("trainers/face.png", ContentFile(b"\x89PNG face"))
    visit.trainer.photo = key
    visit.trainer.save()
    answer_ = stranger.get(f"{visit_address(visit)}face/{visit.key}/")
    assert answer_.status_code == 200 and b"".join(answer_.streaming_content) == b"\x89PNG face"
    mine = f"/home-visits/visit/{visit.key}/face/"
    assert stranger.get(mine).status_code == 302
    murad = factories.person("Günay", email="gunay@example.com")
    assert signed_in(murad).get(mine).status_code == 404
    assert signed_in(sona).get(mine).status_code == 200
    later = visit.starts_at + timedelta(days=9)
    other = Visit.objects.create(
        request=visit.request, person=sona, trainer=visit.trainer, starts_at=later, ends_at=later + timedelta(hours=1)
    )
    assert stranger.get(f"{visit_address(visit)}face/{other.key}/").status_code == 404
    storages["papers"].delete(key)


def test_where_two_must_go_both_are_named_and_shown(stranger, visit, sona):
    VisitRequest.objects.update(is_two_person=True)
    second = Visit.objects.create(
        request=visit.request, person=sona, trainer=factories.trainer("Elçin Səfərov"), starts_at=visit.starts_at,
        ends_at=visit.ends_at, along_with=visit,
    )  # fmt: skip
    page = stranger.get(visit_address(visit)).content.decode()
    assert "Murad, Elçin would come." in page and page.count("k-visit__face") == 2
    assert f"/face/{visit.key}/" in page and f"/face/{second.key}/" in page
    assert stranger.get(visit_address(second)).status_code == 404


# My visits ------------------------------------------------------------------------------------------
def test_the_elder_says_yes_on_her_page_and_cancels(signed_in, visit, sona):
    browser = signed_in(sona)
    page = browser.get("/home-visits/").content.decode()
    assert "May we come?" in page and 'name="version" value="1"' in page
    hunt.answers(HOME, browser.get("/home-visits/"), rare=["Zərifə"])
    page = browser.post(f"/home-visits/visit/{visit.key}/", {"answer": "yes", "version": "1"}, follow=True)
    agreed = Visit.objects.get(pk=visit.pk)
    assert agreed.agreed_by == sona.account and agreed.word in page.content.decode()
    cancel = f"/home-visits/visit/{visit.key}/cancel/"
    assert state(visit) == "confirmed" and browser.get(cancel).status_code == 200
    browser.post(cancel, {"reason": "Xəstəyəm"})
    assert Visit.objects.get(pk=visit.pk).end_reason == "Xəstəyəm"
    assert browser.get(cancel).status_code == 302


def test_others_neither_see_nor_answer(signed_in, visit):
    murad = signed_in(factories.person("Günay", email="gunay@example.com", birth_year=1950))
    for method, path in (("post", ""), ("get", "cancel/"), ("post", "cancel/"), ("get", "face/")):
        answer_ = getattr(murad, method)(f"/home-visits/visit/{visit.key}/{path}", {"answer": "yes", "version": "1"})
        assert answer_.status_code == 404
    assert state(visit) == "proposed" and "Murad" not in murad.get("/home-visits/").content.decode()


def test_the_trainer_cannot_answer_on_any_page(signed_in, visit, sona):
    browser = signed_in(visit.trainer.person)
    for path in (f"/home-visits/visit/{visit.key}/", f"/home-visits/for/{sona.key}/visit/{visit.key}/"):
        assert browser.post(path, {"answer": "yes", "version": "1"}).status_code in (403, 404)
    assert state(visit) == "proposed"


def test_a_helper_answers_and_sees_no_word(signed_in, visit, sona):
    kamran = helper_of(sona, "book")
    browser, start = signed_in(kamran), f"/home-visits/helping/{kamran.helps.get().pk}/"
    browser.post(f"{start}visit/{visit.key}/", {"answer": "yes", "version": "1"})
    agreed = Visit.objects.get(pk=visit.pk)
    assert (agreed.agreed_way, agreed.agreed_by) == ("companion", kamran.account)
    page = browser.get(start).content.decode()
    assert agreed.word not in page and agreed.presence_code not in page
    assert "Who looked" not in page


def test_the_office_answers_and_reads_the_word_out_which_is_noted(signed_in, visit, sona):
    aynur = factories.staff("Aynur Quliyeva", "operator")
    browser, start = signed_in(aynur), f"/home-visits/for/{sona.key}/"
    browser.post(f"{start}visit/{visit.key}/", {"answer": "yes", "version": "1"})
    agreed = Visit.objects.get(pk=visit.pk)
    assert (agreed.agreed_way, agreed.agreed_by) == ("operator", aynur.account)
    assert agreed.word not in browser.get(start).content.decode()
    assert browser.get(f"{start}visit/{visit.key}/word/").status_code == 405
    page = browser.post(f"{start}visit/{visit.key}/word/").content.decode()
    assert agreed.word in page and Entry.objects.filter(kind="code_shown").count() == 1
    Visit.objects.update(starts_at=timezone.now() + timedelta(days=5), ends_at=timezone.now() + timedelta(days=6))
    assert browser.post(f"{start}visit/{visit.key}/word/").status_code == 302


def test_waiting_and_ending_and_going_on(signed_in, visit, sona):
    browser = signed_in(sona)
    answer.agree(visit, way=Way.LINK)
    assert "A visit is planned" in browser.get("/home-visits/stop/").content.decode()
    browser.post("/home-visits/stop/", {"how": "4", "reason": ""})
    request = VisitRequest.objects.get()
    assert request.state == "paused" and request.paused_until == timezone.localdate() + timedelta(weeks=4)
    assert state(visit) == "cancelled"
    browser.post("/home-visits/go-on/")
    assert VisitRequest.objects.get().state == "waiting"
    browser.post("/home-visits/stop/", {"how": "end"})
    assert VisitRequest.objects.get().state == "withdrawn"
    assert browser.get("/home-visits/stop/").status_code == 302
    assert browser.post("/home-visits/go-on/").status_code == 302


def test_once_more_is_one_tap_until_the_address_is_gone(signed_in, visit, sona):
    browser = signed_in(sona)
    Visit.objects.update(state="done", starts_at=timezone.now() - timedelta(days=2),
                         ends_at=timezone.now() - timedelta(days=1, hours=23))  # fmt: skip
    VisitRequest.objects.update(state="done", ended_at=timezone.now(), visits_wanted=1)
    assert 'value="again"' in browser.get("/home-visits/").content.decode()
    browser.post(f"/home-visits/visit/{visit.key}/", {"answer": "again"})
    assert VisitRequest.objects.get().state == "under_way"
    VisitRequest.objects.update(state="done", address_gone_at=timezone.now())
    answer_ = browser.post(f"/home-visits/visit/{visit.key}/", {"answer": "again"})
    assert answer_["Location"] == "/home-visits/ask/"


def test_a_concern_about_a_visit_tells_the_officer_which(signed_in, visit, sona):
    from elearn.safety.api import find_subject

    found = find_subject(f"visit:{visit.key}")
    assert "Murad Quliyev" in found.text and "Murad" not in found.words and HOME not in found.text
    assert find_subject("visit:x") is None and find_subject(f"visit:{'0' * 32}") is None


@pytest.mark.parametrize("count", [1, 3])
def test_my_visits_take_the_same_queries_however_many(signed_in, visit, sona, count, django_assert_num_queries):
    for number in range(1, count):
        starts = visit.starts_at + timedelta(days=number)
        for ago in (starts, starts - timedelta(days=60)):
            Visit.objects.create(
                request=visit.request, person=sona, trainer=visit.trainer, starts_at=ago,
                ends_at=ago + timedelta(hours=1), state="confirmed" if ago == starts else "done",
            )  # fmt: skip
    browser = signed_in(sona)
    browser.get("/home-visits/")
    with django_assert_num_queries(8):
        browser.get("/home-visits/")


# Listening ------------------------------------------------------------------------------------------
def test_an_elder_can_listen_to_their_page(signed_in, visit, sona):
    sona.language = "en"
    sona.save()
    hers = signed_in(sona)
    assert "/home-visits/listen/" in hers.get("/home-visits/").text
    sound = hers.get("/home-visits/listen/")
    assert sound["Content-Type"] == "audio/wav" and "no-store" in sound["Cache-Control"]
    with translation.override("en"):
        asked = sentences(visits_of(sona))
        assert asked[0].startswith("May we come on ") and "Murad would come." in asked[0] and "Quliyev" not in asked[0]
        agreed = answer.agree(visit, way=Way.SITE, by=sona.account)
        said = " ".join(sentences(visits_of(sona)))
    assert agreed.word in said and agreed.presence_code not in said and HOME not in said


def test_nobody_listens_to_the_page_of_another(stranger, visit, sona, signed_in):
    assert stranger.get("/home-visits/listen/").status_code == 302
    hers = signed_in(factories.person("Günay", email="gunay@listen.example"))
    with translation.override("en"):
        assert sentences(visits_of(factories.person("Günay"))) == ["No visit is planned at the moment."]
    assert hers.get("/home-visits/listen/").status_code == 200
