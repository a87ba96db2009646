"""The talk of a webinar: somebody asks, a host decides, others see it at once; a poll, a concern; and all without a script."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from courses.models import LiveEvent, LiveQuestion
from elearn.safety.api import report
from tests import factories

WORDS = "Bu ip haradan alınır?"


@pytest.fixture
def webinar(people):
    return factories.webinar(
        speaker=people["leyla"], hosts=[people["rena"]], registered=[people["gunay"], people["murad"]],
        starts_in=timedelta(minutes=10),
    )  # fmt: skip


def at(webinar, rest: str = "") -> str:
    return f"/webinars/{webinar.pk}/{rest}"


def group(page, name: str):
    return page.locator(f'[data-talk-group="{name}"]')


def test_a_question_on_its_way_to_everybody(webinar, people, open_page, look):
    asker, host = open_page(people["gunay"], size="phone"), open_page(people["rena"])
    asker.goto(at(webinar))
    host.goto(at(webinar, "host/"))
    watcher = open_page(people["murad"], javascript=False)

    asker.locator("[data-ask] textarea").fill("Zəng edin: 050 123 45 67")
    asker.locator("[data-ask] button").click()
    expect(asker.locator("[data-ask] .govuk-error-message")).to_be_visible()
    expect(asker.locator("[data-ask] textarea")).to_have_value("Zəng edin: 050 123 45 67")
    look(asker, "talk-wrong")
    asker.locator("[data-ask] textarea").fill(WORDS)
    asker.locator("[data-ask] button").click()
    expect(group(asker, "mine")).to_contain_text(WORDS)
    expect(asker.locator("[data-ask] textarea")).to_have_value("")

    new = host.locator('[data-host-part="new"]')
    expect(new).to_contain_text(WORDS)
    look(host, "talk-host")
    new.locator('button[value="show"]').click()
    expect(group(asker, "shown")).to_contain_text(WORDS)
    expect(group(asker, "mine")).to_be_hidden()
    another_wants_it(watcher, webinar, host)
    answer_it(host, asker)
    look(asker, "talk-answered")
    vote(host, asker)
    look(asker, "talk-result")


def another_wants_it(page, webinar, host) -> None:
    """Without a script: the page is read again, and its buttons are forms."""
    page.goto(at(webinar, "talk/"))
    row = page.locator('[data-talk-group="shown"] [data-question]')
    expect(row).to_contain_text(WORDS)
    row.locator("[data-vote] button").click()
    expect(page.locator("[data-votes]").first).to_have_text("1")
    expect(host.locator('[data-host-part="shown"] [data-host-votes]')).to_have_text("1")
    page.locator("[data-ask] textarea").fill("Mən də soruşa bilərəmmi?")
    page.locator("[data-ask] button").click()
    expect(group(page, "mine")).to_contain_text("Mən də soruşa bilərəmmi?")


def answer_it(host, asker) -> None:
    """What a host is writing stays, whatever comes meanwhile."""
    row = host.locator('[data-host-part="shown"] [data-host-item]')
    row.locator("summary").click()
    row.locator("textarea").fill("Bazardan, ")
    host.locator('[data-host-part="new"] button[value="show"]').click()
    expect(host.locator('[data-host-part="shown"] [data-host-item]')).to_have_count(2)
    writing = host.locator('[data-host-part="shown"] textarea').first
    expect(writing).to_have_value("Bazardan, ")
    writing.press_sequentially("yun cərgəsindən.")
    writing.locator("xpath=..").locator("button").click()
    expect(group(asker, "done")).to_contain_text("Bazardan, yun cərgəsindən.")


def vote(host, asker) -> None:
    host.locator(".k-panel__poll summary").click()
    host.locator("#poll_text").fill("Nə toxuyuruq?")
    host.locator("#poll_options").fill("Şərf\nCorab")
    host.locator("form[data-host-clear] button").click()
    host.locator('[data-host-part="polls"] button[value="open"]').click()
    asker.locator("[data-poll] label", has_text="Corab").click()
    asker.locator("[data-poll] button").click()
    expect(asker.locator("[data-poll] [data-sent]")).to_be_visible()
    expect(host.locator('[data-host-part="polls"] [data-total]')).to_have_text("1")
    host.locator('[data-host-part="polls"] button[value="close"]').click()
    expect(asker.locator("[data-result] [data-count]")).to_have_text(["0", "1"])
    expect(asker.locator("[data-poll]")).to_have_count(0)


def test_votes_that_come_before_the_panel_knows_the_poll_is_open(webinar, people, open_page):
    from courses.domain.webinars import polls

    poll = polls.prepare_poll(webinar, text="Nə toxuyuruq?", options=["Şərf", "Corab"], by=people["rena"])
    host, asker = open_page(people["rena"]), open_page(people["gunay"], size="phone")
    host.goto(at(webinar, "host/"))
    asker.goto(at(webinar))
    held = []
    host.route("**/host/talk/**", lambda route: held.append(route))  # the panel is asked for, and does not come yet
    polls.open_poll(poll, by=people["rena"])
    asker.locator("[data-poll] label", has_text="Corab").click()
    asker.locator("[data-poll] button").click()
    expect(asker.locator("[data-poll] [data-sent]")).to_be_visible()
    host.wait_for_timeout(2500)  # what was chosen is told to hosts within a second
    assert held and host.locator('[data-host-part="polls"] [data-total]').count() == 0
    while held:
        held.pop().continue_()
    host.unroute("**/host/talk/**")
    expect(host.locator('[data-host-part="polls"] [data-total]')).to_have_text("1")


def test_a_line_that_was_lost_misses_nothing(webinar, people, open_page, proxy):
    from courses.domain.webinars import talk

    page = open_page(people["gunay"], size="phone", base=proxy.url)
    page.goto(at(webinar))
    page.wait_for_timeout(1000)
    proxy.cut()
    rows = [talk.ask(people["murad"], webinar, text=f"Sual {number}?") for number in range(3)]
    for row in rows:
        talk.move(row, "show", by=people["rena"])
    talk.move(rows[1], "hide", by=people["rena"])
    page.wait_for_timeout(1500)
    proxy.mend()
    expect(group(page, "shown").locator("[data-text]")).to_have_text(["Sual 0?", "Sual 2?"], timeout=20_000)


def test_a_worry_is_on_the_hosts_page_at_once(webinar, people, open_page, look):
    host = open_page(people["rena"], size="phone")
    host.goto(at(webinar, "host/"))
    host.wait_for_timeout(500)
    report("Qorxuram", about="", person=people["gunay"], subject=f"webinar:{webinar.pk}")
    expect(host.locator('[data-host-part="concerns"] .k-note--wrong')).to_be_visible()
    assert "Qorxuram" not in host.content()
    look(host, "talk-concern")
    plain = open_page(people["rena"], javascript=False)
    plain.goto(at(webinar, "host/talk/"))
    look_plain(plain)


def look_plain(page) -> None:
    expect(page.locator('[data-host-part="concerns"] .k-note--wrong')).to_be_visible()
    assert LiveEvent.objects.filter(name="concern").exists()
    assert not LiveQuestion.objects.filter(text__contains="Qorxuram").exists()
