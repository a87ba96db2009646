"""The removal of a person's data is planned, told, undone: by themselves, by staff, by a guardian."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from elearn.notices.models import Notice
from elearn.people.domain.remove import find_removal, plan_removal, remind, remove, undo_removal
from elearn.people.errors import CannotRemove
from elearn.people.models import Account, Person, Removal, RemovalState, Role
from elearn.people.tasks import sweep_own_data
from tests import factories

pytestmark = pytest.mark.django_db
NAME = "Sevinc Qasımzadə"


@pytest.fixture
def sevinc(db):
    return factories.person(NAME, email="sevinc@example.com", birth_year=1954, language="en")


@pytest.mark.database
def test_it_takes_the_word_and_is_told(signed_in, sevinc):
    browser = signed_in(sevinc)
    for word in ("", "yes", "dele"):
        assert browser.post("/my-data/remove/", {"word": word}).status_code == 422
    assert not Removal.objects.exists()
    assert browser.post("/my-data/remove/", {"word": " Delete "}).status_code == 302
    removal = Removal.objects.get()
    assert removal.cause == "own"
    assert timedelta(days=13, hours=23) < removal.run_at - timezone.now() <= timedelta(days=14)
    notice = Notice.objects.get(kind="removal_planned")
    assert removal.token in notice.facts["address"]
    assert "Your data are deleted on" in browser.get("/my-data/").content.decode()


@pytest.mark.database
def test_a_second_time_is_the_same_plan(sevinc):
    one, other = (plan_removal(sevinc, cause=Removal.Cause.OWN) for _turn in range(2))
    assert one == other


@pytest.mark.parametrize("token", ["9" * 5000 + "-x", "9" * 19 + "-x", "١-x", "-x", "x"])
def test_an_address_that_somebody_made_up_leads_nowhere(visitor, db, token):
    assert visitor.get(f"/my-data/undo/{token}/").status_code == 404


def test_it_is_undone_from_the_message_without_signing_in(visitor, sevinc):
    removal = plan_removal(sevinc, cause=Removal.Cause.OWN)
    address = f"/my-data/undo/{removal.token}/"
    assert "Keep your data?" in visitor.get(address).content.decode()
    removal.refresh_from_db()
    assert removal.state == RemovalState.PLANNED
    assert "Everything stays" in visitor.post(address).content.decode()
    removal.refresh_from_db()
    assert removal.state == RemovalState.UNDONE
    assert not remove(removal)
    assert Person.objects.get(pk=sevinc.pk).name == NAME


@pytest.mark.parametrize(
    "change_of",
    [
        lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"),
        lambda t: t.split("-")[0] + "-",
        lambda t: "9" + t,
        lambda t: "x",
        lambda t: "9" * 40 + "-a",
    ],
)
def test_another_address_undoes_nothing(visitor, sevinc, change_of):
    removal = plan_removal(sevinc, cause=Removal.Cause.OWN)
    token = change_of(removal.token)
    assert find_removal(token) is None
    assert visitor.post(f"/my-data/undo/{token}/").status_code == 404
    removal.refresh_from_db()
    assert removal.state == RemovalState.PLANNED


@pytest.mark.database
def test_a_plan_follows_a_merged_record_and_its_message_still_works(sevinc):
    from elearn.people.api import merge

    older = factories.person("Sevinc xanım", phone="0551234567")
    removal = plan_removal(sevinc, cause=Removal.Cause.OWN)
    token = removal.token
    merge(older, sevinc, by=None)
    found = find_removal(token)
    assert found == removal and found.person == older
    assert undo_removal(found)


def test_two_days_before_it_is_said_once_more(sevinc):
    removal = plan_removal(sevinc, cause=Removal.Cause.OWN)
    assert remind(timezone.now()) == 0
    later = removal.run_at - timedelta(days=1)
    assert (remind(later), remind(later)) == (1, 0)
    assert Notice.objects.filter(kind="removal_soon").count() == 1


def test_nothing_goes_before_its_day(sevinc):
    plan_removal(sevinc, cause=Removal.Cause.OWN)
    sweep_own_data()
    assert Person.objects.get(pk=sevinc.pk).name == NAME
    Removal.objects.update(run_at=timezone.now() - timedelta(minutes=1))
    sweep_own_data()
    assert Person.objects.get(pk=sevinc.pk).removed_at is not None


def test_who_administers_the_installation_stays(db):
    root = Account.objects.create_superuser(handle="root", email="root@korpu.example")
    with pytest.raises(CannotRemove):
        plan_removal(root.person, cause=Removal.Cause.OWN)


# Staff and guardians -------------------------------------------------------------------------------
@pytest.mark.database
def test_a_coordinator_plans_it_for_somebody_who_asks_by_phone(signed_in, sevinc):
    rena = factories.staff("Rəna", "coordinator")
    browser = signed_in(rena)
    address = f"/admin/people/removal/{sevinc.pk}/"
    for wrong in ({"name": NAME}, {"name": "Başqası", "asked": "on"}, {}):
        browser.post(address, wrong)
    assert not Removal.objects.exists()
    browser.post(address, {"name": "sevinc qasımzadə", "asked": "on"})
    removal = Removal.objects.get()
    assert (removal.cause, removal.asked_by) == ("staff", rena.account)
    assert Notice.objects.filter(kind="removal_planned", person=sevinc).exists()
    assert ModelLogEntry.objects.filter(action="people.remove", user=rena.account).exists()
    browser.post(address, {"undo": "1"})
    removal.refresh_from_db()
    assert removal.state == RemovalState.UNDONE


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_nobody_else_plans_it_for_others(signed_in, sevinc, role):
    browser = signed_in(factories.staff("Somebody", role.value))
    address = f"/admin/people/removal/{sevinc.pk}/"
    for answer in (browser.get(address), browser.post(address, {"name": NAME, "asked": "on"})):
        assert answer.status_code in (302, 403)
    assert not Removal.objects.exists()


def test_a_guardian_asks_for_their_child_and_nobody_elses(signed_in, sevinc):
    from elearn.people.models import Guardianship, GuardianState

    child = factories.person("Aysel Qasımzadə", email="aysel@example.com", birth_year=timezone.localdate().year - 15)
    other = factories.person("Murad Quliyev", email="murad@example.com", birth_year=timezone.localdate().year - 15)
    for minor, guardian, state in ((child, sevinc, GuardianState.AGREED), (other, sevinc, GuardianState.WITHDRAWN)):
        Guardianship.objects.create(minor=minor, guardian=guardian, relation="mother", kind="email", state=state)
    browser = signed_in(sevinc)
    assert "Aysel" in browser.get("/my-data/").content.decode()
    assert browser.post(f"/my-data/child/{other.pk}/remove/", {"word": "delete"}).status_code == 404
    assert browser.post(f"/my-data/child/{child.pk}/remove/", {"word": "delete"}).status_code == 302
    assert [removal.person for removal in Removal.objects.all()] == [child]


@pytest.mark.database
def test_undoing_twice_tells_once(sevinc):
    removal = plan_removal(sevinc, cause=Removal.Cause.OWN)
    assert (undo_removal(removal), undo_removal(removal)) == (True, False)
    assert Notice.objects.filter(kind="removal_undone").count() == 1
