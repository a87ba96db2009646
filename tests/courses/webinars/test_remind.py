"""Reminders: a day, an hour and ten minutes before; each once, none too late, none to who just registered."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from courses.domain.webinars import change, remind
from courses.models import Registration
from elearn.notices.domain.deliver import deliver
from elearn.notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db
STARTS = datetime(2026, 12, 10, 14, 0, tzinfo=UTC)  # 18:00 in Baku
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def gunay(db):
    return factories.person("Günay Məmmədova", email="gunay@example.com", birth_year=1999)


@pytest.fixture
def webinar(gunay):
    found = factories.webinar(starts_at=STARTS, registered=[gunay])
    Registration.objects.update(registered_at=STARTS - 7 * DAY)
    return found


def told(name: str = "Günay Məmmədova") -> list[str]:
    rows = Notice.objects.filter(kind="webinar_soon", person__name=name).order_by("created_at", "key")
    return [notice.facts["which"] for notice in rows]


def test_each_reminder_is_told_once_however_often_the_clock_comes_round(webinar):
    for before in (DAY, DAY - MINUTE, HOUR, HOUR - MINUTE, 10 * MINUTE, 9 * MINUTE):
        remind.sweep(now=STARTS - before)
    assert told() == ["day", "hour", "ten"]
    assert Registration.objects.get().reminded == ["day", "hour", "ten"]
    assert told("Leyla Əliyeva") == ["day", "hour", "ten"]
    assert Notice.objects.filter(facts__speaks=True, person__name="Leyla Əliyeva").count() == 3


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (25 * HOUR, []), (DAY, ["day"]), (22 * HOUR, ["day"]), (11 * HOUR, []), (9 * HOUR, []), (61 * MINUTE, []), (HOUR, ["hour"]),
        (31 * MINUTE, ["hour"]), (29 * MINUTE, []), (10 * MINUTE, ["ten"]), (3 * MINUTE, ["ten"]), (MINUTE, []),
        (-MINUTE, []),
    ],
)  # fmt: skip
def test_what_was_missed_for_too_long_stays_quiet(webinar, before, due):
    remind.sweep(now=STARTS - before)
    assert told() == due


def test_the_day_before_no_telephone_rings_at_night(gunay):
    early = datetime(2026, 12, 10, 4, 0, tzinfo=UTC)  # eight in the morning
    factories.webinar(starts_at=early, registered=[gunay])
    Registration.objects.update(registered_at=early - 7 * DAY)
    remind.sweep(now=early - DAY)
    assert told() == []
    remind.sweep(now=early - DAY + HOUR)  # nine
    assert told() == ["day"]


@pytest.mark.parametrize("minutes", [0, 30, 179])
def test_what_begins_late_in_the_evening_is_told_the_evening_before(gunay, minutes):
    late = datetime(2026, 12, 10, 17, 0, tzinfo=UTC) + minutes * MINUTE  # between nine in the evening and midnight
    factories.webinar(starts_at=late, registered=[gunay])
    Registration.objects.update(registered_at=late - 7 * DAY)
    eight = datetime(2026, 12, 9, 16, 0, tzinfo=UTC)
    remind.sweep(now=eight - MINUTE)
    assert told() == []
    remind.sweep(now=eight)
    assert told() == ["day"]
    assert not Notice.objects.filter(facts__is_today=True).exists()


def test_what_is_told_on_the_day_does_not_speak_of_tomorrow(gunay):
    """The clock of the house stood still in the evening; in the morning it is still worth telling."""
    late = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)
    factories.webinar(starts_at=late, registered=[gunay])
    Registration.objects.update(registered_at=late - 7 * DAY)
    remind.sweep(now=late - 12 * HOUR)  # nine in the morning
    facts = Notice.objects.get(kind="webinar_soon", person=gunay).facts
    assert (facts["which"], facts["is_today"]) == ("day", True)
    subjects = {
        render_to_string("notices/webinar_soon.subject.txt", {**facts, "is_today": is_today}).strip()
        for is_today in (True, False)
    }
    with translation.override("en"):
        assert render_to_string("notices/webinar_soon.subject.txt", facts).startswith("Today: ")
    assert len(subjects) == 2


def test_who_registered_after_its_moment_knows_already(webinar):
    Registration.objects.update(registered_at=STARTS - 2 * HOUR)
    remind.sweep(now=STARTS - 2 * HOUR + MINUTE)
    remind.sweep(now=STARTS - 12 * HOUR)
    assert told() == []
    remind.sweep(now=STARTS - HOUR)
    assert told() == ["hour"]


@pytest.mark.parametrize("state", ["waiting", "left"])
def test_only_who_has_a_seat_is_reminded(webinar, state):
    Registration.objects.update(state=state)
    remind.sweep(now=STARTS - HOUR)
    assert told() == []


@pytest.mark.parametrize("state", ["cancelled", "asked", "on_air", "ended"])
def test_only_what_is_announced_reminds(webinar, state):
    type(webinar).objects.filter(pk=webinar.pk).update(state=state)
    assert remind.sweep(now=STARTS - HOUR) == 0
    assert told() == []


def test_a_moved_webinar_reminds_anew(webinar):
    remind.sweep(now=STARTS - DAY)
    rena = factories.staff("Rəna Həsənova", "coordinator")
    change.change(webinar, by=rena.account, starts_at=STARTS + 3 * DAY, speaker_agreed=True, now=STARTS - 20 * HOUR)
    remind.sweep(now=STARTS + 2 * DAY)
    assert told() == ["day", "day"]


def test_a_reminder_that_could_not_be_sent_in_time_is_not_sent_at_all(webinar, settings):
    settings.EMAIL_BACKEND = "elearn.notices.backends.MailboxBackend"
    now = timezone.now()
    type(webinar).objects.update(starts_at=now + 10 * MINUTE)
    Registration.objects.update(registered_at=now - DAY)
    remind.sweep(now=now)
    notice = Notice.objects.get(kind="webinar_soon", person__name="Günay Məmmədova")
    Notice.objects.filter(pk=notice.pk).update(facts=notice.facts | {"not_after": (now - MINUTE).isoformat()})
    assert (deliver(str(notice.pk)), factories.last_message("gunay@example.com")) == ("unreachable", None)
    Notice.objects.filter(pk=notice.pk).update(state="waiting", facts=notice.facts)
    assert deliver(str(notice.pk)) == "sent"


def test_nobody_on_air_is_told_to_the_hosts_once(gunay):
    rena = factories.staff("Rəna Həsənova", "coordinator")
    factories.webinar(starts_at=STARTS, hosts=[rena], registered=[gunay])
    for after in (5, 11, 12, 30):
        remind.sweep(now=STARTS + after * MINUTE)
    assert [notice.person.name for notice in Notice.objects.filter(kind="webinar_not_begun")] == ["Rəna Həsənova"]


def test_a_quiet_hour_costs_two_queries(db):
    with CaptureQueriesContext(connection) as queries:
        remind.sweep(now=STARTS)
    assert len(queries) == 2
