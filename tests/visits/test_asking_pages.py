"""The pages of asking: step by step with nothing lost, at three seats, for nobody else, and the address in none of them."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from elearn.people.models import PrivateDetails
from elearn.visits.domain import ask
from elearn.visits.enums import Channel
from elearn.visits.models import Unit, UnitText, VisitRequest
from tests import factories
from tests.visits import hunt
from tests.visits.test_ask import HOME, MORNINGS, helper_of

pytestmark = pytest.mark.django_db


def answers(**more):
    """What somebody answers on the five pages."""
    said = {
        "learn": {"wish": "Nəvəmlə danışmaq"},
        "device": {"device": "android"},
        "times": {"days": ["1", "3"], "parts": ["morning", "midday"]},
        "you": {"language": "az", "wants_woman": "on", "mobility": "Çəliklə gəzirəm", "others": "Heç kim"},
        "place": {"district": str(factories.district().pk), "address": HOME},
    }
    return said | more


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", phone="0501234567", birth_year=1955)


def walk(browser, start, said=None):
    """Answer step by step as a browser without JavaScript; give the page that asks whether all is right."""
    address = browser.get(start)["Location"]
    for step, fields in (said or answers()).items():
        assert address.endswith(f"/ask/{step}/"), address
        assert browser.get(address).status_code == 200
        address = browser.post(address, fields)["Location"]
    return address


# The elder ------------------------------------------------------------------------------------------
def test_an_elder_asks_in_five_steps(signed_in, leyla):
    browser = signed_in(leyla)
    check = walk(browser, "/home-visits/ask/")
    page = browser.get(check).content.decode()
    for words in ("Nəvəmlə danışmaq", "Tuesday, Thursday", "9–12, in the morning", "Çəliklə gəzirəm", "Yasamal"):
        assert words in page
    assert browser.post(check)["Location"] == "/home-visits/"
    request = VisitRequest.objects.get()
    assert (request.person, request.channel, request.wants_woman) == (leyla, "self", True)
    assert [(one.weekday, one.starts.hour, one.ends.hour) for one in request.windows.all()] == [(1, 9, 15), (3, 9, 15)]
    assert PrivateDetails.objects.get().address == HOME
    assert "On our list" in browser.get("/home-visits/").content.decode()


def test_what_is_typed_is_kept_encrypted_and_thrown_away_when_sent(signed_in, leyla):
    browser = signed_in(leyla)
    check = walk(browser, "/home-visits/ask/")
    hunt.rows(HOME, "Zərifə", "Çəliklə")
    browser.post(check)
    hunt.rows(HOME, "Zərifə", "Çəliklə")
    assert "visits_" not in str(list(browser.session.keys()))


def test_nothing_is_lost_on_the_way(signed_in, leyla):
    browser = signed_in(leyla)
    walk(browser, "/home-visits/ask/")
    assert "Nəvəmlə danışmaq" in browser.get("/home-visits/ask/learn/").content.decode()
    answer = browser.post("/home-visits/ask/learn/?then=check", {"wish": "Foto çəkmək"})
    assert answer["Location"] == "/home-visits/ask/check/"
    assert "Foto çəkmək" in browser.get("/home-visits/ask/check/").content.decode()


def test_a_step_that_is_missing_is_asked_first(signed_in, leyla):
    browser = signed_in(leyla)
    assert browser.get("/home-visits/ask/check/")["Location"] == "/home-visits/ask/learn/"
    browser.post("/home-visits/ask/learn/", {"wish": "x"})
    assert browser.post("/home-visits/ask/check/")["Location"] == "/home-visits/ask/device/"
    assert not VisitRequest.objects.exists()


@pytest.mark.parametrize(
    ("step", "fields", "words"),
    [
        ("learn", {}, "write a few words"),
        ("device", {"device": "abacus"}, "abacus"),
        ("times", {"parts": ["morning"]}, "Tick at least one day."),
        ("place", {"address": "Nizami 1"}, "Choose the district."),
        ("place", {"district": "1", "address": " "}, "without it nobody can come"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(signed_in, leyla, step, fields, words):
    factories.district()
    answer = signed_in(leyla).post(f"/home-visits/ask/{step}/", fields)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert str(fields.get("address", "")).strip() in answer.content.decode()


def test_skills_are_offered_in_the_readers_language(signed_in, leyla):
    unit = Unit.objects.create(code="calls")
    UnitText.objects.create(unit=unit, language="en", title="Video calls", promise="x", steps="x")
    Unit.objects.create(code="gone", is_offered=False)
    browser = signed_in(leyla)
    page = browser.get("/home-visits/ask/learn/").content.decode()
    assert "Video calls" in page and "gone" not in page
    check = walk(browser, "/home-visits/ask/", answers(learn={"units": [str(unit.pk)]}))
    browser.post(check)
    assert list(VisitRequest.objects.get().units.all()) == [unit]


def test_a_change_begins_with_what_was_asked_for_and_keeps_the_address(signed_in, leyla):
    browser = signed_in(leyla)
    browser.post(walk(browser, "/home-visits/ask/"))
    assert browser.get("/home-visits/ask/")["Location"] == "/home-visits/ask/check/"
    page = browser.get("/home-visits/ask/check/")
    assert "The address that we keep" in page.content.decode()
    place = browser.get("/home-visits/ask/place/")
    hunt.answers(HOME, page, place, browser.get("/home-visits/"), rare=["Zərifə"])
    assert "An address is kept. Write a new one to replace it." in place.content.decode()
    browser.post("/home-visits/ask/device/?then=check", {"device": "iphone"})
    browser.post("/home-visits/ask/check/")
    assert VisitRequest.objects.get().device == "iphone" and PrivateDetails.objects.get().address == HOME


def test_who_was_signed_out_finds_what_they_typed_and_it_was_kept_encrypted(leyla):
    browser = Client()
    browser.cookies["language"] = "en"
    fields = {"district": str(factories.district().pk), "address": HOME}
    answer = browser.post("/home-visits/ask/place/", fields)
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=/home-visits/ask/place/")
    hunt.rows(HOME, "Zərifə")
    browser.force_login(leyla.account, backend="django.contrib.auth.backends.ModelBackend")
    assert HOME in browser.get("/home-visits/ask/place/").content.decode()
    assert HOME not in browser.get("/home-visits/ask/place/").content.decode()


def test_a_draft_that_cannot_be_read_any_more_begins_anew(signed_in, leyla):
    browser = signed_in(leyla)
    session = browser.session
    session[f"visits_draft:{leyla.pk}"] = "gAAAAA-not-ours"
    session["visits_typed"] = "neither"
    session.save()
    assert browser.get("/home-visits/ask/check/")["Location"] == "/home-visits/ask/learn/"
    assert browser.get("/home-visits/ask/learn/").status_code == 200


def test_visits_are_for_older_people(signed_in):
    year = timezone.localdate().year
    for born in (year - 12, year - 40):
        young = factories.person("Günay", email=f"g{born}@example.com", birth_year=born)
        assert signed_in(young).get("/home-visits/ask/").status_code == 403
        assert "/home-visits/ask/" not in signed_in(young).get("/home-visits/").content.decode().split("<footer")[0]


def test_two_tabs_send_one_request(signed_in, leyla):
    browser = signed_in(leyla)
    walk(browser, "/home-visits/ask/")
    ask.ask(
        leyla, by=leyla.account, channel=Channel.SELF, device="android", language="az",
        district=factories.district(), windows=MORNINGS, address=HOME,
    )  # fmt: skip
    assert browser.post("/home-visits/ask/check/").status_code == 302
    assert VisitRequest.objects.count() == 1


def test_everybody_may_read_what_home_visits_are(visitor):
    page = visitor.get("/home-visits/")
    assert page.status_code == 200 and "Nobody comes without your yes" in page.content.decode()


# The helper -----------------------------------------------------------------------------------------
def test_a_helper_asks_for_the_elder_and_never_sees_the_address_again(signed_in, leyla):
    kamran = helper_of(leyla, "book")
    row = kamran.helps.get()
    browser = signed_in(kamran)
    start = f"/home-visits/helping/{row.pk}/"
    check = walk(browser, f"{start}ask/")
    assert "You are helping Leyla Əliyeva" in browser.get(check).content.decode()
    assert browser.post(check)["Location"] == start
    request = VisitRequest.objects.get()
    assert (request.person, request.channel, request.asked_by) == (leyla, "companion", kamran.account)
    hunt.crawl(HOME, browser, start, "/desk/", rare=["Zərifə"])
    assert "Kamran Əliyev asked for home visits for you." in signed_in(leyla).get("/my-helper/").content.decode()


def test_a_helper_does_not_see_what_is_hard_for_the_elder_and_takes_nothing_away(signed_in, leyla):
    browser = signed_in(leyla)
    browser.post(walk(browser, "/home-visits/ask/"))
    kamran = helper_of(leyla, "book")
    browser, start = signed_in(kamran), f"/home-visits/helping/{kamran.helps.get().pk}/"
    check = browser.get(f"{start}ask/")["Location"]
    for page in (browser.get(check), browser.get(f"{start}ask/you/"), browser.get(f"{start}ask/place/")):
        hunt.answers("Çəliklə gəzirəm", page, rare=["Heç kim", "Zərifə"])
    browser.post(f"{start}ask/you/?then=check", {"language": "az", "others": "Qızı"})
    browser.post(check)
    assert VisitRequest.objects.get().needs == {"mobility": "Çəliklə gəzirəm", "others": "Qızı"}


@pytest.mark.parametrize("scopes", [[], ["see", "record"]])
def test_a_helper_who_may_not_book_finds_nothing(signed_in, leyla, scopes):
    kamran = helper_of(leyla, *scopes)
    browser, start = signed_in(kamran), f"/home-visits/helping/{kamran.helps.get().pk}/"
    for path in ("", "ask/", "ask/learn/", "ask/check/", "stop/"):
        assert browser.get(start + path).status_code == 404


def test_somebody_elses_helper_finds_nothing(signed_in, leyla):
    row = helper_of(leyla, "book").helps.get()
    murad = factories.person("Murad Quliyev", email="murad@example.com")
    assert signed_in(murad).get(f"/home-visits/helping/{row.pk}/").status_code == 404


def test_a_helper_who_was_stopped_meanwhile_sends_nothing(signed_in, leyla):
    kamran = helper_of(leyla, "book")
    row = kamran.helps.get()
    browser = signed_in(kamran)
    check = walk(browser, f"/home-visits/helping/{row.pk}/ask/")
    row.paused_at = timezone.now()
    row.save()
    assert browser.post(check).status_code == 404 and not VisitRequest.objects.exists()


# The office -----------------------------------------------------------------------------------------
def whole(**more):
    fields = {name: value for fields in answers().values() for name, value in fields.items()}
    return fields | {"visits_wanted": "4"} | more


@pytest.fixture
def sona(db):
    return factories.person("Sona Kərimova", phone="0123456789", birth_year=1944, with_account=False)


@pytest.mark.parametrize("role", ["operator", "coordinator"])
def test_the_office_writes_it_down_on_one_page(signed_in, sona, role):
    aynur = factories.staff("Aynur Quliyeva", role)
    browser, address = signed_in(aynur), f"/home-visits/for/{sona.key}/ask/"
    assert "For Sona Kərimova, on the phone" in browser.get(address).content.decode()
    assert browser.post(address, whole(is_urgent="on")).status_code == 302
    request = VisitRequest.objects.get()
    assert (request.person, request.channel, request.asked_by) == (sona, "operator", aynur.account)
    assert (request.visits_wanted, request.is_urgent) == (4, True)
    page = browser.get(f"/home-visits/for/{sona.key}/")
    assert "Asked by phone, written down by us" in page.content.decode()
    hunt.answers(HOME, page, browser.get(address), rare=["Zərifə"])


def test_twins_are_shown_before_anything_is_saved(signed_in, sona, leyla):
    browser = signed_in(factories.staff("Aynur Quliyeva", "operator"))
    browser.post(f"/home-visits/for/{leyla.key}/ask/", whole())
    page = browser.post(f"/home-visits/for/{sona.key}/ask/", whole(address="Zərifə Əliyeva küç. 27 m. 81"))
    assert page.status_code == 422 and VisitRequest.objects.count() == 1
    assert re.search(r"Leyla Əliyeva</a>.*the same address", page.content.decode())
    saved = browser.post(f"/home-visits/for/{sona.key}/ask/", whole(is_other="on"))
    assert saved.status_code == 302 and VisitRequest.objects.count() == 2


def test_a_change_by_the_office_keeps_the_address_and_shows_what_is_known(signed_in, sona):
    browser, address = signed_in(factories.staff("Aynur Quliyeva", "operator")), f"/home-visits/for/{sona.key}/ask/"
    browser.post(address, whole())
    page = browser.get(address).content.decode()
    assert "Nəvəmlə danışmaq" in page and "Çəliklə gəzirəm" in page and HOME not in page
    assert browser.post(address, whole(address="", device="iphone")).status_code == 302
    assert PrivateDetails.objects.get().address == HOME and VisitRequest.objects.get().device == "iphone"


@pytest.mark.parametrize("role", ["trainer", "counsellor", "companion", "safeguarding", "partner", "learner", "elder"])
def test_the_office_pages_are_for_the_office(signed_in, sona, role):
    browser = signed_in(factories.staff("Somebody Else", role))
    for path in ("", "ask/", "stop/", f"visit/{uuid4()}/cancel/"):
        assert browser.get(f"/home-visits/for/{sona.key}/{path}").status_code == 403
    for path in ("ask/", "go-on/", f"visit/{uuid4()}/", f"visit/{uuid4()}/word/"):
        assert browser.post(f"/home-visits/for/{sona.key}/{path}", whole()).status_code == 403
    assert not VisitRequest.objects.exists()


def test_nobody_at_work_writes_for_themself_or_whom_they_help(signed_in, leyla):
    aynur = factories.staff("Aynur Quliyeva", "operator")
    browser = signed_in(aynur)
    assert browser.get(f"/home-visits/for/{aynur.key}/").status_code == 403
    kamran = helper_of(leyla, "book")
    row = kamran.helps.get()
    row.companion = aynur
    row.save()
    assert browser.get(f"/home-visits/for/{leyla.key}/ask/").status_code == 403
