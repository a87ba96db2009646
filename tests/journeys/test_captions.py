"""Captions: a grandchild types and corrects them on a phone, a coordinator reviews; two at once, a cut line, no JavaScript."""

import pytest

import media_pipeline.api as films
from courses.domain.films import contribute
from courses.models import Contribution, ContributionState
from elearn.people.models import CompanionAct, Did
from media_pipeline.models import CaptionState, CaptionTrack
from tests import factories
from tests.site import wait_until

SAID = ["Salam, əzizlərim.", "Bu gün ilmə atırıq.", "Yun ip götürün.", "İlməni çox sıxmayın."]


@pytest.fixture(scope="module")
def family(people):
    """An elder whose journeys are hers alone, and her grandchild, who may record for her."""
    from elearn.people import api

    elder = api.create_person(
        "Ceyran Abbasova", language="az", birth_year=1950, form_of_address="xanim", email="ceyran@captions.example",
        roles=[api.Role.ELDER],
    )  # fmt: skip
    child = api.create_person(
        "Aysel Abbasova", language="az", birth_year=2000, email="aysel@captions.example",
        roles=[api.Role.COMPANION],
    )  # fmt: skip
    factories.helps(elder, child, may_record=True)
    return {"ceyran": elder, "aysel": child, "rena": people["rena"], "murad": people["murad"]}


def film_of(elder, clip, title: str = "Corabın dabanı") -> Contribution:
    """A film that was sent, and that can be watched."""
    contribution = contribute.begin_contribution(elder, is_recording=False)
    films.receive_file(contribution.film, clip)
    films.prepare_now(contribution.film)
    Contribution.objects.filter(pk=contribution.pk).update(title=title, state=ContributionState.SENT)
    films.set_language(contribution.film, "az")
    contribution.refresh_from_db()
    return contribution


@pytest.fixture(scope="module")
def film(family, clip):
    return film_of(family["ceyran"], clip)


def part(page, name: str):
    return page.locator(f'[data-part="{name}"]')


def saved(page) -> None:
    part(page, "saved").and_(page.locator('[data-state="saved"]')).wait_for(timeout=15_000)


def lines_of(film, language: str = "az") -> list[str]:
    track = CaptionTrack.objects.filter(film=film.film, language=language).first()
    return [cue.text for cue in films.caption_cues(track)] if track else []


def starts_of(film) -> list[int]:
    return [cue.start_ms for cue in films.caption_cues(CaptionTrack.objects.get(film=film.film, language="az"))]


def begin(film, *words: str) -> None:
    """Captions as they are before a journey: 2 s a line, from the beginning."""
    CaptionTrack.objects.filter(film=film.film).delete()
    track = films.open_captions(film.film, "az")
    lines = [
        {"id": f"l{number}", "start_ms": number * 2000, "end_ms": number * 2000 + 2000, "text": text}
        for number, text in enumerate(words)
    ]
    films.save_captions(track, [{"was": None, "now": line} for line in lines], base=0, by=None)


def editor(page, film, language: str = "az") -> None:
    page.goto(f"/captions/{film.film_id}/{language}/")
    page.wait_for_selector("[data-captions]:not([hidden])")


def field(page, number: int):
    """The words of a line; lines count from 1."""
    return page.locator("[data-part=lines] textarea").nth(number - 1)


def texts(page) -> list[str]:
    return page.locator("[data-part=lines] textarea").evaluate_all("fields => fields.map((field) => field.value)")


def place(page) -> float:
    return page.evaluate("document.querySelector('[data-part=film]').currentTime")


def plays(page) -> bool:
    return page.evaluate("!document.querySelector('[data-part=film]').paused")


def test_a_grandchild_types_captions_from_nothing_on_a_phone(family, film, open_page, look):
    phone = open_page(family["aysel"], size="phone", language="en")
    phone.goto("/record/for/")
    phone.click("text=Captions of their videos")
    look(phone, "captions-helping")
    phone.click("text=Corabın dabanı")
    look(phone, "captions-languages")
    phone.click("main button[name=language][value=az]")
    phone.wait_for_selector("[data-captions]:not([hidden])")
    look(phone, "captions-nothing")
    part(phone, "card-length").select_option("3")
    part(phone, "card-hear").click()
    wait_until(lambda: place(phone) > 0.2, 30)
    wait_until(lambda: not plays(phone), 30)
    assert 2.8 < place(phone) < 3.2  # three seconds, then it waits for the words
    assert phone.evaluate("document.activeElement.id") == "typing-text"
    phone.keyboard.type(SAID[0])
    phone.keyboard.press("Enter")
    assert texts(phone) == SAID[:1]
    wait_until(lambda: plays(phone), 30)  # the next seconds are played, and one types meanwhile
    phone.keyboard.type(SAID[1])
    assert part(phone, "card-text").input_value() == SAID[1]
    phone.reload()  # a line that is none yet is not lost either
    phone.wait_for_selector("[data-captions]:not([hidden])")
    wait_until(lambda: texts(phone) == SAID[:1], 20)
    assert part(phone, "card-text").input_value() == SAID[1]
    part(phone, "card-next").click()
    wait_until(lambda: lines_of(film) == SAID[:2], 30)
    look(phone, "captions-typed")
    assert [act.did for act in CompanionAct.objects.filter(subject=f"film:{film.film_id}")] == [Did.CAPTIONED]
    assert phone.faults == []


