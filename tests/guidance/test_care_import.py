"""A file is looked at row by row, applied as a whole or not at all, and taken back while it is the last."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from elearn.guidance.care_columns import NAMES
from elearn.guidance.care_errors import ChangedSinceShown, NotTheLast, StillFaulty
from elearn.guidance.care_files import read, to_csv
from elearn.guidance.domain import care_import, care_keep
from elearn.guidance.domain.care_rows import service_values, services_by_code, written
from elearn.guidance.models import CareChange, CareImport, CareProvider, CareService
from elearn.history.models import Entry
from tests.factories import care_service, district, person, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NEW = {
    "code": "ev-yeni", "name": "Evdə köməklik", "kind": "home", "provider_code": "gunes", "provider_name": "Günəş",
    "provider_kind": "ngo", "district": "Yasamal", "serves": "Nizami, Nəsimi", "languages": "az, ru",
    "for_whom": "older; dementia", "price_from": "8,50", "price_to": "12", "price_unit": "hour", "places_free": "3",
    "places_on": "01.11.2026", "access": "step_free", "inspected": "passed", "inspected_on": "2026-10-01",
    "inspected_by": "İdarə", "confirmed_on": "2026-11-01", "confirmed_way": "phone",
}  # fmt: skip


@pytest.fixture(autouse=True)
def districts():
    for name in ("Yasamal", "Nizami", "Nəsimi"):
        district(name)


@pytest.fixture
def sevinc():
    return staff("Sevinc Qasımova", "counsellor").account


def csv(*rows: dict) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return to_csv(columns, iter([[row.get(name, "") for name in columns] for row in rows]))


def looked(by, *rows: dict) -> CareImport:
    return care_import.look(csv(*rows), name="siyahı.csv", by=by)


def applied(by, *rows: dict) -> CareImport:
    file = looked(by, *rows)
    return care_import.apply(file, mark=care_import.planned(file).mark, by=by)


def faults(by, **more) -> dict[str, str]:
    (row,) = care_import.planned(looked(by, {**NEW, **more})).rows
    return row.faults


def everything() -> dict:
    codes = CareService.objects.values_list("code", flat=True)
    services = {code: service_values(row) for code, row in services_by_code(codes).items()}
    providers = sorted(CareProvider.objects.values_list("code", "name", "phone", "declaration"))
    return {"services": services, "providers": providers}


# Looking -------------------------------------------------------------------------------------------
def test_looking_changes_nothing_and_says_what_would(sevinc):
    care_service("ev-bir", name="Köhnə ad", provider="gunes")
    care_service("ev-iki", provider="gunes")
    before = everything()
    file = looked(sevinc, {"code": "ev-bir", "name": "Təzə ad"}, {"code": "ev-iki", "name": "Xidmət ev-iki"})
    plan = care_import.planned(file)
    assert [(row.number, row.state) for row in plan.rows] == [(2, "changed"), (3, "same")]
    assert plan.rows[0].changes[0].differences() == [("name", "Köhnə ad", "Təzə ad")]
    assert everything() == before and not CareChange.objects.exists()


def test_a_column_that_is_missing_stays_and_an_empty_cell_empties(sevinc):
    care_service("ev-bir", about="Var idi", eligibility="Sənəd")
    applied(sevinc, {"code": "ev-bir", "about": ""})
    service = CareService.objects.get()
    assert (service.about, service.eligibility, service.places_free) == ("", "Sənəd", 3)


def test_a_row_that_is_missing_changes_nothing(sevinc):
    care_service("ev-bir")
    applied(sevinc, NEW)
    assert CareService.objects.get(code="ev-bir").withdrawn_on is None


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("code", "", "This is needed"),
        ("code", "Ev Bir!", "small letters"),
        ("name", "", "This is needed"),
        ("name", "x" * 161, "160"),
        ("kind", "casino", "is none of: home, day"),
        ("kind", "", "This is needed"),
        ("district", "Atlantida", "no district “Atlantida”"),
        ("serves", "Nizami, Atlantida", "no district “Atlantida”"),
        ("languages", "az, xx", "“xx” is none of"),
        ("for_whom", "cats", "“cats” is none of"),
        ("from_age", "121", "120"),
        ("from_age", "-1", "no whole number"),
        ("price_from", "eight", "no amount"),
        ("price_from", "1e9", "no amount"),
        ("price_from", "NaN", "no amount"),
        ("price_to", "1", "must not be lower"),
        ("price_unit", "", "Say what the price is for"),
        ("is_free", "maybe", "yes or no"),
        ("is_free", "yes", "cannot cost nothing and have a price"),
        ("places_on", "", "belong together"),
        ("places_on", "31.02.2026", "no day"),
        ("places_on", "01.01.2999", "not come yet"),
        ("inspected", "", "how the inspection ended"),
        ("inspected_by", "", "has a day, and somebody"),
        ("confirmed_way", "", "who confirmed it"),
        ("phone", "call me", "with digits"),
        ("website", "javascript:alert(1)", "valid URL"),
        ("website", "ftp://a.example/", "https://"),
        ("inspection_link", "data:text/html,x", "valid URL"),
        ("provider_email", "nobody", "valid email"),
        ("provider_declaration", "some", "Write which interests"),
        ("provider_kind", "", "This is needed"),
    ],
)
def test_each_mistake_is_named_with_its_column(sevinc, column, text, words):
    found = faults(sevinc, **{column: text})
    assert words in " ".join(found.values()), found


def test_choices_are_understood_in_each_language_of_the_site(sevinc):
    assert faults(sevinc, kind="Care at home", is_free="hə", price_from="", price_to="", price_unit="") == {}


def test_the_same_code_twice_an_unknown_column_and_a_provider_who_says_two_things(sevinc):
    plan = care_import.planned(looked(sevinc, NEW, NEW, {**NEW, "code": "ev-uc", "provider_name": "Başqa"}))
    assert [list(row.faults) for row in plan.rows] == [[], ["code"], ["provider_code"]]
    assert "row 2" in plan.rows[1].faults["code"] and "Row 2" in plan.rows[2].faults["provider_code"]
    plan = care_import.planned(looked(sevinc, {**NEW, "rank": "1"}))
    assert plan.unknown == ["rank"] and plan.is_faulty


def test_looking_costs_the_same_for_one_row_and_for_three(sevinc, django_assert_num_queries):
    care_service("ev-bir")
    for count in (1, 3):
        rows = [{**NEW, "code": f"ev-{n}"} for n in range(count - 1)] + [{"code": "ev-bir", "name": "Ad"}]
        file = looked(sevinc, *rows)
        with django_assert_num_queries(4):
            care_import.planned(file)


# Applying ------------------------------------------------------------------------------------------
def test_all_of_it_is_applied_with_an_audit(sevinc):
    care_service("ev-bir", provider="gunes")
    file = applied(sevinc, NEW)
    made = CareService.objects.get(code="ev-yeni")
    assert (made.name, made.provider.code, made.district.name) == ("Evdə köməklik", "gunes", "Yasamal")
    assert sorted(one.name for one in made.serves.all()) == ["Nizami", "Nəsimi"]
    assert (str(made.price_from), made.languages, made.for_whom) == ("8.50", ["az", "ru"], ["dementia", "older"])
    assert (file.state, file.new, file.changed, file.rows) == ("applied", 1, 0, [])
    assert CareProvider.objects.get(code="gunes").name == "Günəş"
    assert {(one.what, one.code, one.before is None) for one in file.changes.all()} == {
        ("service", "ev-yeni", True), ("provider", "gunes", False),
    }  # fmt: skip
    entry = Entry.objects.get(kind="care_imported")
    assert (entry.subject, entry.facts) == (f"care_import:{file.pk}", {"new": 1, "changed": 0})


def test_one_faulty_row_keeps_all_others_out(sevinc):
    before = everything()
    file = looked(sevinc, NEW, {**NEW, "code": "ev-uc", "kind": "casino"})
    with pytest.raises(StillFaulty):
        care_import.apply(file, mark=care_import.planned(file).mark, by=sevinc)
    file.refresh_from_db()
    assert everything() == before and file.state == "checked" and file.rows


def test_what_was_not_shown_is_not_applied(sevinc):
    care_service("ev-bir")
    file = looked(sevinc, {"code": "ev-bir", "name": "Ad"})
    mark = care_import.planned(file).mark
    CareService.objects.update(about="Bu arada dəyişdi")
    with pytest.raises(ChangedSinceShown):
        care_import.apply(file, mark=mark, by=sevinc)
    with pytest.raises(ChangedSinceShown):
        care_import.apply(file, mark="forged", by=sevinc)
    assert CareService.objects.get().name == "Xidmət ev-bir"


def test_a_file_is_applied_once(sevinc):
    file = looked(sevinc, NEW)
    mark = care_import.planned(file).mark
    stale = CareImport.objects.get(pk=file.pk)
    care_import.apply(file, mark=mark, by=sevinc)
    with pytest.raises(ChangedSinceShown):
        care_import.apply(stale, mark=mark, by=sevinc)
    assert CareService.objects.count() == 1


def test_a_file_cannot_declare_that_there_are_no_interests_by_being_silent(sevinc):
    applied(sevinc, NEW)
    assert CareProvider.objects.get().has_declared is False


def test_what_was_looked_at_and_left_is_thrown_away(sevinc):
    old = looked(sevinc, NEW)
    CareImport.objects.update(at=timezone.now() - timedelta(days=2))
    looked(sevinc, NEW)
    assert not CareImport.objects.filter(pk=old.pk).exists()


# Taking back ---------------------------------------------------------------------------------------
def test_taking_back_makes_all_as_it_was(sevinc):
    care_service("ev-bir", provider="gunes", serves=[district("Nizami")], price_to=None)
    before = everything()
    file = applied(
        sevinc, {**NEW, "code": "ev-bir", "serves": "Nəsimi"}, {**NEW, "code": "ev-iki", "provider_code": "ay"}
    )
    assert everything() != before
    done = care_import.undo(file, by=sevinc)
    assert (done.restored, done.removed, done.kept) == (1, 1, [])
    assert everything() == before
    file.refresh_from_db()
    assert (file.state, file.undone_by) == ("undone", sevinc)
    assert Entry.objects.get(kind="care_import_undone").facts == {"restored": 1, "removed": 1, "kept": 0}


def test_what_somebody_has_changed_since_stays(sevinc):
    for code in ("ev-bir", "ev-iki"):
        care_service(code)
    file = applied(sevinc, {"code": "ev-bir", "name": "A"}, {"code": "ev-iki", "name": "B"})
    CareService.objects.filter(code="ev-iki").update(name="Əl ilə düzəldilib")
    done = care_import.undo(file, by=sevinc)
    assert (done.restored, done.kept) == (1, ["ev-iki"])
    assert dict(CareService.objects.values_list("code", "name")) == {
        "ev-bir": "Xidmət ev-bir",
        "ev-iki": "Əl ilə düzəldilib",
    }


def test_a_new_entry_that_a_reader_wrote_about_leaves_the_list_and_their_words_stay(sevinc):
    file = applied(sevinc, NEW)
    care_keep.report_mistake(CareService.objects.get(), kind="closed")
    care_import.undo(file, by=sevinc)
    service = CareService.objects.get()
    assert service.withdrawn_on == timezone.localdate() and service.reports.count() == 1


def test_only_the_last_is_taken_back_and_only_once(sevinc):
    first, second = applied(sevinc, NEW), applied(sevinc, {**NEW, "code": "ev-iki"})
    with pytest.raises(NotTheLast):
        care_import.undo(first, by=sevinc)
    care_import.undo(second, by=sevinc)
    with pytest.raises(NotTheLast):
        care_import.undo(second, by=sevinc)
    care_import.undo(first, by=sevinc)
    assert not CareService.objects.exists()


# Out and in again ----------------------------------------------------------------------------------
def test_what_is_taken_out_comes_back_as_it_was(sevinc):
    care_service("ev-bir", phone="+994 12 555 01 01", about="=1+1\n- iki", serves=[district("Nizami")])
    care_service("ev-iki", provider="ay", is_free=True, price_from=None, price_to=None, price_unit="", places_free=None,
                 places_on=None, inspected="", inspected_on=None, inspected_by="", confirmed_on=None, confirmed_way="")  # fmt: skip
    CareService.objects.filter(code="ev-bir").update(about="- iki")
    rows = CareService.objects.select_related("provider", "district").prefetch_related("serves").order_by("code")
    file = care_import.look(to_csv(NAMES, written(rows)), name="out.csv", by=sevinc)
    plan = care_import.planned(file)
    assert [(row.state, row.faults) for row in plan.rows] == [("same", {}), ("same", {})]


# The screens ---------------------------------------------------------------------------------------
def upload(client, data: bytes, name="siyahı.csv"):
    return client.post("/admin/care/files/new/", {"file": SimpleUploadedFile(name, data)})


def test_a_counsellor_looks_applies_and_takes_back(signed_in, sevinc):
    care_service("ev-bir", name="Köhnə ad")
    hers = signed_in(sevinc.person)
    assert "How the file is to be" in hers.get("/admin/care/files/new/").text
    answer = upload(hers, csv({"code": "ev-bir", "kind": "casino"}))
    page = hers.get(answer["Location"])
    assert "With mistakes: 1" in page.text and "casino" in page.text and "Apply all of it" not in page.text
    answer = upload(hers, csv({"code": "ev-bir", "name": "<b>Təzə</b>"}))
    page = hers.get(answer["Location"])
    assert "Köhnə ad" in page.text and "&lt;b&gt;Təzə" in page.text and "Nothing has been changed yet" in page.text
    done = hers.post(answer["Location"], {"deed": "apply", "mark": page.context["plan"].mark}, follow=True)
    assert "Readers see it now" in done.text and "Undo this import" in done.text
    assert CareService.objects.get().name == "<b>Təzə</b>"
    back = hers.post(answer["Location"], {"deed": "undo"}, follow=True)
    assert "Undone: 1 entries are as before" in back.text
    assert CareService.objects.get().name == "Köhnə ad"
    assert "siyahı.csv" in hers.get("/admin/care/files/").text


def test_a_file_that_cannot_be_read_says_so_on_the_form(signed_in, sevinc):
    hers = signed_in(sevinc.person)
    assert "damaged, or no XLSX" in upload(hers, b"PK\x03\x04x", "a.xlsx").text
    assert "Choose a file" in hers.post("/admin/care/files/new/", {}).text
    assert not CareImport.objects.exists()


def test_taking_out_both_ways(signed_in, sevinc):
    care_service("ev-bir", about="-1 gün")
    hers = signed_in(sevinc.person)
    for kind in ("csv", "xlsx"):
        answer = hers.get(f"/admin/care/files/out.{kind}")
        assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
        assert read(answer.content).rows[0][1]["about"] == "-1 gün"
    assert hers.get("/admin/care/files/out.exe").status_code == 404
    assert Entry.objects.filter(kind="care_exported").count() == 2


def test_nobody_else_comes_near(signed_in, visitor, sevinc):
    file = looked(sevinc, NEW)
    service = care_service("ev-bir")
    mistake = care_keep.report_mistake(service, kind="price")
    addresses = [
        "/admin/care/files/", "/admin/care/files/new/", f"/admin/care/files/{file.pk}/", "/admin/care/files/out.csv",
        "/admin/care/services/", f"/admin/care/services/edit/{service.pk}/", f"/admin/care/services/keep/{service.pk}/",
        "/admin/care/services/due/", "/admin/care/providers/", "/admin/care/mistakes/", "/admin/care/services/new/",
        "/admin/care/providers/new/", f"/admin/care/providers/edit/{service.provider_id}/", f"/admin/care/mistakes/{mistake.pk}/",
    ]  # fmt: skip
    others = [
        person("Günay Məmmədova", email="gunay@example.com"), staff("Nigar Səfərova", "operator"),
        staff("Elçin Həşimov", "trainer"), staff("Sevda Abbasova", "safeguarding"),
    ]  # fmt: skip
    for who in others:
        hers = signed_in(who)
        for address in addresses:
            assert hers.get(address).status_code in (302, 403), (who.name, address)
            assert hers.post(address, {"deed": "apply", "mark": care_import.planned(file).mark}).status_code in (
                302,
                403,
                405,
            )
    visitor.logout()
    assert all(visitor.get(address).status_code == 302 for address in addresses)
    assert not CareService.objects.filter(code="ev-yeni").exists()
