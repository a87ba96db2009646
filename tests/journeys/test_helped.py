"""An elder without e-mail is recorded by a trainer, hears her page, says no, then yes; a helper is invited, used, ended."""

import re

import pytest
from django.utils import timezone

import media_pipeline.api as films
from courses.domain.films import answers, contribute
from courses.models import Contribution, ElderAnswer, ElderQuestion
from elearn.notices.models import MailboxMessage
from elearn.people import api as people
from elearn.people.models import Companionship, ContactPoint, Role
from tests.journeys.conftest import SHOTS

MOBILE = "+994557770001"
KAMRAN = "+994557770002"


@pytest.fixture(scope="module")
def helpers(people):
    from elearn.people import api

    def made(name, **more):
        return api.create_person(name, language="az", **more)

    return {
        "sona": made("Sona Quliyeva", birth_year=1944, form_of_address="xanim", phone=MOBILE, with_account=False),
        "elcin": made("Elçin Səfərov", birth_year=1990, email="elcin@helped.example", roles=[Role.TRAINER]),
        "nigar": made("Nigar Səfərova", birth_year=1985, email="nigar@helped.example", roles=[Role.OPERATOR]),
        "rena": people["rena"],
        # Nobody else's journey gives her a helper.
        "leman": made(
            "Ləman Əliyeva", birth_year=1952, form_of_address="xanim", email="leman@helped.example", roles=[Role.ELDER]
        ),
        "kamran": made("Kamran Əliyev", birth_year=1992, phone=KAMRAN, email="kamran@helped.example"),
    }


def until(page, truth: str, seconds: int = 30) -> None:
    for _turn in range(seconds * 4):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(250)
    raise AssertionError(truth)


def message_with(to: str, page, words: str) -> str:
    """Wait for a message to a number; give its text."""
    for _turn in range(120):
        found = MailboxMessage.objects.filter(to=to, body__contains=words).first()
        if found:
            return found.body
        page.wait_for_timeout(250)
    raise AssertionError(f"no message to {to}")


def test_a_trainer_records_for_an_elder_who_hears_her_page_and_says_no_then_yes(helpers, open_page, look, clip):
    page = open_page(helpers["elcin"], language="en")
    page.goto("/desk/")
    page.click("text=Record for somebody")
    page.fill("main [name=q]", "sona")
    page.click("main button:has-text('Find')")
    look(page, "helped-choose")
    page.click("text=Record with them")
    page.wait_for_selector("[data-part=start]:visible")
    assert "You are helping Sona Quliyeva xanım" in page.inner_text("main")
    look(page, "helped-record")
    # What the camera gives is walked in test_record; here the film comes as a file that the house already has.
    contribution = contribute.begin_contribution(helpers["sona"], is_recording=False, by=helpers["elcin"].account)
    films.receive_file(contribution.film, clip)
    films.prepare_now(contribution.film)
    page.goto(f"/helping/films/{contribution.pk}/describe/")
    page.fill("[name=title]", "Corabın dabanı")
    page.check("input[name=language][value=az]", force=True)
    page.check("[name=others][value=alone]", force=True)
    look(page, "helped-describe")
    page.click("button:has-text('Send, and ask')")
    page.wait_for_selector("text=silence is no")
    look(page, "helped-film")
    body = message_with(MOBILE, page, "/answer/")
    address = re.search(r"/answer/\S+", body).group()

    tablet = open_page(None, size="phone", language="en")
    tablet.goto(address)
    assert "this is your video" in tablet.inner_text("h1")
    look(tablet, "answer")
    tablet.click("[data-listen]")
    until(tablet, "document.querySelector('[data-listen-words]').textContent.trim() === 'Stop'")
    with tablet.expect_navigation():
        tablet.click("button[value=no]")
    look(tablet, "answered-no")
    page.reload()
    assert "has said no" in page.inner_text("main")
    assert not answers.elder_agreed(Contribution.objects.get(pk=contribution.pk))

    plain = open_page(None, size="phone", language="en", javascript=False)
    plain.goto(address)
    plain.click("button[value=yes]")
    assert "You said yes" in plain.inner_text("main")
    assert answers.elder_agreed(Contribution.objects.get(pk=contribution.pk))
    assert list(ElderAnswer.objects.filter(contribution=contribution).values_list("answer", flat=True)) == ["yes", "no"]
    page.reload()
    assert "has said yes" in page.inner_text("main")


def take_with_camera(page, elder, title: str) -> int:
    """Record a few seconds with the camera, send and describe them; give which film it is."""
    page.goto(f"/record/for/{elder.key}/")
    page.wait_for_selector("[data-record][data-state=ready]")
    page.click("[data-part=start]")
    page.wait_for_selector("[data-record][data-state=recording]")
    page.wait_for_timeout(3000)
    page.click("[data-part=stop]")
    page.wait_for_selector("[data-record][data-state=review]")
    page.click("[data-part=send]")
    page.wait_for_url("**/describe/", timeout=60_000)
    page.fill("[name=title]", title)
    page.check("input[name=language][value=az]", force=True)
    page.check("[name=others][value=alone]", force=True)
    page.click("button:has-text('Send, and ask')")
    page.wait_for_url("**/helping/films/*/")
    return int(page.url.rstrip("/").rpartition("/")[2])


