"""Every forgery of ours is refused by the site, and every genuine badge is accepted by verifiers that are not ours."""

import base64
import json
from datetime import timedelta

import jwt
import pytest
from django.db import transaction
from django.utils import timezone

import courses.api as school
from courses.models import Certificate, StatusList
from elearn.operations.papers import check, forge
from tests.courses.papers import completed_in
from tests.factories import course_with, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificates() -> list[Certificate]:
    page, _lessons = course_with({}, {})
    return [school.certify(completed_in(page, person(name))) for name in ("Günay", "Rəna", "Leyla", "Murad")]


def tokens(certificates) -> list[str]:
    return [Certificate.objects.get(pk=one.pk).credential for one in certificates]


@pytest.fixture
def served(certificates) -> check.Served:
    return check.served_for(tokens(certificates))


def test_each_way_of_forging_is_refused_and_all_of_them_are_tried(certificates):
    ways = len(forge.kinds()) + 1
    refused, believed = forge.outcome(ways, seed=8)
    assert believed == [] and set(refused) == {*forge.kinds(), forge.CANCELLED} and sum(refused.values()) == ways
    assert not Certificate.objects.filter(cancelled_at__isnull=False).exists()


def test_what_they_are_made_from_is_genuine(certificates):
    """Else everything would be refused."""
    for one in certificates:
        one.refresh_from_db()
        for data in (school.read_paper(one), one.credential.encode(), *forge.forge_badges.in_pictures(
            forge.Genuine(one, b"")
        )):  # fmt: skip
            assert school.check_file(data).finding == school.Finding.GENUINE


def test_the_same_seed_makes_the_same_choices(certificates):
    def kinds(seed: int) -> list[tuple[str, int]]:
        with transaction.atomic():
            made = [(one.kind, len(one.data)) for one in forge.forgeries(12, seed=seed) if "badge" in one.kind]
            transaction.set_rollback(True)
        return made

    assert kinds(8) == kinds(8)


# Verifiers that are not ours --------------------------------------------------------------------------------
VERIFIERS = [
    check.by_python,
    pytest.param(
        check.by_npm,
        marks=pytest.mark.skipif(not check.has_npm_tools(), reason="needs the npm packages of development"),
    ),
]


@pytest.mark.parametrize("verify", VERIFIERS)
def test_a_verifier_apart_accepts_every_badge_and_refuses_a_cancelled_one(certificates, verify):
    school.cancel(certificates[2], reason="Səhvən verilib.", by=None)
    found = verify(tokens(certificates), check.served_for(tokens(certificates)))
    assert found == ["good", "good", "cancelled", "good"]


@pytest.mark.parametrize("verify", VERIFIERS)
def test_it_refuses_what_was_changed_or_comes_with_another_key(certificates, served, verify):
    one, other = tokens(certificates)[:2]
    head, body, signature = one.split(".")
    forged = [
        f"{head}.{other.split('.')[1]}.{signature}", f"{head}.{body}.",
        forge.forge_badges.key_at_another_address(
            forge.Genuine(certificates[0], b""), forge.Genuine(certificates[1], b""), forge.random.Random(8)
        ).decode("utf-8", "replace"),
    ]  # fmt: skip
    assert "good" not in verify(forged, served)


@pytest.mark.parametrize("verify", VERIFIERS)
def test_it_relies_on_no_stale_list(certificates, served, verify, monkeypatch):
    from courses.domain.badges import status_lists

    long_ago = timezone.now() - timedelta(days=3)
    monkeypatch.setattr(status_lists.timezone, "now", lambda: long_ago)
    StatusList.objects.update(token="")
    stale = {address: school.status_list_token(1) for address in served.lists}
    monkeypatch.undo()
    old = check.Served(served.issuer, served.keys, stale)
    assert "good" not in verify(tokens(certificates)[:1], old)


def test_all_badges_of_an_installation_are_counted(certificates):
    assert check.credentials_ok() == 4 and check.credentials_ok(limit=2) == 2
    Certificate.objects.filter(pk=certificates[0].pk).update(credential=certificates[0].credential[:-8] + "AAAAAAAA")
    assert check.credentials_ok() == 3
    Certificate.objects.update(credential="")
    assert check.credentials_ok() is None


def test_only_addresses_of_this_site_are_read(certificates):
    one = tokens(certificates)[0]
    head, body, signature = one.split(".")
    said = jwt.decode(one, options={"verify_signature": False})
    said["credentialStatus"]["statusListCredential"] = "https://forger.example/badges/status/1"
    elsewhere = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    with pytest.raises(ValueError, match="not an address of this site"):
        check.served_for([f"{head}.{elsewhere}.{signature}"])
