"""What is too old goes by itself, a rule at a time, and the table on the privacy page is the one that is kept."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

import elearn.safety.api as safety
from courses.models import Contribution, ContributionState, PlaybackSession
from elearn.history.models import Entry
from elearn.notices.api import tell
from elearn.notices.models import Notice, NoticeState
from elearn.people import api, retention
from elearn.people.domain.consent import give_consent, refuse_consent
from elearn.people.domain.export import ask_for_copy, make_copy
from elearn.people.domain.private import look_at
from elearn.people.domain.remove import plan_removal, remove, undo_removal
from elearn.people.models import (
    Account,
    Consent,
    ConsentWay,
    ContactPoint,
    DataCopy,
    Guardianship,
    Look,
    Person,
    Removal,
    RemovalState,
    Role,
)
from elearn.people.retention import rules, tidy
from elearn.safety.models import Concern, ConcernEntry, ConcernState
from media_pipeline.models import Film
from tests import factories
from tests.courses.papers import completed_enrolment, sent_contribution

pytestmark = pytest.mark.django_db


def ago(**time):
    return timezone.now() - timedelta(**time)


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", email="gunay@example.com", birth_year=1999, roles=[Role.LEARNER])


def test_a_copy_goes_after_a_week(gunay):
    old, _is_new = ask_for_copy(gunay, language="en")
    make_copy(old.pk)
    DataCopy.objects.update(ready_at=ago(days=8))
    new, _is_new = ask_for_copy(gunay, language="en")
    make_copy(new.pk)
    assert tidy()["people.copies"] == 1
    assert dict(DataCopy.objects.values_list("pk", "state")) == {old.pk: "gone", new.pk: "ready"}


def test_looks_go_after_a_year(gunay):
    by = factories.staff("Rəna", "coordinator").account
    for _turn in range(2):
        look_at(gunay, by=by, why="visit")
    Look.objects.filter(pk=Look.objects.first().pk).update(at=ago(days=366))
    assert tidy()["people.looks"] == 1
    assert Look.objects.count() == 1


@pytest.mark.database
def test_the_words_of_messages_go_and_nothing_is_told_twice(gunay):
    old = tell(gunay, "enrolled", key="enrolled:1", facts={"course": "Plov"})
    waiting = tell(gunay, "enrolled", key="enrolled:2", facts={"course": "Plov"})
    Notice.objects.filter(pk=old.pk).update(state=NoticeState.SENT, to="gunay@example.com", created_at=ago(days=181))
    Notice.objects.filter(pk=waiting.pk).update(state=NoticeState.WAITING, created_at=ago(days=181))
    assert tidy()["notices.words"] == 1
    old.refresh_from_db()
    waiting.refresh_from_db()
    assert (old.facts, old.to, waiting.facts) == ({}, "", {"course": "Plov"})
    assert tell(gunay, "enrolled", key="enrolled:1") == old
    assert tidy()["notices.words"] == 0


def test_a_message_without_its_words_is_still_shown_to_staff(gunay, signed_in):
    old = tell(gunay, "enrolled", key="enrolled:1", facts={"course": "Plov"})
    Notice.objects.filter(pk=old.pk).update(state=NoticeState.SENT, created_at=ago(days=181))
    tidy()
    browser = signed_in(factories.staff("Rəna", "coordinator"))
    assert browser.get(f"/admin/messages/{old.pk}/").status_code == 200


def test_drafts_never_sent_go_with_their_films(gunay):
    old, new, sent = (sent_contribution(gunay, title=str(number)) for number in range(3))
    Contribution.objects.filter(pk__in=[old.pk, new.pk]).update(state=ContributionState.DRAFT)
    Contribution.objects.filter(pk__in=[old.pk, sent.pk]).update(changed_at=ago(days=366))
    Film.objects.filter(pk__in=[old.film_id, sent.film_id]).update(changed_at=ago(days=366))
    assert tidy()["courses.drafts"] == 1
    assert set(Contribution.objects.values_list("pk", flat=True)) == {new.pk, sent.pk}
    assert not Film.objects.filter(pk=old.film_id).exists()


@pytest.mark.database
def test_concerns_go_three_years_after_anybody_touched_them(gunay):
    concerns = [safety.report("Narahatam.", about="", person=gunay) for _turn in range(3)]
    old, touched, still_open = concerns
    Concern.objects.update(created_at=ago(days=1200))
    Concern.objects.exclude(pk=still_open.pk).update(state=ConcernState.CLOSED)
    ConcernEntry.objects.all().delete()
    ConcernEntry.objects.create(concern=touched, did="changed", state="closed")
    assert tidy()["safety.concerns"] == 1
    assert set(Concern.objects.values_list("pk", flat=True)) == {touched.pk, still_open.pk}


@pytest.mark.database
def test_what_players_reported_goes_a_year_after_the_course(gunay):
    enrolment = completed_enrolment(gunay)
    lesson = enrolment.course.get_children().first().specific
    film = factories.ready_film()
    for _turn in range(2):
        PlaybackSession.objects.create(
            person=gunay, film=film, lesson=lesson, enrolment=enrolment, created_at=ago(days=400)
        )
    assert tidy()["courses.playback"] == 0
    type(enrolment).objects.update(completed_at=ago(days=366))
    assert tidy()["courses.playback"] == 2


# People who are not here any more ------------------------------------------------------------------
def long_gone(*people):
    Account.objects.filter(person__in=people).update(last_login=ago(days=1100), date_joined=ago(days=1200))


@pytest.mark.database
def test_who_was_not_here_for_three_years_is_asked_once(gunay):
    long_gone(gunay)
    assert tidy()["people.not_seen"] == 1
    removal = Removal.objects.get()
    assert (removal.cause, (removal.run_at - removal.asked_at).days) == ("unused", 60)
    assert Notice.objects.filter(kind="still_here", person=gunay).count() == 1
    undo_removal(removal)
    assert tidy()["people.not_seen"] == 0


def test_without_an_answer_they_are_removed_and_with_a_sign_in_they_stay(gunay):
    long_gone(gunay)
    tidy()
    removal = Removal.objects.get()
    Account.objects.update(last_login=timezone.now() + timedelta(minutes=1))
    assert not remove(removal)
    removal.refresh_from_db()
    assert removal.state == RemovalState.UNDONE
    gunay.refresh_from_db()
    assert gunay.removed_at is None
    again = plan_removal(gunay, cause=Removal.Cause.UNUSED)
    Account.objects.update(last_login=ago(days=1100))
    assert remove(again)
    gunay.refresh_from_db()
    assert gunay.removed_at is not None


def test_teachers_staff_minors_and_guardians_are_not_asked(gunay):
    from elearn.people.models import Guardianship, GuardianState

    child = factories.person("Aysel", email="aysel@example.com", birth_year=timezone.localdate().year - 15)
    mother = factories.person("Ana", email="ana@example.com")
    teaches = factories.person("Müəllim", email="muellim@example.com")
    sent_contribution(teaches, state=ContributionState.PLACED)
    Guardianship.objects.create(
        minor=child, guardian=mother, relation="mother", kind="email", state=GuardianState.AGREED
    )
    elder = factories.person("Leyla", email="leyla@example.com", roles=[Role.ELDER])
    long_gone(child, mother, teaches, elder, factories.staff("Rəna", "coordinator"))
    assert tidy()["people.not_seen"] == 0


def test_who_was_here_lately_is_not_asked(gunay):
    Account.objects.update(last_login=None, date_joined=ago(days=10))
    assert tidy()["people.not_seen"] == 0


# People who were only named ------------------------------------------------------------------------
def named(name="Murad Quliyev", email="murad@x.example"):
    """Somebody whom a teacher named as seen in a video, long ago."""
    from courses.domain.films.consents import Seen, ask_seen

    consent = ask_seen(
        sent_contribution(factories.person("Leyla")), Seen(name, ContactPoint.Kind.EMAIL, email), by=None
    )
    Person.objects.filter(pk=consent.person_id).update(created_at=ago(days=800))
    Consent.objects.filter(pk=consent.pk).update(asked_at=ago(days=800))
    return consent


@pytest.mark.database
def test_who_was_named_and_said_no_is_told_and_then_forgotten():
    consent = named()
    refuse_consent(consent)
    assert tidy()["people.left_over"] == 0  # the no is of today
    Consent.objects.update(ended_at=ago(days=790))
    assert (tidy()["people.left_over"], tidy()["people.left_over"]) == (1, 0)
    told = Notice.objects.get(kind="still_here")
    assert (told.person, told.facts["may_sign_in"]) == (consent.person, False)
    assert remove(Removal.objects.get())
    consent.person.refresh_from_db()
    assert (consent.person.name, consent.person.contact_points.count()) != ("Murad Quliyev", 1)
    consent.refresh_from_db()
    assert consent.state == "refused"


def test_on_whom_something_rests_stays(gunay):
    consent = named()
    mother = api.create_person("Ana", language="en")
    Guardianship.objects.create(minor=gunay, guardian=mother, relation="mother", kind="email", state="agreed")
    relative = api.create_person("Qardaş", language="en")
    Person.objects.filter(pk=gunay.pk).update(relative=relative)
    Person.objects.update(created_at=ago(days=800))
    factories.visit_request("Sona Kərimova")
    Person.objects.update(created_at=ago(days=800))
    assert tidy(dry_run=True)["people.left_over"] == 1  # who was asked and never answered
    give_consent(consent, way=ConsentWay.CLICK, uses=["site"])
    Consent.objects.update(given_at=ago(days=799))
    assert tidy(dry_run=True)["people.left_over"] == 0


# The table -----------------------------------------------------------------------------------------
def test_a_dry_run_counts_and_deletes_nothing(gunay, capsys):
    look_at(gunay, by=factories.staff("Rəna", "coordinator").account, why="visit")
    Look.objects.update(at=ago(days=366))
    call_command("retention", "--dry-run")
    assert "people.looks: 1 (365 days)" in capsys.readouterr().out
    assert Look.objects.count() == 1
    call_command("retention")
    assert not Look.objects.exists()


def test_what_was_cleared_is_in_the_history_as_a_number(gunay):
    look_at(gunay, by=factories.staff("Rəna", "coordinator").account, why="visit")
    Look.objects.update(at=ago(days=366))
    tidy()
    entry = Entry.objects.get(kind="tidied")
    assert (entry.subject, entry.facts, entry.who) == ("rule:people.looks", {"count": 1}, "")


@pytest.mark.database
def test_a_rule_that_fails_does_not_stop_the_others(gunay, monkeypatch, caplog):
    def fail(before, most):
        raise RuntimeError

    monkeypatch.setitem(retention._rules, "aa", retention.Rule("aa", "x", 1, "y", fail, list))
    look_at(gunay, by=factories.staff("Rəna", "coordinator").account, why="visit")
    Look.objects.update(at=ago(days=366))
    assert tidy()["people.looks"] == 1
    assert "The rule aa could not be kept" in caplog.text


def test_only_so_many_at_once(gunay, monkeypatch):
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 2)
    by = factories.staff("Rəna", "coordinator").account
    for _turn in range(3):
        look_at(gunay, by=by, why="visit")
    Look.objects.update(at=ago(days=366))
    assert (tidy()["people.looks"], tidy()["people.looks"], tidy()["people.looks"]) == (2, 1, 0)


def test_the_privacy_page_shows_the_table(db):
    page = Client().get("/privacy/", headers={"accept-language": "en"}).content.decode()
    for rule in rules():
        assert rule.how_long in page
    assert "Who looked at your address and needs" in page and "1 year" in page and "180 days" in page


def test_the_clock_keeps_the_rules_every_day():
    from elearn.operations.management.commands.tick import CHORES, DAY
    from elearn.people import api

    assert (DAY, api.tidy) in CHORES
