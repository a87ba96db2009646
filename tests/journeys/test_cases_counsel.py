"""A question by phone becomes a public answer with the personal data gone."""

import pytest

from elearn.guidance.domain import pages
from elearn.guidance.domain.case_assign import hand_over
from elearn.guidance.models import Case, GuidePage
from elearn.people.models import Role
from tests import factories
from tests.journeys.conftest import SHOTS
from tests.journeys.test_review import approve
from tests.site import wait_until

LETTER = (
    "Zəng edən Gülnaz Hacıyevadır. Anası Sona Hacıyeva Nizami küçəsi 14, mənzil 7-də yaşayır, FIN kodu 5ZK2M8A. "
    "Ayağa qalxa bilmir, pensiyasını onun əvəzinə kim ala bilər?"
)
ANSWER = "Gülnaz xanım, notariusda etibarnamə hazırlayın. Onunla pensiyanı siz ala bilərsiniz. Notarius evə də gəlir."
GONE = ("Gülnaz", "Hacıyeva", "Sona", "Nizami", "5ZK2M8A", "Tural")


@pytest.fixture(scope="module")
def staff(people):
    from elearn.people import api

    def made(name, role):
        email = f"{name.split()[0].lower()}@counsel.example"
        return api.create_person(name, language="az", birth_year=1985, email=email, roles=[role])

    return {
        "nigar": made("Nigar Abbasova", Role.OPERATOR),
        "sevinc": made("Sevinc Quliyeva", Role.COUNSELLOR),
        "orxan": made("Orxan Babayev", Role.COUNSELLOR),
    }


@pytest.fixture(scope="module")
def topic(staff):
    factories.expert()
    return pages.create_topic("Pensiyalar və müavinətlər", language="az")


@pytest.fixture(scope="module")
def heard(staff):
    """What the journey hands from one test to the next: the code, and the question."""
    return {}


def test_an_operator_writes_it_down_and_reads_the_code_out(staff, topic, heard, open_page, look):
    page = open_page(staff["nigar"], language="en", javascript=False)
    page.goto("/counsel/call/")
    page.check("[name=hurt][value=no]", force=True)
    page.check("[name=topic][value=capacity]", force=True)
    page.fill("[name=text]", LETTER)
    page.check("[name=urgency][value=week]", force=True)
    page.check("main [name=language][value=az]", force=True)
    page.check("[name=age][value=adult]", force=True)
    page.fill("[name=name]", "Gülnaz")
    page.check("[name=may_publish][value=yes]", force=True)
    page.check("[name=way][value=paper]", force=True)
    page.click("main form button >> text=Write it down")
    heard["code"] = page.inner_text(".k-case-code")
    page.click("text=The call is over")
    case = Case.objects.latest("pk")
    if case.counsellor_id not in {staff[one].account.pk for one in ("sevinc", "orxan")}:  # of another journey
        hand_over(case, to=staff["sevinc"].account, by=case.counsellor)
        case.refresh_from_db()
    assert (case.channel, case.may_publish, case.check_reason) == ("phone", "yes", "topic")
    heard["key"] = case.key
    # Whoever is not its counsellor finds nothing, the operator included.
    other = next(one for one in ("sevinc", "orxan") if staff[one].account.pk != case.counsellor_id)
    heard |= {"first": "orxan" if other == "sevinc" else "sevinc", "second": other}
    assert page.goto(f"/counsel/work/{case.key}/").status == 403
    assert open_page(staff[other]).goto(f"/counsel/work/{case.key}/").status == 404


def test_a_counsellor_answers_and_a_second_agrees(staff, heard, open_page, look):
    page = open_page(staff[heard["first"]], size="phone", language="en")
    page.goto("/counsel/work/")
    look(page, "counsel-work")
    page.click("main >> text=/Question \\d+: Who decides/")
    look(page, "counsel-case")
    page.click("text=Write the answer")
    look(page, "counsel-answer")
    page.fill("[name=text]", ANSWER)
    page.select_option("[name=checker]", str(staff[heard["second"]].account.pk))
    page.click("button >> text=Have it read first")
    page.wait_for_selector("text=reads your answer")
    look(page, "counsel-waits")
    second = open_page(staff[heard["second"]], language="en", javascript=False)
    second.goto("/counsel/work/")
    second.click("main >> text=/Question \\d+: Who decides/")
    shown = open_page(staff[heard["second"]], language="en")
    shown.goto(second.url)
    look(shown, "counsel-check")
    second.click("button >> text=I agree, send it")
    second.wait_for_selector("text=The answer is sent")
    look(shown, "counsel-check-after") if shown.goto("/counsel/work/") else None
    assert Case.objects.get(key=heard["key"]).state == "answered"


