"""Staff look after trainers: photo, checks, suspension, pairs; and what nobody does about themself."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from elearn.notices.models import Notice
from elearn.people.api import Role, grant_role
from elearn.visits.domain import trainers
from elearn.visits.domain.book import propose
from elearn.visits.enums import CheckKind
from elearn.visits.errors import NotBookable
from elearn.visits.models import Check, Pair, Trainer, Unit, UnitText, Visit
from elearn.visits.policies import is_bookable
from elearn.visits.signals import trainer_suspended
from elearn.visits.tasks import sweep
from tests.factories import district, staff, trainer
from tests.visits.made import moment, monday, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def murad():
    return trainer("Murad Quliyev")


@pytest.fixture
def rena():
    return staff("Rəna Həsənova", "coordinator")


@pytest.fixture
def hers(rena, signed_in):
    return signed_in(rena)


def picture(size=(800, 600), kind="JPEG", **more) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "#9B1B30").save(made, kind, **more)
    return made.getvalue()


def as_form(murad, **more):
    """The fields of a trainer's form as the browser sends them, without rows below."""
    empty = {
        f"{rows}-{name}": "0" if name != "MAX_NUM_FORMS" else "1000"
        for rows in ("hours", "extra_hours", "absences")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    return {
        "gender": "man", "languages": ["az"], "district": district().pk, "transport": "car", "most_visits": "4",
        "lunch_from": "12:00", "lunch_until": "14:00", "lunch_minutes": "30", "base": "", **empty, **more,
    }  # fmt: skip


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


# The photo -----------------------------------------------------------------------------------------
def test_a_photo_is_drawn_anew_without_where_and_when(hers, murad, django_capture_on_commit_callbacks):
    exif = Image.Exif()
    exif[0x010E] = "Nizami küçəsi 10"
    exif[0x8825] = {1: "N", 2: (40.0, 22.0, 51.0)}
    data = picture(exif=exif, comment=b"Nizami 10")
    assert b"Nizami" in data
    answer = hers.post(f"/admin/trainers/edit/{murad.pk}/", as_form(murad, new_photo=upload("Nizami.jpg", data)))
    assert answer.status_code == 302
    murad.refresh_from_db()
    with storages["papers"].open(murad.photo) as file:
        kept = file.read()
    found = Image.open(BytesIO(kept))
    assert (found.size, found.format, dict(found.getexif())) == ((640, 640), "JPEG", {})
    assert b"Nizami" not in kept and "Nizami" not in murad.photo
    first = murad.photo
    with django_capture_on_commit_callbacks(execute=True):
        hers.post(f"/admin/trainers/edit/{murad.pk}/", as_form(murad, new_photo=upload("b.jpg", picture())))
    assert not storages["papers"].exists(first)


def test_a_photo_with_notes_of_its_camera_that_cannot_be_read_is_taken_all_the_same(hers, murad):
    sideways = bytes.fromhex("0112 0003 00000001 0006 0000")
    in_letters = bytes.fromhex("011a 0002 00000003") + b"72\0\0"  # a resolution, where a fraction is meant
    odd = b"Exif\0\0MM\0*\0\0\0\x08\0\x02" + sideways + in_letters + bytes(4)
    before = murad.photo
    hers.post(f"/admin/trainers/edit/{murad.pk}/", as_form(murad, new_photo=upload("a.jpg", picture(exif=odd))))
    murad.refresh_from_db()
    assert murad.photo != before


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 40,
        picture()[:300],
        picture(size=(60, 60)),
        picture(size=(9000, 9000), quality=1),
    ],
    ids=["svg", "gif", "cut", "small", "vast"],
)
def test_what_is_no_good_photo_is_refused_in_words(hers, murad, data):
    before = murad.photo
    answer = hers.post(f"/admin/trainers/edit/{murad.pk}/", as_form(murad, new_photo=upload("face.jpg", data)))
    assert answer.status_code == 200
    assert "photo" in answer.text
    murad.refresh_from_db()
    assert murad.photo == before


def test_only_who_may_look_sees_the_face(hers, signed_in, visitor, murad):
    hers.post(f"/admin/trainers/edit/{murad.pk}/", as_form(murad, new_photo=upload("a.jpg", picture())))
    face = f"/admin/trainers/face/{murad.pk}/"
    assert hers.get(face)["Content-Type"] == "image/jpeg"
    assert "private" in hers.get(face)["Cache-Control"]
    assert signed_in(murad.person).get("/trainer/face/").status_code == 200
    assert signed_in(trainer("Nigar Əhmədova").person).get(face).status_code in (302, 403)
    assert signed_in(staff("Nigar Səfərova", "operator")).get(face).status_code in (302, 403)
    visitor.logout()
    assert visitor.get(face).status_code == 302
    murad.refresh_from_db()
    assert visitor.get(f"/media/papers/{murad.photo}").status_code == 404


