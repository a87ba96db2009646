"""Report a concern: anybody may, only safeguarding officers read it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from elearn.history.models import Entry, Kind
from elearn.notices.domain.compose import email_of
from elearn.notices.models import Notice
from elearn.people.models import Account, Role
from elearn.safety.api import report
from elearn.safety.domain.report import deadline
from elearn.safety.models import Concern, ConcernEntry
from tests import factories

BAKU = ZoneInfo("Asia/Baku")
SECRET = "Bir nəfər ağlayırdı"


@pytest.fixture
def officer(db):
    return factories.staff("Sevda", "safeguarding", language="en")


def test_anybody_may_report_without_an_account(visitor, officer):
    page = visitor.post(reverse("safety:concern"), {"text": SECRET, "about": "Dərs 3", "contact": ""})
    assert page.url == reverse("safety:thanks")
    concern = Concern.objects.get()
    assert (concern.text, concern.about, concern.person, concern.state) == (
        SECRET,
        "Dərs 3",
        None,
        "new",
    )


def test_who_is_signed_in_is_known(signed_in, officer):
    gunay = factories.person("Günay", phone="+994501234567")
    signed_in(gunay).post(reverse("safety:concern"), {"text": SECRET})
    assert Concern.objects.get().person == gunay


def test_every_officer_is_told_and_the_message_keeps_the_secret(visitor, officer):
    factories.staff("Aygün", "safeguarding", email="aygun@korpu.example")
    closed = factories.staff("Keçmiş", "safeguarding", email="old@korpu.example")
    Account.objects.filter(person=closed).update(is_active=False)
    factories.staff("Rəna", "coordinator")
    visitor.post(reverse("safety:concern"), {"text": SECRET})
    notices = Notice.objects.all()
    assert {notice.person.name for notice in notices} == {"Sevda", "Aygün"}
    assert SECRET not in str([notice.facts for notice in notices])


def test_it_is_noted_without_its_words(visitor, officer):
    visitor.post(reverse("safety:concern"), {"text": SECRET, "contact": "050 123 45 67"})
    entry = Entry.objects.get(kind=Kind.CONCERN_REPORTED)
    assert entry.facts == {"with_contact": True, "in_danger": False, "states_risk": False, "hidden": False}


def test_nothing_is_said_twice_when_words_are_missing(visitor, officer):
    page = visitor.post(reverse("safety:concern"), {"text": " ", "about": "Dərs 3", "contact": "050"})
    words = page.content.decode()
    assert "Write what happened" in words
    assert 'value="Dərs 3"' in words
    assert not Concern.objects.exists()


@pytest.mark.parametrize("name", ["safety:concern", "safety:thanks"])
def test_whom_to_call_is_on_the_page_with_its_source(visitor, name):
    page = visitor.get(reverse(name)).content.decode()
    for number in ("112", "103", "102"):
        assert f'href="tel:{number}"' in page
    assert "November 2026" in page


def test_the_officer_is_there_by_name(visitor, officer, settings):
    for name in ("safety:concern", "safety:thanks"):
        page = visitor.get(reverse(name)).content.decode()
        assert "Sevda" in page and f'href="tel:{settings.HELP_PHONE}"' in page
    settings.SAFEGUARDING_NAME, settings.SAFEGUARDING_PHONE = "Aygün Əliyeva", "+994 12 000 00 00"
    for name in ("safety:concern", "safety:thanks"):
        page = visitor.get(reverse(name)).content.decode()
        assert "Aygün Əliyeva" in page and 'href="tel:+994120000000"' in page
        assert "Sevda" not in page


def test_nobody_is_named_while_nobody_holds_the_task(visitor):
    factories.staff("Rəna", "coordinator")
    page = visitor.get(reverse("safety:concern")).content.decode()
    assert "Only our safeguarding officer reads" in page
    assert "Rəna" not in page


def test_whom_to_call_comes_first_when_somebody_is_in_danger(visitor, officer):
    done = visitor.post(reverse("safety:concern"), {"text": SECRET, "danger": "yes"})
    assert done.url == f"{reverse('safety:thanks')}?now=1&soon=1"
    page = visitor.get(done.url).content.decode()
    assert page.index("tel:112") < page.index("looks at it within 4 hours")
    concern = Concern.objects.get()
    assert (concern.in_danger, concern.states_risk, concern.subject) == (True, True, "")


def test_old_numbers_are_warned_of(settings):
    from datetime import timedelta

    from django.core.checks import run_checks
    from django.utils import timezone

    assert not [found for found in run_checks(tags=["safety"]) if found.id == "safety.W001"]
    settings.EMERGENCY_CHECKED_ON = timezone.localdate() - timedelta(days=366)
    assert [found.id for found in run_checks(tags=["safety"])] == ["safety.W001"]


def test_where_is_filled_in(visitor):
    concern = reverse("safety:concern")
    for about in ("/learn/3/", "http://localhost:8000/learn/3/"):
        asked = visitor.get(concern, {"about": about}).content.decode()
        assert 'value="http://localhost:8000/learn/3/"' in asked
    came = visitor.get(concern, headers={"referer": "http://testserver/learn/3/?secret=1"}).content.decode()
    assert 'value="http://localhost:8000/learn/3/"' in came
    elsewhere = visitor.get(concern, headers={"referer": "https://evil.example/x"}).content.decode()
    assert "evil.example" not in elsewhere


def test_many_from_one_place_are_kept_and_told_together(visitor, officer, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "report_concern": "2/h/ip"}
    for number in range(5):
        page = visitor.post(reverse("safety:concern"), {"text": f"{SECRET} {number}", "danger": "yes"})
        assert page.url.startswith(reverse("safety:thanks"))
    assert Concern.objects.count() == 5
    kinds = list(Notice.objects.filter(person=officer).order_by("created_at").values_list("kind", flat=True))
    assert kinds[:2] == ["concern_urgent"] * 2
    assert 1 <= len(kinds[2:]) <= 2 and set(kinds[2:]) == {"concern_many"}  # two where a quarter of an hour ended


@pytest.mark.parametrize("officer_is", ["nobody", "shut out"])
def test_with_nobody_to_read_it_those_who_can_name_an_officer_are_told_at_once(visitor, officer_is):
    if officer_is == "shut out":
        account = factories.staff("Aygün", Role.SAFEGUARDING, email="aygun@stead.example").account
        account.is_active = False
        account.save()
    rena = factories.staff("Rəna Həsənova", Role.COORDINATOR, email="rena@stead.example", language="en")
    root = factories.person("Kamil Root", email="root@stead.example")
    Account.objects.filter(pk=root.account.pk).update(is_superuser=True)
    factories.staff("Sevda", Role.OPERATOR, email="sevda@stead.example")
    for number in range(2):
        visitor.post(reverse("safety:concern"), {"text": f"{SECRET} {number}", "danger": "yes"})
    told = Notice.objects.filter(kind="concern_unheard")
    assert set(told.values_list("person", flat=True)) == {rena.pk, root.pk}
    assert 2 <= told.count() <= 4  # once each, twice where a quarter of an hour ended
    assert not Notice.objects.exclude(kind="concern_unheard").filter(kind__startswith="concern").exists()
    with translation.override("en"):
        subject, body = email_of(told.filter(person=rena).first())
    assert "safeguarding officer" in subject and SECRET not in body


def test_whom_we_cannot_take_it_from_keeps_the_words_and_reads_whom_to_call(visitor, officer, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "keep_concern": "1/h/ip"}
    said = {"text": SECRET, "about": "Dərs 3"}
    assert visitor.post(reverse("safety:concern"), said).status_code == 302
    page = visitor.post(reverse("safety:concern"), said)
    words = page.content.decode()
    assert page.status_code == 429
    assert SECRET in words and 'value="Dərs 3"' in words and 'href="tel:112"' in words and "Please call us" in words
    assert Concern.objects.count() == 1
    assert visitor.get(reverse("safety:concern")).status_code == 200


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((2026, 11, 23, 10), (2026, 11, 25, 10)),  # Monday to Wednesday
        ((2026, 11, 26, 10), (2026, 11, 30, 10)),  # Thursday over the weekend to Monday
        ((2026, 11, 28, 23), (2026, 12, 1, 23)),  # Saturday to Tuesday
    ],
)
def test_two_working_days(start, end):
    assert deadline(datetime(*start, tzinfo=BAKU), 2) == datetime(*end, tzinfo=BAKU)


# Officers ------------------------------------------------------------------------------------------
@pytest.fixture
def concern(officer):
    return report(SECRET, about="Dərs 3", contact="050 123 45 67")


def test_an_officer_reads_it_and_that_is_noted(signed_in, officer, concern):
    browser = signed_in(officer)
    assert "Concern" in browser.get(reverse("concerns:index")).content.decode()
    page = browser.get(reverse("concerns:read", args=[concern.pk])).content.decode()
    assert SECRET in page
    entry = ConcernEntry.objects.get()
    assert (entry.by, entry.did) == (officer.account, "read")


def test_what_is_done_is_noted(signed_in, officer, concern):
    browser = signed_in(officer)
    browser.post(reverse("concerns:read", args=[concern.pk]), {"state": "closed", "outcome": "Zəng edildi."})
    concern.refresh_from_db()
    assert (concern.state, concern.outcome) == ("closed", "Zəng edildi.")
    assert ConcernEntry.objects.get().did == "changed"


def test_a_late_one_is_marked(signed_in, officer, concern):
    Concern.objects.update(deadline="2026-01-01T00:00Z")
    browser = signed_in(officer)
    assert "late" in browser.get(reverse("concerns:index")).content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SAFEGUARDING])
def test_nobody_else_reads_it(signed_in, concern, role):
    browser = signed_in(factories.staff("Somebody", role.value))
    look_for_the_secret(browser, concern)


def test_the_administrator_of_the_installation_does_not_read_it_either(visitor, concern):
    root = Account.objects.create_superuser(handle="root", email="root@korpu.example")
    visitor.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    look_for_the_secret(visitor, concern)
    home = visitor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("concerns:index") not in home


def test_a_visitor_does_not_read_it(visitor, concern):
    look_for_the_secret(visitor, concern)


def look_for_the_secret(browser, concern) -> None:
    read = reverse("concerns:read", args=[concern.pk])
    for page in (
        browser.get(reverse("concerns:index")),
        browser.get(reverse("concerns:index_results")),
        browser.get(read),
        browser.post(read, {"state": "closed", "outcome": "x"}),
    ):
        assert page.status_code in (302, 403)
        assert SECRET not in page.content.decode()
    concern.refresh_from_db()
    assert concern.state == "new"
    assert not ConcernEntry.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_three(signed_in, officer, concern):
    browser = signed_in(officer)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("concerns:index"))
        return len(queries)

    cost()
    one = cost()
    report("2", about="")
    report("3", about="")
    assert cost() == one
