"""What was typed while a sign-in ran out comes back after signing in: once, at its own address, to nobody else."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from courses.domain.films import contribute
from elearn.people.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


def sign_in(client, person) -> None:
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def leyla():
    return factories.staff("Leyla Əliyeva", Role.ELDER)


@pytest.fixture
def draft(leyla):
    return contribute.begin_contribution(leyla, is_recording=False)


def test_a_description_sent_after_the_sign_in_ran_out_is_there_again(client, leyla, draft):
    address = reverse("courses:describe", args=[draft.pk])
    answer = client.post(address, {"title": "Əncir mürəbbəsi", "language": "az"})
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?{urlencode({'next': address}, safe='/')}")
    sign_in(client, leyla)
    page = client.get(address)
    assert page.status_code == 200
    assert page.context["form"]["title"].value() == "Əncir mürəbbəsi"
    assert client.get(address).context["form"]["title"].value() != "Əncir mürəbbəsi"


def test_nobody_else_gets_what_was_typed(client, draft):
    address = reverse("courses:describe", args=[draft.pk])
    client.post(address, {"title": "Əncir mürəbbəsi"})
    sign_in(client, factories.staff("Murad Quliyev", Role.ELDER))
    assert client.get(address).status_code == 404
    assert b"mbbsi" not in client.get(reverse("courses:my_films")).content


def test_a_letter_too_long_to_keep_is_not_kept(client, draft):
    client.post(reverse("courses:describe", args=[draft.pk]), {"title": "a" * 30_000})
    assert "typed_before_sign_in" not in client.session
