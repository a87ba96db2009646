"""Moderation through its door: who decides, who may not, reasons, one appeal, every step kept, figures."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from elearn.history.models import Entry, Kind
from elearn.notices.models import Notice
from elearn.people.api import merge
from elearn.people.models import Account, Role
from elearn.safety import api
from elearn.safety.domain.moderate import may_decide
from elearn.safety.models import Decision, Submission, SubmissionState
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Çox sağ olun, bacardım!"


@pytest.fixture
def rena(db):
    return moderator("Rəna", "rena@korpu.example")


@pytest.fixture
def aygun(db):
    return moderator("Aygün", "aygun@korpu.example")


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", birth_year=1955, email="leyla@words.example")


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", birth_year=2000, email="gunay@words.example", language="en")


def moderator(name, email):
    person = factories.staff(name, "coordinator", email=email, language="en")
    api.prepare()
    return Account.objects.get(person=person)


def written(by, to=None, text=WORDS):
    return api.submit("thanks", "lesson:12", by=by, text=text, to=to)


# What is taken -------------------------------------------------------------------------------------
def test_words_wait_and_nobody_is_told_yet(gunay, leyla):
    one = written(gunay, leyla)
    assert (one.state, one.handling, one.text) == ("waiting", "waits", WORDS)
    assert not Notice.objects.exists()
    assert Entry.objects.get(kind=Kind.WORDS_SENT).facts == {"handling": "waits", "of": "thanks"}


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_is_no_words(gunay, text):
    with pytest.raises(api.WordsMissing):
        written(gunay, text=text)
    assert not Submission.objects.exists()


def test_a_number_in_the_words_is_shown_back_and_nothing_is_kept(gunay, leyla):
    with pytest.raises(api.ContactsInWords, match="050 123 45 67"):
        written(gunay, leyla, "Sağ olun! 050 123 45 67")
    assert not Submission.objects.exists()


def test_staff_writing_to_a_grown_up_is_shown_at_once_and_still_looked_at(rena, aygun, leyla):
    one = written(rena.person, leyla)
    assert (one.state, one.to_look_at) == ("approved", True)
    assert list(api.waiting()) == [one]
    done = api.decide(one, by=aygun, approve=True)
    assert (done.state, done.to_look_at) == ("approved", False)
    assert not api.waiting().exists()


# Who decides ---------------------------------------------------------------------------------------
def test_nobody_decides_about_their_own_nor_about_what_was_written_to_them(rena, aygun, gunay):
    own, to_me = written(rena.person), written(gunay, rena.person)
    for one in (own, to_me):
        assert not may_decide(one, rena)
        with pytest.raises(api.NotTheirs):
            api.decide(one, by=rena, approve=True)
    assert not Decision.objects.exists()
    assert api.decide(own, by=aygun, approve=True).state == "approved"


def test_a_second_record_of_the_writer_brings_no_way_round(rena, gunay):
    """Who writes as one record and moderates as another is found out the moment the two are merged."""
    one = written(gunay)
    merge(rena.person, gunay, by=None)
    one.refresh_from_db()
    assert one.person == rena.person
    with pytest.raises(api.NotTheirs):
        api.decide(one, by=rena, approve=True)


def test_a_grown_up_writing_to_a_minor_needs_two(rena, aygun, gunay):
    aysel = factories.person("Aysel Quliyeva", birth_year=2012)
    one = written(gunay, aysel)
    assert one.handling == "two"
    assert api.decide(one, by=rena, approve=True).state == "waiting"
    with pytest.raises(api.AnotherMustDecide):
        api.decide(one, by=rena, approve=True)
    assert not Notice.objects.exists()
    assert api.decide(one, by=aygun, approve=True).state == "approved"


@pytest.mark.database
def test_two_are_needed_again_after_somebody_declined(rena, aygun, gunay):
    aysel = factories.person("Aysel Quliyeva", birth_year=2012)
    one = written(gunay, aysel)
    api.decide(one, by=rena, approve=True)
    api.decide(one, by=aygun, approve=False, reason="private")
    assert api.decide(one, by=rena, approve=True).state == "declined"
    assert api.decide(one, by=aygun, approve=True).state == "approved"


@pytest.mark.database
def test_of_two_at_once_one_wins(rena, aygun, gunay):
    one = written(gunay)
    api.decide(one, by=rena, approve=True, seen=0)
    with pytest.raises(api.DecidedMeanwhile):
        api.decide(one, by=aygun, approve=False, reason="unkind", seen=0)
    one.refresh_from_db()
    assert one.state == "approved"
    assert Decision.objects.count() == 1


# Reasons, appeal, changes --------------------------------------------------------------------------
def test_no_is_said_with_a_reason_in_the_writers_language(rena, gunay):
    one = written(gunay)
    with pytest.raises(api.ReasonMissing):
        api.decide(one, by=rena, approve=False)
    with pytest.raises(api.ReasonMissing):
        api.decide(one, by=rena, approve=False, reason="made-up")
    api.decide(one, by=rena, approve=False, reason="unkind", words="We liked the beginning.")
    told = Notice.objects.get()
    assert (told.person, told.kind) == (gunay, "words_declined")
    assert told.facts["reason"] == (
        "Some of the words may hurt. Please say the same in a gentler way.\nWe liked the beginning."
    )


@pytest.mark.database
def test_one_appeal_decided_by_another(rena, aygun, gunay):
    one = api.decide(written(gunay), by=rena, approve=False, reason="unclear")
    one = api.appeal(one, by=gunay, words="It is clear.")
    assert one.state == "appealed"
    with pytest.raises(api.AnotherMustDecide):
        api.decide(one, by=rena, approve=False, reason="unclear")
    with pytest.raises(api.AnotherMustDecide):
        api.decide(one, by=rena, approve=True)
    one = api.decide(one, by=aygun, approve=False, reason="unclear")
    assert one.state == "declined"
    with pytest.raises(api.AppealClosed):
        api.appeal(one, by=gunay)
    with pytest.raises(api.AnotherMustDecide):
        api.decide(one, by=rena, approve=True)
    assert [step.did for step in one.decisions.all()] == ["declined", "appealed", "declined"]


def test_only_the_writer_appeals_and_takes_back(rena, gunay, leyla):
    one = api.decide(written(gunay, leyla), by=rena, approve=False, reason="unclear")
    for deed in (api.appeal, api.withdraw):
        with pytest.raises(api.NotTheirs):
            deed(one, by=leyla)
    assert api.withdraw(one, by=gunay).state == "withdrawn"
    with pytest.raises(api.DecidedMeanwhile):
        api.decide(one, by=rena, approve=True)


def test_no_number_gets_through_the_appeal(rena, gunay):
    one = api.decide(written(gunay), by=rena, approve=False, reason="unclear")
    with pytest.raises(api.ContactsInWords):
        api.appeal(one, by=gunay, words="a@b.az")


def test_a_decision_is_changed_by_adding_one(rena, aygun, gunay):
    heard = []
    listen = lambda submission, is_shown, **kwargs: heard.append(is_shown)  # noqa: E731
    api.submission_decided.connect(listen)
    one = api.decide(written(gunay), by=rena, approve=True)
    with pytest.raises(api.DecidedMeanwhile):
        api.decide(one, by=aygun, approve=True)
    one = api.decide(one, by=rena, approve=False, reason="private")
    one = api.decide(one, by=rena, approve=True)
    api.submission_decided.disconnect(listen)
    assert heard == [True, False, True]
    assert [step.did for step in one.decisions.all()] == ["approved", "declined", "approved"]
    assert Notice.objects.filter(person=gunay).count() == 3
    with pytest.raises(TypeError):
        one.decisions.first().save()


# The writer's page ---------------------------------------------------------------------------------
def test_the_writer_sees_why_and_asks_again_and_nobody_else_does(signed_in, rena, gunay, leyla):
    one = api.decide(written(gunay), by=rena, approve=False, reason="unclear")
    address = reverse("safety:my_words", args=[one.pk])
    assert signed_in(leyla).get(address).status_code == 404
    assert signed_in(leyla).post(address, {"deed": "appeal"}).status_code == 404
    assert signed_in(rena.person).get(address).status_code == 404
    browser = signed_in(gunay)
    page = browser.get(address).content.decode()
    assert "We did not quite understand it" in page
    assert "Please look again" in page
    kept = browser.post(address, {"deed": "appeal", "words": "a@b.az"}).content.decode()
    assert "a@b.az" in kept and "Please take out" in kept
    browser.post(address, {"deed": "appeal", "words": "It is clear."})
    one.refresh_from_db()
    assert (one.state, one.appeal) == ("appealed", "It is clear.")
    browser.post(address, {"deed": "withdraw"})
    one.refresh_from_db()
    assert one.state == SubmissionState.WITHDRAWN


def test_a_visitor_signs_in_first(visitor, gunay):
    one = written(gunay)
    assert visitor.get(reverse("safety:my_words", args=[one.pk])).url.startswith("/sign-in/")


# The moderators' screens ---------------------------------------------------------------------------
def test_a_moderator_passes_on_and_changes_it(signed_in, rena, gunay):
    one = written(gunay)
    browser = signed_in(rena.person)
    assert WORDS in browser.get(reverse("words_admin:index")).content.decode()
    read = reverse("words_admin:read", args=[one.pk])
    assert WORDS in browser.get(read).content.decode()
    done = browser.post(read, {"deed": "approve", "seen": 0})
    assert done.url == f"{reverse('words_admin:index')}?waits=open"
    assert WORDS not in browser.get(done.url).content.decode()
    again = browser.post(read, {"deed": "decline", "seen": 0, "reason": "unkind"}).content.decode()
    assert "Somebody else has decided" in again
    assert "Please give a reason" in browser.post(read, {"deed": "decline", "seen": 1}).content.decode()
    browser.post(read, {"deed": "decline", "seen": 1, "reason": "unkind"})
    one.refresh_from_db()
    assert one.state == "declined"


def test_a_minors_name_is_the_first_name_on_every_screen(signed_in, rena):
    aysel = factories.person("Aysel Quliyeva", birth_year=2012)
    one = written(aysel)
    browser = signed_in(rena.person)
    for address in (reverse("words_admin:index"), reverse("words_admin:read", args=[one.pk])):
        page = browser.get(address).content.decode()
        assert "Aysel" in page
        assert "Quliyeva" not in page


def addresses(one):
    read = reverse("words_admin:read", args=[one.pk])
    names = ("words_admin:index", "words_admin:index_results", "words_admin:figures")
    return [*[reverse(name) for name in names], read]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_else_moderates(signed_in, gunay, role):
    somebody = factories.staff("Somebody", role.value)
    api.prepare()
    one = written(gunay)
    browser = signed_in(somebody)
    for address in addresses(one):
        page = browser.get(address)
        assert page.status_code in (302, 403)
        assert WORDS not in page.content.decode()
    assert browser.post(addresses(one)[-1], {"deed": "approve", "seen": 0}).status_code in (302, 403)
    one.refresh_from_db()
    assert one.state == "waiting"


def test_the_administrator_of_the_installation_does_not_moderate(visitor, gunay):
    root = Account.objects.create_superuser(handle="root", email="root@korpu.example")
    visitor.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    one = written(gunay)
    for address in addresses(one):
        assert visitor.get(address).status_code in (302, 403)
    visitor.post(addresses(one)[-1], {"deed": "approve", "seen": 0})
    one.refresh_from_db()
    assert one.state == "waiting"


def test_the_list_costs_the_same_for_one_and_for_three(signed_in, rena, gunay):
    browser = signed_in(rena.person)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("words_admin:index"))
        return len(queries)

    written(gunay)
    cost()
    one = cost()
    written(gunay)
    written(gunay)
    assert cost() == one


# Figures -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_figures_cost_three_queries(rena, gunay, django_assert_num_queries, count):
    for _time in range(count):
        api.decide(written(gunay), by=rena, approve=True)
    with django_assert_num_queries(3):  # two for words, one for the films
        api.statistics()


@pytest.mark.database
def test_figures_are_counted_by_kind(rena, aygun, gunay):
    api.decide(written(gunay), by=rena, approve=True)
    heard = api.appeal(api.decide(written(gunay), by=rena, approve=False, reason="unclear"), by=gunay)
    api.decide(heard, by=aygun, approve=True)
    stays = api.appeal(api.decide(written(gunay), by=rena, approve=False, reason="unclear"), by=gunay)
    api.decide(stays, by=aygun, approve=False, reason="unclear")
    written(gunay)
    check = factories.person("Sınaq", is_check=True)
    written(check)
    line = next(line for line in api.statistics() if line.kind == "thanks")
    assert (line.waiting, line.approved, line.declined, line.withdrawn) == (1, 2, 1, 0)
    assert (line.appeals, line.upheld, line.share_declined, line.hours) == (2, 1, 33, 0.0)
