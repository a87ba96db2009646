"""Roles, and views guarded by them."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from elearn.people.api import Role, grant_role, has_role, person_of, prepare, role_required
from elearn.people.models import Account
from tests import factories


@role_required(Role.COORDINATOR, Role.OPERATOR)
def guarded(request):
    return HttpResponse("in")


@pytest.fixture
def ask(rf):
    def asked(user):
        request = rf.get("/somewhere/", {"page": "2"})
        request.user = user
        return guarded(request)

    return asked


def test_a_visitor_is_sent_to_sign_in_and_comes_back(ask):
    page = ask(AnonymousUser())
    assert page.url == "/sign-in/?next=/somewhere/%3Fpage%3D2"


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_let_in_or_refused(ask, db, role):
    person = factories.staff("Somebody", role.value)
    if role in (Role.COORDINATOR, Role.OPERATOR):
        assert ask(person.account).content == b"in"
    else:
        with pytest.raises(PermissionDenied):
            ask(person.account)


def test_a_closed_account_has_no_role(db):
    account = factories.staff("Rəna", "coordinator").account
    assert has_role(account, Role.COORDINATOR)
    account.is_active = False
    assert not has_role(account, Role.COORDINATOR)


def test_asking_for_roles_twice_costs_one_query(db, django_assert_num_queries):
    account = Account.objects.get(pk=factories.staff("Rəna", "coordinator").account.pk)
    with django_assert_num_queries(1):
        has_role(account, Role.ELDER)
        has_role(account, Role.COORDINATOR)


def test_a_visitor_is_nobody(db):
    assert person_of(AnonymousUser()) is None
    assert not has_role(AnonymousUser(), Role.LEARNER)


def test_an_account_is_loaded_with_its_person(db, django_assert_num_queries):
    pk = factories.staff("Rəna", "coordinator").account.pk
    with django_assert_num_queries(1):
        assert person_of(Account.objects.get(pk=pk)).name == "Rəna"


def test_preparing_twice_changes_nothing(db):
    def state():
        return {
            (group.name, permission.codename) for group in Group.objects.all() for permission in group.permissions.all()
        }

    prepare()
    first = state()
    prepare()
    assert state() == first
    assert {group.name for group in Group.objects.all()} >= set(Role.values)
    assert ("coordinator", "access_admin") in first
    assert not {name for name, _code in first} & {"elder", "learner", "companion", "partner"}


def test_roles_are_given_once(db):
    person = factories.person("Leyla", phone="+994501234567")
    grant_role(person, Role.ELDER)
    grant_role(person, Role.ELDER)
    assert person.account.groups.count() == 1
