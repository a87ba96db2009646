"""What a trainer noted is taken in once, in order, and never over what the office did meanwhile."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from elearn.safety.models import Concern
from elearn.visits.domain.answer import cancel
from elearn.visits.domain.sync import conflicts, settle, take_in
from elearn.visits.errors import ChangedMeanwhile, NotYours
from elearn.visits.models import Handed, SampleCall, Visit, VisitEvent
from tests.factories import staff, trainer
from tests.visits import hunt
from tests.visits.days import CODE, agreed, event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


@pytest.fixture
def send(murad, settings):
    settings.VISIT_SAMPLE_PERCENT = 0

    def sent(*events, **more):
        return take_in(murad, list(events), by=murad.person.account, **more)

    return sent


def statuses(outcomes) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_a_whole_visit_is_taken_in(murad, send):
    visit = agreed(murad)
    sent = [
        event(visit, "on_the_way"), event(visit, "arrived"), event(visit, "checklist", done=["today", "made up"]),
        event(visit, "note", text="Zəng etdik."), event(visit, "confirmed", way="code", code="47 11"),
        event(visit, "left"),
    ]  # fmt: skip
    assert statuses(send(*sent)) == ["kept"] * 6
    visit.refresh_from_db()
    assert (visit.state, visit.shown_way, visit.version) == ("done", "code", 2)
    assert visit.arrived_at and visit.left_at and visit.shown_at
    assert visit.request.state == "under_way"
    assert not SampleCall.objects.exists()
    hunt.rows("Zəng etdik.")


def test_what_arrives_twice_is_kept_once(murad, send):
    visit = agreed(murad)
    sent = [event(visit, "arrived"), event(visit, "note", text="Bir"), event(visit, "confirmed", way="code", code="1")]
    assert statuses(send(*sent)) == ["kept", "kept", "wrong_code"]
    assert statuses(send(*sent, sent[0])) == ["again", "again", "wrong_code", "again"]
    assert VisitEvent.objects.count() == 3
    visit.refresh_from_db()
    assert visit.presence_tries == 1


def test_five_tries_at_the_code_then_the_sheet(murad, send):
    visit = agreed(murad)
    for _number in range(5):
        assert statuses(send(event(visit, "confirmed", way="code", code="0000"))) == ["wrong_code"]
    right = send(event(visit, "confirmed", way="code", code=CODE))[0]
    assert (right.status, "have the sheet signed" in right.words) == ("wrong_code", True)
    assert statuses(send(event(visit, "confirmed", way="sheet"))) == ["kept"]
    visit.refresh_from_db()
    assert (visit.state, visit.shown_way) == ("done", "sheet")
    assert all("0000" not in row.facts and CODE not in row.facts for row in VisitEvent.objects.all())


def test_the_rules_are_ticked_before_one_arrives(murad, send):
    visit = agreed(murad)
    for rules in ([], ["codes", "gifts", "word"], "codes", None):
        outcome = send(event(visit, "arrived", rules=rules))[0]
        assert (outcome.status, "tick each" in outcome.words) == ("refused", True)
    visit.refresh_from_db()
    assert visit.arrived_at is None and not VisitEvent.objects.exists()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Kart 4111 1111 1111 1111 idi", "Kart … idi"),
        ("4111-1111-1111-1111", "…"),
        ("PIN: 4321, xahiş", "PIN: …, xahiş"),
        ("Пин-код 4321", "Пин-код …"),
        ("Telefon 0501234567, 12 dəqiqə", "Telefon 0501234567, 12 dəqiqə"),
    ],
)
def test_cards_and_pins_are_not_kept(murad, send, said, kept):
    outcome = send(event(agreed(murad), "note", text=said))[0]
    assert f'"text": "{kept}"' in VisitEvent.objects.get().facts
    assert bool(outcome.words) == (said != kept)


def test_the_office_cancelled_meanwhile(murad, send):
    visit = agreed(murad)
    rena = staff("Rəna Həsənova", "coordinator").account
    sent = [event(visit, "arrived"), event(visit, "note", text="Bir"), event(visit, "confirmed", way="code", code=CODE)]
    cancel(visit, by=rena, is_elder=False, reason="")
    found = send(*sent)
    assert statuses(found) == ["conflict"] * 3
    assert "was cancelled meanwhile" in found[0].words
    assert statuses(send(*sent)) == ["conflict"] * 3
    visit.refresh_from_db()
    assert (visit.state, visit.arrived_at) == ("cancelled", None)
    assert conflicts().count() == VisitEvent.objects.count() == 3
    first = conflicts().first()
    with pytest.raises(NotYours):
        settle(first, by=murad.person.account)
    settle(first, by=rena, took_place=True)
    visit.refresh_from_db()
    assert (visit.state, visit.shown_way) == ("done", "operator")
    with pytest.raises(ChangedMeanwhile):
        settle(first, by=rena)


def test_moved_or_given_to_somebody_else_meanwhile(murad, send):
    moved, given, stranger = agreed(murad), agreed(murad, "Tofiq Həsənov", starts_in=60), trainer("Nigar Əhmədova")
    sent = [event(moved, "arrived"), event(given, "arrived")]
    for visit in (moved, given):
        Handed.objects.create(visit=visit, trainer=murad)
    Visit.objects.filter(pk=moved.pk).update(version=3)
    Visit.objects.filter(pk=given.pk).update(version=3, trainer=stranger, state="proposed")
    found = send(*sent)
    assert statuses(found) == ["conflict", "conflict"]
    assert "changed this visit meanwhile" in found[0].words
    assert not Visit.objects.exclude(arrived_at=None).exists()


def test_only_own_visits_and_only_the_trainer(murad, send):
    nigar = trainer("Nigar Əhmədova")
    hers = agreed(nigar)
    for kind in ("arrived", "left", "no_show"):
        outcome = send(event(hers, kind))[0]
        assert (outcome.status, outcome.words) == ("refused", "This visit is not yours.")
    assert send(event(hers, "note", text="x") | {"visit": str(uuid4())})[0].status == "refused"
    for somebody in (nigar.person.account, staff("Rəna Həsənova", "coordinator").account):
        with pytest.raises(NotYours):
            take_in(murad, [event(hers, "left")], by=somebody)
    assert not VisitEvent.objects.exists()


def test_somebody_elses_key_tells_nothing(murad, send):
    nigar = trainer("Nigar Əhmədova")
    hers, key = agreed(nigar), uuid4()
    take_in(nigar, [event(hers, "note", key=key, text="Onunku")], by=nigar.person.account)
    outcome = send(event(agreed(murad, "Tofiq Həsənov"), "note", key=key, text="Mənimki"))[0]
    assert (outcome.status, outcome.words) == ("refused", "This could not be read.")
    assert "Onunku" in VisitEvent.objects.get().facts


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "done"}, {"kind": "can_do"}, {"key": "x"}, {"visit": "1 OR 1=1"}, {"at": "yesterday"},
        {"at": "2026-11-24T10:00:00"}, {"seen_version": "two"}, {"seen_version": -1}, {"seen_version": 2**40},
        {"at": "0001-01-01T00:00:00+14:00"}, {"at": "2020-01-01T00:00:00Z"}, {"facts": {"text": ""}},
        {"facts": {"text": ["x"]}}, {"facts": "x"}, {"at": None},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(murad, send, change):
    outcome = send(event(agreed(murad), "note", text="x") | change)[0]
    assert outcome.status == "refused" and outcome.words
    assert not VisitEvent.objects.exists()


def test_things_that_are_no_events(send):
    assert statuses(send(None, 1, [], "x", {})) == ["refused"] * 5


def test_the_clock_of_the_device_is_set_right(murad, send):
    visit, wrong = agreed(murad), timezone.now() + timedelta(hours=5)
    send(event(visit, "arrived", at=wrong - timedelta(minutes=9)), sent_at=wrong)
    visit.refresh_from_db()
    assert abs(timezone.now() - timedelta(minutes=9) - visit.arrived_at) < timedelta(seconds=10)
    send(event(visit, "left", at=wrong))
    visit.refresh_from_db()
    assert visit.left_at <= timezone.now()


def test_nothing_is_confirmed_or_missed_before_its_time(murad, send):
    visit = agreed(murad, starts_in=90)
    outcomes = send(event(visit, "confirmed", way="code", code=CODE), event(visit, "no_show"))
    assert statuses(outcomes) == ["refused", "refused"]
    visit.refresh_from_db()
    assert (visit.state, visit.presence_tries) == ("confirmed", 0)


def test_nobody_arrives_on_the_day_before(murad, send):
    visit = agreed(murad)
    Visit.objects.update(starts_at=visit.starts_at + timedelta(days=1), ends_at=visit.ends_at + timedelta(days=1))
    outcomes = send(event(visit, "arrived"), event(visit, "left"))
    assert statuses(outcomes) == ["refused", "refused"] and "on another day" in outcomes[0].words


def test_nobody_there_is_called(murad, send):
    visit = agreed(murad)
    assert statuses(send(event(visit, "no_show"))) == ["kept"]
    visit.refresh_from_db()
    assert visit.state == "no_show"
    assert SampleCall.objects.get().visit == visit


def test_an_incident_reaches_the_officer_even_when_the_visit_changed(murad, send):
    visit = agreed(murad)
    sent = event(visit, "incident", text="İti tək qalıb", in_danger=True, version=1)
    assert statuses(send(sent)) == ["conflict"]
    assert statuses(send(sent)) == ["conflict"]
    concern = Concern.objects.get()
    assert (concern.subject, concern.in_danger) == (f"visit:{visit.key}", True)


@pytest.mark.parametrize("kind", ["note", "incident"])
def test_half_a_sign_jams_no_delivery(murad, send, kind):
    visit = agreed(murad)
    outcomes = send(
        event(visit, kind, text="Yaxşı keçdi \ud83d\x00", in_danger=False), event(visit, "unit", unit="\ud83d"),
        event(visit, "arrived"),
    )  # fmt: skip
    assert [one.status for one in outcomes] == ["kept", "refused", "kept"]
    assert VisitEvent.objects.filter(visit=visit, kind=kind).count() == 1
