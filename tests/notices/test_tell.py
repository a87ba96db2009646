"""One way to tell a person something: a row first, sent after commit, tried again, never sent twice."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from elearn.notices.api import sweep, tell
from elearn.notices.domain.deliver import WAITS, deliver
from elearn.notices.models import MailboxMessage, Notice, NoticeState
from tests import factories
from tests.notices.servers import gateway, mail_server
from tests.races import all_at_once

PHONE = "+994501234567"
FACTS = {"number": 7, "deadline": ""}


@pytest.fixture
def leyla(db):
    return factories.person("Leyla Əliyeva", phone=PHONE, form_of_address="xanim", language="en")


def told(person, key="k", **facts):
    return tell(person, "concern_reported", key=key, facts={**FACTS, **facts})


def state_of(notice) -> str:
    notice.refresh_from_db()
    return notice.state


def mail_to(settings, server) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5


@pytest.mark.database
def test_the_row_is_there_at_once_and_the_task_after_commit(leyla, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        notice = told(leyla)
    assert notice.state == NoticeState.WAITING
    assert not DBTaskResult.objects.exists()
    assert len(callbacks) == 1
    callbacks[0]()
    task = DBTaskResult.objects.get()
    assert task.queue_name == "quick"
    assert task.args_kwargs["args"] == [str(notice.pk)]


@pytest.mark.database
def test_a_deed_undone_tells_nobody(leyla, django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks() as callbacks,
        pytest.raises(RuntimeError),
        transaction.atomic(),
    ):
        told(leyla)
        raise RuntimeError
    assert not callbacks
    assert not Notice.objects.exists()


@pytest.mark.database
def test_the_same_key_is_told_once(leyla, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        assert told(leyla) == told(leyla, number=8)
    assert len(callbacks) == 1
    assert Notice.objects.get().facts["number"] == 7


def test_a_merged_person_is_told_under_the_kept_record(leyla):
    from elearn.people.api import merge

    keep = factories.person("Leyla", email="leyla@example.com")
    merge(keep, leyla, by=None)
    leyla.refresh_from_db()
    assert told(leyla).person == keep


def test_it_is_delivered_by_sms_with_the_persons_number(leyla):
    notice = told(leyla)
    assert deliver(str(notice.pk)) == NoticeState.SENT
    message = MailboxMessage.objects.get()
    assert (message.channel, message.to) == ("sms", PHONE)
    assert "concern 7" in message.body
    notice.refresh_from_db()
    assert (notice.state, notice.channel, notice.to, notice.language) == (
        "sent",
        "sms",
        PHONE,
        "en",
    )
    assert notice.sent_at


def test_it_is_delivered_by_e_mail_with_a_greeting(db):
    rauf = factories.person("Rauf & Oğulları", email="rauf@example.com", form_of_address="bey", language="en")
    deliver(str(told(rauf).pk))
    message = MailboxMessage.objects.get()
    assert message.subject == "A concern was reported"
    assert message.body.startswith("Good day, Rauf & Oğulları bəy,")


@pytest.mark.database
def test_it_is_sent_once_however_often_it_is_tried(leyla):
    notice = told(leyla)
    answers = [deliver(str(notice.pk)) for _time in range(3)]
    assert answers == [NoticeState.SENT, None, None]
    assert MailboxMessage.objects.count() == 1


@pytest.mark.database
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="threads share SQLite's test database in memory, which does not wait for its lock",
)
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_once():
    leyla = factories.person("Leyla", phone=PHONE)
    notice = Notice.objects.create(person=leyla, kind="concern_reported", key="k", facts=FACTS)
    answers = all_at_once(*[partial(deliver, str(notice.pk))] * 4)
    assert sorted(answers, key=str) == [None, None, None, NoticeState.SENT]
    assert MailboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "state"), [("012 498 12 34", "to_call"), ("+44 7911 123456", "to_call"), ("", "unreachable")]
)
def test_nobody_to_write_to_is_left_to_staff(db, number, state):
    rauf = factories.person("Rauf", phone=number, with_account=False)
    notice = told(rauf)
    assert deliver(str(notice.pk)) == NoticeState(state)
    assert state_of(notice) == state


def test_a_mail_server_that_is_away_is_tried_again_later_and_later(db, settings):
    with mail_server() as server:
        pass
    mail_to(settings, server)
    notice = told(factories.person("Rauf", email="rauf@example.com"))
    for wait in WAITS:
        before = timezone.now()
        assert deliver(str(notice.pk)) == NoticeState.WAITING
        notice.refresh_from_db()
        assert wait <= notice.next_try_at - before < wait + timedelta(seconds=20)
        assert deliver_due(notice) == 1
    assert deliver(str(notice.pk)) == NoticeState.FAILED
    notice.refresh_from_db()
    assert (notice.attempts, notice.fault.split(":")[0]) == (5, "no_transport")


def deliver_due(notice) -> int:
    """Let the wait pass and sweep; gives how many notices were queued."""
    assert sweep() == 0
    Notice.objects.filter(pk=notice.pk).update(next_try_at=timezone.now())
    return sweep()


@pytest.mark.parametrize(
    ("answers", "state", "fault"),
    [
        ({}, "sent", ""),
        ({"recipient": "550 nobody here"}, "failed", "refused"),
        ({"recipient": "451 later"}, "waiting", "recipient [451]"),
        ({"data": "554 no"}, "failed", "refused"),
        ({"data": "451 later"}, "waiting", "SMTPDataError 451"),
        ({"data": ""}, "failed", "lost"),
    ],
)
def test_what_a_mail_server_says_decides(db, settings, answers, state, fault):
    with mail_server(**answers) as server:
        mail_to(settings, server)
        notice = told(factories.person("Rauf", email="rauf@example.com"))
        deliver(str(notice.pk))
    assert state_of(notice) == state
    assert notice.fault.split(":")[0] == fault
    assert len(server.taken) == (state == "sent")
    if server.taken:
        assert f"Message-ID: <{notice.pk}@" in server.taken[0]


@pytest.mark.parametrize(
    ("status", "state", "fault"),
    [
        (202, "sent", ""),
        (200, "sent", ""),
        (400, "failed", "refused"),
        (401, "failed", "refused"),
        (302, "failed", "refused"),
        (429, "waiting", "gateway 429"),
        (503, "waiting", "gateway 503"),
        (500, "failed", "lost"),
    ],
)
def test_what_a_gateway_says_decides(leyla, settings, status, state, fault):
    with gateway(status) as server:
        settings.SMS_URL, settings.SMS_TOKEN = server.url, "secret"
        notice = told(leyla)
        deliver(str(notice.pk))
    assert state_of(notice) == state
    assert notice.fault.split(":")[0] == fault
    headers, message = server.taken[0]
    assert headers["Authorization"] == "Bearer secret"
    assert message["to"] == PHONE
    assert message["reference"] == str(notice.pk)
    assert "concern 7" in message["text"]


def test_a_gateway_that_hangs_up_is_never_asked_again_by_itself(leyla, settings):
    with gateway(hang_up=True) as server:
        settings.SMS_URL = server.url
        notice = told(leyla)
        assert deliver(str(notice.pk)) == NoticeState.FAILED
        assert sweep() == 0
    assert len(server.taken) == 1


@pytest.mark.database
def test_a_gateway_that_is_away_is_tried_again(leyla, settings):
    with gateway() as server:
        pass
    settings.SMS_URL = server.url
    notice = told(leyla)
    assert deliver(str(notice.pk)) == NoticeState.WAITING


@pytest.mark.database
def test_a_forgotten_notice_is_queued_once(leyla):
    notice = told(leyla)
    assert sweep() == 0
    later = timezone.now() - timedelta(seconds=1)
    Notice.objects.filter(pk=notice.pk).update(next_try_at=later)
    assert [sweep(), sweep()] == [1, 0]
    assert DBTaskResult.objects.count() == 1


def test_what_a_dead_worker_was_sending_is_left_to_staff(leyla):
    notice = told(leyla)
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.SENDING, next_try_at=timezone.now() - timedelta(seconds=1)
    )
    assert sweep() == 1
    assert state_of(notice) == "failed"
    assert notice.fault == "lost"
    assert deliver(str(notice.pk)) is None
    assert not MailboxMessage.objects.exists()


@pytest.mark.database
def test_a_worker_writes_nothing_over_what_the_sweep_decided(leyla):
    """The sweep gave this attempt up while the worker was still at it."""
    from elearn.notices.domain.deliver import _settle

    notice = told(leyla)
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.FAILED, fault="lost")
    _settle(notice, NoticeState.SENT)
    assert state_of(notice) == "failed"


def test_a_code_is_never_a_notice(visitor, leyla):
    from django.urls import reverse

    visitor.post(reverse("account_login"), {"login": PHONE})
    assert factories.last_code(PHONE)
    assert not Notice.objects.exists()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_worker_delivers_what_was_told():
    notice = told(factories.person("Leyla", phone=PHONE))
    call_command("db_worker", queue_name="quick", batch=True, interval=0, verbosity=0)
    assert state_of(notice) == "sent"