def test_it_is_proposed_edited_and_approved_by_another(staff, topic, heard, open_page, look):
    page = open_page(staff[heard["first"]], language="en")
    page.goto(f"/counsel/work/{heard['key']}/")
    page.click("text=Propose as public answer")
    look(page, "counsel-public")
    assert page.locator("mark").count() >= 4
    page.click("button >> text=Go on to the text")
    page.wait_for_selector("h1:has-text('The public text')")
    begun = page.input_value("[name=question]") + page.input_value("[name=answer]")
    assert not [word for word in GONE if word in begun]
    look(page, "counsel-public-text")
    page.select_option("[name=topic]", label=topic.title)
    page.fill("[name=title]", "Valideynin pensiyasını kim ala bilər?")
    page.fill("[name=summary]", "Ayağa qalxa bilməyənin pensiyasını yaxını etibarnamə ilə alır.")
    page.fill("[name=question]", "Gülnazın anası ayağa qalxa bilmir. Pensiyasını onun əvəzinə kim ala bilər?")
    page.fill(
        "[name=answer]", "Notariusda etibarnamə hazırlayın. Onunla pensiyanı yaxını ala bilər. Notarius evə də gəlir."
    )
    page.select_option("[name=expert]", index=1)
    page.click("button >> text=Propose it")
    page.wait_for_selector("text=still in the text")
    look(page, "counsel-public-refused")
    page.fill("[name=question]", "Valideyn ayağa qalxa bilmir. Pensiyasını onun əvəzinə kim ala bilər?")
    page.click("button >> text=Propose it")
    page.wait_for_selector("text=A second person reads it now")
    look(page, "counsel-proposed")
    guide = GuidePage.objects.get(title="Valideynin pensiyasını kim ala bilər?")
    assert not guide.live
    page.goto(f"/admin/pages/{guide.pk}/edit/")
    assert page.get_by_role("button", name="Approve and Publish").count() == 0
    approve(open_page(staff[heard["second"]], language="en"), guide.title)
    wait_until(lambda: GuidePage.objects.get(pk=guide.pk).live)
    heard["address"] = GuidePage.objects.get(pk=guide.pk).url


def test_who_asked_reads_the_answer_with_the_code_and_finds_what_is_public(heard, open_page, look):
    page = open_page(size="phone", language="az", javascript=False)
    page.goto("/counsel/code/")
    page.fill("[name=code]", heard["code"])
    page.click("main form button.govuk-button")
    page.wait_for_selector(f"text={ANSWER[:30]}")
    link = page.locator(f"main a[href$='{heard['address']}']")
    assert link.count() == 1
    shown = open_page(size="phone", language="az")
    shown.goto(heard["address"])
    text = shown.content()
    assert not [word for word in GONE if word in text]
    assert "etibarnamə" in text
    look(shown, "counsel-guide")
    link.click()
    page.wait_for_url(f"**{heard['address']}")


def test_the_other_pages_read_well_on_a_telephone(people, staff, open_page, look):
    case = factories.case("Atam üçün qulluqçu axtarıram, zəng edin.", reach=("phone", "+994502223355"))
    case.refresh_from_db()
    whose = next(one for one in ("sevinc", "orxan") if staff[one].account.pk == case.counsellor_id)
    page = open_page(staff[whose], size="phone", language="en")
    for name in ("note", "hand-over", "safeguarding", "call"):
        page.goto(f"/counsel/work/{case.key}/{name}/")
        look(page, f"counsel-{name}")
    page.goto("/counsel/work/ready/")
    look(page, "counsel-ready")
    rena = open_page(people["rena"], language="en")
    rena.goto("/counsel/work/all/")
    look(rena, "counsel-all")
    assert "qulluqçu" not in rena.content()
    rena.goto("/admin/days-off/")
    rena.screenshot(path=f"{SHOTS}/counsel-days-off.png") if SHOTS else None
    asks = open_page(size="phone", language="en")
    asks.goto("/counsel/code/")
    asks.fill("[name=code]", case.code_kept)
    asks.click("main form button.govuk-button")
    asks.click("text=May others learn from it?")
    look(asks, "counsel-others")
    asks.check("[name=may][value=no]", force=True)
    asks.click("main form button.govuk-button >> text=Keep")
    asks.wait_for_selector("text=You can change it at any time")
    assert Case.objects.get(pk=case.pk).may_publish == "no"