def hear_and_answer(open_page, address: str, answer: str) -> None:
    """On her own telephone: the page is read to her, then she presses a button."""
    phone = open_page(None, size="phone", language="en")
    phone.goto(address)
    phone.click("[data-listen]")
    until(phone, "document.querySelector('[data-listen-words]').textContent.trim() === 'Stop'")
    with phone.expect_navigation():
        phone.click(f"button[value={answer}]")


def asked_about(film: int, page) -> str:
    """Wait until the elder has been asked about a film; give the address in the message."""
    for _turn in range(240):
        if ElderQuestion.objects.filter(contribution=film).exists():
            body = message_with(MOBILE, page, f"/answer/{film}-")
            return re.search(r"/answer/\S+", body).group()
        page.wait_for_timeout(250)
    raise AssertionError(f"nobody was asked about film {film}")


def test_a_trainer_records_with_the_camera_and_again_after_her_no(helpers, open_page):
    page = open_page(helpers["elcin"], language="en")
    first = take_with_camera(page, helpers["sona"], "Corab, birinci")
    hear_and_answer(open_page, asked_about(first, page), "no")
    page.goto(f"/helping/films/{first}/")
    assert "has said no" in page.inner_text("main")
    second = take_with_camera(page, helpers["sona"], "Corab, ikinci")
    hear_and_answer(open_page, asked_about(second, page), "yes")
    page.goto(f"/helping/films/{second}/")
    assert "has said yes" in page.inner_text("main")
    assert [answers.elder_agreed(Contribution.objects.get(pk=film)) for film in (first, second)] == [False, True]


def test_an_operator_asks_by_phone(helpers, open_page, clip):
    contribution = contribute.begin_contribution(helpers["sona"], is_recording=False, by=helpers["elcin"].account)
    films.receive_file(contribution.film, clip)
    films.prepare_now(contribution.film)
    contribution.film.refresh_from_db()
    contribute.describe_for(
        contribution, title="Yun əyirmək", language="az", topic=None, seen=[], by=helpers["elcin"].account
    )
    page = open_page(helpers["nigar"], language="en")
    page.goto("/desk/")
    page.click("text=/Call Sona Quliyeva xanım|Older people to call/")
    page.goto(f"/admin/school/answers/{contribution.pk}/")
    page.screenshot(path=SHOTS + "/operator-answer.png", full_page=True) if SHOTS else None
    page.click("button[value=yes]")
    page.wait_for_selector("text=The answer is written down")
    assert answers.elder_agreed(Contribution.objects.get(pk=contribution.pk))


def test_a_helper_is_invited_used_and_ended(helpers, open_page, look):
    leman = open_page(helpers["leman"], language="en")
    leman.goto("/my-helper/")
    look(leman, "my-helper-none")
    leman.click("text=Invite my helper")
    leman.fill("[name=name]", "Kamran")
    leman.fill("[name=address]", KAMRAN)
    look(leman, "my-helper-who")
    leman.click("button:has-text('Go on')")
    for scope in ("see", "record"):
        leman.check(f"[name=scopes][value={scope}]", force=True)
    look(leman, "my-helper-what")
    leman.click("button:has-text('Go on')")
    look(leman, "my-helper-check")
    leman.click("button:has-text('Yes, invite')")
    leman.wait_for_selector("text=We have written to Kamran")

    address = re.search(r"/helper/\S+", message_with(KAMRAN, leman, "/helper/")).group()
    ContactPoint.objects.filter(person=helpers["kamran"]).update(verified_at=timezone.now())
    visitor = open_page(None, size="phone", language="en")
    visitor.goto(address)
    look(visitor, "invitation-visitor")
    kamran = open_page(helpers["kamran"], size="phone", language="en")
    kamran.goto(address)
    kamran.check("[name=read]", force=True)
    kamran.check("[name=of_age]", force=True)
    look(kamran, "invitation")
    kamran.click("button:has-text('Yes, I will help')")
    kamran.wait_for_selector("text=You help Ləman Əliyeva xanım")
    look(kamran, "helper-desk")
    kamran.click("text=See how it stands")
    assert "You are helping Ləman Əliyeva xanım" in kamran.inner_text("main")
    look(kamran, "helper-sees")

    leman.goto("/my-helper/")
    assert "Kamran Əliyev looked how your things stand" in leman.inner_text("main")
    look(leman, "my-helper")
    leman.click("[data-listen]")
    until(leman, "document.querySelector('[data-listen-words]').textContent.trim() === 'Stop'")
    leman.click("text=End this now")
    look(leman, "my-helper-end")
    leman.click("button:has-text('Yes, end it now')")
    leman.wait_for_selector("text=It is ended")
    row = Companionship.objects.get(elder=helpers["leman"])
    assert (row.state, row.ended_by) == ("ended", "elder")
    kamran.reload()
    assert kamran.locator("h1").inner_text() and "Ləman" not in kamran.inner_text("h1")
    assert not people.may_act(helpers["kamran"].account, helpers["leman"], "record")
