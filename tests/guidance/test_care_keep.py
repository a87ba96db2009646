"""Entries are kept true: who confirmed them, providers who are asked, mistakes that are settled; and what search is given."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from elearn.guidance.care_errors import AnsweredAlready, AskedAlready, NoAddress
from elearn.guidance.domain import care_keep
from elearn.guidance.domain.care_desk import care_waiting
from elearn.guidance.domain.care_search import care_documents, care_shown
from elearn.guidance.domain.prepare_care import prepare_care
from elearn.guidance.models import CareProvider, CareReport, CareRequest, CareService
from elearn.guidance.tasks_care import due_care, send_request
from elearn.history.models import Entry
from elearn.people.retention import tidy
from elearn.safety.api import hide
from tests.factories import care_service, last_message, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def sevinc():
    prepare_care()
    return staff("Sevinc Qasımova", "counsellor").account


@pytest.fixture
def service():
    old = timezone.localdate() - timedelta(days=400)
    return care_service("ev-bir", confirmed_on=old, language="en")


def days(number: int):
    return timezone.localdate() - timedelta(days=number)


# Confirming ----------------------------------------------------------------------------------------
def test_a_newer_word_counts_and_an_older_one_does_not(service, sevinc):
    care_keep.confirm(service, way="phone", on=days(3), by=sevinc)
    care_keep.confirm(service, way="paper", on=days(5), by=sevinc)
    service = CareService.objects.get()
    assert (service.confirmed_on, service.confirmed_way) == (days(3), "phone")
    assert Entry.objects.filter(kind="care_confirmed", subject=f"care:{service.pk}").count() == 1


def test_staff_confirm_on_its_page_but_not_for_tomorrow_and_not_by_the_providers_own_button(signed_in, service, sevinc):
    hers, address = signed_in(sevinc.person), f"/admin/care/services/keep/{service.pk}/"
    assert "That was long ago" in hers.get(address).text
    tomorrow = {"deed": "confirm", "way": "phone", "on": timezone.localdate() + timedelta(days=1)}
    assert "has not come yet" in hers.post(address, tomorrow).text
    assert "Select a valid choice" in hers.post(address, {"deed": "confirm", "way": "link", "on": days(0)}).text
    assert hers.post(address, {"deed": "confirm", "way": "visit", "on": days(1)}).status_code == 302
    service = CareService.objects.get()
    assert (service.confirmed_on, service.confirmed_way) == (days(1), "visit")


def test_taken_off_the_list_and_put_back(signed_in, visitor, service, sevinc):
    hers, address = signed_in(sevinc.person), f"/admin/care/services/keep/{service.pk}/"
    hers.post(address, {"deed": "withdraw"})
    assert CareService.objects.get().withdrawn_on == days(0)
    assert hers.get("/care/services/ev-bir/").status_code == 410
    hers.post(address, {"deed": "list"})
    assert hers.get("/care/services/ev-bir/").status_code == 200
    assert hers.post(address, {"deed": "delete"}).status_code in (302, 403)
    assert hers.post(f"/admin/care/services/delete/{service.pk}/").status_code == 404
    assert CareService.objects.exists()


# Writing down --------------------------------------------------------------------------------------
def as_form(service, **more):
    facts = {
        "provider": service.provider_id, "name": service.name, "kind": "home", "language": "az", "about": "",
        "district": service.district_id, "languages": ["az"], "for_whom": ["older"], "access": [], "price_unit": "",
    }  # fmt: skip
    return {**facts, **more}


def test_staff_write_down_and_mend_and_the_code_stays(signed_in, service, sevinc):
    hers = signed_in(sevinc.person)
    made = hers.post("/admin/care/services/new/", as_form(service, code="ev-iki", name="Yeni"))
    assert made.status_code == 302, made.context["form"].errors
    added = CareService.objects.get(code="ev-iki")
    assert (added.name, added.confirmed_on, added.languages) == ("Yeni", None, ["az"])
    hers.post(f"/admin/care/services/edit/{added.pk}/", as_form(added, code="basqa", name="Daha yeni"))
    added.refresh_from_db()
    assert (added.code, added.name) == ("ev-iki", "Daha yeni")
    assert Entry.objects.filter(kind="care_changed", subject=f"care:{added.pk}").count() == 2
    wrong = hers.post(f"/admin/care/services/edit/{added.pk}/", as_form(added, price_from="8"))
    assert "Say what the price is for" in wrong.text
    assert hers.get("/admin/care/services/").status_code == hers.get("/admin/care/services/due/").status_code == 200


def test_a_provider_without_an_answer_about_interests_has_none_assumed(signed_in, service, sevinc):
    hers = signed_in(sevinc.person)
    facts = {"code": "ay", "name": "Ay", "kind": "ngo", "declaration": "", "interests": "", "declared_on": ""}
    assert hers.post("/admin/care/providers/new/", facts).status_code == 302
    assert CareProvider.objects.get(code="ay").has_declared is False
    told = hers.post("/admin/care/providers/new/", {**facts, "code": "gun", "declaration": "none"})
    assert "Give the day on which they answered" in told.text
    assert hers.get("/admin/care/providers/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_of_staff_cost_the_same_for_one_and_for_three(signed_in, sevinc, count, django_assert_num_queries):
    for number in range(count):
        made = care_service(f"ev-{number}", provider=f"p-{number}", confirmed_on=days(300))
        care_keep.report_mistake(made, kind="price")
    hers = signed_in(sevinc.person)
    hers.get("/admin/care/services/")
    for address, expected in (("services/due/", 2), ("mistakes/", 2)):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            assert hers.get(f"/admin/care/{address}").status_code == 200
        ours = [one["sql"] for one in caught if '"guidance_care' in one["sql"]]
        assert len(ours) == expected, ours


# Asking --------------------------------------------------------------------------------------------
def test_a_provider_is_asked_by_mail_and_one_button_confirms(
    signed_in, visitor, service, sevinc, django_capture_on_commit_callbacks
):
    hers = signed_in(sevinc.person)
    with django_capture_on_commit_callbacks(execute=True):
        hers.post("/admin/care/services/due/", {"service": [service.pk, "x", "999"]})
    asked = CareRequest.objects.get()
    send_request.func(str(asked.pk))
    message = last_message("gunes@care.example")
    assert f"/care/confirm/{asked.pk}/" in message.body and "Nobody can pay to be listed" in message.body
    visitor.logout()
    visitor.cookies["language"] = "en"  # it goes with the sign-in
    address = f"/care/confirm/{asked.pk}/"
    assert visitor.get(address).status_code == 200
    assert CareService.objects.get().confirmed_on == days(400)  # looking confirms nothing
    assert "Readers now see that you confirmed" in visitor.post(address, {"deed": "right"}).text
    service = CareService.objects.get()
    assert (service.confirmed_on, service.confirmed_way) == (days(0), "link")
    assert visitor.get(address).status_code == visitor.post(address, {"deed": "right"}).status_code == 410


def test_what_has_changed_goes_to_staff_and_changes_nothing_by_itself(visitor, service, sevinc):
    asked = care_keep.ask_provider(service, by=sevinc)
    address = f"/care/confirm/{asked.pk}/"
    assert "Write what has changed" in visitor.post(address, {"deed": "changed"}).text
    assert visitor.post(address, {"deed": "changed", "words": "Qiymət 15 manatdır."}).status_code == 200
    report = CareReport.objects.get()
    assert (report.words, report.from_provider) == ("Qiymət 15 manatdır.", True)
    service = CareService.objects.get()
    assert (str(service.price_to), service.confirmed_on) == ("12.00", days(400))
    with pytest.raises(AnsweredAlready):
        care_keep.answer(asked, is_right=True)


def test_an_address_that_is_old_unknown_or_of_a_withdrawn_entry_does_nothing(visitor, service, sevinc):
    asked = care_keep.ask_provider(service, by=sevinc)
    assert visitor.get(f"/care/confirm/{uuid4()}/").status_code == 410
    care_keep.withdraw(service, by=sevinc)
    assert visitor.post(f"/care/confirm/{asked.pk}/", {"deed": "right"}).status_code == 410
    care_keep.list_again(service, by=sevinc)
    CareRequest.objects.update(at=timezone.now() - care_keep.GOOD_FOR - timedelta(minutes=1))
    assert visitor.post(f"/care/confirm/{asked.pk}/", {"deed": "right"}).status_code == 410
    assert CareService.objects.get().confirmed_on == days(400)


def test_nobody_is_asked_twice_in_a_week_or_without_an_address(service, sevinc):
    care_keep.ask_provider(service, by=sevinc)
    with pytest.raises(AskedAlready):
        care_keep.ask_provider(service, by=sevinc)
    CareRequest.objects.update(at=timezone.now() - timedelta(days=8))
    care_keep.ask_provider(service, by=sevinc)
    CareProvider.objects.update(email="")
    with pytest.raises(NoAddress):
        care_keep.ask_provider(service, by=sevinc)


def test_a_mail_that_could_not_go_is_tried_again_and_sent_once(service, sevinc, monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    asked = care_keep.ask_provider(service, by=sevinc)

    def down(message):
        raise OSError

    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr("elearn.guidance.tasks_care.send_mail", down)
        send_request.func(str(asked.pk))
    assert care_keep.left_unsent() == []
    CareRequest.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert care_keep.left_unsent() == [asked.pk] and due_care() == 1
    send_request.func(str(asked.pk))
    assert send_request.func(str(asked.pk)) is False
    assert [message.to for message in mail.outbox] == [["gunes@care.example"]]


# Mistakes ------------------------------------------------------------------------------------------
def test_staff_read_and_settle_and_the_contact_goes_at_once(signed_in, service, sevinc):
    report = care_keep.report_mistake(service, kind="phone", words="Nömrə köhnədir", contact="0501112233")
    hers, address = signed_in(sevinc.person), f"/admin/care/mistakes/{report.pk}/"
    assert "Nömrə köhnədir" in hers.get(address).text and "0501112233" in hers.get(address).text
    assert "This field is required" in hers.post(address, {}).text
    hers.post(address, {"outcome": "Nömrə dəyişdirildi"})
    assert "Somebody has settled it already" in hers.post(address, {"outcome": "yenə"}, follow=True).text
    report.refresh_from_db()
    assert (report.contact, report.outcome, report.settled_by) == ("", "Nömrə dəyişdirildi", sevinc)
    assert care_waiting().mistakes == 0 and care_waiting().stale == 1


def test_words_are_deleted_some_time_after_they_are_settled(service, sevinc):
    old, new, opened = (care_keep.report_mistake(service, kind="price") for _number in range(3))
    for report in (old, new):
        care_keep.settle(report, outcome="düzəldildi", by=sevinc)
    CareReport.objects.filter(pk=old.pk).update(settled_at=timezone.now() - timedelta(days=91))
    tidy()
    assert set(CareReport.objects.values_list("pk", flat=True)) == {new.pk, opened.pk}


# Search --------------------------------------------------------------------------------------------
def test_search_is_given_what_everybody_may_see(service, sevinc, django_assert_num_queries):
    others = [care_service(code) for code in ("ev-iki", "ev-uc", "ev-dord")]
    care_keep.withdraw(others[0], by=sevinc)
    hide(f"care:{others[1].pk}", by=staff("Sevda", "safeguarding").account)
    with django_assert_num_queries(2):
        found = list(care_documents())
    assert {(one.kind, one.key, one.url) for one in found} == {
        ("care", service.pk, "/care/services/ev-bir/"), ("care", others[2].pk, "/care/services/ev-dord/"),
    }  # fmt: skip
    assert "Care at home" in found[0].keywords and "Yasamal" in found[0].keywords and "gunes" in found[0].keywords
    assert [one.key for one in care_documents([service.pk, others[0].pk])] == [service.pk]
    assert care_shown([service.pk, *(one.pk for one in others)]) == {service.pk, others[2].pk}
