"""Asking for visits: by whom, once, with an address that is nowhere to be read, and how long it will take."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from elearn.history.models import Entry
from elearn.people.api import has_home, home_mark, mark_of
from elearn.people.models import CompanionAct, Companionship, ContactPoint, Look, Person, PrivateDetails, Role
from elearn.visits.domain import ask
from elearn.visits.domain.twins import twins
from elearn.visits.enums import Channel, VisitState
from elearn.visits.errors import AddressMissing, AlreadyAsked, ChangedMeanwhile, NotYours
from elearn.visits.models import Visit, VisitRequest
from tests import factories
from tests.visits import hunt

pytestmark = pytest.mark.django_db
HOME = "Zərifə Əliyeva küçəsi 27, mənzil 81"
MORNINGS = [(0, time(9), time(12)), (2, time(9), time(12))]


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", email="leyla@example.com", phone="0501234567", birth_year=1955)


@pytest.fixture
def nigar(db):
    return factories.staff("Nigar Səfərova", "operator").account


def helper_of(elder, *scopes, name="Kamran Əliyev"):
    """Somebody whom an elder has chosen, with these permissions."""
    kamran = factories.person(name, email="kamran@example.com", birth_year=1990, roles=[Role.COMPANION])
    flags = {f"may_{scope}": True for scope in scopes}
    until = timezone.localdate() + timedelta(days=90)
    Companionship.objects.create(
        elder=elder, companion=kamran, state="active", ends_on=until, accepted_at=timezone.now(), **flags
    )
    return kamran


def asked(person, by, channel=Channel.SELF, **more):
    said = {
        "device": "android", "language": "az", "district": factories.district(), "windows": MORNINGS,
        "address": HOME, "needs": {"mobility": "Çəliklə gəzir", "signs": False}, **more,
    }  # fmt: skip
    return ask.ask(person, by=by, channel=channel, **said)


def test_an_elder_asks_and_everything_is_kept(leyla):
    request = asked(leyla, leyla.account, wish="  Nəvəmlə danışmaq ", wants_woman=True)
    assert (request.state, request.channel, request.wish) == ("waiting", "self", "Nəvəmlə danışmaq")
    assert request.needs == {"mobility": "Çəliklə gəzir"}
    assert [(window.weekday, window.starts, window.ends) for window in request.windows.all()] == MORNINGS
    assert has_home(leyla) and not Look.objects.exists() and not leyla.notices.exists()
    assert Entry.objects.filter(kind="visits_asked").count() == 1


def test_the_address_is_plain_in_no_row_and_no_log(leyla, caplog):
    asked(leyla, leyla.account)
    hunt.rows(HOME, "Zərifə", "mənzil 81")
    hunt.rows("Çəliklə gəzir")
    hunt.logs(HOME, caplog)


def test_the_hunter_would_find_it(leyla):
    leyla.papers_name = f"x {HOME}"
    leyla.save()
    with pytest.raises(AssertionError, match="people_person"):
        hunt.rows(HOME)


def test_spans_that_touch_are_one(leyla):
    said = [(1, time(12), time(15)), (1, time(9), time(12)), (3, time(9), time(12))]
    request = asked(leyla, leyla.account, windows=said)
    assert [(one.weekday, one.starts.hour, one.ends.hour) for one in request.windows.all()] == [(1, 9, 15), (3, 9, 12)]


@pytest.mark.parametrize("windows", [[], [(1, time(12), time(12))], [(7, time(9), time(12))]])
def test_without_a_time_of_the_week_nothing_is_written(leyla, windows):
    with pytest.raises(ValueError):
        asked(leyla, leyla.account, windows=windows)
    assert not VisitRequest.objects.exists() and not has_home(leyla)


def test_nobody_asks_twice(leyla, nigar):
    asked(leyla, leyla.account)
    for by, channel in ((leyla.account, Channel.SELF), (nigar, Channel.OPERATOR)):
        with pytest.raises(AlreadyAsked):
            asked(leyla, by, channel)
    assert VisitRequest.objects.count() == 1


def test_without_an_address_nobody_can_come(leyla):
    with pytest.raises(AddressMissing):
        asked(leyla, leyla.account, address="  ")


def test_the_address_that_is_known_is_not_asked_for_again(leyla):
    ask.withdraw(asked(leyla, leyla.account), by=leyla.account)
    assert asked(leyla, leyla.account, address="").address_mark == mark_of(HOME)


# By whom --------------------------------------------------------------------------------------------
def test_an_operator_writes_it_down_for_somebody_without_an_account(nigar):
    sona = factories.person("Sona Kərimova", phone="0123456789", with_account=False, birth_year=1944)
    request = asked(sona, nigar, Channel.OPERATOR, is_urgent=True, is_two_person=True)
    assert (request.channel, request.asked_by, request.is_urgent) == ("operator", nigar, True)
    assert [(look.what, look.by) for look in Look.objects.all()] == [("new_home", nigar)]


def test_a_helper_who_may_book_asks_and_it_is_written_down(leyla):
    kamran = helper_of(leyla, "book")
    request = asked(leyla, kamran.account, Channel.COMPANION)
    assert (request.channel, request.asked_by) == ("companion", kamran.account)
    assert CompanionAct.objects.get().did == "asked_visits"
    notice = leyla.notices.get()
    assert (notice.kind, notice.facts) == ("visits_noted", {"what": "asked", "is_helper": True})
    ask.change(request, by=kamran.account, address="Başqa küçə 3")
    assert [one.facts["what"] for one in leyla.notices.order_by("created_at")] == ["asked", "changed"]
    assert "Başqa" not in str([one.facts for one in leyla.notices.all()])


def test_who_may_not_ask_for_somebody(leyla):
    strangers = [
        (factories.person("Murad Quliyev", email="murad@example.com"), Channel.SELF),
        (factories.staff("Tural", "trainer"), Channel.OPERATOR),
        (factories.staff("Aynur", "counsellor"), Channel.OPERATOR),
        (helper_of(leyla, "see", "record"), Channel.COMPANION),
        (leyla, Channel.OPERATOR),
    ]
    for person, channel in strangers:
        with pytest.raises(NotYours):
            asked(leyla, person.account, channel)
    with pytest.raises(NotYours):
        ask.ask(leyla, by=None, channel=Channel.SELF, device="android", language="az",
                district=factories.district(), windows=MORNINGS, address=HOME)  # fmt: skip
    assert not VisitRequest.objects.exists() and not has_home(leyla) and not CompanionAct.objects.exists()


def test_an_operator_who_helps_an_elder_is_their_helper_and_no_operator(leyla, nigar):
    until = timezone.localdate() + timedelta(days=90)
    Companionship.objects.create(elder=leyla, companion=nigar.person, state="active", ends_on=until, may_see=True)
    with pytest.raises(NotYours):
        asked(leyla, nigar, Channel.OPERATOR)


def test_only_our_staff_say_what_is_urgent(leyla):
    with pytest.raises(NotYours):
        asked(leyla, leyla.account, is_urgent=True)
    request = asked(leyla, leyla.account)
    with pytest.raises(NotYours):
        ask.change(request, by=leyla.account, visits_wanted=50)
    with pytest.raises(TypeError):
        ask.change(request, by=leyla.account, state="done")


def test_nobody_asks_for_a_child_or_for_the_dead(nigar):
    child = factories.person("Aysel", birth_year=timezone.localdate().year - 12, email="aysel@example.com")
    gone = factories.person("Sona", birth_year=1940)
    Person.objects.filter(pk=gone.pk).update(standing="deceased")
    gone.refresh_from_db()
    for person in (child, gone):
        with pytest.raises(NotYours):
            asked(person, nigar, Channel.OPERATOR)


# Changing and ending --------------------------------------------------------------------------------
def test_a_change_leaves_the_rest_as_it_was(leyla):
    request = asked(leyla, leyla.account, wish="Foto")
    before = request.address_mark
    request = ask.change(request, by=leyla.account, address="Nizami 5", windows=[(4, time(9), time(12))])
    assert request.wish == "Foto" and request.address_mark not in ("", before)
    assert [window.weekday for window in request.windows.all()] == [4]
    assert PrivateDetails.objects.get().address == "Nizami 5"


def confirmed_visit(request, days=2):
    starts = timezone.now() + timedelta(days=days)
    return Visit.objects.create(
        request=request, person=request.person, trainer=factories.trainer(), starts_at=starts,
        ends_at=starts + timedelta(hours=1), state=VisitState.CONFIRMED,
    )  # fmt: skip


def test_who_withdraws_is_visited_by_nobody(leyla):
    request = asked(leyla, leyla.account)
    visit = confirmed_visit(request)
    request = ask.withdraw(request, by=leyla.account, reason="Səfərə gedirəm")
    visit.refresh_from_db()
    assert (request.state, visit.state) == ("withdrawn", "cancelled")
    assert visit.trainer.person.notices.get().kind == "trainer_visit_cancelled"
    with pytest.raises(ChangedMeanwhile):
        ask.change(request, by=leyla.account, wish="x")
    assert asked(leyla, leyla.account).state == "waiting"


def test_a_pause_cancels_what_falls_into_it_and_ends_by_itself(leyla):
    request = asked(leyla, leyla.account)
    visit = confirmed_visit(request)
    today = timezone.localdate()
    ask.pause(request, by=leyla.account, until=today + timedelta(days=10))
    visit.refresh_from_db()
    assert visit.state == "cancelled" and ask.resume_due() == 0
    VisitRequest.objects.update(paused_until=today)
    assert ask.resume_due() == 1
    request.refresh_from_db()
    assert (request.state, request.paused_until) == ("waiting", None)


def test_strangers_change_and_end_nothing(leyla):
    request = asked(leyla, leyla.account)
    murad = factories.person("Murad Quliyev", email="murad@example.com").account
    for deed in (ask.change, ask.withdraw, ask.pause, ask.resume):
        with pytest.raises(NotYours):
            deed(request, by=murad)
    request.refresh_from_db()
    assert request.state == "waiting"


def test_nobody_knocks_at_the_door_of_the_dead(leyla):
    from elearn.people.api import mark_standing
    from elearn.people.models import PersonStanding

    visit = confirmed_visit(asked(leyla, leyla.account))
    rena = factories.staff("Rəna", "coordinator").account
    mark_standing(leyla, PersonStanding.DECEASED, since=timezone.localdate(), source="Qızı", by=rena)
    visit.refresh_from_db()
    assert visit.state == "cancelled" and VisitRequest.objects.get().state == "withdrawn"
    assert leyla.notices.exclude(state="unreachable").count() == 0


# Twins ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("other", ["Z. Əliyeva", "zerife eliyeva kuc. 27 m. 81", "ZƏRİFƏ ƏLİYEVA küç., ev 27, mən. 81"])
def test_an_address_is_known_again_however_it_is_written(other):
    assert (mark_of(other) == mark_of(HOME)) == ("27" in other)


def test_twins_are_noticed_by_number_name_and_home(leyla, nigar):
    request = asked(leyla, leyla.account)
    other = factories.person("Leyla xanım Əliyeva", phone="0501234567", with_account=False)
    found = twins(other, district=request.district, address="Zərifə Əliyeva 27/81")
    assert [(twin.request, twin.reasons) for twin in found] == [(request, ("phone", "name", "address"))]
    stranger = factories.person("Sona Kərimova", phone="0551112233", with_account=False)
    assert twins(stranger, district=request.district, address="Başqa küçə 3") == []
    ask.withdraw(request, by=nigar)
    assert twins(other, district=request.district, address=HOME) == []


def test_a_new_address_is_a_new_mark_whoever_writes_it(leyla, nigar):
    from elearn.people.domain.private import change

    request = asked(leyla, leyla.account)
    VisitRequest.objects.update(pin="40.38,49.81")
    change(leyla, by=nigar, why="correct", address="Füzuli 3")
    request.refresh_from_db()
    assert (request.address_mark, request.pin) == (mark_of("Füzuli 3"), "") and home_mark(leyla) == mark_of("Füzuli 3")


def test_two_records_of_one_elder_become_one_request_and_one_home(leyla, nigar):
    from elearn.people.api import merge

    other = factories.person("Leyla xanım", phone="0551234567", with_account=False)
    first, second = asked(leyla, leyla.account), asked(other, nigar, Channel.OPERATOR, address="Nizami 5")
    merge(leyla, other, by=None)
    assert list(VisitRequest.objects.filter(state="waiting")) == [first]
    second.refresh_from_db()
    assert (second.state, second.person) == ("withdrawn", leyla)
    assert [details.address for details in PrivateDetails.objects.all()].count(HOME) == 1
    assert not has_home(other) and ContactPoint.objects.filter(person=other).count() == 0