def test_lines_are_split_joined_moved_and_all_is_undone(family, film, open_page, look):
    begin(film, "Salam, əzizlərim. Bu gün ilmə atırıq.", "Yun ip götürün.")
    page = open_page(family["ceyran"], language="en")
    editor(page, film)
    field(page, 1).click()
    page.keyboard.press("End")
    page.click("text=Split here")
    assert "between two words" in part(page, "notice").inner_text()
    page.keyboard.press("Home")
    for _sign in "Salam, əzizlərim.":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+Enter")
    assert texts(page) == ["Salam, əzizlərim.", "Bu gün ilmə atırıq.", "Yun ip götürün."]
    page.click("text=Join with the next")
    assert texts(page) == ["Salam, əzizlərim.", "Bu gün ilmə atırıq. Yun ip götürün."]
    page.click("[data-do=remove]:visible")
    assert texts(page) == ["Salam, əzizlərim."]
    for _deed in range(3):
        page.keyboard.press("Control+z")
    assert texts(page) == ["Salam, əzizlərim. Bu gün ilmə atırıq.", "Yun ip götürün."]
    page.keyboard.press("Control+y")
    assert texts(page) == ["Salam, əzizlərim.", "Bu gün ilmə atırıq.", "Yun ip götürün."]
    field(page, 1).press("ArrowDown")
    field(page, 1).press("Enter")
    wait_until(lambda: plays(page) and place(page) > 0.5, 30)  # Enter plays the next line
    look(page, "captions-editing")
    page.click("summary:has-text('too early or too late')")
    part(page, "later").click()
    saved(page)
    wait_until(lambda: starts_of(film)[0] == 500, 20)
    assert lines_of(film) == ["Salam, əzizlərim.", "Bu gün ilmə atırıq.", "Yun ip götürün."]
    assert page.faults == []


def test_a_cut_line_and_a_reload_lose_no_word(family, film, open_page, proxy):
    begin(film, *SAID[:2])
    page = open_page(family["aysel"], size="phone", language="en", base=proxy.url)
    editor(page, film)
    proxy.cut()
    field(page, 2).fill("Bu gün corab toxuyuruq.")
    part(page, "saved").and_(page.locator('[data-state="waiting"]')).wait_for(timeout=30_000)
    proxy.mend()
    page.reload()
    wait_until(lambda: lines_of(film) == [SAID[0], "Bu gün corab toxuyuruq."], 30)


def test_two_at_one_line_choose_and_nothing_is_written_over(family, film, open_page, look):
    begin(film, *SAID[:3])
    phone = open_page(family["aysel"], size="phone", language="en")
    editor(phone, film)
    desk = open_page(family["ceyran"], language="en")
    editor(desk, film)
    field(desk, 3).fill("Yun ip götürün, ağ.")
    saved(desk)
    field(phone, 1).fill("Salam!")
    field(phone, 3).fill("Nənəm dedi: yun ip götürün.")
    part(phone, "to-conflicts").wait_for(timeout=20_000)
    assert lines_of(film) == ["Salam!", SAID[1], "Yun ip götürün, ağ."]
    look(phone, "captions-conflict")
    phone.reload()  # what one had written is not lost by going away
    phone.wait_for_selector("[data-part=to-conflicts]:not([hidden])")
    phone.click("text=Keep mine")
    wait_until(lambda: lines_of(film) == ["Salam!", SAID[1], "Nənəm dedi: yun ip götürün."], 20)
    assert part(phone, "conflicts").is_hidden()
    field(desk, 2).fill("Bu gün corab toxuyuruq.")
    saved(desk)
    wait_until(lambda: texts(desk) == ["Salam!", "Bu gün corab toxuyuruq.", "Nənəm dedi: yun ip götürün."], 20)


def test_captions_are_translated_handed_in_and_reviewed(family, film, open_page, look):
    begin(film, *SAID[:2])
    page = open_page(family["ceyran"], language="en")
    page.goto(f"/captions/{film.film_id}/")
    page.click("main button[name=language][value=en]")
    page.wait_for_selector("[data-captions]:not([hidden])")
    assert page.locator("[data-original]").all_inner_texts()[:2] == SAID[:2]
    field(page, 1).fill("Hello, my dears.")
    look(page, "captions-translation")
    editor(page, film)
    page.click("text=Hand in for review")
    page.wait_for_selector("text=Our coordinator reads the captions now")
    page.goto(f"/captions/{film.film_id}/az/versions/")
    look(page, "captions-versions")
    page.click(".k-list a >> nth=0")
    look(page, "captions-version")
    page.goto(f"/captions/{film.film_id}/az/file/")
    look(page, "captions-file")
    rena = open_page(family["rena"], language="en")
    rena.goto("/admin/captions/")
    rena.click("main a:has-text('Corabın dabanı') >> nth=0")
    rena.click("button:has-text('mark them as reviewed')")
    rena.wait_for_selector("text=The captions are reviewed")
    assert CaptionTrack.objects.get(film=film.film, language="az").state == CaptionState.REVIEWED


def test_words_are_corrected_without_javascript(family, film, open_page, look):
    begin(film, *SAID[:2])
    phone = open_page(family["ceyran"], size="phone", language="en", javascript=False)
    phone.goto(f"/captions/{film.film_id}/az/")
    phone.locator("[data-captions-plain] textarea").nth(1).fill("Bu gün corab toxuyuruq.")
    phone.click("main button:has-text('Save') >> nth=0")
    phone.wait_for_selector("text=Saved.")
    assert lines_of(film) == [SAID[0], "Bu gün corab toxuyuruq."]
