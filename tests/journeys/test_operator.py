"""An operator with an elder on the phone: found by number, visits asked for, a call made, a letter printed."""

import pytest

from elearn.notices.models import Notice
from elearn.people.models import Person, Role
from elearn.visits.models import Visit, VisitRequest
from tests import factories

LANDLINE = "012 440 55 66"


@pytest.fixture(scope="module")
def nigar(people):
    from elearn.people import api

    return api.create_person(
        "Nigar Səfərova", language="az", birth_year=1985, email="nigar@desk.example", roles=[Role.OPERATOR]
    )


def test_a_caller_is_found_by_number_and_visits_are_asked_for(nigar, open_page, look):
    page = open_page(nigar, language="en", javascript=False)
    page.goto("/desk/")
    page.fill("main [name=q]", LANDLINE)
    page.press("main [name=q]", "Enter")
    page.wait_for_selector("text=We find nobody")
    page.click("text=Write down a new person")
    page.fill("[name=name]", "Gülnaz Hacıyeva")
    page.check("main [name=form_of_address][value=xanim]", force=True)
    page.fill("[name=phone]", LANDLINE)
    page.fill("[name=birth_year]", "1946")
    page.click("main form button.govuk-button >> text=Save")
    page.wait_for_selector("h1:has-text('Gülnaz Hacıyeva xanım')")
    page.goto("/desk/")
    page.fill("main [name=q]", "440 55 66")
    page.press("main [name=q]", "Enter")
    page.click("main h2 >> text=Gülnaz Hacıyeva")
    page.click("text=Ask for home visits")
    page.fill("[name=wish]", "Nəvəmlə videozəng")
    page.check("[name=device][value=android]", force=True)
    page.check("[name=days][value='0']", force=True)
    page.check("[name=parts][value=midday]", force=True)
    page.check("main [name=language][value=az]", force=True)
    page.select_option("[name=district]", label="Yasamal")
    page.fill("[name=address]", "İnşaatçılar prospekti 22, mənzil 9")
    page.click("text=Save >> nth=-1")
    page.wait_for_selector("text=It is written down")
    assert "asked by phone, written down by us" in page.inner_text("main").lower()
    gulnaz = Person.objects.get(name="Gülnaz Hacıyeva")
    request = VisitRequest.objects.get(person=gulnaz)
    assert (request.channel, request.asked_by) == ("operator", nigar.account)
    shown = open_page(nigar, language="en")
    for address, name in (
        ("/desk/", "operator-desk"), ("/desk/callers/?q=Gulnaz", "operator-found"), ("/desk/callers/?q=a", "operator-short"),
        ("/desk/callers/new/", "operator-new"), (f"/desk/callers/{gulnaz.key}/", "operator-caller"),
        (f"/desk/callers/{gulnaz.key}/call/", "operator-call-back"),
    ):  # fmt: skip
        shown.goto(address)
        look(shown, name)


def test_a_time_is_agreed_on_the_phone(nigar, open_page, look):
    factories.trainer("Rüfət Orucov")
    gulnaz = Person.objects.get(name="Gülnaz Hacıyeva")
    page = open_page(nigar, language="en", javascript=False)
    page.goto(f"/desk/callers/{gulnaz.key}/")
    page.click("text=Agree a time now")
    page.wait_for_selector("text=Read them out")
    shown = open_page(nigar, language="en")
    shown.goto(page.url)
    look(shown, "operator-times")
    page.locator("button[name=time]").first.click()
    page.wait_for_selector("text=The visit is agreed")
    visit = Visit.objects.get(person=gulnaz)
    assert (visit.state, visit.agreed_way, visit.made_by) == ("confirmed", "operator", nigar.account)
    shown.goto(f"/desk/callers/{gulnaz.key}/")
    look(shown, "operator-caller-agreed")
    shown.goto(f"/desk/callers/{gulnaz.key}/letter/")
    look(shown, "operator-letter-agreed")


def test_who_has_a_landline_only_is_told_by_phone_and_by_letter(nigar, open_page, look):
    gulnaz = Person.objects.get(name="Gülnaz Hacıyeva")
    page = open_page(nigar, language="en", javascript=False)
    for _turn in range(120):
        if Notice.objects.filter(person=gulnaz, state="to_call").exists():
            break
        page.wait_for_timeout(250)
    page.goto("/desk/")
    page.click("text=People to tell something by phone")
    page.wait_for_selector("text=Gülnaz Hacıyeva xanım")
    assert "İnşaatçılar" not in page.content()
    shown = open_page(nigar, language="en")
    shown.goto("/desk/calls/")
    look(shown, "operator-calls")
    item = page.locator("main li", has_text="Gülnaz Hacıyeva").first
    item.locator("button[value=told]").click()
    page.wait_for_selector("text=The call is noted")
    notice = Notice.objects.get(person=gulnaz, kind="visits_noted")
    assert (notice.state, notice.channel, notice.called_by) == ("sent", "phone", nigar.account)
    shown.goto(f"/desk/callers/{gulnaz.key}/letter/")
    look(shown, "operator-letter")
    answer = shown.request.get(f"/desk/letters/{notice.pk}.pdf")
    assert answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF")
