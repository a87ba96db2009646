"""The office is told once of who has not left, elders are called by lot, and nobody goes who is suspended."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from elearn.notices.models import Notice
from elearn.people.api import grant_role
from elearn.people.models import Account, ContactPoint, Role
from elearn.safety.models import Concern
from elearn.visits.domain import sample
from elearn.visits.domain.answer import agree, let_go
from elearn.visits.domain.day_before import tell_day_before
from elearn.visits.domain.elder import VisitLine
from elearn.visits.domain.overdue import alert, overdue
from elearn.visits.domain.presence import close_unshown, say_by_phone, took_place
from elearn.visits.domain.trainers import suspend
from elearn.visits.domain.words import WORDS, new_digits, new_word
from elearn.visits.enums import Way
from elearn.visits.errors import ChangedMeanwhile, NotYours
from elearn.visits.links import visit_address
from elearn.visits.models import Check, SampleCall, Trainer, Visit, VisitEvent
from tests.factories import staff, trainer
from tests.visits.days import agreed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator").account


@pytest.fixture
def over(murad):
    """A visit that ended three quarters of an hour ago."""
    visit = agreed(murad)
    now = timezone.now()
    Visit.objects.filter(pk=visit.pk).update(
        starts_at=now - timedelta(minutes=105), ends_at=now - timedelta(minutes=45), arrived_at=now
    )
    visit.refresh_from_db()
    return visit


def test_the_office_is_told_once(over, rena):
    operator = staff("Elçin Səfərov", "operator")
    now = timezone.now()
    assert alert(now - timedelta(minutes=16)) == 0
    assert (alert(now), alert(now)) == (1, 0)
    told = Notice.objects.filter(kind="visit_overdue")
    assert {notice.person for notice in told} == {rena.person, operator}
    assert all("Sona" not in str(notice.facts) for notice in told)
    assert list(overdue()) == [over]


def test_a_visit_of_which_nothing_is_known_stays_until_somebody_says_so(over, rena):
    """Else its course never ends, and the address is never deleted."""
    old, made = (agreed(trainer(name), name) for name in ("Nigar Əhmədova", "Elçin Səfərov"))
    ended = timezone.now() - timedelta(days=9)
    Visit.objects.exclude(pk=over.pk).update(starts_at=ended - timedelta(hours=1), ends_at=ended)
    Visit.objects.filter(pk=made.pk).update(state="done")
    assert list(overdue()) == [over, old]
    assert alert(timezone.now()) == 1  # it is no alarm any more
    say_by_phone(old, was_there=True, by=rena)
    assert list(overdue()) == [over]


def test_who_has_left_is_no_alarm(over):
    Visit.objects.update(left_at=timezone.now())
    assert alert(timezone.now()) == 0


def test_a_visit_that_nothing_shows_is_closed_and_called(over):
    Visit.objects.update(left_at=timezone.now())
    assert close_unshown(timezone.now() + timedelta(hours=11)) == 0
    assert close_unshown(timezone.now() + timedelta(hours=12)) == 1
    over.refresh_from_db()
    assert (over.state, over.shown_way, over.shown_at) == ("done", "", None)
    assert SampleCall.objects.get().visit == over


@pytest.mark.parametrize(("was_there", "state"), [(True, "done"), (False, "no_show")])
def test_the_office_says_what_it_heard(over, rena, murad, was_there, state):
    for somebody in (murad.person.account, staff("Leyla Əliyeva", "learner").account):
        with pytest.raises(NotYours):
            say_by_phone(over, was_there=was_there, by=somebody)
    assert say_by_phone(over, was_there=was_there, by=rena).state == state
    with pytest.raises(ChangedMeanwhile):
        say_by_phone(over, was_there=was_there, by=rena)


@pytest.mark.parametrize(("percent", "count"), [(0, 0), (100, 1)])
def test_the_sample_is_as_large_as_set(over, settings, percent, count):
    settings.VISIT_SAMPLE_PERCENT = percent
    assert took_place(over, way="code", at=timezone.now(), by=None)
    assert SampleCall.objects.count() == count


def test_a_rule_that_was_broken_becomes_a_concern_once(over, rena, murad):
    call = SampleCall.objects.create(visit=over)
    with pytest.raises(NotYours):
        sample.note_call(call, took_place=True, rules_kept=True, said="", by=murad.person.account)
    sample.note_not_reached(call, by=rena)
    sample.note_call(call, took_place=True, rules_kept=False, said="PIN istədi", by=rena)
    with pytest.raises(ChangedMeanwhile):
        sample.note_call(call, took_place=True, rules_kept=False, said="", by=rena)
    assert (Concern.objects.get().subject, Concern.objects.get().text) == (f"visit:{over.key}", "PIN istədi")
    call.refresh_from_db()
    assert (call.tries, call.rules_kept) == (2, False)
    assert not sample.calls().exists()


def test_a_suspended_trainer_goes_nowhere(murad, rena, django_capture_on_commit_callbacks):
    visit = agreed(murad, starts_in=50)
    with django_capture_on_commit_callbacks(execute=True):
        suspend(murad, why="Şikayət", by=rena)
    visit.refresh_from_db()
    assert (visit.state, visit.version) == ("confirmed", 3)
    assert visit.word != "bulud" and len(visit.presence_code) == 4
    line = VisitLine(Visit.objects.select_related("request", "trainer__person").get())
    assert (line.trainer, line.going) == ("Somebody else from us", [])
    notice = Notice.objects.get(person=visit.person)
    assert notice.kind == "visit_somebody_else"
    assert tell_day_before(timezone.now().replace(hour=8)) == 0


def test_an_elder_is_not_told_to_open_to_who_may_not_be_sent(murad):
    day = timezone.localdate() + timedelta(days=1)
    visit = agreed(murad)
    noon = timezone.localtime().replace(hour=12, minute=0) - timedelta(days=1)
    Check.objects.filter(kind="criminal_record").update(expires_on=day - timedelta(days=2))
    Visit.objects.update(starts_at=noon + timedelta(days=1), ends_at=noon + timedelta(days=1, hours=1))
    assert tell_day_before(noon) == 0
    Check.objects.update(expires_on=day)
    assert tell_day_before(noon) == 1 and Notice.objects.get(person=visit.person).kind == "visit_day_before"


def test_who_went_along_does_not_say_what_became_of_the_visit_either(over):
    second = trainer("Nigar Əhmədova")
    grant_role(second.person, Role.COORDINATOR)
    facts = {"starts_at": over.starts_at, "ends_at": over.ends_at, "state": "confirmed"}
    Visit.objects.create(request=over.request, person=over.person, trainer=second, along_with=over, **facts)
    by = Account.objects.get(person=second.person)
    with pytest.raises(NotYours):
        say_by_phone(over, was_there=True, by=by)
    call = SampleCall.objects.create(visit=over)
    with pytest.raises(NotYours):
        sample.note_call(call, took_place=True, rules_kept=True, said="", by=by)


def test_nobody_says_yes_to_a_suspended_trainer(murad, rena, visitor, django_capture_on_commit_callbacks):
    visit = agreed(murad, starts_in=50, state="proposed", word="", code="123456")
    ContactPoint.objects.create(person=visit.person, kind="email", value="sona@overdue.example")
    with django_capture_on_commit_callbacks(execute=True):
        suspend(murad, why="Şikayət", by=rena)
    visit.refresh_from_db()
    for way, by in ((Way.LINK, None), (Way.OPERATOR, rena), (Way.CODE, murad.person.account)):
        with pytest.raises(ChangedMeanwhile):
            agree(visit, way=way, by=by, code="123456" if way == Way.CODE else "")
    page = visitor.get(visit_address(visit))
    assert "Somebody else from us comes." in page.text
    assert 'value="yes"' not in page.text and "is over" not in page.text
    assert let_go(visit.starts_at - timedelta(minutes=1)) == 0
    assert let_go(visit.starts_at) == 1
    told = list(Notice.objects.filter(person=visit.person).order_by("created_at").values_list("kind", "facts__why"))
    assert told == [("visit_somebody_else", None), ("visit_cancelled", "us")]
    assert not Notice.objects.filter(person=murad.person, kind="trainer_visit_confirmed").exists()


def test_the_face_of_who_was_suspended_is_shown_to_nobody(murad, signed_in):
    visit = agreed(murad, starts_in=50)
    page = signed_in(staff("Aysel Nəbiyeva", "operator"))
    address = reverse("visits:office_face_mine", args=[visit.person.key, visit.key])
    Trainer.objects.update(photo="trainers/nobody.jpg", suspended_at=timezone.now())
    storages["papers"].save("trainers/nobody.jpg", ContentFile(b"face"))
    assert page.get(address).status_code == 404
    Trainer.objects.update(suspended_at=None)
    assert page.get(address).status_code == 200


# Pages ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["learner", "trainer", "safeguarding"])
def test_others_do_not_see_the_lists(over, signed_in, role):
    client = signed_in(staff("Günay Məmmədova", role))
    call = SampleCall.objects.create(visit=over)
    for page in ("", f"calls/{call.pk}/"):
        assert client.get(f"/admin/visit-day/{page}").status_code in (302, 403)
    for page in (f"visits/{over.key}/", f"calls/{call.pk}/"):
        assert client.post(f"/admin/visit-day/{page}", {"was": "there", "deed": "missed"}).status_code in (302, 403)
    over.refresh_from_db()
    call.refresh_from_db()
    assert (over.state, call.tries) == ("confirmed", 0)


def test_an_operator_calls_and_does_not_settle(over, signed_in):
    operator = staff("Elçin Səfərov", "operator")
    client = signed_in(operator)
    call = SampleCall.objects.create(visit=over)
    event = VisitEvent.objects.create(visit=over, kind="note", at=timezone.now(), is_conflict=True)
    page = client.get("/admin/visit-day/").text
    assert "Sona Kərimova" in page and "A coordinator settles these" in page
    client.post(f"/admin/visit-day/noted/{event.pk}/", {"deed": "seen"})
    event.refresh_from_db()
    assert event.settled_at is None
    assert "Did the visit take place?" in client.get(f"/admin/visit-day/calls/{call.pk}/").text
    client.post(f"/admin/visit-day/calls/{call.pk}/", {"deed": "said", "took_place": "yes", "rules_kept": "yes"})
    call.refresh_from_db()
    assert (call.took_place, call.rules_kept, call.called_by) == (True, True, operator.account)
    client.post(f"/admin/visit-day/visits/{over.key}/", {"was": "there"})
    over.refresh_from_db()
    assert (over.state, over.shown_way) == ("done", "operator")


def test_a_coordinator_settles(over, signed_in, rena):
    event = VisitEvent.objects.create(visit=over, kind="note", at=timezone.now(), is_conflict=True)
    signed_in(rena.person).post(f"/admin/visit-day/noted/{event.pk}/", {"deed": "seen"})
    event.refresh_from_db()
    assert event.settled_at is not None


def test_a_word_that_somebody_knows_is_not_drawn_again():
    known = WORDS["az"][0]
    assert {new_word("az", but=known) for _ in range(2000)} == set(WORDS["az"]) - {known}
    assert {new_digits(1, but="7") for _ in range(500)} == set("012345689")