# The form ------------------------------------------------------------------------------------------
def test_a_coordinator_writes_down_a_trainer_who_has_the_role(hers):
    elcin = staff("Elçin Səfərov", "trainer")
    stranger = staff("Nigar Səfərova", "operator")
    assert hers.post("/admin/trainers/new/", as_form(None, person=stranger.pk)).status_code == 200
    hers.post("/admin/trainers/new/", as_form(None, person=elcin.pk, base="40.38123, 49.81987"))
    made = Trainer.objects.get()
    assert (made.person, made.base, is_bookable(made)) == (elcin, "40.38123,49.81987", False)
    assert hers.post("/admin/trainers/new/", as_form(None, person=elcin.pk)).status_code == 200


@pytest.mark.parametrize("base", ["somewhere", "40.4", "140, 10", "nan, 1", "40.1,49.2,3"])
def test_a_base_is_a_place_on_earth(hers, murad, base):
    assert hers.post(f"/admin/trainers/edit/{murad.pk}/", as_form(murad, base=base)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_says_how_each_stands_in_a_constant_number_of_queries(hers, django_assert_num_queries, count):
    for name in ("Murad Quliyev", "Nigar Əhmədova", "Elçin Səfərov")[:count]:
        trainer(name)
    Check.objects.filter(kind="conduct", trainer__person__name="Murad Quliyev").delete()
    hers.get("/admin/trainers/")
    with django_assert_num_queries(15):
        page = hers.get("/admin/trainers/").text
    assert "missing: code of conduct, signed" in page


@pytest.mark.parametrize("address", ["", "new/", "edit/{}/", "standing/{}/", "pairs/{}/", "face/{}/"])
def test_trainers_and_operators_do_not_look_after_trainers(signed_in, murad, address):
    for who in (murad.person, staff("Nigar Səfərova", "operator")):
        answer = signed_in(who).get(f"/admin/trainers/{address.format(murad.pk)}")
        assert answer.status_code in (302, 403)


# Checks and suspension -----------------------------------------------------------------------------
def test_a_check_is_noted_by_a_colleague_and_counts_from_then_on(hers, rena):
    elcin = trainer("Elçin Səfərov", bookable=False)
    address = f"/admin/trainers/standing/{elcin.pk}/"
    today = timezone.localdate()
    for kind in CheckKind:
        assert not is_bookable(Trainer.objects.get())
        hers.post(
            address,
            {
                "deed": "check",
                "kind": kind.value,
                "seen_on": today,
                "expires_on": today + timedelta(days=200),
                "reference": "AZ 1",
            },
        )
    assert is_bookable(Trainer.objects.get())
    assert {check.seen_by for check in Check.objects.all()} == {rena.account}
    late = {"deed": "check", "kind": "conduct", "seen_on": today + timedelta(days=1), "expires_on": today}
    assert hers.post(address, late).status_code == 200
    assert Check.objects.count() == 3


def test_nobody_vouches_for_themself_nor_ends_their_own_suspension(signed_in, rena):
    murad = trainer("Murad Quliyev", bookable=False)
    grant_role(murad.person, Role.COORDINATOR)
    browser = signed_in(type(murad.person).objects.get(pk=murad.person_id))
    address = f"/admin/trainers/standing/{murad.pk}/"
    today = timezone.localdate()
    check = {"deed": "check", "kind": "conduct", "seen_on": today, "expires_on": today + timedelta(days=9)}
    assert "Nobody does this about themself" in browser.post(address, check, follow=True).text
    assert not Check.objects.exists()
    trainers.suspend(murad, why="A call", by=rena.account)
    browser.post(address, {"deed": "restore"})
    browser.post(f"/admin/trainers/edit/{murad.pk}/", as_form(murad, gender="woman"))
    murad.refresh_from_db()
    assert murad.suspended_at is not None
    assert murad.gender == "man"


def test_who_is_suspended_is_sent_nowhere_at_once(hers, rena, murad, django_capture_on_commit_callbacks):
    heard = []

    def listen(trainer, by, **more):
        heard.append((trainer.pk, by))

    trainer_suspended.connect(listen)
    visit = propose(waiting(), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    before = Trainer.objects.get().devices_valid_from
    address = f"/admin/trainers/standing/{murad.pk}/"
    assert hers.post(address, {"deed": "suspend", "why": ""}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        page = hers.post(address, {"deed": "suspend", "why": "A call from an elder"}, follow=True).text
    trainer_suspended.disconnect(listen)
    suspended = Trainer.objects.get()
    assert heard == [(murad.pk, rena.account)]
    assert suspended.suspended_at and suspended.devices_valid_from > before
    assert "A call from an elder" in page and "Visits that need somebody else" in page
    assert not is_bookable(suspended)
    told = Notice.objects.get(kind="trainer_suspended")
    assert (told.person, told.facts) == (murad.person, {})
    with pytest.raises(NotBookable):
        propose(waiting("Tofiq Həsənov"), suspended, starts_at=moment(monday(), 15), by=rena.account)
    assert Visit.objects.get() == visit
    hers.post(address, {"deed": "restore"})
    assert is_bookable(Trainer.objects.get())


def test_the_safeguarding_officer_suspends_and_notes_no_check(signed_in, murad):
    officer = signed_in(staff("Aygün Rzayeva", "safeguarding"))
    address = f"/admin/trainers/standing/{murad.pk}/"
    today = timezone.localdate()
    check = {"deed": "check", "kind": "conduct", "seen_on": today, "expires_on": today + timedelta(days=9)}
    assert officer.post(address, check).status_code in (302, 403)
    assert Check.objects.count() == 3
    officer.post(address, {"deed": "suspend", "why": "A concern"})
    murad.refresh_from_db()
    assert murad.suspended_why == "A concern"


def test_a_trainer_is_reminded_once_thirty_days_before(murad):
    soon = timezone.localdate() + timedelta(days=30)
    Check.objects.filter(kind="conduct").update(expires_on=soon + timedelta(days=1))
    assert trainers.remind_of_checks() == 0
    Check.objects.filter(kind="conduct").update(expires_on=soon)
    sweep()
    sweep()
    told = Notice.objects.get(kind="check_expires")
    assert (told.person, told.facts) == (murad.person, {"kind": "conduct", "expires_on": soon.isoformat()})
    assert [check.kind for check in trainers.expiring()] == ["conduct"]
    Check.objects.create(trainer=murad, kind="conduct", seen_on=date.today(), expires_on=soon + timedelta(days=300))
    assert trainers.expiring() == []


def test_messages_to_trainers_fit_two_segments(murad):
    from elearn.notices.domain.compose import email_of, sms_of
    from elearn.visits.domain.telling import tell_trainer

    visit = propose(waiting(), murad, starts_at=moment(monday(), 11), by=murad.person.account)
    tell_trainer(visit, "trainer_visit_moved")
    Check.objects.filter(kind="criminal_record").update(expires_on=timezone.localdate())
    trainers.remind_of_checks()
    trainers.suspend(murad, why="x", by=staff("Rəna Həsənova", "coordinator").account)
    trainers.restore(murad, by=staff("Aygün Rzayeva", "safeguarding").account)
    kinds = ["trainer_visit_moved", "check_expires", "trainer_suspended", "trainer_restored"]
    for notice in Notice.objects.filter(kind__in=kinds):
        assert len(sms_of(notice)) <= 134, sms_of(notice)
        assert all(email_of(notice))
    assert Notice.objects.filter(kind__in=kinds).count() == 4


# Pairs ---------------------------------------------------------------------------------------------
def test_a_pair_is_found_noted_and_taken_back(hers, murad, rena):
    sona = waiting("Sona Kərimova")
    address = f"/admin/trainers/pairs/{murad.pk}/"
    assert "Sona Kərimova" in hers.get(address, {"q": "sona"}).text
    assert "Nobody of this name" in hers.get(address, {"q": "Rəna"}).text
    said = {"person": sona.person.pk, "kind": "incompatible", "why": "neighbours"}
    assert hers.post(f"{address}?q=rena", said).status_code == 200
    hers.post(f"{address}?q=sona", said)
    made = Pair.objects.get()
    assert (made.kind, made.why, made.by) == ("incompatible", "neighbours", rena.account)
    hers.post(f"{address}?q=sona", {**said, "kind": "preferred"})
    assert Pair.objects.get().kind == "preferred"
    nigar = trainer("Nigar Əhmədova")
    assert hers.post(f"/admin/trainers/pairs/{nigar.pk}/", {"unpair": made.pk}).status_code == 404
    hers.post(address, {"unpair": made.pk})
    assert not Pair.objects.exists()


def test_skills_are_chosen_by_their_titles(hers, murad):
    unit = Unit.objects.create(code="calls")
    UnitText.objects.create(unit=unit, language="en", title="Video calls", promise="", steps="")
    assert "Video calls" in hers.get(f"/admin/trainers/edit/{murad.pk}/").text
    hers.post(f"/admin/trainers/edit/{murad.pk}/", as_form(murad, units=[unit.pk]))
    assert list(Trainer.objects.get().units.all()) == [unit]
