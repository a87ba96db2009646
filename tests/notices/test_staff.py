"""Messages in the Wagtail admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from elearn.notices.models import Notice, NoticeState
from elearn.people.models import Role
from tests import factories

INDEX = "notices_admin:index"


@pytest.fixture
def coordinator(signed_in):
    return signed_in(factories.staff("Rəna", "coordinator"))


def notice(name="Leyla", **more) -> Notice:
    person = factories.person(name, phone=more.pop("phone", "+994501234567"), language="en")
    known = {"kind": "concern_reported", "key": name, "facts": {"number": 7}, "language": "en"}
    return Notice.objects.create(person=person, **{**known, **more})


def test_what_went_wrong_is_said_in_words(coordinator):
    notice("Leyla", state=NoticeState.FAILED, fault="lost: timeout")
    notice("Rauf", state=NoticeState.UNREACHABLE, fault="no_contact")
    page = coordinator.get(reverse(INDEX)).content.decode()
    assert "It has perhaps arrived" in page
    assert "Please call" in page


def test_the_list_can_be_narrowed(coordinator):
    notice("Leyla", state=NoticeState.FAILED, fault="lost")
    rauf = notice("Rauf", state=NoticeState.SENT)
    page = coordinator.get(reverse(INDEX), {"state": "failed"}).content.decode()
    assert "Leyla" in page and "Rauf" not in page
    page = coordinator.get(reverse(INDEX), {"person": rauf.person_id}).content.decode()
    assert "Rauf" in page and "Leyla" not in page
    page = coordinator.get(reverse(INDEX), {"q": "rauf"}).content.decode()
    assert "Rauf" in page and "Leyla" not in page


def test_the_list_costs_the_same_for_one_and_for_three(coordinator):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(reverse(INDEX))
        return len(queries)

    notice("Leyla")
    cost()
    one = cost()
    notice("Rauf")
    notice("Murad")
    assert cost() == one


def test_a_failed_message_is_sent_again_by_a_button(coordinator, django_capture_on_commit_callbacks):
    failed = notice(state=NoticeState.FAILED, fault="lost", attempts=5)
    address = reverse("notices_admin:read", args=[failed.pk])
    page = coordinator.get(address).content.decode()
    assert "Good day, Leyla" in page
    assert "Send it again" in page
    with django_capture_on_commit_callbacks() as callbacks:
        coordinator.post(address)
    assert len(callbacks) == 1
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.fault) == ("waiting", 0, "")


@pytest.mark.parametrize("state", [NoticeState.SENT, NoticeState.WAITING, NoticeState.SENDING])
def test_nothing_else_can_be_sent_again(coordinator, django_capture_on_commit_callbacks, state):
    other = notice(state=state)
    address = reverse("notices_admin:read", args=[other.pk])
    assert "Send it again" not in coordinator.get(address).content.decode()
    with django_capture_on_commit_callbacks() as callbacks:
        coordinator.post(address)
    assert not callbacks
    other.refresh_from_db()
    assert other.state == state


def test_a_persons_page_leads_to_their_messages(coordinator):
    leyla = notice().person
    page = coordinator.get(reverse("people:edit", args=[leyla.pk])).content.decode()
    assert f"{reverse(INDEX)}?person={leyla.pk}" in page


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.OPERATOR)])
def test_who_may_not_sees_no_messages(signed_in, role):
    secret = notice("Leyla Əliyeva", state=NoticeState.FAILED)
    browser = signed_in(factories.staff("Somebody", role.value))
    for address in (reverse(INDEX), reverse("notices_admin:read", args=[secret.pk])):
        for ask in (browser.get, browser.post):
            page = ask(address)
            assert page.status_code in (302, 403, 405)
            assert "Leyla Əliyeva" not in page.content.decode()
    secret.refresh_from_db()
    assert secret.state == "failed"
