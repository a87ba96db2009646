"""The directory as readers find it: filters, an order nobody can buy, honest dates, comparison, and no way to be first."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from elearn.guidance.domain import care_keep
from elearn.guidance.domain.care_find import Wish, alphabetical, find
from elearn.guidance.models import CareProvider, CareReport, CareService
from elearn.safety.api import hide
from tests.factories import care_service, district, person, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def far(name="Xəzər", latitude=40.45, longitude=50.19):
    from elearn.people.models import District

    return District.objects.update_or_create(name=name, defaults={"latitude": latitude, "longitude": longitude})[0]


def codes(answer) -> list[str]:
    return [card.service.code for card in answer.context["cards"]]


def found(wish=None, **more) -> list[str]:
    keys = find(wish or Wish(**more), places_days=30, today=more.pop("today", None))
    names = dict(CareService.objects.values_list("pk", "code"))
    return [names[key] for key in keys]


# Filters -------------------------------------------------------------------------------------------
def test_each_filter_leaves_out_what_does_not_fit(visitor):
    yasamal, xezer = district(), far()
    care_service("ev", languages=["az", "ru"], for_whom=["older", "dementia"], access=["step_free", "lift"])
    care_service("gunduz", kind="day", district=xezer, serves=[yasamal], is_free=True, price_from=None, price_to=None, price_unit="")  # fmt: skip
    care_service("uzaq", kind="home", district=xezer, price_from="30", price_to=None, price_unit="visit", places_free=0)
    for asked, expected in (
        ("kind=day", {"gunduz"}),
        (f"district={yasamal.pk}&only=on", {"ev", "gunduz"}),
        ("language=ru", {"ev"}),
        ("whom=dementia", {"ev"}),
        ("access=step_free&access=lift", {"ev"}),
        ("most=10&unit=hour", {"ev", "gunduz"}),
        ("most=30&unit=visit", {"uzaq", "gunduz"}),
        ("free=on", {"gunduz"}),
        ("places=on", {"ev", "gunduz"}),
        ("kind=day&language=ru", set()),
        ("", {"ev", "gunduz", "uzaq"}),
    ):
        assert set(codes(visitor.get(f"/care/?{asked}"))) == expected, asked


def test_places_said_long_ago_are_not_counted_as_free_places(settings):
    old = timezone.localdate() - timedelta(days=settings.CARE_PLACES_DAYS + 1)
    care_service("yeni")
    care_service("kohne", places_on=old)
    assert found(has_places=True) == ["yeni"]


def test_what_cannot_be_read_is_said_and_asks_for_nothing(visitor):
    care_service("ev")
    for asked, words in (
        ("kind=casino", "Select a valid choice"),
        ("district=99999", "Select a valid choice"),
        ("most=10", "Choose what the price is for"),
        ("only=on", "Choose a district first"),
        ("most=abc&unit=hour", "Enter a number"),
        ("district=%00&page=x&c=%F0%9F%92%A9", ""),
    ):
        answer = visitor.get(f"/care/?{asked}")
        assert answer.status_code == 200 and words in answer.text, asked
        assert codes(answer) == ["ev"]


def test_an_empty_list_says_what_to_do(visitor):
    assert "There are no services here yet" in visitor.get("/care/").text
    care_service("ev")
    page = visitor.get("/care/?kind=day")
    assert "no service that fits all of this" in page.text and "Show all services" in page.text


def test_ten_a_page_and_the_next_page_keeps_filters_and_choice(visitor):
    for number in range(12):
        care_service(f"ev-{number}", kind="home")
    first = visitor.get("/care/?kind=home&c=ev-3&places=on")
    assert len(codes(first)) == 10 and "Page 1 of 2" in first.text
    second = visitor.get(first.context["next"])
    assert len(codes(second)) == 2 and set(codes(first)) | set(codes(second)) == {f"ev-{n}" for n in range(12)}
    assert [service.code for service in second.context["picked"]] == ["ev-3"]
    assert "kind=home" in first.context["next"] and "places=on" in first.context["next"]


# The order -----------------------------------------------------------------------------------------
def test_the_order_is_drawn_anew_each_day_and_is_the_same_for_everybody():
    for number in range(12):
        care_service(f"ev-{number}", name="AAA" if number == 7 else f"Xidmət {number}")
    today = date(2026, 11, 22)
    drawn = [find(Wish(), places_days=30, today=today + timedelta(days=n)) for n in range(30)]
    assert drawn[0] == find(Wish(), places_days=30, today=today)
    assert len({tuple(one) for one in drawn}) > 25
    assert len({one[0] for one in drawn}) > 6  # nobody is first for long


def test_nothing_that_a_provider_can_say_or_pay_moves_it(visitor):
    for number in range(6):
        care_service(f"ev-{number}")
    before = find(Wish(), places_days=30)
    last = CareService.objects.get(pk=before[-1])
    CareProvider.objects.filter(pk=last.provider_id).update(
        name="AAAA", relation="pays for our programme", kind="state"
    )
    CareService.objects.filter(pk=last.pk).update(
        name="!!! AAA", about="best " * 50, price_from=0, places_free=900, inspected="passed",
        confirmed_on=timezone.localdate(), website="https://ads.example",
    )  # fmt: skip
    assert find(Wish(), places_days=30) == before
    said = "drawn by lot, anew each day"
    assert said in visitor.get("/care/").text


def test_there_is_no_field_to_buy_a_place_with():
    names = {field.name for model in (CareService, CareProvider) for field in model._meta.get_fields()}
    bought = (
        "rank",
        "priority",
        "weight",
        "featur",
        "promot",
        "sponsor",
        "paid",
        "boost",
        "position",
        "sort",
        "top",
        "ad_",
    )
    assert [name for name in names if any(word in name for word in bought)] == []


def test_with_a_district_what_comes_there_is_first_then_the_nearest(visitor):
    yasamal, nizami, xezer = district(), far("Nizami", 40.40, 49.94), far()
    care_service("uzaq", district=xezer)
    care_service("yaxin", district=nizami)
    care_service("gelir", district=xezer, serves=[yasamal])
    care_service("burada", district=yasamal)
    page = visitor.get(f"/care/?district={yasamal.pk}")
    assert set(codes(page)[:2]) == {"gelir", "burada"} and codes(page)[2:] == ["yaxin", "uzaq"]
    told = {card.service.code: card.distance for card in page.context["cards"]}
    assert told == {
        "burada": "In this district", "gelir": "Comes to this district", "yaxin": "About 11 km from Yasamal",
        "uzaq": "About 33 km from Yasamal",
    }  # fmt: skip
    assert "First what is in Yasamal or comes to it" in page.text


def test_by_name_follows_the_azerbaijani_alphabet():
    for number, name in enumerate(["Şəfqət", "Əlim", "Zeynəb", "Çinar", "Ceyran", "İlıq", "Işıq", "Ev"]):
        care_service(f"ev-{number}", name=name)
    keys = find(Wish(by_name=True), places_days=30)
    names = [CareService.objects.get(pk=key).name for key in keys]
    assert names == ["Ceyran", "Çinar", "Ev", "Əlim", "Işıq", "İlıq", "Şəfqət", "Zeynəb"]
    assert alphabetical("a") < alphabetical("ə") < alphabetical("z") < alphabetical("я")


# What is not shown -----------------------------------------------------------------------------------
def test_withdrawn_and_hidden_ones_are_nowhere(visitor, signed_in):
    for code in ("ev", "getdi", "gizli"):
        care_service(code)
    care_keep.withdraw(CareService.objects.get(code="getdi"), by=staff("Rəna", "coordinator").account)
    hidden = CareService.objects.get(code="gizli")
    hide(f"care:{hidden.pk}", by=staff("Sevda", "safeguarding").account)
    assert codes(visitor.get("/care/")) == ["ev"]
    picked = visitor.get("/care/compare/?c=ev&c=getdi&c=gizli")
    assert [column.service.code for column in picked.context["columns"]] == ["ev"]
    assert "Some of what was chosen is not shown" in picked.text
    gone, kept_back = visitor.get("/care/services/getdi/"), visitor.get("/care/services/gizli/")
    assert (gone.status_code, kept_back.status_code) == (410, 404)
    assert "No longer listed" in gone.text and "Evdə gündəlik" not in gone.text
    assert "Not shown at the moment" in kept_back.text and hidden.name not in kept_back.text
    assert visitor.get("/care/services/gizli/wrong/").status_code == 404
    assert visitor.get("/care/services/getdi/wrong/").status_code == 404
    assert visitor.get("/care/services/yoxdur/").status_code == 404
    assert signed_in(staff("Rəna", "coordinator")).get("/care/services/gizli/").status_code == 404
    assert signed_in(staff("Sevda", "safeguarding")).get("/care/services/gizli/").status_code == 200


def test_a_visitor_hides_nothing_by_a_concern_somebody_signed_in_does(visitor, signed_in):
    service = care_service("ev")
    told = {"text": "Orada bir nəfər döyülür.", "risk": "yes", "danger": "no", "subject": f"care:{service.pk}"}
    assert visitor.post("/concern/", told).status_code == 302
    assert codes(visitor.get("/care/")) == ["ev"]
    murad = person("Murad Quliyev", email="murad@example.com", birth_year=1990)
    assert signed_in(murad).post("/concern/", told).status_code == 302
    assert codes(visitor.get("/care/")) == []


# Honest dates --------------------------------------------------------------------------------------
def test_what_nobody_confirmed_for_long_is_marked(visitor, settings):
    settings.CARE_STALE_DAYS = 100
    old = timezone.localdate() - timedelta(days=101)
    care_service("kohne", confirmed_on=old)
    care_service("hec", confirmed_on=None, confirmed_way="")
    care_service("teze", confirmed_on=old + timedelta(days=1))
    told = {
        card.service.code: (card.confirmed.warns, card.confirmed.text)
        for card in visitor.get("/care/").context["cards"]
    }
    assert told["teze"][0] is False
    assert told["kohne"][0] and "That was long ago. Please call" in told["kohne"][1]
    assert told["hec"] == (True, "Nobody has confirmed this yet. Please call before you go.")
    assert "This entry may be out of date" in visitor.get("/care/services/kohne/").text
    assert "This entry may be out of date" not in visitor.get("/care/services/teze/").text


def test_what_is_not_known_says_so(visitor):
    care_service(
        "ev", price_from=None, price_to=None, price_unit="", places_free=None, places_on=None, access=[], languages=[],
        for_whom=[], inspected="", inspected_on=None, inspected_by="",
    )  # fmt: skip
    text = visitor.get("/care/services/ev/").text
    for words in (
        "Not stated. Please ask.", "Not known. Please ask.", "No inspection that we know of",
        "They have not yet told us whether they have interests.", "Nothing connects them with us that we know of.",
    ):  # fmt: skip
        assert words in text


def test_free_places_say_when_and_a_failed_inspection_is_said_plainly(visitor):
    day = date(2026, 1, 5)
    care_service("ev", places_on=day, inspected="failed", inspected_on=day, inspection_link="https://check.example/7")
    CareProvider.objects.update(declaration="some", interests="Sahibi tibbi vasitələr satır.", declared_on=day)
    text = visitor.get("/care/services/ev/").text
    for words in ("3 free on 5 January 2026 (this may have changed)", "Did not pass the inspection", "5 January 2026 (Nümunə İdarəsi)",
                  "Sahibi tibbi vasitələr satır.", 'href="https://check.example/7"'):  # fmt: skip
        assert words in text


# Side by side --------------------------------------------------------------------------------------
def test_up_to_four_in_the_order_chosen_all_in_the_address(visitor):
    for number in range(5):
        care_service(f"ev-{number}")
    asked = "&".join(f"c=ev-{number}" for number in (3, 1, 0, 4, 2))
    page = visitor.get(f"/care/compare/?{asked}")
    assert [column.service.code for column in page.context["columns"]] == ["ev-3", "ev-1", "ev-0", "ev-4"]
    assert "at most 4 can be compared" in page.text
    assert page.text.count('role="columnheader"') == 5 and page.text.count('role="rowheader"') == 11
    assert page.text.count('role="cell"') == 44
    assert "sessionid" not in visitor.cookies


def test_choosing_and_taking_out_are_links_that_keep_the_rest(visitor):
    yasamal = district()
    care_service("ev")
    care_service("gun", kind="day")
    page = visitor.get(f"/care/?district={yasamal.pk}&kind=home")
    (card,) = page.context["cards"]
    assert card.toggle == f"/care/?district={yasamal.pk}&kind=home&c=ev#ev"
    page = visitor.get(card.toggle)
    assert page.context["cards"][0].is_chosen and "Choose at least one more" in page.text
    assert page.context["cards"][0].toggle == f"/care/?district={yasamal.pk}&kind=home#ev"
    two = visitor.get("/care/?c=ev&c=gun")
    assert two.context["compare"] == "/care/compare/?c=ev&c=gun"
    both = visitor.get(two.context["compare"])
    assert [column.without for column in both.context["columns"]] == ["/care/compare/?c=gun", "/care/compare/?c=ev"]


def test_four_are_enough(visitor):
    for number in range(6):
        care_service(f"ev-{number}")
    page = visitor.get("/care/?" + "&".join(f"c=ev-{number}" for number in range(4)))
    assert page.text.count("You have chosen 4 already") == 2


def test_nothing_chosen_or_nothing_known_says_so(visitor):
    assert "You have not chosen any service yet" in visitor.get("/care/compare/").text
    assert "You have not chosen any service yet" in visitor.get("/care/compare/?c=yoxdur&c=<script>&c=%00").text
    assert "<script>" not in visitor.get("/care/compare/?c=<script>alert(1)</script>").text.replace(
        '<script type="module"', ""
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_are_the_same_for_one_and_for_three(visitor, count, django_assert_num_queries):
    yasamal = district()
    for number in range(count):
        care_service(f"ev-{number}", provider=f"p-{number}", serves=[yasamal, far()])
    chosen = "&".join(f"c=ev-{number}" for number in range(count))
    with django_assert_num_queries(8):
        assert len(codes(visitor.get(f"/care/?district={yasamal.pk}&{chosen}"))) == count
    with django_assert_num_queries(3):
        assert len(visitor.get(f"/care/compare/?district={yasamal.pk}&{chosen}").context["columns"]) == count


# Something is wrong --------------------------------------------------------------------------------
def test_a_reader_says_what_is_wrong_without_saying_who_they_are(visitor):
    service = care_service("ev")
    assert "Choose what is wrong" in visitor.post("/care/services/ev/wrong/", {}).text
    assert "in a few words" in visitor.post("/care/services/ev/wrong/", {"kind": "other"}).text
    answer = visitor.post(
        "/care/services/ev/wrong/", {"kind": "phone", "words": "Nömrə köhnədir", "contact": "0501112233"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/care/services/ev/")
    report = CareReport.objects.get()
    assert (report.service, report.kind, report.words, report.from_provider) == (
        service,
        "phone",
        "Nömrə köhnədir",
        False,
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT words, contact FROM guidance_carereport")
        assert "Nömrə" not in str(cursor.fetchall())


def test_too_many_are_asked_to_wait(visitor):
    care_service("ev")
    answers = [visitor.post("/care/services/ev/wrong/", {"kind": "phone"}).status_code for _n in range(21)]
    assert answers == [302] * 20 + [429]


def test_the_criteria_are_public_and_say_that_nothing_is_paid(visitor, settings):
    settings.CARE_STALE_DAYS = 77
    text = visitor.get("/care/criteria/").text
    for words in (
        "Nothing here can be paid for",
        "drawn by lot",
        "for 77 days is marked",
        "single persons who look for work",
    ):
        assert words in text
    assert "/care/criteria/" in visitor.get("/care/").text


def test_what_providers_write_is_never_run(visitor):
    care_service("ev", name="<script>x()</script>", about="<img src=x onerror=y()>", website='https://a.example/?"><b>')
    for address in ("/care/", "/care/services/ev/", "/care/compare/?c=ev"):
        text = visitor.get(address).text
        assert "<script>x()" not in text and "<img src=x" not in text and '"><b>' not in text
