"""A counsellor writes a guide with a source, a second person approves it, and a family reads it and prints it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_review import approve
from tests.media_pipeline.clips import make, picture, tone
from tests.site import wait_until

SECONDS = 8
TITLE = "Xəstəxanadan evə: ilk həftə"
WORDS = "Evə yazılan xəstənin dərman siyahısı verilir."


@pytest.fixture(scope="module")
def counsellors(django_db_setup):
    from elearn.people import api
    from elearn.people.models import Role

    def made(name, email):
        return api.create_person(name, language="en", email=email, roles=[Role.COUNSELLOR])

    return made("Sevinc Quliyeva", "sevinc@guides.example"), made("Tural Qasımov", "tural.q@guides.example")


@pytest.fixture
def topic(django_db_setup):
    from elearn.guidance.domain import pages

    return pages.create_topic("Evdə qulluq", language="az", introduction="Yaxınınıza evdə qulluq.")


def write(page, topic) -> None:
    """Fill the editor as a counsellor does: what the guide says, a claim with its source, and no expert yet."""
    page.goto(f"/admin/pages/add/guidance/guidepage/{topic.pk}/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_kind").select_option("steps")
    page.locator("#id_summary").fill("Xəstəxanadan çıxandan sonra nəyi soruşmaq və nəyi hazırlamaq.")
    body = page.locator("#panel-child-content-body-section")
    body.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text with its sources").click()
    body.locator("[contenteditable=true]").first.click()
    page.keyboard.type(WORDS)
    body.get_by_role("button", name="Choose a source").click()


def write_source(page) -> None:
    """A new source, written down in the window of the editor."""
    window = page.locator(".modal-dialog")
    window.get_by_role("tab", name="New source").click()
    form = window.locator("#tab-new, [id^=tab-create]").first
    form.locator("select[name$=kind]").select_option("agency")
    form.locator("input[name$=title]").fill("Xəstənin evə yazılması (nümunə)")
    form.locator("input[name$=publisher]").fill("Nümunə Xəstəxanası")
    form.locator("input[name$=address]").fill("https://source.example/discharge")
    form.locator("input[name$=place]").fill("2-ci bənd")
    form.locator("textarea[name$=cited_words]").fill("Pasiyentə dərmanların siyahısı təqdim olunur.")
    form.locator("input[name$=checked_on]").fill("2026-11-20")
    page.keyboard.press("Tab")  # the calendar closes
    form.get_by_role("button", name="Keep this source").click()
    expect(page.locator(".modal-dialog")).to_have_count(0)


def ask_for_approval(page) -> None:
    page.wait_for_timeout(2000)  # the editor keeps drafts by itself, half a second after the last change
    page.wait_for_load_state("networkidle")
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    page.get_by_role("button", name="Ask for approval").last.click()


def test_a_guide_with_a_source_is_written_approved_and_read(open_page, look, counsellors, topic):
    from elearn.guidance.models import GuidePage, Source
    from tests.factories import expert

    sevinc, tural = counsellors
    vouching = expert("Dr. Nərgiz Nümunəli")
    writing = open_page(sevinc, language="en")
    write(writing, topic)
    write_source(writing)
    assert Source.objects.get(title="Xəstənin evə yazılması (nümunə)").checked_by == sevinc.account

    # Without an expert it goes nowhere, and the editor says so at the field.
    ask_for_approval(writing)
    expect(writing.locator("body")).to_contain_text("Without one it is not published")
    assert not GuidePage.objects.filter(title=TITLE, live=True).exists()
    writing.locator("#id_expert").select_option(str(vouching.pk))
    ask_for_approval(writing)
    expect(writing.locator("body")).to_contain_text("has been submitted")
    guide = GuidePage.objects.get(title=TITLE)
    assert guide.workflow_in_progress and not guide.live

    # She cannot approve it herself; her colleague can.
    writing.goto(f"/admin/pages/{guide.pk}/edit/")
    expect(writing.locator("body")).to_contain_text("You changed this page yourself")
    expect(writing.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    approve(open_page(tural, language="en"), TITLE)
    wait_until(lambda: GuidePage.objects.get(pk=guide.pk).live)

    reading = open_page(None, size="phone")
    reading.goto(guide.get_url())
    expect(reading.get_by_role("heading", name=TITLE)).to_be_visible()
    look(reading, "guide")
    reading.locator(".k-cited__one").click()
    expect(reading.locator("#source-1")).to_contain_text("Nümunə Xəstəxanası")
    reading.locator("#source-1 summary").click()
    expect(reading.locator("#source-1 blockquote")).to_be_visible()
    look(reading, "guide-source")
    answer = reading.request.get(f"/guidance/{guide.pk}/paper.pdf")
    assert answer.headers["content-type"] == "application/pdf" and answer.body().startswith(b"%PDF")


def test_the_way_to_a_guide_and_its_words(open_page, look):
    """Every kind of piece, on a telephone and a desk, with and without JavaScript."""
    from elearn.guidance.domain import pages, pieces
    from elearn.guidance.models import GuidanceIndexPage
    from tests.factories import guide, source

    pages.create_term("himayəçi", language="az", meaning="Məhkəmənin təyin etdiyi, başqasının işinə baxan şəxs.")
    one, two = source(), source("İkinci sənəd", cited_words="Çünki belədir.")
    whole = guide("Evdə, yoxsa mərkəzdə qulluq?", body=[
        pieces.heading("Kim qərar verir"),
        pieces.text("<p>Himayəçi varsa, onunla danışın.</p><ul><li>bir</li><li>iki</li></ul>"),
        pieces.claim("<p>Qulluq evdə də göstərilir.</p>", one),
        pieces.steps([("Zəng edin", "Səhər saat 9-dan"), ("Yazın", "")], heading="Addımlar", sources=[two]),
        pieces.checklist(["Şəxsiyyət vəsiqəsi", "Həkim arayışı"], heading="Nə götürməli"),
        pieces.comparison("Müqayisə", ["Evdə", "Mərkəzdə"], {"Gecə köməyi": ["yoxdur", "var"], "Qiymət": ["az", "çox"]}),
        pieces.views("Nə vaxt köçməli", ("Gec", "Həkimlər", "<p>Tanış mühit.</p>", [one]),
                     ("Vaxtında", "Geriatrlar", "<p>Yorğunluq.</p>", [two])),
        pieces.warning("Heç kimə kod deməyin."),
    ])  # fmt: skip
    page = open_page(None, size="phone")
    page.goto("/guidance/")
    expect(page).to_have_url(re.compile(GuidanceIndexPage.objects.get(locale__language_code="az").get_url()))
    look(page, "guidance")
    page.get_by_role("link", name=whole.get_parent().title).first.click()
    look(page, "guidance-topic")
    page.get_by_role("link", name=whole.title).click()
    look(page, "guide-whole")
    page.locator("a.k-word").first.click()
    expect(page.locator("details[id^=word-] p").first).to_be_visible()
    plain = open_page(None, size="phone", javascript=False)
    plain.goto(whole.get_url())
    expect(plain.get_by_text("Heç kimə kod deməyin.")).to_be_visible()
    page.goto(f"{whole.get_parent().get_parent().get_url()}sozlerin-izahi/")
    look(page, "guidance-words")


def test_a_film_in_a_guide_plays(open_page, look, tmp_path):
    """In a guide the same player shows a film: frames advance, for who is not signed in too."""
    import media_pipeline.api as films
    from elearn.guidance.domain import pieces
    from tests.factories import captions, guide

    path = tmp_path / "move.mp4"
    how = {"vcodec": "libx264", "preset": "ultrafast", "acodec": "aac", "pix_fmt": "yuv420p", "g": 50}
    make(path, picture("640x360", 25, SECONDS), tone(SECONDS), movflags="+faststart", **how)
    film = films.prepare_now(films.receive_file(films.open_film("Çarpayıdan qalxmaq"), path))
    films.set_language(film, "az")
    film.refresh_from_db()
    captions(film, "Əvvəl yan çevrilin.")
    written = guide("Çarpayıdan necə qaldırmalı", body=[
        pieces.heading("Bir hərəkət"), pieces.film(film, shows="Köməkçi yan tərəfdə dayanır."),
    ])  # fmt: skip
    page = open_page(None, size="phone")
    page.goto(written.get_url())
    expect(page.get_by_text("Köməkçi yan tərəfdə dayanır.")).to_be_visible()
    look(page, "guide-film")
    page.locator("[data-player-start]").click()
    moved = "() => { const v = document.querySelector('video'); return v && !v.paused && v.currentTime > %s; }"
    page.wait_for_function(moved % 0.3, timeout=20_000)
    first = page.evaluate("document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames")
    page.wait_for_function(moved % 1.5, timeout=20_000)
    assert page.evaluate("document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames") > first > 0
    assert page.evaluate("document.querySelector('video').error") is None
    look(page, "guide-film-playing")
